"""Tables: w:tbl read into rows and cells with their widths, borders and margins (ECMA-376 §17.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from hqe_docs.paper.resolved.document import Cell, CellPlace, Row, Table
from hqe_docs.paper.resolved.measures import VAL, borders_of, is_on, twips
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import MOST_COLUMNS

Element = etree._Element
_AROUND = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_USUAL_MARGINS = {"top": 0, "left": 108, "bottom": 0, "right": 108}  # twips (§17.4.42)


def table_of(
    element: Element,
    number: int,
    styles: Sequence[Element],
    section: int,
    within: CellPlace | None,
    box: Element | None,
) -> Table:
    """Return the table; `styles` are its style and those that one is based on."""
    sources = [element, *styles]
    layout = element.find(f"{W}tblPr/{W}tblLayout")
    align = _found(sources, "jc")
    return Table(
        index=number,
        section=section,
        width=_width(element.find(f"{W}tblPr/{W}tblW")),
        indent=_width(_found(sources, "tblInd")) or 0,
        align=align.get(VAL, "left") if align is not None else "left",
        fixed=layout is not None and layout.get(W + "type") == "fixed",
        grid=tuple(twips(column.get(W + "w")) or 0 for column in element.iterfind(f"{W}tblGrid/{W}gridCol")),
        borders=borders_of(_found(sources, "tblBorders")),
        margins=_margins(_found(sources, "tblCellMar")),
        rows=tuple(_row(row, index) for index, row in enumerate(_inside(element, W + "tr"))),
        within=within,
        box=box,
        element=element,
    )


def cells_with_content(table: Table) -> Iterator[tuple[int, int, Element]]:
    """Yield row, grid column and element of each cell."""
    return ((row.index, cell.column, cell.element) for row in table.rows for cell in row.cells)


def _found(sources: Sequence[Element], name: str) -> Element | None:
    found = (source.find(f"{W}tblPr/{W}{name}") for source in sources)
    return next((element for element in found if element is not None), None)


def _width(element: Element | None) -> int | None:
    """Return a width given in twips, None for automatic ones and shares."""
    if element is None or element.get(W + "type", "dxa") != "dxa":
        return None
    return twips(element.get(W + "w"))


def _margins(element: Element | None) -> dict[str, int]:
    found = dict(_USUAL_MARGINS)
    for side in element if element is not None else ():
        name = {"start": "left", "end": "right"}.get(said := etree.QName(side).localname, said)
        found[name] = _width(side) or 0
    return found


def _row(element: Element, index: int) -> Row:
    properties = element.find(W + "trPr")
    height = properties.find(W + "trHeight") if properties is not None else None
    return Row(
        index=index,
        header=_switch(properties, "tblHeader"),
        whole=_switch(properties, "cantSplit"),
        height=(twips(height.get(VAL)) or 0) if height is not None else 0,
        rule=height.get(W + "hRule", "atLeast") if height is not None else "auto",
        cells=tuple(_cells(element, properties)),
    )


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, tag)


def _cells(row: Element, properties: Element | None) -> Iterator[Cell]:
    before = properties.find(W + "gridBefore") if properties is not None else None
    column = _count(before, 0)
    for element in _inside(row, W + "tc"):
        cell = _cell(element, column)
        yield cell
        column += cell.span


def _count(element: Element | None, usual: int) -> int:
    """Return a number of grid columns, within what Word can make."""
    number = twips(element.get(VAL)) if element is not None else None
    return usual if number is None else min(max(number, usual), MOST_COLUMNS)


def _switch(properties: Element | None, name: str) -> bool:
    found = properties.find(W + name) if properties is not None else None
    return found is not None and is_on(found)


def _cell(element: Element, column: int) -> Cell:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    return Cell(
        column=column,
        span=_count(element.find(f"{W}tcPr/{W}gridSpan"), 1),
        width=_width(element.find(f"{W}tcPr/{W}tcW")) or 0,
        continues=merge is not None and merge.get(VAL, "continue") == "continue",
        borders=borders_of(element.find(f"{W}tcPr/{W}tcBorders")),
        element=element,
    )
