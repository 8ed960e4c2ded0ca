"""Validations and conditional formats: their areas and their formulas, where these went (ECMA-376 §18.3.1.18, .32)."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.excel.book import Book, Ends, area_of, ends_of
from hqe_docs.paper.excel.linemap import LineMap, Span, Spot
from hqe_docs.paper.excel.refs import ROWS, Axis, Lines, Reference, column_number, replaced, shifted

Rule = tuple[str, list[str]]  # areas, and the formulas as seen from the first of them


@dataclass(frozen=True, slots=True)
class _Part:
    """One area of a rule: its lines in the template, and how far it stands from the rule's first."""

    ends: Ends
    low: int
    high: int
    along: int
    across: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """Lines of one turn that a part was written as: the template's first, the place of it, how many."""

    line: int
    place: int
    length: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class _Moving:
    name: str
    book: Book
    formulas: Sequence[str]

    @property
    def lines(self) -> LineMap:
        return self.book.maps[self.name]

    @property
    def axis(self) -> Axis:
        return self.book.axis

    def at(self, part: _Part, unit: _Unit) -> list[str]:
        """Return the formulas as they are for the first line of `unit`."""
        offset = part.along + unit.line - part.low
        shift = (offset, part.across) if self.axis is ROWS else (part.across, offset)
        return [self.book.rule(shifted(text, *shift), self.name, unit.spot) for text in self.formulas]

    def follows(self, line: int) -> bool:
        """Say whether the formulas look only along their own line, `line` being the rule's first."""
        return all(self._follows(text, line) for text in self.formulas)

    def _follows(self, text: str, line: int) -> bool:
        seen: list[bool] = []

        def look(reference: Reference) -> Lines:
            ends = [end[self.axis.half] for end in (reference.first, reference.last or reference.first)]
            is_fixed = all(end.startswith("$") for end in ends)
            if is_fixed and self.axis is not ROWS and reference.last is None:
                is_fixed = not self.lines.segments[self.lines.index_of(self.axis.number(ends[0]))].loops
            here = reference.sheet in (None, self.name)
            seen.append(is_fixed or (here and all(end == self.axis.written(line) for end in ends)))
            return Lines(1, 1)

        replaced(text, look, str, self.axis)
        return all(seen)


def moved_rules(areas: str, formulas: Sequence[str], name: str, book: Book) -> list[Rule]:
    """Return what the rule for `areas` of sheet `name` became: none, one, or one for each different formula."""
    moving, parts = _Moving(name, book, formulas), list(_parts(areas, book.axis))
    if not parts:
        return [(areas, list(formulas))]
    if moving.follows(parts[0].low):
        return _one_rule(moving, parts)
    found: dict[tuple[int, tuple[str, ...]], tuple[list[str], list[Span]]] = {}
    for number, part in enumerate(parts):
        for unit in sorted(_units(part, moving.lines), key=lambda one: one.place):
            texts = moving.at(part, unit)
            back = book.axis.last - unit.place  # any line will do for comparing
            key = tuple(shifted(text, *((back, 0) if book.axis is ROWS else (0, back))) for text in texts)
            spans = found.setdefault((number, key), (texts, []))[1]
            _add(spans, (unit.place, min(unit.place + unit.length - 1, book.axis.last)))
    return [
        (" ".join(area_of(parts[number].ends, span, book.axis) for span in spans), texts)
        for (number, _key), (texts, spans) in found.items()
    ]


def _one_rule(moving: _Moving, parts: Sequence[_Part]) -> list[Rule]:
    """Return the rule whose formulas are the same for all lines, seen from each."""
    found: list[str] = []
    texts: list[str] = []
    for part in parts:
        spans = moving.lines.joined_areas(part.low, part.high)
        found.extend(area_of(part.ends, span, moving.axis) for span in spans)
        if spans and not texts and moving.formulas:
            texts = moving.at(part, min(_first_units(part, moving.lines), key=lambda one: one.place))
    return [(" ".join(found), texts)] if found else []


def _parts(areas: str, axis: Axis) -> Iterator[_Part]:
    first: tuple[int, int] | None = None
    for area in areas.split():
        ends = ends_of(area)
        if ends is None:
            continue
        low, high = (axis.number(end[axis.half]) for end in ends)
        side = column_number(ends[0][0]) if axis is ROWS else int(ends[0][1])
        first = first or (low, side)
        yield _Part(ends, low, high, low - first[0], side - first[1])


def _units(part: _Part, lines: LineMap) -> Iterator[_Unit]:
    """Yield the lines of a part as written, turn by turn."""
    for line, length in _pieces(part, lines):
        for place, spot in lines.places(line):
            yield _Unit(line, place, length, spot)


def _first_units(part: _Part, lines: LineMap) -> Iterator[_Unit]:
    """Yield the first writing of each piece of a part."""
    for line, length in _pieces(part, lines):
        spot = lines.spot_of(line)
        span = lines.span(line, line, spot)
        if span:
            yield _Unit(line, span[0], length, spot)


def _pieces(part: _Part, lines: LineMap) -> Iterator[tuple[int, int]]:
    """Yield the first line and the length of each piece of a part that is written together."""
    for index in range(lines.index_of(part.low), lines.index_of(part.high) + 1):
        segment = lines.segments[index]
        line = max(part.low, segment.start)
        yield line, min(part.high, segment.start + segment.length - 1) - line + 1


def _add(spans: list[Span], new: Span) -> None:
    """Add lines that stand after all of `spans`, to the last of these where they touch it."""
    if spans and spans[-1][1] + 1 >= new[0]:
        spans[-1] = (spans[-1][0], new[1])
    else:
        spans.append(new)


# ---------------------------------------------------------------- elements
@dataclass(frozen=True, slots=True)
class _Text:
    """A formula of a rule: the text of an element, or one of its attributes."""

    element: etree._Element
    attribute: str = ""

    def read(self) -> str:
        return self.element.get(self.attribute, "") if self.attribute else self.element.text or ""

    def write(self, text: str) -> None:
        if self.attribute:
            self.element.set(self.attribute, text)
        else:
            self.element.text = text


def _texts(holder: etree._Element) -> list[_Text]:
    formulas = [_Text(element) for element in holder.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f")]
    bounds = [_Text(element, "val") for element in holder.iter("{*}cfvo") if element.get("val")]
    return [*(one for one in formulas if not len(one.element)), *bounds]


def move_rules(root: etree._Element, name: str, book: Book) -> None:
    """Move the validations, formats, ignored errors and protected ranges of a sheet; what has no cell goes."""
    groups = ("dataValidations", "conditionalFormatting", "ignoredErrors", "protectedRanges")
    repeated = False
    for group in [element for word in groups for element in root.iterfind("{*}" + word)]:
        for holder in [element for element in (group, *group) if element.get("sqref")]:
            made = moved_rules(holder.get("sqref", ""), _formulas(holder), name, book)
            copies = _copies(holder, len(made))
            for one, (areas, texts) in zip(copies, made, strict=True):
                one.set("sqref", areas)
                _write(one, texts)
            repeated = repeated or len(made) > 1
        close_group(group)
    for area in list(root.iterfind("{*}extLst//{*}sqref")):
        repeated = _move_later_rule(area, name, book) or repeated
    if repeated:
        _number(root)


def _formulas(holder: etree._Element) -> list[str]:
    return [text.read() for text in _texts(holder)]


def _write(holder: etree._Element, formulas: Iterable[str]) -> None:
    for text, formula in zip(_texts(holder), formulas, strict=False):
        text.write(formula)


def _move_later_rule(area: etree._Element, name: str, book: Book) -> bool:
    """Move a rule of later Excel editions (x14), whose areas stand in xm:sqref; say whether it was repeated."""
    holder = area.getparent()
    if holder is None or etree.QName(holder).localname == "sparkline":
        return False
    made = moved_rules(area.text or "", _formulas(holder), name, book)
    group = holder.getparent()
    for one, (areas, texts) in zip(_copies(holder, len(made)), made, strict=True):
        one.find("{*}sqref").text = areas  # type: ignore[union-attr]
        _write(one, texts)
    if group is not None:
        close_group(group)
    return len(made) > 1


def _copies(holder: etree._Element, count: int) -> list[etree._Element]:
    """Return `count` elements in the place of `holder`, itself the first."""
    if not count:
        drop(holder)
        return []
    copies = [holder]
    while len(copies) < count:
        again = copy.deepcopy(holder)
        for element in again.iter():
            for key in [key for key in element.attrib if re.search(r"\}uid$", str(key))]:
                del element.attrib[key]
        copies[-1].addnext(again)
        copies.append(again)
    return copies


def _number(root: etree._Element) -> None:
    """Give each conditional format a rank of its own, in the order they had."""
    rules = [rule for rule in root.iter("{*}cfRule") if rule.get("priority")]
    for rank, rule in enumerate(sorted(rules, key=lambda rule: int(rule.get("priority", "0"))), 1):
        rule.set("priority", str(rank))


def close_group(group: etree._Element) -> None:
    """Set the count of a group; an empty one goes, with what held nothing else."""
    if group.get("count"):
        group.set("count", str(len(group)))
    parent = group.getparent()
    if parent is not None and not len(group) and not (group.text or "").strip():
        parent.remove(group)
        if etree.QName(parent).localname in ("ext", "extLst"):
            close_group(parent)


def drop(element: etree._Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
