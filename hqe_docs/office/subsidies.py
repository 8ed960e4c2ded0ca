"""The subsidy of dossiers: each one's account, what does not agree, and the answer of `hqe funds`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.data.funds.account import ZERO, Account, Line, account_of, manner_of
from hqe_docs.data.funds.bookcheck import check_book
from hqe_docs.data.funds.entries import LEDGER, book_of, same_level
from hqe_docs.data.funds.reconciling import conclusion, reconcile, yuan_text
from hqe_docs.data.funds.uses import Use, uses_of
from hqe_docs.data.programme.money import CENTRAL, SOURCE, Money
from hqe_docs.data.schema import Fund
from hqe_docs.numerals import capitals
from hqe_docs.office.workspace import Loaded, Progress, each_dossier
from hqe_docs.problems import Problem, Problems, has_errors, problem

AMOUNTS: dict[str, Callable[[Line], Decimal]] = {
    "standard": lambda line: line.standard,
    "advance": lambda line: line.advance or ZERO,
    "before": lambda line: line.before,
    "paid": lambda line: line.paid,
    "rest": lambda line: line.rest,
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


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a dossier: its account, and the problems of it and of its 资金台账."""

    loaded: Loaded
    account: Account
    problems: tuple[Problem, ...]

    @property
    def sums_up(self) -> bool:
        return bool(self.loaded.sound.data.below)


# ---------------------------------------------------------------- a unit above
def above(loaded: Loaded, below: Sequence[Kept]) -> Iterator[Problem]:
    """Yield where a unit's own lines are not the sums of its creation points, or tell another manner of creation."""
    data = loaded.sound.data
    for level in dict.fromkeys(same_level(fund.level) for fund in data.funds):
        for key, amount in _KEYS.items():
            own = _sum(data.funds, level, amount)
            each = [(it.loaded.name, _sum(it.loaded.sound.data.funds, level, amount)) for it in below]
            if below and own != (sums := sum((it for _, it in each), ZERO)):
                parts = "，".join(f"{name} {yuan_text(it)} 元" for name, it in each)
                facts = {"level": level, "key": key, "own": yuan_text(own), "below": yuan_text(sums)}
                yield problem("P313", loaded.sound.at("资金"), each=parts, **facts)
    for point in below:
        name, own_manner = point.loaded.name, point.account.manner
        named = [i for i, it in enumerate(data.earlier) if it.name == name]
        told = manner_of(point.loaded.sound.data.model_copy(update={"earlier": data.earlier}))
        if named and told != own_manner:
            facts = {"point": name, "above": told, "own": own_manner}
            yield problem("P322", loaded.sound.at("往年创建点", named[0]), **facts)


_KEYS: dict[str, Callable[[Fund], Decimal]] = {
    "标准": lambda fund: fund.standard,
    "已拨付": lambda fund: fund.paid or ZERO,
}


def _sum(funds: Iterable[Fund], level: str, amount: Callable[[Fund], Decimal]) -> Decimal:
    return sum((amount(fund) for fund in funds if same_level(fund.level) == level), ZERO)


# ---------------------------------------------------------------- hqe funds
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
            mine = list(above(own.loaded, points)) if own.sums_up else own.problems
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
    problems = [*mine, *(item for point in points if own.sums_up for item in point.problems)]
    return {
        "dossier": own.loaded.name,
        "sums_up": own.sums_up,
        "manner": None if own.sums_up else own.account.manner,
        "acceptance": None if own.sums_up else own.account.acceptance,
        "lines": [{"level": name, **_amounts(each)} for name, each in by_level(lines).items()],
        "total": _amounts(lines),
        "of_the_year": yuan_text(sum((line.of_the_year for line in lines), ZERO)),
        "rest_in_words": in_words(sum((line.rest for line in lines), ZERO)),
        "uses": [_use(use) for use in uses_of(it for point in points for it in point.account.entries)],
        "reconciled": not has_errors(problems),
        "conclusion": conclusion(problems, all(point.account.book for point in points)),
        "settings": settings_of(own.loaded),
    }


def by_level(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return the lines of each level, or of each group of levels paid together."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.title, []).append(line)
    return groups


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


def _amounts(lines: Sequence[Line]) -> dict[str, str]:
    return {name: yuan_text(sum((read(line) for line in lines), ZERO)) for name, read in AMOUNTS.items()}


def _use(use: Use) -> dict[str, Any]:
    vouchers = list(dict.fromkeys(entry.voucher for entry in use.entries if entry.voucher))
    places = [str(entry.where) for entry in use.entries]
    return {"purpose": use.purpose, "amount": yuan_text(use.amount), "vouchers": vouchers, "rows": places}
