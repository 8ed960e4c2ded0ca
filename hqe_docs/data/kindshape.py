"""The shape of a ledger kind as it was typed: what is a text, a list of texts, a mapping of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_TEXTS: tuple[str, ...] = (
    "name",
    "title",
    "type",
    "format",
    "description",
    "delimiter",
    "逐项记录",
    "说明",
    "建议",
)
_TEXTS += (
    "掩码",
    "公示",
    "示例",
    "推算",
    "可选",
    "required",
    "unique",
    "minimum",
    "maximum",
    "pattern",
    "resource",
)
_LISTS: tuple[str, ...] = ("missingValues", "对应指标", "状态栏目", "更新栏目", "核查栏目", "enum", "推荐值")
_LISTS += ("trueValues", "falseValues")
_EITHER = ("别名", "primaryKey")  # a single text may stand for a list of one
_BLANK_TOO = ("missingValues",)  # whose items may be blank


def check_shape(raw: Mapping[str, Any], required: Sequence[str] = ()) -> None:
    """Raise ValueError, in words, at the first key whose value has not the shape that it must have, or is missing."""
    if not isinstance(raw, Mapping):
        raise ValueError(f"“{raw}”，这里应是“键: 值”")
    for key, value in raw.items():
        if value is not None and not _is_right(key, value):
            raise ValueError(f"“{key}”，应是{_wanted(key)}")
    for key in required:
        if not raw.get(key):
            raise ValueError(f"“{key}”，不能为空")


def _is_right(name: str, value: Any) -> bool:
    if name in _TEXTS:
        return isinstance(value, str)
    if name == "同义":
        return isinstance(value, Mapping) and all(map(_is_text, value.values()))
    if name in _EITHER and isinstance(value, str):
        return True
    if name in (*_LISTS, *_EITHER):
        blank = name in _BLANK_TOO
        return isinstance(value, list) and all(_is_text(item) or (blank and item is None) for item in value)
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _wanted(name: str) -> str:
    if name in _TEXTS:
        return "一段文字"
    return "“写法: 代码”的对照" if name == "同义" else "文字的列表"
