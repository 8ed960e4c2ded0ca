"""A value as the text of one cell, and back: whatever a text holds, reading gives what was written.

Of a list each text has its own line. Two signs that nobody types keep apart what a cell can't show: ┋ before a text
says that it counts as it stands, with its spaces, or though it looks like something else; ┊ before a line that it
goes on the text above. Where neither is needed neither is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hqe_docs.data.files.grid import is_error
from hqe_docs.data.filled.shape import Form
from hqe_docs.data.yamltext import flow
from hqe_docs.problems import Problems
from hqe_docs.yamlfile import parse_yaml

KEPT, GOES_ON = "┋", "┊"
NONE = "无"  # what people write where a list has nothing; a blank says that nothing was said
SAMPLE = "例"
LONGEST = 32_767  # UTF-16 units of a cell (Excel's own limit)
_SAMPLE = re.compile(rf"{SAMPLE}(?:[:：].*)?", re.DOTALL)
_NUMBERS = re.compile(r"[\s、，,；;]+")
_BRACKETS = ("[", "{")


def is_sample(text: str) -> bool:
    """Say whether the text in a row's first cell marks the row as one that shows how to fill in."""
    return _SAMPLE.fullmatch(text.strip()) is not None


def written(form: Form, value: Any) -> str:
    """Return the text of a cell for a value, "" where the cell's form has no way to hold it."""
    if form in ("list", "numbers", "apart"):
        return (
            _lines(form, value) if isinstance(value, list) and all(isinstance(i, str) for i in value) else ""
        )
    if isinstance(value, dict | list):
        return flow(value) if form == "free" else ""
    text = "" if value is None else str(value)
    looks_other = form == "free" and text.startswith(_BRACKETS)
    return KEPT + text if text and (looks_other or _is_odd(text) or is_sample(text)) else text


def _is_odd(text: str) -> bool:
    # a byte order mark at the beginning gets lost in reading a workbook
    return text != text.strip() or text[:1] in (KEPT, GOES_ON, "\ufeff") or is_error(text)


def _lines(form: Form, items: list[str]) -> str:
    if not items:
        return NONE
    if form == "numbers" and all(item.isdigit() for item in items):
        return "、".join(items)
    is_split = form == "numbers"
    lines = []
    for item in items:
        first, *more = item.split("\n")
        is_kept = (
            not first
            or (is_split and _NUMBERS.search(item))
            or _is_odd(first)
            or is_sample(item)
            or items == [NONE]
        )
        lines += [KEPT + first if is_kept else first, *(GOES_ON + line for line in more)]
    return "\n".join(lines)


def said(form: Form, text: str) -> Any:
    """Return what a cell says: a text, a list of texts, None where it is blank."""
    if not text.strip():
        return None
    if form in ("list", "numbers", "apart"):
        return [] if text.strip() == NONE else list(_texts(form, text))
    plain = text.strip()
    if text.startswith(KEPT):
        return text[len(KEPT) :]
    if form == "free" and plain.startswith(_BRACKETS):
        return _container(plain)
    return plain


def _texts(form: Form, text: str) -> Iterator[str]:
    whole: str | None = None
    for line in text.split("\n"):
        if line.startswith(GOES_ON) and whole is not None:
            whole += "\n" + line[len(GOES_ON) :]
            continue
        if whole is not None:
            yield whole
        whole = None
        if line.startswith(KEPT):
            whole = line[len(KEPT) :]
        elif form == "numbers":
            yield from filter(None, _NUMBERS.split(line))
        elif line.strip():
            whole = line.strip()
    if whole is not None:
        yield whole


def _container(text: str) -> Any:
    """Return a list or mapping written in brackets, the text itself where it is none."""
    found = Problems()
    value = parse_yaml(text, "", found).value
    return value if isinstance(value, dict | list) and not found.has_errors else text
