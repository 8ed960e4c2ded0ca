"""Villages for tests of policies and alerts: a case a household, each beside a head who farms, and ledgers beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.villages import ORDINARY, UNEMPLOYED, id_number, ledger, village

DAY = "2023-10-31"
Row = dict[str, str]
MORE = {
    **dict.fromkeys(
        ("组别", "户主姓名", "毕业院校", "毕业日期", "行业", "登记失业日期", "创业意愿", "帮扶责任人"), ""
    ),
    **dict.fromkeys(("就业日期", "就业地址", "证书编号", "培训意向工种"), ""),
    "户口性质": "农村",
    "最近走访日期": "2023-10-20",
}
FARMING = {"就业状态": "务农", "就业形式": ""}
IDLE = {**UNEMPLOYED, "失业日期": "2023-08-01", "登记失业日期": "2023-08-10"}
GRADUATE = {"文化程度": "大专", "毕业院校": "宜春职业技术学院"}
SORTS: Mapping[str, Row] = {
    "失业": IDLE,
    "未登记": {**IDLE, "登记失业日期": ""},
    "灵活": {},
    "务农": FARMING,
    "创业": {"就业状态": "自主创业", "就业形式": "", "是否创业": "是"},
    "公岗": {"就业状态": "公益性岗位", "就业形式": "", "单位名称": "试点村村民委员会"},
    "无意愿": {"就业状态": "无就业意愿", "就业形式": "", "就业区域": "", "就业意愿": "无"},
    "迁出": {"就业状态": "迁出", "就业形式": "", "就业区域": ""},
    "在校": {"就业状态": "在校", "就业形式": "", "就业区域": "", "是否在校": "是"},
}


def case_row(order: int, born: str, sex: str, sort: str, changes: Mapping[str, str]) -> Row:
    """Return the row of one case; 独户 makes it the head of a household of its own."""
    number = id_number(order, born.replace("-", ""), sex == "男")
    plain = {name: value for name, value in changes.items() if name != "独户"}
    role = "户主" if "独户" in changes else "其他亲属"
    row = {"姓名": name_of(order), "公民身份号码": number, **ORDINARY, **MORE, **SORTS[sort], **plain}
    return {**row, "户编号": f"H{order:03}", "与户主关系": plain.get("与户主关系", role)}


def name_of(order: int) -> str:
    """Return an invented name that says the number of its case."""
    digits = "甲乙丙丁戊己庚辛壬癸"
    return f"试{digits[order // 10]}{digits[order % 10]}"


def households(rows: Sequence[tuple[Row, bool]]) -> Iterator[Row]:
    """Yield each case, before it the farmer who heads its household unless it has one of its own."""
    for order, (row, is_alone) in enumerate(rows):
        if not is_alone:
            head = {**ORDINARY, **MORE, **FARMING, "与户主关系": "户主", "户编号": row["户编号"]}
            yield {"姓名": "户主" + "甲乙丙丁戊己庚辛壬癸"[order % 10], **head} | {
                "公民身份号码": id_number(400 + order % 90, f"1975{order // 90 + 1:02}01")
            }
        yield row


def village_of(folder: Path, rows: Sequence[Row], beside: Mapping[str, Sequence[Row]]) -> Path:
    """Write a village with its master ledger and other ledgers by kind."""
    village(folder, rows)
    for kind, lines in beside.items():
        titles = dict.fromkeys(title for line in lines for title in line)
        ledger(folder, kind, [{title: line.get(title, "") for title in titles} for line in lines])
    return folder
