"""Conditions on ledger rows: data turned into polars expressions; a closed vocabulary, no eval.

{列: 就业状态, 属于: [单位就业, 务农]}   also 等于 不属于 含 不含 为空 不小于 小于 不早于 不晚于
{列: 协议止, 早于列: 协议起}             two columns of one row; also 不早于列 大于列 不大于列 等于列
{全部: […]}  {任一: […]}  {非: …}         a name, defined beside the figures
{按口径: 人口口径, 户籍: …, 常住: …}      the case that the setting chooses
{列: 失业日期, 满月不小于: 12}             so many months from that day have passed on 基准日; also 满月不超过
{户内人数: 失业劳动力, 不小于: 1}          how many of the row's household a condition holds for; also 等于 小于
A value may be {口径: 大龄女性年龄}: what the setting says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from hqe_docs.values import nearest

HOUSEHOLD = ("村（社区）", "户编号")  # two villages may number their households alike

if TYPE_CHECKING:
    import polars as pl

Condition = str | Mapping[str, Any]
Size = tuple[
    int, int
]  # how many tests and parts a condition comes to, names replaced, and how deep they nest
MOST_PARTS, MOST_DEPTH = 2_000, 40
_ENDLESS: Size = (0, MOST_DEPTH + 1)


class BadCondition(ValueError):
    """A condition that is no condition; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What conditions may refer to: named conditions, settings, the reference date (ISO), the year."""

    names: Mapping[str, Condition]
    settings: Mapping[str, str]
    day: str = ""
    year: int = 0
    known: dict[str, pl.Expr] = field(
        default_factory=dict, compare=False
    )  # named conditions, once translated
    sizes: dict[str, Size] = field(default_factory=dict, compare=False)  # of the named conditions

    def date_of(self, word: str) -> str:
        """Return the ISO date of 基准日, 年初 or 年末; any other word as it is."""
        return {"基准日": self.day, "年初": f"{self.year}-01-01", "年末": f"{self.year}-12-31"}.get(
            word, word
        )

    def value(self, said: Any) -> Any:
        """Return a value as it is, or what the setting says that {口径: …} names."""
        if not isinstance(said, Mapping):
            return said
        if set(said) != {"口径"} or said["口径"] not in self.settings:
            raise BadCondition(f"没有口径 {said.get('口径', dict(said))}")
        return self.settings[said["口径"]]

    def resolve(self, condition: Condition) -> Mapping[str, Any]:
        """Return `condition` with names and settings looked up; BadCondition where it is too large or part of itself."""
        parts, depth = size_of(condition, self)
        if parts > MOST_PARTS or depth > MOST_DEPTH:
            raise BadCondition(f"条件引用了自己，或套了 {MOST_DEPTH} 层以上，或展开后超过 {MOST_PARTS} 项")
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
    if "户内人数" in rule:
        yield "户编号"
    for part in _parts(rule):
        yield from columns_of(part, terms)
    if "列" in rule:
        yield rule["列"]
        yield from (str(value) for key, value in rule.items() if key in BETWEEN)


def _parts(rule: Mapping[str, Any]) -> list[Condition]:
    """Return the conditions that a condition is made of."""
    several = [*(rule.get("全部") or ()), *(rule.get("任一") or ())]
    return several + [rule[key] for key in ("非", "户内人数") if key in rule]


def settings_of(condition: Condition, terms: Terms) -> Iterator[str]:
    """Yield the settings that a condition turns on, those that its named parts turn on among them."""
    if isinstance(condition, str):
        terms.resolve(condition)
        yield from settings_of(terms.names[condition], terms)
        return
    if "按口径" in condition:
        yield condition["按口径"]
        yield from settings_of(condition[terms.settings[condition["按口径"]]], terms)
        return
    yield from (it["口径"] for it in condition.values() if isinstance(it, Mapping) and "口径" in it)
    if condition.get("列") == "_劳动年龄":
        yield from LABOUR_AGE
    for part in _parts(condition):
        yield from settings_of(part, terms)


def needs_day(condition: Condition, terms: Terms) -> bool:
    """Say whether a condition can be judged on a reference date only."""
    rule = terms.resolve(condition)
    if rule.get("列") in ("_年龄", "_劳动年龄") or MONTHS & set(rule) or "基准日" in rule.values():
        return True
    return any(needs_day(part, terms) for part in _parts(rule))


def expression(condition: Condition, terms: Terms) -> pl.Expr:
    """Return the polars expression of a condition; a missing value satisfies nothing but 为空."""
    if not isinstance(condition, str):
        return _translated(condition, terms)
    if condition not in terms.known:
        terms.known[condition] = _translated(condition, terms)
    return terms.known[condition]


def size_of(condition: Condition, terms: Terms, level: int = 0) -> Size:
    """Return how large a condition is with all names replaced; one that is part of itself is endlessly deep."""
    if level > MOST_DEPTH:
        return _ENDLESS
    if isinstance(condition, str):
        if condition not in terms.sizes and condition in terms.names:
            terms.sizes[condition] = _ENDLESS  # until it is known: whoever asks meanwhile is part of it
            terms.sizes[condition] = size_of(terms.names[condition], terms, level + 1)
        return terms.sizes.get(condition, (1, 1))
    if not isinstance(condition, Mapping):
        return 1, 1
    chosen = terms.settings.get(str(condition.get("按口径")), "")
    within = [condition[chosen]] if chosen in condition else _parts(condition)
    sizes = [size_of(part, terms, level + 1) for part in within]
    return 1 + sum(size for size, _ in sizes), 1 + max((depth for _, depth in sizes), default=0)


def _joined(parts: Iterable[pl.Expr], join: Callable[[pl.Expr, pl.Expr], pl.Expr], none: pl.Expr) -> pl.Expr:
    """Return the expressions joined two by two: polars takes cubic time over a chain of hundreds."""
    left = list(parts)
    while len(left) > 1:
        pairs = [join(left[at], left[at + 1]) for at in range(0, len(left) - 1, 2)]
        left = pairs + left[len(pairs) * 2 :]
    return left[0] if left else none


def _translated(condition: Condition, terms: Terms) -> pl.Expr:
    import polars as pl

    rule = terms.resolve(condition)
    if "全部" in rule:
        return _joined((expression(part, terms) for part in rule["全部"]), and_, pl.lit(True))
    if "任一" in rule:
        return _joined((expression(part, terms) for part in rule["任一"]), or_, pl.lit(False))
    if "非" in rule:
        return ~expression(rule["非"], terms)
    if "户内人数" in rule:
        return _household_test(rule, terms)
    return _test(rule, terms)


def holds(condition: Condition, row: Mapping[str, str]) -> bool:
    """Say whether one row, column → text, satisfies a condition that needs no other terms."""
    import polars as pl

    return bool(pl.DataFrame([row]).select(expression(condition, Terms({}, {}))).item())


def members(condition: Condition, terms: Terms) -> pl.Expr:
    """Return for each row how many of its household a condition holds for; none where it has no number."""
    import polars as pl

    count = expression(condition, terms).sum().over(*HOUSEHOLD)
    return pl.when(pl.col("户编号") != "").then(count)


def _household_test(rule: Mapping[str, Any], terms: Terms) -> pl.Expr:
    tests = [(key, value) for key, value in rule.items() if key not in ("户内人数", "说明")]
    if len(tests) != 1 or tests[0][0] not in COUNTS:
        raise BadCondition(f"户内人数要有一种比较（{'、'.join(COUNTS)}），现为 {dict(rule)}")
    name, value = tests[0]
    count = members(rule["户内人数"], terms)
    holds: pl.Expr = COUNTS[name](count, int(terms.value(value)))
    return holds.fill_null(False)


def _test(rule: Mapping[str, Any], terms: Terms) -> pl.Expr:
    import polars as pl

    tests = [(key, value) for key, value in rule.items() if key not in ("列", "说明")]
    if "列" not in rule or len(tests) != 1 or tests[0][0] not in {*TESTS, *MONTHS}:
        raise BadCondition(f"条件要有“列”和一种比较（{'、'.join([*TESTS, *MONTHS])}），现为 {dict(rule)}")
    name, value = tests[0][0], terms.value(tests[0][1])
    if name in MONTHS:
        return _months_test(rule["列"], name, int(value), terms)
    if (name in ("属于", "不属于")) != isinstance(value, list):
        raise BadCondition(
            f"“{name}”后面应是{'列表' if name in ('属于', '不属于') else '一个值'}，现为 {value}"
        )
    if name in ("不早于", "不晚于"):
        value = terms.date_of(value)
    elif name in BETWEEN:
        value = pl.col(value)
    return TESTS[name](pl.col(rule["列"]), value).fill_null(False)


def _months_test(column: str, name: str, months: int, terms: Terms) -> pl.Expr:
    """Compare the day so many months later, or the last of its month (民法典 §202), with 基准日."""
    import polars as pl

    if not terms.day:
        return pl.lit(False)
    later = pl.col(column).str.to_date("%Y-%m-%d", strict=False).dt.offset_by(f"{months}mo")
    day = pl.lit(terms.day).str.to_date()
    return (later <= day if name == "满月不小于" else later >= day).fill_null(False)


def _has_item(column: pl.Expr, value: str) -> pl.Expr:
    """Say that `value` is among items joined by 、; splitting every cell would take nine times as long."""
    at_end = column.str.starts_with(f"{value}、") | column.str.ends_with(f"、{value}")
    return (column == value) | at_end | column.str.contains(f"、{value}、", literal=True)


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
    "含": _has_item,
    "不含": lambda column, value: ~_has_item(column, value),
    "为空": lambda column, value: (column == "") if value == "是" else (column != ""),
    "不小于": lambda column, value: _number(column) >= float(value),
    "小于": lambda column, value: _number(column) < float(value),
    "不早于": lambda column, value: (column >= value) & (column != ""),
    "不晚于": lambda column, value: (column <= value) & (column != ""),
    "早于列": _is_before,
    "不早于列": lambda column, other: _are_days(column, other) & ~_is_before(column, other),
    "大于列": lambda column, other: _number(column) > _number(other),
    "不大于列": lambda column, other: _number(column) <= _number(other),
    "等于列": lambda column, other: (column == other) & (column != ""),
}
BETWEEN = ("早于列", "不早于列", "大于列", "不大于列", "等于列")
LABOUR_AGE = ("劳动年龄", "女性退休年龄")  # the settings that labour age turns on
MONTHS = frozenset({"满月不小于", "满月不超过"})
COUNTS: Mapping[str, Callable[[Any, int], Any]] = {
    "等于": lambda count, value: count == value,
    "不小于": lambda count, value: count >= value,
    "小于": lambda count, value: count < value,
}
