"""An .xls as the parts of an .xlsx: values, looks, sizes, merged cells and comments as xlrd finds them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hqe_docs.paper.excel.refs import LAST_ROW
from hqe_docs.paper.excel.sheetnames import legal_name
from hqe_docs.paper.package import Parts, unzipped

MOST_BYTES = 64 * 1024 * 1024  # xlrd needs some thirty times as much memory
MOST_CELLS = 6_000_000
DAMAGED = "内部结构不完整，或有密码"
_UNICODE = 80  # from this edition (8.0) on texts are Unicode; before, in a code page that files get wrong
_CHINESE = "gb18030"
_LATIN = (None, 1252, 367)
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)  # the types of cells in xlrd
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BLANK = 6
# by their numbers in [MS-XLS] §2.5.11 (lines), §2.4.353 (alignment)
_ACROSS = (None, "left", "center", "right", "fill", "justify", "center_across", "distributed")
_DOWN = ("top", "vcenter", "bottom", "vjustify", "vdistributed")
_UNDERLINES = {1: 1, 2: 2, 0x21: 33, 0x22: 34}
_ROTATED_DOWN, _STACKED = 90, 255


def converted(data: bytes) -> Parts | str:
    """Return the workbook in `data` as the parts of an .xlsx, or why it can't be made one."""
    from xlsxwriter.exceptions import XlsxWriterException

    book = _opened(data)
    try:
        return book if isinstance(book, str) else _rewritten(book)
    except XlsxWriterException:  # merged cells that overlap, say
        return DAMAGED


def _rewritten(book: Any) -> Parts:
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    usual = book.font_list[book.xf_list[0].font_index]
    options["default_format_properties"] = {"font_name": usual.name, "font_size": usual.height / 20}
    made = Workbook(stream, {**options, "strings_to_urls": False, "date_1904": bool(book.datemode)})
    made.set_properties({"created": date(1980, 1, 1)})
    formats = _Formats(book, made.add_format)
    for sheet in book.sheets():
        _Page(sheet, made.add_worksheet(legal_name(sheet.name)), formats).write()
    _show_first(book, made)
    made.close()
    return unzipped(stream)


def text_book(sheets: Mapping[str, Sequence[Sequence[str]]]) -> Parts | str:
    """Return sheet name → rows of texts as the parts of an .xlsx, every cell a text; or why it can't be one."""
    from xlsxwriter import Workbook

    if any(len(rows) > LAST_ROW for rows in sheets.values()):
        return f"行数超过 {LAST_ROW}"
    stream = io.BytesIO()
    made = Workbook(stream, {"in_memory": True})
    made.set_properties({"created": date(1980, 1, 1)})
    text = made.add_format({"num_format": "@"})
    for name, rows in sheets.items():
        page = made.add_worksheet(legal_name(name))
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value:
                    page.write_string(i, j, value, text)
    made.close()
    return unzipped(stream)


def _opened(data: bytes) -> Any:
    """Return the workbook as xlrd has read it, or why it can't be read."""
    import xlrd

    if len(data) > MOST_BYTES:
        return f".xls 超过 {MOST_BYTES // 1024 // 1024} MiB"
    given = {"file_contents": data, "formatting_info": True, "logfile": io.StringIO()}
    try:
        book = xlrd.open_workbook(**given)
        if book.biff_version < _UNICODE and book.codepage in _LATIN:
            book = xlrd.open_workbook(**given, encoding_override=_CHINESE)
    except Exception:  # xlrd meets a damaged file with whatever its parser trips over
        return DAMAGED
    if sum(sheet.nrows * sheet.ncols for sheet in book.sheets()) > MOST_CELLS:
        return f"单元格超过 {MOST_CELLS // 10_000} 万个"
    return book


def _show_first(book: Any, made: Any) -> None:
    """Open the workbook at its first sheet that isn't hidden; Excel refuses one whose active sheet is."""
    for sheet, page in zip(book.sheets(), made.worksheets(), strict=True):
        if not sheet.visibility:
            page.activate()
            page.set_first_sheet()
            return


# ---------------------------------------------------------------- one sheet
@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet as xlrd has read it, and the one to be written."""

    old: Any
    new: Any
    formats: _Formats

    def write(self) -> None:
        if self.old.visibility:
            self.new.very_hidden() if self.old.visibility == 2 else self.new.hide()
        self._sizes()
        for top, bottom, left, right in self.old.merged_cells:
            if bottom - top > 1 or right - left > 1:
                self.new.merge_range(top, left, bottom - 1, right - 1, "")
        for row in range(self.old.nrows):
            for column in range(self.old.row_len(row)):
                self._cell(row, column)
        for (row, column), note in self.old.cell_note_map.items():
            self.new.write_comment(
                row, column, note.text, {"author": note.author or "", "visible": note.show}
            )
        if not self.old.show_grid_lines:
            self.new.hide_gridlines(2)
        if self.old.panes_are_frozen:
            self.new.freeze_panes(self.old.horz_split_pos, self.old.vert_split_pos)

    def _sizes(self) -> None:
        if self.old.default_row_height:
            self.new.set_default_row(self.old.default_row_height / 20)
        for column, info in self.old.colinfo_map.items():
            width = _typed_width(info.width / 256)
            options = {"hidden": bool(info.hidden), "level": info.outline_level}
            self.new.set_column(column, column, width, self.formats.of(info.xf_index), options)
        for row, info in self.old.rowinfo_map.items():
            height = info.height / 20 if info.height and not info.has_default_height else None
            form = self.formats.of(info.xf_index) if info.has_default_xf_index else None
            self.new.set_row(row, height, form, {"hidden": bool(info.hidden), "level": info.outline_level})

    def _cell(self, row: int, column: int) -> None:
        cell = self.old.cell(row, column)
        form = self.formats.of(cell.xf_index)
        if cell.ctype == _TEXT and cell.value:
            self.new.write_string(row, column, cell.value, form)
        elif cell.ctype in (_NUMBER, _DATE):
            self.new.write_number(row, column, cell.value, form)
        elif cell.ctype == _BOOLEAN:
            self.new.write_boolean(row, column, bool(cell.value), form)
        elif cell.ctype == _ERROR:
            text = _ERRORS.get(cell.value, "#VALUE!")
            self.new.write_formula(row, column, f"={text}", form, text)
        elif cell.ctype == _BLANK:
            self.new.write_blank(row, column, None, form)


def _typed_width(width: float) -> float:
    """Return the width that a person types for a width as files have it, with 5 pixels of margin."""
    return (width * 7 - 5) / 7 if width > 1 else width / 12 * 7


# ---------------------------------------------------------------- looks
@dataclass(slots=True)
class _Formats:
    """The looks of the old workbook's cells, made for the new one when they are needed."""

    book: Any
    add: Callable[[Mapping[str, Any]], Any]
    made: dict[int, Any] = field(default_factory=dict)

    def of(self, number: int | None) -> Any:
        """Return the format with this number."""
        if number is None or not 0 <= number < len(self.book.xf_list):
            return None
        if number not in self.made:
            self.made[number] = self.add(self._properties(self.book.xf_list[number]))
        return self.made[number]

    def _properties(self, form: Any) -> dict[str, Any]:
        number_format = self.book.format_map.get(form.format_key)
        wanted = {
            "num_format": number_format.format_str if number_format else "General",
            "locked": bool(form.protection.cell_locked),
            "hidden": bool(form.protection.formula_hidden),
            **self._font(self.book.font_list[form.font_index]),
            **_alignment(form.alignment),
            **self._lines(form.border),
            **self._fill(form.background),
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def _font(self, font: Any) -> dict[str, Any]:
        return {
            "font_name": font.name,
            "font_size": font.height / 20,
            "font_family": font.family,
            "font_charset": font.character_set or None,
            "bold": font.weight >= 600,
            "italic": bool(font.italic),
            "underline": _UNDERLINES.get(font.underline_type),
            "font_strikeout": bool(font.struck_out),
            "font_script": font.escapement or None,
            "font_color": self._colour(font.colour_index),
        }

    def _lines(self, border: Any) -> dict[str, Any]:
        wanted: dict[str, Any] = {}
        for side in ("left", "right", "top", "bottom"):
            wanted[side] = getattr(border, f"{side}_line_style") or None
            wanted[f"{side}_color"] = self._colour(getattr(border, f"{side}_colour_index"))
        ways = bool(border.diag_up) + 2 * bool(border.diag_down)
        if ways:
            wanted["diag_type"], wanted["diag_border"] = ways, border.diag_line_style
        return wanted

    def _fill(self, background: Any) -> dict[str, Any]:
        if not background.fill_pattern:
            return {}
        front = self._colour(background.pattern_colour_index)
        if background.fill_pattern == 1:  # solid; xlsxwriter would turn two colours round
            return {"pattern": 1, "fg_color": front}
        back = self._colour(background.background_colour_index)
        return {"pattern": background.fill_pattern, "fg_color": front, "bg_color": back}

    def _colour(self, index: int) -> str | None:
        colour = self.book.colour_map.get(index)
        return "#{:02X}{:02X}{:02X}".format(*colour) if colour else None


def _alignment(alignment: Any) -> dict[str, Any]:
    turned = alignment.rotation
    if turned == _STACKED:
        turned = 270
    elif turned > _ROTATED_DOWN:
        turned = _ROTATED_DOWN - turned
    across = alignment.hor_align
    return {
        "align": _ACROSS[across] if across < len(_ACROSS) else None,
        "valign": _DOWN[alignment.vert_align] if alignment.vert_align < len(_DOWN) else None,
        "text_wrap": bool(alignment.text_wrapped),
        "rotation": turned or None,
        "indent": alignment.indent_level or None,
        "shrink": bool(alignment.shrink_to_fit),
    }
