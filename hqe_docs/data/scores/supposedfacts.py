"""Declared facts (条件) supposed otherwise: which can be said in a word, and what a word makes of them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic import ValidationError

from hqe_docs.data.facts import Facts, ListFact, Staff, StaffFact
from hqe_docs.data.schema import plain
from hqe_docs.data.scores.declared import read_fact
from hqe_docs.data.scores.indicators import FactRule, IndicatorSet
from hqe_docs.values import Fault

SOMEBODY = "某人"
VALUE = "值"
UNSAID = ("说明", "佐证", "姓名", "入职日期")  # what no rule reads
_COMMAS = re.compile(r"[、，,；;]")
_NOTHING = ("无", "没有")


class UnfitFact(Exception):
    """Why a word can't be the value of a fact, in Chinese."""


def fact_paths(edition: IndicatorSet) -> tuple[str, ...]:
    """Return the facts that can be supposed: those every dossier knows (工作方案.乡镇), and the edition's own."""
    return (*_known_paths(), *edition.facts)


def fact_said(edition: IndicatorSet, path: str, text: str) -> Any:
    """Return what `text` means as the fact at `path`; UnfitFact where it can't be."""
    if path in edition.facts:
        return _own(edition.facts[path], text)
    top, _, inner = path.partition(".")
    return _read(_known_paths()[path], top, inner, text)


def is_of_staff(path: str) -> bool:
    """Say whether a fact is told of each person (专职人员.主职)."""
    return _known_paths().get(path) is StaffFact


def _own(rule: FactRule, text: str) -> Any:
    value = read_fact(rule, _items(text) if rule.shape == "列表" else text)
    if isinstance(value, Fault):
        raise UnfitFact(f"应为 {value.detail}")
    return value


@cache
def _known_paths() -> dict[str, type]:
    """Return the path of each fact of the schema → the model it belongs to."""
    paths: dict[str, type] = {}
    for name, field in Facts.model_fields.items():
        model, top = _model_of(field.annotation), field.alias or name
        fields = (Staff if model is StaffFact else model).model_fields.values()
        inner = [item.alias for item in fields if item.alias not in UNSAID]
        paths |= dict.fromkeys([top] if inner == [VALUE] else [f"{top}.{part}" for part in inner], model)
    return paths


def _model_of(annotation: Any) -> Any:
    model = next(part for part in annotation.__args__ if part is not type(None))
    return getattr(model, "__origin__", model)


def _read(model: type, top: str, inner: str, text: str) -> Any:
    """Return a fact's value, read as dossier.yaml is."""
    said: Any = _items(text) if model is ListFact else {inner: text} if inner else text
    if model is StaffFact:
        said = [{"姓名": SOMEBODY, **said}]
    try:
        fact = plain(Facts.model_validate({top: said}))[top]
    except ValidationError as error:
        raise UnfitFact(_expected(error)) from error
    if model is StaffFact:
        return fact[VALUE][0][inner]
    return fact[inner or VALUE]


def _items(text: str) -> list[str]:
    return [] if text in _NOTHING else [part.strip() for part in _COMMAS.split(text) if part.strip()]


def _expected(error: ValidationError) -> str:
    facts = error.errors()[0].get("ctx", {})
    said = str(facts.get("expected") or facts.get("limit") or "别的写法")
    options = re.findall("'([^']+)'", said)  # pydantic's own words name them in English
    return f"应为 {'、'.join(options) or said}"
