"""The features of the fidelity table: each a name and a test of the filled workbook against the template."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from tests.fidelity.book import LOW, MAIN, NOTHING, STILL, SUMMARY, TABLE, TALL, people
from tests.fidelity.extras import UNKNOWN
from tests.fidelity.reading import Reading, row_of

Check = Callable[[Reading, Reading], bool]  # the filled workbook, the template
FEATURES: dict[str, Check] = {}


def feature(name: str) -> Callable[[Check], Check]:
    def add(check: Check) -> Check:
        FEATURES[name] = check
        return check

    return add


# ---------------------------------------------------------------- cells
@feature("文字、行数和下方内容")
def _texts(read: Reading, _template: Reading) -> bool:
    rows = read.values()
    written = [(row[1], row[6]) for row in rows[2 : 2 + read.count]]
    expected = [(person["姓名"], person["备注"]) for person in people(read.count)]
    below = (rows[read.total - 1][0], rows[read.total + 1][0], rows[read.total + 2][0])
    return written == expected and below == ("合计", "说明：红字粗字", "注音")


@feature("数字、日期保持类型")
def _types(read: Reading, _template: Reading) -> bool:
    return all(
        (read.sheet[f"D{row}"].value, read.sheet[f"E{row}"].value)
        == (person["月收入"], _moment(person["日期"]))
        for row, person in zip(read.data_rows, people(read.count), strict=True)
    )


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


@feature("像公式的文字仍是文字，长号码仍是文字")
def _plain(read: Reading, _template: Reading) -> bool:
    return all(
        read.sheet[f"G{row}"].data_type != "f" and read.sheet[f"F{row}"].value == person["证号"]
        for row, person in zip(read.data_rows, people(read.count), strict=True)
    )


@feature("循环行的单元格样式")
def _styles(read: Reading, template: Reading) -> bool:
    def look(one: Reading, row: int) -> list[object]:
        cells = [one.sheet[f"{letter}{row}"] for letter in "ABCDEFGH"]
        return [(c.font.name, c.fill.fgColor.rgb, c.number_format, c.border.left.style) for c in cells]

    return all(look(read, row) == look(template, 4) for row in read.data_rows)


@feature("行高：循环行和下方")
def _heights(read: Reading, _template: Reading) -> bool:
    heights = {row: read.sheet.row_dimensions[row].height for row in (*read.data_rows, read.total + 2)}
    return heights == dict.fromkeys(read.data_rows, LOW) | {read.total + 2: TALL}


@feature("列宽和隐藏的列")
def _widths(read: Reading, _template: Reading) -> bool:
    widths = read.sheet.column_dimensions
    return round(widths["B"].width) == 13 and round(widths["D"].width) == 15 and widths["M"].hidden


@feature("分级显示")
def _outline(read: Reading, _template: Reading) -> bool:
    levels = [read.sheet.row_dimensions[row].outlineLevel for row in (*read.data_rows, read.total)]
    return levels == [1] * read.count + [0] and read.sheet.sheet_properties.outlinePr.summaryBelow is False


@feature("合并：上方、循环行内、下方")
def _merges(read: Reading, _template: Reading) -> bool:
    found = {str(area) for area in read.sheet.merged_cells.ranges}
    inside = {f"G{row}:H{row}" for row in read.data_rows}
    return found == {"A1:I1", f"A{read.total + 2}:I{read.total + 2}"} | inside


@feature("富文本")
def _rich(read: Reading, _template: Reading) -> bool:
    value = read.sheet[f"A{read.total + 2}"].value
    return [str(run) for run in value] == ["说明：", "红字", "粗字"] if isinstance(value, list) else False


@feature("富文本里的标签，各段字体保留")
def _rich_tags(read: Reading, _template: Reading) -> bool:
    value = read.sheet[f"F{read.total + 3}"].value
    runs = list(value) if isinstance(value, list) else []
    bold = [run.font.b for run in runs if hasattr(run, "font")]
    return [str(run) for run in runs] == ["单位：", "洪江镇"] and bool(bold) and bold[-1] is True


@feature("拼音标注")
def _phonetic(read: Reading, _template: Reading) -> bool:
    return (
        b"<rPh" in read.parts.get("xl/sharedStrings.xml", b"") and read.values()[read.total + 2][0] == "注音"
    )


# ---------------------------------------------------------------- formulas
@feature("循环行的公式逐行改写")
def _row_formulas(read: Reading, _template: Reading) -> bool:
    whole = f"I${read.first}:I${read.last}"
    return all(
        read.formula(f"I{row}") == f"=C{row}*D{row}" and read.formula(f"J{row}") == f"=I{row}/SUM({whole})"
        for row in read.data_rows
    )


def _covers(text: str, function: str, read: Reading, letter: str, sheet: str = "") -> bool:
    """Say whether `text` calls a function for all rows of a column; without rows for a blank cell or nothing."""
    area = rf"{sheet}\$?{letter}\$?{read.first}:\$?{letter}\$?{read.last}"
    blank = rf"{sheet}\$?{letter}\$?{NOTHING}:\$?{letter}\$?{NOTHING}"
    return re.search(rf"{function}\((?:{area if read.count else blank})\b", text) is not None


@feature("下方的 SUM、COUNTIF 覆盖各行")
def _sums(read: Reading, _template: Reading) -> bool:
    sums = all(_covers(read.formula(f"{letter}{read.total}"), "SUM", read, letter) for letter in "CDI")
    return sums and _covers(read.formula(f"B{read.total}"), "COUNTIF", read, "B")


@feature("其他工作表的公式覆盖各行")
def _elsewhere(read: Reading, _template: Reading) -> bool:
    sheet = read.book[SUMMARY]
    return (
        _covers(sheet["B1"].value, "SUM", read, "D", f"{MAIN}!")
        and _covers(sheet["B2"].value, "COUNTIF", read, "B", f"{MAIN}!")
        and _covers(sheet["B3"].value, "SUMPRODUCT", read, "C", f"{MAIN}!")
        and sheet["B4"].value == f"={MAIN}!I{read.total}"
    )


@feature("数组公式")
def _array(read: Reading, _template: Reading) -> bool:
    found = read.sheet[f"J{read.total}"].value
    return getattr(found, "ref", "") in (f"J{read.total}", f"J{read.total}:J{read.total}") and _covers(
        found.text, "SUM", read, "C"
    )


@feature("共享公式")
def _shared(read: Reading, _template: Reading) -> bool:
    rows = range(read.total + 4, read.total + 7)
    return [read.formula(f"B{row}") for row in rows] == [f"=A{row}*2" for row in rows]


@feature("不留计算链，打开时重算")
def _chain(read: Reading, _template: Reading) -> bool:
    properties = read.root("xl/workbook.xml").find("{*}calcPr")
    asked = properties is not None and properties.get("fullCalcOnLoad") in ("1", "true")
    return "xl/calcChain.xml" not in read.parts and asked


# ---------------------------------------------------------------- rules
@feature("数据有效性")
def _validations(read: Reading, _template: Reading) -> bool:
    bound = f"$A${read.total + 6}"
    found = {
        str(one.sqref): (one.formula1, one.formula2) for one in read.sheet.data_validations.dataValidation
    }
    expected = {f"D{read.total + 3}": (f"$A${read.total + 4}:$A${read.total + 6}", None)}
    return found == expected | ({read.span("C"): ("1", bound)} if read.count else {})


@feature("新版数据有效性（引用其他表）")
def _later_validations(read: Reading, _template: Reading) -> bool:
    found = [(one.findtext(".//{*}f"), one.findtext("{*}sqref")) for one in read.extension("dataValidation")]
    return found == ([(f"{SUMMARY}!$A$1:$A$2", read.span("B"))] if read.count else [])


@feature("条件格式及其公式")
def _formats(read: Reading, _template: Reading) -> bool:
    rules = read.sheet.conditional_formatting
    found = {(str(area.sqref), one.formula[0]) for area in rules for one in area.rules if one.formula}
    below = {(f"D{read.total + 3}", f"$D${read.total}")}
    inside = {
        (read.span("A", "D"), f"$D{read.first}>$D${read.total + 4}*1000"),
        (read.span("B"), f"COUNTIF($B${read.first}:$B${read.last},$B{read.first})>1"),
    }
    return found == below | (inside if read.count else set())


def _later(read: Reading) -> set[tuple[str | None, str | None]]:
    rules = read.extension("conditionalFormatting")
    return {(one.findtext("{*}sqref"), one.findtext("{*}cfRule/{*}f")) for one in rules}


@feature("新版条件格式：引用其他表")
def _later_formats(read: Reading, _template: Reading) -> bool:
    rule = (read.span("B"), f"{SUMMARY}!$A$1=$B{read.first}")
    return rule in _later(read) if read.count else (rule[0], None) not in _later(read)


@feature("新版条件格式：数据条")
def _bars(read: Reading, _template: Reading) -> bool:
    rules = [(str(area.sqref), one.type) for area in read.sheet.conditional_formatting for one in area.rules]
    bar = (read.span("D"), "dataBar")
    return (bar in rules and (bar[0], None) in _later(read)) if read.count else bar not in rules


@feature("迷你图")
def _sparklines(read: Reading, _template: Reading) -> bool:
    found = [(one.findtext("{*}sqref"), one.findtext("{*}f")) for one in read.extension("sparkline")]
    return sorted(found) == sorted((f"K{row}", f"{MAIN}!C{row}:D{row}") for row in read.data_rows)


@feature("自动筛选及其名称")
def _filter(read: Reading, _template: Reading) -> bool:
    area = read.sheet.auto_filter.ref
    name = next(
        (
            n.text
            for n in read.root("xl/workbook.xml").iter("{*}definedName")
            if n.get("name") == "_xlnm._FilterDatabase"
        ),
        "",
    )
    return area == f"A2:I{max(read.last, 2)}" and (name or "").replace("$", "") == f"{MAIN}!{area}"


@feature("定义的名称：工作簿、工作表")
def _names(read: Reading, _template: Reading) -> bool:
    found = {n.get("name"): n.text for n in read.root("xl/workbook.xml").iter("{*}definedName")}
    first, last = (read.first, read.last) if read.count else (NOTHING, NOTHING)
    return (found.get("全部姓名"), found.get("本表收入"), found.get("合计收入")) == (
        f"{MAIN}!$B${first}:$B${last}",
        f"{MAIN}!$D${first}:$D${last}",
        f"{MAIN}!$I${read.total}",
    )


@feature("表格（ListObject）及汇总行")
def _table(read: Reading, _template: Reading) -> bool:
    table = read.book[TABLE].tables.get("收入明细")
    rows = max(read.count, 1)  # one without a row of data is refused by Excel
    texts = [row[0] for row in read.values(TABLE)]
    column = next((one for one in table.tableColumns if one.name == "双倍"), None) if table else None
    return (
        table is not None
        and (table.ref, table.autoFilter.ref) == (f"A3:C{4 + rows}", f"A3:C{3 + rows}")
        and column is not None and column.calculatedColumnFormula is not None
        and texts[3 + rows :] == ["合计", "", "表后文字"]
    )  # fmt: skip


@feature("工作表保护和可编辑区域")
def _protection(read: Reading, _template: Reading) -> bool:
    found = [(one.get("name"), one.get("sqref")) for one in read.all("protectedRanges/protectedRange")]
    area = f"B{read.first}:D{read.last}"
    return bool(read.sheet.protection.sheet) and found == ([("填写", area)] if read.count else [])


@feature("忽略的错误")
def _ignored(read: Reading, _template: Reading) -> bool:
    found = [one.get("sqref") for one in read.all("ignoredErrors/ignoredError")]
    return found in ([[read.span("F")], [f"F{read.first}:F{read.last}"]] if read.count else [[]])


# ---------------------------------------------------------------- views and print
@feature("冻结窗格（含上方消失的行）")
def _panes(read: Reading, _template: Reading) -> bool:
    other = read.book[TABLE].sheet_view.pane
    return (
        read.sheet.freeze_panes == "C3"
        and other is not None
        and (other.ySplit, other.topLeftCell) == (3, "A4")
    )


@feature("打印区域和标题行")
def _print(read: Reading, _template: Reading) -> bool:
    area = str(read.sheet.print_area).replace("'", "")
    return area == f"{MAIN}!$A$1:$I${read.total + 2}" and read.sheet.print_title_rows == "$2:$2"


@feature("分页符：行、列")
def _breaks(read: Reading, _template: Reading) -> bool:
    return [one.id for one in read.sheet.row_breaks.brk] == [read.total] and [
        one.id for one in read.sheet.col_breaks.brk
    ] == [9]


@feature("页面设置、页脚、标签颜色、显示比例")
def _page(read: Reading, _template: Reading) -> bool:
    sheet = read.sheet
    page = (sheet.page_setup.orientation, str(sheet.page_setup.paperSize), sheet.page_margins.left)
    return page == ("landscape", "9", 0.5) and (
        sheet.oddFooter.center.text, sheet.sheet_properties.tabColor.rgb, sheet.sheet_view.zoomScale
    ) == ("第 &P 页", "FFFF9900", 90)  # fmt: skip


# ---------------------------------------------------------------- links, comments, drawings
@feature("超链接：内部、外部")
def _links(read: Reading, _template: Reading) -> bool:
    inside, outside = (read.sheet[f"A{read.total + row}"].hyperlink for row in (7, 8))
    return (
        inside is not None and outside is not None
        and inside.location == f"{MAIN}!I{read.total}"
        and outside.target == "https://example.org/通知"
    )  # fmt: skip


def _commented(read: Reading) -> list[str]:
    cells = [f"B{row}" for row in read.data_rows]
    return sorted(["A2", f"D{read.total}", *cells])


@feature("批注：循环行、上方、下方")
def _comments(read: Reading, _template: Reading) -> bool:
    found = [cell.coordinate for row in read.sheet.iter_rows() for cell in row if cell.comment]
    return sorted(found) == _commented(read)


@feature("批注框的位置和大小")
def _boxes(read: Reading, _template: Reading) -> bool:
    xml = b"".join(read.parts[part] for part in read.attached(read.part_of(MAIN), "vmlDrawing")).decode()
    shapes = re.findall(r"<v:shape .*?</v:shape>", xml, re.DOTALL)
    ids = {match[1] for shape in shapes if (match := re.search(r' id="([^"]+)"', shape))}
    cells, heights = [], set()
    for shape in shapes:
        row, column = (int(re.search(rf"<x:{word}>\s*(\d+)", shape)[1]) for word in ("Row", "Column"))  # type: ignore[index]
        anchor = re.search(r"<x:Anchor>([^<]*)<", shape)
        heights.add(int(anchor[1].split(",")[6]) - int(anchor[1].split(",")[2]) if anchor else 4)
        cells.append(f"{'ABCDEFGHI'[column]}{row + 1}")
    return sorted(cells) == _commented(read) and len(ids) == len(shapes) and max(heights) <= 5


@feature("会话批注（新版）")
def _threads(read: Reading, _template: Reading) -> bool:
    parts = list(read.attached(read.part_of(MAIN), "threadedComment"))
    found = [comment.get("ref") for part in parts for comment in read.root(part)]
    return found == [f"D{read.total}"] and any("person" in name for name in read.parts)


def _pictures(read: Reading) -> list[int]:
    pictures = [anchor for anchor in read.anchors() if anchor.find("{*}pic") is not None]
    return sorted(row_of(anchor) for anchor in pictures)


@feature("循环行内的图片")
def _photos(read: Reading, _template: Reading) -> bool:
    found = _pictures(read)
    ids = [one.get("id") for anchor in read.anchors() for one in anchor.iter("{*}cNvPr")]
    return found[: read.count] == list(read.data_rows) and len(set(ids)) == len(ids)


@feature("下方的图片和文本框")
def _drawings(read: Reading, _template: Reading) -> bool:
    boxes = [row_of(anchor) for anchor in read.anchors() if anchor.find("{*}sp") is not None]
    return _pictures(read)[read.count :] == [read.total + 9] and boxes == [read.total + 9]


@feature("下方的图表")
def _chart_place(read: Reading, _template: Reading) -> bool:
    return [row_of(anchor) for anchor in read.anchors() if anchor.find("{*}graphicFrame") is not None] == [
        read.total + 13
    ]


def _drawn(read: Reading, title: str) -> list[str]:
    charts = read.charts(title)
    return [(element.text or "").replace("'", "") for chart in charts for element in chart.iter("{*}f")]


def _series(read: Reading, letter: str) -> set[str]:
    first, last = (read.first, read.last) if read.count else (NOTHING, NOTHING)
    areas = {f"{MAIN}!$B${first}:$B${last}", f"{MAIN}!${letter}${first}:${letter}${last}"}
    return areas | {f"{MAIN}!${letter}$2"}


@feature("图表的数据区域")
def _chart_data(read: Reading, _template: Reading) -> bool:
    return _series(read, "D") <= set(_drawn(read, MAIN))


@feature("其他工作表上图表的数据区域")
def _chart_elsewhere(read: Reading, _template: Reading) -> bool:
    return _series(read, "C") <= set(_drawn(read, SUMMARY))


# ---------------------------------------------------------------- parts
@feature("没有标签的工作表逐字节不变")
def _still(read: Reading, template: Reading) -> bool:
    return read.parts[read.part_of(STILL)] == template.parts[template.part_of(STILL)]


@feature("主题、图片逐字节不变")
def _theme(read: Reading, template: Reading) -> bool:
    def pictures(one: Reading) -> set[bytes]:
        return {data for name, data in one.parts.items() if "/media/" in name}

    theme = "xl/theme/theme1.xml"
    is_complete = pictures(read) == pictures(template) if read.count else pictures(read) <= pictures(template)
    return is_complete and read.parts.get(theme) == template.parts[theme]


@feature("自定义文档属性")
def _custom(read: Reading, _template: Reading) -> bool:
    return "洪府字〔2023〕12号".encode() in read.parts.get("docProps/custom.xml", b"")


@feature("自定义 XML")
def _custom_xml(read: Reading, template: Reading) -> bool:
    return read.parts.get("customXml/item1.xml") == template.parts["customXml/item1.xml"]


@feature("不认识的部件逐字节不变")
def _unknown(read: Reading, _template: Reading) -> bool:
    return read.parts.get("xl/unknownProject.bin") == UNKNOWN


@feature("不认识的扩展（extLst）")
def _unknown_extension(read: Reading, _template: Reading) -> bool:
    return [one.text for one in read.extension("note")] == ["保留"]
