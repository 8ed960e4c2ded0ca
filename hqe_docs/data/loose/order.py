"""Dates against each other and against the day of the table: what comes first, and how much later the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import median

from hqe_docs.data.loose.table import Loose
from hqe_docs.problems import Problem, problem
from hqe_docs.values import Fault, as_date, squeeze

ENOUGH, FEW, FEW_SHARE, MANY, YEARS = 20, 2, 0.015, 40, 2 * 366
TERM_HOLDS, LATE_SHARE = 0.9, 0.1
GRACE = timedelta(days=31)  # a table of September is often finished in October
BORN = "出生日期"
_END = re.compile(r"结束|终止|截止|结业|到期|离职|止$|退出|止日期")
_AHEAD = re.compile(r"计划|预计|下次|拟|有效")
_START = re.compile(r"开始|起始|开班|入职|上岗|起$|起日期")
_TERM = re.compile(r"期限|天数|时长|月数|年限")
_PERIOD = re.compile(
    r"(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)[-—–~～至到]+(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)(?:止)?"
)

Days = Mapping[str, Mapping[int, str]]


def dates_in_order(it: Loose) -> Iterator[Problem]:
    """What begins ends later; nobody does anything before birth; what was done lies not after the day."""
    names = [name for name in it.named(kind="date") if name != BORN]
    days = {name: dict(_days(it, name)) for name in names}
    wrong = {**_before_birth(it, days), **_after_the_day(it, days)}
    spans = list(_spans(names))
    pairs = list(dict.fromkeys([*spans, *_learnt(days)]))
    rows = sorted({i for cells in days.values() for i in cells})
    for i in rows:
        apart = [
            (a, b)
            for a, b in pairs
            if (i, a) not in wrong and (i, b) not in wrong and _is_before(days[b].get(i), days[a].get(i))
        ]
        if apart:
            name, other, is_late = _to_blame(apart, spans, days, i)
            word = "晚于" if is_late else "早于"
            wrong[i, name] = f"{days[name][i]} {word}“{it.heading(other)}” {days[other][i]}"
    for (i, name), detail in wrong.items():
        yield problem("L318", it.ledger.at(i, name), detail=detail)


def _days(it: Loose, name: str) -> list[tuple[int, str]]:
    return [(i, value) for i, value in it.filled(name) if value[:1].isdigit()]


def _is_before(one: str | None, other: str | None) -> bool:
    """Say whether one day lies before another, as far as both are known: a month has no days."""
    return bool(one and other) and str(one) < str(other)[: len(str(one))] and str(one)[:7] <= str(other)[:7]


def _before_birth(it: Loose, days: Days) -> dict[tuple[int, str], str]:
    born = [str(day or "") for day in it.persons["_出生"].to_list()]
    return {
        (i, name): f"{value} 早于出生日期"
        for name, cells in days.items()
        for i, value in cells.items()
        if born[i] and value < born[i][: len(value)]
    }


def _after_the_day(it: Loose, days: Days) -> dict[tuple[int, str], str]:
    """Return what lies after the day of its sheet; a column with many such days has nothing to do with that day."""
    named, sheets = [day.isoformat() if day else "9" for day in it.days], it.sheet_of()
    latest = [(day + GRACE).isoformat() if day else "9" for day in it.days]
    late: dict[tuple[int, str], str] = {}
    for name, cells in days.items():
        after = {i: value for i, value in cells.items() if value > latest[sheets[i]]}
        is_ahead = _END.search(it.heading(name)) or _AHEAD.search(it.heading(name))
        if not is_ahead and len(after) <= max(FEW, LATE_SHARE * len(cells)):
            late |= {(i, name): f"{value} 晚于 {named[sheets[i]]}" for i, value in after.items()}
    return late


def _spans(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each column of ends with that of its beginnings: the one that says so, else the one before it."""
    for at, end in enumerate(names):
        if _END.search(end):
            before = [name for name in names[:at] if not _END.search(name)]
            said = [name for name in names if _START.search(name)]
            yield from ((start, end) for start in (said or before)[-1:])


def _learnt(days: Days) -> Iterator[tuple[str, str]]:
    """Yield pairs of columns of which the first lies before the second in nearly all rows."""
    for one, other in combinations(days, 2):
        both = [i for i in days[one] if i in days[other]]
        for a, b in ((one, other), (other, one)):
            apart = sum(_is_before(days[b][i], days[a][i]) for i in both)
            differ = sum(_is_before(days[a][i], days[b][i]) for i in both)
            if differ >= ENOUGH and apart <= max(FEW, FEW_SHARE * len(both)):
                yield a, b


def _to_blame(
    apart: Sequence[tuple[str, str]], spans: Collection[tuple[str, str]], days: Days, i: int
) -> tuple[str, str, bool]:
    """Return the column whose day is wrong, the one it stands against, and whether it is too late.

    It is the one at odds with most others; of two the end, or else the one farther from the middle of its column.
    """
    count = Counter(name for pair in apart for name in pair)
    ends = {end for pair in apart if pair in spans for end in pair[1:]}
    others = [name for name in days if name not in count and i in days[name]]

    def oddness(name: str) -> tuple[int, bool, float, float]:
        from_others = sum(_outside(_gaps(days[name], days[other]), i) for other in others)
        own = _distance({k: n for k, v in days[name].items() if (n := _number(v)) is not None}, i)
        return count[name], name in ends, from_others, own

    name = max(count, key=oddness)
    early, late = next(pair for pair in apart if name in pair)
    return (early, late, True) if name == early else (late, early, False)


def _distance(numbers: Mapping[int, int], i: int) -> float:
    """Return how far row `i` lies from the middle of them all."""
    return abs(numbers[i] - median(numbers.values())) if i in numbers else 0


def _outside(numbers: Mapping[int, int], i: int) -> int:
    """Return how far row `i` lies beyond all other rows but the outermost few."""
    rest = sorted(number for k, number in numbers.items() if k != i)[FEW:-FEW]
    own = numbers.get(i)
    return max(rest[0] - own, own - rest[-1], 0) if rest and own is not None else 0


def _gaps(one: Mapping[int, str], other: Mapping[int, str]) -> dict[int, int]:
    """Return the days from one column to the other in each row that has both."""
    both = {i: (_number(one[i]), _number(other[i])) for i in one if i in other}
    return {i: b - a for i, (a, b) in both.items() if a is not None and b is not None}


def _number(text: str) -> int | None:
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01").toordinal()
    except ValueError:
        return None


def periods(it: Loose) -> Iterator[Problem]:
    """A cell of two days runs from the earlier to the later one, and both are days."""
    for name in it.named(kind="string"):
        pairs = [(i, match) for i, value in it.filled(name) if (match := _PERIOD.fullmatch(squeeze(value)))]
        if len(pairs) >= ENOUGH:
            for i, match in pairs:
                start, end = as_date(match[1]), as_date(match[2])
                wrong = next((day.detail for day in (start, end) if isinstance(day, Fault)), "")
                if wrong or (isinstance(start, date) and isinstance(end, date) and end < start):
                    detail = f"“{match[0]}”{wrong or '止早于起'}"
                    yield problem("L318", it.ledger.at(i, name), detail=detail)


def days_of_their_own(it: Loose) -> Iterator[Problem]:
    """A day that all rows share is another nowhere; where all lie close together none lies years away."""
    for name in (name for name in it.named(kind="date") if name != BORN):
        cells = {i: number for i, value in _days(it, name) if (number := _number(value)) is not None}
        usual, count = Counter(cells.values()).most_common(1)[0] if len(cells) >= MANY else (0, 0)
        middle = sorted(cells.values())[FEW:-FEW] if usual else [0, 0]
        far = max(YEARS, 3 * (middle[-1] - middle[0]))
        odd = [i for i, number in cells.items() if number < middle[0] - far or number > middle[-1] + far]
        if count >= len(cells) - FEW:
            odd = [i for i, number in cells.items() if number != usual]
        for i in odd if usual else ():
            facts = {"found": it.values(name)[i], "usual": f"{_day(middle[0])} 至 {_day(middle[-1])}"}
            yield problem("L346", it.ledger.at(i, name), name=it.heading(name), **facts)


def _day(number: int) -> str:
    return date.fromordinal(number).isoformat()


def terms(it: Loose) -> Iterator[Problem]:
    """A column of months or days that is the time between two dates in nearly all rows is so in every row."""
    names = [name for name in it.named(kind="date") if name != BORN]
    for name in (*it.named(kind="integer"), *it.named(kind="number")):
        said = {i: int(float(value)) for i, value in it.filled(name) if value.replace(".0", "").isdigit()}
        if not _TERM.search(it.heading(name)) or len(said) < ENOUGH:
            continue
        for start, end in combinations(names, 2):
            begun, ended = dict(_days(it, start)), dict(_days(it, end))
            spans = {i: span for i in said if (span := _span(begun.get(i), ended.get(i))) is not None}
            for unit in (0, 1):
                usual, count = _usual_gap(said, spans, unit)
                if len(spans) >= ENOUGH and TERM_HOLDS * len(spans) <= count < len(spans):
                    for i in spans:
                        if said[i] - spans[i][unit] != usual:
                            facts = {"found": str(said[i]), "expected": str(spans[i][unit] + usual)}
                            facts |= {"start": it.heading(start), "end": it.heading(end)}
                            yield problem("L342", it.ledger.at(i, name), name=name, **facts)


def _usual_gap(said: Mapping[int, int], spans: Mapping[int, tuple[int, int]], unit: int) -> tuple[int, int]:
    """Return how much more than the time between its dates a term nearly always is, and how often it is that."""
    gaps = Counter(said[i] - spans[i][unit] for i in spans)
    return next(((gap, count) for gap, count in gaps.most_common(1) if gap in (0, 1)), (0, 0))


def _span(start: str | None, end: str | None) -> tuple[int, int] | None:
    """Return whole months and days between two days, None when they aren't known in order."""
    if not start or not end or len(start) < 10 or len(end) < 10 or end < start:
        return None
    first, last = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    months = 12 * (last.year - first.year) + last.month - first.month
    return months, (last - first).days
