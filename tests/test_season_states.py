"""The season's generator: its last day is the example, and each state differs from the next by what was told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from tools.example.make import FOLDER, books, ledger_rows
from tools.example.sheets import Row
from tools.example.villages import HONGJIANG
from tools.season import dossiers
from tools.season.days import LAST, START, thursdays, workdays
from tools.season.ending import SHOWN
from tools.season.history import ID, History
from tools.season.states import VillageSeason

Cells = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def season() -> VillageSeason:
    return VillageSeason(HONGJIANG, 2023, *ledger_rows(HONGJIANG))


def _cells(rows: list[Row]) -> Cells:
    return {
        str(row[ID]): {
            name: str(cell) for name, cell in row.items() if name not in ("序号", "年龄") and cell != ""
        }
        for row in rows
    }


@pytest.mark.slow
def test_the_last_day_is_the_example(season: VillageSeason) -> None:
    assert _cells(season.history.rows_on(LAST)) == _cells(season.rows)
    assert [row["年龄"] for row in season.history.rows_on(LAST)] == [row["年龄"] for row in season.rows]
    last = {kind: page.rows for kind, page in season.sheets(LAST)}
    for book in books(HONGJIANG, season.rows, season.seats):
        made = [{name: cell for name, cell in row.items() if cell != ""} for row in last[book.kind]]
        shipped = [{"序号": place, **row} for place, row in enumerate(book.rows, start=1)]
        assert made == [{name: cell for name, cell in row.items() if cell != ""} for row in shipped]


@pytest.mark.parametrize("village", ["", "梅州村", "洪江村"])
def test_the_day_of_the_example_has_its_dossier(village: str) -> None:
    shipped = yaml.safe_load((FOLDER / village / "dossier.yaml").read_text(encoding="utf-8"))
    shipped["文书"].pop("周报")  # its number and days follow from the day
    assert dossiers.on(village, SHOWN) == shipped


@pytest.mark.parametrize("village", ["", "梅州村", "洪江村"])
def test_on_the_last_day_nothing_is_left_open(village: str) -> None:
    told = dossiers.on(village, LAST)
    assert {(task["状态"], task["进度"]) for task in told["任务"]} == {("已完成", "100%")}
    assert {item["状态"] for item in told["问题"]} <= {"已解决", "已办结"}
    assert village == "" or told["验收"]["结论"] == "通过"


@pytest.mark.slow
def test_each_week_differs_from_the_next_by_what_was_told(season: VillageSeason) -> None:
    history = season.history
    for before, after in ((START, date(2023, 6, 29)), (date(2023, 8, 10), date(2023, 8, 17))):
        old, new = _cells(history.rows_on(before)), _cells(history.rows_on(after))
        events = [event for event in history.ordered() if before < event.day <= after]
        assert new.keys() - old.keys() == {event.person for event in events if event.kind == "新增"}
        assert old.keys() - new.keys() == {event.person for event in events if event.kind == "删除"}
        changed = {
            (who, name)
            for who in old.keys() & new.keys()
            for name in old[who].keys() | new[who].keys()
            if old[who].get(name) != new[who].get(name)
        }
        told = {(event.person, name) for event in events for name in event.changes}
        there = {(who, name) for who, name in told if who in old and who in new}
        assert changed == there


def test_hundreds_change_and_nobody_in_the_holidays(season: VillageSeason) -> None:
    events = [event for event in season.history.ordered() if event.kind not in ("走访", "一轮更新")]
    assert len({event.person for event in events}) > 300
    weeks = Counter(event.day.isocalendar().week for event in events)
    holiday = [event for event in events if date(2023, 9, 29) <= event.day <= date(2023, 10, 6)]
    assert not holiday and min(weeks[week] for week in range(27, 39)) > 5


@pytest.mark.slow
def test_one_seed_gives_one_season_and_another_seed_another() -> None:
    rows, seats = ledger_rows(HONGJIANG)
    once, again, other = (VillageSeason(HONGJIANG, seed, rows, seats).history.ordered() for seed in (1, 1, 2))
    assert once == again
    assert [event.day for event in once] != [event.day for event in other]


def test_what_is_told_out_of_order_is_refused() -> None:
    history = History(HONGJIANG, [{ID: "1", "工种": "电工", "出生日期": "1990-01-01"}])
    history.was("1", date(2023, 8, 1), "换工作", {"工种": "焊工"})
    history.was("1", date(2023, 7, 1), "换工作", {"工种": "木工"})
    with pytest.raises(ValueError, match="told after a later one"):
        history.was("1", date(2023, 9, 1), "换工作", {"工种": "普工"})
    told = [row["工种"] for day in ("06-30", "07-31", "08-01") for row in history.rows_on(_day(day))]
    assert told == ["木工", "焊工", "电工"]


def _day(text: str) -> date:
    return date.fromisoformat(f"2023-{text}")


def test_the_season_has_22_thursdays_and_their_holidays(tmp_path: Path) -> None:
    assert len(thursdays(date(2023, 7, 6))) == 22
    assert workdays(date(2023, 9, 28), date(2023, 10, 8)) == [_day("09-28"), _day("10-07"), _day("10-08")]
