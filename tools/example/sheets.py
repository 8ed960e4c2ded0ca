"""A ledger of the example as it stands in its workbook, and what its rows take over from the master ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.example.villages import REFERENCE_DAY, Village
from tools.example.workbook import A4, Cell, Sheet

Row = dict[str, Cell]
YES, NO = "是", "否"
LAST_NARROW = 0x2E7F
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AREA = "360999"


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger of one village: its kind, columns with widths, rows without their running numbers."""

    kind: str
    widths: Mapping[str, float]
    rows: Sequence[Row]
    left: frozenset[str] = frozenset(("备注",))
    unit: str = ""


def service_sheet(village: Village, book: Book) -> Sheet:
    """Return the sheet of a ledger that is printed on A4."""
    day = f"{REFERENCE_DAY.year}年{REFERENCE_DAY.month}月{REFERENCE_DAY.day}日"
    line = [f"填报单位：洪江镇{village.name}村民委员会", f"填报日期：{day}"]
    return Sheet(
        name=book.kind.removesuffix("台账"),
        title=f"洪江镇{village.name}{book.kind}",
        line=[*line, f"单位：{book.unit}"] if book.unit else line,
        widths={column: max(width, _longest(book, column)) for column, width in book.widths.items()},
        rows=[{"序号": place, **row} for place, row in enumerate(book.rows, start=1)],
        left=book.left,
        paper=A4,
    )


def _longest(book: Book, column: str) -> float:
    """Return how wide the longest text of `column` is, in digits: a Chinese character takes two."""
    texts = (str(row.get(column, "")) for row in book.rows)
    return max((1 + sum(2 if ord(char) > LAST_NARROW else 1 for char in text) for text in texts), default=0)


def person(row: Row, *columns: str) -> Row:
    """Return `columns` of someone as the master ledger has them."""
    return {column: row[column] for column in columns if row.get(column, "") != ""}


def credit_code(kind: str, place: int) -> str:
    """Return a unified social credit code (GB 32100): 91 firm, 92 sole trader, 93 cooperative; area 360999."""
    first17 = f"{kind}{AREA}MA38{place:05d}"
    total = sum(CODE_CHARACTERS.index(char) * pow(3, at, 31) for at, char in enumerate(first17))
    return first17 + CODE_CHARACTERS[-total % 31]
