"""The body, a header or a footer walked once in document order: paragraphs, runs, fields, tables, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from hqe_docs.paper.resolved.document import CellPlace, Paragraph, Span, Table
from hqe_docs.paper.resolved.looks import Looks
from hqe_docs.paper.resolved.measures import VAL
from hqe_docs.paper.resolved.numbering import Numbering
from hqe_docs.paper.resolved.tables import cells_with_content, table_of
from hqe_docs.paper.word.namespaces import MC, W

Element = etree._Element
_P, _TBL, _R, _PPR, _RPR, _T = (W + name for name in ("p", "tbl", "r", "pPr", "rPr", "t"))
_AROUND = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "hyperlink", "smartTag", "bdo", "dir")
)
_BOXED = frozenset((W + "drawing", W + "pict", W + "object", MC + "AlternateContent"))
_MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SHAPES = frozenset(("anchor", "inline", "shape", "rect", "roundrect"))


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands around the paragraph being walked: a cell, the table's style, a text box."""

    cell: CellPlace | None = None
    table_style: str = ""
    box: Element | None = None


@dataclass(slots=True)
class OpenField:
    """A field being walked: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    shows: bool = False


class Walk:
    """Collects the paragraphs and tables of one part; `section_ends` are the w:sectPr of its paragraphs."""

    def __init__(self, root: Element, looks: Looks, numbering: Numbering) -> None:
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self.section_ends: list[Element] = []
        self._looks, self._numbering = looks, numbering
        self._numbers = {table: index for index, table in enumerate(root.iter(_TBL))}
        self._index = -1
        self._fields: list[OpenField] = []

    def block(self, parent: Element, spot: Spot = Spot()) -> None:
        """Walk what stands in a body, a cell, a text box, a header or footer."""
        for child in parent:
            if child.tag == _P:
                self._paragraph(child, spot)
            elif child.tag == _TBL:
                self._table(child, spot)
            elif child.tag in _AROUND:
                self.block(child, spot)

    def _paragraph(self, element: Element, spot: Spot) -> None:
        if spot.cell is None and spot.box is None:
            self._index += 1
        own = element.find(_PPR)
        style = self._style_of(own)
        level = self._numbering.level(own, self._looks.chain("paragraph", style))
        shape = self._looks.shape(own, style, spot.table_style, level.indent if level else None)
        mark = self._looks.face(own.find(_RPR) if own is not None else None, style, spot.table_style)
        made = Paragraph(
            max(self._index, 0),
            "",
            [],
            shape,
            mark,
            shape.style,
            len(self.section_ends),
            spot.cell,
            spot.box,
            element,
            self._numbering.label(level) if level else "",
        )
        self.paragraphs.append(made)
        self._inline(element, _Inside(made, style, spot))
        made.text = "".join(span.text for span in made.spans if not span.face.hidden)
        if own is not None and spot.box is None and (end := own.find(W + "sectPr")) is not None:
            self.section_ends.append(end)

    def _style_of(self, properties: Element | None) -> str:
        named = properties.find(W + "pStyle") if properties is not None else None
        style = named.get(VAL, "") if named is not None else ""
        return style if style and self._looks.name(style) else self._looks.usual("paragraph")

    # ------------------------------------------------------------ runs
    def _inline(self, parent: Element, inside: _Inside) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child, inside)
            elif tag in _AROUND:
                self._inline(child, inside)
            elif tag == W + "fldSimple":
                self._fields.append(OpenField(child.get(W + "instr", ""), shows=True))
                self._inline(child, inside)
                self._fields.pop()

    def _run(self, run: Element, inside: _Inside) -> None:
        text = ""
        properties = None
        for child in run:
            tag = child.tag
            if tag == _T:
                text += child.text or ""
            elif tag == _RPR:
                properties = child
            elif tag in _MARKS:
                text += _MARKS[tag]
            elif tag == W + "sym":
                text += _symbol(child)
            elif tag == W + "instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif tag == W + "fldChar":
                self._add(text, run, properties, inside)
                text = ""
                if self._field(child.get(W + "fldCharType")):
                    self._put("", run, properties, inside)
                    self._fields.pop()
            elif tag in _BOXED:
                self._boxes(child, inside.spot)
        self._add(text, run, properties, inside)

    def _add(self, text: str, run: Element, properties: Element | None, inside: _Inside) -> None:
        """Add a span; a field's instruction is none."""
        if text and (not self._fields or self._fields[-1].shows):
            self._put(text, run, properties, inside)

    def _put(self, text: str, run: Element, properties: Element | None, inside: _Inside) -> None:
        face = self._looks.face(properties, inside.style, inside.spot.table_style)
        instruction = self._fields[-1].instruction.strip() if self._fields else ""
        inside.paragraph.spans.append(Span(text, face, run, instruction))

    def _field(self, kind: str | None) -> bool:
        """Begin or end a field, or its result; say whether one ends that has no result, which stays open."""
        if kind == "begin":
            self._fields.append(OpenField())
        elif self._fields and kind == "separate":
            self._fields[-1].shows = True
        elif self._fields and kind == "end":
            if not self._fields[-1].shows:
                return True
            self._fields.pop()
        return False

    # ------------------------------------------------------------ text boxes, tables
    def _boxes(self, element: Element, spot: Spot) -> None:
        """Walk the text boxes in a drawing; of alternatives the first, which is the one Word shows."""
        for content in _box_contents(element):
            box = next(item for item in content.iterancestors() if etree.QName(item).localname in _SHAPES)
            self.block(content, replace(spot, cell=None, table_style="", box=box))

    def _table(self, element: Element, spot: Spot) -> None:
        number = self._numbers[element]
        named = element.find(f"{W}tblPr/{W}tblStyle")
        style = named.get(VAL, "") if named is not None else self._looks.usual("table")
        chain = list(self._looks.chain("table", style))
        made = table_of(element, number, chain, len(self.section_ends), spot.cell, spot.box)
        self.tables.append(made)
        for row, column, cell in cells_with_content(made):
            self.block(cell, replace(spot, cell=CellPlace(number, row, column), table_style=style))


@dataclass(frozen=True, slots=True)
class _Inside:
    """The paragraph whose runs are being walked."""

    paragraph: Paragraph
    style: str
    spot: Spot


def _symbol(element: Element) -> str:
    """Return the character of w:sym; those of symbol fonts stand 0xF000 higher."""
    try:
        return chr(int(element.get(W + "char", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _box_contents(element: Element) -> Iterator[Element]:
    """Yield the contents of the text boxes in `element`, not those within a box or in a second alternative."""
    if element.tag == W + "txbxContent":
        yield element
    elif element.tag == MC + "AlternateContent":
        shown = next(element.iterchildren(MC + "Choice", MC + "Fallback"), None)
        yield from _box_contents(shown) if shown is not None else ()
    else:
        yield from (found for child in element for found in _box_contents(child))
