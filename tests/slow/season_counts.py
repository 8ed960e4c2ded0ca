"""A village's week counted once more: from its ledgers, read with openpyxl, by plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml
from openpyxl import load_workbook

Row = dict[str, str]
Ratio = tuple[int, int | None]
EMPLOYED = {"单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农"}
GONE = {"死亡", "迁出"}
ID, YES = "公民身份号码", "是"
HEADER_ROW = 3
CLOSED = date(2023, 10, 31)  # 基准日


@cache
def rows(path: Path) -> tuple[Row, ...]:
    """Return the rows of a ledger, empty cells as empty texts; none where there is no such ledger."""
    if not path.exists():
        return ()
    book = load_workbook(path, read_only=True)
    lines = [["" if cell is None else str(cell) for cell in line] for line in book.worksheets[0].values]
    book.close()
    titles = lines[HEADER_ROW - 1]
    return tuple(dict(zip(titles, line, strict=True)) for line in lines[HEADER_ROW:])


@dataclass(frozen=True)
class Week:
    """A village's dossier of a week, and the day of its report."""

    folder: Path
    day: date

    def ledger(self, kind: str) -> tuple[Row, ...]:
        return rows(self.folder / f"{kind}.xlsx")

    def master(self) -> tuple[Row, ...]:
        return self.ledger("劳动力资源台账")

    def told(self) -> Mapping[str, object]:
        """Return dossier.yaml."""
        said: Mapping[str, object] = yaml.safe_load((self.folder / "dossier.yaml").read_text("utf-8"))
        return said

    # ------------------------------------------------------------ persons
    def age(self, row: Row) -> int:
        born, day = row[ID][6:14], min(self.day, CLOSED)
        year, rest = int(born[:4]), (int(born[4:6]), int(born[6:]))
        return day.year - year - ((day.month, day.day) < rest)

    def base(self) -> list[Row]:
        return [x for x in self.master() if x["是否户籍"] == YES and x["就业状态"] not in GONE]

    def is_of_age(self, row: Row) -> bool:
        return 16 <= self.age(row) < (60 if int(row[ID][16]) % 2 else 55)

    def workforce(self) -> list[Row]:
        able = [x for x in self.base() if self.is_of_age(x) and x["劳动能力"] not in ("丧失", "无")]
        return [x for x in able if x["就业状态"] in EMPLOYED or x["就业状态"] == "失业"]

    # ------------------------------------------------------------ figures
    def figures(self) -> dict[str, Ratio]:
        """Return what the report calls a figure → numerator and denominator; none that can't be counted."""
        force = self.workforce()
        poor = [x for x in force if "脱贫人口" in x["人员类别"].split("、")]
        due = [
            x for x in self.base() if self.age(x) >= 16 and x["是否在校"] != YES and x["就业状态"] != "在校"
        ]
        holders = {x[ID] for x in self.base() if x["技能证书"]} | {x[ID] for x in self.ledger("持证人员台账")}
        firms = self.ledger("创业与市场主体台账")
        founders = {x[ID] for x in self.base() if x["是否创业"] == YES} | {x[ID] for x in firms}
        people = int(self.told()["人口"]["户籍总人口"])  # type: ignore[index]
        wish = [x for x in self.base() if x["培训意愿"] == "有"]
        trained = {x[ID] for x in self.ledger("技能培训台账")}
        checks, cases = self.ledger("数据核查台账"), self.ledger("劳动争议调解台账")
        ended = [x["调解结果"] for x in cases if x["调解结果"] in ("成功", "不成功")]
        found: dict[str, Ratio] = {
            "劳动力人数": (len(force), None),
            "就业人数": (_employed(force), None),
            "失业人数": (len(force) - _employed(force), None),
            "就业率": (_employed(force), len(force)),
            "脱贫劳动力就业率": (_employed(poor), len(poor)),
            "零就业家庭": (len(self.homes_without_work()), None),
            "参保率": (sum(YES in (x["养老保险"], x["医疗保险"]) for x in due), len(due)),
            "持证占比": (len(holders), people),
            "创业率": (len(founders), people),
            "培训率": (sum(x[ID] in trained for x in wish), len(wish) if trained else 0),
            "数据准确率": (sum(x["核查结果"] == "一致" for x in checks), len(checks)),
            "调解成功率": (ended.count("成功"), len(ended)),
        }
        return {name: pair for name, pair in found.items() if pair[1] != 0}

    def homes_without_work(self) -> set[str]:
        there = [x for x in self.master() if x["就业状态"] not in GONE and self.is_of_age(x)]
        working = {x["户编号"] for x in there if x["就业状态"] in EMPLOYED}
        headed = [
            x["户编号"] for x in self.master() if x["就业状态"] not in GONE and x["与户主关系"] == "户主"
        ]
        idle = {x["户编号"] for x in self.workforce() if x["就业状态"] == "失业"}
        return {home for home in idle - working if headed.count(home) == 1}

    # ------------------------------------------------------------ what happened
    def happened(self, first: date, last: date) -> dict[str, int]:
        """Return what the report calls a number of the service ledgers → that number of some days."""
        return {
            title: count([x for x in self.ledger(kind) if _is_between(x.get(dated, ""), first, last)])
            for title, (kind, dated, count) in EVENTS.items()
            if self.ledger(kind)
        }

    def tasks(self) -> dict[str, int]:
        """Return 状态 → number of tasks."""
        states = [str(task["状态"]) for task in self.told()["任务"]]  # type: ignore[attr-defined]
        return {state: states.count(state) for state in states}


def _employed(people: Sequence[Row]) -> int:
    return sum(x["就业状态"] in EMPLOYED for x in people)


def _is_between(text: str, first: date, last: date) -> bool:
    return first.isoformat() <= text <= last.isoformat()


def _sum(column: str) -> Callable[[Sequence[Row]], int]:
    return lambda found: sum(int(x[column] or 0) for x in found)


def _distinct(column: str) -> Callable[[Sequence[Row]], int]:
    return lambda found: len({x[column] for x in found})


def _where(column: str, value: str) -> Callable[[Sequence[Row]], int]:
    return lambda found: sum(x[column] == value for x in found)


FAIRS, CLASSES, FIRMS = "招聘与政策宣传活动台账", "技能培训台账", "创业与市场主体台账"
LOANS, CASES = "创业担保贷款台账", "劳动争议调解台账"
EVENTS: Mapping[str, tuple[str, str, Callable[[Sequence[Row]], int]]] = {
    "招聘和政策宣传活动": (FAIRS, "活动日期", len),
    "参加活动": (FAIRS, "活动日期", _sum("参加人数")),
    "达成就业意向": (FAIRS, "活动日期", _sum("达成意向人数")),
    "实际入职": (FAIRS, "活动日期", _sum("实际入职人数")),
    "培训开班": (CLASSES, "开班日期", _distinct("班次")),
    "参训学员": (CLASSES, "开班日期", len),
    "培训结业合格": (CLASSES, "结业日期", _where("是否合格", YES)),
    "取得证书": ("持证人员台账", "发证日期", _distinct(ID)),
    "新办市场主体": (FIRMS, "注册日期", _distinct("市场主体名称")),
    "带动就业": (FIRMS, "注册日期", _sum("带动就业人数")),
    "创业担保贷款": (LOANS, "放款日期", len),
    "贷款金额": (LOANS, "放款日期", _sum("贷款金额")),
    "党建推送就业信息": ("党建+就业推送台账", "推送日期", len),
    "受理劳动争议": (CASES, "受理日期", len),
    "调解成功": (CASES, "结案日期", _where("调解结果", "成功")),
    "更新台账信息": ("动态更新台账", "更新日期", len),
    "核查数据": ("数据核查台账", "核查日期", len),
    "工作人员培训": ("工作人员培训台账", "培训日期", len),
}


# ---------------------------------------------------------------- as papers print it
def shown(pair: Ratio | None) -> str | None:
    """Return a number or a rate of two decimals."""
    if pair is None:
        return None
    above, below = pair
    return str(above) if below is None else f"{_hundredths(Fraction(above, below))}%"


def change(now: Ratio | None, before: Ratio | None) -> str:
    """Return what stands under 增减."""
    if now is None or before is None:
        return "—"
    difference = _exact(now) - _exact(before)
    if difference == 0:
        return "持平"
    sign = "+" if difference > 0 else "-"
    if now[1] is None:
        return f"{sign}{abs(difference)}"
    size = abs(_hundredths(_exact(now)) - _hundredths(_exact(before)))
    return f"{sign}{size}个百分点" if size > 0 else f"{sign}不足0.01个百分点"


def _exact(pair: Ratio) -> Fraction:
    return Fraction(pair[0], pair[1] or 1)


def _hundredths(share: Fraction) -> Decimal:
    per_cent = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return per_cent.quantize(Decimal("0.01"), ROUND_HALF_UP)


def together(weeks: Sequence[Mapping[str, Ratio]]) -> dict[str, Ratio]:
    """Return the figures of several villages as one each, where all of them have it."""
    names = [name for name in weeks[0] if all(name in week for week in weeks)]
    return {name: _added([week[name] for week in weeks]) for name in names}


def _added(pairs: Sequence[Ratio]) -> Ratio:
    below = [part for _, part in pairs if part is not None]
    return sum(part for part, _ in pairs), sum(below) if below else None


def report_days() -> Iterator[date]:
    """Yield the days of the 22 reports: Thursdays, and the first working day after the holidays of October."""
    for number in range(22):
        day = date(2023, 7, 6) + timedelta(weeks=number)
        yield date(2023, 10, 7) if day == date(2023, 10, 5) else day
