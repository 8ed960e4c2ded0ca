"""差距分析与整改清单.xlsx: the points lost, what would win them, and whom to work on."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import DAY, TEXT

HEADS = ("序号", "指标", "满分", "得分", "失分", "失分原因", "整改措施", "可增分")
HEADS += ("责任单位", "责任人", "完成时限", "整改情况")
WIDTHS = (6, 20, 6, 7, 7, 30, 34, 8, 14, 9, 12, 13)
EACH = "{% if 措.每增一分需 and 措.增分|float >= 1 %}（每增 1 分约需 {{ 措.每增一分需 }}）{% endif %}"
ITEM = (
    "{% vm %}{{ 项.序号 }}",
    "{% vm %}{{ 项.内容 or 项.指标 }}",
    "{% vm %}{{ 项.满分|float }}",
    "{% vm %}{{ 项.得分|float if 项.得分 else 项.状态 }}",
    "{% vm %}{{ 项.失分|float }}",
    "{% vm %}{{ 项.原因 }}",
    "{{ 措.做法 }}" + EACH,
    "{{ 措.增分|float if 措.增分 else '' }}",
    "{% vm %}{{ 项.责任单位 }}",
    "{% vm %}{{ 项.责任人 }}",
    "{% vm %}{{ 项.完成时限 }}",
    None,
)
JUDGED = "'由人评定；可核对的条件都已符合，按失分原因整改' if 项.状态 == '评判' else ''"
NONE = "[{'做法': " + JUDGED + ", '增分': '', '每增一分需': ''}]"
NAMES = ("序号", "指标", "姓名", "公民身份号码", "台账", "行", "说明")
NAME_WIDTHS = (6, 30, 11, 22, 20, 9, 46)
PERSON = (
    "{{ 项.序号 }}",
    "{{ 项.内容 or 项.指标 }}",
    "{{ 人.姓名 }}",
    "{{ 人.号码 }}",
    "{{ 人.台账 }}",
    "{{ 人.行 }}",
    "{{ 人.说明 }}",
)
MORE = "另有 {{ 项.对象数|int - 项.对象|length }} 人未列出，见台账"


def gap_list() -> Workbook:
    """Return 差距分析与整改清单.xlsx."""
    book, sheet = looks.workbook("整改清单")
    _gaps(sheet)
    _people(book.create_sheet("重点对象"))
    return book


def _heading(sheet: Worksheet, left: str, right: str, title: str, unit: str) -> None:
    looks.title(sheet, f"A:{right.split(':')[1]}", title + looks.DRAFT)
    parts = [(left, "填报单位：{{ 创建点.全称 }}", "left"), (right, looks.DAY_LINE + unit, "right")]
    looks.line(sheet, 2, parts)


def _gaps(sheet: Worksheet) -> None:
    _heading(sheet, "A:F", "G:L", "{{ 文书.题名 }}", "单位：分")
    looks.head(sheet, 3, HEADS)
    looks.control(sheet, 4, "for 项 in 差距.项")
    looks.control(sheet, 5, f"for 措 in (项.措施 or {NONE})")
    looks.cells(sheet, 6, ITEM, left=(2, 6, 7))
    looks.top(sheet, [f"{letter}6" for letter in "ABCDEFIJK"], left=["B6", "F6"])
    sheet["K6"].number_format = DAY
    looks.control(sheet, 7, "endfor")
    looks.control(sheet, 8, "endfor")
    texts = {"A": "合　计", "E": "{{ 差距.失分|float }}", "H": "{{ 差距.可增|float }}"}
    looks.sums(sheet, 9, len(HEADS), texts, merged="A:D")
    note = "失分为满分减去得分，待核的指标按满分计；可增分为整改措施落实后能增加的分数。"
    looks.line(sheet, 10, [("A:L", note, "left")])
    signs = [("A:E", "填表人（签字）：", "left"), ("F:F", "审核人（签字）：", "left")]
    looks.line(sheet, 11, [*signs, ("H:L", "单位负责人（签字、盖章）：", "left")])
    sheet.row_dimensions[11].height = 42
    looks.finish(sheet, WIDTHS, "C4")


def _people(sheet: Worksheet) -> None:
    _heading(sheet, "A:D", "E:G", "{{ 文书.题名 }}（重点对象）", "")
    looks.head(sheet, 3, NAMES)
    looks.control(sheet, 4, "for 项 in 差距.项")
    looks.control(sheet, 5, "for 人 in 项.对象")
    looks.cells(sheet, 6, PERSON, left=(2, 5, 7), form=TEXT)
    looks.control(sheet, 7, "endfor")
    looks.control(sheet, 8, "if 项.对象数|int > 项.对象|length")
    looks.cells(sheet, 9, ("{{ 项.序号 }}", "{{ 项.内容 or 项.指标 }}", MORE, *[None] * 4), left=(2, 3))
    sheet.merge_cells("C9:G9")
    looks.control(sheet, 10, "endif")
    looks.control(sheet, 11, "endfor")
    looks.control(sheet, 12, "if not 差距.项|selectattr('对象')|list")
    looks.cells(sheet, 13, ("没有需要逐人落实的对象", *[None] * 6))
    sheet.merge_cells("A13:G13")
    looks.control(sheet, 14, "endif")
    looks.finish(sheet, NAME_WIDTHS, "D4")
