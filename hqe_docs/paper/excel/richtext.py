"""Tagged cells whose text has several looks: each run keeps its own (ECMA-376 §18.4.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import pass_context

from hqe_docs.paper.excel.cells import SheetWriter, escaped
from hqe_docs.paper.excel.sheet import RUN, Cell

_RUNS = re.compile(RUN.format(r"(\d{1,4})"))


def rich_filter(writer: SheetWriter, cell: Cell) -> Callable[..., str]:
    """Return the filter that writes the filled runs of `cell` into the row at hand, each with its look."""
    prefix, style = writer.prefix, f' s="{cell.style}"' if cell.style else ""
    room = writer.rooms.of(cell) if writer.rooms else None

    def run(look: str, text: str) -> str:
        kept = f'<{prefix}t xml:space="preserve">{escaped(text, writer.notes)}</{prefix}t>'
        return f"<{prefix}r>{look}{kept}</{prefix}r>" if text else ""

    @pass_context
    def write(_context: Any, value: Any) -> str:
        text = "" if cell.merged and writer.continues(cell, value) else str(value)
        # what stands before the first run is nothing, then look, text, look, text …
        pieces = _RUNS.split(text)
        pairs = zip(pieces[1::2], pieces[2::2], strict=True)
        runs = "".join(run(cell.looks[int(look)], text) for look, text in pairs)
        if room:
            writer.tallest = max(writer.tallest, room.height("".join(pieces[::2])))
        opening = f'<{prefix}c r="{cell.column}{writer.at}"{style}'
        inside = f' t="inlineStr"><{prefix}is>{runs}</{prefix}is></{prefix}c>' if runs else "/>"
        writer.pieces.append(opening + inside)
        return ""

    return write
