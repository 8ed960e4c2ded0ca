"""Hand edits of a Word document put into a newer one: whole paragraphs and cells, each in the looks of the new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hqe_docs.paper.forms.filled.edits import Edit
from hqe_docs.paper.forms.filled.wordtext import change
from hqe_docs.paper.merging.alignment import matched_lines, matched_rows, shared
from hqe_docs.paper.merging.model import Difference, Sorted
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import paragraphs_of
from hqe_docs.paper.word.wordplaces import WordPlace, places_in, stories, text_of, word_places
from hqe_docs.paper.xmlbytes import xml_bytes, xml_root
from hqe_docs.problems import column_letters

if TYPE_CHECKING:
    from lxml import etree


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The places of a document: lines by the story they stand in, rows by their table."""

    places: Mapping[str, WordPlace]
    lines: Mapping[str, Sequence[WordPlace]]
    tables: Mapping[str, Mapping[int, Mapping[int, str]]]

    @classmethod
    def of(cls, parts: Parts) -> _Blocks:
        """Return those of a package."""
        places = list(word_places(parts))
        lines: dict[str, list[WordPlace]] = {}
        tables: dict[str, dict[int, dict[int, str]]] = {}
        for place in places:
            if place.table:
                tables.setdefault(place.table, {}).setdefault(place.row, {})[place.column] = place.text
            else:
                lines.setdefault(place.name.rpartition("段")[0], []).append(place)
        return cls({place.name: place for place in places}, lines, tables)


def sort_edits(edits: Iterable[Difference], base: Parts, new: Parts, wins: str) -> Sorted:
    """Return the edits made in `base` by their places in `new`."""
    old, now = _Blocks.of(base), _Blocks.of(new)
    if old.tables.keys() != now.tables.keys():  # which table is which nothing tells
        now = _Blocks(now.places, now.lines, {})
    done, found = Sorted(wins), _Found(old, now, {}, {})
    for edit in edits:
        there = now.places.get(found.place(edit.place) or "")
        done.sort(edit, there.name if there else None, there.text if there else "")
    return done


@dataclass(frozen=True, slots=True)
class _Found:
    """Which place is which; the lines of a story and the rows of a table are matched once."""

    old: _Blocks
    new: _Blocks
    lines: dict[str, dict[int, int]]
    rows: dict[str, dict[int, int]]

    def place(self, name: str) -> str | None:
        """Return the name that a place has in the newer document."""
        place = self.old.places.get(name)
        if place is None:
            return None
        if place.table:
            return self._cell(place)
        story = name.rpartition("段")[0]
        if story not in self.new.lines:
            return None
        if story not in self.lines:
            texts = ([one.text for one in blocks.lines[story]] for blocks in (self.old, self.new))
            self.lines[story] = matched_lines(*texts)
        number = int(name.rpartition("段")[2]) - 1
        to = self.lines[story].get(number)
        return None if to is None else f"{story}段{to + 1}"

    def _cell(self, place: WordPlace) -> str | None:
        if place.table not in self.new.tables:
            return None
        if place.table not in self.rows:
            rows = (blocks.tables[place.table] for blocks in (self.old, self.new))
            self.rows[place.table] = matched_rows(*rows)
        row = self.rows[place.table].get(place.row)
        return None if row is None else f"{place.table}!{column_letters(place.column + 1)}{row + 1}"


def with_edits(new: Parts, texts: Mapping[str, str]) -> Parts:
    """Return the document with `texts` by place."""
    made = Parts(new)
    for part, prefix in stories(new):
        if part not in new:
            continue
        root = xml_root(new[part], huge=True)
        touched = [place for place in places_in(root, prefix) if place.name in texts]
        for place in touched:
            set_text(place.element, texts[place.name])
        if touched:
            made[part] = xml_bytes(root)
    return made


def set_text(element: etree._Element, text: str) -> None:
    """Let a paragraph or cell say `text`; what it says already keeps its looks."""
    paragraphs = [element] if element.tag == W + "p" else list(paragraphs_of(element))
    lines = text.split("\n") if len(paragraphs) > 1 else [text]
    if len(lines) == len(paragraphs):
        for paragraph, line in zip(paragraphs, lines, strict=True):
            _set_line(paragraph, line)
    elif paragraphs:
        _set_line(paragraphs[0], text)
        for extra in paragraphs[1:]:
            _set_line(extra, "")
    else:
        change(element, [Edit(0, 0, text)], None)


def _set_line(paragraph: etree._Element, text: str) -> None:
    now = text_of(paragraph)
    if now == text:
        return
    start = shared(now, text)
    end = shared(now[start:][::-1], text[start:][::-1])
    change(paragraph, [Edit(start, len(now) - end, text[start : len(text) - end])], None)
