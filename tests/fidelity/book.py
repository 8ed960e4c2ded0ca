"""The workbook of the fidelity table: every feature that rows can move, as a template or written out in full.

XlsxWriter makes what it can, `extras` puts in what it has no word for. Invented people only.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

MAIN, TABLE, SUMMARY, STILL = "名册", "明细", "汇总", "说明"
LOOP, END = "{%tr for 人 in 行 %}", "{%tr endfor %}"
TAGS = (
    "{{ loop.index }}",
    "{{ 人.姓名 }}",
    "{{ 人.月数 }}",
    "{{ 人.月收入 }}",
    "{{ 人.日期 }}",
    "{{ 人.证号 }}",
    "{{ 人.备注 }}",
)
XLTPL = (
    "{% xv loop.index %}", "{{ 人.姓名 }}", "{% xv 人.月数 %}", "{% xv 人.月收入 %}",
    "{% xv 人.日期 %}", "{{ 人.证号 }}", "{{ 人.备注 }}",
)  # fmt: skip
TABLE_TAGS = ("{{ 人.姓名 }}", "{{ 人.月收入 }}")
TABLE_XLTPL = ("{{ 人.姓名 }}", "{% xv 人.月收入 %}")
XLTPL_NOTES = ("beforerow{% for 人 in 行 %}", "beforerow{% endfor %}")  # in comments of the row and the next
NOTHING = 1_048_576  # a row that is always blank
TALL, LOW = 42, 27  # points of the row below and of the loop's rows


def context(count: int) -> dict[str, Any]:
    """Return what a template sees."""
    return {"行": people(count), "单位": "洪江镇"}


def people(count: int) -> list[dict[str, Any]]:
    """Return `count` invented people, some of whose values are easily spoilt."""
    from datetime import date, timedelta

    odd = ("=1+1", "甲 & 乙 <丙>", "'引号\"", "  前后有空格  ", "第一行\n第二行")
    return [
        {
            "姓名": f"彭春山{n}", "月数": n % 12 + 1, "月收入": 3000 + n, "备注": odd[n % len(odd)],
            "日期": date(2023, 1, 1) + timedelta(days=n), "证号": f"36099919850312{n:04d}",
        }
        for n in range(count)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the loop's rows stand (1-based): with control rows around them, or as `count` rows in full."""

    control: int = 1
    count: int = 1

    @property
    def first(self) -> int:
        return 3 + self.control

    @property
    def last(self) -> int:
        return self.first + self.count - 1

    @property
    def total(self) -> int:
        return self.last + 1 + self.control

    def area(self, letter: str, right: str = "", sheet: str = "") -> str:
        """Return the area of these rows in a column, or two; without rows a blank one."""
        first, last = (self.first, self.last) if self.count else (NOTHING, NOTHING)
        if sheet:
            return f"{sheet}!${letter}${first}:${right or letter}${last}"
        return f"{letter}{first}:{right or letter}{last}"


def picture(red: int) -> bytes:
    """Return a PNG of 8 × 8 pixels."""
    lines = b"".join(b"\0" + bytes((red, 90, 160)) * 8 for _ in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


@dataclass(slots=True)
class _Made:
    """A workbook while XlsxWriter makes it."""

    book: Any
    rows: Rows
    records: Sequence[Sequence[Any]]
    table: Sequence[Sequence[Any]]
    control: tuple[str, str] | None
    notes: tuple[str, str] | None
    unit: str

    def note(self, sheet: Any, first: int, after: int) -> None:
        """Write the notes to the first column of these rows, counted from 1."""
        for row, text in zip((first, after), self.notes or (), strict=False):
            sheet.write_comment(f"A{row}", text)


def make(
    path: Path,
    records: Sequence[Sequence[Any]] = (TAGS,),
    table: Sequence[Sequence[Any]] = (TABLE_TAGS,),
    control: tuple[str, str] | None = (LOOP, END),
    notes: tuple[str, str] | None = None,
    unit: str = "{{ 单位 }}",
) -> Rows:
    """Write the workbook with these rows, seven values on the main sheet and two in the table each.

    `control` stands in rows of its own, `notes` in comments of the first row and of the row below.
    """
    rows = Rows(1 if control else 0, len(records))
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    made = _Made(book, rows, records, table, control, notes, unit)
    sheets = [book.add_worksheet(name) for name in (MAIN, TABLE, SUMMARY, STILL)]
    _cells(made, sheets[0])
    _formulas(made, sheets[0])
    _paper(made, sheets[0])
    _rules(made, sheets[0])
    _drawn(made, sheets[0])
    _table(made, sheets[1])
    _summary(made, sheets[2])
    sheets[3].write_row(0, 0, ["固定", 2, 3])
    sheets[3].write_formula("D1", "=B1*C1", None, 6)
    book.set_custom_property("文号", "洪府字〔2023〕12号")
    book.close()
    return rows


def _look(made: _Made, **more: Any) -> Any:
    return made.book.add_format({"border": 1, "font_name": "宋体", **more})


def _cells(made: _Made, sheet: Any) -> None:
    rows, plain = made.rows, _look(made)
    red, bold = made.book.add_format({"font_color": "red"}), made.book.add_format({"bold": True})
    sheet.merge_range("A1:I1", "就业人员名册", _look(made, bold=True, align="center"))
    sheet.write_row(
        1,
        0,
        ["序号", "姓名", "月数", "月收入", "日期", "证号", "备注", "", "合计", "占比", "走势", "照片"],
        plain,
    )
    looks = [plain, _look(made, bg_color="#FFEE00"), plain, _look(made, num_format="#,##0.00"),
             _look(made, num_format="yyyy-mm-dd"), _look(made, num_format="@"), plain]  # fmt: skip
    for number, record in enumerate(made.records):
        row = rows.first - 1 + number
        sheet.set_row(row, LOW, None, {"level": 1})
        for column, (value, look) in enumerate(zip(record, looks, strict=True)):
            sheet.write(row, column, value, look)
        sheet.merge_range(row, 6, row, 7, "", plain)
        sheet.write(row, 6, record[6], plain)
    if made.control:
        sheet.write(rows.first - 2, 0, made.control[0])
        sheet.write(rows.last, 0, made.control[1])
    made.note(sheet, rows.first, rows.total)
    sheet.write(rows.total - 1, 0, "合计", plain)
    sheet.set_row(rows.total + 1, TALL)
    sheet.merge_range(rows.total + 1, 0, rows.total + 1, 8, "", plain)
    sheet.write_rich_string(rows.total + 1, 0, "说明：", red, "红字", bold, "粗字", plain)
    sheet.write(rows.total + 2, 0, "注音", plain)
    sheet.write_rich_string(rows.total + 2, 5, "单位：", bold, made.unit)
    for column, width in ((0, 6), (1, 12), (3, 14), (11, 9)):
        sheet.set_column(column, column, width)
    sheet.set_column("M:M", 5, None, {"hidden": True})


def _formulas(made: _Made, sheet: Any) -> None:
    rows, total = made.rows, made.rows.total
    for row in range(rows.first, rows.last + 1):
        sheet.write_formula(f"I{row}", f"=C{row}*D{row}")
        sheet.write_formula(f"J{row}", f"=I{row}/SUM(I${rows.first}:I${rows.last})")
    for letter in "CDI":
        sheet.write_formula(f"{letter}{total}", f"=SUM({rows.area(letter)})")
    sheet.write_formula(f"B{total}", f'=COUNTIF({rows.area("B")},"彭*")')
    sheet.write_array_formula(f"J{total}:J{total}", f"{{=SUM({rows.area('C')}*{rows.area('D')})}}")
    for row in range(total + 4, total + 7):
        sheet.write(f"A{row}", row - total)
        sheet.write_formula(f"B{row}", f"=A{row}*2")


def _paper(made: _Made, sheet: Any) -> None:
    rows = made.rows
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    sheet.print_area(0, 0, rows.total + 1, 8)
    sheet.autofilter(1, 0, max(rows.last, 2) - 1 + rows.control * bool(rows.count), 8)
    sheet.set_h_pagebreaks([rows.total])
    sheet.set_v_pagebreaks([9])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.set_footer("&C第 &P 页")
    sheet.set_tab_color("#FF9900")
    sheet.set_zoom(90)
    sheet.protect("", {"autofilter": True, "format_cells": True})
    sheet.outline_settings(symbols_below=False)
    made.book.define_name("合计收入", f"={MAIN}!$I${rows.total}")
    made.book.define_name("全部姓名", f"={rows.area('B', sheet=MAIN)}")
    made.book.define_name(f"{MAIN}!本表收入", f"={rows.area('D', sheet=MAIN)}")
    if rows.count:
        sheet.unprotect_range(f"B{rows.first}:D{rows.last}", "填写")
        sheet.ignore_errors({"number_stored_as_text": f"F{rows.first}:F{rows.last}"})


def _rules(made: _Made, sheet: Any) -> None:
    rows = made.rows
    first, last, total = rows.first, rows.last, rows.total
    alarm = made.book.add_format({"font_color": "red"})
    if rows.count:
        months = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": f"=$A${total + 6}"}
        sheet.data_validation(f"C{first}:C{last}", months)
        rule = {"type": "formula", "criteria": f"=$D{first}>$D${total + 4}*1000", "format": alarm}
        sheet.conditional_format(f"A{first}:D{last}", rule)
        twice = {
            "type": "formula",
            "criteria": f"=COUNTIF($B${first}:$B${last},$B{first})>1",
            "format": alarm,
        }
        sheet.conditional_format(f"B{first}:B{last}", twice)
        sheet.conditional_format(f"D{first}:D{last}", {"type": "data_bar", "data_bar_2010": True})
        for row in range(first, last + 1):
            sheet.add_sparkline(f"K{row}", {"range": f"{MAIN}!C{row}:D{row}"})
    sheet.data_validation(f"D{total + 3}", {"validate": "list", "source": f"=$A${total + 4}:$A${total + 6}"})
    sheet.conditional_format(
        f"D{total + 3}", {"type": "cell", "criteria": ">", "value": f"=$D${total}", "format": alarm}
    )


def _drawn(made: _Made, sheet: Any) -> None:
    rows, total = made.rows, made.rows.total
    for row in range(rows.first, rows.last + 1):
        sheet.insert_image(
            row - 1, 11, "照片.png", {"image_data": BytesIO(picture(200)), "object_position": 1}
        )
        sheet.write_comment(f"B{row}", "核对身份证")
    sheet.write_comment(f"D{total}", "自动合计")
    sheet.write_comment("A2", "按登记先后")
    sheet.write_url(f"A{total + 7}", f"internal:{MAIN}!I{total}", string="看合计")
    sheet.write_url(f"A{total + 8}", "https://example.org/通知", string="通知")
    sheet.insert_image(total + 8, 6, "章.png", {"image_data": BytesIO(picture(90))})
    sheet.insert_textbox(total + 8, 8, "盖章处", {"width": 80, "height": 40})
    chart = made.book.add_chart({"type": "column"})
    chart.add_series(_series(made, "D"))
    chart.set_title({"name": f"={MAIN}!$A$1"})
    sheet.insert_chart(total + 12, 0, chart)


def _series(made: _Made, letter: str) -> dict[str, Any]:
    area = made.rows.area
    return {
        "name": f"={MAIN}!${letter}$2",
        "categories": f"={area('B', sheet=MAIN)}",
        "values": f"={area(letter, sheet=MAIN)}",
    }


def _table(made: _Made, sheet: Any) -> None:
    """Write a table with a row of totals; three rows are frozen above it."""
    control = made.rows.control
    head = 2 + control  # 0-based: a title, the frozen rows; a control row vanishes above
    count = len(made.table)
    first = head + 1 + control
    total = first + max(count, 1) + control
    if control:
        sheet.write(0, 0, "{%tr set 题 = 单位 ~ '明细' %}")
    sheet.write(control, 0, "{{ 题 }}" if control else "洪江镇明细")
    columns = [
        {"header": "姓名", "total_string": "合计"},
        {"header": "金额", "total_function": "sum"},
        {"header": "双倍", "formula": "=收入明细[[#This Row],[金额]]*2", "total_function": "sum"},
    ]
    sheet.add_table(head, 0, total, 2, {"name": "收入明细", "columns": columns, "total_row": True})
    for number, record in enumerate(made.table):
        sheet.write_row(first + number, 0, record)
    if made.control:
        sheet.write(head + 1, 0, made.control[0])
        sheet.write(first + count, 0, made.control[1])
    for column, name in (
        (1, "金额"),
        (2, "双倍"),
    ):  # XlsxWriter leaves the table's name out, which LibreOffice needs
        sheet.write_formula(total, column, f"=SUBTOTAL(109,收入明细[{name}])")
    made.note(sheet, first + 1, total + 1)
    sheet.write(total + 2, 0, "表后文字")
    sheet.freeze_panes(head + 1, 0)


def _summary(made: _Made, sheet: Any) -> None:
    rows = made.rows
    sheet.write_column(0, 0, ["彭春山0", "彭春山1"])
    names, months, wages = (rows.area(letter, sheet=MAIN) for letter in "BCD")
    sheet.write_formula("B1", f"=SUM({wages.replace('$', '')})")
    sheet.write_formula("B2", f'=COUNTIF({names.replace("$", "")},"彭*")')
    sheet.write_formula("B3", f"=SUMPRODUCT({months},{wages})")
    sheet.write_formula("B4", f"={MAIN}!I{rows.total}")
    chart = made.book.add_chart({"type": "line"})
    chart.add_series(_series(made, "C"))
    sheet.insert_chart("D2", chart)
