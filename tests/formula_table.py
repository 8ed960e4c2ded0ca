"""A workbook of formulas with what a spreadsheet says they come to; LibreOffice is asked too, in tests/slow."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

DATA: list[list[Any]] = [
    ["姓名", "号码", "组", "数", "价", "日期", "话"],
    ["彭春山", "360999198503123010", "一组", 3, 1.5, date(2023, 6, 25), "ab C"],
    ["李小梅", "36099919900101123X", "二组", 7, 2.25, date(2022, 2, 28), "AB c"],
    ["王大力", "007", "一组", 10, None, date(2020, 2, 29), "a*b"],
    ["赵四", "12", "三组", -2.5, 0.1, date(1985, 3, 12), "  两 个  空格 "],
    ["彭春山", None, "二组", 7, 4, None, "TRUE"],
    [None, None, None, "文字", True, None, ""],
]
SERIAL = {"2023-06-25": 45102, "2024-02-29": 45351}
NONE = "none"  # no value is put: only the office program can tell

CASES: list[tuple[str, Any]] = [
    # ---- operators
    ("=1+2*3^2", 19), ("=-2^2", 4), ("=2^3^2", 64), ("=10%*50", 5), ("=1/4", 0.25), ("=(1+2)*3", 9),
    ('="甲"&1&TRUE', "甲1TRUE"), ("=1/3&\"\"", "0.333333333333333"), ("=0.1+0.2=0.3", True), ("=0.1+0.2-0.3", 0),
    ('="ABC"="abc"', True), ('=""=数据!B7', True), ("=数据!B7=0", True), ("=1<\"a\"", True), ('="9"<8', False),
    ("=1<>2", True), ("=3>=3", True), ("=+5", 5), ("=--\"5\"", 5), ('="1,234.5"*1', 1234.5), ("=数据!B7+1", 1),
    ("=数据!D2*数据!E2", 4.5), ("=数据!B5*2", 24), ("=数据!B7", 0), ("=数据!A2", "彭春山"), ("=TRUE+1", 2),
    # ---- faults
    ("=1/0", "#DIV/0!"), ("=数据!A2+1", "#VALUE!"), ("=#N/A", "#N/A"), ("=SUM(数据!A2:B3)/0", "#DIV/0!"),
    ("=IFERROR(1/0,\"无\")", "无"), ("=IFERROR(2,\"无\")", 2), ("=ISERROR(1/0)", True), ("=IFNA(NA(),3)", 3),
    ("=(-1)^0.5", "#NUM!"), ("=AVERAGE(数据!A2:A5)", "#DIV/0!"), ("=LARGE(数据!D2:D7,9)", "#NUM!"),
    # ---- sums, counts
    ("=SUM(数据!D2:D7)", 24.5), ("=SUM(数据!D2:D7,1,\"2\")", 27.5), ("=SUM(数据!B2:B7)", 0), ("=SUM(数据!D:D)", 24.5),
    ("=AVERAGE(数据!D2:D7)", 4.9), ("=COUNT(数据!D2:D7)", 5), ("=COUNTA(数据!D2:D7)", 6), ("=COUNT(数据!E2:E7)", 4),
    ("=COUNTBLANK(数据!B2:B7)", 2), ("=MIN(数据!D2:D7)", -2.5), ("=MAX(数据!D2:D7)", 10), ("=MAX(数据!A2:A6)", 0),
    ("=MEDIAN(数据!D2:D7)", 7), ("=LARGE(数据!D2:D7,2)", 7), ("=SMALL(数据!D2:D7,2)", 3), ("=PRODUCT(数据!D2:D3)", 21),
    ("=RANK(数据!D2,数据!D2:D6)", 4), ("=RANK(数据!D3,数据!D2:D6)", 2), ("=RANK(数据!D2,数据!D2:D6,1)", 2),
    ("=SUBTOTAL(9,数据!D2:D7)", 24.5), ("=SUBTOTAL(103,数据!A2:A7)", 5), ("=SUM(天数)", 24.5), ("=税率*100", 3),
    # ---- criteria
    ('=COUNTIF(数据!C2:C7,"一组")', 2), ("=COUNTIF(数据!C2:C7,数据!C2)", 2), ('=COUNTIF(数据!D2:D7,">3")', 3),
    ('=COUNTIF(数据!D2:D7,"<>7")', 4), ("=COUNTIF(数据!D2:D7,7)", 2), ('=COUNTIF(数据!A2:A7,"彭*")', 2),
    ('=COUNTIF(数据!A2:A7,"?四")', 1), ('=COUNTIF(数据!G2:G7,"a~*b")', 1), ('=COUNTIF(数据!G2:G7,"AB C")', 2),
    ('=COUNTIF(数据!C:C,"一组")', 2), ('=COUNTIFS(数据!C2:C7,"一组",数据!D2:D7,">5")', 1),
    ('=SUMIF(数据!C2:C7,"二组",数据!D2:D7)', 14), ('=SUMIF(数据!D2:D7,">5")', 24), ('=COUNTIF(数据!A2:A7,"<>")', 5),
    ('=SUMIFS(数据!D2:D7,数据!C2:C7,"一组",数据!E2:E7,">1")', 3), ('=AVERAGEIF(数据!C2:C7,"二组",数据!D2:D7)', 7),
    ('=AVERAGEIFS(数据!D2:D7,数据!C2:C7,"一组")', 6.5), ('=AVERAGEIF(数据!C2:C7,"四组",数据!D2:D7)', "#DIV/0!"),
    ('=COUNTIF(数据!F2:F6,">="&DATE(2022,1,1))', 2), ('=COUNTIF(数据!B2:B7,数据!B3)', 1),
    ("=SUMPRODUCT(数据!D2:D5,数据!E2:E5)", 20), ('=SUMPRODUCT((数据!C2:C6="一组")*(数据!D2:D6>5))', 1),
    ('=SUMPRODUCT(--(LEFT(数据!A2:A6,1)="彭"))', 2), ("=SUMPRODUCT(1/COUNTIF(数据!C2:C6,数据!C2:C6))", 3),
    # ---- rounding
    ("=ROUND(2.675,2)", 2.68), ("=ROUND(-2.5,0)", -3), ("=ROUND(1234,-2)", 1200), ("=ROUNDUP(2.01,1)", 2.1),
    ("=ROUNDDOWN(-2.79,1)", -2.7), ("=INT(-2.5)", -3), ("=MOD(-7,3)", 2), ("=MOD(7,0)", "#DIV/0!"), ("=ABS(-3)", 3),
    ("=TRUNC(-2.7)", -2), ("=POWER(2,10)", 1024),
    # ---- conditions
    ('=IF(数据!D2>5,"大","小")', "小"), ('=IF(数据!B7,"有","无")', "无"), ("=IF(1>2,1)", False), ("=IF(1,,2)", 0),
    ("=AND(1,数据!D2>0)", True), ("=OR(FALSE,0)", False), ("=NOT(1)", False), ("=IF(TRUE(),1,1/0)", 1),
    ('=IF(AND(数据!D3>=5,数据!D3<10),"良",IF(数据!D3>=10,"优","差"))', "良"), ("=CHOOSE(2,\"甲\",\"乙\")", "乙"),
    ('=IFS(数据!D2>5,"大",TRUE,"小")', "小"), ("=ISBLANK(数据!B7)", True), ("=ISNUMBER(数据!B5)", False),
    ("=ISTEXT(数据!A2)", True),
    # ---- places
    ("=ROW(数据!D5)", 5), ("=ROWS(数据!D2:D6)", 5), ("=COLUMN(数据!D5)", 4), ("=COLUMNS(数据!B2:D6)", 3),
    ('=VLOOKUP("赵四",数据!A2:D6,4,FALSE)', -2.5), ('=VLOOKUP("无此人",数据!A2:D6,4,0)', "#N/A"),
    ("=VLOOKUP(75,{0,\"差\";60,\"中\";80,\"良\"},2)", "中"), ('=VLOOKUP("王*",数据!A2:D6,3,FALSE)', "一组"),
    ('=HLOOKUP("数",数据!A1:G6,3,FALSE)', 7), ("=INDEX(数据!A2:D6,2,1)", "李小梅"), ("=INDEX(数据!A2:A6,3)", "王大力"),
    ("=SUM(INDEX(数据!D2:E6,0,1))", 24.5), ('=MATCH("二组",数据!C2:C6,0)', 2), ("=MATCH(3,{1,2,4},1)", 2),
    ("=MATCH(3,{5,4,2},-1)", 2), ('=INDEX(数据!A2:A6,MATCH(10,数据!D2:D6,0))', "王大力"), ("=LOOKUP(3,{1,2,4},{\"a\",\"b\",\"c\"})", "b"),
    ('=LOOKUP(1,0/(数据!C2:C6="一组"),数据!A2:A6)', "王大力"),
    # ---- texts
    ('=LEFT("梅州村",2)', "梅州"), ('=RIGHT("梅州村")', "村"), ('=MID(数据!B2,7,8)', "19850312"), ('=LEN(数据!B2)', 18),
    ('=TRIM(数据!G5)', "两 个 空格"), ('=SUBSTITUTE("甲-乙-丙","-","、")', "甲、乙、丙"), ('=SUBSTITUTE("a-a-a","a","b",2)', "a-b-a"),
    ('=EXACT("a","A")', False), ('=CONCATENATE("甲",1,"乙")', "甲1乙"), ('=CONCAT(数据!C2:C4,"!")', "一组二组一组!"),
    ('=TEXTJOIN("、",TRUE,数据!B4:B6,"尾")', "007、12、尾"), ('=FIND("州","梅州村")', 2), ('=SEARCH("B","abc")', 2),
    ('=FIND("x","abc")', "#VALUE!"), ('=UPPER("ab")', "AB"), ('=REPT("-",3)', "---"), ('=REPLACE("abcd",2,2,"X")', "aXd"),
    ('=VALUE("12.5")', 12.5), ('=VALUE("50%")', 0.5), ('=VALUE("甲")', "#VALUE!"), ('=REPLACE(数据!B2,7,8,"********")', "360999********3010"),
    ('=TEXT(1234.567,"0.00")', "1234.57"), ('=TEXT(1234567.8,"#,##0.0")', "1,234,567.8"), ('=TEXT(0.9123,"0.00%")', "91.23%"),
    ('=TEXT(7,"000")', "007"), ('=TEXT(-0.5,"0")', "-1"), ('=TEXT(数据!F2,"yyyy-mm-dd")', "2023-06-25"),
    ('=TEXT(数据!F2,"yyyy""年""m""月""d""日""")', "2023年6月25日"), ('=TEXT("甲","0")', "甲"), ('=TEXT(5,"@")', "5"),
    # ---- days
    ("=DATE(2023,6,25)", SERIAL["2023-06-25"]), ("=DATE(2023,14,0)", 45322), ("=YEAR(数据!F2)", 2023), ("=MONTH(数据!F2)", 6),
    ("=DAY(数据!F2)", 25), ("=数据!F2-数据!F3", 482), ("=DAYS(数据!F2,数据!F3)", 482), ("=EDATE(DATE(2024,1,31),1)", SERIAL["2024-02-29"]),
    ('=DATEDIF(数据!F5,数据!F2,"Y")', 38), ('=DATEDIF(数据!F5,数据!F2,"M")', 459), ('=DATEDIF(数据!F3,数据!F2,"D")', 482),
    ('=DATEDIF(数据!F5,数据!F2,"YM")', 3), ('=YEAR("2023-06-25")', 2023),
    ('=DATEDIF(DATE(MID(数据!B2,7,4),MID(数据!B2,11,2),MID(数据!B2,13,2)),DATE(2023,10,31),"Y")', 38),
    ('=IF(MOD(MID(数据!B2,17,1),2)=1,"男","女")', "男"), ('=DATEDIF(数据!F2,数据!F3,"D")', "#NUM!"),
]  # fmt: skip
# what is left to the office program
UNTOLD = [
    "=TODAY()", "=NOW()-1", "=RAND()", '=INDIRECT("A1")', "=OFFSET(数据!A1,1,1)", "=NETWORKDAYS(1,2)", "=SUM(没有的名称)",
    "=COUNTIF(数据!B2:B7,数据!B2)", '=TEXT(1,"[DBNum2]0")', '="甲"<"乙"', '=VALUE("6月5日")', "=YEAR(30)", "=LEN(\"𠮷\")",
    '=DATEDIF(数据!F3,数据!F2,"MD")', "=SUM(没有!A1)", "=IF(TODAY()>0,1,2)", "=IFERROR(TODAY(),1)", "=1E300*1E-5&\"\"",
]  # fmt: skip


def formula_book(path: Path) -> Path:
    """Save the template: a tag, the data, the formulas one below another in column A of 式, the others in column B."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "式"
    for number, (formula, _value) in enumerate(CASES, 1):
        page.cell(number, 1, _filed(formula))
    for number, formula in enumerate(UNTOLD, 1):
        page.cell(number, 2, _filed(formula))
    page["D1"] = "{{ 文 }}"
    data = book.create_sheet("数据")
    for row in DATA:
        data.append(row)
    for name, text in (("天数", "数据!$D$2:$D$7"), ("税率", "0.03")):
        book.defined_names[name] = DefinedName(name, attr_text=text)
    book.save(path)
    return path


def _filed(formula: str) -> str:
    for name in ("CONCAT(", "TEXTJOIN(", "IFS(", "DAYS(", "IFNA("):
        for before in "=(,+-*/":
            formula = formula.replace(f"{before}{name}", f"{before}_xlfn.{name}")
    return formula
