"""Lists that know where their items were read, so that a problem can name the data behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any

from jinja2.runtime import Context

from hqe_docs.problems import Location

Source = Callable[[int, str | None], Location]
Found = dict[int, tuple["Sourced", int]]  # id of an item → the list that holds it, and its number there
_VARIABLE = re.compile(r"l_(\d+)_(\w+)")
_TAG = re.compile(r"\{[{%].*?[%}]\}")


class Sourced(list[Any]):
    """A list whose `source(index, key)` tells where an item stands, and in it what has that key."""

    __slots__ = ("source",)

    def __init__(self, items: Iterable[Any], source: Source) -> None:
        super().__init__(items)
        self.source = source

    def __reduce__(self) -> tuple[type[list[Any]], tuple[list[Any]]]:
        return list, (list(self),)  # a copy in another process has no files behind it


def joined_sources(lists: Sequence[Sequence[Any]]) -> Source:
    """Return the source of the items of `lists`, one list after another."""

    def source(index: int, key: str | None) -> Location:
        for items in lists:
            if index < len(items):
                return items.source(index, key) if isinstance(items, Sourced) else Location()
            index -= len(items)
        return Location()

    return source


def items_of(context: Mapping[str, Any]) -> Found:
    """Return every item of the sourced lists in a template's mapping, the innermost mention last."""
    found: Found = {}
    waiting: list[Any] = [context]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Sourced):
            found.update((id(item), (value, number)) for number, item in enumerate(value))
        waiting.extend(_inside(value))
    return found


def _inside(value: Any) -> Iterator[Any]:
    """Yield what may hold sourced lists; rows of a sourced list hold none."""
    inner: Iterable[Any] = value.values() if isinstance(value, Mapping) else ()
    if isinstance(value, list) and not isinstance(value, Sourced):
        inner = value
    return (item for item in inner if isinstance(item, Mapping | list))


def variables(frame: FrameType) -> list[tuple[str, Any]]:
    """Return the names that a template program has given values to, innermost first."""
    if _is_shown(frame):
        return list(frame.f_locals.items())
    named = ((_VARIABLE.fullmatch(name), value) for name, value in frame.f_locals.items())
    known = [(int(match[1]), match[2], value) for match, value in named if match]
    return [(name, value) for _, name, value in sorted(known, key=lambda one: -one[0])]


def _is_shown(frame: FrameType) -> bool:
    """Say whether Jinja made the frame for a traceback: its locals are all names the template sees."""
    return "__jinja_exception__" in frame.f_globals


def context_behind(frame: FrameType | None) -> Mapping[str, Any]:
    """Return the mapping that is being printed: that of the outermost program, as one may run inside another."""
    found: Mapping[str, Any] = frame.f_locals if frame is not None and _is_shown(frame) else {}
    while frame is not None:
        context = frame.f_locals.get("context")
        found = context.parent if isinstance(context, Context) else found
        frame = frame.f_back
    return found


def place_behind(frame: FrameType, found: Found, line: str, word: str) -> str:
    """Return where the item was read that the tag with `word` on this `line` of the program speaks of, or ""."""
    known = [(name, value) for name, value in variables(frame) if id(value) in found]
    for name, value in sorted(known, key=lambda one: _key(one[0], line, word) is None):
        items, number = found[id(value)]
        key = _key(name, line, word)
        inside = key if isinstance(value, Mapping) and key in value else None
        return str(items.source(number, inside))
    return ""


def _key(name: str, line: str, word: str) -> str | None:
    """Return what follows the `name` in the tag that holds `word`: 完成时限 of {{ 任务.完成时限|顿号 }}."""
    tags = [tag for tag in _TAG.findall(line) if word in tag] or [line]
    matches = (re.search(rf"(?<![\w.]){re.escape(name)}\.(\w+)", tag) for tag in tags)
    return next((match[1] for match in matches if match), None)
