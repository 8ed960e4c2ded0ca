"""A prepared part of a Word template, as it is kept from process to process: nothing here needs Jinja."""

from __future__ import annotations

import re
from enum import Flag, auto
from types import CodeType
from typing import Any, NamedTuple

# the manners of filling: strict and in Chinese, the same with marks round values, or just as docxtpl does
PAPER, TRACED, DOCXTPL = "paper", "traced", "docxtpl"
BODY = "word/document.xml"
FIXED_ROW = b'w:hRule="exact"'  # a row whose height doesn't grow with its text
_FILLED = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml")
_TITLES = {"document": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注"}


def part_title(part: str) -> str | None:
    """Return what messages call a part that is filled (nothing for the body), None for one that isn't."""
    match = _FILLED.fullmatch(part)
    return _TITLES[match[1]] if match else None


class Check(Flag):
    """What a filled part has to be looked at for."""

    NOTHING = 0
    XML = auto()
    TABLES = auto()
    DRAWINGS = auto()
    ORDER = auto()
    BREAKS = auto()
    MARKS = auto()
    FIXED = auto()


class PartProgram(NamedTuple):
    """A part with tags: its program, the names the program sets, what its output is looked at for.

    `plan` is the same program for ordinary values, where there is one (`wordplan`).
    """

    part: str
    source: str
    code: CodeType | None
    stored: frozenset[str]
    checks: Check
    plan: tuple[Any, ...] | None = None
    fault: Exception | None = None


class Prepared(NamedTuple):
    """What is kept of a template: its programs and the texts of its properties, None when it has none."""

    programs: tuple[PartProgram, ...]
    properties: dict[str, str] | None
