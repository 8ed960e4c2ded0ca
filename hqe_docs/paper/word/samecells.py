"""Equal neighbours of a column merged downwards, inside the equal cells of the marked columns left of it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.places import cells_of, rows_of, width_of

IN_LOOP = "hqe-same"  # on a prepared cell: the number of its loop in the table
_BREAKS = {W + "p": "\n", W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-"}
_TEXTS = (*_BREAKS, W + "t", W + "sym")
_PICTURES = (W + "drawing", W + "pict", W + "object")
_BEFORE_MERGE = frozenset(W + name for name in ("cnfStyle", "tcW", "gridSpan", "hMerge"))


def merge_equal(root: etree._Element) -> None:
    """Merge the marked cells of each table while they are equal (ECMA-376 §17.4.84), and take the marks away."""
    marked = [next(cell.iterancestors(W + "tbl")) for cell in root.iter(W + "tc") if IN_LOOP in cell.attrib]
    for table in dict.fromkeys(marked):
        above: dict[int, _Block] = {}
        for row in rows_of(table):
            above = _merged_row(row, above)


@dataclass(slots=True)
class _Block:
    """A merged area, or what may become one: its first cell, and what a cell below must have in common with it.

    `content` is None with a picture in it: such cells are never taken for equal, nor are empty ones.
    """

    cell: etree._Element
    width: int
    loop: str
    content: str | None
    begun: bool = False

    def begin(self) -> None:
        """Make the first cell the top of a merged one."""
        if not self.begun:
            _set_merge(self.cell, "restart")
            self.begun = True

    def takes(self, other: _Block) -> bool:
        same = (self.width, self.loop, self.content) == (other.width, other.loop, other.content)
        return same and bool(self.content and self.content.strip())


def _merged_row(row: etree._Element, above: dict[int, _Block]) -> dict[int, _Block]:
    """Return grid column → the block that reaches into this row."""
    here: dict[int, _Block] = {}
    unbroken = True  # the marked columns to the left go on from the row above
    for column, cell in cells_of(row):
        loop, over = str(cell.attrib.pop(IN_LOOP, "")), above.get(column)
        if continues(cell):
            if over is not None and over.width == width_of(cell):
                here[column] = over
        elif loop:
            block = _Block(cell, width_of(cell), loop, _content(cell))
            if unbroken and over is not None and over.takes(block):
                over.begin()
                _set_merge(cell, "continue")
                _empty(cell)
                here[column] = over
            else:
                here[column], unbroken = block, False
    return here


def continues(cell: etree._Element) -> bool:
    """Say whether a cell is a lower part of a vertically merged one."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _content(cell: etree._Element) -> str | None:
    if next(cell.iter(*_PICTURES), None) is not None:
        return None
    # how the text is cut into runs makes no difference
    return "".join(
        _BREAKS.get(node.tag) or node.text or node.get(W + "char") or "" for node in cell.iter(*_TEXTS)
    )


def _set_merge(cell: etree._Element, value: str) -> None:
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    merge = properties.find(W + "vMerge")
    if merge is None:
        merge = etree.Element(W + "vMerge")
        properties.insert(sum(child.tag in _BEFORE_MERGE for child in properties), merge)
    merge.set(W + "val", value)


def _empty(cell: etree._Element) -> None:
    """Leave a cell one empty paragraph with the looks of its first; a list's number would count on unseen."""
    looks = deepcopy(cell.find(f".//{W}p/{W}pPr"))
    for child in list(cell):
        if child.tag != W + "tcPr":
            cell.remove(child)
    paragraph = etree.SubElement(cell, W + "p")
    if looks is not None:
        for number in looks.findall(W + "numPr"):
            looks.remove(number)
        paragraph.append(looks)
