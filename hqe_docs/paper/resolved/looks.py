"""The styles of a document, and what they make of runs and paragraphs (ECMA-376 §17.7.2).

Each style is folded into plain values once; faces and shapes are kept by what gives them, so that a thousand
paragraphs of one style cost one resolution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from hqe_docs.paper.resolved.document import Face, Shape
from hqe_docs.paper.resolved.measures import VAL
from hqe_docs.paper.resolved.paragraphlooks import combined, made_shape, said_of_paragraph
from hqe_docs.paper.resolved.runlooks import made_face, merged, said_of_run
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
Said = Mapping[str, Any]
_NOTHING: Said = {}


class Looks:
    """The looks that styles.xml gives to what names its styles; `fonts` are those of the theme."""

    def __init__(self, styles: Element | None, fonts: Mapping[str, str]) -> None:
        self._fonts = fonts
        found = styles.findall(W + "style") if styles is not None else []
        self._styles = {style.get(W + "styleId", ""): style for style in reversed(found)}
        self._usual = {
            style.get(W + "type", ""): style.get(W + "styleId", "")
            for style in found
            if style.get(W + "default") in ("1", "true", "on")
        }
        defaults = styles.find(W + "docDefaults") if styles is not None else None
        self._run_default = self._run_said(defaults, f"{W}rPrDefault/{W}rPr")
        self._paragraph_default = self._paragraph_said(defaults, f"{W}pPrDefault/{W}pPr")
        self._folded: dict[tuple[str, str], tuple[Said, Said]] = {}
        self._faces: dict[object, Face] = {}
        self._shapes: dict[object, Shape] = {}

    def name(self, style: str) -> str:
        """Return the name of a style, as people see it."""
        element = self._styles.get(style)
        name = element.find(W + "name") if element is not None else None
        return name.get(VAL, "") if name is not None else ""

    def usual(self, kind: str) -> str:
        """Return the identifier of the style that paragraphs, runs or tables have by default."""
        return self._usual.get(kind, "")

    def chain(self, kind: str, style: str) -> Iterator[Element]:
        """Yield a style and those it is based on, the nearest first; an unknown one is the usual one."""
        passed: set[str] = set()
        name = style if style in self._styles else self.usual(kind)
        while name in self._styles and name not in passed:
            passed.add(name)
            yield self._styles[name]
            based = self._styles[name].find(W + "basedOn")
            name = based.get(VAL, "") if based is not None else ""

    def face(self, run: Element | None, paragraph: str, table: str = "") -> Face:
        """Return the face of a run with properties `run`, in the styles of its paragraph and table."""
        key = (_key(run), paragraph, table)
        if key not in self._faces:
            self._faces[key] = self._face(run, paragraph, table)
        return self._faces[key]

    def shape(self, own: Element | None, style: str, table: str, numbering: Element | None = None) -> Shape:
        """Return the shape of a paragraph with properties `own`; `numbering` are those of its list level."""
        key = (_key(own), style, table, numbering)
        if key not in self._shapes:
            levels = [self._paragraph_default]
            levels += [self._fold("table", table)[1]] if table else []
            levels += [self._fold("paragraph", style)[1]]
            levels += [said_of_paragraph(numbering)] if numbering is not None else []
            levels += [said_of_paragraph(own)] if own is not None else []
            self._shapes[key] = made_shape(self.name(style), levels)
        return self._shapes[key]

    def _face(self, run: Element | None, paragraph: str, table: str) -> Face:
        own = said_of_run(run, self._fonts) if run is not None else _NOTHING
        named = own.get("style", "")
        levels = [self._fold("table", table)[0]] if table else []
        levels += [self._fold("paragraph", paragraph)[0]]
        levels += [self._fold("character", named)[0]] if named in self._styles else []
        return made_face(self._run_default, levels, own)

    def _fold(self, kind: str, style: str) -> tuple[Said, Said]:
        """Return what a style and those it is based on say of runs and of paragraphs."""
        if (kind, style) not in self._folded:
            run: Said = _NOTHING
            paragraph: Said = _NOTHING
            for element in reversed(list(self.chain(kind, style))):
                run = merged(run, self._run_said(element, W + "rPr"))
                paragraph = combined(paragraph, self._paragraph_said(element, W + "pPr"))
            self._folded[kind, style] = run, paragraph
        return self._folded[kind, style]

    def _run_said(self, element: Element | None, path: str) -> Said:
        return _found(element, path, lambda found: said_of_run(found, self._fonts))

    def _paragraph_said(self, element: Element | None, path: str) -> Said:
        return _found(element, path, said_of_paragraph)


def _found(element: Element | None, path: str, say: Callable[[Element], Said]) -> Said:
    found = element.find(path) if element is not None else None
    return say(found) if found is not None else _NOTHING


def _key(properties: Element | None) -> tuple[object, ...]:
    """Return what properties say, as something to keep their looks by."""
    inside = () if properties is None else properties.iterdescendants()
    return tuple([said for child in inside for said in (child.tag, *child.items())])
