"""Conditions on ledger rows: data turned into polars expressions; a closed vocabulary, no eval.

{列: 就业状态, 属于: [单位就业, 务农]}   also 等于 不属于 含 不含 为空 不小于 小于 不早于 不晚于
{列: 协议止, 早于列: 协议起}             two columns of one row; also 不早于列 大于列 不大于列
{全部: […]}  {任一: […]}  {非: …}         a name, defined beside the figures
{按口径: 人口口径, 户籍: …, 常住: …}      the case that the setting chooses
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from hqe_docs.values import nearest

if TYPE_CHECKING:
    import polars as pl

Condition = str | Mapping[str, Any]


class BadCondition(ValueError):
    """A condition that is no condition; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What conditions may refer to: named conditions, settings, the reference date (ISO), the year."""

    names: Mapping[str, Condition]
    settings: Mapping[str, str]
    day: str = ""
    year: int = 0

    def date_of(self, word: str) -> str:
        """Return the ISO date of 基准日, 年初 or 年末; any other word as it is."""
        return {"基准日": self.day, "年初": f"{self.year}-01-01", "年末": f"{self.year}-12-31"}.get(
            word, word
        )

    def resolve(self, condition: Condition) -> Mapping[str, Any]:
        """Return `condition` with names and settings looked up."""
        if isinstance(condition, str):
            if condition not in self.names:
                guess = nearest(condition, self.names)
                raise BadCondition(f"没有名为“{condition}”的条件" + (f"，是不是“{guess}”" if guess else ""))
            return self.resolve(self.names[condition])
        if not isinstance(condition, Mapping):
            raise BadCondition(f"条件应为名称或分项，现为 {condition!r}")
        if "按口径" in condition:
            choice = self.settings.get(condition["按口径"], "")
            if choice not in condition:
                raise BadCondition(f"口径“{condition['按口径']}”的取值“{choice}”没有对应的条件")
            return self.resolve(condition[choice])
        return condition


def columns_of(condition: Condition, terms: Terms) -> Iterator[str]:
    """Yield the columns a condition reads."""
    rule = terms.resolve(condition)
    for key in ("全部", "任一"):
        for part in rule.get(key) or ():
            yield from columns_of(part, terms)
    if "非" in rule:
        yield from columns_of(rule["非"], terms)
    if "列" in rule:
        yield rule["列"]
        yield from (str(value) for key, value in rule.items() if key in BETWEEN)


def expression(condition: Condition, terms: Terms) -> pl.Expr:
    """Return the polars expression of a condition; a missing value satisfies nothing but 为空."""
    import polars as pl

    rule = terms.resolve(condition)
    if "全部" in rule:
        return reduce(lambda a, b: a & b, (expression(part, terms) for part in rule["全部"]), pl.lit(True))
    if "任一" in rule:
        return reduce(lambda a, b: a | b, (expression(part, terms) for part in rule["任一"]), pl.lit(False))
    if "非" in rule:
        return ~expression(rule["非"], terms)
    return _test(rule, terms)


def _test(rule: Mapping[str, Any], terms: Terms) -> pl.Expr:
    import polars as pl

    tests = [(key, value) for key, value in rule.items() if key not in ("列", "说明")]
    if "列" not in rule or len(tests) != 1 or tests[0][0] not in TESTS:
        raise BadCondition(f"条件要有“列”和一种比较（{'、'.join(TESTS)}），现为 {dict(rule)}")
    name, value = tests[0]
    if (name in ("属于", "不属于")) != isinstance(value, list):
        raise BadCondition(
            f"“{name}”后面应是{'列表' if name in ('属于', '不属于') else '一个值'}，现为 {value}"
        )
    if name in ("不早于", "不晚于"):
        value = terms.date_of(value)
    elif name in BETWEEN:
        value = pl.col(value)
    return TESTS[name](pl.col(rule["列"]), value).fill_null(False)


def _item(value: str) -> str:
    """Return what finds `value` among items joined by 、; splitting every cell would take four times as long."""
    return f"(?:^|、){re.escape(value)}(?:、|$)"


def _number(column: pl.Expr) -> pl.Expr:
    import polars as pl

    return column.cast(pl.Float64, strict=False)


def _is_before(column: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Say that a day is before another; where one of them is only a month, that its month is. 长期 is before none."""
    import polars as pl

    month, others = column.str.slice(0, 7), other.str.slice(0, 7)
    whole = (column.str.len_chars() == 10) & (other.str.len_chars() == 10)
    return _are_days(column, other) & pl.when(whole).then(column < other).otherwise(month < others)


def _are_days(column: pl.Expr, other: pl.Expr) -> pl.Expr:
    return column.str.contains(r"^\d{4}-\d{2}") & other.str.contains(r"^\d{4}-\d{2}")


TESTS: Mapping[str, Callable[[Any, Any], pl.Expr]] = {
    "等于": lambda column, value: column == value,
    "不等于": lambda column, value: (column != value) & (column != ""),
    "属于": lambda column, value: column.is_in(list(value)),
    "不属于": lambda column, value: ~column.is_in(list(value)),
    "含": lambda column, value: column.str.contains(_item(value)),
    "不含": lambda column, value: ~column.str.contains(_item(value)),
    "为空": lambda column, value: (column == "") if value == "是" else (column != ""),
    "不小于": lambda column, value: _number(column) >= float(value),
    "小于": lambda column, value: _number(column) < float(value),
    "不早于": lambda column, value: (column >= value) & (column != ""),
    "不晚于": lambda column, value: (column <= value) & (column != ""),
    "早于列": _is_before,
    "不早于列": lambda column, other: _are_days(column, other) & ~_is_before(column, other),
    "大于列": lambda column, other: _number(column) > _number(other),
    "不大于列": lambda column, other: _number(column) <= _number(other),
}
BETWEEN = ("早于列", "不早于列", "大于列", "不大于列")
