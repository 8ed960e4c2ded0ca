"""Rows of 资金台账 as entries: a day, an amount in or out, whose money it is, what it was for, its voucher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hqe_docs.data.ledger import Ledger
from hqe_docs.problems import Location
from hqe_docs.values import Fault, as_number

LEDGER = "资金台账"
IN, OUT = "拨入", "支出"
VOUCHER = "凭证号"
_SAME = {"区级": "县级", "县（区）级": "县级", "县(区)级": "县级", "县区级": "县级", "县（市、区）级": "县级"}
_NAMED = ("市级", "县级", "区级")
_TEXTS = ("资金项目", "用途", VOUCHER, "对方单位", "依据文号", "经办人", "备注")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; `level` is the level of government as rules call it, "" where nothing tells it."""

    index: int
    where: Location
    day: date
    is_in: bool
    amount: Decimal
    level: str
    item: str
    purpose: str = ""
    voucher: str = ""
    partner: str = ""
    basis: str = ""
    handler: str = ""
    note: str = ""
    standard: Decimal | None = None
    rest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The entries of a ledger by day, the rows that tell too little to be counted, and the ledger."""

    ledger: Ledger
    entries: tuple[Entry, ...]
    uncounted: tuple[tuple[Location, str], ...]


def same_level(text: str) -> str:
    """Return the level of government as rules name it: 区级 is 县级."""
    return _SAME.get(text.strip(), text.strip())


def book_of(ledger: Ledger, *, central: bool) -> Book:
    """Return what a ledger holds, by day; rows of one day stay in the ledger's order.

    With `central` money of 中央 belongs to the level that its item names (口径 奖补资金来源).
    """
    entries: list[Entry] = []
    uncounted: list[tuple[Location, str]] = []
    for index, row in enumerate(ledger.frame.iter_rows(named=True)):
        texts = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str)}
        lacking = _lacking(texts)
        if lacking:
            uncounted.append((ledger.at(index, lacking[0]), "、".join(lacking)))
        else:
            level = _level(texts.get("资金层级", ""), texts.get("资金项目", ""), central)
            entries.append(_entry(index, texts, level, ledger.at(index, "金额")))
    return Book(ledger, tuple(sorted(entries, key=lambda it: (it.day, it.index))), tuple(uncounted))


def _lacking(texts: dict[str, str]) -> Sequence[str]:
    """Return the columns without which a row can't be counted and that can't be read."""
    readable = {
        "日期": _day(texts.get("日期", "")) is not None,
        "收支类别": texts.get("收支类别") in (IN, OUT),
        "金额": _amount(texts.get("金额", "")) is not None,
    }
    return [name for name, good in readable.items() if not good]


def _entry(index: int, texts: dict[str, str], level: str, where: Location) -> Entry:
    item, purpose, voucher, partner, basis, handler, note = (texts.get(name, "") for name in _TEXTS)
    return Entry(
        index,
        where,
        _day(texts["日期"]) or date.min,
        texts["收支类别"] == IN,
        _amount(texts["金额"]) or Decimal(0),
        level,
        item,
        purpose,
        voucher,
        partner,
        basis,
        handler,
        note,
        _amount(texts.get("标准金额", "")),
        _amount(texts.get("差额", "")),
    )


def _level(said: str, item: str, central: bool) -> str:
    """Return the level a row names; one without, or with the source 中央, is told by the name of its item."""
    if said and not (said == "中央" and central):
        return same_level(said)
    named = next((level for level in _NAMED if level in item), "")
    return same_level(named) or said


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    number = as_number(text)
    return None if isinstance(number, Fault) else number
