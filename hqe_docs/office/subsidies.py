"""The subsidy of dossiers: each one's account, what does not agree, and the answer of `hqe funds`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.data.funds.account import RAISED, ZERO, Account, Line, account_of, manner_of, total
from hqe_docs.data.funds.bookcheck import check_book
from hqe_docs.data.funds.entries import LEDGER, book_of, same_level
from hqe_docs.data.funds.reconciling import conclusion, reconcile, yuan_text
from hqe_docs.data.funds.uses import Use, uses_of
from hqe_docs.data.programme.money import CENTRAL, SOURCE, Money
from hqe_docs.data.schema import DossierData
from hqe_docs.numerals import capitals
from hqe_docs.office.workspace import Loaded, Progress, each_dossier
from hqe_docs.problems import Problem, Problems, has_errors, problem

AMOUNTS: dict[str, Callable[[Line], Decimal]] = {
    "standard": lambda line: line.standard,
    "advance": lambda line: line.advance or ZERO,
    "due": lambda line: line.due,
    "before": lambda line: line.before,
    "paid": lambda line: line.paid,
    "rest": lambda line: line.rest,
}
FLOWS: dict[str, Callable[[Line], Decimal]] = {
    "received": lambda line: line.received,
    "spent": lambda line: line.spent,
    "left": lambda line: line.received - line.spent,
}


def rules_of(loaded: Loaded) -> Money | None:
    """Return the rules of the subsidy of a dossier's year; None where its programme has none."""
    return loaded.programme.money if loaded.programme else None


def chosen_of(loaded: Loaded) -> dict[str, str]:
    """Return the settings of a dossier's programme, each with its value."""
    return loaded.programme.chosen(loaded.sound.data.settings) if loaded.programme else {}


def account(loaded: Loaded) -> Account:
    """Return the account of a sound dossier; that of a unit above has its own lines and no ledger."""
    chosen, data = chosen_of(loaded), loaded.sound.data
    ledger = loaded.ledgers.get(LEDGER) if not data.below else None
    book = book_of(ledger, central=chosen.get(SOURCE, CENTRAL) == CENTRAL) if ledger else None
    return account_of(data, book, rules_of(loaded), chosen)


def disagreements(loaded: Loaded, own: Account) -> list[Problem]:
    """Return where dossier, ledger and rules differ; none of a unit above, which `above` holds against those below."""
    if loaded.sound.data.below:
        return []
    return [*reconcile(loaded.sound, own), *check_book(own, rules_of(loaded))]


# ---------------------------------------------------------------- a unit above
@dataclass(frozen=True, slots=True)
class Below:
    """What a unit above is held against: a point's name, its lines (level, standard, paid), how it was created."""

    name: str
    funds: Sequence[tuple[str, Decimal, Decimal]]
    manner: str


def above(loaded: Loaded, below: Sequence[Below]) -> Iterator[Problem]:
    """Yield where a unit's own lines are not the sums of its creation points, or tell another manner of creation."""
    data = loaded.sound.data
    own, told_below = lines_of(data), any(point.funds for point in below)
    for level in dict.fromkeys(same_level(line[0]) for line in own) if told_below else ():
        for place, key in enumerate(("标准", "已拨付"), 1):
            each = [(point.name, _sum(point.funds, level, place, every=level in WHOLE)) for point in below]
            mine, sums = _sum(own, level, place), sum((amount for _, amount in each), ZERO)
            if mine != sums:
                parts = "，".join(f"{name} {yuan_text(amount)} 元" for name, amount in each)
                facts = {"level": level, "key": key, "own": yuan_text(mine), "below": yuan_text(sums)}
                yield problem("P313", loaded.sound.at("资金"), each=parts, **facts)
    for point in below:
        named = [i for i, it in enumerate(data.earlier) if it.name == point.name]
        told = RAISED if any(data.earlier[i].state == RAISED for i in named) else ""
        if told and point.manner and told != point.manner:
            facts = {"point": point.name, "above": told, "own": point.manner}
            yield problem("P322", loaded.sound.at("往年创建点", named[0]), **facts)


WHOLE = ("合计", "总计")  # what a unit above may call the sum of all levels


def lines_of(data: DossierData) -> list[tuple[str, Decimal, Decimal]]:
    """Return the lines of 资金: level, standard, paid."""
    return [(fund.level, fund.standard, fund.paid or ZERO) for fund in data.funds]


def _sum(
    lines: Iterable[tuple[str, Decimal, Decimal]], level: str, place: int, *, every: bool = False
) -> Decimal:
    return sum((Decimal(line[place]) for line in lines if every or same_level(line[0]) == level), ZERO)


def money_problems(loaded: Loaded) -> list[Problem]:
    """Return where the money of a sound dossier does not agree; a unit above is held against its creation points.

    Nothing where nobody has told of money yet: a new dossier is no wrong account.
    """
    if not loaded.sound.data.funds and LEDGER not in loaded.ledgers:
        return []
    if not loaded.sound.data.below:
        return disagreements(loaded, account(loaded))
    points = (it for it in loaded.each() if it.is_sound and not it.sound.data.below)
    return list(
        above(loaded, [Below(it.name, lines_of(it.sound.data), manner_of(it.sound.data)) for it in points])
    )


# ---------------------------------------------------------------- hqe funds
@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a dossier: its account, and the problems of it and of its 资金台账."""

    loaded: Loaded
    account: Account
    problems: tuple[Problem, ...]

    @property
    def sums_up(self) -> bool:
        return bool(self.loaded.sound.data.below)

    @property
    def below(self) -> Below:
        """What the unit above is held against."""
        return Below(self.loaded.name, lines_of(self.loaded.sound.data), self.account.manner)


def funds_json(
    paths: Sequence[Path], libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return the account of each creation point and the sums of each unit above; amounts as decimal strings."""
    found, dossiers = Problems(), []
    for top in each_dossier(paths, libraries=libraries, progress=progress):
        kept = [kept_of(loaded) for loaded in top.each() if loaded.is_sound]
        found.extend(item for loaded in top.each() for item in loaded.dossier_problems)
        for own in kept:
            inner = {loaded.folder for loaded in own.loaded.each()}
            points = [it for it in kept if it.loaded.folder in inner and not it.sums_up]
            mine = list(above(own.loaded, [it.below for it in points])) if own.sums_up else own.problems
            found.extend(mine)
            dossiers.append(_dossier(own, points, mine))
    return {"problems": list(found), "dossiers": dossiers}


def kept_of(loaded: Loaded) -> Kept:
    """Return a dossier with its account and what is wrong with it; its ledgers are let go."""
    own = account(loaded)
    problems = (*loaded.shelf.by_kind.get(LEDGER, ()), *disagreements(loaded, own))
    loaded.let_go()
    return Kept(loaded, own, problems)


def _dossier(own: Kept, points: Sequence[Kept], mine: Iterable[Problem]) -> dict[str, Any]:
    lines = [line for point in points for line in point.account.lines]
    has_book = any(point.account.book for point in points)
    problems = [*mine, *(item for point in points if own.sums_up for item in point.problems)]
    return {
        "dossier": own.loaded.name,
        "sums_up": own.sums_up,
        "manner": None if own.sums_up else own.account.manner,
        "acceptance": None if own.sums_up else own.account.acceptance,
        "lines": [{"level": name, **_amounts(each, has_book)} for name, each in by_level(lines).items()],
        "total": _amounts(lines, has_book),
        "of_the_year": yuan_text(sum((line.of_the_year for line in lines), ZERO)),
        "rest_in_words": in_words(sum((line.rest for line in lines), ZERO)),
        "uses": [_use(use) for use in uses_of(it for point in points for it in point.account.entries)],
        "others": _others(points),
        "reconciled": not has_errors(problems),
        "conclusion": conclusion(problems, all(point.account.book for point in points)),
        "settings": settings_of(own.loaded),
    }


def by_level(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return the lines of each level, or of each group of levels paid together."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(line.levels, []).append(line)
    return {lines[0].title: lines for lines in groups.values()}


def settings_of(loaded: Loaded) -> list[str]:
    """Return how what the rules of the subsidy leave open was read, as papers print it."""
    settings = loaded.programme.settings if loaded.programme and loaded.programme.money else {}
    values = chosen_of(loaded)
    return [f"{name}：{values[name]}。{settings[name].note}" for name in PRINTED if name in settings]


PRINTED = ("奖补口径", SOURCE, "验收合格分")


def in_words(amount: Decimal) -> str:
    """Return an amount in capitals, 负 before one below zero; empty where it has parts of a fen."""
    if amount * 100 % 1:
        return ""
    return ("人民币负" if amount < 0 else "人民币") + capitals(abs(amount))


def _amounts(lines: Sequence[Line], has_book: bool) -> dict[str, str | None]:
    """Return the sums over lines; None for what only a ledger tells where there is none."""
    sums = {
        name: yuan_text(sum((read(line) for line in lines), ZERO)) for name, read in (AMOUNTS | FLOWS).items()
    }
    return {name: text if has_book or name not in FLOWS else None for name, text in sums.items()}


def _others(points: Sequence[Kept]) -> dict[str, Any]:
    """Return the rows of the ledgers that are no subsidy: how many, what came in, what went out."""
    rows = [entry for point in points for entry in point.account.others]
    sums = {
        name: total(it for it in rows if it.is_in is comes) for name, comes in (("in", True), ("out", False))
    }
    return {"rows": len(rows), **{name: yuan_text(amount) for name, amount in sums.items()}}


def _use(use: Use) -> dict[str, Any]:
    vouchers = list(dict.fromkeys(entry.voucher for entry in use.entries if entry.voucher))
    places = [str(entry.where) for entry in use.entries]
    return {"purpose": use.purpose, "amount": yuan_text(use.amount), "vouchers": vouchers, "rows": places}
