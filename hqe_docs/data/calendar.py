"""The days people work in China: an editable table of the offices' own over the chinese-calendar library's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from hqe_docs.data.fields import Day, Keys, ListOf, Text, Year
from hqe_docs.data.modelled import read_model
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Problem, Problems
from hqe_docs.yamlfile import YamlFile, read_yaml

FILE = "programmes/节假日.yaml"
SATURDAY = 5
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
A_DAY = timedelta(days=1)
LONGEST = 60  # days to look for the next working day: no holiday is longer
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


class Holiday(Keys):
    """放假: one holiday from its first day to its last."""

    name: Text = Field(alias="名称")
    start: Day = Field(alias="起")
    end: Day = Field(alias="止")

    def days(self) -> Iterator[date]:
        """Yield every day of it."""
        return (self.start + timedelta(days=number) for number in range((self.end - self.start).days + 1))


class YearTable(Keys):
    """年度.<年>: what the State Council's notice, or an office's own, says of a year."""

    number: Text = Field("", alias="文号")
    holidays: Annotated[list[Holiday], ListOf] = Field([], alias="放假")
    workdays: Annotated[list[Day], ListOf] = Field([], alias="调休上班")


class Table(Keys):
    """节假日.yaml."""

    years: dict[Annotated[int, Year], YearTable] = Field({}, alias="年度")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: `off` (day → its holiday) and `worked` (shifted days) over Saturdays and Sundays."""

    off: Mapping[date, str]
    worked: frozenset[date]
    years: frozenset[int]
    sources: Mapping[int, str]

    def knows(self, year: int) -> bool:
        """Say whether the holidays of a year are known; of other years only weekends are."""
        return year in self.years

    def is_workday(self, day: date) -> bool:
        """Say whether people work on a day."""
        return day in self.worked or (day not in self.off and day.weekday() < SATURDAY)

    def holiday(self, day: date) -> str:
        """Return why a day is not worked: the holiday's name, 周末; "" on a working day."""
        return "" if self.is_workday(day) else self.off.get(day, "周末")

    def workday_before(self, day: date) -> date:
        """Return the last working day before a day."""
        return self._next(day, -A_DAY)

    def workday_after(self, day: date) -> date:
        """Return the first working day after a day."""
        return self._next(day, A_DAY)

    def workday_number(self, day: date, count: int) -> date:
        """Return the `count`th working day after a day."""
        for _ in range(count):
            day = self.workday_after(day)
        return day

    def _next(self, day: date, step: timedelta) -> date:
        days = (day + step * number for number in range(1, LONGEST))
        return next((it for it in days if self.is_workday(it)), day)


@cache
def shipped_calendar() -> Calendar:
    """Return what the chinese-calendar library knows."""
    from chinese_calendar import holidays, workdays  # type: ignore[import-untyped]  # has no hints

    off = {day: NAMES.get(name, name) for day, name in holidays.items()}
    return Calendar(off, frozenset(workdays), frozenset(day.year for day in off), {})


def load_calendar(library: Library, found: Problems) -> Calendar:
    """Return the calendar of a library: its table, day by day, over what chinese-calendar knows."""
    path = library.find(FILE)
    if path is None:
        return shipped_calendar()
    calendar, faults = _calendar_at(path)
    found.extend(faults)
    return calendar


@once_a_file
def _calendar_at(path: Path) -> tuple[Calendar, tuple[Problem, ...]]:
    found = Problems()
    file = read_yaml(path, FILE, found)
    table = read_model(file, Table, found) if file else None
    if file and table:
        _check(table, file, found)
    return (_laid_over(table, shipped_calendar()) if table else shipped_calendar()), tuple(found)


def _check(table: Table, file: YamlFile, found: Problems) -> None:
    for year, said in table.years.items():
        off = {day: it.name for it in said.holidays for day in it.days()}
        for i, day in enumerate(said.workdays):
            if day in off:
                where = file.at(("年度", str(year), "调休上班", i))
                found.add("P103", where, day=day, name=off[day])
        for i, it in enumerate(said.holidays):
            if it.end < it.start:
                found.add(
                    "D119", file.at(("年度", str(year), "放假", i)), name=it.name, start=it.start, end=it.end
                )


def _laid_over(table: Table, below: Calendar) -> Calendar:
    own = {day: it.name for said in table.years.values() for it in said.holidays for day in it.days()}
    worked = {day for said in table.years.values() for day in said.workdays}
    return Calendar(
        {day: name for day, name in below.off.items() if day not in worked} | own,
        frozenset(day for day in below.worked if day not in own) | worked,
        below.years | frozenset(table.years),
        {year: said.number for year, said in table.years.items() if said.number},
    )
