"""Field types of what users type in YAML: text in, typed value out, faults as pydantic errors with a code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from hqe_docs.values import (
    Fault,
    as_amount,
    as_copy_number,
    as_date,
    as_number,
    as_rate,
    as_secrecy,
    as_whole,
    as_yes_no,
)

KIND_NAMES = {"dict": "分项（键: 值）", "list": "列表", "NoneType": "空"}
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML, and so on paper


def show(value: object) -> str:
    """Return `value` as a message names it: short texts as typed, containers by their kind."""
    if isinstance(value, dict | list) or value is None:
        return KIND_NAMES[type(value).__name__]
    text = str(value)
    return f"“{text if len(text) <= 40 else text[:40] + '…'}”"


def _reader(read: Callable[[str], Any], expected: str) -> BeforeValidator:
    def validate(value: object) -> object:
        if not isinstance(value, str):
            if isinstance(value, dict | list) or value is None:
                raise PydanticCustomError("D105", "", {"expected": expected, "found": show(value)})
            return value
        result = read(value)
        if isinstance(result, Fault):
            raise _error(result, expected, value)
        return result

    return BeforeValidator(validate)


def _error(fault: Fault, expected: str, value: str) -> PydanticCustomError:
    facts = {"expected": expected, "found": show(value), "detail": fault.detail, "advice": fault.advice}
    code = {"form": "D105", "impossible": "D107", "ambiguous": "D111"}[fault.kind]
    return PydanticCustomError(code, "", facts)


def _at_least_zero(value: Any) -> Any:
    if value < 0:
        raise PydanticCustomError("D112", "", {"found": show(value), "limit": "不小于 0"})
    return value


def _at_most_one(value: Fraction) -> Fraction:
    if value > 1:
        raise PydanticCustomError("D112", "", {"found": f"{float(value):.2%}", "limit": "不大于 100%"})
    return _at_least_zero(value)  # type: ignore[no-any-return]


def _a_year(value: int) -> int:
    if not 2000 <= value <= 2100:
        raise PydanticCustomError("D112", "", {"found": show(str(value)), "limit": "在 2000 到 2100 之间"})
    return value


def _text(value: object) -> object:
    if isinstance(value, dict | list):
        raise PydanticCustomError("D105", "", {"expected": "文字", "found": show(value)})
    odd = ILLEGAL.search(str(value))
    if odd:
        raise PydanticCustomError("D126", "", {"character": f"U+{ord(odd[0]):04X}"})
    return value


def _list(value: object) -> object:
    if not isinstance(value, list):
        raise PydanticCustomError(
            "D105", "", {"expected": "列表（写成 [甲, 乙] 或每行一个“- 甲”）", "found": show(value)}
        )
    return value


def _name_is_person(value: object) -> object:
    return {"姓名": value} if isinstance(value, str) else value


def _checked(read: Callable[[str], Any], expected: str, check: Callable[[Any], Any]) -> BeforeValidator:
    inner = _reader(read, expected).func
    return BeforeValidator(lambda value: check(inner(value)))  # type: ignore[call-arg]


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number"]})]
TextList = Annotated[list[Text], BeforeValidator(_list)]
Day = Annotated[
    date,
    _reader(as_date, "日期（如 2023-06-25）"),
    WithJsonSchema({"type": "string", "description": "日期，如 2023-06-25"}),
]
Rate = Annotated[
    Any,
    _checked(as_rate, "比率（如 91.2% 或 0.912）", _at_most_one),
    WithJsonSchema({"type": ["string", "number"], "description": "比率，如 91.2% 或 0.912"}),
]
Count = Annotated[
    int, _checked(as_whole, "整数", _at_least_zero), WithJsonSchema({"type": "integer", "minimum": 0})
]
Year = Annotated[
    int,
    _checked(as_whole, "整数", _a_year),
    WithJsonSchema({"type": "integer", "minimum": 2000, "maximum": 2100}),
]
Amount = Annotated[
    Decimal,
    _checked(as_amount, "金额（如 50000 或 5万元）", _at_least_zero),
    WithJsonSchema(
        {"type": ["string", "number"], "minimum": 0, "description": "金额（元），如 50000 或 5万元"}
    ),
]
Number = Annotated[Decimal, _reader(as_number, "数字"), WithJsonSchema({"type": "number"})]
YesNo = Annotated[bool, _reader(as_yes_no, "是 或 否"), WithJsonSchema({"enum": ["是", "否", True, False]})]
CopyNumber = Annotated[
    str,
    _reader(as_copy_number, "6 位数字（如 000012）"),
    WithJsonSchema({"type": ["string", "number"], "description": "6 位数字，如 000012"}),
]
Secrecy = Annotated[
    str,
    _reader(as_secrecy, "密级和保密期限（如 秘密★1年）"),
    WithJsonSchema({"type": "string", "description": "密级和保密期限，如 秘密★1年"}),
]
ListOf = BeforeValidator(_list)
PersonOrName = BeforeValidator(_name_is_person)


class Keys(BaseModel):
    """A mapping with known Chinese keys (aliases) and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
