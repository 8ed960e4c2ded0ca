"""Packages: read within bounds, written whole or not at all."""

import zipfile

import pytest

from hqe_docs.paper.fill import fill
from hqe_docs.paper.package import read_package, write_package
from tests.paper.making import said, word


def zipped(path, members):
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
    made = zipped(tmp_path / "包.docx", members)
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
    made = zipped(tmp_path / "表.docx", [("[Content_Types].xml", b"<Types"), ("word/document.xml", b"<w:")])
    assert [one.code for one in fill(made, {}, tmp_path / "出.docx")] == ["T101"]
    made = zipped(tmp_path / "表.xlsx", [("[Content_Types].xml", b"<Types"), ("xl/workbook.xml", b"<x")])
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
