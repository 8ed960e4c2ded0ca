"""Blanks inside a text: underlines, dates, what follows a colon, brackets, what stands before a unit.

All offsets count in a text in which underlined spaces are `_` (`Text.marked`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hqe_docs.paper.forms.model import Kind, Slot
from hqe_docs.paper.forms.places.ticks import TickGroup, find_ticks
from hqe_docs.paper.forms.vocabulary import Words

_SPACE = r"[ \t\u3000\xa0\u2002\u2003]"
_FREE = r"[_ \t\u3000\xa0\u2002\u2003…]"
_DATE = re.compile(rf"((?:20|19|二〇)?{_FREE}{{0,80}})年({_FREE}{{0,80}})月({_FREE}{{0,80}})日")
_MONTH = re.compile(
    rf"((?:20|19|二〇)?{_FREE}{{1,80}}|(?<=[自至到从：:（]))年({_FREE}{{1,80}})月"
    rf"|^()年({_FREE}{{1,80}})月(?={_SPACE}*[至到起—－~-])",  # 年  月至  年  月
    re.MULTILINE,
)
_DAY = re.compile(rf"(?<![年\d])(?<!年{_SPACE})({_FREE}{{1,80}})月({_FREE}{{1,80}})日")
_PRINTED = re.compile(r"(?<!\d)\d{4}\Z")
_YEAR = re.compile(r"20([_ ]+)(?=年)")
_LINE = re.compile(r"_{2,}|(?<![A-Za-z0-9])_(?![A-Za-z0-9])")  # a single one is an underlined space
_COLON = re.compile(rf"[：:](?:{_SPACE}*[￥¥](?!{_SPACE}*[：:]))?({_SPACE}*)")
_NEXT = re.compile(r"[^\s：:。；;，,_（(]{2,14}[：:]")  # the label after a colon that nothing stands behind
_WIDE = re.compile(
    rf"(?<=[\u4e00-\u9fff]){_SPACE}{{3,80}}(?=[\u4e00-\u9fff]{{1,4}}(?:[。；;，,]|{_SPACE}{{3,80}}|$))", re.M
)
_ROOM = re.compile(rf"\s*([^\n：:。]{{2,30}})((?:{_SPACE}*\n){{3,}}{_SPACE}*)")
_LINK = re.compile(r"[日起]*\s*(?:至|到|[—－～~-]+)\s*")
_MARKED = re.compile(r"[_□☐]|[（(]\s*[)）]")  # another blank, to which the colon belongs
_CUT = re.compile(
    rf"(?<=[于为共计达约]){_SPACE}{{0,80}}(?=[，。；、（(])"
)  # in a sentence whose figures are left out
_ROW = re.compile(r"(?:[□☐▢][ \u3000]?){5,}[□☐▢]")  # one character a box
_LEADING = re.compile(  # what is printed of a number between its colon and its blank: 编号：〔2023〕第____号
    r"(?<=[：:])\s*(?:[\u4e00-\u9fff]{0,6}[〔\[［（(]\d{4}[〕\]］）)]|\d{4}年度?)?第?\Z"
)
_OF_TIME = re.compile(r"[时点分]?(?:[至到—－～~-]+)?")
_OPTION = (
    r"([^\s，,；;。、：:（()）□☐]+)(?:[（(][^（）()]*[)）])?[（(]?"  # with what stands in brackets behind it
)
_LEVELS = re.compile(r"[（(][^（()）\s_]{1,8}、\Z")
_NAME = re.compile(r"[\u4e00-\u9fff￥¥%]{1,6}")
_BEGINS = frozenset(
    "年月日人户家名期次分级个天件份页头周届台套米"
)  # units that many labels begin with: 户编号
_CLOCK = ("日", "时", "点", "分")  # units of a day with hours and minutes behind it
_ENDS = frozenset(" \t\u3000\xa0\n。；;，,、）)（(") | {""}
_JOINTS = frozenset("自从至到起止共约为于和及的")  # words that name nothing
MOST = 4_000  # characters of a text that are looked at
NEAR = 60  # characters around a sign that tell what it is
LONGEST = 40  # of a label


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank in a text: its label ("" when none stands beside it), its slots, where its text begins and ends.

    `after_colon`: nothing but a colon says so; `options` are those of a tick.
    """

    kind: Kind
    slots: tuple[Slot, ...]
    start: int
    end: int
    label: str = ""
    options: tuple[str, ...] = ()
    after_colon: bool = False


def find_blanks(marked: str, words: Words, *, is_value: bool = False, weak: bool = False) -> list[Blank]:
    """Return the blanks of a text from the left.

    `is_value`: its label stands beside it, so that words before a blank need a colon to be its label.
    `weak`: weaker signs count too: a unit with nothing before it, a wide gap.
    """
    text = marked[:MOST]
    boxless = _ROW.sub(lambda row: "\0" * len(row[0]), text)
    ticks = [_tick(group, words) for group in find_ticks(boxless, words.boxes)]
    taken = [(slot.start, slot.end) for tick in ticks for slot in tick.slots]
    found = list(_apart(_all(text, words, weak=weak), taken))
    own = is_value and not ticks  # between boxes each blank has words of its own
    labelled = _labelled(found, ticks, text, words, is_value=own)
    return sorted([*ticks, *labelled], key=lambda blank: blank.start) or _room(text, words)


def _room(text: str, words: Words) -> list[Blank]:
    """Return the empty lines below a name that stands alone in its cell."""
    match = _ROOM.fullmatch(text)
    label = words.label(match[1]) if match else ""
    if match is None or not label or words.leads(label):
        return []
    return [Blank("inline", (Slot(*match.span(2)),), match.start(2), match.end(2), label)]


def _tick(group: TickGroup, words: Words) -> Blank:
    slots = tuple(replace(slot, name=words.label(slot.name)) for slot in group.slots)
    if _are_coded([slot.name for slot in slots], words):
        slots = tuple(replace(slot, name=slot.name.lstrip("0123456789")) for slot in slots)
    options = tuple(slot.name for slot in slots if slot.name)
    return Blank("tick", slots, slots[0].start, group.end, words.label(group.label), options)


def _are_coded(names: Sequence[str], words: Words) -> bool:
    """Say whether options have running numbers before them that are no part of them: 01研究生 02大学本科."""
    said = [re.match(r"\d{1,2}(?=[\u4e00-\u9fff])", name) for name in names]
    numbers = [int(one[0]) for one in said if one]
    running = len(numbers) == len(names) > 1 and numbers == list(range(numbers[0], numbers[0] + len(names)))
    counts = any(re.match(rf"\d+(?:{words.unit})", name) for name in names)
    return running and (not counts or names[0].startswith("0"))


def _all(text: str, words: Words, *, weak: bool) -> Iterator[Blank]:
    """Yield every blank, the surest signs first; they may overlap."""
    yield from _dates(text)
    yield from (_inline(match.start(), match.end(), text) for match in _ROW.finditer(text))
    yield from (_inline(match.start(), match.end(), text) for match in _LINE.finditer(text))
    yield from _brackets(text, words)
    yield from _colons(text, words)
    if weak:
        yield from _units(text, words)
        yield from (_inline(match.start(), match.end(), text) for match in _WIDE.finditer(text))
        yield from (_inline(match.start(), match.end(), text) for match in _CUT.finditer(text))


def _apart(blanks: Iterable[Blank], taken: Sequence[tuple[int, int]]) -> Iterator[Blank]:
    """Yield those that lie over none before them."""
    kept = {position for start, end in taken for position in range(start, end)}
    for blank in blanks:
        own = range(blank.start, max(blank.end, blank.start + 1))
        if kept.isdisjoint(own):
            kept.update(own)
            yield blank


# ---------------------------------------------------------------- signs
def _dates(text: str) -> Iterator[Blank]:
    for match in _DATE.finditer(text):
        before = text[max(0, match.start() - NEAR) : match.start()].rstrip(" _")[-1:]
        if (
            match[1]
            or (not before.isdigit() and any(match.groups()))
            or before in ("", "：", ":", "\n", "\t", "）", ")")
        ):
            yield Blank("date", _of_day(match), match.start(), match.end())
        elif year := _PRINTED.search(text, 0, match.start()):  # 2023年__月__日
            yield Blank("date", _of_day(match)[1:], year.start(), match.end())
    for match in _MONTH.finditer(text):
        first = 1 if match[1] is not None else 3
        slots = [Slot(*match.span(i), unit) for i, unit in enumerate("年月", first)]
        yield Blank("date", tuple(slots), match.start(), match.end())
    for match in _DAY.finditer(text):
        slots = [Slot(*match.span(i), unit) for i, unit in enumerate("月日", 1)]
        yield Blank("inline", tuple(slots), match.start(), match.end())
    for match in _YEAR.finditer(text):
        yield Blank("date", (Slot(*match.span(1), "年"),), match.start(), match.end())


def _of_day(match: re.Match[str]) -> tuple[Slot, ...]:
    return tuple(Slot(*match.span(i), unit) for i, unit in enumerate("年月日", 1))


def _inline(start: int, end: int, text: str) -> Blank:
    name = _NAME.match(text, end)
    return Blank("inline", (Slot(start, end, name[0] if name else ""),), start, end)


def _brackets(text: str, words: Words) -> Iterator[Blank]:
    """Yield brackets with nothing, or only a unit, in them: （  岁）, （  ）天."""
    for match in re.finditer(rf"[（(]([\s_]{{0,80}})({words.unit})?[)）]({words.unit})?", text):
        alone = (match[2] or match[3]) and not text[: match.start()].strip()
        if alone or (match[1] and (match[2] or match[3])) or len(match[1]) > 1:
            slot = Slot(*match.span(1), match[2] or match[3] or "")
            yield Blank("inline", (slot,), match.start(), match.end())


def _colons(text: str, words: Words) -> Iterator[Blank]:
    alone = re.compile(rf"(?:{words.unit})(?=$|[\s。；;，,、）)（(]|[^\s：:]{{2,14}}[：:])")
    for match in _COLON.finditer(text):
        rest = text[match.end() : match.end() + NEAR]
        unit = alone.match(rest)
        if unit and unit[0] in _BEGINS and rest[unit.end() : unit.end() + 1] not in _ENDS:
            unit = None  # the first character of the next label
        if unit and not match[1] and text[max(0, match.start() - 2) : match.start()] == "单位":
            continue  # 单位：万元
        stamped = bool(match[1]) and words.is_signed(rest[:5]) and rest[:1] in "（("
        if not rest or rest[0] in "\n。；;，," or len(match[1]) > 1 or unit or stamped or _NEXT.match(rest):
            if match[1] and _MARKED.match(rest) and not stamped:
                continue
            slot = Slot(*match.span(1), unit[0] if unit else "")
            yield Blank(
                "inline", (slot,), match.start(), match.end() + (unit.end() if unit else 0), after_colon=True
            )


def _units(text: str, words: Words) -> Iterator[Blank]:
    """Yield units, and levels of an address, that nothing stands before."""
    names = "|".join(words.lists["非单位"])
    level = rf"{words.unit}|(?:{words.region})(?:{_SPACE}*[（(][^（）()]*[)）])?"
    pattern = rf"(?P<free>(?:^|(?<=[，。；,;、为共约计持有\n]))(?:{_SPACE}{{0,80}})|{_SPACE}{{1,80}})(?P<unit>{level})(?=$|[\n。；;，,、）)（(_/]|\s{{2}}|\s*(?:{level}))"
    for match in re.finditer(pattern, text, re.M):
        if not match["free"] and _LEVELS.search(text, 0, match.start()):
            continue  # 县（市、区）
        if re.match(rf"(?:{names})[：:]", text[match.start("unit") :]):
            continue  # 户名：
        slot = Slot(*match.span("free"), match["unit"])
        yield Blank("inline", (slot,), match.start(), match.end())


# ---------------------------------------------------------------- labels
def _labelled(
    found: Sequence[Blank], ticks: Sequence[Blank], text: str, words: Words, *, is_value: bool
) -> Iterator[Blank]:
    """Yield the blanks with the words beside them; what is part of a label is no blank."""
    floor = 0
    for blank in _joined(sorted(found, key=lambda one: one.start), text, words):
        # what is beside an option is named by it, what stands further off is not
        ends = (tick.end for tick in ticks if text[tick.end : blank.start].strip("：:（( \u3000"))
        floor = max([floor, *ends])
        before = text[max(floor, blank.start - LONGEST * 2) : blank.start + blank.after_colon]
        label = words.label(_beside(before, words, is_value=is_value))
        label = label if re.search(r"[^\W\d_]", label) or words.is_beside(label) else ""
        label = "" if label in _JOINTS else label
        level = rf"(?:{words.region})(?:[（(][^（）()_]*[)）])?(?=[\s_])"
        unit = re.compile(rf"(?:{words.unit}|号)(?=\s)|{level}").match(text, blank.end)
        floor = unit.end() if unit else blank.end
        if blank.after_colon and (not label or len(label) > LONGEST or words.leads(label)):
            continue
        if words.is_beside(label):
            slots = tuple(replace(slot, name=label) for slot in blank.slots)
            yield replace(blank, slots=slots, after_colon=False)
        else:
            yield replace(blank, label=label)


def _joined(blanks: Sequence[Blank], text: str, words: Words) -> Iterator[Blank]:
    """Yield the blanks, those with only a unit or a level of an address between them as one: ____省____市."""
    last: Blank | None = None
    for blank in blanks:
        if last is not None:
            between = text[last.end : blank.start].strip()
            if not blank.after_colon and not last.after_colon and _goes_on(last, blank, between, words):
                slots = tuple(_of_clock(slot) for slot in last.slots + blank.slots)
                last = replace(last, kind="inline", slots=slots, end=blank.end)
                continue
            yield last
        last = blank
    if last is not None:
        yield last


def _of_clock(slot: Slot) -> Slot:
    """Return the blank of an hour or minute named by that alone: 分至."""
    return replace(slot, name=slot.name[0]) if slot.name[:1] in _CLOCK and len(slot.name) > 1 else slot


def _goes_on(last: Blank, blank: Blank, between: str, words: Words) -> bool:
    """Say whether a blank is part of the one before it, by what stands between them."""
    if _LINK.fullmatch(between):
        return True  # 自    年  月至    年  月
    if last.slots[-1].name in _CLOCK and blank.slots[0].name[:1] in _CLOCK and _OF_TIME.fullmatch(between):
        return True
    both = last.kind == blank.kind == "inline"
    return both and bool(between) and len(between) <= 4 and words.is_units(between)


def _beside(before: str, words: Words, *, is_value: bool) -> str:
    """Return the words directly before a blank: those with a colon, an option, in a line of text any."""
    line = before.rsplit("\n", 1)[-1].rstrip(" \t\u3000\xa0￥¥")
    line = re.sub(r"(?<=[：:])\s*[自从]\Z", "", _LEADING.sub("", line))
    if line.endswith(("：", ":")):
        return _last_words(line[:-1])
    option = re.search(
        r"[□☐○◯▢][ \u3000]*([^□☐○◯▢\s，,；;。、：:（(]+)(?:[（(][^（）()]*[)）])?[（(]?\Z", line
    )
    if option:
        return option[1]
    return "" if is_value else re.sub(r"(?<=..)(?:为|共计|约|共|自|从)\Z", "", _last_words(line))


def _last_words(text: str) -> str:
    """Return the last word of a line; characters set apart by spaces make one: 姓    名."""
    opened = max(text.rfind("（"), text.rfind("("))
    unclosed = opened > max(text.rfind("）"), text.rfind(")"))
    pieces = re.split(r"[。；;，,：:|_□☐○◯]", text[opened + 1 :] if unclosed else text)[-1].split()
    word = pieces.pop() if pieces else ""
    while pieces and len(pieces[-1]) == 1 and (len(word) == 1 or len(pieces) == 1 or len(pieces[-2]) == 1):
        word = pieces.pop() + word
    return word.lstrip("）)")
