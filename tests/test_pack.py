"""hqe pack: every indicator its folder, every file listed, evidence untouched, what is missing told."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from hqe_docs.office.bundle.packing import PackOrder, pack
from hqe_docs.office.disclosure import is_shown
from hqe_docs.office.workspace import open_dossiers
from tests.bundles import NO_OFFICE, add, codes, files, listed, packed, pdf, picture, put
from tests.program import hqe
from tests.villages import person, village

NAME = "甲2023年高质量就业创建验收资料（内部版）"


@pytest.fixture(autouse=True)
def _no_office(monkeypatch):
    monkeypatch.setenv("HQE_OFFICE", NO_OFFICE)


@pytest.fixture
def folder(tmp_path):
    return village(tmp_path / "甲", [person(0), person(1)])


# ---------------------------------------------------------------- folders, index, what is missing
@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A village with some evidence, packed once: its folder, the bundle, the problems."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HQE_OFFICE", NO_OFFICE)
        folder = village(tmp_path_factory.mktemp("包") / "甲", [person(0), person(1)])
        put(folder, "01 窗口/窗口和标识照片.JPG", picture())
        put(folder, "08-核查表.pdf", pdf(3))
        put(folder, "授牌仪式.png", b"no picture")
        put(folder, "培训签到.pdf", pdf(2))
        more = "自评: {1: {得分: 3, 佐证: [平面图, 窗口照片]}, 2: {得分: 3, 佐证: [门牌和制度照片]},"
        add(folder, more + " 13: {得分: 9, 佐证: [培训签到]}}\n佐证: {授牌仪式.png: {指标: [22, 12]}}\n")
        return folder, *packed(folder, "--zip")


@pytest.mark.slow
def test_every_indicator_has_its_folder_and_what_belongs_to_none_another(plain):
    _, bundle, _ = plain
    folders = sorted(path.name for path in Path(bundle["path"]).iterdir() if path.is_dir())
    assert [name[:2] for name in folders] == [f"{no:02}" for no in range(23)]
    assert folders[:2] == ["00 综合材料", "01 人社服务平台或服务窗口"]
    sheets = {name[:2] for name in files(bundle) if name.endswith("/00 本项材料.docx")}
    assert sheets == {f"{no:02}" for no in range(23)}


def test_the_index_lists_every_file_and_no_other(plain):
    _, bundle, _ = plain
    assert {row[6] for row in listed(bundle)} == set(files(bundle))
    assert {row["文件"] for row in bundle["files"]} == set(files(bundle))


def test_the_printed_index_names_every_piece(plain):
    _, bundle, _ = plain
    (index, *_) = Document(files(bundle)["目录.docx"]).tables
    printed = [cell.text.strip("　") for row in index.rows for cell in row.cells]
    for row in bundle["files"]:
        if row["序号"]:
            assert any(text.startswith(row["名称"]) for text in printed)


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        ("01 窗口/窗口和标识照片.JPG", ["01 人社服务平台或服务窗口/01 窗口和标识照片.jpg"]),
        ("08-核查表.pdf", ["08 人力资源数据动态更新/01 核查表.pdf"]),
        ("培训签到.pdf", ["13 技能培训/01 培训签到.pdf"]),
        ("授牌仪式.png", ["12 创业带动就业/02 授牌仪式.png", "22 工作特色及亮点/01 授牌仪式.png"]),
    ],
)
def test_evidence_goes_byte_for_byte_where_its_name_or_the_dossier_says(plain, source, targets):
    folder, bundle, _ = plain
    content = (folder / "佐证" / source).read_bytes()
    held = {name for name, path in files(bundle).items() if path.read_bytes() == content}
    assert held == set(targets)


def test_pages_are_counted_where_that_needs_no_office_program(plain):
    _, bundle, _ = plain
    pages = {row["文件"].rsplit("/", 1)[-1][3:]: (row["页数"], row["说明"]) for row in bundle["files"]}
    assert pages["培训签到.pdf"] == (2, "")
    assert pages["窗口和标识照片.jpg"] == (1, "")
    assert pages["劳动力资源台账.xlsx"] == ("", "未计页")
    assert bundle["pages"] == 2 + 3 + 1 + 1 + 1


def test_what_is_asked_for_and_not_there_is_listed_with_its_reason(plain):
    _, bundle, problems = plain
    lacks = {(row[1], row[3]): row[4] for row in listed(bundle, "缺项清单")}
    assert lacks["03", "公开栏照片"] == "没有这份材料"
    assert lacks["14", "劳动争议调解台账"] == "没有这本台账"
    assert lacks["02", "门牌和制度照片"] == "档案写明（自评.2 申报），佐证文件夹里没有这个文件"
    assert "没有生成《自评报告》" in lacks["00", "自评报告"]
    assert ("01", "窗口和标识照片") not in lacks
    assert ("22", "媒体报道") not in lacks  # one of three will do, and none is needed without promotion
    assert [tuple(row.values()) for row in bundle["lacks"]] == listed(bundle, "缺项清单")
    assert f"缺 {len(lacks)} 项" in next(it["message"] for it in problems if it["code"] == "P420")


def test_a_ledger_that_several_indicators_ask_for_lies_with_the_first_and_the_others_say_where(plain):
    _, bundle, _ = plain
    held = [name for name in files(bundle) if "劳动力资源台账" in name]
    assert held == ["09 就业率/01 劳动力资源台账.xlsx"]
    sheet = Document(files(bundle)["15 社会保障/00 本项材料.docx"])
    assert "劳动力资源台账：见“09 就业率”" in [paragraph.text for paragraph in sheet.paragraphs]


def test_a_ledger_that_follows_from_the_master_is_made(plain):
    _, bundle, _ = plain
    book = openpyxl.load_workbook(files(bundle)["15 社会保障/01 社会保险参保台账.xlsx"])
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "村民甲" in cells


def test_checksums_stand_for_every_file(plain):
    _, bundle, _ = plain
    found = files(bundle)
    sums = found.pop("校验清单.sha256").read_text("utf-8").splitlines()
    assert {line[66:]: line[:64] for line in sums} == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()
    }
    assert {line[64:66] for line in sums} == {"  "}


def test_nothing_but_the_bundle_stays_in_the_folder(plain):
    folder, _, _ = plain
    assert sorted(path.name for path in (folder.parent / "出").iterdir()) == [NAME, f"{NAME}.zip"]


# ---------------------------------------------------------------- zip
def test_the_zip_holds_the_files_in_order_dated_by_the_dossier(plain):
    _, bundle, _ = plain
    found = files(bundle)
    with zipfile.ZipFile(bundle["zip"]) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        assert [info.filename for info in infos] == sorted(f"{NAME}/{name}" for name in found)
        for info in infos:
            assert archive.read(info) == found[info.filename.partition("/")[2]].read_bytes()
    assert {info.date_time for info in infos} == {(2023, 10, 31, 0, 0, 0)}


def test_the_zip_says_in_both_headers_of_each_file_that_its_name_is_utf8(plain):
    _, bundle, _ = plain
    data = Path(bundle["zip"]).read_bytes()
    with zipfile.ZipFile(bundle["zip"]) as archive:
        infos = archive.infolist()
        place = archive.start_dir
    for info in infos:
        name = info.filename.encode("utf-8")
        local = data[info.header_offset :]
        assert (local[:4], local[30 : 30 + len(name)]) == (b"PK\x03\x04", name)
        assert int.from_bytes(local[6:8], "little") & 0x800
        central = data[place:]
        assert (central[:4], central[46 : 46 + len(name)]) == (b"PK\x01\x02", name)
        assert int.from_bytes(central[8:10], "little") & 0x800
        place += 46 + sum(int.from_bytes(central[at : at + 2], "little") for at in (28, 30, 32))


# ---------------------------------------------------------------- what can't be made, what is there already
@pytest.mark.slow
def test_a_bundle_is_never_written_over(folder):
    first, _ = packed(folder)
    before = {name: path.read_bytes() for name, path in files(first).items()}
    second, problems = packed(folder)
    assert (Path(first["path"]).name, Path(second["path"]).name) == (NAME, f"{NAME}-2")
    assert codes(problems) == ["P422"]
    # and the same dossier gives the same bytes
    assert before == {name: path.read_bytes() for name, path in files(first).items()}
    assert before == {name: path.read_bytes() for name, path in files(second).items()}


@pytest.mark.slow
def test_a_paper_edited_by_hand_is_said_not_to_be_in_the_bundle(folder):
    hqe("build", folder, "-d", "自评表")
    assert "P423" not in codes(packed(folder)[1])
    path = folder / "输出" / "甲-自评表.docx"
    paper = Document(path)
    paper.add_paragraph("另附说明。")
    paper.save(path)
    (told,) = [item for item in packed(folder)[1] if item["code"] == "P423"]
    assert "甲-自评表.docx" in told["message"] and "甲-自评表.xlsx" not in told["message"]


def test_a_place_that_can_not_be_written_is_said_to_be(folder, tmp_path):
    (tmp_path / "出").write_text("a file")
    bundle, problems = packed(folder)
    assert (bundle["path"], codes(problems)) == (None, ["P416"])


@pytest.mark.slow
def test_an_interrupted_run_leaves_nothing(folder):
    out, said = folder.parent / "出", []

    def interrupt(text):
        said.append(sorted(path.name for path in out.iterdir()) if out.exists() else [])
        if text.startswith("计算页数"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pack([folder], PackOrder(out), interrupt)
    assert said[-1][0].startswith(".~hqe-")
    assert list(out.iterdir()) == []


def test_a_programme_without_this_section_is_said_to_lack_it(folder, tmp_path):
    library = tmp_path / "库" / "programmes"
    library.mkdir(parents=True)
    text = "名称: 空\n依据: {文号: 〔2023〕1号, 日期: 2023-01-01}\n"
    (library / "yichun-2023.yaml").write_text(text, "utf-8")
    bundle, problems = packed(folder, "--library", tmp_path / "库")
    assert (bundle["path"], codes(problems)) == (None, ["P401"])


@pytest.mark.slow
def test_without_an_office_program_there_is_the_folder_and_no_bound_pdf(folder):
    run = hqe("pack", folder, "-o", folder.parent / "出", "--pdf", "--json")
    (bundle,) = json.loads(run.stdout)["bundles"]
    assert (bundle["pdf"], Path(bundle["path"]).name, run.exit_code) == (None, NAME, 1)
    assert "P413" in run.stdout


@pytest.mark.slow
def test_names_are_made_legal_on_windows_and_short(folder):
    long = "很长的名字" * 12
    for name in ("01 CON.jpg", "01 a:b|c?.jpg", "01 点. .jpg", f"01 {long}.jpg", "02 同.JPG", "02 同.jpg"):
        put(folder, name, picture())
    bundle, _ = packed(folder)
    assert sum(name[:2] in ("01", "02") and name.endswith("jpg") for name in files(bundle)) == 6
    for name in files(bundle):
        assert len(f"{NAME}/{name}") <= 200
        for part in name.split("/"):
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part), part
            assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part)
    assert len({name.lower() for name in files(bundle)}) == len(files(bundle))


@pytest.mark.slow
def test_a_town_has_one_bundle_with_those_of_its_villages(tmp_path):
    town = tmp_path / "镇"
    for name in ("东村", "西村"):
        village(town / name, [person(0)])
        put(town / name, "01 照片.jpg", picture())
    point = "创建点: {名称: 镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023}\n下辖: [东村, 西村]\n"
    (town / "dossier.yaml").write_text(point, "utf-8")
    put(town, "01 镇的照片.jpg", picture())
    bundle, _ = packed(town)
    found = files(bundle)
    assert [name[:7] for name in found if name.endswith("镇的照片.jpg")] == ["00 综合材料"]
    assert {row[6] for row in listed(bundle)} == set(found)
    assert {row[0] for row in listed(bundle) if row[0]} == {"镇", "东村", "西村"}
    for name in ("东村", "西村"):
        assert {f"{name}/封面.docx", f"{name}/01 人社服务平台或服务窗口/01 照片.jpg"} <= set(found)
    own = openpyxl.load_workbook(found["东村/目录.xlsx"])["目录"].iter_rows(values_only=True)
    assert [row[6] for row in own if row[4] == "照片"] == ["东村/01 人社服务平台或服务窗口/01 照片.jpg"]


def test_the_shipped_programme_names_papers_ledgers_and_evidence_that_exist(folder):
    (loaded,) = open_dossiers([folder])
    bundle, kinds = loaded.programme.bundle, loaded.kinds
    general, public = bundle.general, bundle.disclosure
    papers = {*general.papers, *general.summary_papers, *general.needed, *public.papers}
    assert papers - set(loaded.documents) == set()
    ledgers = {*public.ledgers, *(name for names in bundle.more.values() for name in names)}
    assert ledgers - set(kinds) == set()
    asked = {name for indicator in loaded.edition.indicators for name in indicator.evidence}
    assert set(bundle.dispensable) <= asked
    # what is masked away as a column must not be the only column of a public ledger
    for name in public.ledgers:
        assert [field for field in kinds[name].fields if is_shown(field, public)]
