"""Text sources: one `样式|text` a line; control lines, empty lines and # remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONTROL = "控制"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: the style or command it names, its text, its number."""

    style: str
    text: str
    number: int


def read_source(path: Path) -> list[Line]:
    """Return the lines of a text source."""
    return list(source_lines(path.read_text(encoding="utf-8")))


def source_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a source; ValueError for one that names no style."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip(" \r")
        if not line or line.startswith("#"):
            continue
        if line.startswith(("{%p", "{%tr")):
            yield Line(CONTROL, line, number)
            continue
        style, mark, content = line.partition("|")
        if not mark:
            raise ValueError(f"line {number}: no style in {line[:30]!r}")
        yield Line(style.strip(), content, number)
