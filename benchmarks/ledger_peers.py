"""The rules of the benchmark's ledger as they are usually written: row by row in Python, and over columns in pandas.

Both give the (row, code) of each fault, and the derived figures; a text that is not in its usual form is read by
`read_cell`, so that all agree on what it means.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.ledger_rows import DAY, EMPLOYED, TITLES
from hqe_docs.data.cells import read_cell
from hqe_docs.data.files.grid import cell_text
from hqe_docs.data.idnumber import judge
from hqe_docs.data.kinds import Field, LedgerKind, check_of

Record = Mapping[str, str]
GONE = ("死亡", "迁出")
ID, STATE, SORT, HOUSE, KIN = "公民身份号码", "就业状态", "人员类别", "户编号", "与户主关系"
CODED = (
    "与户主关系",
    "性别",
    "民族",
    "文化程度",
    "劳动能力",
    "就业状态",
    "就业区域",
    "是否户籍",
    "是否常住",
    "是否在校",
    "养老保险",
    "人员类别",
)
NUMBERS, DATES = ("序号", "年龄", "月收入"), ("出生日期", "最近走访日期")
REQUIRED = ("户编号", "与户主关系", "姓名", ID, "文化程度", "是否户籍", "是否常住", "劳动能力", SORT, STATE)
# column → what must stand elsewhere for the column to be filled
WHEN = {
    "联系电话": (*EMPLOYED, "失业"),
    "就业形式": ("单位就业", "灵活就业"),
    "就业区域": EMPLOYED,
    "单位名称": ("单位就业", "公益性岗位"),
}
CHECKS: tuple[Mapping[str, Any], ...] = (
    {"当": {"列": "是否在校", "等于": "是"}, "则": {"列": STATE, "属于": ["在校", "参军", *GONE, ""]}},
    {"当": {"列": STATE, "等于": "失业"}, "则": {"列": "单位名称", "为空": "是"}},
    {"当": {"列": STATE, "等于": "失业"}, "则": {"列": "劳动能力", "不属于": ["丧失", "无"]}},
    {
        "当": {"全部": [{"列": SORT, "含": "普通"}, {"列": SORT, "不等于": "普通"}]},
        "则": {"列": SORT, "不含": "普通"},
    },
)
RULES = (
    *("L201", "L202", "L203", "L204", "L205", "L206", "L209", "L210", "L211"),
    *("L212", "L213", "L214", "L215", "L217", "L219", "L220", "L222"),
)
SUB_LEDGERS = ("失业人员", "就业困难人员", "脱贫劳动力", "退役军人", "残疾人", "转移就业")
GROUPS = (("组别", STATE), ("性别", "年龄段"), ("文化程度", STATE), ("就业区域", "性别"))
HARD, AWAY = ("低保", "残疾人", "监测对象"), ("县内乡外", "市内县外", "省内市外", "省外", "境外")


@dataclass(slots=True)
class Answer:
    """How often each rule was broken, how many rows each sub-ledger has, and how many people each group."""

    faults: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    groups: Counter[tuple[str, ...]] = field(default_factory=Counter)


def kind_of(master: LedgerKind) -> LedgerKind:
    """Return the master's kind with the columns and the rules of the benchmark, whatever it may have more."""
    known = {item.name: item for item in master.fields}
    fields = [
        replace(known[title], required=title in REQUIRED, required_when=_case(title)) for title in TITLES
    ]
    checks = tuple(check_of({**check, "说明": "基准"}) for check in CHECKS)
    return replace(master, fields=tuple(fields), checks=checks)


def _case(title: str) -> Mapping[str, Any] | None:
    return {"列": STATE, "属于": list(WHEN[title])} if title in WHEN else None


# ---------------------------------------------------------------- row by row
def read_openpyxl(path: Path) -> Iterator[Record]:
    """Yield the rows of a workbook as openpyxl reads them fastest, cells as text."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    rows = book.worksheets[0].iter_rows(min_row=3, values_only=True)
    for row in rows:
        yield dict(
            zip(TITLES, (value if type(value) is str else cell_text(value) for value in row), strict=False)
        )
    book.close()


class RowRules:
    """The rules over one row after another."""

    def __init__(self, kind: LedgerKind) -> None:
        self.fields = {item.name: item for item in kind.fields}
        self.codes = {name: _words(self.fields[name]) for name in CODED}
        self.found: list[tuple[int, str]] = []
        self.numbers: set[str] = set()
        self.houses: dict[str, list[int]] = {}
        self.unclear: set[str] = set()
        self.strays: set[str] = set()

    def check(self, rows: Iterable[Record]) -> Iterator[dict[str, str]]:
        """Yield each row in the form of its columns; what is found stands in `found`."""
        for index, row in enumerate(rows):
            values = dict(row)
            wrong = self._cells(index, row, values)
            self.persons(index, values, wrong)
            self.row(index, values, wrong)
            yield values
        self.households()

    def households(self) -> None:
        for house, (first, heads) in self.houses.items():
            is_known = house not in self.unclear and self.strays.isdisjoint(("", house))
            if heads > 1 or (heads == 0 and is_known):
                self.found.append((first, "L220"))

    def _cells(self, index: int, row: Record, values: dict[str, str]) -> set[str]:
        wrong = set()
        for name, codes in self.codes.items():
            text = row[name]
            if text and codes.get(text) is None:
                self._read(index, name, text, values, wrong)
        for name in NUMBERS:
            text = row[name]
            if text and not (text.isascii() and text.isdigit() and self._in_range(name, int(text))):
                self._read(index, name, text, values, wrong)
        for name in DATES:
            text = row[name]
            if text and not is_day(text):
                self._read(index, name, text, values, wrong)
        if (text := row["联系电话"]) and not _PHONE(text):
            self._read(index, "联系电话", text, values, wrong)
        if (text := row[ID]) and judge(text):
            self._read(index, ID, text, values, wrong)
        if (text := row["姓名"]) and not _NAME(text):
            self._read(index, "姓名", text, values, wrong)
        return wrong

    def _in_range(self, name: str, number: int) -> bool:
        item = self.fields[name]
        return float(item.minimum or 0) <= number <= float(item.maximum or 1e9)

    def _read(self, index: int, name: str, text: str, values: dict[str, str], wrong: set[str]) -> None:
        values[name], fault = read_cell(text, self.fields[name])
        if fault:
            wrong.add(name)
            self.found.append((index, fault.code))

    def persons(self, index: int, values: dict[str, str], wrong: set[str]) -> None:
        number, found = values[ID], self.found
        good = bool(number) and ID not in wrong
        if good:
            if number in self.numbers:
                found.append((index, "L209"))
            self.numbers.add(number)
            sex = "男" if int(number[16]) % 2 else "女"
            born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            if values["性别"] and values["性别"] != sex and "性别" not in wrong:
                found.append((index, "L210"))
            if values["出生日期"] and values["出生日期"] != born and "出生日期" not in wrong:
                found.append((index, "L211"))
        else:
            sex, born = values["性别"], values["出生日期"] if "出生日期" not in wrong else ""
        values["_性别"] = sex
        age = age_on(born) if born else None
        values["_年龄"] = "" if age is None else str(age)
        if values["年龄"] and "年龄" not in wrong and age is not None and int(values["年龄"]) != age:
            found.append((index, "L212"))

    def row(self, index: int, values: dict[str, str], wrong: set[str]) -> None:
        found, state = self.found, values[STATE]
        for name in REQUIRED:
            if not values[name] and name not in wrong:
                found.append((index, "L201"))
        for name, states in WHEN.items():
            if not values[name] and state in states and name not in wrong and STATE not in wrong:
                found.append((index, "L217"))
        if (
            values["是否在校"] == "是"
            and state not in ("在校", "参军", *GONE, "")
            and not wrong & {"是否在校", STATE}
        ):
            found.append((index, "L222"))
        if state == "失业":
            if values["单位名称"] and not wrong & {STATE, "单位名称"}:
                found.append((index, "L222"))
            if values["劳动能力"] in ("丧失", "无") and not wrong & {STATE, "劳动能力"}:
                found.append((index, "L222"))
        sorts = values[SORT].split("、")
        if len(sorts) > 1 and "普通" in sorts and SORT not in wrong:
            found.append((index, "L222"))
        house, is_head = values[HOUSE], values[KIN] == "户主"
        if KIN in wrong or not values[KIN]:
            self.unclear.add(house)
        if house and state not in GONE:
            self.houses.setdefault(house, [index, 0])[1] += is_head
        elif is_head:
            self.strays.add(house)


_PHONE = re.compile(r"1[3-9][0-9]{9}").fullmatch
_NAME = re.compile(r"[一-龥]{2,4}").fullmatch
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})").fullmatch


def _words(item: Field) -> dict[str, str]:
    words = {code: code for code in item.codes}
    return words or {"是": "是", "否": "否"}


@lru_cache(maxsize=100_000)
def is_day(text: str) -> bool:
    """Say whether `text` is a day in its usual form."""
    match = _DAY(text)
    try:
        return bool(match) and date(*map(int, match.groups())) is not None
    except ValueError:
        return False


@lru_cache(maxsize=100_000)
def age_on(born: str) -> int:
    """Return the completed years on the reference day."""
    year, month, day = int(born[:4]), int(born[5:7]), int(born[8:])
    return DAY.year - year - ((month, day) > (DAY.month, DAY.day))


def rules_as_functions(records: Iterable[Record], kind: LedgerKind) -> list[tuple[int, str]]:
    """Return the (row, code) of each fault, by the rules as the program writes them: functions in a list.

    A column is read by `read_cell`, the same reader as the program's; the other rules get the row that was read.
    """
    readers = [item for item in kind.fields if item.name in TITLES]
    rules, found = RowRules(kind), []
    for index, record in enumerate(records):
        values, wrong = dict(record), set[str]()
        for item in readers:
            values[item.name], fault = read_cell(record[item.name], item)
            if fault:
                wrong.add(item.name)
                found.append((index, fault.code))
        rules.persons(index, values, wrong)
        rules.row(index, values, wrong)
    rules.households()
    return found + rules.found


def answer_by_rows(rows: Iterable[Record], kind: LedgerKind) -> Answer:
    """Return what is found and derived, one row after another."""
    rules, answer = RowRules(kind), Answer()
    ledgers: dict[str, list[Record]] = defaultdict(list)
    for row in rules.check(rows):
        state = row[STATE]
        if state in GONE:
            continue
        sorts = row[SORT].split("、")
        age = int(row["_年龄"] or -1)
        working = 16 <= age < (60 if row["_性别"] == "男" else 55)
        if state == "失业":
            ledgers["失业人员"].append(row)
        if working and any(sort in HARD for sort in sorts):
            ledgers["就业困难人员"].append(row)
        if working and "脱贫人口" in sorts:
            ledgers["脱贫劳动力"].append(row)
        if "退役军人" in sorts:
            ledgers["退役军人"].append(row)
        if "残疾人" in sorts:
            ledgers["残疾人"].append(row)
        if row["就业区域"] in AWAY:
            ledgers["转移就业"].append(row)
        band = str(age // 10)
        answer.groups["组别", row["组别"], state] += 1
        answer.groups["性别", row["_性别"], band] += 1
        answer.groups["文化程度", row["文化程度"], state] += 1
        answer.groups["就业区域", row["就业区域"], row["_性别"]] += 1
    answer.faults.update(code for _, code in rules.found)
    answer.sizes.update({name: len(ledgers[name]) for name in SUB_LEDGERS})
    return answer
