"""A continuation for the records of a list that find no row: its header again with rows in the same look, as 续表.

In Word it stands on a page of its own behind all else, in a workbook on a sheet behind the list's own, so that the
form itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.sheetnames import free_name
from hqe_docs.paper.excel.sheettabs import Tab, put_tabs
from hqe_docs.paper.excel.workbook import WORKBOOK, read_workbook
from hqe_docs.paper.forms.filled.growth import row_like
from hqe_docs.paper.forms.filled.sheetgrowth import count_on
from hqe_docs.paper.forms.grids.sheetform import strings_in
from hqe_docs.paper.forms.model import Cell, Form, Grid, Place
from hqe_docs.paper.forms.places.heads import find_heads
from hqe_docs.paper.forms.places.roles import Roles
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.paper.package import TYPES, Parts
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import main_part
from hqe_docs.paper.xmlbytes import xml_bytes, xml_root
from hqe_docs.problems import column_letters

Element = etree._Element
NAME = "续表"
FEWEST = 2  # rows, by which it is known as a list
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# what of a sheet is its look: size and columns, the page it is printed on
_LOOK = frozenset(
    (
        "sheetPr",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "mergeCells",
        "printOptions",
        "pageMargins",
        "pageSetup",
    )
)


def continued(form: Form, parts: Parts, needed: Sequence[tuple[Place, int]], words: Words) -> Parts | None:
    """Return the parts of the form with so many rows in a continuation of the list of each place; None if there can be none."""
    made = Parts(parts)
    tree = deepcopy(form.tree)
    twins = dict(zip(form.tree.iter(), tree.iter(), strict=True)) if form.tree is not None else {}
    for place, count in needed:
        more = max(count, FEWEST)
        grid, rows = _header(form, place, words)
        if grid is None or _is_nested(grid):
            return None  # elsewhere nothing would say what a table in a cell is called
        if form.tree is not None:
            _add_table(tree, twins, grid, rows, place, more)
        elif not _add_sheet(made, place, rows, more):
            return None
    if form.tree is not None:
        made[main_part(parts)] = xml_bytes(tree)
    return made


def _header(form: Form, place: Place, words: Words) -> tuple[Grid | None, range]:
    """Return the grid of a list's place, and the rows of its header: none where it stands in a table before."""
    for grid in form.grids:
        if isinstance(place.text, Cell) and any(place.text is cell for cell in grid.cells):
            roles = Roles(grid, words)
            heads = [head for head in find_heads(roles) if place.text.row in head.rows]
            titles = heads[0].titles if heads else ()
            return grid, range(_top(roles, titles), titles[0].bottom) if titles else range(0)
    return None, range(0)


def _top(roles: Roles, titles: Sequence[Cell]) -> int:
    """Return the first row of a header: that of its upper levels."""
    top = min(title.row for title in titles)
    levels = [roles.grid.above(title) for title in titles if title.row == top]
    wide = [
        one
        for one, title in zip(levels, titles, strict=False)
        if one is not None and one.width > title.width and one.width < roles.grid.columns
    ]
    above = [one for one in wide if roles.of(one) == "label"]
    return _top(roles, above) if above else top


# ---------------------------------------------------------------- Word
def _is_nested(grid: Grid) -> bool:
    """Say whether a table stands in a cell of another."""
    cell = grid.cells[0].element
    return cell is not None and next(cell.iterancestors(W + "tc"), None) is not None


def _add_table(
    tree: Element, twins: dict[Element, Element], grid: Grid, rows: range, place: Place, more: int
) -> None:
    last = next(twins[place.text.element].iterancestors(W + "tr"))
    table = next(last.iterancestors(W + "tbl"))
    heads = [_row_of(grid, row, twins) for row in rows]
    made = etree.Element(W + "tbl")
    made.extend(deepcopy(child) for child in table if child.tag in (W + "tblPr", W + "tblGrid"))
    made.extend(row_like(head, 0) for head in heads if head is not None)
    made.extend(row_like(last, number) for number in range(1, more + 1))
    body = tree.find(W + "body")
    end = body.find(W + "sectPr") if body is not None else None
    for element in (_named(), made, etree.Element(W + "p")):
        if end is not None:
            end.addprevious(element)
        elif body is not None:
            body.append(element)


def _row_of(grid: Grid, row: int, twins: dict[Element, Element]) -> Element | None:
    cells = (cell.element for cell in grid.row(row) if cell.row == row and cell.element is not None)
    first = next(cells, None)
    return next(twins[first].iterancestors(W + "tr"), None) if first is not None else None


def _named() -> Element:
    """Return the paragraph above a continuation, which begins a page."""
    made = etree.Element(W + "p")
    etree.SubElement(etree.SubElement(made, W + "pPr"), W + "pageBreakBefore")
    etree.SubElement(etree.SubElement(made, W + "r"), W + "t").text = NAME
    return made


# ---------------------------------------------------------------- Excel
def _add_sheet(parts: Parts, place: Place, rows: range, more: int) -> bool:
    """Put a sheet with the header and the rows behind the list's own; say whether that was possible."""
    workbook = read_workbook(parts)
    name, last = place.address.sheet or "", split_cell(place.address.cell or "A1")[1]
    part = dict(workbook.sheets).get(name)
    root = xml_root(parts[part]) if part else None
    if part is None or root is None or not rows:
        return False
    own = {int(row.get("r", "0")): row for row in root.iterfind("{*}sheetData/{*}row")}
    if last not in own or next(own[last].iter("{*}f"), None) is not None:
        return False  # a formula would look at the rows it came from
    _keep(root, [*(row + 1 for row in rows), *[last] * more], own, strings_in(parts))
    _merge(root, rows, last, more)
    new = next(one for i in range(1, len(parts) + 2) if (one := f"xl/worksheets/sheet{i}.xml") not in parts)
    parts[new] = xml_bytes(root)
    types = etree.fromstring(parts[TYPES])
    item = etree.SubElement(types, f"{{{etree.QName(types).namespace}}}Override")
    item.set("PartName", f"/{new}")
    item.set("ContentType", _SHEET)
    parts[TYPES] = xml_bytes(types)
    _put_tab(parts, name, part, new)
    return True


def _put_tab(parts: Parts, name: str, part: str, new: str) -> None:
    """Let the new sheet stand behind the list's; names of that sheet alone, as its print area, are not the new one's."""
    root = read_workbook(parts).root
    taken = [sheet.get("name", "") for sheet in root.iterfind("{*}sheets/{*}sheet")]
    called = free_name(f"{name}{NAME}", taken)
    tabs = [Tab(one, target, lambda formula: formula) for one, target in ((name, part), (called, new))]
    put_tabs(root, parts, {name: tabs})
    place = str(taken.index(name) + 1)
    for named in root.findall("{*}definedNames/{*}definedName"):
        if named.get("localSheetId") == place:
            named.getparent().remove(named)  # type: ignore[union-attr]  # it is in a group
    parts[WORKBOOK] = xml_bytes(root)


def _keep(root: Element, numbers: Sequence[int], own: dict[int, Element], strings: Sequence[str]) -> None:
    """Leave the look of the sheet, a row that says 续表, and the rows of these numbers, the last of them counting on."""
    for child in list(root):
        if etree.QName(child).localname not in _LOOK:
            root.remove(child)
    for element in root.iter("{*}pageSetup"):
        for key in [key for key in element.attrib if etree.QName(key).localname == "id"]:
            del element.attrib[key]  # the settings of a printer, a part that hangs on the other sheet
    for element in root.iterfind("{*}sheetPr"):
        element.attrib.pop("codeName", "")
    data = root.find("{*}sheetData")
    if data is None:
        return
    for row in list(data):
        data.remove(row)
    space = etree.QName(data).namespace
    title = etree.SubElement(data, f"{{{space}}}row", {"r": "1"})
    cell = etree.SubElement(title, f"{{{space}}}c", {"r": "A1", "t": "inlineStr"})
    etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t").text = NAME
    turns = dict[int, int]()
    for at, number in enumerate(numbers, start=2):
        if number in own:
            made = deepcopy(own[number])
            turns[number] = turns.get(number, 0) + 1
            if number == numbers[-1]:
                count_on(made, turns[number], strings)
            _at(made, at)
            data.append(made)


def _at(row: Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row.iterfind("{*}c"):
        if place := cell.get("r"):
            cell.set("r", f"{split_cell(place)[0]}{number}")


def _merge(root: Element, rows: range, last: int, more: int) -> None:
    """Let the merged areas of the header be where it is now, one beside the whole list as long as the new one."""
    group = root.find("{*}mergeCells")
    if group is None:
        return
    areas = [area for item in group for area in _areas(item.get("ref", ""), rows, last, more)]
    for item in list(group):
        group.remove(item)
    for area in areas:
        etree.SubElement(group, f"{{{etree.QName(group).namespace}}}mergeCell", {"ref": area})
    group.set("count", str(len(areas)))
    if not areas:
        root.remove(group)


def _areas(reference: str, rows: range, last: int, more: int) -> Iterator[str]:
    first, _, end = reference.partition(":")
    (left, top), (right, bottom) = split_cell(first), split_cell(end or first)
    letters = column_letters(column_number(left)), column_letters(column_number(right))
    shift = 2 - (rows.start + 1)
    begin, length = 2 + len(rows), len(rows)
    if rows.start < top <= rows.stop:  # it begins in the header
        down = bottom + shift if bottom <= rows.stop else 1 + length + more
        yield f"{letters[0]}{top + shift}:{letters[1]}{down}"
    elif top == bottom == last:  # cells of the row, merged sideways
        for number in range(begin, begin + more):
            yield f"{letters[0]}{number}:{letters[1]}{number}"
