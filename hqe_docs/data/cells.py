"""Cells put into the form of their column: dates, codes, numbers, phones, identity numbers; or a fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hqe_docs.data import creditcode, idnumber, money
from hqe_docs.data.files.grid import is_error
from hqe_docs.data.kinds import Field
from hqe_docs.data.patterns import is_of
from hqe_docs.masking import mask_identity, mask_phone, shorten
from hqe_docs.values import (
    Fault,
    as_amount,
    as_date,
    as_number,
    as_rate,
    as_yes_no,
    decimal_text,
    did_you_mean,
    squeeze,
)

_SPLIT = re.compile(r"[、，,;；/\s|+＋]+")
_SPACE = re.compile(r"[ \t\r\n\u00a0\u3000\u200b\ufeff]+")
_DOTS = str.maketrans("•．‧・●", "·····")
_NOTED = re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）]")
_SEVERAL = re.compile(r"[\u3400-\u9fff]{2}\s*[、，,;；/和]\s*[\u3400-\u9fff]{2}")
# what stands for a character that could not be typed: marks, parts of characters, private use (方正 and others)
UNTYPED = re.compile(r"[?？□■口○\ufffd\u2e80-\u2fdf钅釒氵亻扌艹讠纟\ue000-\uf8ff\U000f0000-\U0010ffff]")
_PHONES = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9}|(0(?:10|2\d|[3-9]\d\d))(\d{7,8})|[2-8]\d{6,7})", re.ASCII)
_UNITS = (
    "元|周岁|岁|人次|人|分|天|日|个月|月|期|年|亩|平方米|平米|㎡|m2|m²|个|次|课时|学时|小时|时|家|户|份|名"
)
_MEASURED = re.compile(rf"[¥￥]?(-?[0-9.,]+)(万|千)?(?:{_UNITS})?(?:整|/月|每月|/年|/人)?")
_VAGUE = re.compile(r"[约近超]\D*\d|\d\D*(?:左右|上下|以上|以下|以内|多|余|几)|\d[-~—～至到]+\d")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ACCOUNT = re.compile(r"[0-9]{8,30}")
_CUT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
# in the format of a date column: days counted from 1904; a day may be missing; 长期 and the like are an end
DATE_1904, NO_DAY, OPEN_END = "1904", "年月", "长期"
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
    if column.format in BY_FORMAT:
        return BY_FORMAT[column.format]
    if column.type == "list":
        return _list
    if column.codes:
        return _code
    return _BY_TYPE.get(column.type, _text)


def _text(plain: str, column: Field) -> Reading:
    if column.pattern and not is_of(column.pattern, plain):
        if is_of(column.pattern, squeeze(plain)):  # a number in groups
            return squeeze(plain), None
        return plain, CellFault("L216", {"found": shorten(plain)})
    return plain, None


def _name(plain: str, column: Field) -> Reading:
    tidy = plain.translate(_DOTS)
    if re.search(r"[\u3400-\u9fff\U00020000-\U0003ffff]", tidy):
        tidy = tidy.replace(" ", "")
    noted = _NOTED.fullmatch(tidy)
    value, fault = _text(noted[1] if noted else tidy, column)
    return value, _odd_name(plain, value, column) or fault or (noted and _note(noted))


def _note(noted: re.Match[str]) -> CellFault:
    return CellFault("L226", {"found": shorten(noted[0]), "note": noted[2]})


def _odd_name(plain: str, name: str, column: Field) -> CellFault | None:
    """Return the fault of a name that could not be typed, or that is the names of several people."""
    if rare := dict.fromkeys(UNTYPED.findall(name)):
        points = "、".join(f"U+{ord(char):04X}" for char in rare)
        return CellFault("L225", {"found": shorten(name), "points": points})
    if column.name.endswith("姓名") and _SEVERAL.search(plain):
        return CellFault("L227", {"found": shorten(plain)})
    return None


def _id_number(plain: str, column: Field) -> Reading:
    number = idnumber.tidy(plain)
    fault = idnumber.judge(number)
    if fault is None:
        return number, None
    facts = {"found": mask_identity(number), "detail": fault.detail}
    return number, CellFault(fault.code, facts, _proposal(number) if fault.code == "L208" else "")


def _proposal(number: str) -> str:
    """Return what an old number of 15 digits would be today: the century put in, the check character computed."""
    first17 = number[:6] + "19" + number[6:]
    return f"换成 18 位号码，多半是 {mask_identity(first17 + idnumber.check_digit(first17))}；请核对身份证"


def _phone(plain: str, column: Field) -> Reading:
    if _MOBILE.fullmatch(plain):
        return plain, None
    text = _whole_number(unicodedata.normalize("NFKC", plain))
    parts = [part for part in re.split(r"[、，,;；/|]+", text) if part.strip()]
    if not all(_phone_number(part) for part in parts):
        parts = [half for part in parts for half in _halves(part)]
    numbers = [_phone_number(part) or _bare_phone(part) for part in parts]
    value = "、".join(numbers)
    if parts and all(_phone_number(part) for part in parts):
        return value, None
    return value, CellFault("L213", {"found": mask_phone(plain)})


def _whole_number(text: str) -> str:
    """Return 13800001234 for 1.3800001234E+10 and 13800001234.0, anything that lost digits as it is."""
    match = re.fullmatch(r"([0-9])\.([0-9]{10})[Ee]\+?10", text)
    return match[1] + match[2] if match else text.removesuffix(".0")


def _bare_phone(text: str) -> str:
    return re.sub(r"[\s()（）-]", "", text)


def _phone_number(text: str) -> str:
    """Return a number as it is written, 0795-3500149 with its area code; "" for what is none."""
    match = _PHONES.fullmatch(_bare_phone(text))
    if match and match[2]:
        return f"{match[2]}-{match[3]}"
    return match[1] if match else ""


def _halves(text: str) -> list[str]:
    """Return two numbers that only white space parts; otherwise the text whole."""
    halves = text.split()
    return halves if len(halves) > 1 and all(len(_bare_phone(half)) > 6 for half in halves) else [text]


def _date(plain: str, column: Field) -> Reading:
    serial = _SERIAL.fullmatch(plain)
    if serial:  # a day's number, left behind by a changed cell format; the fraction is a time of day
        epoch = date(1904, 1, 1) if DATE_1904 in column.format else date(1899, 12, 30)
        return (epoch + timedelta(days=int(serial[1]))).isoformat(), None
    day = as_date(plain)
    if idnumber.has_odd_digits(plain):
        day = Fault("form", "日期（如 2023-06-25）")
    if not isinstance(day, Fault):
        return day.isoformat(), None
    text = squeeze(plain)
    if NO_DAY in column.format and (match := _YEAR_MONTH.fullmatch(text)):
        return _month(match), None
    if OPEN.fullmatch(text) and (NO_DAY in column.format or OPEN_END in column.format):
        return plain, None
    return _unread_date(text, day)


def _month(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02d}"


def _unread_date(text: str, day: Fault) -> Reading:
    """Return what is known of a date that is none, a month being known, and why it is none."""
    detail, match = day.detail, _YEAR_MONTH.fullmatch(text)
    if match and text.endswith(".1"):
        detail += "；数值 2023.10 会变成 2023.1，是 1 月还是 10 月也不清楚"
    code = "L219" if day.kind == "ambiguous" else "L203"
    return (_month(match) if match else text), CellFault(code, {"found": shorten(text), "detail": detail})


def _yes_no(plain: str, column: Field) -> Reading:
    word = squeeze(plain)
    if word in column.true_values or word in column.false_values:
        return ("是" if word in column.true_values else "否"), None
    answer = as_yes_no(plain)
    if isinstance(answer, Fault):
        return plain, CellFault("L215", {"found": shorten(plain)})
    return ("是" if answer else "否"), None


def _number(plain: str, column: Field) -> Reading:
    text = squeeze(plain)
    number = _measured(text, column)
    if idnumber.has_odd_digits(plain):
        number = None
    if number is None and _VAGUE.search(text) and not idnumber.has_odd_digits(plain):
        return plain, CellFault("L223", {"found": shorten(plain)})
    if number is None or (column.type == "integer" and number != number.to_integral_value()):
        wanted = "应为整数" if column.type == "integer" else "应为数字"
        return plain, CellFault("L214", {"found": shorten(plain), "detail": wanted})
    value = str(int(number)) if number == number.to_integral_value() and "万" in text else format(number, "f")
    limit = _out_of_range(number, column)
    if limit:
        return value, CellFault("L214", {"found": shorten(plain), "detail": f"应{limit}"})
    return value, None


def _measured(text: str, column: Field) -> Decimal | None:
    """Return the number in `text` without its unit, 0.3万 being 3000 unless the column itself counts in 万."""
    match = _MEASURED.fullmatch(text)
    number = as_number(match[1]) if match else None
    if match is None or number is None or isinstance(number, Fault):
        return None
    return number * {"万": 1 if "万" in column.name else 10_000, "千": 1_000}.get(match[2] or "", 1)


def _percent(plain: str, column: Field) -> Reading:
    """Return a share in percent: 95, 95% and 0.95 are one; 1 may be either and is asked about."""
    text = squeeze(plain)
    rate = as_rate(text if text.endswith(("%", "‰")) else text + "%")
    if isinstance(rate, Fault):
        return plain, CellFault("L214", {"found": shorten(plain), "detail": f"应为{rate.detail}"})
    if not text.endswith(("%", "‰")):
        if rate == Fraction(1, 100):
            return plain, CellFault("L223", {"found": shorten(plain)})
        rate *= 100 if rate < Fraction(1, 100) else 1
    if not 0 <= rate <= 1:
        return plain, CellFault("L214", {"found": shorten(plain), "detail": "应在 0 至 100% 之间"})
    return decimal_text(rate * 100, 6), None


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
    hint = did_you_mean(plain, column.codes)
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


def _tens_of_thousands(plain: str, column: Field) -> Reading:
    """Return an amount in 万元, as a column says whose title has this unit; 20, 20万 and 200000元 are the same."""
    value, fault = _amount(plain, column)
    if (fault and fault.code == "L214") or not re.search("[万亿元]", plain):
        return value, fault
    return format((Decimal(value) / 10_000).normalize(), "f"), fault


def _share(plain: str, column: Field) -> Reading:
    """Return a share of a whole as a fraction of 1: 95%, 95 and 0.95 are the same."""
    bare = squeeze(plain)
    number = as_number(bare.rstrip("%"))
    if isinstance(number, Fault) or idnumber.has_odd_digits(plain):
        return plain, CellFault("L214", {"found": shorten(plain), "detail": "应为比率（如 91.2%）"})
    is_percent = bare.endswith("%") or abs(number) > 1
    return format((number / 100 if is_percent else number).normalize(), "f"), None


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


BY_FORMAT: dict[str, Reader] = {
    "百分比": _percent,
    "公民身份号码": _id_number,
    "电话": _phone,
    "姓名": _name,
    "金额": _amount,
    "金额（万元）": _tens_of_thousands,
    "比率": _share,
    "银行账号": _account,
    "统一社会信用代码": _credit_code,
}
_BY_TYPE: dict[str, Reader] = {"date": _date, "boolean": _yes_no, "integer": _number, "number": _number}
