"""A workbook form read once and written many times: cells become texts of their own, styles and all else stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.sheet import read_sheet
from hqe_docs.paper.excel.workbook import STRINGS, STYLES, read_workbook
from hqe_docs.paper.forms.filled.edits import Edit, Writing, changed
from hqe_docs.paper.forms.filled.room import Room
from hqe_docs.paper.forms.filled.sheetroom import CellLooks, SheetRooms
from hqe_docs.paper.forms.grids.sheetform import column_said, strings_in, whole
from hqe_docs.paper.forms.model import Cell, Form
from hqe_docs.paper.formulas.cached import FilledSheet, put_values
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import SPACE, xml_bytes, xml_root
from hqe_docs.problems import Problem

Element = etree._Element


@dataclass
class SheetWriter:
    """Writes into copies of a form's sheets."""

    form: Form
    parts: Parts
    _part_of: dict[str, str] = field(init=False)
    _roots: dict[str, Element] = field(default_factory=dict)
    _rooms: dict[str, SheetRooms] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._part_of = dict(read_workbook(self.parts).sheets)
        strings = xml_root(self.parts[STRINGS]) if STRINGS in self.parts else None
        self._looks = CellLooks(xml_root(self.parts[STYLES]) if STYLES in self.parts else None)
        self._strings = list(strings.iterfind("{*}si")) if strings is not None else []

    def write(self, writings: Sequence[Writing]) -> tuple[Parts, list[Problem]]:
        """Return the parts with all that is to be written; nothing hinders it."""
        made = Parts(self.parts)
        by_sheet: dict[str, list[Writing]] = {}
        for writing in writings:
            if writing.edits:
                by_sheet.setdefault(writing.text.address.sheet or "", []).append(writing)
        for sheet, own in by_sheet.items():
            root = deepcopy(self._root(sheet))
            rows = SheetRows(root)
            for writing in own:
                self._set(rows.cell(writing.text.address.cell or "A1"), writing)
            for formula in root.iter("{*}f"):
                forget_value(formula)
            made[self._part_of[sheet]] = xml_bytes(root)
        if any(self._root(sheet).find(".//{*}f") is not None for sheet in by_sheet):
            self._calculate(made)
        return made, []

    def _calculate(self, made: Parts) -> None:
        """Give the formulas of the sheets written their values: no program works out again what has one."""
        workbook = read_workbook(made)
        strings = list(strings_in(made))
        sheets = [
            FilledSheet(name, part, read_sheet(name, made[part], strings)) for name, part in workbook.sheets
        ]
        put_values(made, workbook, sheets)

    def _root(self, sheet: str) -> Element:
        if sheet not in self._roots:
            self._roots[sheet] = xml_root(self.parts[self._part_of[sheet]])
        return self._roots[sheet]

    def _set(self, cell: Element, writing: Writing) -> None:
        runs = self._runs(cell)
        for child in list(cell):
            if etree.QName(child).localname in ("v", "is", "f"):
                cell.remove(child)
        number = writing.edits[0].number if len(writing.edits) == 1 else None
        if number is not None:
            cell.attrib.pop("t", "")
            new_child(cell, "v", 0).text = f"{number}"
            return
        cell.set("t", "inlineStr")
        inline = new_child(cell, "is", 0)
        size = max((edit.size for edit in writing.edits), default=0.0)
        if runs is None and size:
            self._say_small(inline, cell, changed(writing.text.text, writing.edits), size)
        elif runs is None:
            say(new_child(inline, "t"), changed(writing.text.text, writing.edits))
        else:
            inline.extend(runs)
            change_runs([t for run in runs for t in run.iterfind("{*}t")], writing.edits)

    def _say_small(self, inline: Element, cell: Element, text: str, size: float) -> None:
        """Say a text in a size of its own, in the font of the cell's format."""
        run = new_child(inline, "r")
        look = new_child(run, "rPr")
        new_child(look, "rFont").set("val", self._looks.of(cell.get("s", "0")).font)
        new_child(look, "sz").set("val", f"{size:g}")
        say(new_child(run, "t"), text)

    def room(self, cell: Cell) -> Room | None:
        """Return what a cell holds."""
        sheet = cell.address.sheet or ""
        if sheet not in self._rooms:
            self._rooms[sheet] = SheetRooms(self._root(sheet), self._looks)
        return self._rooms[sheet].of(cell)

    def _runs(self, cell: Element) -> list[Element] | None:
        """Return copies of the runs of a text with looks inside, None of a plain one."""
        kind, value = cell.get("t"), cell.findtext("{*}v") or ""
        held = cell.find("{*}is")
        if kind == "s" and -1 < whole(value) < len(self._strings):
            held = self._strings[int(value)]
        runs = held.findall("{*}r") if held is not None else []
        return [deepcopy(run) for run in runs] or None


def forget_value(formula: Element) -> None:
    cell = formula.getparent()
    value = cell.find("{*}v") if cell is not None else None
    if cell is not None and value is not None:
        cell.remove(value)
        cell.attrib.pop("t", "")


class SheetRows:
    """The rows and cells of a sheet by their numbers; made where the sheet has none yet."""

    def __init__(self, root: Element) -> None:
        data = root.find("{*}sheetData")
        self._data = data if data is not None else new_child(root, "sheetData")
        self._rows = dict(_numbered(self._data))

    def cell(self, place: str) -> Element:
        """Return the cell at a place such as B7."""
        letters, number = split_cell(place)
        row = self._rows.get(number)
        if row is None:
            before = sum(1 for other in self._rows if other < number)
            row = self._rows[number] = new_child(self._data, "row", before)
            row.set("r", str(number))
        column, last, before = column_number(letters), 0, 0
        for cell in row:
            own = cell.get("r", "")
            last = column_said(own) + 1 if own else last + 1  # 0 where it says none: that cell is left alone
            if last == column:
                return cell
            if last > column:
                break
            before += 1
        made = new_child(row, "c", before)
        made.set("r", place)
        return made


def _numbered(data: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for row in data.iterfind("{*}row"):
        said = whole(row.get("r"))
        number = said if said > 0 else number + 1
        yield number, row


def new_child(parent: Element, name: str, at: int | None = None) -> Element:
    made = etree.Element(f"{{{etree.QName(parent).namespace}}}{name}")
    parent.insert(len(parent) if at is None else at, made)
    return made


def say(element: Element, text: str) -> None:
    element.text = text
    if text != text.strip() or "\n" in text:
        element.set(SPACE, "preserve")


def change_runs(texts: Sequence[Element], edits: Sequence[Edit]) -> None:
    """Make the changes in a text of several runs, each in the run in which it begins."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        start, new = 0, edit.text
        for element in texts:
            text = (element.text or "").replace("_x000D_", "").replace("\r\n", "\n")
            end = start + len(text)
            if start <= edit.end and end >= edit.start and (end > edit.start or element is texts[-1]):
                left, right = max(edit.start - start, 0), max(edit.end - start, 0)
                say(element, text[:left] + new + text[right:])
                new = ""
            start = end
