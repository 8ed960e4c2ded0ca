"""Rows of a ledger drawn at random, as a sheet on which somebody verifies them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.persons import GONE, STATUS
from hqe_docs.data.received.importing import Imported
from hqe_docs.data.received.sampling import NOTHING, Group, Sample, draw
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwork import (
    Intake,
    appended_sheet,
    columns_named,
    kind_of,
    may_write,
    widened,
    write_sheets,
)
from hqe_docs.paper.books.ledgerbook import BookSheet
from hqe_docs.problems import Location, Problems

VERIFICATION = "数据核查台账"
LAYER = "抽样层"
WHO = ("村（社区）", "组别", "姓名", "公民身份号码", "联系电话")
SEEDS = 1_000_000
WIDTHS = {"台账记载": 46, "核查实情": 24}
LAYERS = {"抽样层": 28, "在册": 10, "抽取": 10}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a sample: how many rows, spread over which columns, by which seed, called what."""

    count: int
    by: tuple[str, ...] = ()
    seed: int | None = None
    batch: str | None = None


def sample_ledger(
    path: Path, out: Path, order: Order, *, kind: str | None = None, libraries: Sequence[Path] = ()
) -> dict[str, Any]:
    """Write a verification sheet of rows drawn from the ledger at `path`; return problems and what was drawn."""
    found = Problems()
    chosen, paper = (kind_of(name, libraries, found) for name in (kind, VERIFICATION))
    by = columns_named(order.by, chosen, found) if chosen else ()
    if not (may_write(out, [path], found) and chosen and paper) or found.has_errors:
        return _drawn(None, None, 0, found)
    received = Intake(chosen, libraries=tuple(libraries)).one(path, "抽样", found)
    if received is None or not may_write(out, [received.path], found):
        return _drawn(None, None, 0, found)
    rows = _present(received.made)
    if not rows:
        found.add("L550", Location(path.as_posix()), kind=chosen.name)
        return _drawn(None, None, 0, found)
    seed = secrets.randbelow(SEEDS) if order.seed is None else order.seed
    drawing = Drawing(received.made, rows, by, seed)
    sample = drawing.draw(order.count, found)
    said = f"从《{chosen.name}》在册 {len(rows)} 行中随机抽取 {len(sample.rows)} 行，种子 {seed}"
    sheets = [
        drawing.sheet(sample, paper, order.batch or "", f"{said}。台账记载对照实情逐项核对，填写核查结果。"),
        appended_sheet(
            "抽样说明", LAYERS, list(_layers(sample)), f"{said}；同一份台账、同一种子，抽到的行相同。"
        ),
    ]
    return _drawn(write_sheets(out, sheets, found, paper), sample, seed, found)


def _present(made: Imported) -> list[int]:
    """Return the rows of people who have neither died nor moved away."""
    states = made.columns.get(STATUS) or [""] * len(made.rows)
    return [k for k, state in enumerate(states) if state not in GONE]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A ledger to draw from: its rows that count, the columns that make the groups, the seed."""

    made: Imported
    rows: Sequence[int]
    by: tuple[str, ...]
    seed: int

    def draw(self, count: int, found: Problems) -> Sample:
        """Return the sample; that all rows or not all groups are drawn is said."""
        cells = self.made.columns
        groups: list[Group] = [tuple(cells[name][k] or NOTHING for name in self.by) for k in self.rows]
        sample = draw([self._key(k) for k in self.rows], groups, count, self.seed)
        where = Location(self.made.ledger.sources[0].file)
        if count > len(self.rows):
            found.add("L551", where, size=len(self.rows), count=count)
        missed = sum(not drawn for drawn, _ in sample.drawn.values())
        if missed:
            found.add("L552", where, groups=len(sample.drawn), count=count, missed=missed)
        return sample

    def _key(self, row: int) -> str:
        """Return what tells a row from others: its primary key, else all that stands in it but its number."""
        kind, cells = self.made.ledger.kind, self.made.columns
        own = cells[kind.primary_key][row] if kind.primary_key else ""
        return own or "\t".join(cells[item.name][row] for item in kind.fields if not item.derived)

    def sheet(self, sample: Sample, paper: LedgerKind, batch: str, remark: str) -> BookSheet:
        """Return the verification sheet: what the ledger says beside cells to be filled in."""
        lines = [
            self._line(self.rows[i], sample.groups[i], batch) | {"序号": str(n)}
            for n, i in enumerate(sample.rows, 1)
        ]
        names = [f.name for f in paper.fields if not f.optional or any(line.get(f.name) for line in lines)]
        rows = [[line.get(name, "") for name in names] for line in lines]
        return widened(sheet_of(paper, rows, columns=names, remark=remark), WIDTHS)

    def _line(self, row: int, group: Group, batch: str) -> dict[str, str]:
        cells = self.made.columns
        who = {name: cells[name][row] for name in WHO if name in cells}
        return who | {"核查批次": batch, LAYER: "、".join(group), "台账记载": self._said(row)}

    def _said(self, row: int) -> str:
        """Return what the ledger says that is to be verified, in one text."""
        kind, cells = self.made.ledger.kind, self.made.columns
        names = kind.verified or [f.name for f in kind.fields if not f.derived and f.name not in WHO]
        return "；".join(f"{name}：{cells[name][row]}" for name in names if cells[name][row])


def _layers(sample: Sample) -> Iterator[list[str]]:
    for group, (drawn, size) in sample.drawn.items():
        yield ["、".join(group) or "全部", str(size), str(drawn)]


def _drawn(path: Path | None, sample: Sample | None, seed: int, found: Problems) -> dict[str, Any]:
    groups = sample.drawn.items() if sample else ()
    return {
        "problems": list(found),
        "path": path and str(path),
        "seed": seed,
        "count": len(sample.rows) if sample else 0,
        "size": sum(size for _, (_, size) in groups),
        "groups": [{"group": list(group), "size": size, "drawn": n} for group, (n, size) in groups],
    }
