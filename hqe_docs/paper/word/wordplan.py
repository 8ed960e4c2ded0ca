"""The short way to fill a part that holds only names, keys and loops: no Jinja, one look at all values together.

A plan is a tuple of steps, every second one static bytes: `("get", "人", "姓名")` or `("for", "人", path, plan)`. What is not an ordinary value in an ordinary mapping (anything to escape, to
break, to report) gives None, and the part goes the long way, which does and says everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re

    from jinja2 import nodes

Plan = tuple[Any, ...]
_MOST = 1_000_000  # values: more go the long way, which counts what they make


class _Unusual(Exception):
    """A value that only the long way can print."""


# ---------------------------------------------------------------- making a plan
def plan_of(statements: Sequence[nodes.Node], names: frozenset[str] = frozenset({"loop"})) -> Plan | None:
    """Return the plan of `statements`, None when they hold more than names, keys and loops."""
    steps: list[Any] = []
    for node in statements:
        made = _steps_of(node, names)
        if made is None:
            return None
        steps += made
    return tuple(_joined(steps))


def _steps_of(node: nodes.Node, refused: frozenset[str]) -> list[Any] | None:
    from jinja2 import nodes

    if isinstance(node, nodes.Output):
        found = [_output(child, refused) for child in node.nodes]
        return None if None in found else found
    if not isinstance(node, nodes.For) or node.else_ or node.test or node.recursive:
        return None
    path, body = _path(node.iter, refused), plan_of(node.body, refused)
    if path is None or body is None or not isinstance(node.target, nodes.Name) or node.target.name == "loop":
        return None
    # a turn without a value of its own would grow the output unseen
    return [("for", node.target.name, path, body)] if any(step[0] == "get" for step in body[1::2]) else None


def _output(node: nodes.Node, refused: frozenset[str]) -> bytes | tuple[str, ...] | None:
    from jinja2 import nodes

    return node.data.encode() if isinstance(node, nodes.TemplateData) else _path(node, refused)


def _path(node: nodes.Node, refused: frozenset[str]) -> tuple[str, ...] | None:
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return None if node.name in refused else ("get", node.name)
    if isinstance(node, nodes.Getattr):
        above = _path(node.node, refused)
        return None if above is None else (*above, node.attr)
    return None


def _joined(steps: Sequence[Any]) -> Iterator[Any]:
    """Yield the steps with neighbouring texts as one."""
    text = b""
    for step in steps:
        if isinstance(step, bytes):
            text += step
            continue
        yield text
        yield step
        text = b""
    yield text


# ---------------------------------------------------------------- following it
def filled_by_plan(plan: Plan, context: Mapping[str, Any]) -> bytes | None:
    """Return the part filled, None when a value has to go the long way."""
    values: list[Any] = []
    texts: list[bytes] = [b""]
    try:
        _follow(plan, dict(context), values, texts)
        joined = _joined_values(values)
    except (_Unusual, KeyError):
        return None
    if joined.count("\0") != max(len(values) - 1, 0) or _awkward().search(joined):
        return None
    pieces = [b""] * (2 * len(values) + 1)
    pieces[::2] = texts
    if values:
        pieces[1::2] = joined.encode().split(b"\0")
    return b"".join(pieces)


def _joined_values(values: Sequence[Any]) -> str:
    try:
        return "\0".join(values)
    except TypeError:  # not all are texts
        if not all(value is None or type(value) in (str, int) for value in values):
            raise _Unusual from None
        return "\0".join("" if value is None else str(value) for value in values)


@cache
def _awkward() -> re.Pattern[str]:
    """Return what finds a character that is escaped, broken, refused or no part of XML."""
    import re

    return re.compile("[\x01-\x1f&<>'\"\ud800-\udfff\ufffe\uffff]")


def _follow(plan: Plan, names: dict[str, Any], values: list[Any], texts: list[bytes]) -> None:
    """Add the plan's values and the texts between them; the last of `texts` is still open."""
    for step in plan:
        if isinstance(step, bytes):
            texts[-1] += step
        elif step[0] == "get":
            values.append(_value(step, names))
            texts.append(b"")
        else:
            _, name, path, body = step
            rows = _value(path, names)
            if type(rows) not in (list, tuple) or len(values) + len(rows) * len(body) > _MOST:
                raise _Unusual
            _follow_rows(rows, name, body, names, values, texts)


def _value(path: tuple[str, ...], names: dict[str, Any]) -> Any:
    value = names[path[1]]
    for key in path[2:]:
        if type(value) is not dict:
            raise _Unusual
        value = value[key]
    return value


def _follow_rows(
    rows: Sequence[Any], name: str, body: Plan, names: dict[str, Any], values: list[Any], texts: list[bytes]
) -> None:
    keys = [step[2] for step in body[1::2] if step[0] == "get" and step[1] == name and len(step) == 3]
    if len(keys) < 2 or len(keys) != len(body) // 2:
        for row in rows:
            _follow(body, {**names, name: row}, values, texts)
        return
    first, *between, last = body[::2]
    pick, turn = itemgetter(*keys), [*between, last + first]
    for row in rows:
        if type(row) is not dict:
            raise _Unusual
        values += pick(row)
    if rows:
        texts[-1] += first
        texts += turn * len(rows)
        texts[-1] = last
