"""A worksheet cut at its rows: a few cells are changed in place, all other bytes of the rows stay as they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.language.shown import ILLEGAL
from hqe_docs.paper.xmlbytes import xml_bytes, xml_root
from hqe_docs.problems import column_letters

Edit = Callable[
    [bytes, bool], bytes
]  # a cell's element, and whether it is new → as it shall be, b"" to remove it
_SLOT = "hqe-rows"
_WIDEST_BLANK = 50  # columns that a merged title may reach beyond the table; more is a whole row merged
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\s*(/?)>")
_UNUSUAL = re.compile(rb"<!\[CDATA\[|<!--|<\?(?!xml )|<!DOCTYPE")
_STYLE = re.compile(rb'\ss="(\d+)"')
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TAGS = re.compile(r"<[^>]*>")
_PHONETIC = re.compile(r"<((?:[\w.-]+:)?rPh)\b.*?</\1>", re.DOTALL)
# elements of CT_Worksheet in the order of the schema (ECMA-376 §18.3.1.99)
_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
    *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations"),
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing"),
)


@dataclass(frozen=True, slots=True)
class _Forms:
    """How rows and cells are written in a sheet of this prefix."""

    prefix: bytes
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    unplaced: re.Pattern[bytes]

    @property
    def row_end(self) -> bytes:
        return b"</" + self.prefix + b"row>"


@lru_cache
def _forms(prefix: bytes) -> _Forms:
    p = re.escape(prefix)
    return _Forms(
        prefix,
        re.compile(rb'<%srow(?=\s)[^>]*?\sr="(\d+)"[^>]*>' % p),
        re.compile(rb'<%sc(?=\s)[^>]*?\sr="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</%sc>)' % (p, p), re.DOTALL),
        re.compile(rb'<%s(?:row|c)(?=[\s/>])(?![^>]*?\sr="[A-Z0-9])' % p),
    )


@dataclass(slots=True)
class SheetRows:
    """The worksheet without its rows (`root`), and its rows as bytes."""

    root: etree._Element
    rows: bytes
    prefix: bytes

    def xml(self) -> bytes:
        """Return the whole worksheet."""
        data = _child(self.root, "sheetData")
        data.text = _SLOT
        xml = xml_bytes(self.root)
        return xml.replace(_SLOT.encode(), self.rows, 1)

    # ------------------------------------------------------------ rows
    def each(self) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of each row."""
        for number, start, end in self._spans():
            yield number, self.rows[start:end]

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        forms, rows = _forms(self.prefix), self.rows
        for match in forms.row.finditer(rows):
            end = match.end()
            if not rows.endswith(b"/>", match.start(), end):
                end = rows.index(forms.row_end, end) + len(forms.row_end)
            yield int(match[1]), match.start(), end

    def cells(self, row: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield column number and bytes of each cell of a row."""
        for match in _forms(self.prefix).cell.finditer(row):
            yield column_number(match[1].decode()), match[0]

    def edit(self, edits: Mapping[int, Mapping[int, Edit]]) -> None:
        """Change cells: row → column → what becomes of the cell, which is made when it isn't there."""
        waiting, pieces, at = sorted(edits, reverse=True), [], 0
        for number, start, end in self._spans():
            while waiting and waiting[-1] <= number:
                row, wanted = self.rows[start:end], waiting.pop()
                pieces.append(self.rows[at:start])
                at = start
                if wanted == number:
                    pieces.append(self._edited(row, number, edits[number]))
                    at = end
                else:
                    pieces.append(self._new_row(wanted, edits[wanted]))
            if not waiting:
                break
        pieces.append(self.rows[at:])
        pieces.extend(self._new_row(number, edits[number]) for number in reversed(waiting))
        self.rows = b"".join(pieces)

    def _new_row(self, number: int, edits: Mapping[int, Edit]) -> bytes:
        return self._edited(b'<%srow r="%d"/>' % (self.prefix, number), number, edits)

    def _edited(self, row: bytes, number: int, edits: Mapping[int, Edit]) -> bytes:
        tag, _, inside = row.partition(b">")
        cells = dict(self.cells(row))
        last = next(iter(cells[column] for column in reversed(cells)), b"")
        after = inside[inside.rindex(last) + len(last) :] if last else inside
        default = _STYLE.search(tag) if b"customFormat=" in tag else None
        for column, change in edits.items():
            style = int(default[1]) if default else self.column_style(column)
            blank = b'<%sc r="%s%d" s="%d"/>' % (self.prefix, column_letters(column).encode(), number, style)
            cells[column] = change(cells.get(column, blank), column not in cells)
        tag = re.sub(rb'\sspans="[^"]*"', b"", tag.removesuffix(b"/"))  # a hint of the columns used; optional
        content = b"".join(cells[column] for column in sorted(cells))
        return tag + b">" + content + (after or _forms(self.prefix).row_end)

    # ------------------------------------------------------------ columns
    def column_style(self, column: int) -> int:
        """Return the style of the cells of a column that stand nowhere."""
        for item in self.root.iterfind("{*}cols/{*}col"):
            if int(item.get("min", "0")) <= column <= int(item.get("max", "0")):
                return int(item.get("style", "0"))
        return 0

    def last_column(self) -> int:
        """Return the last column in which something stands or reaches by a merged cell; 0 in an empty sheet."""
        cell = b"<" + self.prefix + b"c "
        marks = tuple(b"</" + self.prefix + name for name in (b"v>", b"is>", b"f>"))
        last = 0
        for _, row in self.each():
            value = max(row.rfind(mark) for mark in marks)
            match = _forms(self.prefix).cell.match(row, row.rfind(cell, 0, value)) if value >= 0 else None
            last = max(last, column_number(match[1].decode()) if match else 0)
        merges = (merge.get("ref", "A1") for merge in self.root.iterfind("{*}mergeCells/{*}mergeCell"))
        reached = (column_number(split_cell(ref.rpartition(":")[2])[0]) for ref in merges)
        return max([last, *(column for column in reached if column <= last + _WIDEST_BLANK)])

    def widen(self, column: int, width: float) -> None:
        """Set the width of one column; a range of columns that holds it is cut around it."""
        group = self.place("cols")
        for item in list(group):
            first, last = int(item.get("min", "0")), int(item.get("max", "0"))
            if first <= column <= last:
                for low, high in ((first, column - 1), (column + 1, last)):
                    if low <= high:
                        item.addprevious(_spread(item, low, high))
                group.remove(item)
        own = etree.Element(f"{{{etree.QName(group).namespace}}}col")
        own.attrib.update({"min": str(column), "max": str(column), "width": f"{width:g}", "customWidth": "1"})
        before = [item for item in group if int(item.get("min", "0")) < column]
        group.insert(len(before), own)

    def narrow(self, column: int) -> None:
        """Take the width of one column away again; the columns right of it reach over it."""
        group = self.root.find("{*}cols")
        for item in list(group) if group is not None else ():
            if int(item.get("min", "0")) == int(item.get("max", "0")) == column:
                item.getparent().remove(item)  # type: ignore[union-attr]
            elif int(item.get("min", "0")) == column + 1:
                item.set("min", str(column))
        if group is not None and not len(group):
            self.root.remove(group)

    # ------------------------------------------------------------ the rest
    def place(self, name: str) -> etree._Element:
        """Return the child `name` of the worksheet, made where the schema wants it when there is none."""
        found = self.root.find("{*}" + name)
        if found is not None:
            return found
        made = etree.Element(f"{{{etree.QName(self.root).namespace}}}{name}")
        earlier = set(_ORDER[: _ORDER.index(name)])
        before = [i for i, child in enumerate(self.root) if etree.QName(child).localname in earlier]
        self.root.insert(before[-1] + 1 if before else 0, made)
        return made

    def reach(self, cells: Sequence[tuple[int, int]]) -> None:
        """Let the used range, which some readers trust, hold these cells, given as (row, column)."""
        element = self.root.find("{*}dimension")
        if element is None or not cells:
            return
        first, _, last = element.get("ref", "A1").partition(":")
        (left, top), (right, bottom) = split_cell(first), split_cell(last or first)
        rows = [top, bottom, *(row for row, _ in cells)]
        columns = [column_number(left), column_number(right), *(column for _, column in cells)]
        low, high = column_letters(min(columns)), column_letters(max(columns))
        element.set("ref", f"{low}{min(rows)}:{high}{max(rows)}")

    def leave_column(self, column: int) -> None:
        """Let the used range end left of `column`, if it ended there."""
        element = self.root.find("{*}dimension")
        first, _, last = (element.get("ref", "") if element is not None else "").partition(":")
        if element is not None and last and column > 1 and column_number(split_cell(last)[0]) == column:
            element.set("ref", f"{first}:{column_letters(column - 1)}{split_cell(last)[1]}")


# ---------------------------------------------------------------- reading
def read_rows(xml: bytes) -> SheetRows:
    """Return the worksheet in `xml`; ValueError or XMLSyntaxError when it is none."""
    cut = None if _UNUSUAL.search(xml) or not _is_utf8(xml) else _cut(xml)
    if cut is None or _forms(cut.prefix).unplaced.search(cut.rows):
        cut = _cut(_usual(xml))
    return cut


def _is_utf8(xml: bytes) -> bool:
    declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([\w-]+)""", xml)
    return xml.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") and (
        declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")
    )


def _cut(xml: bytes) -> SheetRows:
    match = _DATA.search(xml)
    if match is None:
        raise ValueError("no sheetData")
    prefix = match[1]
    start = end = match.end()
    if not match[2]:
        end = xml.rindex(b"</" + prefix + b"sheetData")
    return SheetRows(etree.fromstring(xml[:start] + xml[end:]), xml[start:end], prefix)


def _usual(xml: bytes) -> bytes:
    """Return the worksheet in UTF-8 without CDATA and comments, every row and cell saying where it stands."""
    root = xml_root(xml, huge=True)
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = 0
        for cell in row.iterfind("{*}c"):
            column = column_number(split_cell(cell.get("r", ""))[0]) if cell.get("r") else column + 1
            cell.set("r", f"{column_letters(column)}{number}")
    return xml_bytes(root)


def _child(root: etree._Element, name: str) -> etree._Element:
    found = root.find("{*}" + name)
    if found is None:
        raise ValueError(name)
    return found


def _spread(item: etree._Element, low: int, high: int) -> etree._Element:
    copied = etree.Element(item.tag)
    copied.attrib.update(item.attrib)
    copied.attrib.update({"min": str(low), "max": str(high)})
    return copied


# ---------------------------------------------------------------- one cell
def style_of(cell: bytes) -> int:
    """Return the index of a cell's style."""
    match = _STYLE.search(_tag(cell))
    return int(match[1]) if match else 0


def with_style(cell: bytes, style: int) -> bytes:
    """Return the cell with another style."""
    tag, rest = _tag(cell), cell[len(_tag(cell)) :]
    if _STYLE.search(tag):
        return _STYLE.sub(b' s="%d"' % style, tag) + rest
    end = b"/>" if tag.endswith(b"/>") else b">"
    return tag.removesuffix(end) + b' s="%d"' % style + end + rest


def emptied(cell: bytes) -> bytes:
    """Return the cell with its style but nothing in it."""
    tag = re.sub(rb'\st="[^"]*"', b"", _tag(cell))
    return tag if tag.endswith(b"/>") else tag[:-1] + b"/>"


def with_text(cell: bytes, text: str) -> bytes:
    """Return the cell with an inline text in it; a shared string would change another part."""
    tag = emptied(cell)[:-2]
    name = tag.split(None, 1)[0].lstrip(b"<")
    p = name[: -len(b"c")]
    # _x0041_ in a cell would be read as A (ECMA-376 §22.9.2.19)
    content = html.escape(_LOOKS_ESCAPED.sub("_x005F_", ILLEGAL.sub("", text)), quote=False).encode()
    head = tag + b' t="inlineStr"><%sis><%st xml:space="preserve">' % (p, p)
    return head + content + b"</%st></%sis></%sc>" % (p, p, p)


def text_of(cell: bytes, strings: Sequence[str]) -> str:
    """Return the text in a cell; a number as it is written."""
    tag = _tag(cell)
    inside = _PHONETIC.sub("", cell[len(tag) :].decode())
    if b't="s"' in tag:
        number = _TAGS.sub("", inside).strip()
        return strings[int(number)] if number.isdecimal() and int(number) < len(strings) else ""
    return html.unescape(_TAGS.sub("", inside))


def _tag(cell: bytes) -> bytes:
    return cell[: cell.index(b">") + 1]
