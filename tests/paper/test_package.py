"""Packages: read within bounds, written whole or not at all, unchanged parts as they were compressed."""

import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.deflate import deflate_by, fastest
from hqe_docs.paper.fill import fill
from hqe_docs.paper.members import archived, new_member
from hqe_docs.paper.package import Parts, opened, read_package, write_package, zipped
from hqe_docs.paper.wholefiles import replace_file
from tests.paper.making import said, word


def written(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_what_was_written_is_read_in_its_order(tmp_path):
    parts = {"[Content_Types].xml": b"<Types/>", "甲/乙.xml": b"1", "a.bin": b"\x00" * 10}
    assert write_package(tmp_path / "包.docx", parts) == []
    read = read_package(tmp_path / "包.docx")
    assert list(read.items()) == list(parts.items())


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([("../逃.xml", b"")], "T108 包.docx 文件不安全，未打开：部件路径越界 ../逃.xml"),
        ([("/etc/逃.xml", b"")], "T108 包.docx 文件不安全，未打开：部件路径越界 /etc/逃.xml"),
        ([("大.xml", b"0" * 2**25)], "T108 包.docx 文件不安全，未打开：部件 大.xml 压缩比异常"),
        ([(f"{n}", b"") for n in range(10_001)], "T108 包.docx 文件不安全，未打开：部件超过 10000 个"),
        ([("甲.xml", b"")], "T101 包.docx 模板打不开：是压缩包，但不是 Word、Excel 文件"),
        (
            [("[Content_Types].xml", b"<Types/>")],
            "T101 包.docx 模板打不开：里面不是 Word 文档，也不是 Excel 工作簿",
        ),
    ],
)
def test_a_package_out_of_bounds_is_not_opened(tmp_path, members, told):
    made = written(tmp_path / "包.docx", members)
    assert said(fill(made, {}, tmp_path / "出.docx")) == [told]


def test_a_file_that_is_no_package_is_told(tmp_path):
    (tmp_path / "文.docx").write_bytes(b"\xd0\xcf\x11\xe0 old")
    told = "T101 文.docx 模板打不开：不是完好的 Word、Excel 文件，或有密码"
    assert said(fill(tmp_path / "文.docx", {}, tmp_path / "出.docx")) == [told]
    assert said(fill(tmp_path / "无.docx", {}, tmp_path / "出.docx")) == [
        "T101 无.docx 模板打不开：文件不存在"
    ]
    assert said(fill(tmp_path / "文.doc", {}, tmp_path / "出.doc")) == ["T102 文.doc 不支持 .doc 模板"]


def test_a_damaged_part_is_told(tmp_path):
    made = written(tmp_path / "表.docx", [("[Content_Types].xml", b"<Types"), ("word/document.xml", b"<w:")])
    assert [one.code for one in fill(made, {}, tmp_path / "出.docx")] == ["T101"]
    made = written(tmp_path / "表.xlsx", [("[Content_Types].xml", b"<Types"), ("xl/workbook.xml", b"<x")])
    assert [one.code for one in fill(made, {}, tmp_path / "出.xlsx")] == ["T101"]


def test_a_place_that_takes_no_file_is_told_and_the_old_file_stays(tmp_path):
    made = word(tmp_path / "表.docx", "文")
    (tmp_path / "夹.docx").mkdir()
    assert [one.code for one in fill(made, {}, tmp_path / "夹.docx")] == ["T302"]
    (tmp_path / "文件").write_text("x")
    assert [one.code for one in fill(made, {}, tmp_path / "文件" / "出.docx")] == ["T302"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["夹.docx", "文件", "表.docx"]


def test_an_error_leaves_the_old_file_as_it_was(tmp_path):
    (tmp_path / "出.docx").write_bytes(b"old")
    assert [one.code for one in fill(word(tmp_path / "表.docx", "{{ 缺 }}"), {}, tmp_path / "出.docx")] == [
        "T201"
    ]
    assert (tmp_path / "出.docx").read_bytes() == b"old"


def test_a_written_file_replaces_the_old_one_and_leaves_no_trace(tmp_path):
    (tmp_path / "出.docx").write_bytes(b"old")
    assert fill(word(tmp_path / "表.docx", "文"), {}, tmp_path / "出.docx") == []
    assert zipfile.is_zipfile(tmp_path / "出.docx")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["出.docx", "表.docx"]


# ---------------------------------------------------------------- members as they are compressed
def raw(path, name):
    """Return a member's compressed bytes by the sizes of the central directory."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    start = (
        info.header_offset
        + 30
        + sum(data[info.header_offset + at] + 256 * data[info.header_offset + at + 1] for at in (26, 28))
    )
    return data[start : start + info.compress_size]


def test_an_unchanged_part_is_copied_as_it_is_compressed_and_a_changed_one_is_not(tmp_path):
    text = b"<a>" + bytes(range(256)) * 40 + b"</a>"
    with zipfile.ZipFile(tmp_path / "前.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in ("甲.xml", "[Content_Types].xml", "乙.xml"):
            archive.writestr(name, text)
    parts = read_package(tmp_path / "前.docx")
    parts["乙.xml"] = b"new"
    parts["甲.xml"] = bytes(text)  # the same again is no change
    assert write_package(tmp_path / "后.docx", parts) == []
    assert raw(tmp_path / "后.docx", "甲.xml") == raw(tmp_path / "前.docx", "甲.xml")
    with zipfile.ZipFile(tmp_path / "后.docx") as archive:
        assert archive.namelist() == ["[Content_Types].xml", "甲.xml", "乙.xml"]
        assert (archive.testzip(), archive.read("乙.xml"), archive.read("甲.xml")) == (None, b"new", text)


def test_a_package_written_as_a_stream_is_copied_without_its_data_descriptors(tmp_path):
    class Pipe:
        def __init__(self):
            self.data = b""

        def write(self, data):
            self.data += data
            return len(data)

        def flush(self):
            pass

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("[Content_Types].xml", b"<Types/>"), ("名.xml", b"1" * 99), ("stored", b"")):
            archive.writestr(name, data)
    assert pipe.data[6] & 8  # a data descriptor follows
    copied = zipped(opened(pipe.data, "流.docx"))
    assert not copied[6] & 8
    (tmp_path / "后.docx").write_bytes(copied)
    with zipfile.ZipFile(tmp_path / "后.docx") as archive:
        assert (archive.testzip(), archive.read("名.xml"), archive.getinfo("名.xml").flag_bits) == (
            None,
            b"1" * 99,
            0x800,
        )


@pytest.mark.parametrize("fault", ["content", "encrypted", "local header", "cut off"])
def test_a_member_that_cannot_be_read_is_told_before_anything_is_done(tmp_path, fault):
    made = word(tmp_path / "表.docx", "{{ 文 }}")
    data = bytearray(made.read_bytes())
    if fault == "content":
        data[data.index(b"word/document.xml") + 400] ^= 255
    elif fault == "encrypted":
        data[data.index(b"PK\x01\x02") + 8] |= 1
    elif fault == "local header":
        data[0] = 0
    else:
        del data[100:200]
    made.write_bytes(data)
    assert said(fill(made, {"文": ""}, tmp_path / "出.docx")) == [
        "T101 表.docx 模板打不开：不是完好的 Word、Excel 文件，或有密码"
    ]


@given(data=st.binary(max_size=2000), turns=st.integers(1, 50))
def test_every_library_gives_parts_that_all_others_read(data, turns):
    found = [one for name in ("isal", "zlib-ng", "zlib") if (one := deflate_by(name))]
    for one in found:
        packed = one.compressed(data * turns)
        assert all(other.inflated(packed, len(data) * turns) == data * turns for other in found)
        assert one.crc32(data) == fastest().crc32(data)


def test_without_the_fast_libraries_the_standard_one_is_taken(tmp_path, monkeypatch):
    for module in ("isal", "isal.isal_zlib", "zlib_ng", "zlib_ng.zlib_ng"):
        monkeypatch.setitem(sys.modules, module, None)
    fastest.cache_clear()
    try:
        assert fastest().name == "zlib"
        made = word(tmp_path / "表.docx", "{{ 文 }}")
        assert fill(made, {"文": "甲"}, tmp_path / "出.docx") == []
        with zipfile.ZipFile(tmp_path / "出.docx") as archive:
            assert archive.testzip() is None
    finally:
        fastest.cache_clear()


def test_parts_are_a_mapping_whose_copies_are_independent():
    first = Parts({"甲": b"1", "乙": b"2"})
    second = Parts(first)
    second["甲"] = b"3"
    del second["乙"]
    assert (dict(first), dict(second), "乙" in second, len(second)) == (
        {"甲": b"1", "乙": b"2"},
        {"甲": b"3"},
        False,
        1,
    )


def test_a_file_killed_half_written_leaves_the_old_one(tmp_path, monkeypatch):
    (tmp_path / "出.docx").write_bytes(b"old")
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_package(tmp_path / "出.docx", {"[Content_Types].xml": b""})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("出.docx", b"old")]


def test_an_archive_of_many_members_is_read_by_others(tmp_path):
    members = [new_member(f"名{number}.xml", b"%d" % number) for number in range(2000)]
    (tmp_path / "多.zip").write_bytes(archived(members))
    with zipfile.ZipFile(tmp_path / "多.zip") as archive:
        assert (archive.testzip(), archive.read("名1999.xml")) == (None, b"1999")


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # of a file left to the collector
def test_an_interruption_at_any_step_leaves_no_half_file(tmp_path):
    code, left = replace_file.__code__, [0]

    def at_each_step(frame, event, _value):
        if frame.f_code is not code:
            return None
        frame.f_trace_opcodes = True
        left[0] -= event == "opcode"
        if left[0] == 0:
            sys.settrace(None)
            raise KeyboardInterrupt
        return at_each_step

    for step in range(1, 1_000):
        left[0] = step
        sys.settrace(at_each_step)
        try:
            replace_file(tmp_path / f"{step}.docx", b"x")
        except KeyboardInterrupt:
            assert not list(tmp_path.glob(".*.part")), step
            continue
        finally:
            sys.settrace(None)
        break
    assert step > 20
