"""How a Word document's styles make its paragraphs look: sizes, spacing, indents, margins of cells (ECMA-376 §17.7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.places import W

_NATURAL = 1.3  # of the font's size: a single line of 宋体, 仿宋 or 黑体 in Word
_USUAL_SIZE = 20  # half-points (§17.3.2.38)
_USUAL_MARGINS = {"top": 0, "left": 108, "bottom": 0, "right": 108}  # twips (§17.4.42)
Sources = Sequence[etree._Element]


@dataclass(frozen=True, slots=True)
class ParagraphLooks:
    """Points: before and after a paragraph, its indents, and the rule by which its lines are spaced."""

    before: float
    after: float
    left: float
    right: float
    first: float
    line: float
    rule: str

    def line_height(self, size: float) -> float:
        """Return the points a line takes whose largest text has `size`."""
        if self.rule == "exact":
            return self.line
        natural = size * _NATURAL
        return (
            max(natural, self.line) if self.rule == "atLeast" else natural * self.line / 12
        )  # 240ths of a line


class Looks:
    """What the styles of a document say about its paragraphs and runs."""

    def __init__(self, styles: bytes | None) -> None:
        root = etree.fromstring(styles) if styles else etree.Element(W + "styles")
        self._styles = {style.get(W + "styleId", ""): style for style in root.findall(W + "style")}
        self._usual = {
            style.get(W + "type", ""): style.get(W + "styleId", "")
            for style in root.findall(W + "style")
            if style.get(W + "default") in ("1", "true")
        }
        self._defaults = [*root.findall(f"{W}docDefaults/*")]

    def _chain(self, kind: str, named: etree._Element | None) -> Iterator[etree._Element]:
        """Yield the style that `named` names, or the usual one of its kind, and those it is based on."""
        name = named.get(W + "val", "") if named is not None else self._usual.get(kind, "")
        seen = set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            base = style.find(W + "basedOn")
            name = base.get(W + "val", "") if base is not None else ""

    def _table(self, element: etree._Element) -> Iterator[etree._Element]:
        table = next(element.iterancestors(W + "tbl"), None)
        if table is not None:
            yield from self._chain("table", table.find(f"{W}tblPr/{W}tblStyle"))

    def _around(self, paragraph: etree._Element) -> list[etree._Element]:
        """Return what gives a paragraph its looks, the strongest first."""
        own = self._chain("paragraph", paragraph.find(f"{W}pPr/{W}pStyle"))
        return [*own, *self._table(paragraph), *self._defaults]

    def of(self, paragraph: etree._Element) -> ParagraphLooks:
        """Return the looks of a paragraph; lines of a grid (w:docGrid) are not counted in."""
        sources = [paragraph, *self._around(paragraph)]
        size = _number(sources, f"{W}rPr/{W}sz", "val", _USUAL_SIZE) / 2

        def points(name: str, attribute: str) -> float:
            return _number(sources, f"{W}pPr/{W}{name}", attribute, 0) / 20

        first = points("ind", "firstLine") - points("ind", "hanging")
        characters = _number(sources, f"{W}pPr/{W}ind", "firstLineChars", 0)
        return ParagraphLooks(
            before=points("spacing", "before"),
            after=points("spacing", "after"),
            left=points("ind", "left") or points("ind", "start"),
            right=points("ind", "right") or points("ind", "end"),
            first=characters / 100 * size or first,
            line=_number(sources, f"{W}pPr/{W}spacing", "line", 240) / 20,
            rule=_value(sources, f"{W}pPr/{W}spacing", "lineRule") or "auto",
        )

    def run(self, run: etree._Element, paragraph: etree._Element) -> tuple[float, float]:
        """Return the size of a run's text and the space put after each character, in points."""
        named = run.find(f"{W}rPr/{W}rStyle")
        own = self._chain("character", named) if named is not None else ()
        sources = [run, *own, *self._around(paragraph)]
        size = _number(sources, f"{W}rPr/{W}sz", "val", _USUAL_SIZE) / 2
        return size, _number(sources, f"{W}rPr/{W}spacing", "val", 0) / 20

    def margins(self, cell: etree._Element) -> dict[str, float]:
        """Return side → margin of a cell in points."""
        table = next(cell.iterancestors(W + "tbl"))
        tables = [table, *self._chain("table", table.find(f"{W}tblPr/{W}tblStyle"))]
        found = {}
        for side, usual in _USUAL_MARGINS.items():
            general = _number(tables, f"{W}tblPr/{W}tblCellMar/{W}{side}", "w", usual)
            found[side] = _number([cell], f"{W}tcPr/{W}tcMar/{W}{side}", "w", general) / 20
        return found


def _value(sources: Sources, path: str, attribute: str) -> str | None:
    for source in sources:
        element = source.find(path)
        value = element.get(W + attribute) if element is not None else None
        if value is not None:
            return value
    return None


def _number(sources: Sources, path: str, attribute: str, usual: float) -> float:
    value = _value(sources, path, attribute)
    try:
        return float(value) if value is not None else usual
    except ValueError:  # 12pt and the like, which Word itself never writes
        return usual
