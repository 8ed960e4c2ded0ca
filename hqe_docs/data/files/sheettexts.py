"""What the cells of worksheet XML mean, as text: shared strings, words, whole numbers; the rest is marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

MARK = (
    "\x01"  # stands in no XML; after it comes a cell without its beginning `<c r="A1"`, for calamine to read
)
ODD = r"&|_x|\r|^\s|\s$"  # in a text: an entity, an escape (§22.9.2.19), white space that may not count
_WHOLE = r"^(?:0|-?[1-9][0-9]{0,14})$"
PRESERVE = ' xml:space="preserve">'
_SHARED = ' t="s">'


@dataclass(frozen=True, slots=True)
class Terms:
    """What cells refer to: the workbook's shared strings, and the styles that make a number a date."""

    strings: pl.Series
    dated: Collection[str]


def texts_of(tag: pl.Series, text: pl.Series, terms: Terms) -> pl.Series:
    """Return the values of cells as text, marked where only calamine can say what is meant."""
    import polars as pl

    if not tag.has_nulls() and not text.has_nulls() and tag.str.ends_with(_SHARED).all():
        return terms.strings.gather(text.cast(pl.UInt32))
    raw, is_shared = pl.col("raw"), pl.col("tag").str.ends_with(_SHARED).fill_null(False)
    is_open = raw.is_not_null() & ~is_shared
    cells = pl.DataFrame({"raw": text, "tag": tag}).select(
        raw,
        pl.when(is_shared).then(raw).cast(pl.UInt32).alias("string"),
        pl.when(is_open).then("tag").str.splitn('"', 3).struct[2].alias("more"),
    )
    cells = cells.with_columns(terms.strings.gather(cells["string"]).alias("string"))
    is_asked = _is_asked(cells["more"].drop_nulls().unique(), terms.dated)
    value = pl.when(is_asked).then(_cell()).otherwise(pl.coalesce("string", raw, pl.lit("")))
    return cells.select(value).to_series()


def _is_asked(attributes: Iterable[str], dated: Collection[str]) -> pl.Expr:
    """Return what tells the cells that are no plain numbers and no plain words."""
    import polars as pl

    form_of = {each: _form(each, dated) for each in attributes}
    raw = pl.col("raw")
    tests = {"number": ~raw.str.contains(_WHOLE), "words": raw.str.contains(ODD), "other": pl.lit(True)}
    asked = [
        pl.col("more").is_in([each for each, form in form_of.items() if form == name]) & test
        for name, test in tests.items()
        if name in form_of.values()
    ]
    return pl.any_horizontal(asked) if asked else pl.lit(False)


def _form(attributes: str, dated: Collection[str]) -> str:
    """Return how the text of a cell with these attributes is meant: as number, as words, or otherwise."""
    said = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
    if said.get("t", "n") == "n":
        return "other" if said.get("s", "0") in dated else "number"
    # calamine leaves errors out
    return "words" if said["t"] in ("str", "inlineStr", "e") else "other"


def _cell() -> pl.Expr:
    """Return the marked XML of a cell, from its attributes on."""
    import polars as pl

    more = pl.col("more")
    is_inline = more.str.contains('t="inlineStr"', literal=True)
    space = (
        pl.when(more.str.contains("xml:space", literal=True)).then(pl.lit(PRESERVE)).otherwise(pl.lit(">"))
    )
    inside = pl.when(is_inline).then(pl.format("<is><t{}{}</t></is>", space, "raw"))
    return pl.format(MARK + "{}{}", more, inside.otherwise(pl.format("<v>{}</v>", "raw")))
