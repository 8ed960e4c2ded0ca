"""The texts of a workbook's cells with the fonts they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from hqe_docs.paper.excel.sheet import string_text
from hqe_docs.paper.excel.workbook import STRINGS, STYLES, read_workbook
from hqe_docs.paper.package import Parts
from hqe_docs.paper.preview.pieces import Piece
from hqe_docs.paper.xmlbytes import xml_root
from hqe_docs.problems import Location


def sheet_pieces(parts: Parts, file: str) -> Iterator[Piece]:
    """Yield the text of each cell that holds some, sheet by sheet."""
    fonts, strings = _fonts(parts), _strings(parts)
    for name, part in read_workbook(parts).sheets:
        root = xml_root(parts[part], huge=True)
        for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
            text = _text(cell, strings)
            if text:
                style = int(cell.get("s", 0))
                font = fonts[style] if style < len(fonts) else ""
                yield Piece(text, font, Location(file, name, cell.get("r")))


def _fonts(parts: Parts) -> list[str]:
    """Return the font's name of each cell format (ECMA-376 §18.8.10 cellXfs)."""
    if STYLES not in parts:
        return []
    root = xml_root(parts[STYLES])
    names = [font.find("{*}name") for font in root.iterfind("{*}fonts/{*}font")]
    known = [name.get("val", "") if name is not None else "" for name in names]
    numbers = [int(form.get("fontId", 0)) for form in root.iterfind("{*}cellXfs/{*}xf")]
    return [known[number] if number < len(known) else "" for number in numbers]


def _strings(parts: Parts) -> list[str]:
    if STRINGS not in parts:
        return []
    root = xml_root(parts[STRINGS], huge=True)
    return [string_text(item, _space(item)) for item in root.iterfind("{*}si")]


def _space(element: etree._Element) -> str:
    return f"{{{etree.QName(element).namespace}}}"


def _text(cell: etree._Element, strings: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return string_text(cell.find("{*}is"), _space(cell))
    value = cell.findtext("{*}v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    return value if kind == "str" else ""
