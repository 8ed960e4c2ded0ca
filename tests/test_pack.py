"""hqe pack: every indicator its folder, every file listed, evidence untouched, what is missing or refused told."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from PIL import Image
from pypdf import PdfWriter

from tests.program import hqe
from tests.villages import id_number, person, village

NAME = "甲2023年高质量就业创建验收资料（内部版）"


@pytest.fixture(autouse=True)
def _no_office(monkeypatch):
    monkeypatch.setenv("HQE_OFFICE", "没有这个程序")


@pytest.fixture
def folder(tmp_path):
    return village(tmp_path / "甲", [person(0), person(1)])


def put(folder, name, content=b"x"):
    path = folder / "佐证" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return content


def add(folder, text):
    path = folder / "dossier.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def picture(size=(40, 30), **more):
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, "JPEG", **more)
    return stream.getvalue()


def pdf(pages=1, password=""):
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    writer.write(stream)
    return stream.getvalue()


def zipped(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def packed(folder, *options):
    """Return the JSON of one bundle, and the codes of the problems about it."""
    out = json.loads(hqe("pack", folder, "-o", folder.parent / "出", "--json", *options).stdout)
    (bundle,) = out["bundles"]
    return bundle, [item for item in out["problems"] if item["code"].startswith("P4")]


def codes(problems):
    return sorted({item["code"] for item in problems} - {"P420"})


def files(bundle):
    root = Path(bundle["path"])
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}


def listed(bundle, sheet="目录"):
    book = openpyxl.load_workbook(files(bundle)["目录.xlsx"])
    return [row for row in book[sheet].iter_rows(min_row=4, values_only=True) if any(row)]


# ---------------------------------------------------------------- folders, index, what is missing
@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A village with some evidence, packed once: its folder, the bundle, the problems."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HQE_OFFICE", "没有这个程序")
        folder = village(tmp_path_factory.mktemp("包") / "甲", [person(0), person(1)])
        put(folder, "01 窗口/窗口和标识照片.JPG", picture())
        put(folder, "08-核查 表?.pdf" if os.name != "nt" else "08-核查 表.pdf", pdf(3))
        put(folder, "授牌仪式.png", b"no picture")
        put(folder, "培训签到.pdf", pdf(2))
        add(folder, "自评: {13: {得分: 9, 佐证: [培训签到]}}\n佐证: {授牌仪式.png: {指标: [22, 12]}}\n")
        return folder, *packed(folder)


def test_every_indicator_has_its_folder_and_what_belongs_to_none_another(plain):
    _, bundle, _ = plain
    folders = sorted(path.name for path in Path(bundle["path"]).iterdir() if path.is_dir())
    assert [name[:2] for name in folders] == [f"{no:02}" for no in range(23)]
    assert folders[:2] == ["00 综合材料", "01 人社服务平台或服务窗口"]
    assert {name[:2] for name in files(bundle) if name.endswith("/00 本项材料.docx")} == {
        f"{no:02}" for no in range(23)
    }


def test_the_index_lists_every_file_and_no_other(plain):
    _, bundle, _ = plain
    assert {row[6] for row in listed(bundle)} == set(files(bundle))
    assert {row["文件"] for row in bundle["files"]} == set(files(bundle))
    text = "\n".join(
        cell.text
        for table in Document(files(bundle)["目录.docx"]).tables
        for row in table.rows
        for cell in row.cells
    )
    for name in files(bundle):
        if name.count("/") and not name.endswith("本项材料.docx"):
            assert Path(name).stem[3:] in text


def test_evidence_is_copied_byte_for_byte_to_the_indicator_that_its_name_a_list_or_the_dossier_gives(plain):
    folder, bundle, _ = plain
    found = files(bundle)
    by_folder = {}
    for name in found:
        by_folder.setdefault(name[:2], []).append(name)
    want = {
        "01": "窗口和标识照片.jpg",
        "08": "核查表_.pdf",
        "13": "培训签到.pdf",
        "22": "授牌仪式.png",
        "12": "授牌仪式.png",
    }
    for no, end in want.items():
        (name,) = [it for it in by_folder[no] if it.endswith((end, end.replace("_", "")))]
        (source,) = [
            it
            for it in (folder / "佐证").rglob("*")
            if it.is_file()
            and it.stem[-3:] in (name, "")
            or it.is_file()
            and hashlib.sha256(it.read_bytes()).digest() == hashlib.sha256(found[name].read_bytes()).digest()
        ]
        assert source.read_bytes() == found[name].read_bytes()


def test_pages_are_counted_where_that_needs_no_office_program(plain):
    _, bundle, _ = plain
    pages = {row["文件"].rsplit("/", 1)[-1][3:]: (row["页数"], row["说明"]) for row in bundle["files"]}
    assert pages["培训签到.pdf"] == (2, "")
    assert pages["窗口和标识照片.jpg"] == (1, "")
    assert pages["劳动力资源台账.xlsx"] == ("", "未计页")
    assert bundle["pages"] == sum(row["页数"] for row in bundle["files"] if row["页数"] and row["序号"])


def test_what_is_asked_for_and_not_there_is_listed_with_its_reason(plain):
    _, bundle, problems = plain
    lacks = {(row[1], row[3]): row[4] for row in listed(bundle, "缺项清单")}
    assert "没有这份材料" in lacks["02", "门牌和制度照片"]
    assert "没有这本台账" in lacks["14", "劳动争议调解台账"]
    assert ("01", "窗口和标识照片") not in lacks
    assert ("22", "媒体报道") not in lacks  # one of three will do, and none is needed without promotion
    assert bundle["lacks"] == [
        dict(zip(("创建点", "编号", "项名", "名称", "原因"), row, strict=True))
        for row in listed(bundle, "缺项清单")
    ]
    assert f"缺 {len(lacks)} 项" in next(it["message"] for it in problems if it["code"] == "P420")


def test_a_ledger_that_several_indicators_ask_for_lies_with_the_first_and_the_others_say_where(plain):
    _, bundle, _ = plain
    assert [name for name in files(bundle) if "劳动力资源台账" in name] == [
        "09 就业率/01 劳动力资源台账.xlsx"
    ]
    sheet = Document(files(bundle)["15 社会保障/00 本项材料.docx"])
    assert "劳动力资源台账：见“09 就业率”" in [paragraph.text for paragraph in sheet.paragraphs]


def test_evidence_named_in_the_dossier_only_is_missing(folder):
    add(folder, "自评: {1: {得分: 3, 佐证: [窗口照片]}}\n")
    bundle, _ = packed(folder)
    why = {row["名称"]: row["原因"] for row in bundle["lacks"]}
    assert why["窗口和标识照片"] == "档案写明（自评.1 申报），佐证文件夹里没有这个文件"


def test_checksums_stand_for_every_file(plain):
    _, bundle, _ = plain
    found = files(bundle)
    lines = found["校验清单.sha256"].read_text("utf-8").splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in found.items()
        if name != "校验清单.sha256"
    }


def test_a_bundle_is_never_written_over(folder):
    first, _ = packed(folder)
    second, problems = packed(folder)
    assert (Path(first["path"]).name, Path(second["path"]).name) == (NAME, f"{NAME}-2")
    assert codes(problems) == ["P422"]
    assert files(first).keys() == files(second).keys()


def test_nothing_half_done_is_left_where_the_place_can_not_be_written(folder, tmp_path):
    (tmp_path / "出").write_text("a file")
    bundle, problems = packed(folder)
    assert bundle["path"] is None
    assert codes(problems) == ["P416"]


def test_only_the_bundle_itself_stays_in_the_folder(folder):
    bundle, _ = packed(folder, "--zip")
    assert sorted(path.name for path in (folder.parent / "出").iterdir()) == [NAME, f"{NAME}.zip"]


# ---------------------------------------------------------------- hostile evidence
MACROS = {"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": "x"}


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("1 跑.exe", b"MZ\x90", "P403", ".exe"),
        ("1 假.docx", b"MZ\x90", "P403", "程序"),
        ("1 假.jpg", b"\x7fELF", "P403", "程序"),
        ("1 脚本.sh", b"#!/bin/sh", "P403", ".sh"),
        ("1 表.xlsm", zipped({"a": "b"}), "P404", "宏"),
        ("1 信.docx", zipped(MACROS), "P404", "宏"),
        ("1 旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "P404", "宏"),
        ("1 弹.xlsx", zipped({"xl/a.xml": b"\0" * 40_000_000}), "P406", "压缩比"),
        ("1 坏.docx", b"PK\x03\x04 broken", "P406", "损坏"),
    ],
)  # fmt: skip
def test_programs_macros_and_bombs_are_not_taken_in(folder, name, content, code, told):
    put(folder, name, content)
    bundle, problems = packed(folder)
    (problem,) = [item for item in problems if item["code"] == code]
    assert told in problem["message"]
    assert problem["where"]["file"].endswith(f"佐证/{name}")
    assert [row["文件"] for row in bundle["refused"]] == [name]
    assert [row[1] for row in listed(bundle, "未收文件")] == [name]
    assert not [it for it in files(bundle) if Path(name).stem[2:] in it]


def test_links_that_lead_outside_are_not_followed_and_told_of_once(folder, tmp_path):
    outside = tmp_path / "外"
    outside.mkdir()
    (outside / "密.jpg").write_bytes(picture())
    (outside / "密2.jpg").write_bytes(picture())
    (folder / "佐证").mkdir()
    (folder / "佐证" / "01 链").symlink_to(outside, target_is_directory=True)
    (folder / "佐证" / "02 密.jpg").symlink_to(outside / "密.jpg")
    bundle, problems = packed(folder)
    assert len([it for it in problems if it["code"] == "P402"]) == 2
    assert not [name for name in files(bundle) if "密" in name]


def test_a_file_larger_than_the_setting_is_not_taken_in(folder, tmp_path):
    library = tmp_path / "库" / "programmes"
    library.mkdir(parents=True)
    shipped = Path(__file__).parent.parent / "programmes" / "yichun-2023.yaml"
    text = shipped.read_text("utf-8").replace("单个最大: 200", "单个最大: 1").replace("最多: 2000", "最多: 2")
    (library / "yichun-2023.yaml").write_text(text, "utf-8")
    for number in range(4):
        put(folder, f"01 {number}.jpg", picture() + bytes(number % 2 * 1024 * 1024))
    bundle, problems = packed(folder, "--library", tmp_path / "库")
    assert codes(problems) == ["P405", "P407"]
    assert len(bundle["refused"]) == 3


@pytest.mark.parametrize(("content", "told"), [(pdf(2, "x"), "密码"), (b"%PDF-1.7 broken", "损坏")])
def test_pdf_files_that_can_not_be_opened_are_taken_in_and_told(folder, content, told):
    put(folder, "05 屏.pdf", content)
    bundle, problems = packed(folder)
    assert codes(problems) == ["P410"]
    (row,) = [row for row in bundle["files"] if row["文件"].endswith("屏.pdf")]
    assert (row["页数"], told in row["说明"]) == ("", True)
    assert files(bundle)[row["文件"]].read_bytes() == content


def test_names_are_made_legal_on_windows_and_short(folder):
    long = "很长的名字" * 12
    for name in ("01 CON.jpg", "01 a:b|c?.jpg", "01 点. .jpg", f"01 {long}.jpg", "02 同.JPG", "02 同.jpg"):
        put(folder, name, picture())
    bundle, _ = packed(folder)
    for name in files(bundle):
        assert len(f"{NAME}/{name}") <= 200
        for part in name.split("/"):
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part), part
            assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part)
    assert (
        len([name for name in files(bundle) if name.startswith(("01", "02")) and name.endswith("jpg")]) == 6
    )
    lower = [name.lower() for name in files(bundle)]
    assert len(set(lower)) == len(lower)


def test_a_bundle_without_its_section_in_the_programme_says_so(folder, tmp_path):
    library = tmp_path / "库" / "programmes"
    library.mkdir(parents=True)
    text = "名称: 空\n依据: {文号: 〔2023〕1号, 日期: 2023-01-01}\n"
    (library / "yichun-2023.yaml").write_text(text, "utf-8")
    bundle, problems = packed(folder, "--library", tmp_path / "库")
    assert (bundle["path"], codes(problems)) == (None, ["P401"])


def test_without_an_office_program_there_is_no_bound_pdf_but_the_folder(folder):
    run = hqe("pack", folder, "-o", folder.parent / "出", "--pdf", "--json")
    (bundle,) = json.loads(run.stdout)["bundles"]
    assert (bundle["pdf"], Path(bundle["path"]).name, run.exit_code) == (None, NAME, 1)
    assert "P413" in run.stdout


# ---------------------------------------------------------------- several creation points
def test_a_town_has_one_bundle_with_those_of_its_villages(tmp_path):
    town = tmp_path / "镇"
    for name in ("东村", "西村"):
        village(town / name, [person(0)])
        put(town / name, "01 照片.jpg", picture())
    (town / "dossier.yaml").write_text(
        "创建点: {名称: 镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023}\n下辖: [东村, 西村]\n",
        "utf-8",
    )
    bundle, _ = packed(town)
    found = files(bundle)
    assert {row[6] for row in listed(bundle)} == set(found)
    assert {row[0] for row in listed(bundle) if row[0]} == {"镇", "东村", "西村"}
    for name in ("东村", "西村"):
        assert f"{name}/封面.docx" in found
        assert f"{name}/01 人社服务平台或服务窗口/01 照片.jpg" in found
    (own,) = [
        row
        for row in openpyxl.load_workbook(found["东村/目录.xlsx"])["目录"].iter_rows(values_only=True)
        if row[4] == "照片"
    ]
    assert own[6] == "东村/01 人社服务平台或服务窗口/01 照片.jpg"


# ---------------------------------------------------------------- zip
def test_the_zip_says_that_its_names_are_utf8_and_has_the_files_in_order(folder):
    put(folder, "01 照片.jpg", picture())
    bundle, _ = packed(folder, "--zip")
    data = Path(bundle["zip"]).read_bytes()
    with zipfile.ZipFile(bundle["zip"]) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        assert [info.filename for info in infos] == sorted(f"{NAME}/{name}" for name in files(bundle))
        for info in infos:
            assert archive.read(info) == files(bundle)[info.filename.partition("/")[2]].read_bytes()
            local = data[info.header_offset : info.header_offset + 30]
            assert local[:4] == b"PK\x03\x04"
            assert int.from_bytes(local[6:8], "little") & 0x800
            assert data[info.header_offset + 30 :].startswith(info.filename.encode("utf-8"))
    central = [match.start() for match in re.finditer(b"PK\x01\x02", data)]
    assert len(central) >= len(infos)
    assert {info.date_time for info in infos} == {(2023, 10, 31, 0, 0, 0)}


def test_the_same_dossier_gives_the_same_bytes(folder):
    put(folder, "01 照片.jpg", picture())
    first, _ = packed(folder, "--zip")
    one = {name: path.read_bytes() for name, path in files(first).items()}, Path(first["zip"]).read_bytes()
    Path(first["zip"]).unlink()
    Path(first["path"]).rename(folder.parent / "旧")
    second, _ = packed(folder, "--zip")
    assert one == (
        {name: path.read_bytes() for name, path in files(second).items()},
        Path(second["zip"]).read_bytes(),
    )
