"""Finished papers say which run made them, and the dossier's own records say whether they still hold, and why."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty

from hqe_docs.office.building.build import build
from hqe_docs.office.provenance.because import summed_rows
from hqe_docs.office.provenance.differing import changed_words, differences
from hqe_docs.office.provenance.evaluating import Way
from hqe_docs.office.provenance.sources import is_later_state
from hqe_docs.paper.fill import fill
from hqe_docs.paper.package import Parts, read_package, zipped
from hqe_docs.paper.stamp import CUSTOM, STAMP, Stamp, stamp_of, stamped
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordtrail import Origin, Turn, numbered
from tests.program import hqe
from tests.villages import UNEMPLOYED, person, village

NAMES = {"生成号": "0123", "生成程序": "hqe 1", "材料摘要": "4567"}
PAPERS = ("自评表", "成立领导小组的通知", "劳动力资源台账")
MORE = """外部数据: {县平均就业率: {数值: 60.00%}}
文书: {成立领导小组的通知: {成文日期: 2023-06-20}}
发文: {机关: 甲村村民委员会}
领导小组: {组长: {姓名: 彭喆, 职务: 书记}, 成员: [{姓名: 付梅香, 职务: 委员}], 办公室: {设在: 村委会, 主任: 彭喆}}
"""
ROWS = [person(0), person(1), person(2), person(3, **UNEMPLOYED)]


def answer(*words: object) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(hqe(*words, "--json").stdout)
    return said


def states(*words: object) -> dict[str, list[str]]:
    return {Path(it["file"]).name: it["state"] for it in answer("verify", *words)["files"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village of four, one of them unemployed, with its papers beside it in 出; nobody changes it."""
    folder = tmp_path_factory.mktemp("来历")
    village(folder / "甲村", ROWS, more=MORE)
    found, results = build([folder / "甲村"], out=folder / "出", documents=PAPERS)
    assert all(result.path for result in results), found
    return folder


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """The same in another place, as if both folders had been moved together."""
    shutil.copytree(made, tmp_path / "搬走")
    return tmp_path / "搬走"


# ---------------------------------------------------------------- what papers carry
def test_papers_carry_the_run_the_version_and_a_digest_and_nothing_else(made: Path) -> None:
    book = openpyxl.load_workbook(made / "出" / "甲村-自评表.xlsx")
    said = {it.name: it.value for it in book.custom_doc_props.props}
    assert list(said) == list(NAMES) and said["生成程序"].startswith("hqe ")
    with zipfile.ZipFile(made / "出" / "甲村-成立领导小组的通知.docx") as archive:
        custom = archive.read(CUSTOM).decode()
    assert said["生成号"] in custom and "甲村" not in custom and str(made) not in custom
    docx.Document(str(made / "出" / "甲村-成立领导小组的通知.docx"))


def test_nothing_stands_beside_the_papers_but_papers(made: Path) -> None:
    assert {path.suffix for path in (made / "出").rglob("*")} == {".docx", ".xlsx"}


def test_custom_properties_of_a_template_stay(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.custom_doc_props.append(StringProperty(name="单位", value="甲"))
    book.custom_doc_props.append(StringProperty(name="生成号", value="旧"))
    book.save(tmp_path / "表.xlsx")
    parts = read_package(tmp_path / "表.xlsx")
    token = STAMP.set(Stamp("0123", "hqe 1", "4567"))
    try:
        assert isinstance(parts, Parts)
        (tmp_path / "新.xlsx").write_bytes(zipped(stamped(parts)))
    finally:
        STAMP.reset(token)
    said = {it.name: it.value for it in openpyxl.load_workbook(tmp_path / "新.xlsx").custom_doc_props.props}
    assert said == {"单位": "甲", **NAMES}


def test_what_is_filled_from_anything_carries_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "{{ 名 }}"
    book.save(tmp_path / "表.xlsx")
    assert fill(tmp_path / "表.xlsx", {"名": "甲"}, tmp_path / "出.xlsx") == []
    parts = read_package(tmp_path / "出.xlsx")
    assert isinstance(parts, Parts) and CUSTOM not in parts and stamp_of(parts) is None


# ---------------------------------------------------------------- marks
def test_marks_change_nothing_of_what_is_filled(tmp_path: Path) -> None:
    paper = docx.Document()
    for text in (
        "{% for 人 in 名单 if 人.岁 %}{{ 人.名 }}、{% for 字 in 人.名 %}{{ 字 }}{% endfor %}{% endfor %}",
        "{% set 甲 %}{{ 名 }}{% endset %}{% if 甲 == '村\ue000民' %}{{ 甲|length }}{% endif %}",
        "{% for 无 in [] %}{{ 无 }}{% endfor %}{% set 乙 = 名 %}{{ 乙 }}{{ '多\n行' }}",
    ):
        paper.add_paragraph(text)
    paper.save(str(tmp_path / "模板.docx"))
    data = {
        "名": "村\ue000民",
        "名单": [{"名": "丙<", "岁": 1}, {"名": "丁", "岁": 0}, {"名": "戊", "岁": 2}],
    }
    trail = Trail()
    (tmp_path / "二").mkdir()
    assert fill(tmp_path / "模板.docx", data, tmp_path / "出.docx") == []
    assert fill(tmp_path / "模板.docx", data, tmp_path / "二" / "出.docx", trail=trail) == []
    assert (tmp_path / "出.docx").read_bytes() == (tmp_path / "二" / "出.docx").read_bytes()
    origins: list[Origin] = []
    numbered(trail.parts["word/document.xml"], origins)
    loop = "名单 if 人.岁"
    assert origins[0] == Origin("人.名", (Turn("人", loop, 0),))
    assert origins[3] == Origin("人.名", (Turn("人", loop, 1),))
    assert origins[4] == Origin("字", (Turn("人", loop, 1), Turn("字", "人.名", 0)))
    assert origins[-2] == Origin("乙", (Turn("乙", "名", -1),))


def test_a_damaged_part_nobody_looks_at_is_left_as_it_is() -> None:
    token = STAMP.set(Stamp("0123", "hqe 1", "4567"))
    try:
        for broken in (
            {"_rels/.rels": b"<"},
            {"_rels/.rels": b"<Relationships/>", "[Content_Types].xml": b"<"},
        ):
            assert stamped(broken) == broken
    finally:
        STAMP.reset(token)


# ---------------------------------------------------------------- verify
def test_papers_are_fresh_wherever_they_and_their_dossier_lie(copied: Path) -> None:
    (copied / "出").rename(copied / "别处")
    assert set(map(tuple, states(copied / "别处", "--dossier", copied / "甲村").values())) == {("fresh",)}


def test_a_changed_ledger_makes_stale_what_prints_it_and_tells_old_and_new(copied: Path) -> None:
    village(copied / "甲村", [*ROWS[:3], person(3)], more=MORE)
    told = answer("verify", copied / "出", "--dossier", copied / "甲村")
    by_name = {Path(it["file"]).name: it for it in told["files"]}
    assert by_name["甲村-成立领导小组的通知.docx"]["state"] == ["fresh"]
    sheet = by_name["甲村-自评表.xlsx"]
    assert sheet["state"] == ["stale"]
    assert sheet["sources"] == [{"name": "劳动力资源台账.csv", "change": "改动"}]
    assert any("75.00%" in it["old"] and "100.00%" in it["new"] for it in sheet["changes"])
    assert hqe("verify", copied / "出", "--dossier", copied / "甲村").exit_code == 1


def test_a_hand_edit_is_told_by_its_place(copied: Path) -> None:
    path = copied / "出" / "甲村-自评表.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["K14"], book.worksheets[0]["I14"] = "已核", "改过"
    book.save(path)
    (told,) = answer("verify", path, "--dossier", copied / "甲村")["files"]
    assert told["state"] == ["edited"]
    edits = [(it["place"], it["new"]) for it in told["edits"]]
    assert (f"{book.worksheets[0].title}!K14", "已核") in edits
    (trace,) = answer("trace", path, "自评表!I14", "--dossier", copied / "甲村")["traces"]
    assert trace["state"] == "edited" and "75.00%" in trace["built"] and trace["values"][0]["because"]
    village(copied / "甲村", [*ROWS[:3], person(3)], more=MORE)
    build(
        [copied / "甲村"], out=copied / "出", documents=["自评表"]
    )  # the edit stays, the new one lies beside it
    beside = copied / "出" / "甲村-自评表.新.xlsx"
    told = states(path, beside, "--dossier", copied / "甲村")
    assert told == {path.name: ["edited", "stale"], beside.name: ["fresh"]}
    beside.replace(path)
    assert states(path, "--dossier", copied / "甲村") == {path.name: ["fresh"]}


def test_a_file_of_anybodys_is_foreign(copied: Path) -> None:
    openpyxl.Workbook().save(copied / "出" / "别人的.xlsx")
    assert states(copied / "出" / "别人的.xlsx", "--dossier", copied / "甲村") == {"别人的.xlsx": ["foreign"]}


@pytest.mark.slow
def test_a_paper_saved_without_its_stamp_is_edited_where_it_was_built(copied: Path) -> None:
    path, bare = copied / "出" / "甲村-自评表.xlsx", io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("生成号".encode(), "别的".encode()))
    path.write_bytes(bare.getvalue())
    shutil.copy(path, copied / "甲村-自评表.xlsx")
    where = ("--dossier", copied / "甲村")
    assert states(path, *where) == {path.name: ["edited"]}
    assert states(copied / "甲村-自评表.xlsx", *where) == {path.name: ["foreign"]}


def test_what_papers_are_made_from_is_foreign_only_when_it_is_asked_for(tmp_path: Path) -> None:
    folder = village(tmp_path / "甲村", [])
    (folder / "输出").mkdir()
    for name in ("技能培训台账.xlsx", "输出/别人的.xlsx"):
        openpyxl.Workbook().save(folder / name)
    assert states(folder) == {"别人的.xlsx": ["foreign"]}
    assert states(folder / "技能培训台账.xlsx") == {"技能培训台账.xlsx": ["foreign"]}


def test_a_paper_of_an_earlier_run_is_stale(copied: Path) -> None:
    shutil.copytree(copied / "出", copied / "旧")
    village(copied / "甲村", ROWS[:2], more=MORE)
    build([copied / "甲村"], out=copied / "出", documents=["自评表"])
    told = states(copied / "旧" / "甲村-自评表.xlsx", "--dossier", copied / "甲村")
    assert told == {"甲村-自评表.xlsx": ["stale"]}


@pytest.mark.slow
def test_of_encrypted_papers_no_values_are_kept_and_without_password_only_the_state_is_told(
    copied: Path,
) -> None:
    (copied / "密").write_text("abcdefgh1\n", "utf-8")
    path, key = copied / "密出" / "甲村-自评表.xlsx", ("--password-file", copied / "密")
    where = ("--dossier", copied / "甲村")
    hqe("build", copied / "甲村", "-o", copied / "密出", "-d", "自评表", *key)
    assert states(path, *where) == {path.name: ["fresh"]}
    told = answer("trace", path, "自评表!I14", *where, *key)
    assert [it["code"] for it in told["problems"]] == ["R407"] and told["traces"] == []
    village(copied / "甲村", [*ROWS[:3], person(3)], more=MORE)
    (hidden,) = answer("verify", path, *where)["files"]
    assert hidden["state"] == ["stale"] and hidden["changes"] == [] and "密码" in hidden["note"]
    assert answer("verify", path, *where, *key)["files"][0]["changes"]


# ---------------------------------------------------------------- trace
def test_a_number_is_traced_to_its_figure_rule_rows_and_cells(made: Path) -> None:
    told = answer("trace", made / "出" / "甲村-自评表.xlsx", "--text", "75.00%", "--dossier", made / "甲村")
    reason = next(
        it for trace in told["traces"] for value in trace["values"] for it in value["because"] if it["figure"]
    )
    assert (reason["score"]["no"], reason["figure"]["name"]) == (9, "就业率")
    assert (reason["figure"]["numerator"], reason["figure"]["denominator"]) == (3, 4)
    rows = {cell["row"]: cell["cells"] for cell in reason["figure"]["cells"]}
    assert list(rows) == [f"甲村/劳动力资源台账.csv#第{row}行" for row in (2, 3, 4)] or len(rows) == 3
    assert any(cell["column"] == "就业状态" and cell["cell"] for cells in rows.values() for cell in cells)


def test_a_text_of_the_template_and_a_place_that_is_none(made: Path) -> None:
    paper = made / "出" / "甲村-自评表.xlsx"
    (trace,) = answer("trace", paper, "自评表!a3", "--dossier", made / "甲村")["traces"]
    assert trace["state"] in ("template", "value")
    assert answer("trace", paper, "a3", "--dossier", made / "甲村")["traces"] == [trace]
    told = answer("trace", paper, "自评表!A9999", "--dossier", made / "甲村")
    assert [it["code"] for it in told["problems"]] == ["R404"]
    assert hqe("trace", paper).exit_code == 2


def test_only_a_state_that_a_weekly_paper_could_not_know_of_is_none_of_its_sources() -> None:
    told = [
        is_later_state(f".hqe/状态/{day}.json", "2023-11-02")
        for day in ("2023-10-26", "2023-11-02", "2023-11-09")
    ]
    assert told == [False, True, True]
    assert not is_later_state(".hqe/状态/2023-11-09.json", None) and not is_later_state(
        "技能培训台账.xlsx", "2023-11-02"
    )


def test_a_total_is_traced_to_the_rows_that_it_sums_up() -> None:
    rows = [{"名称": "甲村", "得分": {"环境": 3}}, {"名称": "乙村", "得分": {"环境": 2.5}}]
    group: Any = {"行": rows, "合计": {"得分": {"环境": 5.5}}}
    way = Way((), (group,)).step("合计", group["合计"]).step("得分", group["合计"]["得分"]).step("环境", 5.5)
    assert list(summed_rows(way)) == [{"name": "甲村", "value": "3"}, {"name": "乙村", "value": "2.5"}]
    assert list(summed_rows(Way((), (group,)).step("行", rows))) == []


def test_numbers_of_persons_are_masked_unless_asked_for(made: Path) -> None:
    path, number = made / "出" / "甲村-劳动力资源台账.xlsx", ROWS[0]["公民身份号码"]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == number)
    words = ("trace", path, f"{sheet.title}!{cell.coordinate}", "--dossier", made / "甲村")
    said = hqe(*words, "--json").stdout + hqe(*words).stdout
    assert number not in said and "甲村/劳动力资源台账.csv" in said
    assert number in hqe(*words, "--json", "--show-personal").stdout


def test_trace_of_a_foreign_file_says_so(made: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别.xlsx")
    told = answer("trace", tmp_path / "别.xlsx", "Sheet!A1", "--dossier", made / "甲村")
    assert [it["code"] for it in told["problems"]] == ["R403"]


# ---------------------------------------------------------------- differences
def test_a_row_that_came_is_told_once_and_moves_nothing() -> None:
    old = {"表1!A1": "甲", "表1!A2": "乙", "段1": "一", "段2": "二"}
    new = {"表1!A1": "甲", "表1!A2": "新", "表1!A3": "乙", "段1": "一", "段2": "三"}
    assert [tuple(it) for it in differences(old, new)] == [("表1!A2", None, "新"), ("段2", "二", "三")]


def test_changed_words_keep_numbers_whole() -> None:
    assert changed_words("就业率95.88%，失业44人", "就业率95.97%，失业43人") == [
        ("95.88%", "95.97%"),
        ("44", "43"),
    ]
