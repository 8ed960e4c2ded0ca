"""Rows of ledgers as people write them: 第7-30、33行."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.scores.figures import Rows

LONGEST_TEXT = 20  # characters of rows beside a figure; all of them stand in 取数明细
LONGEST_LINE = 300  # characters of rows in a line of 取数明细, which must fit on a page
Piece = tuple[str, str, int]  # a source, ranges of its rows, how many these are


def ranges_of(rows: Rows) -> Iterator[Piece]:
    """Yield the rows of each source as ranges, in pieces that a printed line can hold."""
    for ledger, indices in rows:
        places = ledger.row_numbers()
        by_source: dict[int, list[int]] = {}
        for index in indices:
            source, row = places[index]
            by_source.setdefault(source, []).append(row)
        for source, numbers in by_source.items():
            yield from ((_source_name(ledger, source), *piece) for piece in _pieces(_ranges(numbers)))


def _source_name(ledger: Ledger, number: int) -> str:
    source = ledger.sources[number]
    several = len(ledger.sources) > 1
    return f"{PurePath(source.file).stem}（{source.sheet}）" if several else ledger.kind.title


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return row numbers as ranges, first and last: 7, 8, 9, 33 as 7-9 and 33-33."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _pieces(found: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Yield texts such as 第7-30、33行, none longer than a line may be, and how many rows each holds."""
    texts: list[str] = []
    length = count = 0
    for first, last in found:
        text = str(first) if first == last else f"{first}-{last}"
        if texts and length + len(text) > LONGEST_LINE:
            yield f"第{'、'.join(texts)}行", count
            texts, length, count = [], 0, 0
        texts.append(text)
        length, count = length + len(text) + 1, count + last - first + 1
    if texts:
        yield f"第{'、'.join(texts)}行", count


def short_text(pieces: Sequence[Piece], known: str) -> str:
    """Return rows in a few words: all of them where they are few, else the first ones and how many there are.

    The source that is `known` already isn't named again.
    """
    counts: dict[str, int] = {}
    for source, _, number in pieces:
        counts[source] = counts.get(source, 0) + number
    first = {source: rows for source, rows, _ in reversed(pieces)}
    texts = []
    for source, rows in reversed(first.items()):
        name = "" if source == known else f"{source} "
        few = f"{rows.split('、')[0].removesuffix('行')}行等 {counts[source]} 行"
        texts.append(name + (rows if len(rows) <= LONGEST_TEXT else few))
    return "；".join(texts)
