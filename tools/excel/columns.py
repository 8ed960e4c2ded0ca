"""The columns of a ledger kind as the templates show them: codes, hints, when they must be filled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hqe_docs.data.kinds import Field, load_kinds
from hqe_docs.library import Library
from hqe_docs.office.ledgers.ledgerwords import content_of, need_of
from hqe_docs.problems import Problems

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `codes` are the only values, `several` of them at once, or mere `proposals`."""

    name: str
    type: str
    format: str
    codes: tuple[str, ...]
    proposals: tuple[str, ...]
    several: bool
    need: str
    content: str
    hint: str
    example: str
    optional: bool

    @property
    def choices(self) -> tuple[str, ...]:
        """Everything its drop-down offers."""
        return self.codes or self.proposals

    @property
    def is_closed(self) -> bool:
        """Say whether nothing but one of the codes may be typed."""
        return bool(self.codes) and not self.several


def columns_of(kind: str) -> list[Column]:
    """Return the columns of ledgers/kinds/<kind>.yaml."""
    found = Problems()
    kinds = load_kinds(Library((ROOT,)), found)
    if found.has_errors:
        raise ValueError([item.message for item in found])
    return [_column(item) for item in kinds[kind].fields]


def _column(item: Field) -> Column:
    return Column(
        name=item.name,
        type=item.type,
        format=item.format,
        codes=item.choices,
        proposals=item.proposals,
        several=item.type == "list",
        need=need_of(item),
        content=content_of(item),
        hint=item.hint,
        example=item.example,
        optional=item.optional,
    )
