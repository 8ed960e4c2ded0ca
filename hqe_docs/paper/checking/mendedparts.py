"""Tags mended in the XML of a template: whole in one run, in the form of the run they begin in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import etree

from hqe_docs.paper.checking.mending import JOINED, Mend, tags_in
from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.workbook import STRINGS, read_workbook
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.places import Places, own_texts
from hqe_docs.paper.word.wordpart import part_title
from hqe_docs.paper.xmlbytes import SPACE, xml_bytes
from hqe_docs.problems import Location, cell_at

_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# what may stand between the texts of a tag and has no sense inside it
_DROPPED = {W + name for name in ("tab", "br", "cr", "lastRenderedPageBreak", "proofErr")}
_EMPTIED = {W + name for name in ("r", "hyperlink", "smartTag", "ins", "moveTo")} | {_X + "r"}
_FORMS = {W + "rPr", _X + "rPr"}


@dataclass(frozen=True, slots=True)
class Change:
    """A tag that was mended: where, how it reads now, what was done; whether the filling overlooked it."""

    where: Location
    tag: str
    what: tuple[str, ...]
    is_hidden: bool


Placed = tuple[
    etree._Element, Callable[[], Location]
]  # what holds texts that are read as one, and where it is


def mended_parts(parts: Parts, file: str) -> tuple[dict[str, bytes], list[Change]]:
    """Return the parts that were mended, and each change with its place; other parts are as they are."""
    changed: dict[str, bytes] = {}
    found: list[Change] = []
    for name, data in parts.items():
        title = part_title(name)
        if title is not None or name == STRINGS or name.startswith("xl/worksheets/sheet"):
            root = etree.fromstring(data)
            holders = (
                _paragraphs(root, file, title) if title is not None else _strings(root, name, parts, file)
            )
            told = [item for holder, place in holders for item in _mend(holder, place)]
            if told:
                changed[name] = xml_bytes(root)
                found += told
    return changed, found


def _paragraphs(root: etree._Element, file: str, title: str) -> Iterator[Placed]:
    places = Places(root, file, title)
    for paragraph in root.iter(W + "p"):
        if next(paragraph.iter(W + "moveFrom"), None) is None:  # its text is to go, but docxtpl reads it
            yield paragraph, partial(places.of, paragraph)


def _strings(root: etree._Element, name: str, parts: Parts, file: str) -> Iterator[Placed]:
    for item in root.iter(_X + "is"):
        yield item, partial(_place, item.getparent(), name, parts, file)
    for number, item in enumerate(root.iterfind(_X + "si")):
        yield item, partial(_place_of_string, str(number), parts, file)


def _place(cell: etree._Element | None, part: str, parts: Parts, file: str) -> Location:
    names = {sheet: name for name, sheet in read_workbook(parts).sheets}
    column, row = split_cell(cell.get("r", "A1") if cell is not None else "A1")
    return cell_at(file, names.get(part, part), row, column_number(column))


def _place_of_string(number: str, parts: Parts, file: str) -> Location:
    """Return the place of the first cell that has this shared string."""
    for _, part in read_workbook(parts).sheets:
        for cell in etree.fromstring(parts[part]).iter(_X + "c"):
            if cell.get("t") == "s" and cell.findtext(_X + "v") == number:
                return _place(cell, part, parts, file)
    return Location(file=file)


def _texts(holder: etree._Element) -> list[etree._Element]:
    if holder.tag == W + "p":
        return list(own_texts(holder))
    return [t for t in holder.iter(_X + "t") if t.getparent().tag != _X + "rPh"]  # type: ignore[union-attr]


# ---------------------------------------------------------------- one paragraph, one cell
def _mend(holder: etree._Element, place: Callable[[], Location]) -> Iterator[Change]:
    texts = _texts(holder)
    whole = "".join(t.text or "" for t in texts)
    mends = list(tags_in(whole)) if "{" in whole or "｛" in whole else []
    done: list[tuple[Mend, tuple[str, ...]]] = []
    where = place() if any(one.what for one in mends) else None
    for one in reversed(mends):  # from the end, so that the places before stay right
        first, last = _span(texts, one)
        what = (*one.what, *([JOINED] if first != last else []))
        if what:
            where = where or place()
            _put(texts, one, first, last)
            _clear(holder, texts[first : last + 1])
            done.append((one, what))
    for one, what in reversed(done):
        yield Change(where or place(), one.tag, what, one.is_hidden)


def _span(texts: Sequence[etree._Element], one: Mend) -> tuple[int, int]:
    """Return the numbers of the texts in which a tag begins and ends."""
    ends, offset = [], 0
    for text in texts:
        offset += len(text.text or "")
        ends.append(offset)
    return next(i for i, end in enumerate(ends) if end > one.start), next(
        i for i, end in enumerate(ends) if end >= one.end
    )


def _put(texts: Sequence[etree._Element], one: Mend, first: int, last: int) -> None:
    """Write the whole tag into the text it begins in; what follows it stays in its own run."""
    before = sum(len(text.text or "") for text in texts[:first])
    until = sum(len(text.text or "") for text in texts[:last])
    start, tail = texts[first].text or "", (texts[last].text or "")[one.end - until :]
    for text in texts[first + 1 : last + 1]:
        text.text = ""
    texts[last].text = tail
    texts[first].text = start[: one.start - before] + one.tag + (tail if first == last else "")
    for text in (texts[first], texts[last]):
        text.set(SPACE, "preserve")


def _clear(holder: etree._Element, texts: Sequence[etree._Element]) -> None:
    """Take out what was left inside a tag: breaks and marks of the spelling checker, empty runs."""
    if len(texts) < 2:
        return
    inside = False
    for element in list(holder.iter()):
        inside = element is not texts[-1] and (inside or element is texts[0])
        if inside and element.tag in _DROPPED:
            _remove(element)
    for text in texts[1:]:
        if not text.text:
            _remove(text)


def _remove(element: etree._Element) -> None:
    """Take an element out, and with it the runs and links that hold nothing any more."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parent.tag in _EMPTIED and all(child.tag in _FORMS for child in parent):
        _remove(parent)
