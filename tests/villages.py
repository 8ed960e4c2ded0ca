"""Small invented villages for tests: a folder with dossier.yaml and a master ledger as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl

from hqe_docs.data.idnumber import check_digit
from hqe_docs.data.ledger import Ledger
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.problems import Problem

POINT = "创建点: {{名称: {name}, 类型: {kind}, 级别: {level}, 年度: 2023, 基准日: 2023-10-31}}\n"
ORDINARY = {
    "户编号": "1",
    "与户主关系": "其他亲属",
    "文化程度": "初中",
    "是否户籍": "是",
    "是否常住": "是",
    "劳动能力": "普通",
    "是否在校": "否",
    "人员类别": "普通",
    "就业状态": "灵活就业",
    "就业形式": "季节性",
    "就业区域": "乡内",
    "联系电话": "",
    "养老保险": "是",
    "医疗保险": "是",
    "单位名称": "",
    "失业日期": "",
    "失业原因": "",
    "就业意愿": "",
    "意向工种": "",
    "培训意愿": "",
    "技能证书": "",
    "是否创业": "否",
}
UNEMPLOYED = {
    "就业状态": "失业",
    "就业形式": "",
    "失业日期": "2023-01-05",
    "失业原因": "合同到期",
    "就业意愿": "有",
    "意向工种": "保洁员",
    "培训意愿": "无",
}


def id_number(order: int, born: str = "19900101", man: bool = True) -> str:
    """Return the right identity number of an invented person of county 360999."""
    first17 = f"360999{born}{order % 500 * 2 + man:03d}"
    return first17 + check_digit(first17)


def person(order: int, born: str = "19900101", man: bool = True, **changes: str) -> dict[str, str]:
    """Return a row of the master ledger: ordinary but for `changes`; the first person heads the household."""
    head = {"与户主关系": "户主"} if order == 0 else {}
    number = id_number(order, born, man)
    return {
        "姓名": f"村民{'甲乙丙丁戊己庚辛壬癸'[order % 10]}",
        "公民身份号码": number,
        **ORDINARY,
        **head,
        "联系电话": f"199{order:08d}",
        **changes,
    }


def village(
    folder: Path, rows: Iterable[Mapping[str, str]], *, kind: str = "村", level: str = "市级", more: str = ""
) -> Path:
    """Write a village into `folder` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = POINT.format(name=folder.name, kind=kind, level=level) + more
    (folder / "dossier.yaml").write_text(text, "utf-8")
    rows = list(rows)
    if rows:
        ledger(folder, "劳动力资源台账", rows)
    return folder


def ledger(folder: Path, kind: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Write a ledger as CSV; the first row says its columns."""
    with (folder / f"{kind}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def table(*people: Mapping[str, object]) -> list[list[object]]:
    """Return rows of cells: the titles, then a row a person."""
    return [list(people[0]), *([*one.values()] for one in people)]


def workbook(
    folder: Path,
    rows: Sequence[Sequence[object]],
    *,
    name: str = "劳动力资源台账.xlsx",
    merges: Iterable[str] = (),
    sheet: str = "Sheet",
    more: Mapping[str, Sequence[Sequence[object]]] | None = None,
    hidden: Iterable[str] = (),
) -> Path:
    """Write a village whose ledger is a workbook with `rows`, and further sheets `more`; return its folder."""
    village(folder, [])
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, cells in {sheet: rows, **(more or {})}.items():
        page = book.create_sheet(title)
        for row in cells:
            page.append(list(row))
        page.sheet_state = "hidden" if title in hidden else "visible"
    for merge in merges:
        book[sheet].merge_cells(merge)
    book.save(folder / name)
    return folder


def checked(folder: Path) -> tuple[Ledger, list[Problem]]:
    """Return the master ledger of a village, and what reading and checking it has found."""
    (loaded,) = open_dossiers([folder])
    return loaded.ledgers["劳动力资源台账"], list(loaded.ledger_problems)
