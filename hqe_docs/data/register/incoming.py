"""A ledger's rows in the form in which the register keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.ledger import ROW, SOURCE, Ledger
from hqe_docs.data.persons import HOUSE, ID, STATUS
from hqe_docs.data.received.importing import NUMBER
from hqe_docs.data.register.schema import SEPARATOR

if TYPE_CHECKING:
    import polars as pl

COUNTED, UNCOUNTED, OWN = (
    "顺序",
    "无",
    "自有",
)  # what stands in 序号: 1 to n, nothing, numbers of another order
NAMES = ("姓名", "户主姓名", "被访人")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A ledger on its way into the register: of which place (outermost first, with /), as it stood on which day."""

    place: str
    day: date
    ledger: Ledger

    @property
    def kind(self) -> LedgerKind:
        return self.ledger.kind

    @property
    def village(self) -> str:
        """The last name of the place."""
        return self.place.rpartition("/")[2]

    @property
    def file(self) -> str:
        """The file the ledger came from."""
        return self.ledger.sources[0].file if self.ledger.sources else ""

    def sources(self) -> str:
        """Return the ledger's tables and their columns as JSON."""
        told = [[it.file, it.sheet, dict(it.columns), dict(it.titles)] for it in self.ledger.sources]
        return json.dumps(told, ensure_ascii=False)

    def numbering(self) -> str:
        """Return what stands in 序号."""
        if NUMBER not in self.ledger.frame.columns:
            return UNCOUNTED
        cells = self.ledger.frame[NUMBER].to_list()
        if not any(cells):
            return UNCOUNTED
        return COUNTED if cells == [str(n + 1) for n in range(len(cells))] else OWN

    def rows(self) -> pl.DataFrame:
        """Return the rows with key, turn (of rows with one key), what is indexed, content, its digest, and place."""
        import polars as pl

        kind, frame = self.kind, _without_nul(self.ledger.frame)
        names = [item.name for item in kind.fields if item.name != NUMBER or self.numbering() == OWN]
        content = _contents(frame, names)
        digest = pl.Series(
            [blake2b(text.encode(), digest_size=12).hexdigest() for text in content], dtype=pl.String
        )
        out = frame.select(
            _key(kind).alias("key"),
            *whom(kind),
            _cell(kind, HOUSE).alias("house"),
            _cell(kind, STATUS).alias("state"),
            _cell(kind, _happened(kind)).alias("happened"),
            pl.col(SOURCE).alias("sheet"),
            pl.col(ROW).alias("line"),
        ).with_columns(digest.alias("digest"), content.alias("content"))
        key = pl.when(pl.col("key") == "").then("#" + pl.col("digest")).otherwise("key").alias("key")
        return out.with_columns(key).with_columns(pl.int_range(pl.len()).over("key").alias("turn"))

    def digest(self, rows: pl.DataFrame) -> str:
        """Return a digest of all that the register keeps of the state."""
        told = "\n".join([self.sources(), self.numbering(), *rows["digest"]])
        return sha256(told.encode()).hexdigest()


def _without_nul(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame without NUL characters, which PostgreSQL can't keep."""
    import polars as pl
    import polars.selectors as cs

    if not frame.select(pl.any_horizontal(cs.string().str.contains("\0", literal=True).any())).item():
        return frame
    return frame.with_columns(cs.string().str.replace_all("\0", "", literal=True))


def _contents(frame: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Return each row's cells as a JSON object by column name, the empty ones left out."""
    import polars as pl

    cells = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in names]
    texts = frame.select(pl.struct(cells).struct.json_encode().alias("content"))["content"]
    if any(char in name for name in names for char in '"\\'):
        return texts
    return texts.str.replace_all(r'"[^"\\]*":null,?', "").str.replace(r",\}$", "}")


def _key(kind: LedgerKind) -> pl.Expr:
    import polars as pl

    if not kind.row_key:
        return pl.lit("")
    parts = [pl.col(name) for name in kind.row_key]
    return (
        pl.when(pl.any_horizontal(part != "" for part in parts))
        .then(pl.concat_str(parts, separator=SEPARATOR))
        .otherwise(pl.lit(""))
    )


def _person(kind: LedgerKind) -> str:
    """Return the column with the identity number of whom a row is about."""
    own = [item.name for item in kind.fields if item.format == "公民身份号码"]
    return ID if ID in own or not own else own[0]


def _happened(kind: LedgerKind) -> str:
    """Return the column that tells when what a row is about happened; none where a row is about a person."""
    if len(kind.row_key) == 1:
        return ""
    dated = [item.name for item in kind.fields if item.type == "date" and not item.derived]
    return next((name for name in kind.row_key if name in dated), "") or (dated[0] if dated else "")


def whom(kind: LedgerKind) -> tuple[pl.Expr, pl.Expr]:
    """Return the identity number (`person`) and the name (`name`) of whom each row is about, as far as it tells."""
    name = next((name for name in NAMES if kind.field(name)), "")
    return _cell(kind, _person(kind)).alias("person"), _cell(kind, name).alias("name")


def _cell(kind: LedgerKind, name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name) if name and kind.field(name) else pl.lit("")


def values_of(rows: pl.DataFrame, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return these columns of the rows, row by row."""
    return rows.select(names).rows()
