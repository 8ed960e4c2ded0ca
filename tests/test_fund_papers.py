"""The papers of the subsidy, built from dossiers and ledgers written here, read by openpyxl and python-docx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from hqe_docs.office.building.build import build
from tests.placed import write

FUNDS = [
    {"层级": "市级", "标准": 50000, "已拨付": 50000, "依据": "云字〔2023〕1号"},
    {"层级": "县级", "标准": 50000},
]
PASSED = {"结论": "通过", "得分": 95.5, "日期": "2023-11-20", "单位": "江北市就业创业服务中心"}
COLUMNS = "日期,资金项目,资金层级,收支类别,金额,用途,对方单位,凭证号\n"
CAME = "2023-07-10,市级奖补资金,市级,拨入,50000,,财政局,收-1\n"
REQUEST = "申请拨付资金的请示"


def village(folder: Path, ledger: str = "", **more: Any) -> Path:
    write(folder, "梧桐村", "村", 资金=FUNDS, **more)
    if ledger:
        (folder / "资金台账.csv").write_text(COLUMNS + ledger, "utf-8")
    return folder


def spent(number: int, amount: str, purpose: str = "宣传") -> str:
    return f"2023-08-{number:02d},市级奖补资金,市级,支出,{amount},{purpose},印刷店,记-{number}\n"


def built(folder: Path, paper: str) -> dict[str, Path]:
    found, results = build([folder], out=folder.parent / f"{folder.name}出", documents=[paper])
    assert [item for item in found if item.severity == "error"] == []
    return {result.path.name: result.path for result in results if result.path}


def lines(path: Path, sheet: str) -> list[list[Any]]:
    """Return the rows of a sheet that hold anything, each without its empty cells."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    kept = ([value for value in row if value not in (None, "")] for row in rows)
    return [row for row in kept if row]


def request(folder: Path) -> str:
    (path,) = built(folder, REQUEST).values()
    return "\n".join(item.text for item in Document(str(path)).paragraphs)


# ---------------------------------------------------------------- 资金台账
def test_the_account_stands_on_paper_by_level_with_its_words_and_readings(tmp_path: Path) -> None:
    ledger = CAME + spent(1, "8000.5", "窗口改造") + spent(2, "300")
    rows = lines(built(village(tmp_path / "村", ledger), "资金台账")["梧桐村-资金台账.xlsx"], "奖补资金")
    assert rows[3:7] == [
        [
            1,
            "梧桐村",
            "首次创建",
            "市级",
            50000,
            50000,
            0,
            50000,
            0,
            50000,
            8300.5,
            41699.5,
            "云字〔2023〕1号",
        ],
        [2, "县级", 50000, 0, 0, 0, 50000, 0, 0, 0],
        ["梧桐村小计（待验收）", 100000, 50000, 0, 50000, 50000, 50000, 8300.5, 41699.5],
        ["总　计", 100000, 50000, 0, 50000, 50000, 50000, 8300.5, 41699.5],
    ]
    words = "".join(str(row[0]) for row in rows[8:])
    assert rows[7] == ["差额合计（大写）", "人民币伍万元整"]
    assert words.startswith("核对结果：账表一致口径：1．奖补口径：全属市级。")


def test_without_a_ledger_nothing_is_said_of_what_came_in_and_was_spent(tmp_path: Path) -> None:
    path = built(village(tmp_path / "村"), "资金台账")["梧桐村-资金台账.xlsx"]
    assert lines(path, "奖补资金")[4] == [2, "县级", 50000, 0, 0, 0, 50000]
    assert lines(path, "收支明细")[3] == ["没有登记奖补资金的收支。"]
    assert any("没有资金台账" in str(row[0]) for row in lines(path, "奖补资金"))


def test_the_running_account_is_carried_from_page_to_page(tmp_path: Path) -> None:
    ledger = CAME + "".join(spent(number, f"{number}00.25") for number in range(1, 26))
    path = built(village(tmp_path / "村", ledger), "资金台账")["梧桐村-资金台账.xlsx"]
    rows = lines(path, "收支明细")
    first = sum(number * 100 + 0.25 for number in range(1, 21))  # 21 rows of one line fill a page
    whole = sum(number * 100 + 0.25 for number in range(1, 26))
    at = [number for number, row in enumerate(rows) if row[0] == "本页小计"]
    assert [rows[number] for number in at] == [["本页小计", 50000, first], ["本页小计", 0, whole - first]]
    assert rows[at[0] + 1] == ["过次页", 50000, first, 50000 - first]
    assert rows[at[0] + 2] == ["梧桐村承前页", 50000, first, 50000 - first]
    assert rows[at[1] + 1] == ["梧桐村累计", 50000, whole, 50000 - whole]
    assert [row[-2] for row in rows[at[0] + 3 : at[1]]] == [2100.25, 2200.25, 2300.25, 2400.25, 2500.25]
    breaks = openpyxl.load_workbook(path)["收支明细"].row_breaks.brk
    assert [item.id for item in breaks] == [at[0] + 2]  # behind the row that carries over


def test_the_township_s_account_shows_each_village_and_the_sums_of_each_level(tmp_path: Path) -> None:
    folder = write(tmp_path / "镇", "竹溪镇", "乡镇", role="实施单位", 下辖=["梧桐村", "柳林村"])
    village(folder / "梧桐村", CAME + spent(1, "100"))
    earlier = [{"名称": "柳林村", "类型": "村", "级别": "县级", "年度": 2022}]
    raised = [FUNDS[0] | {"已拨付": 20000}, FUNDS[1] | {"已拨付": 50000}]
    write(folder / "柳林村", "柳林村", "村", 资金=raised, 往年创建点=earlier)
    rows = lines(built(folder, "资金台账")["竹溪镇-资金台账.xlsx"], "奖补资金")
    assert [row[:6] for row in rows if str(row[0]).startswith(("各点", "总"))] == [
        ["各点市级合计", 100000, 70000, 0, 70000, 30000],
        ["各点县级合计", 100000, 0, 50000, 0, 50000],
        ["总　计", 200000, 70000, 50000, 70000, 80000],
    ]


# ---------------------------------------------------------------- 支出明细
def test_expenses_stand_under_their_purpose_with_their_vouchers(tmp_path: Path) -> None:
    ledger = CAME + spent(1, "300") + spent(2, "8000.5", "窗口改造") + spent(3, "200")
    rows = lines(built(village(tmp_path / "村", ledger), "支出明细")["梧桐村-支出明细.xlsx"], "支出明细")
    assert [[row[0], row[-1]] for row in rows if "小计" in str(row[0])] == [
        ["窗口改造小计（1 笔）", 8000.5],
        ["宣传小计（2 笔）", 500],
    ]
    assert ["合　计", 8500.5, "人民币捌仟伍佰元伍角整"] in rows
    assert [value for row in rows for value in row if str(value).startswith("记-")] == [
        "记-2",
        "记-1",
        "记-3",
    ]
    assert built(village(tmp_path / "没有支出", CAME), "支出明细") == {}


# ---------------------------------------------------------------- 请示
def test_a_request_before_acceptance_says_so(tmp_path: Path) -> None:
    said = request(village(tmp_path / "村"))
    assert "梧桐村尚未验收，所列差额在验收通过后拨付。" in said
    assert "恳请在验收通过后拨付梧桐村创建奖补资金差额50000元（人民币伍万元整），为县级资金" in said


def test_a_request_after_acceptance_names_it(tmp_path: Path) -> None:
    said = request(village(tmp_path / "村", 验收=PASSED))
    assert "梧桐村于2023年11月20日通过江北市就业创业服务中心组织的验收，验收得95.5分" in said
    assert "恳请拨付梧桐村创建奖补资金差额50000元" in said and "尚未验收" not in said


@pytest.mark.parametrize(
    ("more", "is_made"),
    [
        ({"口径": {"验收前请示": "不做"}}, False),
        ({"口径": {"验收前请示": "不做"}, "验收": PASSED}, True),
        ({"验收": {"结论": "未通过"}}, False),
        ({"口径": {"验收前请示": "不做", "验收合格分": 96}, "验收": PASSED}, False),
    ],
)
def test_whether_a_request_is_made_before_acceptance_is_a_setting(
    tmp_path: Path, more: dict[str, Any], is_made: bool
) -> None:
    assert bool(built(village(tmp_path / "村", **more), REQUEST)) is is_made


def test_a_request_whose_books_do_not_agree_says_why(tmp_path: Path) -> None:
    said = request(village(tmp_path / "村", CAME.replace("50000", "49999.5")))
    why = "市级资金 2023 年已拨付，档案写 50000 元，台账拨入合计 49999.5 元"
    assert f"经核对，梧桐村：账表不一致：{why}" in said and "改正一致后再行报送" in said
    agreed = request(village(tmp_path / "一致", CAME))
    assert "经核对，档案、资金台账与奖补标准一致。" in agreed


def test_by_the_other_reading_a_request_asks_both_levels_together(tmp_path: Path) -> None:
    folder = village(tmp_path / "村", 口径={"奖补口径": "两级合计"})
    assert "差额50000元（人民币伍万元整），为市级、县级资金" in request(folder)
    (path,) = built(folder, REQUEST).values()
    cells = [cell.text for row in Document(str(path)).tables[0].rows for cell in row.cells]
    assert any(text.startswith("口径：1.奖补口径：两级合计。") for text in cells)
