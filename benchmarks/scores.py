"""Many villages scored and summed by one run of the program, beside a plain Python loop over the same CSV files.

Villages are invented (seeded) and written once: a district, its townships, in each village a master ledger and four
small ones. Measured: dossiers a second and the peak memory of `hqe score 县 -o 汇总.xlsx`, for all villages and for a
quarter of them: nothing may be kept of a village but its line, so the peaks must be alike (goal: ratio ≤ 1.2).
The peer reads the master ledgers with the csv module and counts four rates (indicators 9, 15, 16, 17) and nothing
else: no checks, no other ledger, no paper; its counts must be those in the summary. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

import openpyxl

from benchmarks import ledger_rows

GOAL_MEMORY = 1.2
PER_TOWNSHIP = 25
COMPARED = 60  # villages whose counts are held against the peer's
DAY = ledger_rows.DAY
MASTER = (*ledger_rows.TITLES, "医疗保险", "技能证书", "是否创业")
NEXT = {
    "数据核查台账.csv": (
        ("姓名", "公民身份号码", "核查日期", "核查结果"),
        lambda row, i: (row[4], row[5], "2023-09-10", "不一致" if i % 12 == 0 else "一致"),
        60,
    ),
    "人力资源机构协作台账.csv": (
        ("机构名称", "协议起", "协议止"),
        lambda row, i: (f"宜春第{i + 1}人力资源有限公司", "2023-01-01", "2023-12-31"),
        2,
    ),
    "招聘与政策宣传活动台账.csv": (
        ("活动日期", "活动名称", "活动类型"),
        lambda row, i: (f"2023-0{i + 3}-15", f"第{i + 1}场招聘会", "招聘会"),
        3,
    ),
    "劳动争议调解台账.csv": (
        ("受理日期", "申请人", "调解结果"),
        lambda row, i: (f"2023-0{i + 1}-20", row[4], "不成功" if i == 0 else "成功"),
        5,
    ),
}
VILLAGE = """创建点: {{名称: {name}, 类型: 村, 级别: 市级, 所属: [洪江县, {above}], 年度: 2023, 基准日: 2023-10-31}}
人口: {{户籍总人口: {people}, 常住总人口: {people}}}
外部数据: {{县平均就业率: {{数值: 85%, 来源: 统计公报}}}}
条件: {{信息发布终端: 是, 机制: [入户走访, 分类帮扶], 推广: 无}}
自评: {{1: {{得分: {points}, 说明: 实地看过}}, 2: {{得分: 3, 说明: 四类齐全}}, 3: {{得分: 2.5, 说明: 流程缺一项}}}}
"""
OFFICE = "创建点: {{名称: {name}, 类型: {kind}, 级别: 市级, 角色: {role}, 所属: [{above}], 年度: 2023, 基准日: 2023-10-31}}\n下辖: [{below}]\n"


def main() -> int:
    """Measure, print, and say by the exit code whether the goals are reached."""
    said = _arguments()
    with _folder(said.keep) as folder:
        county = folder / "洪江县"
        if not county.exists():
            start = perf_counter()
            _write(county, said.dossiers, said.people)
            print(f"{said.dossiers} villages of {said.people} written in {perf_counter() - start:.0f} s")
        return 0 if _measure(county, said) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=60)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--keep", type=Path, help="write the villages here, or take those that are here")
    return parser.parse_args()


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


# ---------------------------------------------------------------- villages
def _write(county: Path, dossiers: int, people: int) -> None:
    ledger_rows.FAULTY = ledger_rows.VARIED = 0
    townships = {
        f"第{start // PER_TOWNSHIP + 1}镇": range(start, min(start + PER_TOWNSHIP, dossiers))
        for start in range(0, dossiers, PER_TOWNSHIP)
    }
    _office(county, "县区", "主管部门", "", townships)
    for township, numbers in townships.items():
        names = {f"村{number + 1}": number for number in numbers}
        _office(county / township, "乡镇", "实施单位", "洪江县", names)
        for name, number in names.items():
            _village(county / township / name, number, people)


def _office(folder: Path, kind: str, role: str, above: str, below: Sequence[str] | dict[str, object]) -> None:
    folder.mkdir(parents=True)
    text = OFFICE.format(name=folder.name, kind=kind, role=role, above=above, below=", ".join(below))
    (folder / "dossier.yaml").write_text(text, "utf-8")


def _village(folder: Path, number: int, people: int) -> None:
    folder.mkdir()
    facts = {"name": folder.name, "above": folder.parent.name, "people": people, "points": number % 7 / 2}
    (folder / "dossier.yaml").write_text(VILLAGE.format(**facts), "utf-8")
    share, founding = 20 + number % 13, 9 + number % 15
    rows = [
        [*row, "是" if i % 2 else "否", "焊工" if i % share == 0 else "", "是" if i % founding == 0 else "否"]
        for i, row in enumerate(ledger_rows.rows(people, seed=number))
    ]
    _csv(folder / "劳动力资源台账.csv", MASTER, rows)
    for file, (titles, line, count) in NEXT.items():
        _csv(folder / file, titles, [line(row, i) for i, row in enumerate(rows[:count])])


def _csv(path: Path, titles: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([titles, *rows])


# ---------------------------------------------------------------- the program
def _measure(county: Path, said: argparse.Namespace) -> bool:
    townships = sorted((path for path in county.iterdir() if path.is_dir()), key=lambda p: int(p.name[1:-1]))
    villages = [path for township in townships for path in township.iterdir() if path.is_dir()]
    few = _quarter(county, len(villages))
    quarter = county.parent / "四分之一.xlsx"
    whole = county.parent / "汇总.xlsx"
    _, small = _run(few, quarter)
    seconds, large = _run([county], whole)
    start = perf_counter()
    counted = {(path.parent.name, path.name): _by_loop(path) for path in villages}
    plain = perf_counter() - start
    shown = county.parent / "核对.xlsx"
    _run(villages[:COMPARED], shown)
    same = _in_summary(shown)
    assert same == {name: counted[name] for name in same}, "the summary's counts are not those of the loop"
    print(
        f"{len(villages)} dossiers × {said.people} persons scored and summed: {len(villages) / seconds:.1f} dossiers/s ({seconds:.0f} s)"
    )
    print(
        f"a csv loop that counts four rates and nothing else: {len(villages) / plain:.1f} dossiers/s; hqe takes {seconds / plain:.1f} times its time"
    )
    print(
        f"peak memory: {small:.0f} MiB for {len(few)}, {large:.0f} MiB for {len(villages)}: ratio {large / small:.2f} (goal ≤ {GOAL_MEMORY})"
    )
    return large / small <= GOAL_MEMORY


def _quarter(county: Path, count: int) -> list[Path]:
    """Return the dossiers of a quarter of the villages."""
    villages = sorted(path.parent for path in county.rglob("劳动力资源台账.csv"))
    return villages[: max(count // 4, 1)]


def _run(paths: Sequence[Path], out: Path) -> tuple[float, float]:
    """Return the seconds one run of the program takes, and its peak memory in MiB."""
    command = [sys.executable, "-m", "hqe_docs", "score", *map(str, paths), "-o", str(out)]
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return perf_counter() - start, used.ru_maxrss / 1024


def _in_summary(path: Path) -> dict[tuple[str, str], tuple[tuple[int, int], ...]]:
    """Return (township, village) → numerator and denominator of the four indicators, as the summary gives them."""
    found: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    book = openpyxl.load_workbook(path, read_only=True)
    for name, number, *_, why in book["指标明细"].iter_rows(min_row=4, max_col=8, values_only=True):
        if number in (9, 15, 16, 17):
            township, village = re.fullmatch(r"(.*镇)(.*)", str(name)).groups()
            above, below = re.search(r"(\d+) ÷ (\d+)", str(why)).groups()
            found.setdefault((township, village), {})[number] = (int(above), int(below))
    return {name: tuple(rates[no] for no in (9, 15, 16, 17)) for name, rates in found.items()}


# ---------------------------------------------------------------- the peer
def _by_loop(folder: Path) -> tuple[tuple[int, int], ...]:
    """Return employed by labour force, insured by persons of age, holders and founders by the population."""
    force = employed = aged = insured = holders = founders = people = 0
    with (folder / "劳动力资源台账.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            people += 1
            state, number = row["就业状态"], row["公民身份号码"]
            if state in ("死亡", "迁出") or row["是否户籍"] != "是":
                continue
            born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
            age = DAY.year - born.year - ((born.month, born.day) > (DAY.month, DAY.day))
            working = 16 <= age < (60 if int(number[16]) % 2 else 55)
            works = state in ledger_rows.EMPLOYED
            if working and row["劳动能力"] not in ("丧失", "无") and (works or state == "失业"):
                force += 1
                employed += works
            if age >= 16 and row["是否在校"] != "是":
                aged += 1
                insured += "是" in (row["养老保险"], row["医疗保险"])
            holders += row["技能证书"] != ""
            founders += row["是否创业"] == "是"
    return (employed, force), (insured, aged), (holders, people), (founders, people)


if __name__ == "__main__":
    sys.exit(main())
