"""What a filled form says in each place of the blank one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hqe_docs.paper.forms.filled.edits import NUMBERED
from hqe_docs.paper.forms.model import Cell, Form, Place, Slot, Text
from hqe_docs.paper.forms.returned.controltext import control_text
from hqe_docs.paper.forms.returned.pairing import GridPair, pair_grids, pair_lines
from hqe_docs.paper.forms.returned.slottext import Asked, chosen, slot_texts
from hqe_docs.problems import Location, Problems
from hqe_docs.values import Fault, as_date

_EDGES = " \t\r\n\u3000\xa0_＿"


@dataclass(frozen=True, slots=True)
class Answer:
    """A place, the text of the filled form that belongs to it, and its value: "" or () when nothing is there.

    `group` and `row` tell the rows of a list: which grid, which row of the filled form.
    """

    place: Place
    text: Text
    value: str | tuple[str, ...]
    group: int = -1
    row: int = -1

    @property
    def is_empty(self) -> bool:
        return not any(self.value)


def read_answers(blank: Form, places: Sequence[Place], filled: Form, found: Problems) -> list[Answer]:
    """Return what stands in the places, in their order; a place that isn't found again is a problem."""
    reader = _Reader(filled.file, found)
    lines = pair_lines(blank, filled, [place.text for place in places if not isinstance(place.text, Cell)])
    answers = [
        answer
        for text, own in _by_text(places)
        if not isinstance(text, Cell)
        for answer in reader.read(own, lines.get(id(text)))
    ]
    for number, pair in enumerate(pair_grids(blank, filled, places)):
        answers.extend(_of_grid(number, pair, reader))
    return answers


def _of_grid(number: int, pair: GridPair, reader: _Reader) -> Iterator[Answer]:
    for text, own in _by_text(pair.places):
        if isinstance(text, Cell):
            other = pair.cell(text)
            for answer in reader.read(own, other):
                yield replace(answer, group=number, row=other.row if other else -1)
    for added in pair.added:
        for text, own in _by_text(pair.places):
            if isinstance(text, Cell) and text.row == added.like and own[0].index is not None:
                index = own[0].index + added.count
                for answer in reader.read(own, pair.cell_in(text, added.row)):
                    yield replace(
                        answer, place=replace(answer.place, index=index), group=number, row=added.row
                    )


def _by_text(places: Sequence[Place]) -> Iterator[tuple[Text, list[Place]]]:
    """Yield each text with its places, which the form gives one after another."""
    own: list[Place] = []
    for place in places:
        if own and place.text is not own[0].text:
            yield own[0].text, own
            own = []
        own.append(place)
    if own:
        yield own[0].text, own


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    found: Problems

    def read(self, places: Sequence[Place], text: Text | None) -> Iterator[Answer]:
        """Yield the answers to the places of one blank text."""
        if text is None:
            self.found.add("F301", self._at(places[0].text), label=places[0].path)
            return
        slots = sorted((slot for place in places for slot in place.slots), key=lambda slot: slot.start)
        marks = {slot for place in places if place.kind == "tick" for slot in place.slots}
        asked = [Asked(slot, slot in marks) for slot in slots]
        said = slot_texts(places[0].text.marked, asked, text.text) if asked else None
        texts = dict(zip(slots, said, strict=True)) if said else None
        if said is None and asked and text.text.strip(_EDGES) and not self._can_do_without(places):
            self.found.add("F302", self._at(text), label="、".join(place.path for place in places))
        for place in places:
            yield Answer(place, text, self._value(place, text, texts))

    def _value(self, place: Place, text: Text, texts: dict | None) -> str | tuple[str, ...]:  # type: ignore[type-arg]
        if place.kind == "control":
            is_day = place.control is not None and place.control.kind == "date"
            return _in_data(control_text(place, text), is_day=is_day)
        if not place.slots:
            return _in_data(self._above_printed(place, text))
        said = [texts[slot] for slot in place.slots] if texts is not None else None
        if place.kind == "tick":
            return tuple(chosen(place.text.marked, place.slots, said, text.text))
        if said is None:
            return self._without_words(place, text)
        if place.kind == "date":
            return self._date(place, said, text)
        return said[0] if len(said) == 1 else tuple(said) if any(said) else ()

    @staticmethod
    def _above_printed(place: Place, text: Text) -> str:
        """Return what stands in a whole cell, before what is printed at its end for others to sign."""
        number = NUMBERED.match(place.text.text)
        at = number.end() if number else 0  # 1. before what is written
        asked = [Asked(Slot(at, at))]
        said = slot_texts(place.text.marked, asked, text.text) if place.text.text.strip() else None
        return said[0] if said else text.text.strip(_EDGES)

    @staticmethod
    def _can_do_without(places: Sequence[Place]) -> bool:
        """Say whether a text can be understood although the words around its blanks are gone."""
        return len(places) == 1 and (places[0].kind in ("date", "tick") or len(places[0].slots) == 1)

    @staticmethod
    def _without_words(place: Place, text: Text) -> str:
        """Return all that was written where the words around a blank are gone, its unit left out."""
        plain = text.text.strip(_EDGES)
        day = as_date(plain)
        if place.kind == "date" and not isinstance(day, Fault):
            return day.isoformat()
        return plain.removesuffix(place.slots[0].name).rstrip(_EDGES) if len(place.slots) == 1 else plain

    def _date(self, place: Place, said: Sequence[str], text: Text) -> str:
        """Return a date as 2023-06-30, 2023-06 or 2023; what is none is returned as written, with a problem."""
        first = place.slots[0]
        if (
            first.name == "年"
            and re.fullmatch(r"\d\d", said[0])
            and place.text.marked[: first.start].endswith("20")
        ):
            said = ["20" + said[0], *said[1:]]
        if not any(said) or (said[0] in ("20", "19") and not any(said[1:])):
            return ""
        units = [slot.name for slot in place.slots]
        if units[0] == "月" and (printed := _PRINTED.search(place.text.marked[: first.start])):
            said, units = [printed[1], *said], ["年", *units]
        plain = "".join(one + unit for one, unit in zip(said, units, strict=True) if one)
        numbers = [_number(one) for one in said if one]
        if None in numbers or (
            units == ["年", "月", "日"] and all(said) and isinstance(as_date(_iso(numbers)), Fault)
        ):
            self.found.add("F303", self._at(text), label=place.path, found=plain)
            return plain
        return _iso(numbers) if all(said[: len(numbers)]) else plain

    def _at(self, text: Text) -> Location:
        return replace(text.address, file=self.file)


def _in_data(text: str, *, is_day: bool = False) -> str:
    """Return a text as data have it: one that is nothing but a day, as filling writes it, becomes 2023-06-30."""
    day = as_date(text) if is_day or _DAY.fullmatch(text) else Fault("form", "")
    return text if isinstance(day, Fault) else day.isoformat()


_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_PRINTED = re.compile(r"(\d{4})年\s*\Z")
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
}


def _number(text: str) -> int | None:
    """Return the number of a year, month or day, in figures or in Chinese ones: 二〇二三, 十二, 二十一."""
    plain = "".join(text.split())
    if plain.isdecimal() and len(plain) <= 4:
        return int(plain)
    if not plain or not set(plain) <= {*_DIGITS, "十"}:
        return None
    if "十" in plain:
        tens, _, ones = plain.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS[char] for char in plain))


def _iso(numbers: Sequence[int | None]) -> str:
    return "-".join(f"{number:04d}" if i == 0 else f"{number:02d}" for i, number in enumerate(numbers))
