"""What a written text consists of: paragraphs, headings, tables and pictures, each with the line it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# noncharacters, which no text may hold: emphasis begins or ends, a line ends inside its paragraph
EMPHASIS, BREAK = "\ufdd0", "\ufdd1"
Kind = Literal["text", "heading", "table", "picture"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a text; `rows` are a table's, the first its header; `depth` is a heading's number of #.

    In a `merged` table an empty cell may be the rest of the one above.
    """

    kind: Kind
    text: str
    line: int
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    merged: bool = False


def bare(text: str) -> str:
    """Return `text` without marks and white space, for comparing."""
    return re.sub(rf"[\s{EMPHASIS}{BREAK}]", "", text)


def shown(text: str) -> str:
    """Return the beginning of a text, for a message."""
    plain = bare(text)
    return plain if len(plain) <= 30 else plain[:30] + "…"
