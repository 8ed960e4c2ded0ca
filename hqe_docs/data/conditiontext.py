"""Conditions on ledger rows as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hqe_docs.data.conditions import Condition, Terms

_JOINED = {"全部": "，且 ", "任一": " 或 "}


def condition_text(condition: Condition, terms: Terms) -> str:
    """Return a condition in words, the names in it as they are: 就业状态 属于 单位就业、务农."""
    if isinstance(condition, str):
        return f"“{condition}”"
    said = terms.resolve(condition)
    for word, mark in _JOINED.items():
        if word in said:
            return f"（{mark.join(condition_text(part, terms) for part in said[word])}）"
    if "非" in said:
        return f"不是{condition_text(said['非'], terms)}"
    column = str(said.get("列", ""))
    tests = (f"{name} {_value(value, terms)}".rstrip() for name, value in said.items() if name != "列")
    return " ".join([column, *tests]).strip()


def definition_text(name: str, terms: Terms) -> str:
    """Return what a named condition means: 就业：就业状态 属于 单位就业、务农."""
    return f"{name}：{condition_text(terms.resolve(name), terms)}"


def _value(value: Any, terms: Terms) -> str:
    if isinstance(value, Mapping):
        return (
            f"{terms.value(value)}（口径“{value['口径']}”）" if set(value) == {"口径"} else str(dict(value))
        )
    if isinstance(value, list | tuple):
        return "、".join(_value(item, terms) for item in value)
    return "" if value is True else str(value)


def names_in(condition: Condition, terms: Terms) -> list[str]:
    """Return the names of conditions that a condition stands on, itself first where it is one."""
    if isinstance(condition, str):
        return [condition, *names_in(terms.resolve(condition), terms)]
    said = terms.resolve(condition)
    parts = [*said.get("全部", ()), *said.get("任一", ()), *([said["非"]] if "非" in said else [])]
    return list(dict.fromkeys(name for part in parts for name in names_in(part, terms)))
