"""How a Word document's styles make its paragraphs look: sizes, spacing, indents, margins of cells (ECMA-376 §17.7.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.word.namespaces import W

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
    """The styles of a document."""

    def __init__(self, styles: bytes | None) -> None:
        root = etree.fromstring(styles) if styles else etree.Element(W + "styles")
        self._styles = {style.get(W + "styleId", ""): style for style in root.findall(W + "style")}
        self._usual = {
            style.get(W + "type", ""): style.get(W + "styleId", "")
            for style in root.findall(W + "style")
            if style.get(W + "default") in ("1", "true")
        }
        self.defaults = root.findall(f"{W}docDefaults/*")

    def chain(self, kind: str, name: str | None) -> list[etree._Element]:
        """Return the style of that name, or the usual one of its kind, and those it is based on."""
        found: list[etree._Element] = []
        style = self._styles.get(name or self._usual.get(kind, ""))
        while style is not None and style not in found:
            found.append(style)
            style = self._styles.get(_value([style], W + "basedOn", "val") or "")
        return found


class TableLooks:
    """What the cells of a table look like; lines of a grid (w:docGrid) are not counted in."""

    def __init__(self, looks: Looks, table: etree._Element) -> None:
        self._looks = looks
        styles = looks.chain("table", _value([table], f"{W}tblPr/{W}tblStyle", "val"))
        self._around = [*styles, *looks.defaults]
        self._margins = {
            side: number([table, *styles], f"{W}tblPr/{W}tblCellMar/{W}{side}", "w", usual) / 20
            for side, usual in _USUAL_MARGINS.items()
        }
        # cells of a table have few looks: what was found for one serves all that say the same of themselves
        self._paragraphs: dict[object, ParagraphLooks] = {}
        self._runs: dict[object, tuple[float, float]] = {}

    def margins(self, cell: etree._Element) -> Mapping[str, float]:
        """Return side → margin of a cell in points."""
        own = cell.find(f"{W}tcPr/{W}tcMar")
        if own is None:
            return self._margins
        return {side: number([own], W + side, "w", usual * 20) / 20 for side, usual in self._margins.items()}

    def paragraph(self, paragraph: etree._Element) -> ParagraphLooks:
        """Return the looks of a paragraph of the table."""
        own = paragraph.find(W + "pPr")
        key = () if own is None else tuple(_said(own, name) for name in ("pStyle", "spacing", "ind"))
        if key not in self._paragraphs:
            self._paragraphs[key] = _paragraph_looks([paragraph, *self._above(paragraph)])
        return self._paragraphs[key]

    def run(self, run: etree._Element, paragraph: etree._Element) -> tuple[float, float]:
        """Return the size of a run's text and the space put after each character, in points."""
        own, style = run.find(W + "rPr"), _style_of(paragraph)
        said = () if own is None else tuple(_said(own, name) for name in ("rStyle", "sz", "spacing"))
        if (style, said) not in self._runs:
            named = _value([run], f"{W}rPr/{W}rStyle", "val")
            sources = [
                run,
                *(self._looks.chain("character", named) if named else ()),
                *self._above(paragraph),
            ]
            size = number(sources, f"{W}rPr/{W}sz", "val", _USUAL_SIZE) / 2
            self._runs[style, said] = size, number(sources, f"{W}rPr/{W}spacing", "val", 0) / 20
        return self._runs[style, said]

    def _above(self, paragraph: etree._Element) -> list[etree._Element]:
        """Return what gives a paragraph the looks that it doesn't give itself, the strongest first."""
        return [*self._looks.chain("paragraph", _style_of(paragraph)), *self._around]


def _paragraph_looks(sources: Sources) -> ParagraphLooks:
    size = number(sources, f"{W}rPr/{W}sz", "val", _USUAL_SIZE) / 2

    def points(name: str, attribute: str) -> float:
        return number(sources, f"{W}pPr/{W}{name}", attribute, 0) / 20

    first = points("ind", "firstLine") - points("ind", "hanging")
    characters = number(sources, f"{W}pPr/{W}ind", "firstLineChars", 0)
    return ParagraphLooks(
        before=points("spacing", "before"),
        after=points("spacing", "after"),
        left=points("ind", "left") or points("ind", "start"),
        right=points("ind", "right") or points("ind", "end"),
        first=characters / 100 * size or first,
        line=number(sources, f"{W}pPr/{W}spacing", "line", 240) / 20,
        rule=_value(sources, f"{W}pPr/{W}spacing", "lineRule") or "auto",
    )


def _style_of(paragraph: etree._Element) -> str | None:
    return _value([paragraph], f"{W}pPr/{W}pStyle", "val")


def _said(properties: etree._Element, name: str) -> tuple[tuple[str, str], ...]:
    element = properties.find(W + name)
    return () if element is None else tuple((str(key), str(value)) for key, value in element.items())


def _value(sources: Sources, path: str, attribute: str) -> str | None:
    for source in sources:
        element = source.find(path)
        value = element.get(W + attribute) if element is not None else None
        if value is not None:
            return value
    return None


def number(sources: Sources, path: str, attribute: str, usual: float) -> float:
    """Return the number that the first of `sources` says at `path`, or `usual`."""
    value = _value(sources, path, attribute)
    try:
        return float(value) if value is not None else usual
    except ValueError:  # 12pt and the like, which Word itself never writes
        return usual
