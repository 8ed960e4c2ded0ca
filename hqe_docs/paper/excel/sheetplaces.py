"""The cells of a workbook by the names of their places: 工作表!E9, its note as 工作表!E9批注, as they read."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, shifted, split_cell
from hqe_docs.paper.excel.samerows import bounds
from hqe_docs.paper.excel.sheet import string_text
from hqe_docs.paper.excel.workbook import STRINGS, STYLES, read_workbook
from hqe_docs.paper.forms.grids.sheetdays import day_formats, shown_day
from hqe_docs.paper.formulas.numberformat import shown
from hqe_docs.paper.formulas.scalars import Fault, Unknown
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import xml_root
from hqe_docs.problems import column_letters

Element = etree._Element
NOTE = "批注"
_DIGITS = "0123456789"
MOST_CELLS = 2_000_000
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_LINES = re.compile(r"_x000D_|\r")


class TooMany(ValueError):
    """More cells than are held against each other."""


class SheetCell(NamedTuple):
    """A cell that holds something: `value` as written (a number in one form), `formula` with its =, `style`."""

    sheet: str
    row: int
    column: int
    value: str
    formula: str = ""
    kind: str = "n"
    style: int = 0

    @property
    def name(self) -> str:
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """Return what was put into the cell: a formula, whatever it gives, else the value."""
        return self.formula or self.value


def sheet_cells(parts: Parts) -> Iterator[SheetCell]:
    """Yield the cells of a workbook's sheets in their order; TooMany, KeyError or XMLSyntaxError."""
    strings = _strings(parts)
    count = 0
    for name, part in read_workbook(parts).sheets:
        for cell in cells_in(name, parts[part], strings):
            count += 1
            if count > MOST_CELLS:
                raise TooMany
            yield cell


def cells_in(sheet: str, xml: bytes, strings: Sequence[str]) -> Iterator[SheetCell]:
    """Yield the cells of one sheet that hold something."""
    reader, row = _Reader(sheet, strings, {}), 0
    found = etree.iterparse(
        io.BytesIO(xml), tag="{*}row", huge_tree=True, resolve_entities=False, no_network=True
    )
    for _, element in found:
        said = element.get("r", "")
        row = int(said) if said.isdigit() else row + 1
        yield from reader.cells(element, row)
        element.clear()


@dataclass(slots=True)
class _Reader:
    sheet: str
    strings: Sequence[str]
    shared: dict[str, tuple[str, int, int]]

    def cells(self, row: Element, number: int) -> Iterator[SheetCell]:
        column = 0
        for cell in row:
            place = cell.get("r", "")
            column = _column(place.rstrip(_DIGITS)) if place else column + 1
            value = formula = ""
            kind = cell.get("t", "n")
            for child in cell:
                tag = child.tag.rpartition("}")[2]
                if tag == "v":
                    value = child.text or ""
                elif tag == "f":
                    formula = self._formula(child, number, column)
                elif tag == "is":
                    value = _inline(child)
            if value or formula:
                style = cell.get("s", "0")
                style_number = int(style) if style.isdigit() else 0
                value = self._value(kind, value)
                yield SheetCell(self.sheet, number, column, value, formula, kind, style_number)

    def _value(self, kind: str, value: str) -> str:
        if kind == "s":
            value = self.strings[int(value)] if value.isdigit() and int(value) < len(self.strings) else ""
        elif kind == "n":
            return _number(value)
        elif kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return _LINES.sub("", value) if "\r" in value or "_x" in value else value

    def _formula(self, element: Element, row: int, column: int) -> str:
        text, number = element.text or "", element.get("si", "")
        if element.get("t") == "shared":
            if text:
                self.shared[number] = (text, row, column)
            elif number in self.shared:
                text, top, left = self.shared[number]
                text = shifted(text, row - top, column - left)
        return f"={text}" if text else ""


@lru_cache(4096)
def _number(value: str) -> str:
    """Return a number in the one form that all programs' writings of it give."""
    try:
        return f"{float(value):.15g}" if value else ""
    except ValueError:
        return value


@lru_cache(1024)
def _column(letters: str) -> int:
    return column_number(letters)


def _inline(element: Element) -> str:
    """Return the text of an inline string; one without runs, as most are, is read faster."""
    text = element[0].text or "" if len(element) == 1 and element[0].tag.endswith("}t") else "_"
    return string_text(element, f"{{{etree.QName(element).namespace}}}") if "_" in text else text


def _strings(parts: Parts) -> list[str]:
    if STRINGS not in parts:
        return []
    root = xml_root(parts[STRINGS], huge=True)
    space = f"{{{etree.QName(root).namespace}}}"
    return [string_text(item, space) for item in root.iterfind("{*}si")]


# ---------------------------------------------------------------- as a reader sees them
def shown_cells(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield place and text of each cell as its format shows it; a formula once more, at the place with = behind."""
    looks = _Looks.of(parts)
    for cell in sheet_cells(parts):
        yield cell.name, looks.shown(cell)
        if cell.formula:
            yield cell.name + "=", cell.formula
    yield from notes(parts)


def corner_of(parts: Parts, place: str) -> str:
    """Return where the text of a merged area stands in which a place (工作表!G2) lies; of any other the place itself."""
    sheet, _, cell = place.rpartition("!")
    part = dict(read_workbook(parts).sheets).get(sheet)
    if part is None:
        return place
    column, row = split_cell(cell)
    for merge in xml_root(parts[part]).iter("{*}mergeCell"):
        left, top, right, bottom = bounds(merge.get("ref", "A1"))
        if left <= column_number(column) <= right and top <= row <= bottom:
            return f"{sheet}!{column_letters(left)}{top}"
    return place


@dataclass(frozen=True, slots=True)
class _Looks:
    formats: Sequence[str]
    days: frozenset[int]
    from_1904: bool

    @classmethod
    def of(cls, parts: Parts) -> _Looks:
        """Return how the cell formats show numbers."""
        from_1904 = read_workbook(parts).from_1904
        if STYLES not in parts:
            return cls((), frozenset(), from_1904)
        root = xml_root(parts[STYLES])
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
        formats = [one.get("numFmtId", "0") for one in root.iterfind("{*}cellXfs/{*}xf")]
        codes = [own.get(one) or _BUILT_IN.get(int(one) if one.isdigit() else 0, "") for one in formats]
        return cls(codes, day_formats(root), from_1904)

    def shown(self, cell: SheetCell) -> str:
        """Return the text of a cell; a number without a format that is known here as it is."""
        if cell.kind != "n" or not cell.value:
            return cell.value
        if cell.style in self.days:
            return shown_day(cell.value, from_1904=self.from_1904)
        return _shown(cell.value, self.formats[cell.style] if cell.style < len(self.formats) else "")


@lru_cache(65536)
def _shown(value: str, pattern: str) -> str:
    if not pattern or pattern == "General":
        return value
    try:
        return str(shown(float(value), pattern))
    except (Unknown, Fault, ValueError):
        return value


# ---------------------------------------------------------------- notes
def notes(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield place and text of the notes on cells (§18.7.3)."""
    for sheet, part in read_workbook(parts).sheets:
        folder, _, file = part.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        for relation in xml_root(parts[relations]) if relations in parts else ():
            if relation.get("Type", "").endswith("/comments"):
                target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip(
                    "/"
                )
                for note in xml_root(parts[target]).iter("{*}comment") if target in parts else ():
                    space = f"{{{etree.QName(note).namespace}}}"
                    text = string_text(note.find("{*}text"), space)
                    yield f"{sheet}!{note.get('ref', '')}{NOTE}", text
