"""The sheet 问题汇总 of a marked workbook: every error and warning, with a link to its cell."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from lxml import etree

from hqe_docs.paper.excel.heights import TextRoom
from hqe_docs.paper.excel.refs import quoted
from hqe_docs.paper.excel.workbook import WORKBOOK
from hqe_docs.paper.marks.fills import Styles
from hqe_docs.paper.marks.sheetrows import with_text
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import add_part, free_name, relate, relations_space
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import SEVERITIES, SUMMARY, SUMMARY_TITLE, Problem, column_letters, counts

TITLES = ("序号", "程度", "代码", "工作表", "单元格", "问题", "建议")
WIDTHS = (6, 8, 8, 18, 10, 64, 56)
MOST_LINKS = 65_000  # Excel refuses a sheet with more
MOST_ROWS = 1_000_000
_FIRST = 6  # the row of the first problem
_LEGEND = (
    "本表由 hqe check 标注。红底的格是错误，黄底的格是警告，鼠标停在格上看说明；"
    "有问题的行，问题写在最右边的“问题”列。原有内容没有改动。改正后再标注一次，旧的标记会先清除。"
)
_SIZE = 11  # points of the usual font
_PLACE = 4  # the index of the column 单元格
HEAD_FILL = "FFE7EEF5"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def add_summary(parts: Parts, found: Sequence[Problem], styles: Styles, note: str = "") -> None:
    """Add the sheet, as the last one of the workbook; `note` is one more line above its table."""
    root = etree.fromstring(parts[WORKBOOK])
    space = etree.QName(root).namespace or ""
    part = free_name(parts, "xl/worksheets/sheet{}.xml")
    add_part(parts, part, "".join(_sheet(found, _Looks.of(styles), space, note)).encode(), _TYPE)
    key = relate(parts, WORKBOOK, "worksheet", part)
    sheets = root.find("{*}sheets")
    if sheets is None:
        raise ValueError("no sheets")
    taken = {item.get("name", "").casefold() for item in sheets}
    numbers = {int(item.get("sheetId", "0")) for item in sheets}
    entry = etree.SubElement(sheets, f"{{{space}}}sheet")
    entry.set("name", next(name for name in _names() if name not in taken))
    entry.set("sheetId", str(max(numbers, default=0) + 1))
    entry.set(f"{{{relations_space(parts)}}}id", key)
    parts[WORKBOOK] = xml_bytes(root)


def _names() -> Iterator[str]:
    yield SUMMARY
    yield from (f"{SUMMARY}({number})" for number in count(2))


# ---------------------------------------------------------------- its XML
@dataclass(frozen=True, slots=True)
class _Looks:
    """The styles of the sheet's cells."""

    title: int
    head: int
    line: int
    cell: int
    link: int

    @classmethod
    def of(cls, styles: Styles) -> _Looks:
        return cls(
            title=styles.written_in({"b": "1", "sz": "16"}),
            head=styles.written_in({"b": "1"}, HEAD_FILL),
            line=styles.written_in({}),
            cell=styles.written_in({}, wrapped=True),
            link=styles.written_in({"u": "single", "color": "FF0563C1"}),
        )


def _sheet(found: Sequence[Problem], looks: _Looks, space: str, note: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}">'
    yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
    yield f'<pane ySplit="{_FIRST - 1}" topLeftCell="A{_FIRST}" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews><cols>"
    for number, width in enumerate(WIDTHS, start=1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    lines = (SUMMARY_TITLE, _counts(found), _LEGEND, note)
    for row, text in enumerate(lines, start=1):
        yield _row(row, [text], [looks.line if row > 1 else looks.title], 24 if row == 1 else 0)
    yield _row(_FIRST - 1, TITLES, [looks.head] * len(TITLES))
    for number, item in enumerate(found[:MOST_ROWS], start=1):
        styles = [looks.link if i == _PLACE and _target(item) else looks.cell for i in range(len(TITLES))]
        yield _row(_FIRST - 1 + number, _texts(number, item), styles, _height(item))
    yield "</sheetData>"
    yield from _links(found)
    yield '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    yield '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'


def _counts(found: Sequence[Problem]) -> str:
    total = counts(found)
    return f"共 {total['error']} 个错误、{total['warning']} 个警告" if found else "没有发现问题"


def _texts(number: int, item: Problem) -> list[str]:
    where = item.where
    place = where.cell or (f"第{where.row}行" if where.row else "")
    return [
        str(number),
        SEVERITIES[item.severity],
        item.code,
        where.sheet or "",
        place,
        item.message,
        item.hint,
    ]


def _target(item: Problem) -> str:
    """Return where the link of a problem leads, nothing when it stands at no row."""
    where = item.where
    return f"{quoted(where.sheet)}!{where.cell or f'A{where.row}'}" if where.sheet and where.row else ""


def _height(item: Problem) -> float:
    """Return the points that the wrapped texts need; LibreOffice doesn't fit rows by itself."""
    rooms = zip((item.message, item.hint), WIDTHS[-2:], strict=True)
    return max(TextRoom(width * 0.95, _SIZE).height(text) for text, width in rooms)


def _row(number: int, texts: Sequence[str], styles: Sequence[int], height: float = 0) -> str:
    cells = (
        with_text(f'<c r="{column_letters(i)}{number}" s="{style}"/>'.encode(), text).decode()
        for i, (text, style) in enumerate(zip(texts, styles, strict=True), start=1)
        if text
    )
    tall = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def _links(found: Sequence[Problem]) -> Iterator[str]:
    targets = [(row, target) for row, item in enumerate(found, start=_FIRST) if (target := _target(item))]
    if targets:
        yield "<hyperlinks>"
        for row, target in targets[:MOST_LINKS]:
            yield f'<hyperlink ref="E{row}" location="{html.escape(target)}"/>'
        yield "</hyperlinks>"
