"""Declared facts (条件) and outside figures (外部数据) as rules read them, those of an edition's own among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hqe_docs.data.schema import DossierData, ExternalFigure, plain
from hqe_docs.data.scores.indicators import FactRule, IndicatorSet
from hqe_docs.values import Fault, as_number, as_yes_no


def facts_of(data: DossierData, edition: IndicatorSet) -> dict[str, Any]:
    """Return 条件 as nested mappings; an edition's own facts are read by their 形式."""
    facts = plain(data.facts)
    for name, rule in edition.facts.items():
        value = read_fact(rule, own_value(data.facts.model_extra, name))
        facts[name] = None if isinstance(value, Fault) else value
    return facts


def own_value(extras: Mapping[str, Any] | None, name: str) -> Any:
    """Return what stands under a key that only an edition knows, its 说明 and 佐证 left aside."""
    value = (extras or {}).get(name)
    return value.get("值") if isinstance(value, Mapping) else value


def read_fact(rule: FactRule, value: Any) -> Any:
    """Return a fact typed by its rule, None when it is not declared, a Fault when it does not fit."""
    return None if value is None else _READERS[rule.shape](rule, value)


def _yes_no(_rule: FactRule, value: Any) -> bool | Fault:
    return value if isinstance(value, bool) else as_yes_no(str(value))


def _number(_rule: FactRule, value: Any) -> Decimal | Fault:
    return as_number(str(value))


def _list(_rule: FactRule, value: Any) -> list[str] | Fault:
    if not isinstance(value, list) or any(isinstance(item, dict | list) for item in value):
        return Fault("form", "列表（写成 [甲, 乙]）")
    return [str(item) for item in value]


def _tier(rule: FactRule, value: Any) -> str | Fault:
    options = "、".join(rule.options)
    return str(value) if str(value) in rule.options else Fault("form", f"{options} 中的一种")


_READERS: Mapping[str, Callable[[FactRule, Any], Any]] = {
    "是否": _yes_no,
    "数": _number,
    "列表": _list,
    "等级": _tier,
}


def outside_of(data: DossierData) -> dict[str, Fraction]:
    """Return the outside figures that are given: name → exact value."""
    items = {**plain(data.external), **_own(data.external.model_extra)}
    return {name: item["数值"] for name, item in items.items() if item and item.get("数值") is not None}


def _own(extras: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an edition's own outside figures, read as those of the schema are."""
    return {name: plain(item) for name, item in (extras or {}).items() if isinstance(item, ExternalFigure)}
