"""The season by one command: what its papers say is what is counted here, from each week's ledgers and 变动.csv."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from hqe_docs.office.schedule.due import Wish, due_json
from hqe_docs.office.workspace import open_dossiers
from tests.example_books import FOLDER
from tests.slow.register_season import (  # noqa: F401 (the same weeks in the register)
    season,
    test_both_registers_hold_the_same,
    test_each_week_comes_back_with_its_figures,
    test_its_difference_is_that_of_the_ledgers,
)
from tests.slow.season_counts import ID, Ratio, Row, Week, change, report_days, rows, shown, together

CHECKOUT = Path(__file__).resolve().parents[2]
TOWN, VILLAGES = "洪江镇", ("梅州村", "洪江村")
MASTER = "劳动力资源台账"
DAYS = list(report_days())
# told by every row, by a round of updates, or by the identity number: no changes of a person
ASIDE = {"", "序号", "年龄", "最近走访日期", "数据更新日期", "核实方式"}
STATES = {
    "是否常住",
    "劳动能力",
    "是否在校",
    "人员类别",
    "就业状态",
    "就业形式",
    "就业区域",
    "就业地址",
    "单位名称",
    "工种",
    "就业意愿",
    "是否创业",
}
ROUNDS = ("2023-06-01", "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-26", "2023-10-31", "2023-11-30")


@dataclass(frozen=True)
class Ran:
    """Where the season was run to, and what was printed."""

    out: Path
    said: str

    def week(self, village: str, day: date) -> Week:
        return Week(self.out / "每周档案" / day.isoformat() / village, day)

    def report(self, place: str, day: date) -> Path:
        folder = self.out / "周报" / day.isoformat()
        return (folder / place if place in VILLAGES else folder) / f"{place}-周报.docx"

    def truth(self) -> list[dict[str, str]]:
        with (self.out / "变动.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    out = tmp_path_factory.mktemp("一季")
    command = [sys.executable, "-m", "tools.season", "-o", str(out)]
    done = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return Ran(out, done.stdout)


def test_no_step_met_an_error(ran: Ran) -> None:
    with (ran.out / "运行记录.csv").open(encoding="utf-8-sig", newline="") as file:
        steps = list(csv.DictReader(file))
    assert len(steps) == 22 + 6 + 3
    assert all(step["错误"] == "0" and step["文件"] != "0" for step in steps)
    assert "没有生成" not in ran.said


# ---------------------------------------------------------------- weekly reports
@pytest.mark.parametrize("place", [*VILLAGES, TOWN])
def test_there_are_22_weekly_reports(ran: Ran, place: str) -> None:
    assert all(ran.report(place, day).exists() for day in DAYS)
    assert len(list((ran.out / "周报").rglob(f"{place}-周报.docx"))) == len(DAYS) == 22


def _table(path: Path, first: str) -> list[list[str]]:
    """Return the table whose first cell says `first`, without its header."""
    for table in docx.Document(str(path)).tables:
        if table.cell(0, 0).text == first:
            return [[cell.text for cell in row.cells] for row in table.rows][1:]
    return []


def _figures(path: Path) -> dict[str, list[str]]:
    return {re.sub("（.*）", "", name): cells for name, *cells in _table(path, "数据")}


def _expected(
    now: Mapping[str, Ratio], before: Mapping[str, Ratio], names: Iterable[str]
) -> dict[str, list[str]]:
    """Return each figure as it stands on paper: last week's, this week's, what became of it."""
    last = "缺" if before else "无存档"
    return {
        name: [
            shown(before.get(name)) or last,
            shown(now.get(name)) or "缺",
            change(now.get(name), before.get(name)),
        ]
        for name in names
    }


def _before(day: date) -> date:
    """Return the day of the report before, or the Thursday before the first."""
    number = DAYS.index(day) if day in DAYS else 0
    return DAYS[number - 1] if number else day - timedelta(weeks=1)


def _counted(ran: Ran, village: str, day: date) -> dict[str, Ratio]:
    return _figures_of(ran.week(village, day)) if day in DAYS else {}


@cache
def _figures_of(week: Week) -> dict[str, Ratio]:
    return week.figures()


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("village", VILLAGES)
def test_the_figures_on_paper_are_those_counted_here(ran: Ran, village: str, day: date) -> None:
    now, before = _counted(ran, village, day), _counted(ran, village, _before(day))
    assert _figures(ran.report(village, day)) == _expected(now, before, now)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_townships_figures_are_those_of_both_villages(ran: Ran, day: date) -> None:
    weeks = [[_counted(ran, it, at) for it in VILLAGES] for at in (day, _before(day))]
    known = {name: None for week in weeks[0] for name in week}  # a total needs the number of every village
    assert _figures(ran.report(TOWN, day)) == _expected(*map(together, weeks), known)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_summary_sheet_has_the_same_figures(ran: Ran, day: date) -> None:
    book = load_workbook(ran.out / "周报" / day.isoformat() / f"{TOWN}-周报汇总.xlsx", data_only=True)
    lines = [["" if cell is None else str(cell) for cell in line] for line in book["数据"].values]
    header = next(i for i, line in enumerate(lines) if line[:2] == ["创建点", "项目"])
    titles = [re.sub(r"\s*（.*）", "", title) for title in lines[header]]
    this = [dict(zip(titles, line, strict=True)) for line in lines[header + 1 :] if line[1] == "本周"]
    for village, row in zip(VILLAGES, this, strict=False):
        counted = _counted(ran, village, day)
        assert {name: row[name] for name in counted} == {name: shown(it) for name, it in counted.items()}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("village", VILLAGES)
def test_what_happened_in_the_week_is_what_the_ledgers_say(ran: Ran, village: str, day: date) -> None:
    week, start = ran.week(village, day), _before(day) + timedelta(days=1)
    this = week.happened(start, day)
    last = week.happened(_before(_before(day)) + timedelta(days=1), _before(day))
    year = week.happened(date(day.year, 1, 1), day)
    on_paper = {name: cells for name, _, *cells in _table(ran.report(village, day), "工作")}
    assert on_paper == {name: [str(it[name]) for it in (last, this, year)] for name in on_paper}
    assert on_paper.keys() >= {name for name in this if this[name] or last[name]}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("village", VILLAGES)
def test_the_tasks_on_paper_are_those_of_the_dossier(ran: Ran, village: str, day: date) -> None:
    text = "\n".join(part.text for part in docx.Document(str(ran.report(village, day))).paragraphs)
    (sentence,) = re.findall(r"创建工作共.*", text)
    states = ("已完成", "进行中", "未启动", "受阻")
    said = {state: int(match[1]) for state in states if (match := re.search(f"{state}([0-9]+)项", sentence))}
    if "已全部完成" in sentence:
        said = {"已完成": int(re.findall("共([0-9]+)项", sentence)[0])}
    assert said == ran.week(village, day).tasks()


# ---------------------------------------------------------------- 变动.csv
def _changed(ran: Ran, village: str, first: str, last: str) -> list[dict[str, str]]:
    """Return what 变动.csv tells of the days after `first` up to `last`, in order."""
    return [line for line in ran.truth() if line["村"] == village and first < line["日期"] <= last]


@pytest.mark.parametrize("village", VILLAGES)
def test_each_weeks_ledger_is_the_last_ones_and_what_the_csv_tells(ran: Ran, village: str) -> None:
    for before, day in pairwise(DAYS):
        old, new = ({row[ID]: row for row in ran.week(village, at).master()} for at in (before, day))
        lines = _changed(ran, village, before.isoformat(), day.isoformat())
        assert new.keys() - old.keys() == {x[ID] for x in lines if x["变动"] == "新增"}
        assert old.keys() - new.keys() == {x[ID] for x in lines if x["变动"] == "删除"}
        for line in (x for x in lines if x["栏目"] and x[ID] in old):
            assert old[line[ID]][line["栏目"]] == line["原值"]
            old[line[ID]][line["栏目"]] = line["新值"]
        assert all(_told(old[who]) == _told(new[who]) for who in old.keys() & new.keys())


def _told(row: Row) -> Row:
    return {name: cell for name, cell in row.items() if name not in ("序号", "年龄")}


@pytest.mark.parametrize(("first", "last"), list(pairwise(ROUNDS)))
@pytest.mark.parametrize("village", VILLAGES)
def test_the_change_ledgers_say_what_the_csv_says(ran: Ran, village: str, first: str, last: str) -> None:
    path = ran.out / "动态更新" / last / village / "动态更新台账.xlsx"
    on_paper = sorted(_change_lines(path))
    assert on_paper == sorted(_net_changes(_changed(ran, village, first, last)))


def _change_lines(path: Path) -> Iterator[tuple[str, ...]]:
    book = load_workbook(path, read_only=True)
    lines = [["" if cell is None else str(cell) for cell in line] for line in book.worksheets[0].values]
    book.close()
    header = next(i for i, line in enumerate(lines) if "变动类型" in line)
    for line in lines[header + 1 :]:
        row = dict(zip(lines[header], line, strict=True))
        if row.get("变动类型"):
            yield tuple(row[name] for name in ("变动类型", ID, "变动栏目", "变动前", "变动后"))


def _net_changes(lines: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield what is another at the end than at the start: type, person, column, before, after."""
    came, struck = ({x[ID] for x in lines if x["变动"] == kind} for kind in ("新增", "删除"))
    yield from (("新增", who, "", "", "") for who in came)
    yield from (("迁出", who, "", "", "") for who in struck)
    cells: dict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for line in lines:
        if line["栏目"] not in ASIDE and line[ID] not in came | struck:
            cells[line[ID], line["栏目"]].append(line)
    for (who, column), told in cells.items():
        old, new = told[0]["原值"], told[-1]["新值"]
        if old != new:
            kind = "状态变化" if column in STATES else "信息更正"
            yield (
                (new if column == "就业状态" and new in ("死亡", "迁出") else kind),
                who,
                column,
                *map(_cell, (old, new)),
            )


def _cell(text: str) -> str:
    return "（空）" if not text else f"“{text}”" if text == "无" else text


# ---------------------------------------------------------------- the end of the year
def test_every_report_counts_as_handed_in(ran: Ran) -> None:
    items = due_json([ran.out / TOWN], Wish(date(2023, 11, 30)))["items"]
    states = [(it["dossier"], it["state"]) for it in items if it["name"] == "报送周报"]
    assert sorted(states) == sorted((place, "已完成") for place in (TOWN, *VILLAGES) for _ in DAYS)


def test_at_the_end_nothing_is_overdue(ran: Ran) -> None:
    items = due_json([ran.out / TOWN], Wish(date(2023, 11, 30)))["items"]
    assert [it["what"] for it in items if it["group"] in ("逾期", "待核")] == []


def test_the_mid_term_report_tells_the_rates_of_28_september(ran: Ran) -> None:
    day = date(2023, 9, 28)
    for village in VILLAGES:
        path = ran.out / "中期评估" / village / f"{village}-中期评估报告.docx"
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(part.text for part in document.paragraphs), *cells])
        counted = _counted(ran, village, day)
        for name in ("就业率", "参保率"):
            assert str(shown(counted[name])) in text, name
    assert (ran.out / "中期评估" / f"{TOWN}-中期评估报告.docx").exists()


def test_the_money_is_the_notices(ran: Ran) -> None:
    folder = ran.out / "奖补资金"
    with (folder / "奖补资金.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = {(x["创建点"], x["层级"]): (int(x["标准"]), int(x["差额"])) for x in csv.DictReader(file)}
    assert lines["梅州村", "市级"] == (50_000, 30_000) and lines["梅州村", "县级"] == (50_000, 0)
    assert lines["洪江村", "市级"] == (50_000, 0) and lines["洪江村", "县级"] == (50_000, 50_000)
    assert lines[TOWN, "合计"] == (200_000, 80_000)
    request = docx.Document(str(folder / f"{TOWN}-申请拨付资金的请示.docx"))
    assert "捌万元" in "".join(part.text for part in request.paragraphs)
    for village, rest in (("梅州村", "30000"), ("洪江村", "50000")):
        book = load_workbook(folder / village / f"{village}-资金台账.xlsx", data_only=True)
        assert rest in {str(cell) for sheet in book for line in sheet.values for cell in line}


def test_the_bundle_has_a_folder_for_each_indicator(ran: Ran) -> None:
    (bundle,) = [path for path in (ran.out / "验收资料").iterdir() if path.is_dir()]
    names = [path.name for path in bundle.rglob("*") if path.is_dir()]
    assert all(sum(name.startswith(f"{number:02} ") for name in names) >= 2 for number in range(1, 23))
    assert list((ran.out / "验收资料").glob("*.zip"))
    for village, points in (("梅州村", "100.5"), ("洪江村", "69.34")):
        (sheet,) = (bundle / village).rglob("* 自评表.xlsx")
        book = load_workbook(sheet)
        assert any(points in str(cell) for line in book.worksheets[0].values for cell in line)


def test_the_last_state_scores_as_the_shipped_example(ran: Ran) -> None:
    def points(folder: Path) -> dict[str, object]:
        (town,) = open_dossiers([folder])
        return {it.name: (it.sheet.total, it.sheet.possible) for it in town.below if it.sheet}

    assert points(ran.out / TOWN) == points(FOLDER)


def test_the_last_ledgers_are_the_shipped_ones(ran: Ran) -> None:
    ledgers = [path for path in sorted(FOLDER.rglob("*.xlsx")) if ".hqe" not in path.parts]
    assert len(ledgers) > 20
    for shipped in ledgers:
        assert rows(ran.out / TOWN / shipped.relative_to(FOLDER)) == rows(shipped)
