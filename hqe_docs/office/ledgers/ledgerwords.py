"""What a ledger kind asks of whoever fills it in, in words: when a column must be filled and with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hqe_docs.data.kinds import Field

_FORMS = {"公民身份号码": "18 位号码", "电话": "电话号码", "姓名": "姓名"}
_TYPES = {"date": "日期", "integer": "整数", "number": "数字", "boolean": "是、否"}
_WORDS = {
    "等于": "为“{}”",
    "不等于": "不为“{}”",
    "属于": "为{}",
    "不属于": "不是{}",
    "含": "含“{}”",
    "不含": "不含“{}”",
    "不小于": "不小于 {}",
    "小于": "小于 {}",
    "不早于": "不早于 {}",
    "不晚于": "不晚于 {}",
}


def need_of(field: Field) -> str:
    """Return when the column is filled: 必填, 选填, 自动, or …时必填."""
    if field.derived:
        return "自动"
    if field.required:
        return "必填"
    return f"{case_text(field.required_when)}时必填" if field.required_when else "选填"


def case_text(case: Mapping[str, Any]) -> str:
    """Return a condition of a ledger kind as people say it."""
    for key, joint in (("全部", "且"), ("任一", "或")):
        if key in case:
            return joint.join(map(case_text, case[key]))
    if "非" in case:
        return f"不是（{case_text(case['非'])}）"
    if "为空" in case:
        return f"{case['列']}{'未填' if case['为空'] == '是' else '已填'}"
    word = next(key for key in case if key in _WORDS)
    return f"{case['列']}{_WORDS[word].format(_values(case[word]))}"


def _values(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else "、".join(filter(None, value))


def content_of(field: Field) -> str:
    """Return what may be written into the column."""
    if field.codes:
        return ("可选几项：" if field.type == "list" else "") + listed(field.codes)
    if field.proposals:
        return "常用：" + listed(field.proposals)
    return _FORMS.get(field.format) or _TYPES.get(field.type, "文字")


def listed(words: Sequence[str]) -> str:
    """Return words in one line, apart by ； where one of them holds 、 itself."""
    return ("；" if any("、" in word for word in words) else "、").join(words)
