"""入户调查表: a page a household, boxes from the kind's codes, ticked as the ledger says, in its order."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table

from hqe_docs.data.kinds import load_kinds
from hqe_docs.library import Library, shipped
from hqe_docs.office.ledgers.survey import ELSEWHERE, Asked, write_survey
from hqe_docs.problems import Problem, Problems
from tests.villages import id_number, person

MASTER = load_kinds(Library.over_shipped(()), Problems())["劳动力资源台账"]
TABLES = 3  # a page: household, members, record


def ledger(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "劳动力资源台账.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def member(order: int, house: str, group: str = "第1组", **changes: str) -> dict[str, str]:
    return person(order, 户编号=house, **changes) | {"组别": group}


def written(folder: Path, path: Path | None, asked: Asked) -> tuple[list[Table], list[Problem]]:
    files, found = write_survey(path, asked, folder / "out")
    assert [file.name for file in files] == ["入户调查表.docx"]
    return Document(str(files[0])).tables, found


def cells(table: Table) -> dict[str, list[str]]:
    """Return title → the cell of each member."""
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    return {row[0]: row[1:] for row in rows}


def test_a_blank_paper_asks_for_every_column_that_is_not_elsewhere(tmp_path):
    tables, found = written(tmp_path, None, Asked())
    assert found == []
    assert len(tables) == TABLES
    asked = {item.name for item in MASTER.fields} - ELSEWHERE
    members = cells(tables[1])
    assert set(members) == asked | {"项　目"}
    assert {len(row) for row in members.values()} == {6}
    text = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert "☑" not in text
    for word in (
        "户编号",
        "家庭住址",
        "已讲政策",
        "困难、诉求",
        "调查人签字\n（两人）",
        "被访人\n签字",
        "调查日期",
    ):
        assert word in text


def test_codes_stand_in_whole_words_no_line_longer_than_the_cell(tmp_path):
    members = cells(written(tmp_path, None, Asked())[0][1])
    state = members["就业状态"][0]
    assert state.replace("\n", "") == "".join(f"□{code}" for code in MASTER.field("就业状态").codes)
    assert max(len(line) for line in state.split("\n")) <= 12
    assert members["是否户籍"][5] == "□是□否"


def test_what_the_ledger_says_is_ticked_or_written(tmp_path):
    path = ledger(tmp_path, member(0, "H1", 人员类别="低保、残疾人", 养老保险="否", 单位名称="甲厂"))
    tables, found = written(tmp_path, path, Asked())
    assert [item.code for item in found if item.severity != "info"] == []
    members = cells(tables[1])
    assert members["公民身份号码"][0] == id_number(0)
    assert members["性别"][0] == "☑男□女"
    assert "☑低保" in members["人员类别"][0] and "☑残疾人" in members["人员类别"][0]
    assert members["人员类别"][0].count("☑") == 2
    assert members["养老保险"][0] == "□是☑否"
    assert members["单位名称"][0] == "甲厂"
    assert "☑" not in "".join(members["养老保险"][1:])


def test_a_word_that_is_no_code_stays_in_brackets_and_ticks_nothing(tmp_path):
    path = ledger(tmp_path, member(0, "H1", 就业状态="混日子"))
    tables, found = written(tmp_path, path, Asked())
    assert [item.code for item in found] == ["L503"]
    assert "（混日子）" in cells(tables[1])["就业状态"][0]
    assert "☑" not in cells(tables[1])["就业状态"][0]


def test_long_words_are_cut_to_what_two_lines_hold(tmp_path):
    path = ledger(tmp_path, member(0, "H1", 单位名称="某某" * 20))
    text = cells(written(tmp_path, path, Asked())[0][1])["单位名称"][0]
    assert text.endswith("…")
    assert len(text) == 24


def test_words_cut_to_two_lines_are_not_said_to_overflow_them(tmp_path):
    words = "养老护理员（五级/初级工）；中式烹调师（五级/初级工）；茶艺师（五级/初级工）"
    assert written(tmp_path, ledger(tmp_path, member(0, "H1", 技能证书=words)), Asked())[1] == []


def test_households_follow_in_the_order_of_the_ledger(tmp_path):
    rows = [member(0, "H9"), member(1, "H2"), member(2, "H9"), member(3, "H5")]
    tables, _ = written(tmp_path, ledger(tmp_path, *rows), Asked(blank=1))
    numbers = [table.rows[0].cells[1].text for table in tables[::TABLES]]
    assert numbers == ["H9", "H2", "H5", ""]
    assert cells(tables[1])["姓名"][:3] == [person(0)["姓名"], person(2)["姓名"], ""]


def test_a_large_household_goes_on_under_the_same_head(tmp_path):
    rows = [member(i, "H1") for i in range(8)]
    tables, _ = written(tmp_path, ledger(tmp_path, *rows), Asked())
    assert len(tables) == 2 * TABLES
    assert [table.rows[0].cells[1].text for table in tables[::TABLES]] == ["H1", "H1"]
    assert cells(tables[4])["项　目"] == [f"成员 {i}" for i in range(7, 13)]
    assert [bool(name) for name in cells(tables[4])["姓名"]] == [True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Asked(households=("H2",)), ["H2"]),
        (Asked(group="第2组"), ["H2", "H3"]),
        (Asked(households=("H3", "H1")), ["H1", "H3"]),
    ],
)
def test_only_the_households_that_are_asked_for_are_printed(tmp_path, asked, numbers):
    rows = [member(0, "H1"), member(1, "H2", "第2组"), member(2, "H3", "第2组")]
    tables, _ = written(tmp_path, ledger(tmp_path, *rows), asked)
    assert [table.rows[0].cells[1].text for table in tables[::TABLES]] == numbers


@pytest.mark.parametrize(
    ("asked", "code"), [(Asked(households=("H7",)), "L501"), (Asked(group="第9组"), "L502")]
)
def test_what_the_ledger_does_not_have_is_said_and_nothing_is_written(tmp_path, asked, code):
    files, found = write_survey(ledger(tmp_path, member(0, "H1")), asked, tmp_path / "out")
    assert files == []
    assert [item.code for item in found] == [code]


def test_rows_without_a_household_get_a_page_each(tmp_path):
    tables, found = written(tmp_path, ledger(tmp_path, member(0, ""), member(1, "")), Asked())
    assert len(tables) == 2 * TABLES
    assert [item.code for item in found] == ["L504"]


def test_another_city_s_kind_changes_the_paper(tmp_path):
    """A library of one's own needs no Python: a column more, other codes."""
    text = (shipped() / "ledgers/kinds/劳动力资源台账.yaml").read_text("utf-8")
    own = "  - {name: 村民代码, type: string, constraints: {enum: [甲, 乙]}, 示例: 甲, 说明: 甲或乙}\n"
    folder = tmp_path / "库" / "ledgers" / "kinds"
    folder.mkdir(parents=True)
    changed = text.replace("  - name: 民族\n", own + "  - name: 民族\n").replace(
        "[农村, 城镇]", "[农村, 城镇, 集体]"
    )
    (folder / "劳动力资源台账.yaml").write_text(changed, "utf-8")
    files, _ = write_survey(None, Asked(), tmp_path / "out", libraries=[tmp_path / "库"])
    members = cells(Document(str(files[0])).tables[1])
    assert members["村民代码"][0] == "□甲□乙"
    assert members["户口性质"][0] == "□农村□城镇□集体"


def test_a_paper_that_is_there_is_not_overwritten(tmp_path):
    write_survey(None, Asked(), tmp_path)
    files, found = write_survey(None, Asked(), tmp_path)
    assert files == []
    assert [item.code for item in found] == ["R103"]
