"""The inside of a Markdown line: text, emphasis, the text of links; what paper can't hold becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hqe_docs.paper.written.block import BREAK, EMPHASIS
from hqe_docs.problems import Location, Problems

if TYPE_CHECKING:
    from markdown_it.token import Token

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def inline_text(
    tokens: Sequence[Token], where: Location, found: Problems
) -> tuple[str, list[tuple[str, str]]]:
    """Return the text of a line's tokens, and the pictures in it (file, caption)."""
    text, pictures = "", []
    for token in tokens:
        if token.type == "image":
            pictures.append((unquote(str(token.attrs.get("src", ""))), token.content))
        else:
            text += _piece(token, where, found)
    return text, pictures


def _piece(token: Token, where: Location, found: Problems) -> str:
    if token.type in ("strong_open", "strong_close"):
        return EMPHASIS
    if token.type in ("hardbreak", "softbreak"):
        return BREAK
    if token.type == "html_inline":
        if LINE_BREAK.fullmatch(token.content):
            return BREAK
        found.add("G603", where, what="网页代码", text=token.content)
        return ""
    if token.type == "code_inline":
        found.add("G604", where, text=token.content)
    return token.content
