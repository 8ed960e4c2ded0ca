"""Workbooks for the tests of marking, and what a copy must keep of its source, read by openpyxl."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.faulty_books import Book
from tests.program import hqe
from tests.villages import id_number

RED, YELLOW, PALE = "FFFFC9CF", "FFFFEFA8", "FFFFFAEB"
WRONG = id_number(3)[:17] + ("1" if id_number(3)[17] != "1" else "2")
GREY, THEME = PatternFill("solid", "FFF2F2F2"), PatternFill("solid", Color(theme=4, tint=0.6))
STRIPES = PatternFill("lightUp", "FF0000FF", "FFFFFFFF")
TITLES = ["序号", "姓名", "身份证号", "性别", "联系电话", "家庭住址"]
FAULTS = {"C5", "E7", "C9", "B11"}  # a wrong digit, a phone too short, a repeated person, a missing name


def decorated(path: Path) -> Path:
    """Write a roll with all that must survive: looks, rules, a chart, a frozen pane, comments, a second sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "花名册"
    page["A1"] = "某村劳动力花名册（2023年第三季度）"
    page.merge_cells("A1:F1")
    page.append([])
    page.append(TITLES)
    for i in range(1, 13):
        page.append(
            [i, f"村民{'甲乙丙丁戊己庚辛壬癸子丑'[i - 1]}", id_number(i), "男", f"1990000{i:04d}", "某村1组"]
        )
    page["C5"], page["E7"], page["C9"], page["B11"] = WRONG, "199000", page["C4"].value, None
    page["F15"] = '=CONCATENATE("某村",A15,"组")'
    _dress(page)
    other = book.create_sheet("说明")
    other["A1"] = "填写说明 & <规定>"
    chart = BarChart()
    chart.add_data(Reference(page, min_col=1, min_row=4, max_row=8))
    other.add_chart(chart, "C3")
    book.defined_names["全部人"] = openpyxl.workbook.defined_name.DefinedName(
        "全部人", attr_text="花名册!$B$4:$B$15"
    )
    book.save(path)
    return path


def _dress(page: Worksheet) -> None:
    thin = Side("thin", "FF336699")
    for row in page["A3:F15"]:
        for cell in row:
            cell.border = Border(thin, thin, thin, thin)
            cell.alignment = Alignment("center", "center", wrap_text=True)
            cell.font = Font("宋体", 10, color="FF222222")
            cell.protection = Protection(locked=cell.column == 1)
    for cell in page[3]:
        cell.fill, cell.font = GREY, Font("黑体", 12, bold=True)
    page["C5"].fill, page["E7"].fill, page["C9"].fill, page["C6"].fill = GREY, THEME, STRIPES, THEME
    page["C4"].number_format = "@"
    page.column_dimensions["C"].width, page.column_dimensions["F"].width = 24, 30
    page.row_dimensions[3].height, page.row_dimensions[8].hidden = 33, True
    page.freeze_panes, page.auto_filter.ref = "C4", "A3:F15"
    page["E7"].comment = Comment("电话是他儿子的", "村会计")
    page["B5"].comment = Comment("本人已外出", "村会计")
    rule = DataValidation("list", formula1='"男,女"')
    rule.add("D4:D15")
    page.add_data_validation(rule)
    page.conditional_formatting.add("A4:A15", CellIsRule("greaterThan", ["8"], fill=GREY))
    page.print_title_rows, page.print_area = "1:3", "A1:F15"


# ---------------------------------------------------------------- comparing
def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def look(cell: Any) -> dict[str, Any]:
    """Return all that a cell shows, its comment aside."""
    names = ("value", "data_type", "number_format", "font", "border", "alignment", "protection", "fill")
    return {name: repr(getattr(cell, name)) for name in names} | {"link": repr(cell.hyperlink)}


def differences(source: Path, copy: Path, marked: Collection[tuple[str, str]]) -> Iterator[str]:
    """Yield what differs between the sheets of two workbooks, but for the fills of marked cells and our column."""
    before, after = openpyxl.load_workbook(source), openpyxl.load_workbook(copy)
    for page in before.worksheets:
        other = after[page.title]
        width = page.max_column
        for row in other.iter_rows(max_row=max(page.max_row, other.max_row)):
            for cell in row:
                mine, its = look(page[cell.coordinate]), look(cell)
                if (page.title, cell.coordinate) in marked:
                    mine.pop("fill"), its.pop("fill")
                if cell.column > width:
                    continue
                yield from (f"{page.title}!{cell.coordinate} {key}" for key in mine if mine[key] != its[key])
        yield from (f"{page.title}: {name}" for name in _sheet_differences(page, other, width))


def _sheet_differences(page: Worksheet, other: Worksheet, width: int) -> Iterator[str]:
    for name in (
        "merged_cells",
        "freeze_panes",
        "auto_filter",
        "data_validations",
        "sheet_state",
        "print_area",
    ):
        if repr(getattr(page, name)) != repr(getattr(other, name)):
            yield name
    if _rules(page) != _rules(other):
        yield "conditional_formatting"
    letters = [openpyxl.utils.get_column_letter(i) for i in range(1, width + 1)]
    if [_size(page.column_dimensions, x) for x in letters] != [
        _size(other.column_dimensions, x) for x in letters
    ]:
        yield "column widths"
    rows = range(1, page.max_row + 1)
    if [_size(page.row_dimensions, x) for x in rows] != [_size(other.row_dimensions, x) for x in rows]:
        yield "row heights"


def _rules(page: Worksheet) -> list[tuple[str, str]]:
    return [(str(area.sqref), repr(rule)) for area in page.conditional_formatting for rule in area.rules]


def _size(dimensions: Any, key: Any) -> tuple[Any, ...]:
    if key not in dimensions:
        return ()
    one = dimensions[key]
    return (getattr(one, "width", None), getattr(one, "height", None), one.hidden)


def painted(book: openpyxl.Workbook) -> dict[str, set[str]]:
    """Return sheet!cell of the cells that are red and yellow."""
    found: dict[str, set[str]] = {RED: set(), YELLOW: set()}
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in found:
                    found[str(cell.fill.fgColor.rgb)].add(f"{page.title}!{cell.coordinate}")
    return found


def remarks(page: Worksheet) -> dict[int, str]:
    """Return row → text of the column 问题, its title included."""
    columns = [c.column for row in page.iter_rows(max_row=40) for c in row if c.value == "问题"]
    assert len(columns) <= 1
    cells = [row[0] for column in columns for row in page.iter_rows(min_col=column, max_col=column)]
    return {cell.row: cell.value for cell in cells if cell.value}


def resaved(path: Path, change: Any = None) -> Path:
    """Open and save a workbook with openpyxl, as another program would."""
    book = openpyxl.load_workbook(path)
    if change:
        change(book)
    book.save(path)
    return path


def rezipped(path: Path, changed: dict[str, bytes]) -> Path:
    """Write a package with some parts replaced."""
    kept = parts(path) | changed
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())
    return path


def assert_marked(book: Book, folder: Path) -> None:
    """Assert that in both formats exactly the seeded faults are coloured, commented and said in the last column."""
    wanted = {f"{f['sheet']}!{f['col']}{f['row']}" for f in book.truth()["faults"]}
    for source in book.write(folder):
        answer = json.loads(hqe("check", source, "--mark", folder / "标注", "--json").stdout)
        (copy,) = map(Path, answer["marked"])
        pages = openpyxl.load_workbook(copy)
        found = painted(pages)
        assert found[RED] | found[YELLOW] == wanted
        assert all(pages[sheet][cell].comment for sheet, cell in (place.split("!") for place in wanted))
        for sheet in pages.sheetnames[:-1]:
            rows = {
                int("".join(filter(str.isdigit, p.split("!")[1])))
                for p in wanted
                if p.startswith(f"{sheet}!")
            }
            assert rows <= set(remarks(pages[sheet]))
        if source.suffix == ".xlsx":
            assert list(differences(source, copy, {tuple(place.split("!")) for place in wanted})) == []
