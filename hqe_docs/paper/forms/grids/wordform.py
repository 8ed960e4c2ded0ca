"""A Word document as a form: its tables as grids, its lines, its controls (ECMA-376 §17.3, §17.4, §17.5.2, §17.16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from hqe_docs.paper.forms.model import WIDE_LINES, Cell, Control, Form, Grid, Text
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import MC, W14, W
from hqe_docs.paper.word.wordgrid import (
    WordCell,
    WordTable,
    inside,
    is_prompt,
    paragraphs_of,
    pieces,
    read_body,
    tables_in,
)
from hqe_docs.problems import Location

Element = etree._Element
VAL = W + "val"
FALLBACK = MC + "Fallback"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FILLED = "\u200b"
_PLAIN = frozenset(("none", "0", "false"))
_CHOICES = frozenset((W + "dropDownList", W + "comboBox"))


def read_word(parts: Parts, file: str) -> Form | str:
    """Return the form in a Word package, or why it can't be read; XMLSyntaxError when it is damaged."""
    root = read_body(parts)
    tables = tables_in(root, file) if isinstance(root, Element) else root
    if isinstance(root, str) or isinstance(tables, str):
        return root if isinstance(root, str) else str(tables)
    grids = tuple(grid_of(table) for table in tables if not _is_repeated(table.element))
    return Form(file, grids, tuple(_lines(root)), root)


def _is_repeated(element: Element | None) -> bool:
    """Say whether it says for older programs what stands beside it."""
    return element is not None and next(element.iterancestors(FALLBACK), None) is not None


# ---------------------------------------------------------------- tables
def grid_of(table: WordTable) -> Grid:
    """Return a table as a grid, cells merged downwards or sideways made one."""
    cells: list[Cell] = []
    open_at: dict[tuple[int, int, int], int] = {}  # (bottom, column, width) → position in cells
    for row in table.cells:
        for one in row:
            known = open_at.get((one.row, one.column, one.width)) if one.continues else None
            if one.continues and known is None and _goes_on(one, cells):
                cells[-1] = _grown(cells[-1], width=one.width)
                continue
            if known is not None:
                cells[known] = _grown(cells[known], height=1)
            else:
                known = len(cells)
                cells.append(_cell(one, table))
            open_at[cells[known].bottom, one.column, one.width] = known
    return Grid(tuple(cells))


def _goes_on(one: WordCell, cells: Sequence[Cell]) -> bool:
    """Say whether a cell is merged with the one at its left, as older programs write it."""
    merge = one.element.find(f"{W}tcPr/{W}hMerge") if one.element is not None else None
    return merge is not None and bool(cells) and cells[-1].row == one.row and cells[-1].right == one.column


def _grown(cell: Cell, *, width: int = 0, height: int = 0) -> Cell:
    return replace(cell, width=cell.width + width, height=cell.height + height)


def _cell(one: WordCell, table: WordTable) -> Cell:
    element = one.element
    assert element is not None  # noqa: S101  # tables_in gives every cell its element
    paragraphs = list(paragraphs_of(element)) if one.paragraphs else []
    return Cell(
        address=Location(table=table.index, row=one.row, column=one.column),
        lines=one.paragraphs,
        marked="\n".join(map(marked_text, paragraphs)) if one.paragraphs else "",
        controls=tuple(controls_in(element)),
        element=element,
        row=one.row,
        column=one.column,
        width=one.width,
        twips=_twips(element),
        is_fixed=not any(one.paragraphs) and next(inside(element, "tbl"), None) is not None,
    )


def _twips(element: Element) -> int:
    found = element.find(f"{W}tcPr/{W}tcW")
    text = found.get(W + "w", "") if found is not None and found.get(W + "type", "dxa") == "dxa" else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


# ---------------------------------------------------------------- text
def marked_text(paragraph: Element) -> str:
    """Return the text of a paragraph with underlined spaces as `_`, character for character as long.

    Spaces around a text on its line belong to a blank that is filled: they show as zero-width ones.
    """
    return "".join(
        _marked(text) if text and "\n" not in text and is_underlined(element) else text
        for text, element in pieces(paragraph)
    ).translate(WIDE_LINES)


def _marked(text: str) -> str:
    inner = text.strip()
    if not inner:
        return "_" * len(text)
    before = text.index(inner)
    return FILLED * before + inner + FILLED * (len(text) - before - len(inner))


def is_underlined(element: Element) -> bool:
    """Say whether the run that an element stands in is underlined."""
    run = element.getparent()
    line = run.find(f"{W}rPr/{W}u") if run is not None else None
    return line is not None and line.get(VAL, "single") not in _PLAIN


def _lines(root: Element) -> Iterator[Text]:
    """Yield the paragraphs of the body, and those of text boxes under the address of what holds them."""
    number = -1
    for paragraph in root.iter(W + "p"):
        around = next(paragraph.iterancestors(W + "tbl", W + "txbxContent", W + "p"), None)
        if around is None:
            number += 1
            yield _line(paragraph, Location(paragraph=number))
        elif around.tag == W + "txbxContent" and not _is_repeated(paragraph):
            yield _line(paragraph, Location(paragraph=max(number, 0)))


def _line(paragraph: Element, address: Location) -> Text:
    prompted = any(map(is_prompt, paragraph.iterancestors(W + "sdt")))
    text = "" if prompted else "".join(text for text, _ in pieces(paragraph))
    return Text(
        address=address,
        lines=(text,),
        marked="" if prompted else marked_text(paragraph),
        controls=tuple(controls_in(paragraph)),
        element=paragraph,
    )


# ---------------------------------------------------------------- controls
def controls_in(element: Element) -> Iterator[Control]:
    """Yield the content controls and old form fields in a cell or paragraph, and the control right around it."""
    around = element.getparent()
    if around is not None and around.tag == W + "sdtContent" and len(around) == 1:
        yield from _content_control(around.getparent())
    stops = (W + "tc", W + "p") if element.tag == W + "p" else (W + "tc",)
    for found in element.iter(W + "sdt", W + "ffData"):
        if next(found.iterancestors(*stops), None) is element:
            yield from _content_control(found) if found.tag == W + "sdt" else _old_field(found)


def _content_control(sdt: Element | None) -> Iterator[Control]:
    properties = sdt.find(W + "sdtPr") if sdt is not None else None
    if properties is None:
        return
    named = {child.tag: child for child in properties}
    title = next((named[W + n].get(VAL, "") for n in ("alias", "tag") if W + n in named), "")
    lists = [child for child in properties if child.tag in _CHOICES]
    items = (item for one in lists for item in one.iter(W + "listItem"))
    options = tuple(str(item.get(W + "displayText") or item.get(W + "value") or "") for item in items)
    if lists:
        yield Control(title, "choice", tuple(filter(None, options)), sdt)
    elif W14 + "checkbox" in named:
        yield Control(title, "box", (), sdt)
    elif not {W + "docPartObj", W + "docPartList", W + "picture", W + "group"} & named.keys():
        yield Control(title, "date" if W + "date" in named else "text", (), sdt)


def _old_field(data: Element) -> Iterator[Control]:
    named = data.find(W + "name")
    title = named.get(VAL, "") if named is not None else ""
    if data.find(W + "checkBox") is not None:
        yield Control(title, "box", (), data)
    elif data.find(W + "ddList") is not None:
        yield Control(title, "choice", tuple(i.get(VAL, "") for i in data.iter(W + "listEntry")), data)
    else:
        yield Control(title, "text", (), data)
