"""A workbook as a form: each visible sheet as a grid, merged areas as one cell (ECMA-376 §18.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.workbook import STRINGS, STYLES, read_workbook
from hqe_docs.paper.forms.grids.sheetdays import day_formats, shown_day
from hqe_docs.paper.forms.model import WIDE_LINES, Cell, Control, Form, Grid
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import xml_root
from hqe_docs.problems import Location, column_letters

Element = etree._Element
MOST_BYTES = 32 * 1024 * 1024  # of a sheet
MOST_ROWS, MOST_COLUMNS = (
    2_000,
    200,
)  # of the part of a sheet that a form takes; what lies beyond is left alone
TOO_LARGE = f"表格过大：一张工作表不能超过 {MOST_BYTES // 1024 // 1024} MiB"
_OFF, _ON = ("0", "false"), ("1", "true")
_SIDES = ("left", "right", "top", "bottom")
_Area = tuple[int, int, int, int]  # top, left, bottom, right; 0-based, the last two not included


def read_book(parts: Parts, file: str) -> Form | str:
    """Return the form in an Excel package, or why it can't be read; KeyError, XMLSyntaxError when it is damaged."""
    workbook = read_workbook(parts)
    hidden = {
        element.get("name", "")
        for element in workbook.root.iterfind("{*}sheets/{*}sheet")
        if element.get("state", "visible") != "visible"
    }
    shown = [(name, part) for name, part in workbook.sheets if name not in hidden]
    if any(len(parts[part]) > MOST_BYTES for _, part in shown):
        return TOO_LARGE
    styles = xml_root(parts[STYLES]) if STYLES in parts else etree.Element("styleSheet")
    from_1904 = any(one.get("date1904") in ("1", "true") for one in workbook.root.iterfind("{*}workbookPr"))
    reader = _Reader(strings_in(parts), *_formats(styles), day_formats(styles), from_1904)
    return Form(file, tuple(reader.grid(name, xml_root(parts[part])) for name, part in shown))


def strings_in(parts: Parts) -> Sequence[str]:
    """Return the texts that the cells of a workbook share."""
    if STRINGS not in parts:
        return ()
    return [_string(item) for item in xml_root(parts[STRINGS]).iterfind("{*}si")]


def _string(item: Element) -> str:
    """Return the text of a string with or without runs, phonetic signs left out; line breaks as \\n."""
    texts = (t.text or "" for t in item.iter("{*}t") if next(t.iterancestors("{*}rPh"), None) is None)
    return "".join(texts).replace("_x000D_", "").replace("\r\n", "\n")


def _formats(root: Element) -> tuple[frozenset[int], frozenset[int]]:
    """Return the cell formats that draw a line on some side, and those that a protected sheet leaves open."""
    borders = root.iterfind("{*}borders/{*}border")
    lined = {number for number, border in enumerate(borders) if any(map(_is_line, border))}
    formats = list(enumerate(root.iterfind("{*}cellXfs/{*}xf")))
    rules = ((number, one.find("{*}protection")) for number, one in formats)
    unlocked = frozenset(number for number, rule in rules if rule is not None and rule.get("locked") in _OFF)
    return frozenset(number for number, one in formats if whole(one.get("borderId")) in lined), unlocked


def _is_line(side: Element) -> bool:
    return etree.QName(side).localname in _SIDES and side.get("style", "none") != "none"


def whole(text: str | None) -> int:
    """Return the whole number that an attribute says, -1 when it says none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else -1


@dataclass(frozen=True, slots=True)
class _Value:
    text: str = ""
    is_fixed: bool = False
    is_bordered: bool = False
    is_unlocked: bool = False


@dataclass(frozen=True, slots=True)
class _Reader:
    strings: Sequence[str]
    bordered: frozenset[int]
    unlocked: frozenset[int]
    days: frozenset[int]
    from_1904: bool

    def grid(self, name: str, root: Element) -> Grid:
        """Return a sheet as a grid that reaches as far as texts, lines and merged areas do."""
        values = dict(self._values(root))
        areas = [
            area
            for item in root.iterfind("{*}mergeCells/{*}mergeCell")
            if (area := _area(item.get("ref", "")))
        ]
        covered = {
            (row, column): (top, left, bottom, right)
            for top, left, bottom, right in areas
            for row in range(top, min(bottom, MOST_ROWS))
            for column in range(left, min(right, MOST_COLUMNS))
        }
        rows, columns = _extent(values, areas)
        closed, choices = _closed(root), dict(_choices(root))
        cells = (
            replace(
                cell,
                controls=(choices[place],) if (place := (cell.row, cell.column)) in choices else (),
                is_fixed=cell.is_fixed
                or (not cell.text.strip() and closed(*place, values.get(place, _Value()))),
            )
            for cell in _cells(name, values, covered, rows, columns)
        )
        return Grid(tuple(cells), name, is_sheet=True)

    def _values(self, root: Element) -> Iterator[tuple[tuple[int, int], _Value]]:
        row = -1
        for element in root.iterfind("{*}sheetData/{*}row"):
            row = (whole(element.get("r")) - 1) if whole(element.get("r")) > 0 else row + 1
            column = -1
            for cell in element.iterfind("{*}c"):
                place = cell.get("r", "")
                column = column_said(place) if place else column + 1
                if 0 <= column < MOST_COLUMNS and row < MOST_ROWS:
                    yield (row, column), self._value(cell)

    def _value(self, cell: Element) -> _Value:
        style = whole(cell.get("s", "0"))
        has_formula = cell.find("{*}f") is not None
        return _Value(self._text(cell), has_formula, style in self.bordered, style in self.unlocked)

    def _text(self, cell: Element) -> str:
        kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
        if kind == "s":
            return self.strings[int(value)] if -1 < whole(value) < len(self.strings) else ""
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return _string(inline) if inline is not None else ""
        if kind == "n" and whole(cell.get("s", "0")) in self.days:
            return shown_day(value, from_1904=self.from_1904)
        return value.removesuffix(".0") if kind == "n" else value


def _closed(root: Element) -> Callable[[int, int, _Value], bool]:
    """Return what says of a blank cell that nobody can write into it: it is hidden, or the sheet protects it."""
    rule = root.find("{*}sheetProtection")
    is_protected = rule is not None and rule.get("sheet") not in (None, *_OFF)
    rows = {
        whole(row.get("r")) - 1 for row in root.iterfind("{*}sheetData/{*}row") if row.get("hidden") in _ON
    }
    columns = {
        number - 1
        for one in root.iterfind("{*}cols/{*}col")
        if one.get("hidden") in _ON
        for number in range(whole(one.get("min")), min(whole(one.get("max")), MOST_COLUMNS) + 1)
    }

    def is_closed(row: int, column: int, value: _Value) -> bool:
        return row in rows or column in columns or (is_protected and not value.is_unlocked)

    return is_closed


def _choices(root: Element) -> Iterator[tuple[tuple[int, int], Control]]:
    """Yield the places whose values are chosen from a list that the rule itself spells out (§18.3.1.32)."""
    for rule in root.iterfind("{*}dataValidations/{*}dataValidation"):
        said = rule.findtext("{*}formula1") or ""
        if rule.get("type") != "list" or not said.startswith('"'):
            continue
        control = Control("", "choice", tuple(filter(None, map(str.strip, said.strip('"').split(",")))))
        areas = [area for one in rule.get("sqref", "").split()[:MOST_COLUMNS] if (area := _area(one))]
        for top, left, bottom, right in areas:
            for row in range(top, min(bottom, MOST_ROWS)):
                yield from (((row, column), control) for column in range(left, min(right, MOST_COLUMNS)))


def column_said(place: str) -> int:
    """Return the 0-based column of a cell's address, -1 when it is none."""
    try:
        return column_number(split_cell(place)[0]) - 1
    except ValueError:
        return -1


def _area(reference: str) -> _Area | None:
    first, _, last = reference.partition(":")
    try:
        (left, top), (right, bottom) = split_cell(first), split_cell(last or first)
    except ValueError:
        return None
    return top - 1, column_number(left) - 1, bottom, column_number(right)


def _extent(values: Mapping[tuple[int, int], _Value], areas: Sequence[_Area]) -> tuple[int, int]:
    """Return how many rows and columns are part of the form, and one row more."""
    said = [place for place, value in values.items() if value.text.strip() or value.is_bordered]
    down, across = max((row for row, _ in said), default=-1), max((column for _, column in said), default=-1)
    # an area right of a text or below it is part of the form, though nothing is drawn around it
    ends = [(bottom, right) for top, left, bottom, right in areas if top <= down + 1 and left <= across + 1]
    rows = max([row + 1 for row, _ in said] + [bottom for bottom, _ in ends], default=0)
    columns = max([column + 1 for _, column in said] + [right for _, right in ends], default=0)
    return min(rows, MOST_ROWS) + 1, min(columns, MOST_COLUMNS)


def _cells(
    sheet: str,
    values: Mapping[tuple[int, int], _Value],
    covered: Mapping[tuple[int, int], _Area],
    rows: int,
    columns: int,
) -> Iterator[Cell]:
    for row in range(rows):
        for column in range(columns):
            top, left, bottom, right = covered.get((row, column), (row, column, row + 1, column + 1))
            if (top, left) != (row, column):
                continue
            value = values.get((row, column), _Value())
            yield Cell(
                address=Location(sheet=sheet, cell=f"{column_letters(column + 1)}{row + 1}"),
                lines=tuple(value.text.split("\n")) if value.text else (),
                marked=value.text.translate(WIDE_LINES),
                row=row,
                column=column,
                width=min(right, columns) - column,
                height=min(bottom, rows) - row,
                is_fixed=value.is_fixed,
            )
