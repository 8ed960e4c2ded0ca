"""A column brought into its standard form: what stands in each cell, and each change with its rule in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.data.cells import read_cell
from hqe_docs.data.fields import ILLEGAL
from hqe_docs.data.files.grid import is_error
from hqe_docs.data.kinds import Field
from hqe_docs.data.tables import Table
from hqe_docs.problems import Location, Problems
from hqe_docs.values import squeeze

MOST_IN_A_CELL = 32_767
_TIME = re.compile(r"\d{1,2}:\d{2}")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A cell (or, filled in, a column) that was changed: where it stood, what it was and is, by which rule."""

    where: Location
    column: str
    old: str
    new: str
    rule: str


def filled_in(where: Location, column: str, count: int, rule: str) -> Rewritten:
    """Return the change of `count` cells of a column that were empty."""
    return Rewritten(where, column, "", f"（填入 {count} 格）", rule)


def rewrite_column(
    table: Table, column: Field, values: Sequence[str], changes: list[Rewritten], found: Problems
) -> list[str]:
    """Return the column's cells as the standard ledger holds them; `values` are what was read from them."""
    at, rows = table.header.columns.get(column.name), table.rows.data
    if at is None:
        return list(values)
    texts = [table.grid.text(row, at) for row in rows]
    pairs = list(zip(texts, values, strict=True))
    known = {pair: _written(*pair, column) for pair in set(pairs)}
    cells = [known[pair] for pair in pairs]
    for row, text, cell in zip(rows, texts, cells, strict=True):
        if text != cell and text.strip():
            changes.append(
                Rewritten(table.grid.at(row, at), column.name, text, cell, _rule(text, cell, column))
            )
            if len(text) > MOST_IN_A_CELL:
                found.add("L528", table.grid.at(row, at), name=column.name, count=len(text))
    reached = sum(bool(cell) for text, cell in zip(texts, cells, strict=True) if not text.strip())
    if reached:
        changes.append(filled_in(table.sheet, column.name, reached, "合并单元格向下填充"))
    return cells


def _written(text: str, value: str, column: Field) -> str:
    """Return `value` as a workbook can hold it; `text` itself where reading `value` would not give it again."""
    if ILLEGAL.search(text):  # control characters part and hide what stands beside them
        value = read_cell(legal(text), column)[0]
    value = legal(value)
    stays = value == text or not text.strip() or read_cell(value, column)[0] == value
    return (value if stays else legal(text))[:MOST_IN_A_CELL]


def legal(text: str) -> str:
    """Return `text` without control characters, line breaks as one."""
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


# ---------------------------------------------------------------- rules in words
def _rule(text: str, cell: str, column: Field) -> str:
    if is_error(text.strip()):
        return "公式错误值不抄"
    if not cell:
        return "空值记号"
    return "去空白" if text.strip() == cell else "、".join(dict.fromkeys(_words(text, cell, column)))


def _words(text: str, cell: str, column: Field) -> Iterator[str]:
    is_free = column.type == "string" and not column.format and not column.codes
    if not is_free and column.format != "姓名" and unicodedata.normalize("NFKC", text) != text:
        yield "全角转半角"
    if column.format != "姓名" and squeeze(text) == cell:
        if re.search(r"\s", text.strip()):
            yield "去空白"
    else:
        yield _form(text, column)


def _form(text: str, column: Field) -> str:
    if column.format in _BY_FORMAT:
        return _BY_FORMAT[column.format]
    if column.type == "date" and _SERIAL.fullmatch(text.strip()):
        return "日期序号换成日期"
    if column.type == "date":
        return "去掉时刻" if _TIME.search(text) else "日期写法统一"
    if column.type in _BY_TYPE:
        return _BY_TYPE[column.type]
    return "代码同义词" if column.codes else "去掉不可见字符"


_BY_FORMAT = {
    "公民身份号码": "号码写法统一",
    "电话": "电话写法统一",
    "姓名": "姓名写法统一",
    "金额": "金额写法统一",
    "银行账号": "账号写法统一",
    "统一社会信用代码": "信用代码写法统一",
}
_BY_TYPE = {
    "boolean": "是否写法统一",
    "integer": "数字写法统一",
    "number": "数字写法统一",
    "list": "多项写法统一",
}
