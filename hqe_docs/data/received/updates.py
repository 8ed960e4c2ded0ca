"""The lines of a 动态更新台账: one a change, for one batch of updates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hqe_docs.data.cells import read_cell
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import GROUP, ID, VILLAGE
from hqe_docs.data.received.changes import GONE_AWAY, NEW, Change, Comparison
from hqe_docs.values import squeeze

EMPTY = "（空）"
CANDIDATE = "可能是号码更正，见“待核”表"
FAULTY = "台账中的{name}有误，请核实"
NAMES = ("姓名", "户主姓名")
TAKEN_OVER = (VILLAGE, GROUP, ID, "联系电话")


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of updates: the kind of its ledger, what it is called, its day."""

    kind: LedgerKind
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states of a ledger, and what changed between them."""

    old: Ledger
    new: Ledger
    result: Comparison

    def side(self, is_new: bool) -> Ledger:
        """Return the new or the old ledger."""
        return self.new if is_new else self.old

    def source(self, change: Change) -> tuple[Ledger, int]:
        """Return the ledger and the row that tell who it is: the new one, unless the person is not in it."""
        return (self.old, change.old or 0) if change.new is None else (self.new, change.new)

    def lines(self, batch: Batch) -> Iterator[dict[str, str]]:
        """Yield each change as column → text, in forms that the check of the batch's kind takes."""
        departed = {old for old, _ in self.result.candidates}
        arrived = {new for _, new in self.result.candidates}
        for number, change in enumerate(self.result.changes, 1):
            is_candidate = (change.type == GONE_AWAY and change.old in departed) or (
                change.type == NEW and change.new in arrived
            )
            line = self._line(change, batch, CANDIDATE if is_candidate else "")
            yield {"序号": str(number), **line}

    def _line(self, change: Change, batch: Batch, note: str) -> dict[str, str]:
        ledger, row = self.source(change)
        who = {name: text_of(ledger, row, name) for name in TAKEN_OVER} | {"姓名": name_of(ledger, row)}
        right = {name: _right(batch.kind, name, text) for name, text in who.items()}
        wrong = [FAULTY.format(name=name) for name in who if who[name] and not right[name]]
        return {
            **right,
            "更新批次": batch.name,
            "更新日期": batch.day.isoformat(),
            "变动类型": change.type,
            "变动栏目": change.column,
            "变动前": _shown(change.before, batch.kind, "变动前") if change.column else "",
            "变动后": _shown(change.after, batch.kind, "变动后") if change.column else "",
            "备注": "；".join(filter(None, [change.note, note, *wrong])),
        }


def text_of(ledger: Ledger, row: int, name: str) -> str:
    """Return a cell's text, empty where the ledger has no such column."""
    return str(ledger.frame[name][row]) if name in ledger.frame.columns else ""


def name_of(ledger: Ledger, row: int) -> str:
    """Return what the person, or the head of the household, of a row is called."""
    return next(filter(None, (text_of(ledger, row, name) for name in NAMES)), "")


def _right(kind: LedgerKind, name: str, text: str) -> str:
    field = kind.field(name)
    return text if field is None or read_cell(text, field)[1] is None else ""


def _shown(text: str, kind: LedgerKind, name: str) -> str:
    """Return a cell's text so that 无 and the like, and nothing at all, are read as what they are."""
    field = kind.field(name)
    if not text:
        return EMPTY
    return f"“{text}”" if field and squeeze(text) in field.missing else text
