"""The account of one creation point: of each level its standard, what is paid and when, what came in and went out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain

from hqe_docs.data.funds.entries import Book, Entry, same_level
from hqe_docs.data.programme.money import LEAST_POINTS, Money, Payment
from hqe_docs.data.schema import DossierData, Fund

FIRST, RAISED, KEPT = "首次创建", "提级创建", "已是同级"
PASSED, FAILED, OPEN = "通过", "未通过", "待验收"
LEVELS_JOINED = "、"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """What one level of government gives, or several together; amounts in yuan, None where nothing says them.

    `ruled`, `advance` and `ruled_before` are what the programme says: standard, payment before acceptance, payment
    of earlier years. `before` and `paid` are what was paid in earlier years and in this one, `declared` the
    dossier's standard, `funds` the dossier's lines (its index and content), `entries` the ledger's rows.
    """

    levels: tuple[str, ...]
    title: str
    ruled: Decimal | None
    declared: Decimal | None
    advance: Decimal | None
    ruled_before: Decimal | None
    before: Decimal = ZERO
    paid: Decimal = ZERO
    is_accepted: bool = False
    funds: tuple[tuple[int, Fund], ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def standard(self) -> Decimal:
        return self.ruled if self.ruled is not None else self.declared or ZERO

    @property
    def all_paid(self) -> Decimal:
        return self.before + self.paid

    @property
    def rest(self) -> Decimal:
        """What is still to be paid of the standard; below zero when too much was paid."""
        return self.standard - self.all_paid

    @property
    def of_the_year(self) -> Decimal:
        """What this year gives: the standard without what was paid in earlier years."""
        return self.standard - self.before

    @property
    def due(self) -> Decimal:
        """What should have been paid this year by now: before acceptance the advance, then all."""
        return self.of_the_year if self.is_accepted else self.advance or ZERO

    def sum_in(self, year: int, *, earlier: bool = False) -> Decimal:
        """Return what the ledger says came in in `year`, or in the years before."""
        return total(it for it in self.entries if it.is_in and _in_year(it, year, earlier=earlier))

    @property
    def received(self) -> Decimal:
        return total(it for it in self.entries if it.is_in)

    @property
    def spent(self) -> Decimal:
        return total(it for it in self.entries if not it.is_in)


@dataclass(frozen=True, slots=True)
class Account:
    """The subsidy of one dossier: how it was created, whether it is accepted, its lines, rows that fit no line.

    `others` are rows of the ledger that are no subsidy; `loose` are subsidy of a level that nothing tells.
    """

    manner: str
    acceptance: str
    year: int
    has_rules: bool
    lines: tuple[Line, ...]
    book: Book | None = None
    loose: tuple[Entry, ...] = ()
    others: tuple[Entry, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """The rows of subsidy, by day."""
        rows = chain(self.loose, *(line.entries for line in self.lines))
        return sorted(rows, key=lambda it: (it.day, it.index))

    @property
    def received(self) -> Decimal:
        return total(it for it in self.entries if it.is_in)

    @property
    def spent(self) -> Decimal:
        return total(it for it in self.entries if not it.is_in)


def account_of(
    data: DossierData, book: Book | None, money: Money | None, chosen: Mapping[str, str]
) -> Account:
    """Return the account of a dossier by the rules of its programme, of which `chosen` are the settings."""
    manner = manner_of(data)
    rules = _Rules(data, money, manner, chosen)
    subsidy, others = _parted(book, money)
    lines = [_line(group, data, rules, subsidy) for group in _groups(data, rules)]
    taken = {it.index for line in lines for it in line.entries}
    loose = tuple(it for it in subsidy if it.index not in taken)
    return Account(
        manner,
        acceptance_of(data, chosen),
        data.point.year,
        bool(rules.standards),
        tuple(lines),
        book,
        loose,
        others,
        chosen,
    )


def manner_of(data: DossierData) -> str:
    """Return how a point was created: anew, raised from a lower level of an earlier year, or not at all this year."""
    point = data.point
    mine = [it for it in data.earlier if it.name == point.name and it.year < point.year]
    mine = [it for it in mine if it.state != "已退出"]
    if not mine:
        return FIRST
    return RAISED if all(it.level == "县级" for it in mine) and point.level == "市级" else KEPT


def acceptance_of(data: DossierData, chosen: Mapping[str, str]) -> str:
    """Return whether a point has passed: as 验收 says, and with the points that 口径 asks for."""
    told = data.acceptance
    least = Decimal(chosen.get(LEAST_POINTS, "0"))
    return OPEN if told.result == PASSED and least and (told.points or ZERO) < least else told.result


def total(entries: Iterator[Entry]) -> Decimal:
    """Return the sum of amounts."""
    return sum((it.amount for it in entries), ZERO)


def _in_year(entry: Entry, year: int, *, earlier: bool) -> bool:
    return entry.day.year < year if earlier else entry.day.year >= year


# ---------------------------------------------------------------- lines
class _Rules:
    """What the programme says of one point."""

    def __init__(
        self, data: DossierData, money: Money | None, manner: str, chosen: Mapping[str, str]
    ) -> None:
        self.chosen = chosen
        created = data.point.role == "创建点" and manner != KEPT
        self.standards = money.standards_of(data.point.level, data.point.kind) if money and created else {}
        self.advances = self._of(money.advances if money else (), manner, chosen)
        self.earlier = self._of(money.earlier if money else (), manner, chosen)

    def _of(self, payments: Sequence[Payment], manner: str, chosen: Mapping[str, str]) -> dict[str, Payment]:
        held = [it for it in payments if it.holds(manner, chosen) and set(it.levels) <= set(self.standards)]
        return {level: it for it in held for level in it.levels}

    def amounts(self, payments: Mapping[str, Payment], levels: Sequence[str]) -> Decimal:
        """Return what is paid to these levels together."""
        met = {id(payments[level]): payments[level].amount for level in levels if level in payments}
        return sum(met.values(), ZERO)


def _groups(data: DossierData, rules: _Rules) -> list[tuple[str, ...]]:
    """Return the levels of the account, those together that are paid together; the rules' first, then the dossier's."""
    levels = dict.fromkeys((*rules.standards, *(same_level(fund.level) for fund in data.funds)))
    joined = {
        level: tuple(it.levels)
        for kept in (rules.advances, rules.earlier)
        for level, it in kept.items()
        if len(it.levels) > 1
    }
    return list(dict.fromkeys(joined.get(level, (level,)) for level in levels))


def _line(levels: tuple[str, ...], data: DossierData, rules: _Rules, subsidy: Sequence[Entry]) -> Line:
    funds = tuple((i, it) for i, it in enumerate(data.funds) if same_level(it.level) in levels)
    entries = tuple(it for it in subsidy if it.level in levels)
    ruled = sum((rules.standards.get(it, ZERO) for it in levels), ZERO) if rules.standards else None
    before = rules.amounts(rules.earlier, levels) if rules.standards else None
    names = dict.fromkeys(fund.level for _, fund in funds) if len(levels) == 1 else levels
    line = Line(
        levels=levels,
        title=LEVELS_JOINED.join(names or levels),
        ruled=ruled,
        declared=sum((fund.standard for _, fund in funds), ZERO) if funds else None,
        advance=rules.amounts(rules.advances, levels) if rules.standards else None,
        ruled_before=before,
        is_accepted=acceptance_of(data, rules.chosen) == PASSED,
        funds=funds,
        entries=entries,
    )
    year = data.point.year
    if funds:
        earlier, paid = _paid(funds, before or ZERO, year)
    else:
        earlier, paid = line.sum_in(year, earlier=True), line.sum_in(year)
    return replace(line, before=earlier, paid=paid)


def _paid(funds: Sequence[tuple[int, Fund]], ruled_before: Decimal, year: int) -> tuple[Decimal, Decimal]:
    """Return what was paid in earlier years and in this one: by its day; without one the rules tell what is earlier."""
    before = this = ZERO
    for _, fund in funds:
        amount = fund.paid or ZERO
        if fund.dated:
            old = amount if fund.dated.year < year else ZERO
        else:
            old = min(amount, max(ruled_before - before, ZERO))
        before, this = before + old, this + amount - old
    return before, this


def _parted(book: Book | None, money: Money | None) -> tuple[list[Entry], tuple[Entry, ...]]:
    """Return the rows of subsidy, told by the names of their items, and all others."""
    entries = book.entries if book else ()
    words = money.items if money else []
    mine = [it for it in entries if not words or any(word in it.item for word in words)]
    kept = {it.index for it in mine}
    return mine, tuple(it for it in entries if it.index not in kept)
