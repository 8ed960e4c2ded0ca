"""What a content control or an old form field of a filled form holds (ECMA-376 §17.5.2, §17.16)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from hqe_docs.paper.forms.model import Control, Place, Text
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import is_prompt, pieces

Element = etree._Element


def control_text(place: Place, filled: Text) -> str:
    """Return what the control of a place holds in the filled text; all of its text when the control is gone."""
    mine, theirs = _controls(place.text), _controls(filled)
    number = _number_of(place, mine)
    if len(theirs) != len(mine) or number is None:
        return filled.text.strip()
    element = theirs[number].element
    if element is None:  # a choice offered by a worksheet
        return filled.text.strip()
    return _field_text(element) if element.tag == W + "ffData" else _text(element)


def _controls(text: Text) -> list[Control]:
    return [control for control in text.controls if control.kind != "box"]


def _number_of(place: Place, controls: list[Control]) -> int | None:
    """Return which control of its text a place is: the only one, or the one of its name."""
    if len(controls) == 1:
        return 0
    return next((i for i, one in enumerate(controls) if one.title == place.label), None)


def _text(control: Element) -> str:
    if is_prompt(control):
        return ""
    paragraphs = list(control.iter(W + "p")) or [control]
    return "\n".join("".join(text for text, _ in pieces(one)) for one in paragraphs).strip()


def _field_text(data: Element) -> str:
    """Return the result of an old form field: a choice by its number, else what stands before the field's end."""
    chosen = data.find(f"{W}ddList/{W}result")
    entries = [entry.get(W + "val", "") for entry in data.iterfind(f"{W}ddList/{W}listEntry")]
    if entries:
        number = chosen.get(W + "val", "0") if chosen is not None else "0"
        return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
    return "".join(_result(data)).replace("\u2002", " ").strip()


def _result(data: Element) -> Iterator[str]:
    """Yield the texts between a field's separator and its end."""
    paragraph = next(data.iterancestors(W + "p"), None)
    is_open = False
    for element in paragraph.iter(W + "fldChar", W + "t") if paragraph is not None else ():
        if element.tag == W + "t":
            if is_open:
                yield element.text or ""
        elif element.get(W + "fldCharType") == "separate":
            is_open = _follows(element, data)
        elif element.get(W + "fldCharType") == "end" and is_open:
            return


def _follows(separator: Element, data: Element) -> bool:
    """Say whether a separator belongs to the field that begins with `data`."""
    run = separator.getparent()
    starts = (
        []
        if run is None
        else [
            char
            for earlier in run.itersiblings(preceding=True)
            for char in earlier.iterfind(W + "fldChar")
            if char.get(W + "fldCharType") == "begin"
        ]
    )
    return bool(starts) and starts[0] is data.getparent()
