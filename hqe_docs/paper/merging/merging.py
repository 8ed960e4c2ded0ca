"""Three states of one file put together: as built before, as a person left it, as built now."""

from __future__ import annotations

from hashlib import sha256

from lxml import etree

from hqe_docs.paper.merging import sheetmerge, wordmerge
from hqe_docs.paper.merging.alignment import moved
from hqe_docs.paper.merging.model import Difference, Merged, Sorted, Texts
from hqe_docs.paper.package import Parts, opened, zipped
from hqe_docs.paper.places import WORKBOOK
from hqe_docs.paper.word.wordplaces import word_places
from hqe_docs.problems import Problem

_THINGS = ("/media/", "/charts/", "/embeddings/")
UNREADABLE = "文件打不开"
MOVED = "插入、删去或移动了行或段落"
THINGS = "增减了图片或图表"
REFUSED = "改过的地方写不进新文件"


def differences(one: bytes, other: bytes) -> list[Difference] | None:
    """Return the places where two files say something else; None where that can't be told."""
    first, second = _texts(one), _texts(other)
    return None if first is None or second is None else first.against(second)


def merged(base: bytes, mine: bytes, new: bytes, *, wins: str = "") -> Merged:
    """Return the `new` file with what was changed from `base` to `mine`.

    Where both changed the same place: nothing is put together, unless `wins` says "ours" (what was typed) or "theirs".
    """
    base_parts, mine_parts, new_parts = (
        opened(content, "", large_sheets=True) for content in (base, mine, new)
    )
    if isinstance(base_parts, Problem) or isinstance(mine_parts, Problem) or isinstance(new_parts, Problem):
        return Merged(reason=UNREADABLE)
    try:
        return _merged(base_parts, mine_parts, new_parts, wins)
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return Merged(reason=UNREADABLE)


def _merged(base: Parts, mine: Parts, new: Parts, wins: str) -> Merged:
    before, after, now = (_texts_of(parts) for parts in (base, mine, new))
    edits = before.against(after)
    if before.things != after.things:
        return Merged(clashes=_with_newer(edits, now), reason=THINGS)
    if not edits:
        return Merged()
    is_book = WORKBOOK in new
    if moved(before.said, after.said) or (not is_book and before.said.keys() != after.said.keys()):
        return Merged(clashes=_new_words(before, after), reason=MOVED)
    if is_book:
        return _merged_books(edits, base, mine, new, wins)
    done = wordmerge.sort_edits(edits, base, new, wins)
    if not done.is_settled:
        return Merged(None, [*done.made.values()], done.clashes)
    texts = {place: edit.after for place, edit in done.made.items()}
    return _checked(done, wordmerge.with_edits(new, texts), now, texts)


def _merged_books(edits: list[Difference], base: Parts, mine: Parts, new: Parts, wins: str) -> Merged:
    old, own, now = (sheetmerge.cells_by_place(parts) for parts in (base, mine, new))
    done = sheetmerge.sort_edits(edits, old, now, wins)
    if not done.is_settled:
        return Merged(None, [*done.made.values()], done.clashes)
    cells = {place: sheetmerge.put_at(own.get(edit.place), place) for place, edit in done.made.items()}
    texts = {place: cell.text if cell else "" for place, cell in cells.items()}
    return _checked(done, sheetmerge.with_edits(new, cells), Texts(sheetmerge.said(now, new)), texts)


def _checked(done: Sorted, made: Parts | None, now: Texts, texts: dict[str, str]) -> Merged:
    """Return what was put together if it reads back as it should."""
    edits = [*done.made.values()]
    wanted = {**now.said, **texts}
    said = {} if made is None else _texts_of(made).said
    if made is None or any(said.get(place, "") != text for place, text in wanted.items()):
        return Merged(None, (), [*edits, *done.clashes], REFUSED)
    return Merged(zipped(made), edits, done.clashes)


def _new_words(before: Texts, after: Texts) -> list[Difference]:
    """Return the places whose text the other file says nowhere: what a text put in between has moved is left out."""
    then, now = set(before.said.values()), set(after.said.values())
    gone = [Difference(at, text, "") for at, text in before.said.items() if text not in now]
    return [*gone, *(Difference(at, "", text) for at, text in after.said.items() if text not in then)]


def _with_newer(edits: list[Difference], now: Texts) -> list[Difference]:
    return [Difference(one.place, one.before, one.after, now.said.get(one.place)) for one in edits]


def _texts(content: bytes) -> Texts | None:
    parts = opened(content, "", large_sheets=True)
    if isinstance(parts, Problem):
        return None
    try:
        return _texts_of(parts)
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return None


def _texts_of(parts: Parts) -> Texts:
    """Return what is held against each other: what was put into cells, not what they show."""
    things = sorted(sha256(parts[name]).hexdigest() for name in parts if any(at in name for at in _THINGS))
    if WORKBOOK in parts:
        return Texts(sheetmerge.said(sheetmerge.cells_by_place(parts), parts), things)
    return Texts({place.name: place.text for place in word_places(parts)}, things)
