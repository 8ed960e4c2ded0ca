"""Values as they stand on paper, and texts without what a file can't hold."""

from __future__ import annotations

import re
from typing import Any

from hqe_docs.paper.language.filters import Unprintable, text_of
from hqe_docs.paper.language.notes import Notes

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printed(value: Any, notes: Notes) -> str:
    """Return `value` as it stands on paper; what can't stand there is noted and left out."""
    if isinstance(value, str):
        return legal(value, notes)
    try:
        return text_of(value)
    except Unprintable as fault:
        notes.add("T204", kind=str(fault))
        return ""


def legal(text: str, notes: Notes) -> str:
    """Return `text` with line ends as one character and without what XML can't hold, which is noted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in dict.fromkeys(ILLEGAL.findall(text)):
        shown = ILLEGAL.sub("□", text)
        excerpt = shown if len(shown) <= 20 else shown[:20] + "…"
        notes.add("T202", text=excerpt, character=f"U+{ord(match):04X}")
    return ILLEGAL.sub("", text)
