"""The season's year of duties: weekly reports, change ledgers, mid-term report, funds, acceptance bundle."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from shutil import copytree, ignore_patterns

from hqe_docs.data.calendar import load_calendar
from hqe_docs.data.programme.weeks import weeks
from hqe_docs.office.building.build import build, build_week
from hqe_docs.office.bundle.packing import PackOrder, pack
from hqe_docs.office.ledgers.ledgerdiff import diff_ledgers
from hqe_docs.office.subsidies import funds_json
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.problems import Problem, Problems
from tools.season.accounts import account_rows
from tools.season.days import CLOSED, LAST, START
from tools.season.states import TRUTH, Season

TOWN = "洪江镇"
ROUNDS = (date(2023, 6, 30), date(2023, 7, 31), date(2023, 8, 31), date(2023, 9, 26), CLOSED, LAST)
MID_TERM = date(2023, 9, 28)  # 中期评估时限 is 30 September, a holiday
MID_TERM_PAPERS = ("中期评估报告", "整改清单")
FUND_PAPERS = ("资金台账", "申请拨付资金的请示")
LOG = ("日期", "事项", "用时（秒）", "文件", "错误", "警告")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """Something done on a day: how long it took, which files it made, how many not, what it found."""

    day: date
    what: str
    seconds: float
    files: Sequence[Path]
    lost: int
    problems: Sequence[Problem]

    @property
    def is_good(self) -> bool:
        """Whether all was written and nothing wrong was found."""
        return not self.lost and not self.count("error")

    def count(self, severity: str) -> int:
        return sum(item.severity == severity for item in self.problems)

    def cells(self) -> list[str]:
        """Return the step as a line of the log."""
        numbers = (len(self.files), self.count("error"), self.count("warning"))
        return [self.day.isoformat(), self.what, f"{self.seconds:.2f}", *map(str, numbers)]


Done = tuple[Sequence[Path | None], Sequence[Problem]]


@dataclass(slots=True)
class Run:
    """One run into the folder `out`: the dossiers as they change, and beside them what is made of them."""

    out: Path
    season: Season
    until: date
    say: Say
    steps: list[Step] = field(default_factory=list)

    @property
    def place(self) -> Path:
        """Where the dossiers lie, week after week the same."""
        return self.out / TOWN

    def all(self) -> list[Step]:
        """Do everything up to the last day, in the order of the days."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.season.write_truth(self.out / TRUTH, self.until)
        self.season.write(self.place, START)
        duties = [*self._reports(), *self._rounds(), (MID_TERM, "中期评估", self._mid_term)]
        duties += [(LAST, "奖补资金", self._funds), (LAST, "验收资料包", self._bundle)]
        for day, what, do in sorted(duties, key=lambda duty: duty[0]):
            if day <= self.until:
                self._do(day, what, do)
        self._log()
        return self.steps

    def _do(self, day: date, what: str, do: Callable[[date], Done]) -> None:
        began = time.perf_counter()
        if not (self.steps and self.steps[-1].day == day):
            self.season.write(self.place, day)
        files, problems = do(day)
        made = [path for path in files if path]
        step = Step(day, what, time.perf_counter() - began, made, len(files) - len(made), problems)
        self.steps.append(step)
        missing = f"，没有生成 {step.lost} 份" if step.lost else ""
        self.say(f"{day} {what}：{len(made)} 个文件，{step.seconds:.1f} 秒{missing}")
        for item in problems:
            if item.severity == "error":
                self.say(f"    {item.code} {item.where}: {item.message}")

    # ------------------------------------------------------------ duties
    def _reports(self) -> Iterator[tuple[date, str, Callable[[date], Done]]]:
        """Yield the weekly reports: each when it is handed in, of the ledgers of then, by the last day of its week."""
        (loaded,) = open_dossiers([self.place])
        calendar = load_calendar(loaded.library, Problems())
        for week in weeks(loaded.programme, loaded.sound.data.settings, calendar):
            yield week.handed_in, f"第 {week.number} 期周报", self._report_of(week.end)

    def _report_of(self, last: date) -> Callable[[date], Done]:
        def do(_: date) -> Done:
            kept = self.out / "每周档案" / last.isoformat()
            copytree(self.place, kept, ignore=ignore_patterns(".hqe"), dirs_exist_ok=True)
            problems, results = build_week([self.place], day=last, out=self.out / "周报" / last.isoformat())
            return [result.path for result in results], problems

        return do

    def _rounds(self) -> Iterator[tuple[date, str, Callable[[date], Done]]]:
        for before, day in pairwise((START, *ROUNDS)):
            yield day, "动态更新台账", self._round_since(before)

    def _round_since(self, before: date) -> Callable[[date], Done]:
        def do(day: date) -> Done:
            files: list[Path | None] = []
            problems: list[Problem] = []
            for each in self.season.villages:
                name = each.village.name
                folder = self.out / "动态更新" / day.isoformat() / name
                folder.mkdir(parents=True, exist_ok=True)
                old, new = (each.write_master(folder / f"{at}.xlsx", at) for at in (before, day))
                kind, batch = "劳动力资源台账", f"{day.year}年{day.month}月更新"
                path = folder / "动态更新台账.xlsx"
                answer = diff_ledgers([old, new], path, kind=kind, batch=batch, day=day.isoformat())
                files.append(answer["path"] and path)
                problems += answer["problems"]
            return files, problems

        return do

    def _mid_term(self, day: date) -> Done:
        problems, results = build([self.place], out=self.out / "中期评估", documents=MID_TERM_PAPERS)
        return [result.path for result in results], problems

    def _funds(self, day: date) -> Done:
        answer = funds_json([self.place])
        folder = self.out / "奖补资金"
        problems, results = build([self.place], out=folder, documents=FUND_PAPERS)
        _write(folder / "奖补资金.csv", account_rows(answer["dossiers"]))
        return [result.path for result in results], [*answer["problems"], *problems]

    def _bundle(self, day: date) -> Done:
        problems, packed = pack([self.place], PackOrder(self.out / "验收资料", zip=True))
        return [each.path for each in packed] + [each.zip for each in packed], problems

    def _log(self) -> None:
        _write(self.out / "运行记录.csv", [LOG, *(step.cells() for step in self.steps)])


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
