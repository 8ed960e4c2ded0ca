"""Nested values read against a pydantic model with Chinese keys; every finding a Problem where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError

from hqe_docs.data.fields import show
from hqe_docs.problems import Location, Problems, problem
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import KeyPath, inside

WRAPPED = "值"
TRIES = 8  # a stand-in may itself lack something
STAND_IN = "？"
M = TypeVar("M", bound=BaseModel)


class Source(Protocol):
    """What somebody wrote: a nested dict/list/str value, and where each part of it stands (YAML, a 填报表)."""

    name: str
    value: Any

    def at(self, path: KeyPath) -> Location:
        """Return where `path` stands, or the nearest thing above it."""

    def says(self, path: KeyPath) -> bool:
        """Say whether anything was written at `path`, be it right or wrong."""

    def is_damaged(self, path: KeyPath) -> bool:
        """Say whether something inside `path` could not be read, so that what is missing there is not news."""


def read_model(file: Source, model: type[M], found: Problems) -> M | None:
    """Return what `file` says as a `model`, None (with every problem) when it does not fit."""
    result, fits = read_what_fits(file, model, found)
    return result if fits else None


def read_what_fits(file: Source, model: type[M], found: Problems) -> tuple[M | None, bool]:
    """Return a model, and whether the file fits it; where it does not, stand-ins allow further checks."""
    if not isinstance(file.value, dict):
        found.add("D105", file.at(()), name=file.name, expected="分项（键: 值）", found=show(file.value))
        return None, False
    value = _without_blanks(file.value)
    for attempt in range(TRIES):
        try:
            return model.model_validate(value), attempt == 0
        except ValidationError as error:
            for item in error.errors():
                if attempt == 0:
                    _report(cast("Mapping[str, Any]", item), file, model, found)
                _mend(value, item["loc"], model)
    return None, False


def _without_blanks(value: Any) -> Any:
    """Return `value` without keys that were left blank: a blank form is not a fault in itself."""
    if isinstance(value, list):
        return [_without_blanks(item) for item in value]
    if not isinstance(value, dict):
        return value
    filled = {key: item for key, item in value.items() if item is not None and str(item).strip()}
    kept = {key: _without_blanks(item) for key, item in filled.items()}
    return {key: item for key, item in kept.items() if item != {} or value[key] == {}}


# ---------------------------------------------------------------- pydantic's findings in our words
def _report(error: Mapping[str, Any], file: Source, model: type[BaseModel], found: Problems) -> None:
    is_there = inside(file.value, error["loc"]) is not None
    loc = tuple(part for part in error["loc"] if part not in ("[key]", WRAPPED) or is_there)
    path: KeyPath = tuple(loc)
    where, facts, kind = file.at(path), dict(error.get("ctx") or {}), error["type"]
    facts |= {"name": _title(path), "found": facts.get("found") or show(error["input"])}
    if kind == "extra_forbidden":
        _report_unknown(path, where, model, found)
    elif kind == "missing":
        if not file.is_damaged(path[:-1]):
            found.add("D106", where, name=_title(path))
    elif kind == "literal_error":
        options = facts["expected"].replace("'", "").replace(" or ", "、").replace(", ", "、")
        found.add("D110", where, options=options, **_only(facts))
    elif kind.startswith("D"):
        found.add(kind, where, **facts)
    elif "than" in kind:
        found.add("D112", where, limit=_limit(facts), **_only(facts))
    elif kind == "string_too_short":
        found.add("D106", where, name=_title(path))
    else:
        found.add("D105", where, expected=_EXPECTED.get(kind, "整数"), **_only(facts))


_EXPECTED = {
    "model_type": "分项（键: 值）",
    "dict_type": "分项（键: 值）",
    "list_type": "列表",
    "string_type": "文字",
}


def _only(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": facts["name"], "found": facts["found"]}


def _limit(facts: Mapping[str, Any]) -> str:
    return f"不小于 {facts['ge']}" if "ge" in facts else f"不大于 {facts.get('le')}"


def _title(path: KeyPath) -> str:
    words = [str(part) for part in path if isinstance(part, str)]
    return ".".join(words[-2:])


def _report_unknown(path: KeyPath, where: Location, model: type[BaseModel], found: Problems) -> None:
    known = known_keys(model, path[:-1])
    hint = did_you_mean(str(path[-1]), known)
    item = problem("D104", where, hint=hint, key=path[-1], known="、".join(known))
    found.extend([item] if item not in found else [])  # a column of a 填报表 that is unknown in every row


@cache
def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of `model` under its Chinese keys."""
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def known_keys(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys that may stand at `path`, read off the JSON Schema."""
    return [key for node in _nodes(model, path) for key in node.get("properties", {})]


def _nodes(model: type[BaseModel], path: KeyPath) -> list[dict[str, Any]]:
    """Return the schema nodes that may stand at `path`."""
    whole = json_schema(model)
    nodes = [whole]
    for part in path:
        nodes = [below for node in nodes for below in _step(node, part, whole["$defs"])]
    return nodes


def _step(node: Mapping[str, Any], part: str | int, defs: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if isinstance(part, int):
        # facts may be written plainly: the list then stands where the model has it under 值
        plainly = node.get("properties", {}).get(WRAPPED)
        wrapped = [inner.get("items") for inner in _resolved(plainly, defs)] if plainly else []
        candidates = [node.get("items"), *wrapped]
    else:
        candidates = [node.get("properties", {}).get(part), node.get("additionalProperties")]
    for candidate in candidates:
        if isinstance(candidate, dict):
            yield from _resolved(candidate, defs)


def _resolved(node: Mapping[str, Any], defs: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in node:
        node = defs[node["$ref"].rsplit("/", 1)[-1]]
    options = node.get("anyOf")
    if not options:
        yield dict(node)
    for option in options or ():
        yield from _resolved(option, defs)


# ---------------------------------------------------------------- stand-ins for what does not fit
def _mend(value: Any, loc: Sequence[int | str], model: type[BaseModel]) -> None:
    """Take the part at `loc` out of `value`, or put a stand-in there when the model requires it."""
    path = [part for part in loc if part != "[key]"]
    while path and (isinstance(path[-1], int) or not isinstance(inside(value, path[:-1]), dict)):
        path.pop()
    if not path:
        return
    parent = inside(value, path[:-1])
    parent.pop(path[-1], None)
    stand_in = _stand_in(model, tuple(path))
    if stand_in is not None:
        parent[path[-1]] = stand_in


def _stand_in(model: type[BaseModel], path: KeyPath) -> Any:
    """Return the least value a required key accepts, None for a key that may be absent."""
    parents = _nodes(model, path[:-1])
    if not any(path[-1] in node.get("required", ()) for node in parents):
        return None
    for node in _nodes(model, path):
        if node.get("type") == "object":
            return {}
        if "enum" in node:
            return node["enum"][0]
        if "minimum" in node:
            return str(node["minimum"])
    return STAND_IN
