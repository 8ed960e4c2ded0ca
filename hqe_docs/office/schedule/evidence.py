"""Whether a duty was done, by what a dossier keeps: states, papers, ledgers, trained staff; never by guessing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from hqe_docs.data.facts import Staff
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.programme.occasions import Occasion
from hqe_docs.data.programme.schedule import Duty, Rows, Schedule, Trained, clamped
from hqe_docs.office.ledgers.beside import Shelf, read_shelf
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Location, Problems, problem
from hqe_docs.values import squeeze

State = Literal["已完成", "未完成", "待核"]
PERIODIC = ("每周", "每月", "每季")


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether it was done, what shows that, and the day it was done where that is known."""

    state: State
    note: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """What knows of a dossier on a day: the days of which a state is `kept`, the ledgers on `shelf`.

    The problems it meets go into `found`.
    """

    loaded: Loaded
    schedule: Schedule
    on: date
    kept: Sequence[date]
    shelf: Shelf
    found: Problems

    def proof(self, item: Occasion) -> Proof:
        """Return whether a duty was done by the day; what is still to come needs nobody's word yet."""
        proof = self._shown(item)
        if item.due > self.on and proof.day is None and proof.state != "已完成":
            return Proof("未完成")
        late = (proof.day - item.due).days if proof.day and proof.state == "已完成" else 0
        return replace(proof, note=f"{proof.note}，晚 {late} 天") if late > 0 else proof

    def _shown(self, item: Occasion) -> Proof:
        """Return what each kind of evidence shows in its way."""
        done = item.duty.done
        if done.state:
            return self._by_state(item)
        if done.paper is not None:
            return self._by_paper(done.paper)
        if done.rows is not None:
            return self._by_rows(done.rows, item)
        if done.trained is not None:
            return self._by_training(done.trained, item)
        return Proof("待核", "做没有做由人核对")

    # ------------------------------------------------------------ states and papers
    def _by_state(self, item: Occasion) -> Proof:
        days = [day for day in self.kept if day <= self.on]
        mine = [day for day in days if item.since <= day <= item.until or day == item.due]
        if mine:
            return Proof("已完成", f"{_short(mine[0])}已保存状态", mine[0])
        if not days or item.until < days[0]:
            return Proof("待核", "没有保存过这一期的状态")
        return Proof("未完成", "没有保存这一期的状态")

    def _by_paper(self, name: str) -> Proof:
        issue = self.loaded.sound.data.papers.get(name)
        signed = issue.signed_on if issue else None
        if signed is None:
            return Proof("待核", f"档案的 文书.{name} 没有写成文日期")
        if signed > self.on:
            return Proof("未完成", f"成文日期写的是{_short(signed)}", signed)
        return Proof("已完成", f"{_short(signed)}成文", signed)

    # ------------------------------------------------------------ ledgers
    def _by_rows(self, rows: Rows, item: Occasion) -> Proof:
        ledger = self._ledger(
            rows.ledger, [rows.dated, *rows.only, *([rows.distinct] if rows.distinct else [])], item
        )
        if not isinstance(ledger, Ledger):
            return Proof("待核", ledger)
        first = item.since if item.duty.cycle in PERIODIC else date(self.schedule.start.year, 1, 1)
        last = min(self.on, item.until) if item.duty.cycle in PERIODIC else self.on
        need = rows.least * (item.number if item.duty.cycle == "每年" else 1)
        days = _first_days(ledger, rows, first, last)
        if len(days) >= need:
            return Proof("已完成", f"{rows.ledger}：{_short(days[need - 1])}", days[need - 1])
        return Proof("未完成", f"{rows.ledger}有 {len(days)} 次，要 {need} 次")

    def _by_training(self, rule: Trained, item: Occasion) -> Proof:
        ledger = self._ledger(rule.ledger, [rule.person, rule.dated, *rule.only], item)
        if not isinstance(ledger, Ledger):
            return Proof("待核", ledger)
        facts = self.loaded.sound.data.facts.staff
        staff: Sequence[Staff] = (facts.value if facts else None) or []
        if not staff:
            return Proof("待核", "档案的 条件.专职人员 没有写")
        if rule.is_for_new:
            if any(person.joined is None for person in staff):
                return Proof("待核", "专职人员没有都写入职日期")
            staff = [it for it in staff if it.joined and it.joined.year >= self.schedule.start.year]
            if not staff:
                return Proof("已完成", "本年没有新入职人员")
        first = clamped(item.due.year - rule.years, item.due.month, item.due.day)
        trained = {
            squeeze(name)
            for name, day in _dated(ledger, rule.person, rule.dated, rule.only)
            if first < day <= self.on
        }
        lacking = sum(squeeze(person.name) not in trained for person in staff)
        if lacking:
            return Proof("未完成", f"{len(staff)} 人中 {lacking} 人没有培训记录")
        return Proof("已完成", f"{len(staff)} 人都有培训记录")

    def _ledger(self, name: str, columns: Sequence[str], item: Occasion) -> Ledger | str:
        """Return a ledger that has the columns, or why there is none."""
        kind = self.loaded.kinds.get(name)
        unknown = [name] if kind is None else [it for it in columns if kind.field(it) is None]
        if unknown:
            where = Location(self.loaded.label or None)
            told = problem("P108", where, name=item.duty.name, found=unknown[0])
            self.found.extend([told] if told not in self.found.found else [])
            return f"没有“{unknown[0]}”这种台账或栏目"
        ledger = self.shelf.ledgers.get(name)
        if ledger is None:
            return f"{name}读不出" if name in self.shelf.unreadable else f"没有{name}"
        return ledger


def witness_of(
    loaded: Loaded, schedule: Schedule, duties: Sequence[Duty], on: date, found: Problems
) -> Witness:
    """Return what knows whether these duties of a dossier were done: states and ledgers that none needs are not read."""
    kept = [state.day for state in loaded.states]
    return Witness(loaded, schedule, on, kept, _shelf(loaded, duties), found)


def _shelf(loaded: Loaded, duties: Sequence[Duty]) -> Shelf:
    """Return the ledgers that show whether any of these duties was done."""
    asked = [it for duty in duties for it in (duty.done.rows, duty.done.trained) if it]
    kinds = {it.ledger: loaded.kinds[it.ledger] for it in asked if it.ledger in loaded.kinds}
    return read_shelf(loaded.folder, loaded.label, kinds, loaded.dossier) if kinds else Shelf()


def _first_days(ledger: Ledger, rows: Rows, first: date, last: date) -> list[date]:
    """Return the day of each row that counts, in order; with 不同 the first day of each value."""
    name = rows.distinct or rows.dated
    found = [
        (day, value) for value, day in _dated(ledger, name, rows.dated, rows.only) if first <= day <= last
    ]
    if rows.distinct is None:
        return sorted(day for day, _ in found)
    firsts: dict[str, date] = {}
    for day, value in sorted(found):
        firsts.setdefault(squeeze(value), day)
    return sorted(firsts.values())


def _dated(
    ledger: Ledger, column: str, dated: str, only: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, date]]:
    """Yield a column's value and the day of each row that has a day and only the values wanted."""
    frame = ledger.frame
    for row in frame.select(list(dict.fromkeys([column, dated, *only]))).iter_rows(named=True):
        day = _day(row[dated] or "")
        if day is not None and all(row[name] in wanted for name, wanted in only.items()):
            yield row[column] or "", day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
