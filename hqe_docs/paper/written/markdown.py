"""Markdown read into blocks; a line is a paragraph, as offices write, unless it was broken in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hqe_docs.paper.language.titles import width
from hqe_docs.paper.written.block import Block
from hqe_docs.paper.written.inline import inline_text
from hqe_docs.paper.written.plaintables import cell, plain_tables
from hqe_docs.problems import Location, Problems

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_HARD_WRAPPED = 30  # characters: shorter lines were ended on purpose
_ENDS = "。！？；：:;.…”）)》"
_BEGINS = re.compile(r"[一二三四五六七八九十]+、|（|\(|[0-9０-９]+[.．、]|附\s*件|抄\s*送|[-*#|>]")


def read_text(text: str, file: str, first: int, found: Problems, *, plain: bool = False) -> list[Block]:
    """Return the blocks of `text`, whose first line is line `first` of `file`; `plain` text has no Markdown."""
    lines = text.split("\n")
    blocks = []
    for table in plain_tables(lines):
        blocks.append(Block("table", "", first + table.start, rows=table.rows, merged=table.merged))
        lines[table.start : table.end] = [""] * (table.end - table.start)
    if plain:
        pairs = ((_trimmed(line), first + number) for number, line in enumerate(lines))
        blocks += [Block("text", line, number) for line, number in pairs if line]
    else:
        reader = _Reader(file, first, found)
        reader.read("\n".join(lines))
        blocks += reader.blocks
    return sorted(blocks, key=lambda block: block.line)


def _trimmed(line: str) -> str:
    return line.strip(" \t\r\u3000\ufeff")


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # indented text is how typists begin a paragraph; a line under text is no heading; [..]: is no link
    return MarkdownIt("commonmark").enable("table").disable(["code", "lheading", "reference"])


@dataclass(slots=True)
class _Reader:
    """Walks the tokens of a Markdown text."""

    file: str
    first: int
    found: Problems
    blocks: list[Block] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    prefix: str = ""
    parser: MarkdownIt = field(default_factory=_parser)

    def read(self, text: str) -> None:
        tokens = self.parser.parse(text)
        at = 0
        while at < len(tokens):
            at = self._token(tokens, at)

    def _token(self, tokens: Sequence[Token], at: int) -> int:
        """Take in the token at `at` and return the next one's index."""
        token = tokens[at]
        if token.type == "table_open":
            end = next(index for index in range(at, len(tokens)) if tokens[index].type == "table_close")
            self._table(tokens[at:end], self._line(token))
            return end + 1
        if token.type in ("fence", "html_block"):
            what = "代码块" if token.type == "fence" else "网页代码"
            first = token.content.strip().partition("\n")[0]
            self.found.add("G603", self._where(self._line(token)), what=what, text=first)
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            self.lists.append(token.type)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.prefix = self._marker(token)
        elif token.type == "inline":
            self._inline(tokens[at - 1], token)
        return at + 1

    def _line(self, token: Token) -> int:
        return self.first + (token.map[0] if token.map else 0)

    def _where(self, line: int) -> Location:
        return Location(self.file, line=line)

    def _marker(self, item: Token) -> str:
        """Return what an item's text begins with: official papers have numbers but no dots."""
        if not item.info:
            return ""
        outer = self.lists[:-1].count("ordered_list_open")
        return f"{item.info}." if not outer and item.markup == "." else f"（{item.info}）"

    def _inline(self, opening: Token, token: Token) -> None:
        if opening.type == "heading_open":
            depth = int(opening.tag[1:])
            self._add(token.content, self._line(token), depth)
            return
        for line, content in _joined(token.content.split("\n"), self._line(token)):
            self._add(self.prefix + content, line)
            self.prefix = ""

    def _add(self, content: str, line: int, depth: int = 0) -> None:
        text, pictures = self._text(content, line)
        if _trimmed(text):
            self.blocks.append(Block("heading" if depth else "text", _trimmed(text), line, depth))
        self.blocks += [Block("picture", caption, line, rows=((file,),)) for file, caption in pictures]

    def _text(self, content: str, line: int) -> tuple[str, list[tuple[str, str]]]:
        [inline] = self.parser.parseInline(content)
        return inline_text(inline.children or (), self._where(line), self.found)

    def _table(self, tokens: Sequence[Token], line: int) -> None:
        rows: list[list[str]] = []
        at = line
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
                at = self._line(token)
            elif token.type == "inline":
                text, pictures = inline_text(token.children or (), self._where(at), self.found)
                if pictures:
                    self.found.add("G603", self._where(at), what="表格里的图片", text=pictures[0][0])
                rows[-1].append(cell(text))
        self.blocks.append(Block("table", "", line, rows=tuple(map(tuple, rows))))


def _joined(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Yield each paragraph with its line; a line that an editor broke goes on in the next."""
    parts: list[tuple[int, str]] = []
    before = ""
    for number, line in enumerate(map(_trimmed, lines), first):
        if before.endswith("\\"):  # the author's own break inside a paragraph
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}\n{line}")
        elif _is_broken(before, line):
            parts[-1] = (parts[-1][0], parts[-1][1] + line)
        elif line:
            parts.append((number, line))
        before = line
    return iter(parts)


def _is_broken(text: str, following: str) -> bool:
    """Say whether a line ends where an editor's window did, not where the author wanted it."""
    return width(text) >= _HARD_WRAPPED and text[-1] not in _ENDS and not _BEGINS.match(following)
