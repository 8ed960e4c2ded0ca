"""Cells put into the form of their column: dates, codes, numbers, phones, identity numbers; or a fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from hqe_docs.data import creditcode, idnumber, money
from hqe_docs.data.grid import is_error
from hqe_docs.data.kinds import Field
from hqe_docs.values import Fault, as_amount, as_date, as_number, as_whole, as_yes_no, nearest, squeeze

_SPLIT = re.compile(r"[、，,;；/\s|]+")
_SPACE = re.compile(r"[ \t\r\n\u00a0\u3000\u200b\ufeff]+")
_DOTS = str.maketrans("•．‧・●", "·····")
_PHONES = re.compile(r"(?:\+?86)?(1[3-9]\d{9}|0\d{2,3}\d{7,8}|[2-8]\d{6,7})", re.ASCII)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ACCOUNT = re.compile(r"[0-9]{8,30}")
_CUT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
DATE_1904, NO_DAY = "1904", "年月"  # in the format of a date column: counted from 1904; a day may be missing
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)(?:[-/.年](0?[1-9]|1[0-2])月?)")
OPEN = re.compile(r"至今|长期|永久|长期有效|无固定期限|在岗|在职")
_SERIAL = re.compile(r"([1-6][0-9]{4})(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of one cell: its code and the facts its message needs."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


Reading = tuple[str, CellFault | None]
Reader = Callable[[str, Field], Reading]


def read_cell(text: str, column: Field) -> Reading:
    """Return the cell's value in its column's form ("" when missing), and its fault if it has one."""
    if is_error(text.strip()):
        return "", CellFault("L218", {"found": text.strip()})
    plain = _SPACE.sub(" ", text).strip()
    if not plain or squeeze(plain) in column.missing:
        return "", None
    reader = _reader_of(column)
    # free text stays as typed, line breaks and all; everything else is compared, so white space goes
    return reader(text.replace("\r\n", "\n").strip() if reader is _text else plain, column)


def _reader_of(column: Field) -> Reader:
    if column.format in _BY_FORMAT:
        return _BY_FORMAT[column.format]
    if column.type == "list":
        return _list
    if column.codes:
        return _code
    return _BY_TYPE.get(column.type, _text)


def _text(plain: str, column: Field) -> Reading:
    if column.pattern and not re.fullmatch(column.pattern, plain):
        return plain, CellFault("L216", {"found": shorten(plain)})
    return plain, None


def _name(plain: str, column: Field) -> Reading:
    tidy = plain.translate(_DOTS)
    if re.search(r"[\u3400-\u9fff\U00020000-\U0003ffff]", tidy):
        tidy = tidy.replace(" ", "")
    return _text(tidy, column)


def _id_number(plain: str, column: Field) -> Reading:
    number = idnumber.tidy(plain)
    fault = idnumber.judge(number)
    if fault is None:
        return number, None
    return number, CellFault(fault.code, {"found": idnumber.mask(number), "detail": fault.detail})


def _phone(plain: str, column: Field) -> Reading:
    if _MOBILE.fullmatch(plain):
        return plain, None
    parts = [
        re.sub(r"[\s()（）-]", "", part)
        for part in re.split(r"[、，,;；/|]+", unicodedata.normalize("NFKC", plain))
    ]
    matches = [_PHONES.fullmatch(part) for part in parts if part]
    value = "、".join(
        match[1] if match else part for match, part in zip(matches, filter(None, parts), strict=True)
    )
    if all(matches):
        return value, None
    return value, CellFault("L213", {"found": mask_phone(plain)})


def _date(plain: str, column: Field) -> Reading:
    serial = _SERIAL.fullmatch(plain)
    if serial:  # a day's number, left behind by a changed cell format; the fraction is a time of day
        epoch = date(1904, 1, 1) if DATE_1904 in column.format else date(1899, 12, 30)
        return (epoch + timedelta(days=int(serial[1]))).isoformat(), None
    day = as_date(plain)
    if idnumber.has_odd_digits(plain):
        day = Fault("form", "日期（如 2023-06-25）")
    if isinstance(day, Fault) and NO_DAY in column.format:
        if match := _YEAR_MONTH.fullmatch(squeeze(plain)):
            return f"{match[1]}-{int(match[2]):02d}", None
        if OPEN.fullmatch(squeeze(plain)):
            return plain, None
    if isinstance(day, Fault):
        code = "L219" if day.kind == "ambiguous" else "L203"
        return plain, CellFault(code, {"found": shorten(plain), "detail": day.detail})
    return day.isoformat(), None


def _yes_no(plain: str, column: Field) -> Reading:
    word = squeeze(plain)
    if word in column.true_values or word in column.false_values:
        return ("是" if word in column.true_values else "否"), None
    answer = as_yes_no(plain)
    if isinstance(answer, Fault):
        return plain, CellFault("L215", {"found": shorten(plain)})
    return ("是" if answer else "否"), None


def _number(plain: str, column: Field) -> Reading:
    bare = re.sub(r"(元|周岁|岁|人|分|天|日|月)$", "", plain)
    number: Decimal | int | Fault = as_whole(bare) if column.type == "integer" else as_number(bare)
    if idnumber.has_odd_digits(plain):
        number = Fault("form", "整数" if column.type == "integer" else "数字")
    if isinstance(number, Fault):
        return plain, CellFault("L214", {"found": shorten(plain), "detail": f"应为{number.detail}"})
    limit, value = _out_of_range(Decimal(number), column), format(Decimal(number), "f")
    if limit:
        return value, CellFault("L214", {"found": shorten(plain), "detail": f"应{limit}"})
    return value, None


def _out_of_range(number: Decimal, column: Field) -> str:
    if column.minimum is not None and number < Decimal(column.minimum):
        return f"不小于 {column.minimum}"
    if column.maximum is not None and number > Decimal(column.maximum):
        return f"不大于 {column.maximum}"
    return ""


def _code(plain: str, column: Field) -> Reading:
    code = code_of(plain, column)
    return (code, None) if code else (plain, _no_code(plain, column))


def _list(plain: str, column: Field) -> Reading:
    parts = [part for part in _SPLIT.split(plain) if part]
    if not column.codes:
        return "、".join(parts), None
    codes = [code_of(part, column) for part in parts]
    wrong = [part for part, code in zip(parts, codes, strict=True) if code is None]
    value = "、".join(dict.fromkeys(code or part for part, code in zip(parts, codes, strict=True)))
    return value, _no_code("、".join(wrong), column) if wrong else None


def code_of(text: str, column: Field) -> str | None:
    """Return the code that `text` means in this column, by itself or as a declared synonym."""
    plain = squeeze(text)
    direct = {squeeze(code): code for code in column.codes}
    return direct.get(plain) or column.synonyms.get(plain)


def _no_code(plain: str, column: Field) -> CellFault:
    guess = nearest(plain, column.codes)
    hint = f"您是不是想写“{guess}”？" if guess else ""
    few = "、".join(column.codes[:16]) + ("…" if len(column.codes) > 16 else "")
    return CellFault("L202", {"found": shorten(plain), "codes": few}, hint)


def _amount(plain: str, column: Field) -> Reading:
    capital = money.capital_amount(squeeze(plain))
    if capital is not None:
        return str(capital), CellFault("L303", {"found": shorten(plain), "amount": str(capital)})
    amount = as_amount(plain)
    if isinstance(amount, Fault) or idnumber.has_odd_digits(plain):
        return plain, CellFault("L214", {"found": shorten(plain), "detail": "应为金额"})
    value = format(amount, "f")
    return value, CellFault("L304", {"found": shorten(plain)}) if amount < 0 else None


def _account(plain: str, column: Field) -> Reading:
    number = re.sub(r"[\s'`‘’-]+", "", unicodedata.normalize("NFKC", plain))
    if _CUT.fullmatch(number):
        return number, CellFault("L305", {"found": number, "detail": "变成了科学计数，末尾几位已经丢失"})
    if not _ACCOUNT.fullmatch(number):
        return number, CellFault("L306", {"found": shorten(plain), "detail": "不是 8 至 30 位数字"})
    return number, None


def _credit_code(plain: str, column: Field) -> Reading:
    code = squeeze(plain).upper()
    detail = creditcode.fault_of(code)
    facts = {"found": shorten(plain), "detail": detail}
    return code, CellFault("L331", facts) if detail else None


_BY_FORMAT: dict[str, Reader] = {
    "公民身份号码": _id_number,
    "电话": _phone,
    "姓名": _name,
    "金额": _amount,
    "银行账号": _account,
    "统一社会信用代码": _credit_code,
}
_BY_TYPE: dict[str, Reader] = {"date": _date, "boolean": _yes_no, "integer": _number, "number": _number}


def shorten(text: str) -> str:
    """Return `text` as a message may show it: short, and without whole identity or phone numbers."""
    text = re.sub(r"\d{15,18}[Xx]?", lambda match: idnumber.mask(match[0]), text)
    text = re.sub(r"1[3-9]\d{9}", lambda match: mask_phone(match[0]), text)
    return text if len(text) <= 30 else text[:30] + "…"


def mask_phone(text: str) -> str:
    """Return a phone number with its middle hidden."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return text if len(text) <= 20 else text[:20] + "…"
    return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]


def read_column(texts: list[str], column: Field) -> tuple[list[str], Iterator[tuple[int, CellFault]]]:
    """Return the values of a column and, lazily, (row index, fault) of each cell at fault."""
    values, wrong = {}, {}
    for text in set(texts):
        values[text], fault = read_cell(text, column)
        if fault:
            wrong[text] = fault
    faults = ((i, wrong[text]) for i, text in enumerate(texts) if text in wrong) if wrong else iter(())
    return [values[text] for text in texts], faults
