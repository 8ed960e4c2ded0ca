"""Numbers that cannot be or stand apart from all others of their column: rates, limits, signs, sizes, ranges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from hqe_docs.data.columns import SHARE, is_money
from hqe_docs.data.loose.day import longest_month
from hqe_docs.data.loose.table import Loose
from hqe_docs.masking import shorten
from hqe_docs.problems import Problem, problem
from hqe_docs.values import decimal_text, squeeze

ENOUGH = 20
FEW, FEW_SHARE = (
    3,
    0.02,
)  # so many cells may stand apart from their column; more are another way of filling it in
ALONE = 2
STEP_SHARE, MOST_STEPS, FEW_STEPS = 0.05, 8, 3
CLEARLY = 2
SPREAD, FAR = 5, 10  # times the median that others stay within; times the largest of them that is far out
_FIXED = re.compile(r"标准|单价|利率|费率|日工资|月工资标准|课时|学时|期限|补贴|补助|档次")
_STEPS = re.compile(r"标准|单价|利率|费率|期限|档次")
_CHANGE = re.compile(r"(?<!新)增|减|差|盈|亏|余额|变动|调整|补扣|净")
_LIMITS = (
    (re.compile(r"成绩|得分|分数|考分"), Decimal(100), "分"),
    (
        re.compile(r"(?:务工|外出|在岗|上岗|缴费|发放|就业|工作).*(?:月数|个月|[（(]月[)）])"),
        Decimal(12),
        "个月",
    ),
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)(?:元|岁|周岁)?(?:[-~～—–―]+|至|到)(\d+(?:\.\d+)?)(?:元|岁|周岁|元/月)?(?:以下)?"
)


def _cells(it: Loose, name: str) -> list[tuple[int, Decimal]]:
    return it.once(
        f"数：{name}",
        lambda: [(i, Decimal(value)) for i, value in it.filled(name) if _NUMBER.fullmatch(value)],
    )


def _numbers(it: Loose) -> Iterator[tuple[str, str, list[tuple[int, Decimal]]]]:
    """Yield name, title and cells of each column of enough numbers."""
    for name in (*it.named(kind="number"), *it.named(kind="integer")):
        cells = _cells(it, name)
        if len(cells) >= ENOUGH and name not in ("年龄", "序号"):
            yield name, it.heading(name), cells


def _most(cells: list[tuple[int, Decimal]]) -> float:
    return max(FEW, FEW_SHARE * len(cells))


def odd_rates(it: Loose) -> Iterator[Problem]:
    """A rate, term or subsidy that all rows share, or that has a few steps, is wrong where it has a value of its own."""
    worked_out = {known.target for known in it.relations}
    for name, heading, cells in _numbers(it):
        uses = Counter(value for _, value in cells)
        usual = [value for value, count in uses.items() if count >= STEP_SHARE * len(cells)]
        odd = [(i, value) for i, value in cells if value not in usual]
        fixed = _FIXED if len(usual) <= FEW_STEPS else _STEPS
        if name in worked_out or usual in ([], [0]) or len(usual) > MOST_STEPS or len(odd) > _most(cells):
            continue
        if not fixed.search(heading):
            continue
        words = "、".join(decimal_text(value) for value in sorted(usual))
        for i, value in odd:
            if uses[value] <= ALONE:
                yield problem(
                    "L308", it.ledger.at(i, name), name=name, found=decimal_text(value), usual=words
                )


def too_many_days(it: Loose) -> Iterator[Problem]:
    """Days worked in a month are not more than it has."""
    for i, name, most in days_over(it):
        yield problem("L314", it.ledger.at(i, name), name=name, found=it.values(name)[i], most=most)


def days_over(it: Loose) -> Iterator[tuple[int, str, int]]:
    """Yield row and column of each number of days that a month can't have, and how many it has."""
    longest, sheets = [longest_month(title) for title in it.titles], it.sheet_of()
    for name in it.named(form="天数"):
        for i, value in it.filled(name):
            if float(value) > longest[sheets[i]] or float(value) < 0:
                yield i, name, longest[sheets[i]]


def beyond_limits(it: Loose) -> Iterator[Problem]:
    """A score over 100, months over 12, where nobody else has such."""
    for name, heading, cells in _numbers(it):
        for words, most, unit in _LIMITS:
            over = [(i, value) for i, value in cells if value > most]
            if words.search(heading) and 0 < len(over) <= ALONE:
                for i, value in over:
                    facts = {"name": name, "found": decimal_text(value), "most": f"{most} {unit}"}
                    yield problem("L341", it.ledger.at(i, name), **facts)


def below_zero(it: Loose) -> Iterator[Problem]:
    """A number below zero where nobody else's is."""
    for name, heading, cells in _numbers(it):
        below = [(i, value) for i, value in cells if value < 0]
        if not _CHANGE.search(heading) and len(below) <= _most(cells):
            for i, value in below:
                yield problem("L338", it.ledger.at(i, name), name=name, found=decimal_text(value))


def shares_of_more_than_all(it: Loose) -> Iterator[Problem]:
    """A share of a whole lies between 0 and 100 %."""
    for name in it.named(form="比率"):
        cells = _cells(it, name)
        over = [(i, value) for i, value in cells if value > 1]
        if (
            not _CHANGE.search(it.heading(name))
            and len(over) <= _most(cells)
            and SHARE.search(it.heading(name))
        ):
            for i, value in over:
                found = decimal_text(value * 100) + "%"
                yield problem("L333", it.ledger.at(i, name), name=name, found=found)


def far_out(it: Loose) -> Iterator[Problem]:
    """An amount ten times beyond all others of a column whose amounts lie close together."""
    worked_out = {known.target for known in it.relations}
    for name, heading, cells in _numbers(it):
        over_zero = sorted(value for _, value in cells if value > 0)
        if name in worked_out or not is_money(heading) or len(over_zero) < ENOUGH:
            continue
        middle = median(over_zero)
        least, most = middle / SPREAD, middle * SPREAD
        close = [value for value in over_zero if least < value < most]
        if len(over_zero) - len(close) > ALONE:
            continue
        for i, value in cells:
            if (
                value > 0
                and not least < value < most
                and (_is_slipped(value, close) or _is_slipped(1 / value, [1 / v for v in reversed(close)]))
            ):
                facts = {"name": name, "found": decimal_text(value)}
                usual = f"{decimal_text(close[0])} 至 {decimal_text(close[-1])}"
                yield problem("L339", it.ledger.at(i, name), usual=usual, **facts)


def _is_slipped(value: Decimal, usual: Sequence[Decimal]) -> bool:
    """Say whether an amount is one of the usual ones with a nought too many, or larger still."""
    return value >= usual[-1] * FAR or (value > usual[-1] * CLEARLY and value / FAR >= usual[0])


def turned_ranges(it: Loose) -> Iterator[Problem]:
    """A range runs from the smaller number to the larger one, as it does in the column's other cells."""
    for name in it.named(kind="string"):
        pairs = [(i, match) for i, value in it.filled(name) if (match := _RANGE.fullmatch(squeeze(value)))]
        down = [(i, match) for i, match in pairs if Decimal(match[1]) > Decimal(match[2])]
        if len(pairs) >= ENOUGH and len(down) <= FEW:
            for i, match in down:
                yield problem("L340", it.ledger.at(i, name), name=name, found=shorten(match[0]))
