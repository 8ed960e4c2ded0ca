"""Answers as data: label → value, list of values, or list of records, as `hqe form fill` takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any

from hqe_docs.paper.forms.filled.edits import OTHER
from hqe_docs.paper.forms.filled.matching import NAMELESS, ROW
from hqe_docs.paper.forms.places.finding import CROSSING
from hqe_docs.paper.forms.returned.answers import Answer

Value = str | list[str]
NUMBER = "序号"
_NUMBER = re.compile(r"[（(]?\d{1,3}[)）.、]?")


def values_of(answers: Sequence[Answer]) -> dict[str, Any]:
    """Return the values of a form in the order of their places; what is empty is left out."""
    rows = [answer for answer in answers if _is_row(answer)]
    single = [answer for answer in answers if not _is_row(answer)]
    return {**_singles(single), **_lists(rows)}


def _is_row(answer: Answer) -> bool:
    return answer.place.index is not None and answer.place.kind != "digits" and answer.group >= 0


# ---------------------------------------------------------------- single places
def _singles(answers: Sequence[Answer]) -> dict[str, Any]:
    joined = list(_digits_joined(answers))
    paths: dict[str, set[str]] = {}
    for label, path, _ in joined:
        paths.setdefault(label, set()).add(path)
    options = {(answer.text.address, option) for answer in answers for option in answer.place.options}
    detail = {
        answer.place.path
        for answer in answers
        if answer.place.kind != "tick" and (answer.text.address, answer.place.label) in options
    }
    values: dict[str, Any] = {}
    for label, path, value in joined:
        key = path if len(paths[label]) > 1 or path in detail else label
        values[key] = _together(values.get(key, ""), value)
    return _others_said({key: value for key, value in values.items() if value}, detail)


def _others_said(values: dict[str, Any], detail: Set[str]) -> dict[str, Any]:
    """Return the values with what is written behind 其他 in its place, as people give it."""
    made = dict(values)
    for path in detail & values.keys():
        home, _, option = path.rpartition("/")
        key = next((one for one in (home, home.rpartition("/")[2]) if one in made), "")
        said, text = made.get(key), made[path]
        if option.startswith(OTHER) and isinstance(text, str) and key:
            if said == option:
                made[key] = text
            elif isinstance(said, list) and option in said:
                made[key] = [text if one == option else one for one in said]
            else:
                continue
            del made[path]
    return made


def _digits_joined(answers: Sequence[Answer]) -> Iterator[tuple[str, str, Value]]:
    """Yield label, path and value of each place, the boxes of a number being one."""
    for (path, kind, _), group in groupby(
        answers,
        key=lambda one: (one.place.path, one.place.kind, one.row if one.place.kind == "digits" else id(one)),
    ):
        own = list(group)
        if kind == "digits":
            yield own[0].place.label, path, "".join(str(one.value) for one in own)
        else:
            yield own[0].place.label, path, _value(own[0])


def _value(answer: Answer) -> Value:
    if isinstance(answer.value, str):
        return answer.value
    said = list(answer.value)
    return said[0] if len(said) == 1 else said


def _together(before: Value, after: Value) -> Value:
    """Return the values of two places of one name as one."""
    if not before or not after:
        return before or after
    return [
        *([before] if isinstance(before, str) else before),
        *([after] if isinstance(after, str) else after),
    ]


# ---------------------------------------------------------------- lists
def _lists(answers: Sequence[Answer]) -> dict[str, list[dict[str, Value]]]:
    """Return name of a list → its records, those of tables that go on in one; rows without a value are left out."""
    lists: dict[str, list[dict[str, Value]]] = {}
    for name, record in _records(answers):
        lists.setdefault(name, []).append(record)
    return lists


def _records(answers: Sequence[Answer]) -> Iterator[tuple[str, dict[str, Value]]]:
    by_row: dict[tuple[int, int], list[Answer]] = {}
    for answer in answers:
        by_row.setdefault((answer.group, answer.row), []).append(answer)
    names = _names(by_row)
    for at in sorted(by_row):
        own, name = by_row[at], names[at]
        said = {
            "/".join((*_stem(one)[len(name) :], one.place.label)): _value(one)
            for one in own
            if not one.is_empty
        }
        if said:
            yield "/".join(name) or NAMELESS, {**_row_name(own[0]), **said}


def _names(by_row: Mapping[tuple[int, int], Sequence[Answer]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return of each row the name of its list: what all rows of the same titles stand under."""
    stems: dict[tuple[int, tuple[str, ...]], list[tuple[str, ...]]] = {}
    heads = {at: (at[0], tuple(one.place.label for one in own)) for at, own in by_row.items()}
    for at, own in by_row.items():
        stems.setdefault(heads[at], []).extend(map(_stem, own))
    return {at: _common(stems[heads[at]]) for at in by_row}


def _common(stems: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    first = min(stems, key=len)
    length = next((i for i, name in enumerate(first) if any(one[i] != name for one in stems)), len(first))
    return first[:length]


def _stem(answer: Answer) -> tuple[str, ...]:
    """Return the titles above a column, without what its row is called."""
    parents = answer.place.parents
    return parents[: len(parents) - len(_row_name(answer))]


def _row_name(answer: Answer) -> dict[str, Value]:
    """Return number and name of a row of a matrix, which stand last among the parents of its places."""
    parents = answer.place.parents
    if answer.place.how != CROSSING or not parents:
        return {}
    if _NUMBER.fullmatch(parents[-1]):
        return {NUMBER: parents[-1]}
    number: dict[str, Value] = (
        {NUMBER: parents[-2]} if len(parents) > 1 and _NUMBER.fullmatch(parents[-2]) else {}
    )
    return {**number, ROW: parents[-1]}
