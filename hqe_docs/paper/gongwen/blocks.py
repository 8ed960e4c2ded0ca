"""Whole paragraphs that are control tags: which they are, and whether what follows them stands in a loop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hqe_docs.paper.gongwen.ooxml import Element

LAST_APART = ("{%p if loop.last %}", "{%p else %}", "{%p endif %}")
_TAG = re.compile(r"\{%p\s*(\w+)")


def is_control(element: Element) -> bool:
    """Say whether a paragraph is a control tag, {%p … %}."""
    return bool(_tag(element))


def _text(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _tag(element: Element) -> str:
    match = _TAG.match(_text(element))
    return match[1] if match else ""


def is_last_apart(before: Sequence[Element]) -> bool:
    """Say whether what comes after these is all but the last of a loop, which stands before it by LAST_APART."""
    return [_text(it) for it in (*before[-3:-2], *before[-1:])] == [*LAST_APART[:2]]


def is_looped(before: Sequence[Element]) -> bool:
    """Say whether what comes after these is made once for each item: it stands right in a for, not in its else."""
    closed = 0
    for tag in filter(None, map(_tag, reversed(before))):
        if tag.startswith("end"):
            closed += 1
        elif tag in ("if", "for"):
            if not closed:
                return tag == "for"
            closed -= 1
        elif tag in ("else", "elif") and not closed:
            return False
    return False
