"""What a model's annotations say of a value: a text, a day, a choice, a list, a mapping with known keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from hqe_docs.data.facts import Wrapped
from hqe_docs.data.fields import PersonOrName
from hqe_docs.data.modelled import WRAPPED
from hqe_docs.data.schema import DossierData

Form = Literal["text", "list", "numbers", "date", "yes_no", "integer", "number", "choice", "free", "apart"]
FREE: Form = "free"  # of any type: containers are then written as in YAML, in brackets
_LEAVES: dict[Any, Form] = {
    bool: "yes_no",
    int: "integer",
    Decimal: "number",
    date: "date",
    str: "text",
    Any: "text",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A type: a leaf of some `form`, a `model`, or a list or mapping of `inner`.

    `is_named`: a text may stand for the model's first key; `is_wrapped`: a plain value for its 值.
    """

    kind: Literal["leaf", "model", "list", "dict"]
    form: Form = FREE
    model: type[BaseModel] | None = None
    inner: Shape | None = None
    choices: tuple[str, ...] = ()
    said: str = ""
    is_named: bool = False
    is_wrapped: bool = False

    @property
    def row(self) -> type[BaseModel] | None:
        """The model of a list's or mapping's items, None where they are leaves."""
        return self.inner.model if self.inner else None

    def keys(self) -> dict[str, Shape]:
        """Return the types of a model's keys, in the order in which people write them."""
        if self.model is None:
            return {}
        return {key.name: key.shape for key in keys_of(self.model)}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a model: its Chinese name, its type, what is said of it."""

    name: str
    shape: Shape
    about: str = ""
    is_required: bool = False


@cache
def keys_of(model: type[BaseModel]) -> tuple[Key, ...]:
    """Return the keys of a model: its own before those it inherits."""
    inherited = {name for above in model.__mro__[1:] for name in getattr(above, "model_fields", {})}
    fields = model.model_fields
    order = [*(name for name in fields if name not in inherited), *(n for n in fields if n in inherited)]
    return tuple(_key(fields[name], name) for name in order)


def _key(field: FieldInfo, name: str) -> Key:
    return Key(
        field.alias or name,
        shape_of(field.annotation, field.metadata),
        field.description or "",
        field.is_required(),
    )


def is_open(model: type[BaseModel]) -> bool:
    """Say whether a model lets in keys that it does not know."""
    return model.model_config.get("extra") == "allow"


def shape_of(annotation: Any, metadata: Any = ()) -> Shape:
    """Return what an annotation says, `None` as an alternative left aside."""
    notes = [*metadata]
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            notes += more
        elif origin in (Union, UnionType):
            (annotation,) = (one for one in get_args(annotation) if one is not NoneType)
        else:
            return _bare(annotation, notes)


def _bare(annotation: Any, notes: list[Any]) -> Shape:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Shape("leaf", "choice", choices=tuple(map(str, inner)))
    if origin in (list, dict):
        return Shape("list" if origin is list else "dict", inner=shape_of(inner[-1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        is_named, is_wrapped = PersonOrName in notes, Wrapped in notes
        return Shape("model", model=annotation, is_named=is_named, is_wrapped=is_wrapped)
    form = _LEAVES.get(annotation, FREE)
    said = next((words for note in notes if (words := _words(note))), "")
    return Shape("leaf", form, choices=("是", "否") if form == "yes_no" else (), said=said)


def _words(note: object) -> str:
    schema = note.json_schema if isinstance(note, WithJsonSchema) else None
    return str((schema or {}).get("description", ""))


# ---------------------------------------------------------------- one way to write what may be written in several
def canonical(value: Any) -> Any:
    """Return a dossier's nested value in one way: without blanks, names as persons, bare facts as plain values."""
    whole = _normal(value, WHOLE)
    if not isinstance(whole, dict):
        return whole
    return {key: item for key, item in whole.items() if item != []}  # a section without items


def _normal(value: Any, shape: Shape) -> Any:
    if shape.kind == "model" and shape.model:
        if shape.is_named and isinstance(value, str):
            value = {keys_of(shape.model)[0].name: value}
        if shape.is_wrapped and isinstance(value, list):
            return _normal(value, shape.keys()[WRAPPED])
        return _normal_keys(value, shape, shape.keys())
    if shape.kind == "dict" and shape.inner:
        return _normal_keys(value, shape, {}, shape.inner)
    if isinstance(value, list):
        inner = shape.inner if shape.kind == "list" and shape.inner else Shape("leaf")
        items = [_normal(item, inner) for item in value]
        kept = [item for item in items if item not in ({}, None)]
        return kept if kept or not items else None  # blank rows say nothing, not that there are none
    return _normal_keys(value, shape, {})


def _normal_keys(value: Any, shape: Shape, known: dict[str, Shape], other: Shape | None = None) -> Any:
    if not isinstance(value, dict):
        return value
    other = other or Shape("leaf")
    kept = {key: _normal(item, known.get(key, other)) for key, item in value.items()}
    kept = {
        key: item
        for key, item in kept.items()
        if not _is_blank(item, Shape("leaf") if key == WRAPPED else known.get(key, other))
    }
    may_be_plain = shape.is_wrapped or shape.kind == "leaf"
    return kept[WRAPPED] if may_be_plain and list(kept) == [WRAPPED] else kept


def _is_blank(value: Any, shape: Shape) -> bool:
    if value == []:
        return shape.row is not None  # a table without rows; facts and texts say so that there are none
    return value is None or value == {} or (isinstance(value, str) and not value.strip())


WHOLE = shape_of(DossierData)
