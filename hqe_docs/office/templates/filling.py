"""Any tagged template filled from any data: one file, one a row, or one sheet a group of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.data.given.given import ROWS, Given
from hqe_docs.office.templates.filldata import Asked, gather, hint_of_column, is_stopped, list_at
from hqe_docs.office.templates.outnames import NUMBER, OutNames, out_names
from hqe_docs.office.turns import Turns
from hqe_docs.paper.fill import SheetTurn, fill
from hqe_docs.paper.language.origins import Sourced, joined_sources
from hqe_docs.paper.wholefiles import together
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import did_you_mean

if TYPE_CHECKING:
    from hqe_docs.office.workspace import Progress

HOPELESS = 20  # rows that all failed, before the rest isn't tried
ITEM = "项"
BLANK = "未填"
Writing = Callable[[Mapping[str, Any], Path], list[Problem]]


@dataclass(frozen=True, slots=True)
class FillOrder:
    """What was asked for, as typed; `each` names a list, `sheet_by` a column or 列表.列."""

    data: Sequence[str] = ()
    settings: Sequence[str] = ()
    out: str | None = None
    each: str | None = None
    sheet_by: str | None = None
    overwrite: bool = False
    lenient: bool = False
    libraries: Sequence[Path] = ()
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of one file: where it is, None when it was not written; the row it was made from."""

    path: Path | None
    row: Location


@dataclass(frozen=True, slots=True)
class _Row:
    context: Mapping[str, Any]
    where: Location


def fill_template(template: Path, order: FillOrder) -> tuple[list[Problem], list[Filled]]:
    """Fill `template` as `order` says; return what was wrong and what became of each file."""

    def writing(given: Given, found: Problems) -> Writing:
        turns = _turns(given, order.sheet_by, found) if order.sheet_by else None

        def write(context: Mapping[str, Any], path: Path) -> list[Problem]:
            found = fill(template, context, path, lenient=order.lenient, turns=turns)
            return found if order.each else [_hinted(one, context) for one in found]

        return write

    return fill_from(template, order, writing)


def fill_from(
    template: Path, order: FillOrder, writing: Callable[[Given, Problems], Writing]
) -> tuple[list[Problem], list[Filled]]:
    """Write a file, or one a row, by what `writing` makes of the data; return the same as `fill_template`."""
    found = Problems()
    asked = Asked(order.data, order.settings, template.stem, order.libraries, order.progress)
    given = gather(asked, found)
    names = out_names(
        order.out,
        template,
        found,
        each=order.each is not None,
        overwrite=order.overwrite,
        kept=[template, *(source.path for source in asked.sources)],
    )
    write = writing(given, found)
    rows = _rows(given, order.each, found)
    if names is None or rows is None or is_stopped(found, given):
        return list(found), []
    return _fill_all(write, names, rows, found, order)


def _hinted(item: Problem, values: Mapping[str, Any]) -> Problem:
    """Return a problem, with another hint where an unknown name is a column of a list."""
    name = re.match("未知名称“(.+?)”", item.message) if item.code == "T201" else None
    hint = hint_of_column(values, name[1]) if name else ""
    return replace(item, hint=hint) if hint else item


# ---------------------------------------------------------------- rows
def _rows(given: Given, each: str | None, found: Problems) -> list[_Row] | None:
    """Return what each file is filled with: everything, and with `each` the names of one row over it."""
    if each is None:
        return [_Row(given.values, Location())]
    items = list_at(given, each, found)
    if items is None:
        return None
    path = tuple(each.split("."))
    return [
        _Row(_of_item(given, item, number), given.at((*path, number - 1)))
        for number, item in enumerate(items, start=1)
    ]


def _of_item(given: Given, item: Any, number: int) -> Mapping[str, Any]:
    own = item if isinstance(item, Mapping) else {}
    return {NUMBER: number, **given.values, **own, ITEM: item, **_fixed(given)}


def _fixed(given: Given) -> dict[str, Any]:
    return {name: given.values[name] for name in given.fixed}


# ---------------------------------------------------------------- groups
def _turns(given: Given, sheet_by: str, found: Problems) -> list[SheetTurn]:
    """Return for each value of a column, in the order of appearance, the rows that have it."""
    name, _, column = sheet_by.rpartition(".")
    rows = list_at(given, name or ROWS, found) or []
    known = {key: None for row in rows if isinstance(row, Mapping) for key in row}
    if rows and column not in known:
        hint = did_you_mean(column, known)
        found.add("R149", hint=hint, rows=name or ROWS, name=column, known="、".join(known))
        return []
    groups: dict[str, list[int]] = {}
    values: dict[str, Any] = {}
    for number, row in enumerate(rows):
        value = row.get(column, "") if isinstance(row, Mapping) else ""
        title = str(value).strip() or BLANK
        groups.setdefault(title, []).append(number)
        values.setdefault(title, value)
    own = (name or ROWS).split(".")
    return [
        SheetTurn(
            title,
            {
                **_inside(given.values, own, _taken(rows, numbers)),
                column: values[title],
                **_fixed(given),
            },
        )
        for title, numbers in groups.items()
    ]


def _taken(rows: Sequence[Any], numbers: Sequence[int]) -> Sourced:
    source = joined_sources([rows])
    return Sourced([rows[number] for number in numbers], lambda index, key: source(numbers[index], key))


def _inside(values: Mapping[str, Any], path: Sequence[str], rows: list[Any]) -> dict[str, Any]:
    """Return the topmost name of a path with `rows` in the place of the list there."""
    first, *rest = path
    below = values.get(first)
    inner = {**below, **_inside(below, rest, rows)} if rest and isinstance(below, Mapping) else rows
    return {first: inner}


# ---------------------------------------------------------------- filling
def _fill_all(
    write: Writing, names: OutNames, rows: Sequence[_Row], found: Problems, order: FillOrder
) -> tuple[list[Problem], list[Filled]]:
    turns = Turns(order.progress)
    results: list[Filled] = []
    with together() as late:
        for row in rows:
            problems = Problems()
            path = names.path(row.context, problems)
            if path is not None:
                problems.extend(write(row.context, path))
            results.append(_filled(path, row, problems, found, order))
            turns.step(path.name if path else str(row.where), len(rows) - len(results))
            if _is_hopeless(results):
                break
    for number, result in enumerate(results):
        if result.path is not None and result.path in late.hindered:
            problems = Problems(late.hindered[result.path])
            results[number] = _filled(result.path, rows[number], problems, found, order)
    for row in islice(rows, len(results), None):
        results.append(Filled(None, row.where))
    return list(dict.fromkeys(found)), results


def _filled(path: Path | None, row: _Row, problems: Problems, found: Problems, order: FillOrder) -> Filled:
    """Return what became of a file, and tell what was wrong with it."""
    failed = problems.has_errors
    if failed and order.each is not None:
        found.add("R146", row.where, detail=_reason(problems))
    found.extend(problems)
    return Filled(None if failed else path, row.where)


def _reason(problems: Problems) -> str:
    errors = [item for item in problems if item.severity == "error"]
    more = f" 等 {len(errors)} 个错误" if len(errors) > 1 else ""
    return f"{errors[0].code} {errors[0].message.splitlines()[0]}{more}"


def _is_hopeless(results: Sequence[Filled]) -> bool:
    return len(results) == HOPELESS and all(result.path is None for result in results)
