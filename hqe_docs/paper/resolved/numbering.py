"""Automatic numbers: the list level of a paragraph and the label Word writes before it (ECMA-376 §17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from hqe_docs import numerals
from hqe_docs.paper.resolved.measures import VAL, twips
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_LONGEST = 60  # characters of a label


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its numbers look, where they start, the properties of its paragraphs."""

    list: str
    depth: int
    start: int
    form: str
    pattern: str
    forms: tuple[str, ...]
    indent: Element | None


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        self._lists = {} if root is None else _by_id(root, "num", "numId")
        self._levels: dict[tuple[str, int], Level | None] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def level(self, own: Element | None, styles: Iterable[Element]) -> Level | None:
        """Return the list level of a paragraph with properties `own`, else the one its styles name."""
        if not self._lists:
            return None
        named = own.find(W + "numPr") if own is not None else None
        if named is None:
            found = (style.find(f"{W}pPr/{W}numPr") for style in styles)
            named = next((element for element in found if element is not None), None)
        if named is None:
            return None
        return self._level(_value(named, "numId") or "0", twips(_value(named, "ilvl")) or 0)

    def label(self, level: Level) -> str:
        """Return the label of the next paragraph of `level`, and count it."""
        counts = self._counts.setdefault(level.list, {})
        counts[level.depth] = counts.get(level.depth, level.start - 1) + 1
        for deeper in [depth for depth in counts if depth > level.depth]:
            del counts[deeper]
        if level.form in ("none", "bullet"):
            return level.pattern if level.form == "bullet" else ""
        return re.sub(r"%(\d)", lambda match: self._shown(level, int(match[1]) - 1, counts), level.pattern)

    def _shown(self, level: Level, depth: int, counts: Mapping[int, int]) -> str:
        form = level.forms[depth] if depth < len(level.forms) else "decimal"
        return _FORMS.get(form, str)(counts.get(depth, 1))

    def _level(self, number: str, depth: int) -> Level | None:
        if (number, depth) not in self._levels:
            self._levels[number, depth] = self._found(number, depth)
        return self._levels[number, depth]

    def _found(self, number: str, depth: int) -> Level | None:
        entry = self._lists.get(number)
        abstract = self._abstract.get(_value(entry, "abstractNumId") or "") if entry is not None else None
        if entry is None or abstract is None:
            return None
        overriding = (item.find(W + "lvl") for item in entry.iterfind(W + "lvlOverride"))
        levels = _by_depth(
            [*abstract.iterfind(W + "lvl"), *(item for item in overriding if item is not None)]
        )
        level = levels.get(depth)
        if level is None:
            return None
        forms = tuple(_form(levels[n]) if n in levels else "decimal" for n in range(depth + 1))
        starts = {twips(item.get(W + "ilvl")): item.find(W + "startOverride") for item in entry}
        own = starts.get(depth)
        start = twips(own.get(VAL) if own is not None else _value(level, "start"))
        pattern = (_value(level, "lvlText") or "")[:_LONGEST]
        return Level(
            number, depth, 1 if start is None else start, forms[-1], pattern, forms, level.find(W + "pPr")
        )


def _by_id(root: Element, name: str, key: str) -> dict[str, Element]:
    return {item.get(W + key, ""): item for item in root.iterfind(W + name)}


def _by_depth(levels: Iterable[Element]) -> dict[int, Element]:
    return {twips(level.get(W + "ilvl")) or 0: level for level in levels}


def _value(element: Element, name: str) -> str | None:
    found = element.find(W + name)
    return found.get(VAL) if found is not None else None


def _form(level: Element) -> str:
    return _value(level, "numFmt") or "decimal"


def chinese(number: int) -> str:
    """Return a number below ten thousand in Chinese, as Word counts: 十一, 一百〇五."""
    return numerals.chinese(number).replace("零", "〇") if 0 <= number < 10_000 else str(number)


def _letters(number: int) -> str:
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _heavenly(number: int) -> str:
    return _HEAVENLY[(number - 1) % 10]


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"), chinese
    ),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda number: str(number).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "ideographTraditional": _heavenly,
}
