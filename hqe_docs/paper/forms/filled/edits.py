"""A value as the changes of text it makes in its place: dates by unit, boxes ticked, blanks one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hqe_docs.paper.excel.heights import is_wide
from hqe_docs.paper.forms.model import Control, Place, Slot, Text
from hqe_docs.paper.forms.places.ticks import CODED
from hqe_docs.paper.language.filters import Unprintable, met, text_of
from hqe_docs.values import Fault, as_date, squeeze

_EMPTY = re.compile(r"[\s；;。.，,、：:_＿\-－—…/]*")
_BETWEEN = re.compile(r"[、，,；;/|\n]+")
_PRINTED = re.compile(r"(\d{4})年\s*\Z")
NUMBERED = re.compile(r"\s*\d{1,2}[.、．]\s*")  # 1. with nothing behind
_UNTIL = re.compile(r"[至到~～—]+|\s+-\s+")
_PARENS = re.compile(r"[（(][^（）()]*[)）]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OTHER = ("其他", "其它")
_YES, _NO = ("是", "有", "同意", "已"), ("否", "无", "不同意", "未")
_TICKED = {"□": "☑", "☐": "☑", "▢": "☑", "○": "●", "◯": "●"}
_UNTICKED = {"☑": "□", "☒": "□", "■": "□", "●": "○", "◉": "○"}
_CLOSING = "\n。；;，,、）)】]"
LONGEST_NUMBER = 10  # characters
FEWEST = 2  # spaces between what is written and the words behind
_OF_MOMENT = frozenset("年月日时分")
CENTURIES = ("20", "19")
Value = Any  # text, number, day, yes or no, list of them, mapping


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that takes the place of `start` to before `end`; with `line` the blank was one and stays so.

    `number`: the value, where it is a number and all that the text will be. `size`: in points, where it is to be
    another than the blank's.
    """

    start: int
    end: int
    text: str
    line: bool = False
    number: str | None = None
    size: float = 0.0


@dataclass(slots=True)
class Writing:
    """What is to be written into one text of the form."""

    text: Text
    edits: list[Edit] = field(default_factory=list)
    controls: list[tuple[Control, str]] = field(default_factory=list)


class Unfit(Exception):
    """A value that its place can't take; the code and what its message says."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def written(value: Value) -> str:
    """Return a value as it is written into a form; a list joined by 、."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(filter(None, map(written, value)))
    try:
        return _ILLEGAL.sub("", text_of(value).replace("\r\n", "\n").replace("\r", "\n"))
    except Unprintable as fault:
        raise Unfit("F206", value=str(fault)) from None


def has_illegal(value: Value) -> bool:
    """Say whether a text has characters that no file may hold; they are left out."""
    return isinstance(value, str) and _ILLEGAL.search(value) is not None


def is_blank(value: Value) -> bool:
    """Say whether there is nothing to write: no value, an empty text or list, a list or mapping of such."""
    if isinstance(value, Mapping):
        return all(map(is_blank, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_blank, value))
    return value is None or (isinstance(value, str) and not value.strip())


# ---------------------------------------------------------------- one place
def edits_of(place: Place, value: Value, inner: Mapping[str, Place]) -> Iterator[Edit]:
    """Yield the changes that write `value` into a place; `inner`: the blanks beside the options of a tick, by option."""
    if place.kind == "tick":
        yield from _ticks(place, value, inner)
    elif place.kind == "date":
        yield from _dated(place, value)
    elif place.slots:
        yield from _slots(place, value)
    else:
        yield whole(place.text, value)


def whole(text: Text, value: Value) -> Edit:
    """Return the change that makes `value` all of a blank text, or puts it before what is for others to write on."""
    is_empty, said = _EMPTY.fullmatch(text.text) is not None, written(value)
    if printed := NUMBERED.match(text.text):
        return Edit(printed.end(), printed.end(), said)
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    # a longer one is a number of a person or an account, of which Excel would lose the end
    number = said if is_number and is_empty and len(said) <= LONGEST_NUMBER else None
    return Edit(0, len(text.text) if is_empty else 0, said, number=number)


def boxes(places: Sequence[Place], value: Value) -> Iterator[tuple[Place, str]]:
    """Yield the character of each box; Unfit when there are more characters than boxes."""
    plain = squeeze(written(value))
    if len(plain) > len(places):
        raise Unfit("F205", value=met(value), count=len(places), given=len(plain))
    yield from zip(places, plain, strict=False)


def control_text(control: Control, value: Value) -> str:
    """Return what a control shows; of one with choices the choice as it is written there."""
    text = written(value)
    if control.kind == "choice" and control.options:
        same = [option for option in control.options if squeeze(option) == squeeze(text)]
        if not same:
            raise Unfit("F203", value=met(text), options="、".join(control.options))
        return same[0]
    return text


# ---------------------------------------------------------------- dates
def _dated(place: Place, value: Value) -> Iterator[Edit]:
    days = _days(place.slots)
    values = [value] if len(days) == 1 else _several(value)
    if len(values) > len(days):
        raise Unfit("F207", count=len(days), given=len(values))
    for slots, one in zip(days, values, strict=False):
        parts = {} if is_blank(one) else _parts_of_day(one)
        printed = _PRINTED.search(place.text.text[: slots[0].start]) if slots[0].name == "月" else None
        if printed and parts.get("年", printed[1]) != printed[1]:
            raise Unfit("F204", value=met(one), detail=f"表上印的是 {printed[1]}年")
        for slot in slots:
            if slot.name in parts:
                yield _slot(place, slot, _year(place, slot, parts[slot.name]))


def _days(slots: Sequence[Slot]) -> list[list[Slot]]:
    """Return the blanks of each day: a span of time has two."""
    days: list[list[Slot]] = []
    for slot in slots:
        if not days or any(slot.name == other.name for other in days[-1]):
            days.append([])
        days[-1].append(slot)
    return days


def _several(value: Value) -> list[Value]:
    """Return the days of a span: of a list, or of a text with a word or dash between them."""
    if isinstance(value, list | tuple):
        return list(value)
    return [piece for piece in _UNTIL.split(written(value)) if piece.strip()]


def _parts_of_day(value: Value) -> dict[str, str]:
    """Return year, month and day by unit, of a day, of a month, or of a list of them."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, list | tuple):
        return dict(zip("年月日", map(written, value), strict=False))
    day = value if isinstance(value, date) else as_date(str(value))
    if isinstance(day, Fault):
        if without_year := re.fullmatch(r"(\d{1,2})月(\d{1,2})日", squeeze(str(value))):
            return {unit: str(int(part)) for unit, part in zip("月日", without_year.groups(), strict=True)}
        match = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})月?|年)?", squeeze(str(value)))
        if match is None:
            raise Unfit("F204", value=met(value), detail=day.detail)
        return {unit: str(int(part)) for unit, part in zip("年月", match.groups(), strict=True) if part}
    return {"年": str(day.year), "月": str(day.month), "日": str(day.day)}


def _year(place: Place, slot: Slot, text: str) -> str:
    """Return a year without the century that is printed before its blank; no day fits the blank of one of its parts."""
    printed = place.text.text[max(slot.start - 2, 0) : slot.start]
    if slot.name in _OF_MOMENT and re.search(r"\d{4}[-/]\d", text):
        raise Unfit("F204", value=text, detail=f"这里只填{slot.name}")
    if slot.name != "年" or printed not in CENTURIES or len(text) != 4:
        return text
    if text[:2] != printed:
        raise Unfit("F204", value=text, detail=f"表上印的是 {printed}__年")
    return text[2:]


# ---------------------------------------------------------------- blanks
def _slot(place: Place, slot: Slot, text: str) -> Edit:
    blank = place.text.marked[slot.start : slot.end]
    line = len(blank) > 1 and not blank.strip("_")
    held, after = place.text.text[slot.start : slot.end], place.text.text[slot.end : slot.end + 1]
    gap = "" if line or slot.name or not after or after in _CLOSING else _gap(held, text)
    return Edit(slot.start, slot.end, text + gap, line=line)


def _gap(held: str, text: str) -> str:
    """Return what keeps the words behind a blank where they are: 经办人：张三      电话：."""
    if "\t" in held:
        return held[held.index("\t") :]
    return " " * max(width(held) - width(text), FEWEST)


def width(text: str) -> int:
    """Return how wide a text is, in halves of a Han character."""
    return sum(1 + is_wide(char) for char in text)


def _slots(place: Place, value: Value) -> Iterator[Edit]:
    if len(place.slots) > 1 and _is_of_days(place.slots, value):
        yield from _dated(place, value)
        return
    if _is_of_moments(place.slots, value):
        texts = _moments(place.slots, value)
    else:
        is_one = len(place.slots) == 1 and not isinstance(value, Mapping)
        texts = [written(value)] if is_one else _shared(place.slots, value)
    if len(texts) > len(place.slots):
        raise Unfit("F207", count=len(place.slots), given=len(texts))
    for slot, text in zip(place.slots, texts, strict=False):
        plain = text.removesuffix(slot.name).rstrip() or text
        if text:
            yield _slot(place, slot, _year(place, slot, plain))


def _is_of_days(slots: Sequence[Slot], value: Value) -> bool:
    """Say whether all blanks are of days, and the value says days and not their parts."""
    is_parts = isinstance(value, list | tuple) and len(value) == len(slots)
    return not is_parts and not isinstance(value, Mapping) and {slot.name for slot in slots} <= set("年月日")


def _is_of_moments(slots: Sequence[Slot], value: Value) -> bool:
    """Say whether blanks are of days and hours, or days stand in a list with fewer items than there are blanks."""
    names = {slot.name for slot in slots}
    is_short = isinstance(value, list | tuple) and len(value) < len(slots) and "年" in names
    return len(slots) > 1 and (names <= _OF_MOMENT or is_short)


def _moments(slots: Sequence[Slot], value: Value) -> list[str]:
    """Return a text for each blank of days and hours; of parts in their order, of days and of times as 9:30."""
    parts = [part for one in _several(value) for part in _parts_of_moment(one)]
    texts: list[str] = []
    for slot in slots:
        fits = bool(parts) and parts[0][0] in ("", slot.name)
        texts.append(parts.pop(0)[1] if fits else "")
    if parts:
        raise Unfit("F204", value=met(value), detail="年月日时分与表上的空白对不上")
    return texts


def _parts_of_moment(value: Value) -> Iterator[tuple[str, str]]:
    """Yield the parts of a day, of a time, or of both, with their units; a number alone has none."""
    text = str(value) if isinstance(value, date) else written(value).strip()
    if text.isdecimal():
        yield "", text
        return
    time = re.search(r"(?:^|[ T日])(\d{1,2})[:：时点](?:(\d{1,2})(?:[:：]00|分)?)?\Z", text)
    day = (text[: time.start(1)] if time else text).strip(" T")
    if day:
        yield from _parts_of_day(day).items()
    if time:
        yield "时", str(int(time[1]))
        yield from [("分", f"{int(time[2]):02}")] if time[2] else []


def _shared(slots: Sequence[Slot], value: Value) -> list[str]:
    """Return a text for each blank: of a list, of a mapping by the words beside them, of a text cut at these."""
    if isinstance(value, Mapping):
        if not any(slot.name in value for slot in slots):
            raise Unfit("F206", value="分项")
        return [written(value.get(slot.name)) for slot in slots]
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    text = squeeze(written(value))
    if all(slot.name for slot in slots):
        pattern = "".join(rf"(.*?)(?:{_unit(slot.name)})" for slot in slots)
        if match := re.fullmatch(pattern, text):
            return list(match.groups())
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    if len(pieces) != len(slots):
        raise Unfit("F207", count=len(slots), given=len(pieces))
    return pieces


def _unit(name: str) -> str:
    return "|".join(map(re.escape, dict.fromkeys((name, *(name if len(name) == 2 else ()))))) if name else ""


# ---------------------------------------------------------------- boxes to tick
def _ticks(place: Place, value: Value, inner: Mapping[str, Place]) -> Iterator[Edit]:
    chosen: set[int] = set()
    for item in _choices(place, value):
        number, rest = _option(place, item, inner)
        chosen.add(number)
        beside = inner.get(place.slots[number].name)
        if rest and beside is not None:
            yield _slot(beside, beside.slots[0], rest.removesuffix(beside.slots[0].name))
    for number, slot in enumerate(place.slots):
        mark = place.text.text[slot.start : slot.end]
        wanted = _mark(mark, ticked=number in chosen)
        if wanted != mark:
            yield Edit(slot.start, slot.end, wanted)


def _choices(place: Place, value: Value) -> list[str]:
    """Return the options as typed; yes and no as the form calls them."""
    if isinstance(value, list | tuple):
        return [written(item) for item in value if not is_blank(item)]
    text = written(value)
    plain = {squeeze(slot.name) for slot in place.slots}
    if len(plain) == 1 and plain != {squeeze(text)} and text in (*_YES, *_NO):
        return list(plain) if text in _YES else []
    if isinstance(value, bool):
        return [next((word for word in (_YES if value else _NO) if word in plain), text)]
    is_one = not plain.isdisjoint((squeeze(text), CODED.sub("", squeeze(text), count=1)))
    return [text] if is_one else [piece for piece in _BETWEEN.split(text) if piece.strip()]


def option_of(place: Place, item: str) -> int | None:
    """Return which option of a tick is called so, with its code or without."""
    plain, names = squeeze(item), [squeeze(slot.name) for slot in place.slots]
    for said in dict.fromkeys((plain, CODED.sub("", plain, count=1))):
        for number, name in enumerate(names):
            if said in (name, _PARENS.sub("", name)) and name:
                return number
    return None


def _option(place: Place, item: str, inner: Mapping[str, Place]) -> tuple[int, str]:
    """Return which option is meant, and what is to be written beside it."""
    named = option_of(place, item)
    if named is not None:
        return named, ""
    plain, names = squeeze(item), [squeeze(slot.name) for slot in place.slots]
    for number, name in enumerate(names):
        rest = plain.removeprefix(_PARENS.sub("", name)).strip("()（）:：、,，_-")
        if name and rest != plain and rest and place.slots[number].name in inner:
            return number, rest
    for number, name in enumerate(names):
        if name.startswith(OTHER) and place.slots[number].name in inner:
            return number, item
    raise Unfit("F203", value=met(item), options="、".join(place.options))


def _mark(mark: str, *, ticked: bool) -> str:
    if mark[:1] in "（([【" and len(mark) > 1:
        return f"{mark[0]}√{mark[-1]}" if ticked else mark
    return (_TICKED if ticked else _UNTICKED).get(mark, mark)


def changed(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with the changes made in it."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
