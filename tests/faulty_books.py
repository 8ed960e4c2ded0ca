"""Invented workbooks with seeded faults, each written as .xlsx and .xls, with the list of what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hqe_docs.data.idnumber import check_digit

SURNAMES, GIVEN = "彭袁易潘卢钟温揭聂邹", ("春山", "秋水", "小满", "谷雨", "白露", "立夏", "霜华")
DAY = date(2023, 9, 30)


def number(born: date, serial: int, *, man: bool) -> str:
    """Return a right identity number of a county that doesn't exist."""
    first = f"360999{born:%Y%m%d}{serial:02d}{1 if man else 2}"
    return first + check_digit(first)


def name(i: int) -> str:
    return SURNAMES[i % 10] + GIVEN[i % 7] if i % 9 else SURNAMES[i % 10] + GIVEN[i % 7][0]


def born(i: int) -> date:
    return date(1964, 1, 5) + timedelta(days=37 * i)


def age(day: date) -> int:
    return DAY.year - day.year - ((DAY.month, DAY.day) < (day.month, day.day))


def phone(i: int) -> str:
    return f"1990000{i:04d}"


@dataclass
class Sheet:
    """One sheet: rows, merged cells as Excel writes them (0-based here), and which cells are at fault."""

    title: str
    rows: list[list[Any]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: list[tuple[int, int]] = field(default_factory=list)
    read: list[tuple[int, int, Any]] = field(default_factory=list)

    def spoil(self, row: int, column: int, value: Any) -> None:
        self.rows[row][column] = value
        self.faults.append((row, column))

    def vary(self, row: int, column: int, value: Any, expect: Any = None) -> None:
        """Write a right value in another way, which must not be called wrong, and must be read as `expect`."""
        self.rows[row][column] = value
        self.read += [(row, column, expect)] if expect is not None else []


@dataclass
class Book:
    """A workbook to be written in both formats."""

    name: str
    sheets: list[Sheet]
    from_1904: bool = False

    def truth(self) -> dict[str, Any]:
        faults = [
            {"sheet": sheet.title, "row": row + 1, "col": chr(65 + column)}
            for sheet in self.sheets
            for row, column in sheet.faults
        ]
        benign = [
            {"sheet": sheet.title, "row": row + 1, "col": chr(65 + column), "expect": expect}
            for sheet in self.sheets
            for row, column, expect in sheet.read
        ]
        return {"faults": faults, "benign": benign}

    def write(self, folder: Path) -> Iterator[Path]:
        yield self._write_new(folder / f"{self.name}.xlsx")
        yield self._write_old(folder / f"{self.name}.xls")

    def _write_new(self, path: Path) -> Path:
        book = openpyxl.Workbook()
        if self.from_1904:
            book.epoch = CALENDAR_MAC_1904
        book.remove(book.active)
        for sheet in self.sheets:
            page = book.create_sheet(sheet.title)
            for row in sheet.rows:
                page.append(row)
            for top, bottom, left, right in sheet.merges:
                page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        book.save(path)
        return path

    def _write_old(self, path: Path) -> Path:
        book = xlwt.Workbook(encoding="utf-8")
        book.dates_1904 = self.from_1904
        dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for sheet in self.sheets:
            page = book.add_sheet(sheet.title)
            merged = {(top, left): (bottom, right) for top, bottom, left, right in sheet.merges}
            for i, row in enumerate(sheet.rows):
                for j, value in enumerate(row):
                    style = dated if isinstance(value, date) else xlwt.Style.default_style
                    if (i, j) in merged:
                        page.write_merge(i, merged[i, j][0], j, merged[i, j][1], value, style)
                    elif value == "#REF!":
                        page.row(i).set_cell_error(j, value)
                    elif value is not None:
                        page.write(i, j, value, style)
        book.save(str(path))
        return path


# ---------------------------------------------------------------- a village, one sheet a group
UPPER = ["序号", "家庭情况", None, None, "个人情况", None, None, None, None, None, None, "备注"]
LOWER = [
    None,
    "户编号",
    "户主姓名",
    "家庭人口",
    "姓名",
    "与户主关系",
    "身份证号码",
    "性别",
    "出生年月",
    "文化程度",
    "联系电话",
    None,
]
MEMBERS = (("户主", True), ("妻子", False), ("儿子", True), ("女儿", False))


def village() -> Book:
    """Twelve groups, two rows of header, households merged over their members, a total at the bottom."""
    sheets = [_group(g) for g in range(12)]
    one, two, five, last = sheets[0], sheets[1], sheets[4], sheets[11]
    one.spoil(5, 6, one.rows[5][6][:17])
    one.spoil(7, 7, "女" if one.rows[7][7] == "男" else "男")
    one.spoil(9, 8, "1999-09")
    two.spoil(6, 6, one.rows[12][6])
    two.rows[6][7], two.rows[6][8] = one.rows[12][7], one.rows[12][8]
    two.spoil(8, 9, "火星文")
    two.spoil(10, 4, None)
    five.spoil(4, 3, 6)
    five.spoil(len(five.rows) - 2, 4, "25人")
    last.spoil(9, 10, "199000")
    last.spoil(13, 6, "360999199113450012")
    last.spoil(11, 5, "邻居")
    one.vary(11, 9, "初中毕业")
    one.vary(13, 6, " " + one.rows[13][6][:6] + " " + one.rows[13][6][6:])
    two.vary(12, 10, "0795-3500001")
    last.vary(5, 10, "199 0000 1105、19900001106")
    last.vary(7, 4, last.rows[7][4][0] + "　" + last.rows[7][4][1:])
    return Book("一村十二组", [_summary(), *sheets])


def _summary() -> Sheet:
    rows: list[list[Any]] = [["梅林村劳动力汇总表"], ["组别", "户数", "人数", "男", "女"]]
    rows += [
        [f"第{'一二三四五六七八九'[g] if g < 9 else ('十', '十一', '十二')[g - 9]}组", 6, 24, 12, 12]
        for g in range(12)
    ]
    rows.append(["合计", 72, 288, 144, 144])
    sheet = Sheet("汇总", rows, [(0, 0, 0, 4)])
    sheet.spoil(4, 1, 7)
    sheet.rows[-1][1] = 73
    sheet.spoil(-1 + len(rows), 3, 145)
    return sheet


def _group(g: int) -> Sheet:
    rows: list[list[Any]] = [
        [f"梅林村第{g + 1}组劳动力花名册"],
        ["填报单位：梅林村", None, None, "填报日期：2023年9月30日"],
        UPPER[:],
        LOWER[:],
    ]
    merges = [(0, 0, 0, 11), (2, 2, 1, 3), (2, 2, 4, 10), (2, 3, 0, 0), (2, 3, 11, 11)]
    for h in range(6):
        top, head = len(rows), name(g * 40 + h * 4)
        for m, (relation, man) in enumerate(MEMBERS):
            i = g * 24 + h * 4 + m
            day = born(i)
            house = [f"{g + 1:02d}{h + 1:03d}", head, 4] if m == 0 else [None, None, None]
            person = [
                head if m == 0 else name(i),
                relation,
                number(day, i % 90 + 1, man=man),
                "男" if man else "女",
            ]
            rows.append(
                [
                    h * 4 + m + 1,
                    *house,
                    *person,
                    f"{day:%Y-%m}",
                    ("初中", "高中", "小学")[i % 3],
                    phone(i + 100),
                    None,
                ]
            )
        merges += [(top, top + 3, column, column) for column in (1, 2, 3)]
    rows += [["合计", None, None, None, "24人"], ["填表人：彭春山        审核："]]
    return Sheet(f"第{g + 1}组", rows, merges)


# ---------------------------------------------------------------- a training roll of 1904
def training() -> Book:
    """Dates as cells of the 1904 system, one left as a bare number; column numbers under the header."""
    head = [
        "序号",
        "姓名",
        "性别",
        "年龄",
        "身份证号",
        "出生日期",
        "培训工种",
        "开班日期",
        "结业日期",
        "培训天数",
        "联系电话",
    ]
    rows: list[list[Any]] = [
        ["职业技能培训学员名册（2023年第三季度）"],
        head,
        [str(i + 1) for i in range(11)],
    ]
    for i in range(60):
        day, man = born(i * 3), i % 2 == 0
        start = date(2023, 7, 3) + timedelta(days=i % 5)
        rows.append(
            [
                i + 1,
                name(i),
                "男" if man else "女",
                age(day),
                number(day, i + 1, man=man),
                day,
                ("焊工", "家政", "茶艺")[i % 3],
                start,
                start + timedelta(days=9),
                10,
                phone(i),
            ]
        )
    rows.append(["注：本表一式两份。"])
    sheet = Sheet("名册", rows, [(0, 0, 0, 10)])
    sheet.spoil(10, 5, rows[10][5] - timedelta(days=1462))
    sheet.spoil(15, 8, date(2023, 6, 1))
    sheet.spoil(20, 7, "2023年7月32日")
    sheet.spoil(25, 3, rows[25][3] + 3)
    sheet.spoil(30, 10, "1.99E+10")
    sheet.spoil(35, 4, float(int(rows[35][4][:17] + "0")))
    sheet.spoil(40, 1, "彭春2山")
    sheet.spoil(45, 4, rows[5][4])
    for column in (2, 3, 5):
        rows[45][column] = rows[5][column]
    sheet.spoil(50, 2, "不男不女")
    sheet.vary(12, 7, (rows[12][7] - date(1904, 1, 1)).days)
    sheet.vary(14, 10, float(int(rows[14][10])))
    sheet.vary(16, 3, f"{rows[16][3]}周岁")
    sheet.vary(17, 5, f"{rows[17][5]:%Y.%-m.%-d}")
    sheet.vary(18, 8, f"{rows[18][8]:%Y%m%d}")
    return Book("培训名册", [sheet], from_1904=True)


# ---------------------------------------------------------------- wages of two months, other words
def wages() -> Book:
    """Two months of the same people; parts that add up to gross, deductions, subtotals, a total, signatures."""
    return Book("工资发放", [_month(7), _month(8)])


def _month(month: int) -> Sheet:
    head = [
        "编号",
        "人员姓名",
        "证件号码",
        "基本补贴（元）",
        "交通补贴（元）",
        "应发合计（元）",
        "代扣社保（元）",
        "实领金额（元）",
        "卡号",
        "签名",
    ]
    rows: list[list[Any]] = [
        [f"2023年{month}月就业协管员补贴发放花名册"],
        ["单位：枫林镇", None, None, None, "金额单位：元"],
        head,
    ]
    start = len(rows)
    for i in range(40):
        gross, off = 900 + 50 * (i % 4) + 80 + 10 * (i % 3), 35 + i % 2
        man = i % 2 == 1
        rows.append(
            [
                i + 1,
                name(i),
                number(born(i), i + 1, man=man),
                900 + 50 * (i % 4),
                80 + 10 * (i % 3),
                gross,
                off,
                gross - off,
                f"6217000000000{i:06d}",
                None,
            ]
        )
        if i % 20 == 19:
            rows.append(["小  计", None, None, *(_sum(rows[start:], c) for c in (3, 4, 5, 6, 7))])
            start = len(rows)
            if i < 39:
                rows.append(head[:])
                start = len(rows)
    people = [row for row in rows[3:] if isinstance(row[0], int)]
    rows.append(["合  计", None, None, *(_sum(people, c) for c in (3, 4, 5, 6, 7))])
    rows.append(["审批：          复核：          制表："])
    sheet = Sheet(f"{month}月", rows, [(0, 0, 0, 9)])
    if month == 7:
        sheet.spoil(8, 7, rows[8][7] + 100)
        rows[23][7] += 100
        rows[-2][7] += 100
        sheet.spoil(12, 8, "62170000000")
        sheet.spoil(16, 8, None)
        sheet.spoil(18, 2, "无")
        sheet.spoil(-2 + len(rows), 3, rows[-2][3] - 900)
    else:
        sheet.spoil(23, 6, rows[23][6] + 1)
        sheet.spoil(30, 5, "一千多")
        sheet.vary(9, 7, f"{rows[9][7]:,}.00元")
        sheet.vary(10, 8, f"6217 0000 0000 0{rows[10][8][14:]}"[:4] + " " + rows[10][8][4:])
    return sheet


def _sum(rows: list[list[Any]], column: int) -> int:
    return sum(row[column] for row in rows if isinstance(row[0], int))


# ---------------------------------------------------------------- a roll of the unemployed
def unemployed() -> Book:
    """Misspelt and spaced titles, columns in another order, choices under the header, a page header repeated."""
    head = [
        "编 号",
        "联系方试",
        "姓 名",
        "失业时问",
        "身分证号码",
        "失业原因类型",
        "登记时间",
        "是否领取失业金",
        "年 龄（岁）",
    ]
    rows: list[list[Any]] = [
        ["附表2"],
        ["失业人员花名册"],
        ["截至2023年9月30日"],
        head,
        [
            "填表说明",
            "11位",
            "同身份证",
            "年月日",
            "18位",
            "①解除合同②企业停产③个人原因",
            "年月日",
            "是/否",
            "周岁",
        ],
    ]
    for i in range(120):
        if i == 60:
            rows += [["本页小计：60人"], head[:]]
        day = born(i)
        lost = date(2022, 1, 3) + timedelta(days=3 * i)
        rows.append(
            [
                i + 1,
                phone(i),
                name(i),
                f"{lost:%Y/%m/%d}",
                number(day, i % 90 + 1, man=i % 2 == 0),
                ("①解除合同", "②企业停产", "③个人原因")[i % 3],
                f"{lost + timedelta(days=20):%Y年%-m月%-d日}",
                ("是", "否")[i % 2],
                age(day),
            ]
        )
    rows += [["总计", None, None, None, "120人"], ["填表人：", None, "审核人："]]
    sheet = Sheet("Sheet1", rows, [(1, 1, 0, 8), (2, 2, 0, 8)])
    sheet.spoil(9, 4, rows[9][4][:16] + "9" + rows[9][4][17] if rows[9][4][16] != "9" else "3")
    sheet.spoil(19, 5, "④天气")
    sheet.spoil(29, 6, "2023年2月30日")
    sheet.spoil(39, 8, 8)
    sheet.spoil(49, 1, "没手机")
    sheet.spoil(59, 4, None)
    sheet.spoil(79, 6, "2031年1月5日")
    sheet.spoil(89, 4, name(84))
    sheet.faults[-1] = (89, 2)
    rows[89][2], rows[89][4] = number(born(82), 83, man=True), rows[89][2]
    sheet.spoil(99, 7, "也许")
    sheet.spoil(109, 3, "#REF!")
    sheet.vary(11, 5, "解除合同")
    sheet.vary(13, 7, "√")
    sheet.vary(15, 4, rows[15][4][:17] + rows[15][4][17].lower())
    sheet.vary(17, 1, "１９９０００００００９")
    sheet.vary(21, 4, "'" + rows[21][4])
    sheet.vary(23, 3, "2022年3月")
    return Book("失业人员", [sheet])


BOOKS = (village, training, wages, unemployed)
