"""What the properties of runs say (w:rPr, ECMA-376 §17.3.2), and the face that several levels of them make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from hqe_docs.paper.resolved.document import Face
from hqe_docs.paper.resolved.measures import VAL, colour, half_points, is_on, twips
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
Said = Mapping[str, Any]
_TOGGLES = ("bold", "italic", "hidden")  # on in two styles is off again (§17.7.3)
_EASTERN = ("eastAsia", "fareast")  # the second is what old programs write
_USUAL_SIZE = 20  # half-points (§17.3.2.38)


def said_of_run(properties: Element, fonts: Mapping[str, str]) -> Said:
    """Return what w:rPr says, by the names of a Face's fields; `fonts` are those of the theme."""
    said: dict[str, Any] = {}
    for child in properties:
        reader = _READERS.get(child.tag)
        if reader is not None:
            name, value = reader(child)
            said |= {name: value} if value is not None else {}
        elif child.tag == W + "rFonts":
            said |= _fonts(child, fonts)
    return said


def _fonts(element: Element, fonts: Mapping[str, str]) -> Said:
    """Return the fonts that w:rFonts names: a theme's font wins over a name beside it (§17.3.2.26)."""
    east = fonts.get(element.get(W + "eastAsiaTheme", "")) or element.get(W + "eastAsia")
    latin = fonts.get(element.get(W + "asciiTheme", "")) or element.get(W + "ascii")
    hint = "eastAsia" if element.get(W + "hint") in _EASTERN else ""
    pairs = {"east": east, "latin": latin, "hint": hint}
    return {name: value for name, value in pairs.items() if value}


def merged(lower: Said, upper: Said) -> Said:
    """Return what two levels say together, the upper one winning."""
    return {**lower, **upper} if lower else upper


def made_face(default: Said, styles: Sequence[Said], own: Said) -> Face:
    """Return the face that the defaults, the styles (the weakest first) and the run itself make."""
    said = dict(default)
    for level in styles:
        said |= level
    for name in _TOGGLES:
        odd = sum(bool(level.get(name)) for level in styles) % 2 == 1
        said[name] = own.get(name, bool(default.get(name)) or odd)
    said |= {name: value for name, value in own.items() if name not in _TOGGLES}
    return Face(
        size=said.get("size", _USUAL_SIZE),
        east=said.get("east", ""),
        latin=said.get("latin", ""),
        bold=said["bold"],
        colour=said.get("colour") or None,
        spacing=said.get("spacing", 0),
        snaps=said.get("snaps", True),
        hidden=said["hidden"],
        hint=said.get("hint", ""),
        italic=said["italic"],
        underline=said.get("underline", False),
        scale=said.get("scale", 100),
    )


def _switch(name: str) -> Callable[[Element], tuple[str, Any]]:
    return lambda element: (name, is_on(element))


def _colour(element: Element) -> tuple[str, Any]:
    return "colour", colour(element.get(VAL)) or ""  # auto takes back what a style says


def _underline(element: Element) -> tuple[str, Any]:
    return "underline", element.get(VAL, "none") != "none"


def _scale(element: Element) -> tuple[str, Any]:
    return "scale", twips((element.get(VAL) or "").rstrip("%"))


_READERS: Mapping[str, Callable[[Element], tuple[str, Any]]] = {
    W + "rStyle": lambda element: ("style", element.get(VAL)),
    W + "sz": lambda element: ("size", half_points(element.get(VAL))),
    W + "spacing": lambda element: ("spacing", twips(element.get(VAL))),
    W + "b": _switch("bold"),
    W + "i": _switch("italic"),
    W + "vanish": _switch("hidden"),
    W + "snapToGrid": _switch("snaps"),
    W + "color": _colour,
    W + "u": _underline,
    W + "w": _scale,
}
