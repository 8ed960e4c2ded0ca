"""What the cells of worksheet XML mean, as text: shared strings, words, whole numbers; the rest is marked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

MARK = "\x01"  # stands in no XML; after it comes a cell without its beginning `<c r="A1"`, for calamine to read
ODD = r"&|_x|\r|^\s|\s$"  # in a text: an entity, an escape (§22.9.2.19), white space that may not count
_WHOLE = r"^(?:0|-?[1-9][0-9]{0,14})$"
_SHARED = ' t="s">'


@dataclass(frozen=True, slots=True)
class Terms:
    """What cells refer to: the workbook's shared strings, and the styles that make a number a date."""

    strings: pl.Series
    dated: Collection[str]


def texts_of(tag: pl.Series, text: pl.Series, terms: Terms) -> pl.Series:
    """Return the values of cells as text, marked where only calamine can say what is meant."""
    if not tag.has_nulls() and not text.has_nulls() and tag.str.ends_with(_SHARED).all():
        return terms.strings.gather(_places(text))
    return _mixed(tag, text, terms)


def _places(text: pl.Series) -> pl.Series:
    import polars as pl

    return text.cast(pl.UInt32)


def _mixed(tag: pl.Series, text: pl.Series, terms: Terms) -> pl.Series:
    import polars as pl

    cells = pl.DataFrame({"raw": text, "more": tag.str.splitn('"', 3).struct[2]})
    forms = {more: _form(more, terms.dated) for more in cells["more"].unique()}
    cells = cells.with_columns(pl.col("more").replace_strict(forms, return_dtype=pl.String).alias("form"))
    raw, form = pl.col("raw"), pl.col("form")
    if "shared" in forms.values():
        places = cells.select(pl.when(form == "shared").then(raw).cast(pl.UInt32)).to_series()
        strings = terms.strings.gather(places)
        cells = cells.with_columns(pl.when(form == "shared").then(strings).otherwise(raw).alias("raw"))
    cells = cells.with_columns(raw.fill_null(""))
    is_number, is_words = (form == "number") & ~raw.str.contains(_WHOLE), (form == "words") & raw.str.contains(ODD)
    tests = {"number": is_number, "words": is_words, "other": form == "other"}
    asked = [test for name, test in tests.items() if name in forms.values()]
    if asked:
        is_asked = (raw != "") & pl.any_horizontal(asked)
        cells = cells.with_columns(pl.when(is_asked).then(_marked()).otherwise(raw).alias("raw"))
    return cells["raw"]


def _form(more: str | None, dated: Collection[str]) -> str:
    """Return how the text of a cell with these attributes is meant; other: calamine has to say it."""
    if more is None or more.endswith("/>"):
        return "empty"
    said = dict(re.findall(r'(\w+)="([^"]*)"', more))
    form = said.get("t", "n")
    if form == "n":
        return "other" if said.get("s", "0") in dated else "number"
    return {"s": "shared", "str": "words", "inlineStr": "words"}.get(form, "other")


def _marked() -> pl.Expr:
    import polars as pl

    more = pl.col("more")
    return pl.format(
        MARK + "{}{}{}{}",
        more,
        pl.when(more.str.contains('t="inlineStr"', literal=True))
        .then(pl.when(more.str.contains("xml:space")).then(pl.lit('<is><t xml:space="preserve">')).otherwise(pl.lit("<is><t>")))
        .otherwise(pl.lit("<v>")),
        pl.col("raw"),
        pl.when(more.str.contains('t="inlineStr"', literal=True)).then(pl.lit("</t></is>")).otherwise(pl.lit("</v>")),
    )
