"""Nested values as YAML that `yamlfile` reads back the same: short things in one line, texts quoted where needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

WIDTH = 100  # columns of a line that holds a whole mapping or list
LONG = 28  # columns of a text that has its own line in a list
_PLAIN = re.compile(
    r"(?:[^\W_]|[〔（《“‘【〈「√×★·…—％/+\\.]|-(?=\d))(?:[^\x00-\x1f\x7f-\x9f,\[\]{}#:&*!|>'\"@`\xa0\u2028\u2029\ufeff\ufffe\uffff])*"
)
_CODE = re.compile(
    r"0\d+|\d{9,}|0[xo][\da-fA-F]+|\.\S*"
)  # other readers of YAML would take these for numbers
_WORDS = frozenset(("null", "Null", "NULL"))
_ODD = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def dumped(value: dict[str, Any]) -> str:
    """Return a mapping of sections as YAML, a blank line between those that take several lines."""
    parts = ["\n".join(_entry(key, item, 0)) for key, item in value.items()]
    text = ""
    for before, part in zip(["", *parts], parts, strict=False):
        text += ("\n" if before and ("\n" in part or "\n" in before) else "") + part + "\n"
    return text


def flow(value: Any) -> str:
    """Return a value in one line: `{姓名: 张三, 职务: 书记}`, `[甲, 乙]`, a text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return "" if value is None else scalar(str(value))


def scalar(text: str) -> str:
    """Return a text as it is where that means the same, else in double quotes (YAML 1.2 §7.3.1)."""
    is_plain = _PLAIN.fullmatch(text) and text == text.rstrip() and text not in _WORDS
    if is_plain and not _CODE.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:
    """Yield the lines of a key and its value, `depth` columns in."""
    head = " " * depth + scalar(str(key)) + ":"
    if _is_short(value, depth + _width(key)):
        yield f"{head} {flow(value)}".rstrip()
        return
    yield head
    yield from _block(value, depth + 2)


def _block(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _entry(key, item, depth)
        return
    for item in value:
        if isinstance(item, dict) and item and not _is_short(item, depth + 2):
            first, *rest = _block(item, depth + 2)
            yield from (" " * depth + "- " + first.lstrip(" "), *rest)
        else:
            yield " " * depth + "- " + flow(item)


def _is_short(value: Any, before: int) -> bool:
    """Say whether a value stands in the line of its key: not a mapping that holds mappings, nothing long."""
    if not isinstance(value, dict | list):
        return True
    inner = list(value.values()) if isinstance(value, dict) else [value]
    fits = not any(isinstance(item, dict) or _needs_lines(item) for item in inner)
    return not value or (fits and before + _width(flow(value)) <= WIDTH)


def _needs_lines(item: Any) -> bool:
    """Say whether an item is a list whose items each have a line."""
    return isinstance(item, list) and any(
        isinstance(one, dict | list) or _width(str(one)) > LONG for one in item
    )


def _width(text: str) -> int:
    """Return the columns that a text takes, a Han character two."""
    return len(text) + sum(char > "\u2e7f" for char in text)
