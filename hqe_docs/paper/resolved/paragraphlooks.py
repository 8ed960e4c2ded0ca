"""What the properties of paragraphs say (w:pPr, ECMA-376 §17.3.1), and the shape that several levels of them make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import etree

from hqe_docs.paper.resolved.document import Shape, Tab
from hqe_docs.paper.resolved.measures import NO_LINE, VAL, borders_of, is_on, twips
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
Said = Mapping[str, Any]
_AUTOMATIC = 280  # twips that browsers put around a paragraph, and Word with beforeAutospacing
_BODY_TEXT = 9  # the outline level of what is no heading (§17.3.1.20)
_LINE = 240  # twips of the line that beforeLines counts where there is no grid
_ALIGN = {"start": "left", "end": "right"}
_USUAL: Said = {
    "line": 240,
    "rule": "auto",
    "before": 0,
    "after": 0,
    "left": 0,
    "right": 0,
    "first": 0,
    "left_chars": None,
    "right_chars": None,
    "first_chars": None,
    "align": "left",
    "keep_next": False,
    "keep_lines": False,
    "page_break": False,
    "widow": True,
    "snaps": True,
    "outline": None,
    "borders": {},
    "tabs": {},
    "frame": {},
}


def said_of_paragraph(properties: Element) -> Said:
    """Return what w:pPr says, by the names of a Shape's fields."""
    said: dict[str, Any] = {}
    for child in properties:
        reader = _READERS.get(child.tag)
        if reader is not None:
            said |= {name: value for name, value in reader(child).items() if value is not None}
    return said


def combined(lower: Said, upper: Said) -> Said:
    """Return what two levels say together; each tab stop and each border for itself."""
    borders = {**lower.get("borders", {}), **upper.get("borders", {})}
    return {**lower, **upper, "borders": borders, "tabs": {**lower.get("tabs", {}), **upper.get("tabs", {})}}


def made_shape(style: str, levels: Iterable[Said]) -> Shape:
    """Return the shape that the levels make, the weakest first."""
    said = dict(_USUAL)
    for level in levels:
        said |= combined(said, level)
    stops = sorted(said["tabs"].items())
    said["tabs"] = tuple(Tab(kind, position) for position, kind in stops if kind != "clear")
    said["borders"] = {side: line for side, line in said["borders"].items() if line.kind not in NO_LINE}
    said["outline"] = None if said["outline"] == _BODY_TEXT else said["outline"]
    return Shape(style, **said)


def _spacing(element: Element) -> Said:
    """Return w:spacing (§17.3.1.33); before in lines counts only where it isn't given in points too."""
    said: dict[str, Any] = {"line": twips(element.get(W + "line")), "rule": element.get(W + "lineRule")}
    if said["line"] is not None and said["rule"] is None:
        said["rule"] = "auto"
    for side in ("before", "after"):
        automatic = element.get(f"{W}{side}Autospacing") in ("1", "true", "on")
        lines = twips(element.get(f"{W}{side}Lines"))
        given = twips(element.get(W + side))
        counted = round(lines * _LINE / 100) if lines else None
        said[side] = _AUTOMATIC if automatic else given if given is not None else counted
    return said


def _indent(element: Element) -> Said:
    """Return w:ind (§17.3.1.12): a hanging one wins over a first line."""
    left, right = (element.get(W + new) or element.get(W + old) for new, old in _SIDES)
    left_chars, right_chars = (
        element.get(f"{W}{new}Chars") or element.get(f"{W}{old}Chars") for new, old in _SIDES
    )
    said = {"left": twips(left), "right": twips(right)}
    said |= {"left_chars": twips(left_chars), "right_chars": twips(right_chars)}
    return {**said, "first": _first(element, ""), "first_chars": _first(element, "Chars")}


_SIDES = (("start", "left"), ("end", "right"))


def _first(element: Element, unit: str) -> int | None:
    hanging = twips(element.get(f"{W}hanging{unit}"))
    return -hanging if hanging else twips(element.get(f"{W}firstLine{unit}")) if hanging is None else 0


def _tabs(element: Element) -> Said:
    pairs = ((twips(tab.get(W + "pos")), tab.get(VAL, "left")) for tab in element)
    return {"tabs": {position: _ALIGN.get(kind, kind) for position, kind in pairs if position is not None}}


def _frame(element: Element) -> Said:
    return {"frame": {etree.QName(name).localname: value for name, value in element.items()}}


def _switch(name: str) -> Callable[[Element], Said]:
    return lambda element: {name: is_on(element)}


_READERS: Mapping[str, Callable[[Element], Said]] = {
    W + "keepNext": _switch("keep_next"),
    W + "keepLines": _switch("keep_lines"),
    W + "pageBreakBefore": _switch("page_break"),
    W + "widowControl": _switch("widow"),
    W + "snapToGrid": _switch("snaps"),
    W + "spacing": _spacing,
    W + "ind": _indent,
    W + "jc": lambda element: {"align": _ALIGN.get(said := element.get(VAL, "left"), said)},
    W + "outlineLvl": lambda element: {"outline": twips(element.get(VAL))},
    W + "pBdr": lambda element: {"borders": borders_of(element)},
    W + "tabs": _tabs,
    W + "framePr": _frame,
}
