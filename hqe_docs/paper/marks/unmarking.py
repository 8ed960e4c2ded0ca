"""A workbook without the marks of earlier runs, whoever has saved it since."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from hqe_docs.paper.excel.sheet import string_text
from hqe_docs.paper.excel.workbook import WORKBOOK, Workbook, read_workbook
from hqe_docs.paper.marks.comments import our_comments, remove_comments
from hqe_docs.paper.marks.fills import Styles
from hqe_docs.paper.marks.sheetrows import Edit, SheetRows, emptied, read_rows, style_of, text_of, with_style
from hqe_docs.paper.package import Parts, read_package
from hqe_docs.paper.relations import remove_part, target_of
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import HEADER_ROWS, REMARKS, SUMMARY, SUMMARY_TITLE, Problem, column_letters, is_remark

ERROR_FILL, WARNING_FILL, NOTE_FILL = "FFFFC9CF", "FFFFEFA8", "FFFFFAEB"
_PAINTED = {"FFFFC9CF", "FFFFEFA8", "00FFC9CF", "00FFEFA8"}  # some programs save colours without opacity
_NOTED = {"FFFFFAEB", "00FFFAEB"}


def cleared(parts: Parts) -> Parts:
    """Return the workbook without our comments, colours, column and summary; untouched when it has none."""
    left = Parts(parts)
    book = read_workbook(left)
    strings = _strings(left)
    summary = next((name for name, part in book.sheets if _is_summary(name, left[part], strings)), None)
    comments = {part: our_comments(left, part) for _, part in book.sheets}
    known = [text for text in strings if text == REMARKS or is_remark(text)]
    if summary is None and not any(comments.values()) and not known:
        return left
    styles = Styles.of(left)
    for name, part in book.sheets:
        if name == summary:
            _remove_sheet(left, book, name, part)
        else:
            _Clearing(left, part, styles, strings, summary is not None).clear(comments[part])
    styles.store(left)
    return left


def is_marked(path: Path) -> bool:
    """Say whether the file at `path` is a workbook that carries our summary."""
    parts = read_package(path, large_sheets=True)
    try:
        sheets = () if isinstance(parts, Problem) else read_workbook(parts).sheets
        return not isinstance(parts, Problem) and any(
            _is_summary(name, parts[part], _strings(parts)) for name, part in sheets
        )
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return False


def _strings(parts: Parts) -> list[str]:
    name = target_of(parts, WORKBOOK, "sharedStrings")
    root = etree.fromstring(parts[name]) if name else None
    space = f"{{{etree.QName(root).namespace}}}" if root is not None else ""
    return [string_text(item, space) for item in root.iterfind(space + "si")] if root is not None else []


# ---------------------------------------------------------------- the summary
def _is_summary(name: str, xml: bytes, strings: Sequence[str]) -> bool:
    if not name.startswith(SUMMARY):
        return False
    sheet = read_rows(xml)
    first = next((cell for _, row in sheet.each() for _, cell in sheet.cells(row)), b"")
    return bool(first) and text_of(first, strings).startswith(SUMMARY_TITLE)


def _remove_sheet(parts: Parts, book: Workbook, name: str, part: str) -> None:
    """Remove a sheet and its place in the workbook; names and views that count sheets count on."""
    root = book.root
    entries = root.findall("{*}sheets/{*}sheet")
    at = next(i for i, entry in enumerate(entries) if entry.get("name") == name)
    entries[at].getparent().remove(entries[at])  # type: ignore[union-attr]
    for defined in root.findall("{*}definedNames/{*}definedName"):
        place = int(defined.get("localSheetId", "-1"))
        if place == at:
            defined.getparent().remove(defined)  # type: ignore[union-attr]
        elif place > at:
            defined.set("localSheetId", str(place - 1))
    for view in root.iterfind("{*}bookViews/{*}workbookView"):
        for key in ("firstSheet", "activeTab"):
            if int(view.get(key, "0")) >= at > 0:
                view.set(key, str(int(view.get(key, "0")) - 1))
    parts[WORKBOOK] = xml_bytes(root)
    remove_part(parts, part, WORKBOOK)


# ---------------------------------------------------------------- one sheet
@dataclass(frozen=True, slots=True)
class _Clearing:
    parts: Parts
    part: str
    styles: Styles
    strings: Sequence[str]
    has_summary: bool

    def clear(self, comments: Mapping[str, str]) -> None:
        """Take the marks out of the sheet; `comments` are the cells with ours and the fills these had."""
        sheet = read_rows(self.parts[self.part])
        columns = list(self._columns(sheet))
        for column in columns:
            self._drop_column(sheet, column)
        unpainted = self._unpaint(sheet, comments)
        if comments:
            remove_comments(self.parts, sheet, self.part)
        if columns or unpainted or comments:
            self.parts[self.part] = sheet.xml()

    def _unpaint(self, sheet: SheetRows, comments: Mapping[str, str]) -> bool:
        painted = self.styles.filled_with(_PAINTED)
        if not painted:
            return False
        numbers = "|".join(map(str, painted)).encode()
        p = re.escape(sheet.prefix)
        cell = re.compile(rb'<%sc(?=\s)[^>]*?\ss="(?:%s)"[^>]*>' % (p, numbers))

        def restored(match: re.Match[bytes]) -> bytes:
            ref = re.search(rb'\sr="([A-Z]+\d+)"', match[0])
            fill = comments.get(ref[1].decode(), "") if ref else ""
            return with_style(match[0], self.styles.with_fill(style_of(match[0]), fill))

        sheet.rows, count = cell.subn(restored, sheet.rows)
        return count > 0

    # ------------------------------------------------------------ the column
    def _columns(self, sheet: SheetRows) -> Iterator[int]:
        """Yield the columns headed 问题 that hold our texts, or nothing while our summary is there."""
        for column in sorted(self._headed(sheet)):
            texts = [
                text for _, cell in _cells_of(sheet, column) if (text := text_of(cell, self.strings).strip())
            ]
            others = [text for text in texts if text != REMARKS]
            if any(map(is_remark, others)) or (self.has_summary and not others):
                yield column

    def _headed(self, sheet: SheetRows) -> set[int]:
        found = set()
        for number, row in sheet.each():
            if number > HEADER_ROWS:
                break
            cells = sheet.cells(row)
            found |= {column for column, cell in cells if text_of(cell, self.strings).strip() == REMARKS}
        return found

    def _drop_column(self, sheet: SheetRows, column: int) -> None:
        notes = self.styles.filled_with(_NOTED)
        edit = _dropper(notes)
        sheet.edit({row: {column: edit} for row, _ in _cells_of(sheet, column)})
        sheet.narrow(column)
        sheet.leave_column(column)


def _dropper(notes: Collection[int]) -> Edit:
    return lambda cell, _is_new: b"" if style_of(cell) in notes else emptied(cell)


def _cells_of(sheet: SheetRows, column: int) -> list[tuple[int, bytes]]:
    """Return row and element of each cell of a column."""
    p = re.escape(sheet.prefix)
    letters = column_letters(column).encode()
    form = re.compile(rb'<%sc(?=\s)[^>]*?\sr="%s(\d+)"[^>]*?(?:/>|>.*?</%sc>)' % (p, letters, p), re.DOTALL)
    return [(int(match[1]), match[0]) for match in form.finditer(sheet.rows)]
