"""The rows of a large worksheet's XML as columns of text, some megabytes at a time."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from hqe_docs.data.files.extent import EMPTIEST, MOST_CELLS
from hqe_docs.data.files.sheetcells import Unusual, cells_of
from hqe_docs.data.files.sheettexts import Terms, texts_of

if TYPE_CHECKING:
    import polars as pl

_CHUNK = 16 << 20
_HEAD = 1 << 18  # title rows differ from the others: read apart from them
_LONGEST = 64 << 20
_WAITING = 2  # chunks read ahead, while the one before them is cut into cells
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s[^>]*?\?>)?\s*(<worksheet\s[^>]*>)")
_FOREIGN = re.compile(rb"""^[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)

Part = tuple["pl.Series", "pl.DataFrame"]  # the numbers of some rows, and their texts column by column


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet from row 1, column A, and the sheet's XML around them."""

    frame: pl.DataFrame
    before: bytes
    after: bytes


def read_sheet(stream: IO[bytes], terms: Terms) -> Sheet:
    """Return the rows in a worksheet's XML; raises Unusual."""
    head = stream.read(_HEAD)
    start = _START.match(head)
    data = re.search(rb"<sheetData\s*>\s*", head)
    if not start or not data or _FOREIGN.search(head):
        raise Unusual("no plain worksheet in UTF-8")
    parts, after = _parts(_chunks(stream, head[data.end() :]), terms)
    if not parts or not after.lstrip().startswith(b"</sheetData>"):
        raise Unusual("no rows, or something else among them")
    return Sheet(_joined(parts), start[1] + b"<sheetData>", after)


def _chunks(stream: IO[bytes], data: bytes) -> Iterator[bytes]:
    """Yield whole rows, some megabytes at a time, and at last what follows the last row."""
    rest = b""
    while data:
        rest += data
        cut = rest.rfind(b"</row>") + len(b"</row>")
        if cut >= len(b"</row>"):
            yield rest[:cut].lstrip()
            rest = rest[cut:]
        elif len(rest) > _LONGEST:
            raise Unusual("no row ends")
        data = stream.read(_CHUNK)
    yield rest


def _parts(chunks: Iterator[bytes], terms: Terms) -> tuple[list[Part], bytes]:
    """Return what the chunks of rows hold, and what follows the rows; unpacking goes on in the meantime."""
    parts: list[Part] = []
    waiting: deque[Future[Part]] = deque()
    with ThreadPoolExecutor(1) as worker:
        for chunk in chunks:
            if not chunk.endswith(b"</row>"):
                return parts + [each.result() for each in waiting], chunk
            waiting.append(worker.submit(_part, chunk, terms))
            if len(waiting) > _WAITING:
                parts.append(waiting.popleft().result())
    raise Unusual("no end of rows")


def _part(chunk: bytes, terms: Terms) -> Part:
    import polars as pl

    cells = cells_of(chunk)
    texts = (texts_of(tag, text, terms).alias(f"{i:05}") for i, (tag, text) in enumerate(cells.columns))
    return cells.numbers, pl.DataFrame(list(texts))


def _joined(parts: Sequence[Part]) -> pl.DataFrame:
    """Return all rows from row 1 to the last that holds anything, empty ones put in where numbers are left out."""
    import polars as pl

    numbers = pl.concat([number for number, _ in parts])
    frame = pl.concat([frame for _, frame in parts], how="diagonal")
    frame = frame.select(sorted(frame.columns)).fill_null("")
    last = int(numbers[-1])
    if not (numbers.diff().drop_nulls() > 0).all():
        raise Unusual("rows out of order")
    if last > EMPTIEST * numbers.len() or last * frame.width > MOST_CELLS:
        raise Unusual("stretched by a stray cell")
    if last > numbers.len():
        every = pl.DataFrame({"_": pl.int_range(1, last + 1, eager=True)})
        frame = every.join(frame.with_columns(numbers.alias("_")), on="_", how="left", maintain_order="left")
        frame = frame.drop("_").fill_null("")
    used = frame.select(pl.any_horizontal(pl.all() != "")).to_series().arg_true()
    return frame.head(int(used[-1]) + 1 if used.len() else 0)
