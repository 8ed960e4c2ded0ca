"""Row loops whose cells are plain, told apart: each holds no tag, a formula, or one value of the loop's item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, nodes

from hqe_docs.paper.excel.sheet import Cell, Row
from hqe_docs.paper.language.filters import FILTERS
from hqe_docs.paper.language.tags import PaperEnvironment, has_tags

_VALUE = re.compile(
    r"\s*\{\{-?\s*(?P<name>[^\W\d]\w*)\s*"
    r"(?:\.\s*(?P<key>[^\W\d]\w*)|\[\s*(?:'(?P<single>[^'\\\n]*)'|\"(?P<double>[^\"\\\n]*)\")\s*\])"
    r"\s*(?:\|\s*(?P<filter>[^\W\d]\w*)\s*)?-?\}\}\s*"
)
_FOR = re.compile(r"for\s+(?P<name>[^\W\d]\w*)\s+in\s+(?P<items>.+)", re.DOTALL)
_TURN = {"index": 1, "index0": 0}


@dataclass(frozen=True, slots=True)
class PlainValue:
    """What a cell prints: the item's value of `key` through `filter`, or how many turns there were, from `first`."""

    key: str = ""
    filter: str = ""
    first: int | None = None


@dataclass(frozen=True, slots=True)
class PlainLoop:
    """A row loop with plain cells: the rows of its body from `index` on, and its cells' values by its name."""

    name: str
    items: str
    control: Cell
    index: int
    rows: tuple[Row, ...]
    values: dict[str, PlainValue]


def plain_loop(environment: PaperEnvironment, rows: Sequence[Row], index: int) -> PlainLoop | None:
    """Return the loop that begins with the control row `index` when all its cells are plain, else None."""
    end = next((n for n in range(index + 1, len(rows)) if rows[n].controls), None)
    if (
        end is None
        or len(rows[index].controls) != 1
        or [word for word, _ in rows[end].controls] != ["endfor"]
    ):
        return None
    statement, control = rows[index].controls[0]
    opening = _FOR.fullmatch(" ".join(statement.split()))
    body = tuple(rows[index + 1 : end])
    if opening is None or not body or not all(map(_is_plain, body)) or not _is_simple(statement):
        return None
    environment.notes.names.add(opening["name"])
    cells = [cell for row in body for cell in row.cells if cell.text]
    values = {cell.name: value for cell in cells if (value := _plain_value(cell, opening["name"]))}
    if len(values) < len(cells):
        return None
    return PlainLoop(opening["name"], opening["items"], control, index + 1, body, values)


def _is_plain(row: Row) -> bool:
    formulas = [cell.formula for cell in row.cells if cell.formula]
    return bool(row.cells) and not any(formula.array or has_tags(formula.text) for formula in formulas)


def _plain_value(cell: Cell, name: str) -> PlainValue | None:
    match = _VALUE.fullmatch(cell.text)
    if match is None or cell.merged or cell.bound or not (match["key"] or "_").isidentifier():
        return None
    key = match["key"] or match["single"] or match["double"] or ""
    if match["name"] == "loop" and name != "loop":
        return PlainValue(first=_TURN[key]) if key in _TURN and not match["filter"] else None
    if match["name"] != name or (match["filter"] or "") not in ("", *FILTERS):
        return None
    return PlainValue(key, match["filter"] or "")


@lru_cache(maxsize=256)
def _is_simple(statement: str) -> bool:
    """Say whether the statement is right and a loop over one name without condition."""
    try:
        tree = Environment().parse(f"{{% {statement} %}}{{% endfor %}}")  # noqa: S701 - nothing is rendered
    except Exception:  # what is wrong with it is told where statements are added
        return False
    loop = tree.body[0]
    return (
        isinstance(loop, nodes.For)
        and isinstance(loop.target, nodes.Name)
        and loop.test is None
        and not loop.recursive
    )
