"""What changed from one ledger to the next: who came, who is no longer there, whose cells are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import GONE, HOUSE, ID, NAME, STATUS

NEW, GONE_AWAY, STATE, CORRECTION = "新增", "迁出", "状态变化", "信息更正"
TYPES = (NEW, GONE_AWAY, "死亡", STATE, CORRECTION)
WHOLE_ROW = "全行"
NOT_THERE = "新台账中没有此人，请核实去向"
NO_LONGER_LISTED = "原台账已登记{state}，新台账不再列出"
MOST_WRONG = 2  # characters in which two birth dates of one person may differ


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one person: its type, the rows in the old and the new ledger (None: not there), and the cell."""

    type: str
    key: str
    old: int | None
    new: int | None
    column: str = ""
    before: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A row that can't be compared, and why; `is_new` tells in which of the two ledgers it stands."""

    is_new: bool
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes, pairs (old row, new row) that may be one person whose number was corrected, rows left aside.

    Only `columns`, which both ledgers have, are compared; `only_old` and `only_new` are not.
    """

    changes: tuple[Change, ...]
    candidates: tuple[tuple[int, int], ...]
    unclear: tuple[Unclear, ...]
    columns: tuple[str, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def changes(old: Ledger, new: Ledger) -> Comparison:
    """Return what changed from `old` to `new`, two ledgers of one kind that has a primary key.

    In the order of `new`, then those who are gone in the order of `old`. Nobody who is gone is guessed to be dead.
    """
    key, names = new.kind.primary_key, _compared(new.kind)
    columns = tuple(name for name in names if old.has(name) and new.has(name))
    unclear: list[Unclear] = []
    before, after = _by_key(old, key, unclear, is_new=False), _by_key(new, key, unclear, is_new=True)
    pairs = tuple(_candidates(old, new, before, after)) if key == ID else ()
    return Comparison(
        (*_arrived_or_changed(old, new, before, after, columns), *_departed(old, before, after)),
        pairs,
        tuple(unclear),
        columns,
        tuple(name for name in names if old.has(name) and not new.has(name)),
        tuple(name for name in names if new.has(name) and not old.has(name)),
    )


def changes_by_place(pairs: Sequence[tuple[Ledger, Ledger]]) -> Comparison:
    """Return what changed in each place by itself, rows numbered as if the ledgers stood one below the other.

    So somebody who moved has left the one place and is new in the other.
    """
    parts, above, below = [], 0, 0
    for old, new in pairs:
        made = changes(old, new)
        parts.append(_moved(made, above, below) if above or below else made)
        above, below = above + old.frame.height, below + new.frame.height
    return Comparison(
        tuple(it for part in parts for it in part.changes),
        tuple(it for part in parts for it in part.candidates),
        tuple(it for part in parts for it in part.unclear),
        tuple(dict.fromkeys(name for part in parts for name in part.columns)),
        tuple(dict.fromkeys(name for part in parts for name in part.only_old)),
        tuple(dict.fromkeys(name for part in parts for name in part.only_new)),
    )


def _moved(it: Comparison, above: int, below: int) -> Comparison:
    """Return the same with so many rows above those of the old ledger, and of the new one."""
    return replace(
        it,
        changes=tuple(
            replace(
                one,
                old=None if one.old is None else one.old + above,
                new=None if one.new is None else one.new + below,
            )
            for one in it.changes
        ),
        candidates=tuple((old + above, new + below) for old, new in it.candidates),
        unclear=tuple(replace(one, row=one.row + (below if one.is_new else above)) for one in it.unclear),
    )


def _compared(kind: LedgerKind) -> list[str]:
    """Return the columns that say something of a person, and not of the key or of the update itself."""
    aside = {kind.primary_key, *kind.unwatched}
    return [item.name for item in kind.fields if not item.derived and item.name not in aside]


def _by_key(ledger: Ledger, key: str, unclear: list[Unclear], *, is_new: bool) -> dict[str, int]:
    """Return key → row; rows without a key, and of a repeated key all rows but the first, are unclear."""
    rows: dict[str, int] = {}
    for i, text in enumerate(ledger.frame[key].to_list()):
        if not text:
            unclear.append(Unclear(is_new, i, f"“{key}”为空"))
        elif text in rows:
            unclear.append(Unclear(is_new, i, f"“{key}”与前面一行重复"))
        else:
            rows[text] = i
    return rows


# ---------------------------------------------------------------- rows
def _arrived_or_changed(
    old: Ledger, new: Ledger, before: Mapping[str, int], after: Mapping[str, int], columns: Sequence[str]
) -> Iterator[Change]:
    were, are = old.frame.select(columns).rows(), new.frame.select(columns).rows()
    for key, i in after.items():
        if key not in before:
            yield Change(NEW, key, None, i)
        elif were[before[key]] != are[i]:
            for column, was, now in zip(columns, were[before[key]], are[i], strict=True):
                if was != now:
                    yield Change(_type(new.kind, column, now), key, before[key], i, column, was, now)


def _type(kind: LedgerKind, column: str, now: str) -> str:
    if column == STATUS and now in GONE:
        return now
    return STATE if column in kind.states else CORRECTION


def _departed(old: Ledger, before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[Change]:
    states = old.frame[STATUS].to_list() if STATUS in old.frame.columns else [""] * old.frame.height
    for key, i in before.items():
        if key in after:
            continue
        if states[i] in GONE:
            note = NO_LONGER_LISTED.format(state=states[i])
            yield Change(CORRECTION, key, i, None, WHOLE_ROW, states[i], "", note)
        else:
            yield Change(GONE_AWAY, key, i, None, note=NOT_THERE)


# ---------------------------------------------------------------- numbers that may have been corrected
def _candidates(
    old: Ledger, new: Ledger, before: Mapping[str, int], after: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """Yield who is gone and who came with the same name and household and nearly the same birth date."""
    came: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    who = [_who(ledger) for ledger in (old, new)]
    for key, i in after.items():
        if key not in before:
            came.setdefault(who[1][i], []).append((i, key))
    for key, i in before.items():
        if key not in after and who[0][i][0]:
            for other, number in came.get(who[0][i], ()):
                if _is_near(_birth(key), _birth(number)):
                    yield i, other


def _who(ledger: Ledger) -> list[tuple[str, ...]]:
    names = [name for name in (NAME, HOUSE) if name in ledger.frame.columns]
    return ledger.frame.select(names).rows() if NAME in names else [("",)] * ledger.frame.height


def _birth(number: str) -> str:
    """Return the eight characters of the birth date; a number of 15 digits leaves the century out."""
    return "19" + number[6:12] if len(number) == 15 else number[6:14]


def _is_near(one: str, other: str) -> bool:
    wrong = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) == 8 and wrong <= MOST_WRONG
