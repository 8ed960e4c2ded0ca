"""What became of each villager's row: told from the example backwards, read from June onwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tools.example.families import full_years
from tools.example.sheets import Row
from tools.example.villages import Village
from tools.example.workbook import Cell
from tools.season.days import CLOSED

ID = "公民身份号码"
CAME, STRUCK = "新增", "删除"


@dataclass(frozen=True, slots=True)
class Event:
    """What was entered on a day in a villager's row: column → old, new; none for a row that came or was struck."""

    day: date
    village: str
    person: str
    kind: str
    changes: Mapping[str, tuple[Cell, Cell]] = field(default_factory=dict)


class History:
    """A village's rows as they were at first, and the events that led from there to the example's."""

    def __init__(self, village: Village, rows: Sequence[Row]) -> None:
        self.village = village
        self.rows: dict[str, Row] = {str(row[ID]): dict(row) for row in rows}  # as far back as has been told
        self.events: list[Event] = []
        self.came: dict[str, date] = {}
        self.struck: dict[str, date] = {}
        self._told: dict[tuple[str, str], date] = {}

    def was(self, who: str, day: date, kind: str, old: Mapping[str, Cell]) -> None:
        """Tell that before `day` these cells were `old`; of one cell the latest change is told first."""
        row = self.rows[who]
        changes = {name: (was, row.get(name, "")) for name, was in old.items() if was != row.get(name, "")}
        if not changes:
            return
        for name in changes:
            if not self.came.get(who, date.min) <= day < self._told.get((who, name), date.max):
                raise ValueError(f"{who}: {name} of {day} told after a later one, or before the row came")
            self._told[who, name] = day
        row.update({name: was for name, (was, _) in changes.items()})
        self.events.append(Event(day, self.village.name, who, kind, changes))

    def entered(self, who: str, day: date) -> None:
        """Tell that the row was not there before `day`; told before all else of this person."""
        self.came[who] = day
        self.events.append(Event(day, self.village.name, who, CAME))

    def strike(self, row: Row, after: str, day: date) -> None:
        """Tell that `row` stood after that of `after` until it was struck on `day`."""
        who, rows = str(row[ID]), list(self.rows.items())
        place = next(i for i, (person, _) in enumerate(rows) if person == after) + 1
        self.rows = dict([*rows[:place], (who, row), *rows[place:]])
        self.struck[who] = day
        self.events.append(Event(day, self.village.name, who, STRUCK))

    def is_told(self, who: str, *columns: str) -> bool:
        """Say whether the person came late, or one of these cells has been told of."""
        return who in self.came or any((who, name) in self._told for name in columns)

    def ordered(self) -> list[Event]:
        """Return the events by day."""
        return sorted(self.events, key=lambda event: (event.day, event.person, event.kind))

    def rows_on(self, day: date) -> list[Row]:
        """Return the rows as they stood at the end of `day`, numbered anew, ages as of that day."""
        rows = {who: dict(row) for who, row in self.rows.items()}
        for event in self.ordered():
            if event.day <= day:
                rows[event.person].update({name: new for name, (_, new) in event.changes.items()})
        there = [row for who, row in rows.items() if self._is_there(who, day)]
        return [_of_day(row, number, min(day, CLOSED)) for number, row in enumerate(there, start=1)]

    def _is_there(self, who: str, day: date) -> bool:
        return self.came.get(who, date.min) <= day < self.struck.get(who, date.max)

    def lines(self) -> Iterator[list[str]]:
        """Yield a line for each cell that changed: day, village, person, kind, column, old, new."""
        for event in self.ordered():
            start = [event.day.isoformat(), event.village, event.person, event.kind]
            for name, (old, new) in event.changes.items() or {"": ("", "")}.items():
                yield [*start, name, str(old), str(new)]


def _of_day(row: Row, number: int, day: date) -> Row:
    return {**row, "序号": number, "年龄": full_years(date.fromisoformat(str(row["出生日期"])), day)}
