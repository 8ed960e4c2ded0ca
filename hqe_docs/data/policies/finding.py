"""Persons held against policies: who may apply now, who may once something is known or done, who will soon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID
from hqe_docs.data.policies.policyfile import HELD, Policy, PolicyBook
from hqe_docs.data.policies.roll import Ground, Roll, Sifted

MAY, OPEN, SOON = "可申请", "待核", "将符合"
STATES = (MAY, OPEN, SOON)
AHEAD = "将符合天数"  # the setting that says how many days are looked ahead
ENJOYED, STOPPED, WAITING, REFUSED, REMINDED = "已享受", "已停止", "审批中", "未通过", "已提醒"


@dataclass(frozen=True, slots=True)
class Entitled:
    """What a policy is to a person: the state, until when, from when, why, what is missing, what else is to be known."""

    index: int
    policy: Policy
    state: str
    until: date | None = None
    since: date | None = None
    grounds: tuple[Ground, ...] = ()
    lacks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Left:
    """Who was left out of a policy though its conditions hold, counted by why."""

    held: int = 0
    waiting: int = 0
    late: int = 0
    clashing: int = 0


@dataclass(slots=True)
class Answer:
    """All that came out for one ledger."""

    items: list[Entitled] = field(default_factory=list)
    left: dict[str, Left] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What 政策享受台账 says of a person and a policy: the state, of which day."""

    state: str
    day: str

    @property
    def note(self) -> str:
        when = f"{self.day}" if self.day else ""
        return {REFUSED: f"{when}申请未通过", REMINDED: f"{when}已提醒", STOPPED: f"{when}已停止享受"}.get(
            self.state, ""
        )


def entitled(roll: Roll, book: PolicyBook) -> Answer:
    """Return for the rows of a roll on its day what each may apply for, in the order of the policies and rows."""
    answer, held = Answer(), held_by(roll.ledgers.get(HELD), book, roll.day)
    numbers, ahead = roll.ledger.frame[ID].to_list(), _Ahead(roll)
    for policy in book.used:
        left = answer.left.setdefault(policy.name, Left())
        own = {index: it for index, number in enumerate(numbers) if (it := held.get((number, policy.name)))}
        rows = roll.sift(policy.rows, policy.must_know)
        has, may_have = roll.holding(policy.held)
        answer.items += _now(roll, policy, rows, _Known(own, has, may_have), left)
        answer.items += _soon(ahead, policy, has | own.keys() | {row.index for row in rows})
    _clash(answer, book, held, numbers)
    order = {policy.name: number for number, policy in enumerate(book.policies)}
    answer.items.sort(key=lambda it: (STATES.index(it.state), order[it.policy.name], it.index))
    return answer


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of who has a policy: by 政策享受台账, and by other ledgers for certain and perhaps."""

    told: Mapping[int, Held]
    has: frozenset[int]
    may_have: frozenset[int]


def _now(roll: Roll, policy: Policy, rows: Sequence[Sifted], known: _Known, left: Left) -> Iterator[Entitled]:
    undone = [(step.text, roll.holding(step.rows)) for step in policy.steps]
    for row in rows:
        own = known.told.get(row.index)
        made = _made(roll, policy, row, undone)
        if row.index in known.has or _has(policy, own):
            left.held += row.is_certain
        elif own and own.state == WAITING:
            left.waiting += row.is_certain
        elif made is None:
            left.late += row.is_certain
        else:
            notes = [own.note] if own and own.note else []
            notes += ["是否已经享受未能核对"] if row.index in known.may_have else []
            yield replace(made, notes=tuple(notes))


def _has(policy: Policy, own: Held | None) -> bool:
    return own is not None and (own.state == ENJOYED or (policy.is_once and own.state == STOPPED))


def _made(
    roll: Roll,
    policy: Policy,
    row: Sifted,
    undone: Sequence[tuple[str, tuple[frozenset[int], frozenset[int]]]],
) -> Entitled | None:
    """Return what the policy is to somebody; None where its time is over."""
    until, unknown = _last_day(roll, policy, row.index)
    if until and roll.day and until < roll.day:
        return None
    lacks = list(row.lacks) + ([unknown] if unknown else [])
    steps = [text for text, (_, possible) in undone if row.index not in possible]
    open_steps = [text for text, (sure, possible) in undone if row.index in possible - sure]
    lacks += [f"尚须：{text}" for text in steps] + [f"核对：{text}" for text in open_steps]
    state = MAY if row.is_certain and not lacks else OPEN
    return Entitled(row.index, policy, state, until, None, row.grounds, tuple(dict.fromkeys(lacks)))


def _last_day(roll: Roll, policy: Policy, index: int) -> tuple[date | None, str]:
    """Return the last day to apply, and which cell is not known that would say it."""
    term = policy.term
    if term is None:
        return None, ""
    text = str(roll.basis.frame.item(index, term.column)) if term.column else ""
    day = term.last_day(text, roll.year, roll.terms)
    return day, roll.lack(term.column) if day is None and term.column else ""


# ---------------------------------------------------------------- those who will be right soon
class _Ahead:
    """The roll on the days looked ahead, each made when it is asked for and kept for all policies."""

    def __init__(self, roll: Roll) -> None:
        self.last = int(roll.terms.settings.get(AHEAD, "0")) if roll.day else 0
        self.rolls = {0: roll}

    def roll(self, ahead: int) -> Roll:
        """Return the roll so many days on."""
        if ahead not in self.rolls:
            self.rolls[ahead] = self.rolls[0].on(self.day(ahead))
        return self.rolls[ahead]

    def day(self, ahead: int) -> date:
        """Return the day so many days on."""
        return (self.rolls[0].day or date.max) + timedelta(days=ahead)

    def first(self, policy: Policy, rows: frozenset[int]) -> dict[int, int]:
        """Return for rows that a policy fits on the last day, and not today, in how many days it begins to."""
        known = {0: frozenset[int](), self.last: rows}
        return dict(self._between(policy, rows, 0, self.last, known))

    def _between(
        self, policy: Policy, rows: frozenset[int], wrong: int, right: int, known: dict[int, frozenset[int]]
    ) -> Iterator[tuple[int, int]]:
        """Yield the first days of rows that a policy does not fit on one day and fits on another, by halving."""
        if not rows or right - wrong == 1:
            yield from ((index, right) for index in rows)
            return
        middle = (wrong + right) // 2
        if middle not in known:
            known[middle] = self.roll(middle).holding(policy.rows, policy.must_know)[0]
        yield from self._between(policy, rows & known[middle], wrong, middle, known)
        yield from self._between(policy, rows - known[middle], middle, right, known)


def _soon(ahead: _Ahead, policy: Policy, without: frozenset[int]) -> Iterator[Entitled]:
    """Yield who is not right today and is on the last day looked ahead to, with the first day of it."""
    if not ahead.last:
        return
    roll = ahead.roll(ahead.last)
    last = roll.holding(policy.rows, policy.must_know)[0] - without
    rows = {row.index: row for row in roll.sift(policy.rows, policy.must_know)} if last else {}
    for index, days in sorted(ahead.first(policy, last).items()):
        since, until = ahead.day(days), _last_day(ahead.roll(0), policy, index)[0]
        if until is None or until >= since:
            yield Entitled(index, policy, SOON, until, since, rows[index].grounds)


# ---------------------------------------------------------------- what people have already, and what excludes what
_HELD_COLUMNS = (ID, "政策名称", "办理状态", "享受止", "审批日期", "申请日期", "提醒日期")


def held_by(ledger: Ledger | None, book: PolicyBook, day: date | None) -> dict[tuple[str, str], Held]:
    """Return (identity number, policy) → what is told of it last; what has run out before the day is 已停止."""
    if ledger is None:
        return {}
    known: dict[tuple[str, str], Held] = {}
    here = [name for name in _HELD_COLUMNS if name in ledger.frame.columns]
    for row in ledger.frame.select(here).iter_rows(named=True):
        number, name, state, until, *days = (row.get(it, "") for it in _HELD_COLUMNS)
        policy = next((it for it in book.policies if it.is_called(name)), None)
        if policy and number:
            own = _held(state, until, next((it for it in days if it), ""), day)
            if (before := known.get((number, policy.name))) is None or _rank(before) <= _rank(own):
                known[number, policy.name] = own
    return known


def _held(state: str, until: str, told: str, day: date | None) -> Held:
    is_over = state == ENJOYED and until[:1].isdigit() and day is not None and until < day.isoformat()
    return Held(STOPPED, until) if is_over else Held(state, told)


def _rank(own: Held) -> tuple[bool, bool, str]:
    """Return by what of several rows the one that counts is chosen: what is enjoyed, then what waits, then the last."""
    return own.state == ENJOYED, own.state == WAITING, own.day


def _clash(
    answer: Answer, book: PolicyBook, held: Mapping[tuple[str, str], Held], numbers: Sequence[str]
) -> None:
    """Leave out what nobody gets beside what he has, and say of several open ones that one is to be chosen."""
    for clash in book.clashes:
        mine: dict[int, list[str]] = {}
        for item in answer.items:
            if item.policy.name in clash.names:
                mine.setdefault(item.index, []).append(item.policy.name)
        has = {
            number: name
            for (number, name), own in held.items()
            if name in clash.names and own.state == ENJOYED
        }
        answer.items = [
            made
            for item in answer.items
            if (made := _beside(item, mine.get(item.index, []), has.get(numbers[item.index]), answer))
        ]


def _beside(item: Entitled, open_names: Sequence[str], has: str | None, answer: Answer) -> Entitled | None:
    """Return an item with what it stands beside; None where something else that is had excludes it."""
    if item.policy.name not in open_names:
        return item
    if has and has != item.policy.name:
        answer.left[item.policy.name].clashing += 1
        return None
    others = [name for name in open_names if name != item.policy.name]
    note = [f"与{'、'.join(others)}只能选一项"] if others else []
    return replace(item, notes=(*item.notes, *note))
