"""`hqe alert`: whom to help before it is too late, over dossiers and all below them; the list and the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.alerts.alertfile import LEVELS, Alert, AlertBook, load_alerts
from hqe_docs.data.alerts.warning import Warned, in_order, warned
from hqe_docs.data.kinds import MASTER
from hqe_docs.data.policies.roll import Roll
from hqe_docs.data.policies.rulefile import texts_of
from hqe_docs.library import Library
from hqe_docs.office.helping.papers import write_paper
from hqe_docs.office.helping.rolls import (
    Person,
    Run,
    Wish,
    begin,
    folder_for,
    person_of,
    points,
    roll_of,
    tell_absent,
)
from hqe_docs.office.helping.sheets import (
    cells_text,
    files_text,
    grounds_json,
    grounds_text,
    list_sheet,
    person_json,
    settings_sheet,
    write,
)
from hqe_docs.office.ledgers.ledgerwork import appended_sheet
from hqe_docs.office.workspace import Loaded, Progress
from hqe_docs.paper.books.ledgerbook import BookSheet

BOOK, PAPER = "帮扶预警", "帮扶预警台账"
UNJUDGED = "未判断"


@dataclass(frozen=True, slots=True)
class Line:
    """One alert about one person."""

    person: Person
    item: Warned


@dataclass(slots=True)
class Village:
    """The alerts of one point: those to be seen to, most urgent first, and the lists in an order of their own.

    `unjudged` names those whose ledger is not there.
    """

    name: str
    lines: list[Line] = field(default_factory=list)
    wanted: list[Line] = field(default_factory=list)
    unjudged: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each alert."""
        return dict(Counter(line.item.alert.name for line in (*self.lines, *self.wanted)))

    def told(self, name: str) -> str:
        """Return how many there are of an alert, in words where nobody knows."""
        return UNJUDGED if name in self.unjudged else str(self.counts.get(name, 0))


def alert_json(
    paths: Sequence[Path], wish: Wish, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return {"problems", "day", "settings", "dossiers", "written"}; with a folder lists and papers are written."""
    run, may = begin(wish)
    book = load_alerts(Library.over_shipped(libraries), run.found) if may else None
    villages = []
    for loaded in points(paths, libraries, run, progress) if book else ():
        if book:
            villages.append(village := _judged(loaded, book, run))
            if wish.out:
                _write(run, folder_for(wish.out, loaded), loaded, book, [village])
    if wish.out and book and run.top and len(villages) > 1:
        _write(run, wish.out, run.top, book, villages)
    return {
        "problems": run.problems(),
        "day": run.day.isoformat(),
        "settings": {name: value for name, (value, _) in run.settings.items()},
        "dossiers": [_village_json(village, wish, run.day) for village in villages],
        "written": run.written,
    }


def _judged(loaded: Loaded, book: AlertBook, run: Run) -> Village:
    village, absent = Village(loaded.name), dict[str, list[str]]()
    tell_absent(loaded, book, run)
    rolls: dict[str, Roll] = {}
    for alert in book.alerts:
        roll = rolls.get(alert.ledger) or roll_of(loaded, book, run, alert.ledger)
        if roll is None:
            absent.setdefault(alert.ledger, []).append(alert.name)
            continue
        rolls[alert.ledger] = roll
        run.use(roll, dict.fromkeys(_settings(roll, alert)))
        lines = village.wanted if alert.order else village.lines
        lines += [_line(loaded, roll, item) for item in warned(roll, alert)]
    for kind, names in absent.items():
        run.lack("H406" if kind == MASTER else "H409", kind, names, loaded.name)
    village.lines = _sorted(village.lines, book)
    village.unjudged = tuple(name for names in absent.values() for name in names)
    return village


def _sorted(lines: Sequence[Line], book: AlertBook) -> list[Line]:
    """Return lines by urgency; an item is told by its identity, as two may be alike."""
    by_item = {id(line.item): line for line in lines}
    return [by_item[id(item)] for item in in_order([line.item for line in lines], book)]


def _line(loaded: Loaded, roll: Roll, item: Warned) -> Line:
    row = roll.record(item.index)
    return Line(person_of(row, loaded.name, item.alert.person, item.helper), item)


def _settings(roll: Roll, alert: Alert) -> Iterator[str]:
    """Yield the settings that an alert turns on."""
    yield from roll.basis.settings_used(alert.rows)
    for number in (alert.ahead, *((alert.due.months, alert.due.days) if alert.due else ())):
        if isinstance(number, dict):
            yield number["口径"]


def state_text(item: Warned, day: date) -> str:
    """Return how an alert stands on a day, in few words."""
    if item.is_open:
        return "待核"
    days = (item.due - day).days if item.due else None
    if days is None:
        return "现有"
    return f"还有{days}天" if days > 0 else "今天" if days == 0 else f"已过{-days}天"


# ---------------------------------------------------------------- JSON
def _village_json(village: Village, wish: Wish, day: date) -> dict[str, Any]:
    return {
        "dossier": village.name,
        "counts": village.counts,
        "unjudged": village.unjudged,
        "items": [_line_json(line, wish, day) for line in village.lines],
        "wanted": [_line_json(line, wish, day) for line in village.wanted],
    }


def _line_json(line: Line, wish: Wish, day: date) -> dict[str, Any]:
    item = line.item
    return {
        **person_json(line.person, unmask=wish.unmask),
        "alert": item.alert.name,
        "level": item.alert.level,
        "state": state_text(item, day),
        "due": item.due.isoformat() if item.due else None,
        "reason": item.reason,
        "measure": item.alert.measure,
        "order": item.sort or None,
        "grounds": grounds_json(item.grounds),
        "lacks": list(item.lacks),
        "law": texts_of(item.alert.laws),
    }


# ---------------------------------------------------------------- the workbook and the paper
_WHO = {"村（社区）": 10.0, "组别": 8.0, "姓名": 9.0, "公民身份号码": 20.0, "联系电话": 13.5}
_WHY = {"理由": 30.0, "待核": 18.0, "台账依据": 38.0, "台账": 20.0}
_DUE = {"级别": 7.0, "预警": 20.0, **_WHO, "到期": 11.5, "状态": 9.0, "责任人": 9.0, **_WHY}


def _write(run: Run, folder: Path, loaded: Loaded, book: AlertBook, villages: Sequence[Village]) -> None:
    write(run, folder / f"{loaded.name}-{BOOK}.xlsx", list(_sheets(run, book, villages, loaded.name)))
    write_paper(run, loaded, PAPER, folder, {"预警": _paper(run, book, villages)})


def _together(book: AlertBook, villages: Sequence[Village]) -> tuple[list[Line], list[Line]]:
    """Return the alerts of all, most urgent first, and what is wanted in its order."""
    lines = _sorted([line for village in villages for line in village.lines], book)
    wanted = [line for village in villages for line in village.wanted]
    return lines, sorted(wanted, key=lambda line: (line.item.is_open, line.item.rank))


def _sheets(run: Run, book: AlertBook, villages: Sequence[Village], name: str) -> Iterator[BookSheet]:
    lines, wanted = _together(book, villages)
    remark = f"按 {run.day} 的情况；台账依据后的括号里是单元格"
    rows = [_row(line, run.day) for line in lines]
    yield list_sheet("预警", f"{name}{BOOK}", {**_DUE, "措施": 24.0, "依据": 22.0}, rows, remark)
    for alert in (it for it in book.alerts if it.order):
        rows = [_wanted_row(line) for line in wanted if line.item.alert is alert]
        titles = {"次序": 11.0, **_WHO, "责任人": 9.0, **_WHY, "依据": 30.0}
        yield list_sheet(alert.name, f"{name}{alert.name}", titles, rows, remark)
    yield _summary(book, villages)
    yield settings_sheet(run)


def _who(person: Person) -> tuple[str, ...]:
    return person.village, person.group, person.name, person.number, person.phone


def _why(item: Warned) -> tuple[str, ...]:
    return item.reason, "；".join(item.lacks), grounds_text(item.grounds), files_text(item.grounds)


def _row(line: Line, day: date) -> tuple[str, ...]:
    item, alert = line.item, line.item.alert
    due = (item.due.isoformat() if item.due else "", state_text(item, day), line.person.helper or "待明确")
    head = (alert.level, alert.name, *_who(line.person), *due)
    return (*head, *_why(item), alert.measure, texts_of(alert.laws))


def _wanted_row(line: Line) -> tuple[str, ...]:
    item = line.item
    head = (item.sort, *_who(line.person), line.person.helper or "待明确")
    return (*head, *_why(item), texts_of(item.alert.laws))


def _summary(book: AlertBook, villages: Sequence[Village]) -> BookSheet:
    """Return how many of each alert there are, village by village."""
    titles = {"级别": 8.0, "预警": 36.0, **{village.name: 12.0 for village in villages}, "合计": 9.0}
    rows = [
        (it.level, it.name, *(one.told(it.name) for one in villages), _total(it, villages))
        for it in book.alerts
    ]
    return appended_sheet("汇总", titles, rows)


def _total(alert: Alert, villages: Sequence[Village]) -> str:
    judged = [one.counts.get(alert.name, 0) for one in villages if alert.name not in one.unjudged]
    return str(sum(judged)) if judged else UNJUDGED


def _paper(run: Run, book: AlertBook, villages: Sequence[Village]) -> dict[str, Any]:
    """Return 预警 of the template's mapping."""
    lines, wanted = _together(book, villages)
    counted = Counter(str(line.item.alert.level) for line in lines)
    return {
        "日": run.day,
        "级别": [{"名称": level, "件数": counted[level]} for level in LEVELS],
        "口径": run.settings_text,
        "行": [_printed(line, run.day) for line in lines],
        "需求": [_printed(line, run.day) for line in wanted],
    }


def _printed(line: Line, day: date) -> dict[str, str]:
    item, person = line.item, line.person
    return {
        "级别": item.alert.level,
        "预警": item.alert.name,
        "姓名": person.name,
        "村组": person.village + person.group,
        "电话": person.phone,
        "理由": item.reason,
        "待核": "、".join(item.lacks),
        "凭据": cells_text(item.grounds),
        "到期": item.due.isoformat() if item.due else "",
        "状态": state_text(item, day),
        "责任人": person.helper,
        "措施": item.alert.measure,
        "次序": item.sort,
    }
