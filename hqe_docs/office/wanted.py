"""Which documents a dossier gets, and what one of them lacks in the mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hqe_docs.office.catalogue import Document
from hqe_docs.office.workspace import Loaded
from hqe_docs.yamlfile import KeyPath


def documents_for(loaded: Loaded) -> dict[str, Document]:
    """Return the documents that a dossier of this role gets."""
    role = loaded.sound.data.point.role
    return {name: document for name, document in loaded.documents.items() if role in document.roles}


def is_wanted(document: Document, context: Mapping[str, Any]) -> bool:
    """Say whether the paper is made at all: what it is made from (仅当) is there."""
    return all(look_up(context, path) for path in document.only_with)


def missing_needs(name: str, document: Document, context: Mapping[str, Any]) -> Iterator[KeyPath]:
    """Yield the path of each thing the paper needs and lacks; `任务.责任人` asks it of every task."""
    missing: list[KeyPath] = []
    for need in sorted(document.needs, key=lambda path: path.count(".")):
        for keys in _lacking(context, tuple(need.split(".")), ()):
            if not any(keys[: len(path)] == path for path in missing):
                missing.append(keys)
    yield from (_as_written(keys, name) for keys in missing)


def _lacking(value: Any, wanted: KeyPath, done: KeyPath) -> Iterator[KeyPath]:
    """Yield the paths below `done` at which nothing stands."""
    if isinstance(value, list) and wanted and value:
        for i, item in enumerate(value):
            yield from _lacking(item, wanted, (*done, i))
    elif value in (None, "", [], {}):
        yield (*done, *wanted)
    elif wanted:
        inner = value.get(wanted[0]) if isinstance(value, Mapping) else None
        yield from _lacking(inner, wanted[1:], (*done, wanted[0]))


def _as_written(keys: KeyPath, name: str) -> KeyPath:
    """Return where dossier.yaml says it: a paper's number and dates stand under 文书."""
    if keys[0] == "发文" and keys[-1] in ("序号", "成文日期", "印发日期"):
        return ("文书", name, keys[-1])
    return keys


def look_up(context: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path of the mapping, None when nothing does."""
    value: Any = context
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
