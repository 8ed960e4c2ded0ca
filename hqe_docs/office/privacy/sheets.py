"""Personal numbers in the cells of a worksheet part, hidden or not, and in what else stands on the sheet."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence

from hqe_docs.office.privacy.markup import in_any, in_attributes, plain
from hqe_docs.office.privacy.numbers import Number, joined_numbers, numbers_in, whole_number

Reading = Callable[[str], str]
_ROW = re.compile(r"<(?:\w+:)?row\b[^>]*>(.*?)</(?:\w+:)?row>", re.DOTALL)
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f\b[^>]*>(.*?)</(?:\w+:)?f>", re.DOTALL)
_PLACE, _KIND = re.compile(r'\br="([A-Z]+[0-9]+)"'), re.compile(r'\bt="(\w+)"')
_STRING = re.compile(r"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_PHONETIC = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")


def shared_strings(xml: str) -> list[str]:
    """Return the texts that cells name by their number."""
    return [plain(match[1] or "") for match in _STRING.finditer(xml)]


def phonetic_numbers(xml: str) -> Iterator[Number]:
    """Yield the numbers in the phonetic texts of shared strings."""
    for match in _PHONETIC.finditer(xml):
        yield from numbers_in(plain(match[0]))


def sheet_names(workbook: str, relations: str) -> dict[str, str]:
    """Return part → name of the sheet."""
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(relations)}
    names = {}
    for tag in _SHEET.findall(workbook):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        names[part] = html.unescape(_attribute(tag, "name"))
    return names


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'(?<![\w:]){name}\s*=\s*"([^"]*)"', tag)
    return match[1] if match else ""


def in_cells(xml: str, strings: Sequence[str], used: set[int]) -> Iterator[tuple[str, Number]]:
    """Yield cell → number of a sheet's cells, their formulas too; put down which shared strings are `used`."""
    for row in _ROW.finditer(xml):
        texts, first = [], ""
        for match in _CELL.finditer(row[1]):
            place = (_PLACE.search(match[1]) or [""])[0][3:-1]
            first = first or place
            text = _text(match[1], match[2] or "", strings, used)
            texts.append(text)
            for number in numbers_in(text):
                yield place, number
            for formula in _FORMULA.finditer(match[2] or ""):
                for number in numbers_in(html.unescape(formula[1])):
                    yield place, number
        for number in joined_numbers(texts):
            yield first, number


def _text(head: str, body: str, strings: Sequence[str], used: set[int]) -> str:
    kind = (_KIND.search(head) or ["", ""])[1]
    if kind == "inlineStr":
        return plain(body)
    value = _VALUE.search(body)
    text = html.unescape(value[1]) if value else ""
    if kind == "s" and text.isdigit() and int(text) < len(strings):
        used.add(int(text))
        return strings[int(text)]
    return text if kind in ("str", "e", "b") else whole_number(text)


def around_cells(xml: str) -> Iterator[Number]:
    """Yield the numbers of a sheet beside its cells: header, footer, validations, links, conditions."""
    start, end = xml.find("<sheetData"), xml.rfind("</sheetData>")
    rest = xml[:start] + xml[end:] if 0 <= start < end else xml
    yield from in_any(rest)
    yield from in_attributes(rest)
