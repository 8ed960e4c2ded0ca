"""The papers around a score: figures, evidence, gaps, summary; filled, then read back with openpyxl."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hqe_docs.paper.fill import fill

TEMPLATES = Path(__file__).parent.parent / "templates"
LEDGER = "劳动力资源台账"
MISSING = "缺《劳动争议调解台账》"


def figure(name: str, text: str, top: int | None, below: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "名称": name, "说明": f"{name}的计算口径，按基准日在册的统计人口计算", "显示": text, "分子": top,
        "分母": below, "单位": "人", "来源": LEDGER, "行": "第7-30、33行等 25 行", "行数": 25, "缺": "",
        "对应指标": [9, 10],
    } | more  # fmt: skip


FIGURES = [
    {"方面": "就业机会", "数据": [figure("劳动力人数", "1233", 1233)]},
    {"方面": "就业结构", "数据": [figure("就业率", "95.70%", 1180, 1233), figure("就业人数", "1180", 1180)]},
    {
        "方面": "劳动关系",
        "数据": [
            figure("调解成功率", "无法计算", None, 缺=MISSING, 来源="劳动争议调解台账", 行="", 对应指标=[14])
        ],
    },
]
RANGES = "、".join(f"{n * 3}-{n * 3 + 1}" for n in range(1, 200))


def material(name: str, kind: str, state: str, note: str = "") -> dict[str, str]:
    return {"名称": name, "类型": kind, "状态": state, "说明": note}


def proof(number: int, *materials: dict[str, str]) -> dict[str, Any]:
    return {
        "序号": number, "类别": "工作环境", "指标": "任务指标",
        "内容": "电脑、打印机、多合一高拍仪、电话、办公桌椅等办公服务设备", "满分": "3",
        "已有": sum(one["状态"] == "已有" for one in materials),
        "缺": sum(one["状态"] == "缺" for one in materials), "材料": list(materials),
    }  # fmt: skip


PROOFS = [
    proof(1, material("窗口和标识照片", "材料", "缺"), material("窗口设置清单", "材料", "已有")),
    proof(2, material("设备照片", "材料", "缺", "拍照后放入佐证文件夹")),
    proof(3),
    proof(8, material("数据核查台账", "台账", "已有"), material("工作方案", "文书", "可生成")),
]


def person(number: int) -> dict[str, Any]:
    return {"姓名": "彭**", "号码": "3609**********30" + str(10 + number), "台账": LEDGER, "行": 6 + number,
            "说明": "失业，有就业意愿"}  # fmt: skip


def gap(number: int, measures: list[dict[str, Any]], people: int, listed: int) -> dict[str, Any]:
    return {
        "序号": number, "类别": "工作内容", "指标": "任务指标", "内容": "就业率", "满分": "10", "得分": "9.47",
        "失分": "0.53", "状态": "计算", "原因": "就业率 1140 ÷ 1267 = 89.98%，未达目标 95%，按比例得 9.47 分",
        "责任单位": "洪江镇人力资源和社会保障所", "责任人": "彭春山", "完成时限": date(2023, 11, 30),
        "措施": measures, "对象": [person(n) for n in range(listed)], "对象数": people,
    }  # fmt: skip


MEASURES = [
    {"做法": "再帮扶 7 人就业，就业率达到 95%", "数量": 7, "增分": "0.53", "每增一分需": "1.4 人"},
    {"做法": "核对 12 名外出人员的就业状态", "数量": 12, "增分": "", "每增一分需": ""},
]
GAPS = {
    "失分": "3.53", "可增": "0.53",
    "项": [
        gap(9, MEASURES, 5, 3),
        gap(14, [], 0, 0) | {"得分": "", "状态": "待核", "失分": "3", "原因": MISSING, "完成时限": None},
    ],
}  # fmt: skip


def village(title: str) -> dict[str, Any]:
    return {
        "创建点": {"名称": "梅州村", "全称": "明月山温泉风景名胜区洪江镇梅州村", "类型": "村", "级别": "市级",
                 "角色": "创建点", "基准日": date(2023, 10, 31)},
        "文书": {"名称": title, "题名": f"梅州村2023年高质量就业村创建{title}", "草稿": False},
        "自评": {"口径说明": ["务农计入就业：是。务农的按就业统计。", "长说明，" * 60]},
        "数据汇总": FIGURES, "佐证目录": PROOFS, "差距": GAPS,
        "取数明细": [
            {"名称": "就业率", "台账": LEDGER, "行": RANGES, "行数": 398},
            {"名称": "调解成功率", "台账": "劳动争议调解台账", "行": "", "行数": 0},
        ],
    }  # fmt: skip


def paper(tmp_path: Path, title: str, sheet: str, context: Mapping[str, Any] | None = None) -> Worksheet:
    out = tmp_path / f"{title}.xlsx"
    assert fill(TEMPLATES / f"{title}.xlsx", context or village(title), out) == []
    return load_workbook(out)[sheet]


def rows(sheet: Worksheet, first: int, last: int) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=last)]


def merged(sheet: Worksheet) -> set[str]:
    return {str(area) for area in sheet.merged_cells.ranges}


# ---------------------------------------------------------------- 指标数据汇总表
def test_figures_stand_under_their_aspect_numbered_through(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "指标数据汇总表", "指标数据")
    lines = rows(sheet, 4, 7)
    assert [line[:3] for line in lines] == [
        ["就业机会", 1, "劳动力人数"],
        ["就业结构", 2, "就业率"],
        [None, 3, "就业人数"],
        ["劳动关系", 4, "调解成功率"],
    ]
    assert "A5:A6" in merged(sheet)
    assert [line[4:8] for line in lines] == [
        [1233, None, 1233, "人"],
        [1180, 1233, "95.70%", None],
        [1180, None, 1180, "人"],
        [None, None, "无法计算", None],
    ]
    assert lines[1][8:] == [LEDGER, "第7-30、33行等 25 行", "9、10"]
    assert lines[3][8:] == ["劳动争议调解台账", MISSING, "14"]
    assert sheet.print_title_rows == "$3:$3"


def test_the_settings_stand_below_the_figures_cut_into_lines(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "指标数据汇总表", "指标数据")
    below = [str(line[0]) for line in rows(sheet, 9, 13)]
    assert below[0] == "口径说明：1．务农计入就业：是。务农的按就业统计。"
    assert all(len(text) <= 72 for text in below) and "".join(below).count("长说明，") == 60


def test_long_lists_of_rows_are_given_in_several_cells(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "指标数据汇总表", "取数明细")
    lines = rows(sheet, 4, 8)
    assert ", ".join(str(line[3]) for line in lines[:4]) == RANGES.replace("、", ", ")
    assert [line[2] for line in lines] == [398, None, None, None, 0]
    assert lines[4] == ["调解成功率", "劳动争议调解台账", 0, "无"]
    assert all((sheet.row_dimensions[row].height or 0) < 200 for row in range(4, 9))


# ---------------------------------------------------------------- 佐证材料目录
def test_evidence_stands_by_indicator_and_is_counted(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "佐证材料目录", "佐证材料目录")
    lines = rows(sheet, 4, 10)
    assert [line[0] for line in lines] == [1, None, 2, 3, 8, None, "合计"]
    assert [line[6] for line in lines[:6]] == ["缺", "已有", "缺", None, "已有", "可生成"]
    assert lines[3][4] == "（没有规定佐证材料）"
    assert lines[6][4] == "共 5 件：已有 2 件，可由程序生成 1 件，缺 2 件"
    assert not {name for name in merged(sheet) if name.startswith(("A4", "A8", "C4"))}


def test_a_long_indicator_with_one_material_is_not_cut_off(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "佐证材料目录", "佐证材料目录")
    assert sheet.row_dimensions[6].height > 30


def test_what_is_missing_is_coloured(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "佐证材料目录", "佐证材料目录")
    found = {str(area.sqref): rules for area, rules in sheet.conditional_formatting._cf_rules.items()}
    assert [rule.formula for rule in found["E4:H9"]] == [['$G4="缺"'], ['$G4="可生成"']]
    assert [rule.formula for rule in found["A4:D9"]] == [['$A4<>""']]  # a line over each indicator


# ---------------------------------------------------------------- 差距分析与整改清单
def test_the_price_of_a_point_stands_where_a_whole_point_can_be_won(tmp_path: Path) -> None:
    context = village("差距分析与整改清单")
    measure = MEASURES[0] | {"增分": "5"}
    context["差距"] = GAPS | {"项": [GAPS["项"][0] | {"措施": [measure]}]}
    sheet = paper(tmp_path, "差距分析与整改清单", "整改清单", context)
    assert rows(sheet, 4, 4)[0][6] == "再帮扶 7 人就业，就业率达到 95%（每增 1 分约需 1.4 人）"


def test_each_measure_has_a_line_and_each_gap_at_least_one(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "差距分析与整改清单", "整改清单")
    lines = rows(sheet, 4, 7)
    assert lines[0][:5] == [9, "就业率", 10, 9.47, 0.53]
    assert lines[0][6:8] == ["再帮扶 7 人就业，就业率达到 95%", 0.53]
    assert lines[1][6:8] == ["核对 12 名外出人员的就业状态", None]
    assert lines[2][:6] == [14, "就业率", 10, "待核", 3, MISSING]
    assert (lines[0][10].date(), lines[2][10]) == (date(2023, 11, 30), None)
    assert (lines[3][0], lines[3][4], lines[3][7]) == ("合　计", 3.53, 0.53)
    assert {"A4:A5", "F4:F5", "K4:K5"} <= merged(sheet)


def test_the_people_to_work_on_stand_by_indicator(tmp_path: Path) -> None:
    sheet = paper(tmp_path, "差距分析与整改清单", "重点对象")
    lines = rows(sheet, 4, 7)
    assert lines[0] == [9, "就业率", "彭**", "3609**********3010", LEDGER, 6, "失业，有就业意愿"]
    assert lines[3][2] == "另有 2 人未列出，见台账"
    assert sheet.max_row == 7


def test_without_people_the_sheet_says_so(tmp_path: Path) -> None:
    context = village("差距分析与整改清单") | {"差距": GAPS | {"项": GAPS["项"][1:]}}
    sheet = paper(tmp_path, "差距分析与整改清单", "重点对象", context)
    assert rows(sheet, 4, 4)[0][0] == "没有需要逐人落实的对象"


# ---------------------------------------------------------------- 自评汇总表
def line(points: dict[str, str], total: str, pending: str = "0") -> dict[str, Any]:
    return {"得分": points, "总分": total, "可能总分": total, "待核": pending}


def named(name: str, rank: int, points: dict[str, str], total: str) -> dict[str, Any]:
    return {"名称": name, "上级": "洪江镇", "类型": "村", "级别": "市级", "名次": rank} | line(
        points, total, "1"
    )


def group(title: str, points: dict[str, str], *lines: dict[str, Any]) -> dict[str, Any]:
    ends = {key: line(points, "9.5") for key in ("满分", "合计", "平均")}
    return {"体系": {"名称": title, "年度": 2023}, "行": list(lines), **ends}


def township(role: str, names: list[str], *groups: dict[str, Any]) -> dict[str, Any]:
    return village("自评汇总表") | {"汇总": {"类别": names, "组": list(groups)}, "各点": []} | {
        "创建点": village("")["创建点"] | {"角色": role}
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3, 5, 9])
def test_the_summary_has_a_column_for_each_category(tmp_path: Path, count: int) -> None:
    names = [f"第{n}类" for n in range(count)]
    points = {name: f"{n}.5" for n, name in enumerate(names)}
    one = group("体系", points, named("梅州村", 1, points, "80.5"), named("洪江村", 2, points, "8"))
    sheet = paper(tmp_path, "自评汇总表", "汇总", township("实施单位", names, one))
    assert rows(sheet, 3, 3)[0] == [
        "序号",
        "创建点",
        "类型",
        "级别",
        *names,
        "总分",
        "可能总分",
        "待核项",
        "名次",
    ]
    numbers = [n + 0.5 for n in range(count)]
    assert rows(sheet, 5, 6) == [
        [1, "梅州村", "村", "市级", *numbers, 80.5, 80.5, 1, 1],
        [2, "洪江村", "村", "市级", *numbers, 8, 8, 1, 2],
    ]
    assert [sheet.cell(row, 1).value for row in (4, 7, 8)] == ["满　分", "合　计", "平　均"]
    assert rows(sheet, 8, 8)[0][4:] == [*numbers, 9.5, 9.5, 0, None]
    assert sheet.cell(1, 1).coordinate in str(sheet.merged_cells.ranges) and "A4:D4" in merged(sheet)


def test_points_of_different_indicator_sets_stand_in_groups(tmp_path: Path) -> None:
    first = group("甲体系", {"环境": "3", "服务": ""}, named("梅州村", 1, {"环境": "3", "服务": ""}, "3"))
    second = group("乙体系", {"环境": "", "服务": "7"}, named("洪江村", 1, {"环境": "", "服务": "7"}, "7"))
    sheet = paper(tmp_path, "自评汇总表", "汇总", township("主管部门", ["环境", "服务"], first, second))
    lines = rows(sheet, 4, 13)
    assert [one[0] for one in lines] == [
        *("一、甲体系（2023年）", "满　分", 1, "合　计", "平　均"),
        *("二、乙体系（2023年）", "满　分", 1, "合　计", "平　均"),
    ]
    assert lines[2][1:7] == ["洪江镇梅州村", "村", "市级", 3, None, 3]
    assert lines[7][1:7] == ["洪江镇洪江村", "村", "市级", None, 7, 7]
