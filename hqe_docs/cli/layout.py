"""Text on a terminal where a Chinese character is two columns wide: width, wrapping, tables, click's help."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from gettext import gettext

import click

WIDE_FROM = 0x2E80  # CJK radicals; unicodedata would know more, and costs start-up time
NEVER_FIRST = "，。；：、！？）》】”’…])"
PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def width(text: str) -> int:
    """Return the columns that `text` takes on a terminal, colours not counted."""
    return sum(2 if ord(char) >= WIDE_FROM else 1 for char in ESCAPE.sub("", text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return `text` filled up with spaces to `columns`."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def wrap(text: str, columns: int) -> list[str]:
    """Return `text` in lines of at most `columns`; Chinese breaks anywhere, Latin words stay whole."""
    lines = [""]
    for piece in _unbroken(text):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _unbroken(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may end: closing punctuation stays with what it closes."""
    held = ""
    for piece in PIECE.findall(text):
        if held and piece not in NEVER_FIRST:
            yield held
            held = ""
        held += piece
    yield held


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[int] = ()) -> str:
    """Return a plain aligned table; the columns numbered in `right` are set flush right."""
    lines = [tuple(titles), *map(tuple, rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("─" * columns for columns in widths))
    return "\n".join(
        "  ".join(pad(cell, widths[i], right=i in right) for i, cell in enumerate(line)).rstrip()
        for line in lines
    )


class ChineseFormatter(click.HelpFormatter):
    """click's help pages with columns counted as a Chinese terminal shows them."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line; click's own would import textwrap for it."""
        start = f"{prefix or gettext('Usage:')} {prog} "
        lines = wrap(args, self.width - width(start))
        self.write(f"{start}{lines[0]}".rstrip() + "\n")
        self.write("".join(f"{' ' * width(start)}{line}\n" for line in lines[1:]))

    def write_text(self, text: str) -> None:
        """Write the paragraphs of `text`, each line of the source a paragraph of its own."""
        indent = " " * self.current_indent
        for paragraph in text.strip().splitlines():
            for line in wrap(paragraph.strip(), self.width - self.current_indent):
                self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and their explanations in two columns."""
        pairs = list(rows)
        first = min(max(width(term) for term, _ in pairs), col_max)
        gap = " " * (self.current_indent + first + col_spacing)
        for term, text in pairs:
            start = " " * self.current_indent + term
            lines = wrap(text, max(self.width - len(gap), 20))
            if width(term) > first:
                self.write(f"{start}\n{gap}{lines[0]}".rstrip() + "\n")
            else:
                self.write(f"{pad(start, len(gap))}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{gap}{line}\n" for line in lines[1:]))
