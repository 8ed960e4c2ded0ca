"""What shows as a fault while somebody types: a ledger kind's rules as formulas of a spreadsheet.

Only what Excel, WPS and LibreOffice all know in a conditional format: no array constants, no rows that move when a
row is inserted. ⟦…⟧ are the marks of paper/books/booksheet.Alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hqe_docs.data.checks.rules import place_of
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.persons import ID
from hqe_docs.paper.books.booksheet import Alarm

MOST_PARTS = 50  # of a list of codes that one formula takes out; Excel nests 64
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # ISO 7064 MOD 11-2


def alarms_of(field: Field, codes: Sequence[str], kind: LedgerKind) -> Iterator[Alarm]:
    """Yield the alarms of a column of `kind`: wrong in itself, repeated, at odds with others, missing."""
    cell = f"⟦{field.name}⟧"
    test = _test(field, codes, cell)
    if test and field.derived != "序号":  # numbered anew anyway, and the sample is marked there
        yield Alarm(f'AND({cell}<>"",{test})', "wrong")
    if field.format == "公民身份号码" and kind.primary_key == field.name:
        # with a wildcard COUNTIF compares texts; without one only the first 15 digits
        yield Alarm(f'AND({cell}<>"",COUNTIF(⟦{field.name}:⟧,{cell}&"*")>1)', "double")
    if field.name in _BY_NUMBER and kind.field(ID):
        differs = _BY_NUMBER[field.name](cell, f"⟦{ID}⟧")
        yield Alarm(f'AND({cell}<>"",LEN(⟦{ID}⟧)=18,IFERROR({differs},FALSE))', "wrong")
    yield from _contradictions(field, kind)
    if field.required and not field.derived:
        yield Alarm(f'AND(COUNTA(⟦:⟧)>0,TRIM({cell})="")', "missing")
    elif field.required_when and (case := formula(field.required_when)):
        yield Alarm(f'AND({case},TRIM({cell})="")', "missing")


def _contradictions(field: Field, kind: LedgerKind) -> Iterator[Alarm]:
    for check in kind.checks:
        case, then = formula(check["当"]), formula(check["则"])
        if case and then and place_of(check) == field.name:
            yield Alarm(f"AND({case},NOT({then}))", "wrong")


# ---------------------------------------------------------------- a cell by itself
def _test(field: Field, codes: Sequence[str], cell: str) -> str:
    """Return the formula that is true for a filled cell that is wrong, "" when none is."""
    if field.format in _BY_FORMAT:
        return _BY_FORMAT[field.format](cell)
    if field.type == "list":
        return _parts(codes, cell) if codes else ""
    if codes:
        return f"COUNTIF(⟦=⟧,{cell})=0"
    if field.type == "date":
        first, last = date(1900, 3, 1), date(2100, 12, 31)
        return f"IFERROR(OR({cell}*1<{_serial(first)},{cell}*1>{_serial(last)}),TRUE)"
    return _bounds(field, cell) if field.type in ("integer", "number") else ""


def _serial(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _bounds(field: Field, cell: str) -> str:
    whole = f"{cell}*1<>INT({cell}*1)" if field.type == "integer" else f"NOT(ISNUMBER({cell}*1))"
    low = [f"{cell}*1<{field.minimum}"] if field.minimum else []
    high = [f"{cell}*1>{field.maximum}"] if field.maximum else []
    return f"IFERROR(OR({','.join([whole, *low, *high])}),TRUE)"


def _id_number(cell: str) -> str:
    total = "+".join(f"MID({cell},{i},1)*{weight}" for i, weight in enumerate(_WEIGHTS, start=1))
    check = f'MID("10X98765432",MOD({total},11)+1,1)<>RIGHT({cell},1)'
    month = f"MONTH({_born(cell)})<>MID({cell},11,2)*1"
    return f"IFERROR(OR(LEN({cell})<>18,{check},{month}),TRUE)"


def _phone(cell: str) -> str:
    """Return the test of one number, marks between its digits left out; several in a cell are not judged."""
    bare = cell
    for mark in ("-", " ", "(", ")", "（", "）"):
        bare = f'SUBSTITUTE({bare},"{mark}","")'
    mobile = f'AND(LEN({bare})=11,LEFT({bare},1)="1",MID({bare},2,1)>="3")'
    landline = f'AND(LEFT({bare},1)="0",LEN({bare})>=10,LEN({bare})<=12)'
    local = f'AND(LEFT({bare},1)>="2",LEN({bare})>=7,LEN({bare})<=8)'
    several = "OR(" + ",".join(f'ISNUMBER(FIND("{mark}",{cell}))' for mark in "、，,；;/") + ")"
    return f"AND(NOT({several}),OR(ISERROR({bare}*1),NOT(OR({mobile},{landline},{local}))))"


_BY_FORMAT: Mapping[str, Callable[[str], str]] = {"公民身份号码": _id_number, "电话": _phone}


# what the identity number says of other columns, as in rules.sex_and_birth
_BY_NUMBER: Mapping[str, Callable[[str, str], str]] = {
    "性别": lambda cell, number: f'{cell}<>IF(MOD(MID({number},17,1),2)=1,"男","女")',
    "出生日期": lambda cell, number: f"{cell}*1<>{_born(number)}",
}


def _born(number: str) -> str:
    return f"DATE(MID({number},7,4),MID({number},11,2),MID({number},13,2))"


def _parts(codes: Sequence[str], cell: str) -> str:
    """Return whether something is left of a cell when all codes and the marks between them are taken out."""
    if len(codes) > MOST_PARTS:
        return ""
    rest = f'"、"&{cell}&"、"'
    for mark in "，,；;/ ":
        rest = f"SUBSTITUTE({rest},{_text(mark)},{_text('、')})"
    for code in sorted(codes, key=len, reverse=True):
        rest = f"SUBSTITUTE({rest},{_text('、' + code)},{_text('')})"
    return f'SUBSTITUTE({rest},"、","")<>""'


# ---------------------------------------------------------------- conditions of a ledger kind
def formula(condition: Any) -> str:
    """Return a condition (data/conditions) as a formula, "" when it needs more than the row's own cells."""
    if not isinstance(condition, Mapping):
        return ""
    for key, name in (("全部", "AND"), ("任一", "OR")):
        if key in condition:
            parts = [formula(part) for part in condition[key]]
            return f"{name}({','.join(parts)})" if parts and all(parts) else ""
    if "非" in condition:
        inner = formula(condition["非"])
        return f"NOT({inner})" if inner else ""
    name = condition.get("列", "_")
    tests = [(key, value) for key, value in condition.items() if key in _TESTS]
    if name.startswith("_") or len(tests) != 1:
        return ""
    key, value = tests[0]
    return _TESTS[key](f"⟦{name}⟧", value)


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _same(cell: str, value: str) -> str:
    return f'{cell}&""={_text(value)}'


def _any(cell: str, values: Sequence[str]) -> str:
    return f"OR({','.join(_same(cell, value) for value in values)})"


def _has(cell: str, value: str) -> str:
    return f'ISNUMBER(FIND({_text(f"、{value}、")},"、"&{cell}&"、"))'


def _number(cell: str, sign: str, value: str) -> str:
    return f'IFERROR(AND({cell}<>"",{cell}*1{sign}{float(value):g}),FALSE)'


def _day(cell: str, sign: str, value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:  # 基准日 and the like: not known in a blank
        return ""
    return f'IFERROR(AND({cell}<>"",{cell}*1{sign}{_serial(day)}),FALSE)'


_TESTS: Mapping[str, Callable[[str, Any], str]] = {
    "等于": _same,
    "不等于": lambda cell, value: f'AND({cell}<>"",{cell}&""<>{_text(value)})',
    "属于": _any,
    "不属于": lambda cell, values: f"NOT({_any(cell, values)})",
    "含": _has,
    "不含": lambda cell, value: f"NOT({_has(cell, value)})",
    "为空": lambda cell, value: f'TRIM({cell}){"=" if value == "是" else "<>"}""',
    "不小于": lambda cell, value: _number(cell, ">=", value),
    "小于": lambda cell, value: _number(cell, "<", value),
    "不早于": lambda cell, value: _day(cell, ">=", value),
    "不晚于": lambda cell, value: _day(cell, "<=", value),
}
