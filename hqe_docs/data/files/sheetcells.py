"""Rows of worksheet XML cut into cells by polars' reader of CSV: tags and texts, column by column.

Between `<` and `<` stand a tag and its text; read as CSV of which `<` separates the fields, XML as spreadsheets
write it falls apart five times as fast as an XML parser reads it (ECMA-376 part 1, §18.3.1.4 and §18.3.1.73).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hqe_docs.data.files.extent import EMPTIEST, FEW_CELLS
from hqe_docs.data.files.sheettexts import PRESERVE
from hqe_docs.problems import column_letters

if TYPE_CHECKING:
    import polars as pl

_LETTERS = r'^c r="([A-Z]{1,3})[0-9]+"'
_NUMBER = r'^row .*?\br="([0-9]+)"'
_WIDEST = 1_000
_ENOUGH = 1 << 16  # bytes that show how a program writes texts

Column = tuple["pl.Series", "pl.Series"]


class Unusual(ValueError):
    """A sheet that is written in a way left to calamine."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The numbers of rows, and their cells from column A on: tags without `<` and `>`, and texts as in the XML."""

    numbers: pl.Series
    columns: Sequence[Column]


def cells_of(chunk: bytes) -> Cells:
    """Return the cells of whole rows of XML; raises Unusual."""
    if b"<is>" in chunk[:_ENOUGH]:
        chunk = _with_values(chunk)
    cells = _even(chunk) or _uneven(_with_values(chunk))
    if cells.numbers.has_nulls():
        raise Unusual("rows without number")
    return cells


def _with_values(chunk: bytes) -> bytes:
    """Return rows in which cells with texts of their own are written like cells with values."""
    if b"<is>" not in chunk:
        return chunk
    preserve = PRESERVE.encode()  # said of the cell instead, so that it is not lost
    chunk = chunk.replace(b"><is><t" + preserve, preserve + b"<v>")
    return chunk.replace(b"<is><t>", b"<v>").replace(b"</t></is>", b"</v>")


# ---------------------------------------------------------------- every row has the same cells, none a formula
def _even(chunk: bytes) -> Cells | None:
    """Return the cells where every row has them all, each with a value or empty; else None."""
    import polars as pl
    from polars.exceptions import PolarsError

    width = chunk[: chunk.find(b"</row>")].count(b"<c ")
    if not 0 < width < _WIDEST or b"\n" in chunk:
        return None
    # fields of a cell: c r="A2" t="s">  v>5  /v>  /c>   and as many of an empty one: c r="A2"/>
    text = chunk[1:-6].replace(b"</row><", b"\n").replace(b"/>", b"/><<<")
    first, line_end, more = text.partition(b"\n")
    text = (
        first + b"<" + line_end + more
    )  # one field too many: in the other rows it shows that they have more
    fields = [f"{name}{i}" for i in range(width) for name in ("tag", "text", "end", "after")]
    names = ["row", *fields, "too many"]
    wanted = [i for i, name in enumerate(names) if name.startswith(("row", "t"))]
    try:
        frame = pl.read_csv(
            text,
            separator="<",
            eol_char="\n",
            quote_char=None,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            columns=wanted,
        )
    except PolarsError:
        return None
    if not frame.select(pl.all_horizontal(_as_expected(width))).item():
        return None
    frame = frame.with_columns(pl.col("^text.*$").str.strip_prefix("v>"))
    columns = [(frame[f"tag{i}"], frame[f"text{i}"]) for i in range(width)]
    return Cells(frame["row"].str.extract(_NUMBER).cast(pl.Int64), columns)


def _as_expected(width: int) -> list[pl.Expr]:
    """Return what tells that the n-th cell of every row stands in column n: cells stand in order, so the last will do."""
    import polars as pl

    tests = [pl.col("too many").is_null().all()]
    for i in range(width):
        tag, text, begin = pl.col(f"tag{i}"), pl.col(f"text{i}"), f'c r="{column_letters(i + 1)}'
        is_here = tag.str.contains(f"^{begin}[0-9]") if i == width - 1 else tag.str.starts_with(begin)
        tests += [is_here.fill_null(False).all(), (text.str.starts_with("v>") | text.is_null()).all()]
    return tests


# ---------------------------------------------------------------- any rows
def _uneven(chunk: bytes) -> Cells:
    """Return the cells of rows that leave some out, or hold formulas; missing ones are null."""
    import polars as pl

    lines = _lines(chunk)
    tag = pl.col("tag")
    rows = lines.filter(tag.str.starts_with("row "))
    cells = (
        lines.with_columns(tag.str.starts_with("row ").cum_sum().alias("row") - 1)
        .filter(~tag.str.starts_with("row "))
        .with_columns(tag.str.extract(_LETTERS).alias("letters"))
    )
    numbers = {word: _column_number(word) for word in cells["letters"].unique()}
    width, height = max(numbers.values(), default=0), rows.height
    if width * height > EMPTIEST * cells.height + FEW_CELLS:
        raise Unusual("mostly empty")
    at = cells["row"] * width + cells["letters"].replace_strict(numbers, return_dtype=pl.Int64) - 1
    places = pl.repeat(None, width * height, dtype=pl.UInt32, eager=True)
    places = places.scatter(at, pl.int_range(cells.height, dtype=pl.UInt32, eager=True))
    each = (places.gather_every(width, column) for column in range(width))
    columns = [(cells["tag"].gather(place), cells["text"].gather(place)) for place in each]
    return Cells(rows["tag"].str.extract(_NUMBER).cast(pl.Int64), columns)


def _lines(chunk: bytes) -> pl.DataFrame:
    """Return a line a row and a line a cell: its tag, and its text as it stands in the XML."""
    import polars as pl

    text = chunk.replace(b"</v></c>", b"").replace(b"><v>", b">").replace(b"</row>", b"")
    lines = pl.read_csv(
        text[1:],
        separator=">",
        eol_char="<",
        quote_char=None,
        has_header=False,
        schema={"tag": pl.String, "text": pl.String},
    )
    tag = pl.col("tag")
    if b"</c>" in text:
        lines = lines.filter(~tag.is_in(["/c", "v/"]))
    if b"<f" in text:
        lines = _with_results(lines)
    is_known = tag.str.starts_with('c r="') | tag.str.starts_with("row ")
    if not lines.select(is_known.all()).item() or not lines["tag"][0].startswith("row "):
        raise Unusual("more than rows and cells")
    return lines.with_columns(tag + ">")


def _with_results(lines: pl.DataFrame) -> pl.DataFrame:
    """Return `lines` without formulas; the result that follows a formula becomes the text of its cell."""
    import polars as pl

    tag, text = pl.col("tag"), pl.col("text")
    is_formula = tag.str.contains("^f(?:[ /]|$)")
    result = pl.when(tag.str.ends_with("/").shift(-1)).then(text.shift(-1)).otherwise(text.shift(-2))
    results = pl.when(is_formula.shift(-1).fill_null(False)).then(result).otherwise(text)
    return lines.with_columns(results.alias("text")).filter(~is_formula & (tag != "/f"))


def _column_number(letters: str | None) -> int:
    if letters is None:
        raise Unusual("cells without place")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
