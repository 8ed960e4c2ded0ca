"""Rows to work on: who, or what, in the ledgers would close a gap, masked unless asked otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hqe_docs.data.conditions import columns_of
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID, NAME
from hqe_docs.data.scores.figures import Counter, Figure, Rows
from hqe_docs.data.scores.gaps import Gap
from hqe_docs.masking import masked

MOST = 50  # shown of one indicator
# what helps whoever goes to see somebody, where the ledger has it, beside the columns that decide
TOLD = (
    "组别",
    "失业日期",
    "就业意愿",
    "意向工种",
    "意向区域",
    "培训意愿",
    "培训意向工种",
    "创业意愿",
    "不一致栏目",
)
NOTHING = ("", "无", "否")


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row of a ledger to work on; `row` is its number in the sheet."""

    name: str
    number: str
    ledger: str
    row: int
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """The first rows of an indicator, and how many there are in all."""

    rows: tuple[WorkRow, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def work_list(
    gap: Gap, figures: Mapping[str, Figure], counter: Counter, *, unmask: bool = False, most: int = MOST
) -> WorkList:
    """Return the rows to work on for a gap: each row once, by the figures that its steps change."""
    places: dict[tuple[str, int], tuple[Ledger, str]] = {}
    for need in gap.needs():
        if need.figure and need.count:
            for ledger, indices in _open_rows(counter, figures[need.figure], need.sign):
                places |= {(ledger.kind.name, index): (ledger, need.figure) for index in indices}
    told = {name: deciding(counter, name) for name in {figure for _, figure in places.values()}}
    first = list(places.items())[:most]
    shown = [_work_row(ledger, i, told[figure], unmask) for (_, i), (ledger, figure) in first]
    return WorkList(tuple(shown), len(places))


def _open_rows(counter: Counter, figure: Figure, sign: int) -> Rows:
    """Return the rows that could still be counted; where fewer is better, those that are."""
    if sign < 0:
        return figure.counted
    if counter.edition.figures[figure.name].subjects:
        return counter.subjects(figure.name)
    return tuple((ledger, _strangers(ledger, indices, figure)) for ledger, indices in figure.others())


def deciding(counter: Counter, name: str) -> tuple[str, ...]:
    """Return the columns that decide whether a row counts."""
    rule = counter.edition.figures[name]
    parts = (*rule.counted, *rule.subjects)
    columns = (column for part in parts for column in columns_of(part, counter.terms))
    return tuple(dict.fromkeys(column for column in columns if not column.startswith("_")))


def _strangers(ledger: Ledger, indices: Sequence[int], figure: Figure) -> tuple[int, ...]:
    """Leave out who is counted by a row of another ledger (另计)."""
    if ID not in ledger.frame.columns:
        return tuple(indices)
    known = set(_numbers(figure.counted, ledger))
    if not known:
        return tuple(indices)
    return tuple(i for i in indices if ledger.frame.item(i, ID) not in known)


def _numbers(rows: Rows, besides: Ledger) -> Iterator[str]:
    for ledger, indices in rows:
        if ledger is not besides and ID in ledger.frame.columns:
            yield from (ledger.frame.item(index, ID) for index in indices)


def _work_row(ledger: Ledger, index: int, told: Sequence[str], unmask: bool) -> WorkRow:
    kind, where = ledger.kind, ledger.at(index)
    name, number = _name_field(kind), kind.field(ID) or _key_field(kind)
    return WorkRow(
        name=_text(ledger, index, name, unmask),
        number=_text(ledger, index, number, unmask) if number is not name else "",
        ledger=kind.name,
        row=where.row or 0,
        place=str(where),
        note=_note(ledger, index, told, unmask),
    )


def _name_field(kind: LedgerKind) -> Field | None:
    """Return the column that says who or what a row is about."""
    by_mask = (item for item in kind.fields if item.mask == "姓名")
    by_title = (item for item in kind.fields if item.name.endswith("名称"))
    return kind.field(NAME) or next(by_title, None) or next(by_mask, None) or _key_field(kind)


def _key_field(kind: LedgerKind) -> Field | None:
    return kind.field(kind.row_key[0]) if kind.row_key else None


def _text(ledger: Ledger, index: int, field: Field | None, unmask: bool) -> str:
    if field is None:
        return ""
    text = str(ledger.frame.item(index, field.name) or "")
    return text if unmask else masked(text, field.mask)


def _note(ledger: Ledger, index: int, told: Sequence[str], unmask: bool) -> str:
    """Return the columns that decide, and of the others those that say something."""
    fields = (ledger.kind.field(name) for name in dict.fromkeys((*TOLD, *told)))
    open_ = (field for field in fields if field and (unmask or field.mask != "敏感"))
    said = [(field.name, _text(ledger, index, field, unmask)) for field in open_]
    return "；".join(
        f"{name} {text}" for name, text in said if text and (name in told or text not in NOTHING)
    )
