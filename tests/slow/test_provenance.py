"""The whole example: every paper fresh, one ledger cell changed, and numbers traced and counted again by openpyxl."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hqe_docs.paper.places import read_places
from tests.program import hqe

EXAMPLE = Path(__file__).resolve().parents[2] / "ledgers" / "hongjiang-2023"
POINT = "梅州村"
Row = dict[str, Any]
EMPLOYED = ("单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农")


def answer(*words: object) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(hqe(*words, "--json").stdout)
    return said


@dataclass(frozen=True)
class Built:
    """A copy of the example with its papers elsewhere."""

    dossier: Path
    out: Path

    def paper(self, name: str) -> Path:
        return self.out / POINT / f"{POINT}-{name}"

    def verify(self) -> dict[str, dict[str, Any]]:
        files = answer("verify", self.out, "--dossier", self.dossier)["files"]
        return {Path(it["file"]).name: it for it in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("来历")
    shutil.copytree(EXAMPLE, folder / "档案", ignore=shutil.ignore_patterns(".hqe", "输出"))
    assert hqe("build", folder / "档案", "-o", folder / "出").exit_code == 0
    return Built(folder / "档案", folder / "出")


# ---------------------------------------------------------------- counted without our own code
@cache
def rows_of(folder: Path, ledger: str, key: str) -> list[Row]:
    """Return the rows of a ledger below the header row that holds `key`, each with its row number under 行."""
    book = openpyxl.load_workbook(folder / f"{ledger}.xlsx", data_only=True, read_only=True)
    sheet = book.worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    head = next(n for n, line in enumerate(lines) if key in line)
    made = [dict(zip(lines[head], line, strict=False)) for line in lines[head + 1 :]]
    return [row | {"行": head + 2 + n} for n, row in enumerate(made) if row[key]]


def age(row: Row) -> int:
    born = str(row["公民身份号码"])[6:14]
    month = int(born[4:6]), int(born[6:8])
    return 2023 - int(born[:4]) - (month > (10, 31))


def is_workforce(row: Row) -> bool:
    is_man = int(str(row["公民身份号码"])[16]) % 2 == 1
    return (
        row["是否户籍"] == "是"
        and 16 <= age(row) < (60 if is_man else 55)
        and row["劳动能力"] not in ("丧失", "无")
        and (row["就业状态"] in EMPLOYED or row["就业状态"] == "失业")
    )


def is_poor(row: Row) -> bool:
    return "脱贫人口" in str(row["人员类别"]).split("、")


# ---------------------------------------------------------------- verify
def test_all_papers_are_fresh_until_one_cell_changes_and_those_that_print_it_tell_old_and_new(
    built: Built, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    assert {tuple(it["state"]) for it in built.verify().values()} == {("fresh",)}
    shutil.copytree(built.dossier, tmp_path / "档案")
    shutil.copytree(built.out, tmp_path / "出")
    moved = Built(tmp_path / "档案", tmp_path / "出")
    path = moved.dossier / POINT / "劳动力资源台账.xlsx"
    rows = rows_of(path.parent, "劳动力资源台账", "公民身份号码")
    before = sum(is_workforce(row) and row["就业状态"] in EMPLOYED for row in rows)
    base = sum(map(is_workforce, rows))
    one = next(row for row in rows if is_workforce(row) and row["就业状态"] == "失业")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "就业状态" for cell in row))
    column = next(cell.column for cell in head if cell.value == "就业状态")
    sheet.cell(one["行"], column).value = "灵活就业"
    book.save(path)
    told = moved.verify()
    stale = {name: it for name, it in told.items() if it["state"] == ["stale"]}
    assert {tuple(it["state"]) for it in told.values()} == {("fresh",), ("stale",)}
    old, new = (f"{100 * count / base:.2f}%" for count in (before, before + 1))
    for name in ("周报.docx", "自评表.docx", "自评表.xlsx", "自评报告.docx", "申报表.docx", "工作方案.docx"):
        changes = stale[f"{POINT}-{name}"]["changes"]
        assert any(old in it["old"] and new in it["new"] for it in changes), name
    assert [(it["old"], it["new"]) for it in stale[f"{POINT}-劳动力资源台账.xlsx"]["changes"]] == [
        ("失业", "灵活就业")
    ]
    assert not [name for name in stale if name.startswith("洪江村")]
    assert hqe("build", moved.dossier, "-o", moved.out).exit_code == 0
    again = moved.verify()
    assert {tuple(it["state"]) for it in again.values()} == {("fresh",)}
    for name, it in stale.items():  # what it said would change is what the next build changed
        texts = read_places(Path(again[name]["file"]).read_bytes())
        assert all(texts.get(change["place"]) == change["new"] for change in it["changes"] if change["new"])
    record_property("said", f"{len(told)} papers, {len(stale)} stale after one cell, {old} → {new}")


# ---------------------------------------------------------------- trace
MASTER, ID = "劳动力资源台账", "公民身份号码"
COUNTED: dict[str, tuple[str, str, Callable[[Row], bool]]] = {
    "劳动力人数": (MASTER, ID, is_workforce),
    "就业人数": (MASTER, ID, lambda row: is_workforce(row) and row["就业状态"] in EMPLOYED),
    "失业人数": (MASTER, ID, lambda row: is_workforce(row) and row["就业状态"] == "失业"),
    "就业率": (MASTER, ID, lambda row: is_workforce(row) and row["就业状态"] in EMPLOYED),
    "脱贫劳动力人数": (MASTER, ID, lambda row: is_workforce(row) and is_poor(row)),
    "脱贫劳动力就业率": (
        MASTER,
        ID,
        lambda row: is_workforce(row) and is_poor(row) and row["就业状态"] in EMPLOYED,
    ),
    "数据准确率": ("数据核查台账", "核查结果", lambda row: row["核查结果"] == "一致"),
    "调解成功率": ("劳动争议调解台账", "调解结果", lambda row: row["调解结果"] == "成功"),
}
PLACES = (
    ("指标数据汇总表.xlsx", "指标数据!G{就业人数}"),
    ("指标数据汇总表.xlsx", "指标数据!G{就业率}"),
    ("指标数据汇总表.xlsx", "指标数据!E{脱贫劳动力就业率}"),
    ("指标数据汇总表.xlsx", "指标数据!G{数据准确率}"),
    ("指标数据汇总表.xlsx", "指标数据!G{调解成功率}"),
    ("周报.docx", "表1!C3"),
    ("周报.docx", "表1!C4"),
    ("周报.docx", "表1!C5"),
    ("周报.docx", "表1!C6"),
    ("中期评估报告.docx", "表2!D3"),
    ("自评表.docx", "表1!G12"),
    ("自评报告.docx", "表1!G10"),
)


def place_of(built: Built, paper: str, pattern: str) -> str:
    """Return a place in which {就业率} is the row that says so."""
    if "{" not in pattern:
        return pattern
    texts = read_places(built.paper(paper).read_bytes())
    name = pattern.partition("{")[2].rstrip("}")
    row = next(place for place, text in texts.items() if text == name).rpartition("!")[2].lstrip("ABCDEFGH")
    return pattern.replace(f"{{{name}}}", row)


@pytest.mark.parametrize(("paper", "pattern"), PLACES)
def test_a_place_leads_to_the_rows_that_openpyxl_counts(built: Built, paper: str, pattern: str) -> None:
    place = place_of(built, paper, pattern)
    told = answer("trace", built.paper(paper), place, "--dossier", built.dossier)
    assert told["problems"] == []
    (trace,) = told["traces"]
    figures = [it["figure"] for value in trace["values"] for it in value["because"] if it["figure"]]
    assert figures, trace
    name = figures[0]["name"]
    ledger, key, counts = COUNTED[name]
    expected = [row["行"] for row in rows_of(built.dossier / POINT, ledger, key) if counts(row)]
    found = [int(it["row"].rpartition("第")[2].rstrip("行")) for it in figures[0]["cells"]]
    assert found == expected and figures[0]["numerator"] == len(expected)
    assert figures[0]["value"] in trace["text"] or str(len(expected)) in trace["text"]


def test_a_cell_of_the_merged_roll_leads_to_the_villages_ledger(built: Built) -> None:
    path = built.out / "洪江镇-劳动力资源台账.xlsx"
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    lines = list(sheet.iter_rows(max_row=60))
    number, name = next((n, cell) for n, line in enumerate(lines) for cell in line if cell.value == "姓名")
    below = lines[number + 40][name.column - 1]
    words = ("trace", path, f"{sheet.title}!{below.coordinate}", "--dossier", built.dossier)
    (reason,) = answer(*words, "--show-personal")["traces"][0]["values"][0]["because"]
    file, _, place = reason["source"].partition("#")
    where = built.dossier / Path(*Path(file).parts[1:])
    tab, _, cell = place.rpartition("!")
    assert openpyxl.load_workbook(where, read_only=True)[tab][cell].value == below.value


def test_a_week_kept_is_held_against_the_same_week(built: Built, tmp_path: Path) -> None:
    shutil.copytree(built.dossier, tmp_path / "档案")
    day = date(2023, 11, 2).isoformat()
    hqe("weekly", tmp_path / "档案", "--on", day, "-o", tmp_path / "周报")
    files = answer("verify", tmp_path / "周报", "--dossier", tmp_path / "档案")["files"]
    assert files and {tuple(it["state"]) for it in files} == {("fresh",)}


def test_a_number_of_the_township_is_traced_to_those_of_its_villages(built: Built) -> None:
    paper = built.out / "洪江镇-周报.docx"
    told = answer("trace", paper, "--text", "94.80%", "--dossier", built.dossier)
    reasons = [it for trace in told["traces"] for value in trace["values"] for it in value["because"]]
    by_village = {it["dossier"]: it["figure"] for it in reasons if it["figure"]}
    assert {name: (it["numerator"], it["denominator"]) for name, it in by_village.items()} == {
        "梅州村": (1024, 1068),
        "洪江村": (799, 855),
    }
    assert f"{(1024 + 799) / (1068 + 855):.2%}" == "94.80%"


def test_a_weekly_paper_is_traced_as_of_its_day_and_fresh_when_it_has_just_been_made(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "档案", ignore=shutil.ignore_patterns(".hqe", "输出"))
    for day in ("2023-11-02", "2023-11-09"):
        hqe("weekly", tmp_path / "档案", "--on", day)
    files = answer("verify", tmp_path / "档案" / "输出")["files"]
    assert {(*it["state"], it["note"]) for it in files} == {("fresh", "")}
    paper = tmp_path / "档案" / "输出" / "周报" / "2023-11-09" / "洪江镇-周报.docx"
    told = answer("trace", paper, "表1!B3")
    (value,) = [value for trace in told["traces"] for value in trace["values"]]
    assert told["problems"] == [] and (value["text"], value["now"]) == ("1823", "1823")
