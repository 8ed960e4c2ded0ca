"""Texts of a Word document changed in place: each change in the run that held the blank (ECMA-376 §17.3.2, §17.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from hqe_docs.paper.forms.filled.edits import Edit, width
from hqe_docs.paper.word.controls import fill_control
from hqe_docs.paper.word.namespaces import W14, W
from hqe_docs.paper.word.wordgrid import inside, paragraphs_of, pieces
from hqe_docs.paper.xmlbytes import SPACE
from hqe_docs.problems import Location

Element = etree._Element
VAL = W + "val"
_BREAKS = {"\n": "br", "\t": "tab"}
# what may stand behind w:u in w:rPr (§17.3.2.28)
_AFTER_LINE = tuple(
    W + name
    for name in (
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
        "oMath",
    )
)
_AFTER_SIZE = (W + "highlight", W + "u", *_AFTER_LINE)
_MARKED = frozenset((W + "ins", W + "del", W + "rPrChange", W + "moveFrom", W + "moveTo"))
_WINGDINGS = {"6F": "FE", "A8": "FE", "71": "FE", "A3": "52"}  # a free box → a ticked one of the same font


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text, where it begins in the text of the whole, and the element that holds it."""

    start: int
    text: str
    element: Element

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def change(element: Element, edits: Sequence[Edit], look: Element | None) -> None:
    """Make the changes in a cell or paragraph; `look`: the w:rPr of a text where the blank has none of its own."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        found = list(_pieces(element))
        touched = [p for p in found if p.start < edit.end and p.end > edit.start]
        if touched:
            _replace(touched, edit)
        elif at := _beside(found, edit.start):
            _set_text(
                at.element, at.text[: edit.start - at.start] + edit.text + at.text[edit.start - at.start :]
            )
        else:
            _add_run(_paragraph(element, edit.start), edit, look)


def _pieces(element: Element) -> Iterator[_Piece]:
    start = 0
    for paragraph in _paragraphs(element):
        for text, holder in pieces(paragraph):
            yield _Piece(start, text, holder)
            start += len(text)
        start += 1  # the line break between paragraphs


def _paragraphs(element: Element) -> list[Element]:
    return [element] if element.tag == W + "p" else list(paragraphs_of(element))


def _beside(found: Sequence[_Piece], at: int) -> _Piece | None:
    """Return the piece of typed text that ends, or else begins, at an offset."""
    typed = [piece for piece in found if piece.element.tag == W + "t" and piece.start <= at <= piece.end]
    return next((piece for piece in typed if piece.end == at), typed[0] if typed else None)


def _replace(touched: Sequence[_Piece], edit: Edit) -> None:
    first, *others = touched
    for piece in others:
        _cut(piece, edit)
    before, after = first.text[: max(edit.start - first.start, 0)], first.text[edit.end - first.start :]
    held = first.text[len(before) : len(first.text) - len(after)] + "".join(piece.text for piece in others)
    text = edit.text + _room(held, edit.text) if edit.line else edit.text
    if first.element.tag == W + "sym":
        _set_symbol(first.element, edit.text)
    elif first.element.tag == W + "fldChar":
        _set_old_box(first.element, ticked=edit.text in "☑●")
    elif box := _box_around(first.element):
        fill_control(box, "☑" if edit.text in "☑●" else "☐", Location())
    elif edit.size or (edit.line and not _is_underlined(first.element)):
        _set_apart(first.element, before, replace(edit, text=text), after)
    else:
        _set_text(first.element, before + text + after)


def _room(held: str, text: str) -> str:
    """Return the spaces that keep a line as long as its blank was; a Han character is as wide as two."""
    return " " * max(width(held) - width(text), 0)


def _cut(piece: _Piece, edit: Edit) -> None:
    left = piece.text[: max(edit.start - piece.start, 0)] + piece.text[max(edit.end - piece.start, 0) :]
    if piece.element.tag == W + "t":
        _set_text(piece.element, left)
    elif not left and (parent := piece.element.getparent()) is not None:
        parent.remove(piece.element)


# ---------------------------------------------------------------- runs
def _set_text(element: Element, text: str) -> None:
    """Let a w:t, or a tab or break in its place, say `text`, with breaks of its own where it has lines."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    first, *rest = list(re.split(r"([\n\t])", text))
    element.tag = W + "t"
    element.attrib.clear()
    element.text = first
    element.set(SPACE, "preserve")
    for number, piece in enumerate(rest, start=1):
        made = etree.Element(W + _BREAKS.get(piece, "t"))
        if piece not in _BREAKS:
            made.text = piece
            made.set(SPACE, "preserve")
        parent.insert(at + number, made)


def _set_apart(element: Element, before: str, edit: Edit, after: str) -> None:
    """Put a text into a run of its own, underlined or of another size, between the rest of the run it stands in."""
    run = element.getparent()
    holder = run.getparent() if run is not None else None
    if run is None or holder is None or run.tag != W + "r":
        _set_text(element, before + edit.text + after)
        return
    at = run.index(element)
    rest = deepcopy(run)
    rest.tail = None
    for child in list(rest)[: at + 1]:
        if child.tag != W + "rPr":
            rest.remove(child)
    for child in list(run)[at + 1 :]:
        run.remove(child)
    apart = etree.Element(W + "r")
    apart.append(_looking(run.find(W + "rPr"), edit))
    apart.append(etree.Element(W + "t"))
    _set_text(apart[1], edit.text)
    run.addnext(apart)
    if after or any(child.tag != W + "rPr" for child in rest):
        if after:
            rest.insert(int(rest.find(W + "rPr") is not None), etree.Element(W + "t"))
            _set_text(rest[int(rest.find(W + "rPr") is not None)], after)
        apart.addnext(rest)
    _set_text(element, before)
    if not before:
        run.remove(element)
        if all(child.tag == W + "rPr" for child in run):
            holder.remove(run)


def _looking(look: Element | None, edit: Edit) -> Element:
    """Return a look with the line and the size that an edit asks for."""
    made = deepcopy(look) if look is not None else etree.Element(W + "rPr")
    if edit.line:
        _set_look(made, "u", "single", _AFTER_LINE)
    if edit.size:
        for name in ("sz", "szCs"):
            _set_look(made, name, str(round(edit.size * 2)), _AFTER_SIZE)
    return made


def _set_look(look: Element, name: str, value: str, behind: Sequence[str]) -> None:
    child = look.find(W + name)
    if child is None:
        child = etree.Element(W + name)
        after = next((one for one in look if one.tag in behind), None)
        look.append(child) if after is None else after.addprevious(child)
    child.attrib.clear()
    child.set(VAL, value)


def _is_underlined(element: Element) -> bool:
    run = element.getparent()
    line = run.find(f"{W}rPr/{W}u") if run is not None else None
    return line is not None and line.get(VAL, "single") not in ("none", "0", "false")


def _paragraph(element: Element, at: int) -> Element:
    """Return the paragraph of a cell that an offset stands in, the first when there is none."""
    start = 0
    found = _paragraphs(element)
    for paragraph in found:
        start += sum(len(text) for text, _ in pieces(paragraph)) + 1
        if at < start:
            return paragraph
    if found:
        return found[0]
    every = list(inside(element, "p"))
    return every[0] if every else etree.SubElement(element, W + "p")


def _add_run(paragraph: Element, edit: Edit, look: Element | None) -> None:
    """Write a text into a paragraph that has none, in its own look, else in the look of its label."""
    empty = next((run for run in paragraph.findall(W + "r") if run.find(W + "rPr") is not None), None)
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    own = empty.find(W + "rPr") if empty is not None else mark
    made = etree.SubElement(paragraph, W + "r")
    kept = own if own is not None and any(child.tag not in _MARKED for child in own) else look
    if kept is not None:
        made.append(deepcopy(kept))
        for child in [child for child in made[0] if child.tag in _MARKED]:
            made[0].remove(child)
    if edit.size:
        sized = _looking(made.find(W + "rPr"), replace(edit, line=False))
        made.clear()
        made.append(sized)
    _set_text(etree.SubElement(made, W + "t"), edit.text)


# ---------------------------------------------------------------- boxes
def _set_symbol(element: Element, text: str) -> None:
    """Let a symbol show a ticked box of its font; a plain mark where the font has none."""
    code = element.get(W + "char", "").upper()
    ticked = _WINGDINGS.get(code[-2:])
    if ticked and text in "☑●":
        element.set(W + "char", code[:-2] + ticked)
    elif text in "☑●√":
        _set_text(element, text)


def _set_old_box(element: Element, *, ticked: bool) -> None:
    """Set a check box of the old form fields (§17.16.7)."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return
    said = box.find(W + "checked")
    if said is None:
        said = etree.SubElement(box, W + "checked")
    said.set(VAL, "1" if ticked else "0")


def _box_around(element: Element) -> Element | None:
    """Return the content control with a check box that shows its mark in this element."""
    for around in element.iterancestors(W + "sdt"):
        return around if around.find(f"{W}sdtPr/{W14}checkbox") is not None else None
    return None


def set_old_field(data: Element, text: str) -> None:
    """Let an old form field say `text`: the choice of that name, or what stands between its marks (§17.16.18)."""
    choices = data.find(W + "ddList")
    if choices is not None:
        said = [entry.get(VAL, "") for entry in choices.findall(W + "listEntry")]
        result = choices.find(W + "result")
        if result is None:
            result = etree.Element(W + "result")
            choices.insert(0, result)
        result.set(VAL, str(said.index(text) if text in said else 0))
        return
    shown = list(_shown(data))
    typed = [t for run in shown for t in run.findall(W + "t")]
    if typed:
        _set_text(typed[0], text)
        for extra in typed[1:]:
            extra.text = ""
    elif shown:
        _set_text(etree.SubElement(shown[0], W + "t"), text)


def _shown(data: Element) -> Iterator[Element]:
    """Yield the runs between the separator and the end of a field."""
    begin = data.getparent()
    run = begin.getparent() if begin is not None else None
    is_shown, depth = False, 1
    for after in run.itersiblings(W + "r") if run is not None else ():
        mark = after.find(W + "fldChar")
        kind = mark.get(W + "fldCharType") if mark is not None else ""
        depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        if depth == 0:
            return
        if kind == "separate" and depth == 1:
            is_shown = True
        elif is_shown:
            yield after
