"""Checks of a loose table beside those of every ledger: plain functions in a list, each giving its problems."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hqe_docs.data import idnumber
from hqe_docs.data.columns import ID
from hqe_docs.data.ledger import SOURCE
from hqe_docs.data.looseday import longest_month
from hqe_docs.data.loosefew import rare_places, rare_types
from hqe_docs.data.loosehouses import heads, household_sizes
from hqe_docs.data.loosesums import Numbers, sums_apart, wrong_results
from hqe_docs.data.loosetable import Loose
from hqe_docs.data.persons import VALID
from hqe_docs.data.rules import Subject, check_rows
from hqe_docs.problems import Location, Problem, column_letters, problem
from hqe_docs.values import squeeze

if TYPE_CHECKING:
    import polars as pl

FEW, FEW_SHARE = 5, 0.1  # more cells of a column than this at odds with a rule: the rule isn't the column's
CONSTANT, ENOUGH = 0.95, 20
RARE, COMMON, KINDS_OF = 0.005, 0.02, 15
_NAME = re.compile(r"[\u3400-\u9fff·]{2,}")
_RATE = re.compile(r"标准|单价|费率|日工资|月工资标准")
_TYPE = re.compile(r"类型|类别|类形|性质|状态|等级|档次")
_FIRM = frozenset(["L201", "L204", "L205", "L206", "L207", "L209", "L305", "L307", "L320"])
_END = re.compile(r"结束|终止|截止|结业|到期|离职|[期间]止$|退出|止日期")
_AHEAD = re.compile(r"计划|预计|下次|拟|有效")
GRACE = timedelta(days=31)  # a table of September is often finished in October
_START = re.compile(r"开始|起始|开班|入职|上岗|[期间]起$|起日期")


def swapped_cells(it: Loose) -> Iterator[Problem]:
    """A name that is an identity number beside a number that is a name: the two were swapped."""
    for i in swapped_rows(it):
        found = idnumber.mask(idnumber.tidy(it.values("姓名")[i]))
        yield problem("L320", it.ledger.at(i, "姓名"), found=found)


def swapped_rows(it: Loose) -> list[int]:
    if not (it.ledger.has("姓名") and it.ledger.has(ID)):
        return []
    pairs = zip(it.values("姓名"), it.values(ID), strict=True)
    return [
        i
        for i, (name, number) in enumerate(pairs)
        if re.fullmatch(r"\d{17}[\dX]|\d{15}", idnumber.tidy(name)) and _NAME.fullmatch(squeeze(number))
    ]


def odd_rates(it: Loose) -> Iterator[Problem]:
    """A rate that all rows share but one is wrong there."""
    for name in (n for n in it.named(kind="number") if _RATE.search(n)):
        cells = it.filled(name)
        if len(cells) < ENOUGH:
            continue
        usual, count = Counter(value for _, value in cells).most_common(1)[0]
        if count >= CONSTANT * len(cells):
            for i, value in cells:
                if value != usual:
                    yield problem("L308", it.ledger.at(i, name), name=name, found=value, usual=usual)


def too_many_days(it: Loose) -> Iterator[Problem]:
    """Days worked in a month are not more than it has."""
    most = longest_month(it.title)
    for name in it.named(form="天数"):
        for i, value in it.filled(name):
            if float(value) > most or float(value) < 0:
                yield problem("L314", it.ledger.at(i, name), name=name, found=value, most=most)


def accounts(it: Loose) -> Iterator[Problem]:
    """Accounts of one bank (its first six digits) have one length; one account is one person's."""
    for name in it.named(form="银行账号"):
        cells = it.filled(name)
        lengths: dict[str, Counter[int]] = defaultdict(Counter)
        for _, value in cells:
            lengths[value[:6]][len(value)] += 1
        for i, value in cells:
            known = lengths[value[:6]]
            usual, count = known.most_common(1)[0]
            if len(value) != usual and count >= max(ENOUGH, CONSTANT * known.total()):
                detail = f"有 {len(value)} 位，同一银行的其他账号都是 {usual} 位"
                yield problem("L306", it.ledger.at(i, name), found=_tail(value), detail=detail)
        yield from _shared_accounts(it, name, cells)


def _shared_accounts(it: Loose, name: str, cells: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    owners = it.values("姓名") if it.ledger.has("姓名") else []
    first: dict[str, int] = {}
    for i, value in cells:
        if value in first and owners and owners[i] != owners[first[value]]:
            row = it.ledger.at(first[value]).row
            yield problem("L315", it.ledger.at(i, name), name=name, found=_tail(value), first=row)
        first.setdefault(value, i)


def _tail(value: str) -> str:
    return "…" + value[-4:]


def dates_in_order(it: Loose) -> Iterator[Problem]:
    """What begins ends later; nobody does anything before birth; what was done lies not after the day."""
    days = [name for name in it.named(kind="date") if name != "出生日期"]
    born = [str(day or "") for day in it.persons["_出生"].to_list()]
    latest = (it.day + GRACE).isoformat() if it.day else "9"
    for name in days:
        for i, value in _days(it, name):
            if born[i] and value < born[i][: len(value)]:
                yield problem("L318", it.ledger.at(i, name), detail=f"{value} 早于出生日期")
            elif value > latest and not _END.search(name) and not _AHEAD.search(name):
                yield problem("L318", it.ledger.at(i, name), detail=f"{value} 晚于 {it.day}")
    for start, end in _spans(days):
        begun = dict(_days(it, start))
        for i, value in _days(it, end):
            if i in begun and value < begun[i][: len(value)]:
                yield problem("L318", it.ledger.at(i, end), detail=f"{value} 早于“{start}” {begun[i]}")


def _spans(days: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each column of ends with that of its beginnings: the one that says so, else the one before it."""
    for at, end in enumerate(days):
        if _END.search(end):
            before = [name for name in days[:at] if not _END.search(name)]
            said = [name for name in days if _START.search(name)]
            yield from ((start, end) for start in (said or before)[-1:])


def _days(it: Loose, name: str) -> list[tuple[int, str]]:
    return [(i, value) for i, value in it.filled(name) if value[:1].isdigit()]


def results(it: Loose) -> Iterator[Problem]:
    """A column worked out from others (days × rate, gross − deduction, a sum) is right in every row."""
    for wrong in wrong_results(_numbers(it)):
        facts = {"name": wrong.name, "found": wrong.found, "how": wrong.how, "expected": wrong.expected}
        yield problem("L307", it.ledger.at(wrong.index, wrong.name), **facts)


def totals(it: Loose) -> Iterator[Problem]:
    """A row of totals says the sum of its rows, or how many they are."""
    numbers = _numbers(it)
    for number, (table, sums) in enumerate(zip(it.tables, it.sums, strict=True)):
        offset = next((i for i, s in enumerate(it.ledger.frame[SOURCE].to_list()) if s == number), 0)
        for apart in sums_apart(numbers, table, sums, offset):
            where = table.grid.at(apart.row, apart.column)
            yield problem("L325", where, name=apart.name, found=apart.found, expected=apart.expected)


def _numbers(it: Loose) -> Numbers:
    order = [(table.header.columns, item) for table in it.tables[:1] for item in it.ledger.kind.fields]
    names = [
        item.name
        for columns, item in sorted(order, key=lambda pair: pair[0].get(pair[1].name, 999))
        if item.type in ("number", "integer") and item.name not in ("年龄", "序号")
    ]
    return Numbers(
        {name: it.values(name) for name in names},
        {name: it.ledger.faults.get(name, frozenset()) for name in names},
        {item.name for item in it.ledger.kind.fields if item.required and item.name != "家庭人口"},
    )


RULES: tuple[Callable[[Loose], Iterator[Problem]], ...] = (
    swapped_cells,
    odd_rates,
    too_many_days,
    accounts,
    rare_types,
    rare_places,
    dates_in_order,
    heads,
    household_sizes,
    results,
    totals,
)


def check_loosely(it: Loose, read: Sequence[Problem]) -> list[Problem]:
    """Return what reading the cells found and what the rules of ledgers and of loose tables find, in order."""
    it = replace(it, persons=_whole_births(it.persons))
    subject = Subject(it.ledger, it.persons, it.day)
    swapped = {it.ledger.at(i, name) for i in swapped_rows(it) for name in ("姓名", ID)}
    found = [item for item in (*read, *check_rows(subject)) if item.where not in swapped]
    # households are told by heads and household_sizes: a loose table often has only some of a family
    found = [item for item in found if item.code not in ("L220", "L233", "L234")]
    found = [item for item in found if item.code != "L201" or not _says_none(it, item.where)]
    found += [item for rule in RULES for item in rule(it)]
    found = _once_a_cell(_without_misfits(found, it))
    return sorted(
        found, key=lambda item: (item.where.file or "", item.where.sheet or "", item.where.row or 0)
    )


def _says_none(it: Loose, where: Location) -> bool:
    """Say whether a cell read as empty says so (— or 无), which numbers, names and accounts can't."""
    for table in it.tables:
        if table.grid.sheet == where.sheet and where.row:
            column = next(t for t in table.header.titles if column_letters(t.column + 1) == where.column)
            known = column.field is not None and column.field.format in (ID, "姓名", "银行账号")
            return not known and bool(table.grid.text(where.row - 1, column.column).strip())
    return False


def _whole_births(persons: pl.DataFrame) -> pl.DataFrame:
    """Return `persons` with births of a year and month completed from the number when the two agree."""
    import polars as pl

    own, whole = pl.col("出生日期"), pl.col("_出生").cast(pl.String)
    agrees = pl.col(VALID) & (own.str.len_chars() == 7) & (own == whole.str.slice(0, 7))
    return persons.with_columns(pl.when(agrees).then(whole).otherwise(own).alias("出生日期"))


def _without_misfits(found: Sequence[Problem], it: Loose) -> list[Problem]:
    """Return `found` with one info for each rule that so much of a column breaks that it isn't the column's rule."""
    count = Counter(_misfit(item) for item in found)
    limit = max(FEW, FEW_SHARE * it.ledger.frame.height)
    kept, said = [], set()
    for item in found:
        key = _misfit(item)
        is_asked = it.is_day_said and item.code == "L212"
        if item.code in _FIRM or item.severity == "info" or count[key] <= limit or is_asked:
            kept.append(item)
        elif key not in said:
            said.add(key)
            where = replace(item.where, cell=None, row=None)
            kept.append(
                problem("L326", where, count=count[key], column=item.where.column, message=item.message)
            )
    return kept


def _misfit(item: Problem) -> tuple[str, object]:
    return item.code, item.where.column


def _once_a_cell(found: Sequence[Problem]) -> list[Problem]:
    """Return `found` with the first error or warning of each cell: one fault is told once."""
    seen: set[Location | None] = set()
    kept = []
    for item in found:
        place = item.where if item.where.cell and item.severity != "info" else None
        if place is None or place not in seen:
            kept.append(item)
            seen.add(place)
    return kept
