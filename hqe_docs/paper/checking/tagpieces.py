"""What a template says to the filling engine: its tags with their places, grouped into programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.excel.columnblocks import column_tags, without_control
from hqe_docs.paper.excel.refs import LAST_COLUMN, column_number
from hqe_docs.paper.excel.sheet import Cell, Row, Sheet, read_sheet, read_strings
from hqe_docs.paper.excel.sheetcopies import sheet_controls
from hqe_docs.paper.excel.workbook import STRINGS, WORKBOOK, read_workbook
from hqe_docs.paper.language.tagforms import ANY_MARK, SHEET_CONTROL, TAG
from hqe_docs.paper.language.tags import has_tags
from hqe_docs.paper.package import Parts
from hqe_docs.paper.properties import CORE
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.places import CONTROL_VALUE, Places, own_text
from hqe_docs.paper.word.wordmarks import prepared
from hqe_docs.paper.word.wordpart import part_title
from hqe_docs.problems import Location, cell_at

_PREFIX = re.compile(r"(\{[{%#]-?)\s*(?:tr|tc|p|r)\s")
_PRINTED = re.compile(r"\{%-?\s*(?:cellbg|colspan)\s+(.*?)\s*-?%\}", re.DOTALL)
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with tags, in plain Jinja, and where it stands."""

    text: str
    where: Location


Program = Sequence[Piece]  # pieces that are rendered together, so that loops and set go through them


def programs_of(parts: Parts, file: str) -> list[Program]:
    """Return the programs of a template: a part of a document, a sheet, a sheet's name, the properties."""
    found = list(_sheet_programs(parts, file) if WORKBOOK in parts else ())
    for name, data in parts.items():
        title = part_title(name)
        if title is not None:
            found.append(list(_word_pieces(data, file, title)))
    return [program for program in (*found, _property_pieces(parts, file)) if program]


# ---------------------------------------------------------------- Word
def _word_pieces(xml: bytes, file: str, title: str) -> Iterator[Piece]:
    root = etree.fromstring(prepared(xml))
    places = Places(root, file, title)
    for element in root.iter(W + "p", CONTROL_VALUE):
        for tag in TAG.findall(own_text(element)):
            yield Piece(plain_jinja(tag.translate(_QUOTES)), places.of(element))


def plain_jinja(tag: str) -> str:
    """Return a tag of docxtpl's or ours as Jinja reads it: no tr, p, no marks; a comment for a mere mark."""
    tag = ANY_MARK.sub("{##}", " ".join(tag.split()))
    return _PRINTED.sub(r"{{ \1 }}", _PREFIX.sub(r"\1 ", tag))


def _property_pieces(parts: Parts, file: str) -> Program:
    root = etree.fromstring(parts[CORE]) if CORE in parts else None
    texts = [element.text or "" for element in root.iter("{*}*")] if root is not None else []
    return [Piece(text, Location(file=file, path="文档属性")) for text in texts if has_tags(text)]


# ---------------------------------------------------------------- Excel
def sheets_of(parts: Parts) -> list[tuple[str, Sheet]]:
    """Return the worksheets of a workbook with their parts."""
    strings, _ = read_strings(parts.get(STRINGS))
    return [(part, read_sheet(name, parts[part], strings)) for name, part in read_workbook(parts).sheets]


def _sheet_programs(parts: Parts, file: str) -> Iterator[Program]:
    for _, sheet in sheets_of(parts):
        around = list(_around(sheet, file))
        ends = [Piece("{% endfor %}", piece.where) for piece in around]
        for program in (list(_cells(sheet, file)), *_margins(sheet, file)):
            yield [*around, *program, *ends] if program else []


def _around(sheet: Sheet, file: str) -> Iterator[Piece]:
    """Yield the loop that repeats the whole sheet."""
    for _, cell, statement in sheet_controls(sheet):
        if statement.startswith("for "):
            yield Piece(f"{{% {statement} %}}", place_of(cell, sheet, file))


def _margins(sheet: Sheet, file: str) -> Iterator[Program]:
    """Yield the sheet's name, its headers and its footers: each is rendered by itself."""
    texts = [(sheet.name, Location(file=file, path="工作表名称"))]
    margin = Location(file=file, sheet=sheet.name, path="页眉页脚")
    texts += [(e.text or "", margin) for e in sheet.root.iterfind("{*}headerFooter/*")]
    for text, where in texts:
        if has_tags(text):
            yield [Piece(text, where)]


def place_of(cell: Cell, sheet: Sheet, file: str) -> Location:
    """Return where a cell of the template stands."""
    return cell_at(file, sheet.name, cell.row, column_number(cell.column))


def _cells(sheet: Sheet, file: str) -> Iterator[Piece]:
    blocks = list(_column_blocks(sheet.rows))
    for row in sheet.rows:
        for statement, cell in row.controls:
            yield Piece(f"{{% {' '.join(statement.split())} %}}", place_of(cell, sheet, file))
        for cell in row.cells if not row.controls else ():
            text = plain_jinja(without_control(SHEET_CONTROL.sub("", cell.text))) if cell.text else ""
            if has_tags(text):
                before, after = _loop_around(cell, blocks)
                yield Piece(f"{before}{text}{after}", place_of(cell, sheet, file))
    for statement, cell in (
        (tag.statement, tag.cell) for tag in column_tags(sheet.rows) if tag.word == "for"
    ):
        yield Piece(f"{{% {statement} %}}{{% endfor %}}", place_of(cell, sheet, file))


def _column_blocks(rows: Sequence[Row]) -> Iterator[tuple[int, int, str]]:
    """Yield first control column, last one and statement of each column loop."""
    opened = None
    for tag in sorted(column_tags(rows), key=lambda one: one.column):
        if opened and tag.word == "endfor":
            yield opened.column, tag.column, opened.statement
        opened = tag if tag.word == "for" else None
    if opened:  # told elsewhere; its name is known to the right all the same
        yield opened.column, LAST_COLUMN + 1, opened.statement


def _loop_around(cell: Cell, blocks: Sequence[tuple[int, int, str]]) -> tuple[str, str]:
    column = column_number(cell.column)
    statement = next((loop for left, right, loop in blocks if left < column < right), "")
    return (f"{{% {statement} %}}", "{% endfor %}") if statement else ("", "")
