"""A prepared part of a Word template, as it is kept from process to process: nothing here needs Jinja."""

from __future__ import annotations

import re
from enum import Flag, auto
from types import CodeType
from typing import Any, NamedTuple

FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
PAPER, DOCXTPL = "paper", "docxtpl"  # the manners of filling: strict and in Chinese, or just as docxtpl does
BODY = "word/document.xml"
FIXED_ROW = b'w:hRule="exact"'  # a row whose height doesn't grow with its text


_NAMES = {"header": "页眉", "footer": "页脚", "footno": "脚注"}


def part_name(part: str) -> str:
    """Return what messages call a part: 页眉, 页脚, 脚注, or nothing for the document itself."""
    return _NAMES.get(part.removeprefix("word/")[:6], "")


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
