"""The Excel templates: as made by their maker, with working drop-downs, right when filled and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from hqe_docs.paper.fill import fill
from tests.examples import a_few
from tools.excel.columns import Column, columns_of
from tools.excel.make import TEMPLATES, parts_of

TEMPLATE_FOLDER = Path(__file__).parent.parent / "templates"
KIND = "劳动力资源台账"
LEDGERS = {"劳动力资源台账.xlsx": False, "劳动力资源台账（汇总）.xlsx": True}
LONG = "情况说明" * 125
ODD = '<b>甲</b>&"乙" {{ 丙 }}\n喆堃㛃𠮷'


def columns(merged: bool) -> list[Column]:
    return [column for column in columns_of(KIND) if merged or not column.optional]


def person(number: int) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: "" for column in columns(True)}
    return row | {
        "村（社区）": "梅州村", "序号": number, "户编号": f"{number:04d}", "姓名": "彭春山",
        "公民身份号码": "360999198503123010", "年龄": 38, "联系电话": "19900001234",
        "就业日期": date(2022, 2, 18), "出生日期": date(1985, 3, 12),
        "月收入": 4500, "民族": "汉族", "人员类别": "脱贫人口、残疾人",
        "证书编号": "00120034", "单位名称": ODD, "备注": LONG,
    }  # fmt: skip


def ledger(count: int) -> dict[str, Any]:
    rows = [person(number) for number in range(1, count + 1)]
    return {KIND: {"标题": KIND, "列": [], "行": rows, "行数": count}}


def figure(text: str, number: int | None) -> dict[str, Any]:
    return {
        "显示": text,
        "分子": number,
        "分母": None,
        "说明": "",
        "来源": KIND,
        "缺": "" if number else "缺《台账》",
    }


def score(number: int, points: str, state: str) -> dict[str, Any]:
    return {
        "序号": number, "类别": "", "指标": f"指标{number}", "内容": "内容", "满分": "10",
        "标准": "标准" * 40, "得分": points, "状态": state,
        "依据": "1180 ÷ 1233 = 95.70%", "佐证": ["台账", "照片"], "备注": "",
    }  # fmt: skip


def sheet_of_scores(total: str) -> dict[str, Any]:
    names = ("工作环境", "工作人员", "工作内容", "工作机制", "创新工作")
    items = [score(1, "9.5", "计算"), score(2, "", "待核"), score(3, "8", "评判")]
    categories = [{"名称": name, "满分": "30", "得分": "17.5", "待核": 1, "指标": items} for name in names]
    system = {"名称": "考核指标", "年度": 2023, "依据": "宜明办字〔2023〕26号"}
    return {
        "总分": total, "可能总分": "100.5", "满分": "110", "已评满分": "90", "待核满分": "20", "体系": system,
        "类别": categories, "口径说明": ["务农计入就业。", "长说明，" * 60],
    }  # fmt: skip


def point(name: str, total: str | None) -> dict[str, Any]:
    known = {name: figure("60", 60) for name in ("台账人数", "劳动力人数", "就业人数")}
    return {
        "创建点": {
            "名称": name, "全称": f"明月山温泉风景名胜区洪江镇{name}", "类型": "村", "级别": "市级",
            "基准日": date(2023, 10, 31),
        },
        "人口": {"户籍总人口": 100}, "数据": {**known, "就业率": figure("95.70%", 1180)},
        "台账": ledger(3), "自评": sheet_of_scores(total) if total else None, "各点": [], "发文": {},
        "文书": {"名称": "文书", "题名": "文书题名", "题名行": ["文书题名"], "草稿": False},
    }  # fmt: skip


def filled(tmp_path: Path, template: str, context: Mapping[str, Any]) -> Path:
    out = tmp_path / template
    assert fill(TEMPLATE_FOLDER / template, context, out) == []
    return out


def values(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


@pytest.mark.parametrize("name", a_few(TEMPLATES))
def test_a_shipped_template_is_what_the_maker_makes(name: str) -> None:
    with ZipFile(TEMPLATE_FOLDER / name) as archive:
        shipped = {part: archive.read(part) for part in archive.namelist()}
    assert shipped == parts_of(TEMPLATES[name]())


@pytest.mark.parametrize(("name", "merged"), LEDGERS.items())
def test_the_header_is_the_kinds_columns_in_order(name: str, merged: bool) -> None:
    sheet = load_workbook(TEMPLATE_FOLDER / name)["劳动力"]
    assert [cell.value for cell in sheet[3]] == [column.name for column in columns(merged)]
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.auto_filter.ref.startswith("A3:")


def offered(book: Workbook, sheet: Worksheet, letter: str, row: int) -> tuple[str, ...]:
    """Return what the drop-down of a cell offers, through defined names."""
    rule = next(
        r for r in sheet.data_validations.dataValidation if r.type == "list" and f"{letter}{row}" in r.sqref
    )
    if rule.formula1.startswith('"'):
        assert len(rule.formula1) <= 257
        return tuple(rule.formula1.strip('"').split(","))
    name, cells = next(iter(book.defined_names[rule.formula1].destinations))
    left, top, _, bottom = range_boundaries(cells)
    return tuple(str(book[name].cell(row, left).value) for row in range(top, bottom + 1))


@pytest.mark.parametrize(("name", "merged"), LEDGERS.items())
def test_every_column_with_codes_has_its_drop_down_on_every_row(
    name: str, merged: bool, tmp_path: Path
) -> None:
    book = load_workbook(filled(tmp_path, name, point("梅州村", None)))
    sheet = book["劳动力"]
    for number, column in enumerate(columns(merged), start=1):
        if column.choices:
            for row in (4, 6):
                assert offered(book, sheet, get_column_letter(number), row) == column.choices


def test_only_single_codes_are_refused_when_wrong() -> None:
    sheet = load_workbook(TEMPLATE_FOLDER / "劳动力资源台账.xlsx")["劳动力"]
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    refusing = {name for name, rule in rules.items() if rule.showErrorMessage and rule.type == "list"}
    assert refusing == {column.name for column in columns(False) if column.is_closed}
    assert not rules["人员类别"].showErrorMessage
    assert all(
        rule.prompt and len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in rules.values()
    )


@pytest.mark.parametrize(("name", "merged"), LEDGERS.items())
def test_a_filled_ledger_reads_back_as_it_was(name: str, merged: bool, tmp_path: Path) -> None:
    path = filled(tmp_path, name, point("梅州村", None))
    rows = values(path, "劳动力")
    read = dict(zip(rows[2], rows[5], strict=True))
    expected = {column.name: person(3)[column.name] for column in columns(merged)}
    assert read == expected
    assert [row[0] for row in rows[6:8]] == ["合计人数：3", "填表人："]
    sheet = load_workbook(path)["劳动力"]
    assert sheet.auto_filter.ref.endswith("6")
    formats = {cell.value: sheet.cell(6, cell.column).number_format for cell in sheet[3]}
    assert {formats[title] for title in ("公民身份号码", "联系电话", "证书编号", "户编号")} == {"@"}
    assert formats["就业日期"] == "yyyy-mm-dd"


def test_blank_rows_make_a_blank_ledger_with_drop_downs(tmp_path: Path) -> None:
    context = point("梅州村", None)
    blank = dict.fromkeys((column.name for column in columns(True)), "")
    context["台账"] = {KIND: {"标题": KIND, "列": [], "行": [blank] * 300, "行数": ""}}
    context["创建点"] = {"名称": "", "全称": "", "基准日": None}
    book = load_workbook(filled(tmp_path, "劳动力资源台账.xlsx", context))
    assert offered(book, book["劳动力"], "K", 303)[:2] == ("汉族", "蒙古族")


def test_the_sums_of_the_merged_ledger_cover_every_village(tmp_path: Path) -> None:
    context = point("洪江镇", None) | {"各点": [point("梅州村", None), point("洪江村", None)]}
    path = filled(tmp_path, "劳动力资源台账（汇总）.xlsx", context)
    sheet = load_workbook(path)["汇总"]
    assert [cell.value for cell in sheet[5]][:8] == [2, "洪江村", 100, 60, 60, 60, "无法计算", "95.70%"]
    assert sheet["C6"].value == "=SUM(C4:C5)"


def test_the_score_sheet_merges_categories_and_keeps_points_as_numbers(tmp_path: Path) -> None:
    sheet = load_workbook(filled(tmp_path, "自评表.xlsx", point("梅州村", "80.5")))["自评表"]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"B4:B6", "B8:B10", "B20:B22", "A7:E7", "H7:K7"} <= merged
    assert (sheet["B4"].value, sheet["B5"].value) == ("工作环境\n（30分）", None)
    assert [sheet[cell].value for cell in ("F4", "G4", "G5", "H5", "J4")] == [
        10,
        9.5,
        None,
        "待核",
        "台账；照片",
    ]
    assert [sheet[f"{letter}7"].value for letter in "AFGH"] == ["工作环境小计", 30, 17.5, "待核 1 项"]
    assert [sheet[f"{letter}24"].value for letter in "AFG"] == ["总　　分", 110, 80.5]
    assert [sheet[f"{letter}25"].value for letter in "AFG"] == ["可能总分", 110, 100.5]


def test_a_long_remark_under_the_score_sheet_becomes_several_lines(tmp_path: Path) -> None:
    texts = [
        str(row[0]) for row in values(filled(tmp_path, "自评表.xlsx", point("梅州村", "80.5")), "自评表")
    ]
    start = next(index for index, text in enumerate(texts) if "2．" in text)
    assert all(len(text) <= 76 for text in texts[start : start + 4])
    assert "".join(texts[start : start + 4]).count("长说明，") == 60


def test_the_summary_lists_every_indicator_of_every_point(tmp_path: Path) -> None:
    points = {"各点": [point("梅州村", "80.5"), point("洪江村", "51.34")], "汇总": {"类别": [], "组": []}}
    office = point("社会事业局", None) | points
    office["创建点"] |= {"角色": "实施单位", "上级": ""}
    lines = values(filled(tmp_path, "自评汇总表.xlsx", office), "指标明细")
    assert (len(lines), lines[3][0], lines[-1][0]) == (3 + 2 * 15, "梅州村", "洪江村")


def test_problems_stand_in_the_list_as_found(tmp_path: Path) -> None:
    found = {
        "序号": 1,
        "程度": "错误",
        "代码": "L204",
        "位置": "台账.xlsx#劳动力!G4",
        "问题": ODD,
        "建议": LONG,
    }
    rows = values(
        filled(tmp_path, "问题清单.xlsx", point("梅州村", None) | {"问题清单": [found]}), "问题清单"
    )
    assert rows[3][:6] == list(found.values())
    assert rows[2] == ["序号", "程度", "代码", "位置", "问题", "建议", "整改人", "完成时限"]
