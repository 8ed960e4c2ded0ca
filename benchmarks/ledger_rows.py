"""A county's master ledger for benchmarks: invented people in households, and the .xlsx and .csv that hold them."""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from hqe_docs.data.idnumber import check_digit, sex
from hqe_docs.problems import column_letters

Row = list[str | int | date]
DAY = date(2023, 10, 31)
TITLES = (
    *("序号", "组别", "户编号", "与户主关系", "姓名", "公民身份号码", "性别", "出生日期", "年龄", "民族"),
    *("文化程度", "是否户籍", "是否常住", "联系电话", "劳动能力", "是否在校", "人员类别", "就业状态"),
    *("就业形式", "就业区域", "单位名称", "月收入", "养老保险", "最近走访日期"),
)
AT = {title: i for i, title in enumerate(TITLES)}
FAULTY, VARIED = 0.02, 0.01  # of the rows: one cell at fault; one cell right, but not in its usual form
_FIRST, _SPAN = date(1945, 1, 1), 365 * 61
_SURNAMES = "彭付易袁黄刘李张陈王周吴徐胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹邓许傅沈曾吕苏"
_GIVEN = "春山晓梅建国志强秀英桂兰海燕明华丽娟文斌小平玉珍德福长根水生金凤伟刚美红雪琴宏亮俊杰"
_STATES = {
    "单位就业": 30, "灵活就业": 22, "务农": 18, "个体经营": 6, "自主创业": 3, "公益性岗位": 2, "失业": 4,
    "无就业意愿": 5, "退休": 5, "丧失劳动能力": 2, "死亡": 2, "迁出": 1,
}  # fmt: skip
_EMPLOYED = frozenset(["单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农"])
_FAULTS: Sequence[tuple[str, str | int]] = (
    *(("公民身份号码", ""), ("公民身份号码", "36099919900101"), ("联系电话", "1990000"), ("文化程度", "大学士")),
    *(("就业状态", "打工"), ("劳动能力", "很好"), ("民族", "汗族"), ("月收入", "很多"), ("月收入", -500)),
    *(("出生日期", "1985-02-30"), ("最近走访日期", "9月22日"), ("年龄", 3), ("养老保险", "不知道")),
    *(("户编号", ""), ("姓名", ""), ("是否常住", ""), ("性别", "未知"), ("人员类别", "普通、低保")),
)  # fmt: skip
_VARIATIONS = (
    ("文化程度", "大学本科"),
    ("是否常住", "√"),
    ("民族", "汉"),
    ("人员类别", "低保户，残疾"),
    ("姓名", "高　健"),
)


def rows(count: int, *, seed: int = 7) -> Iterator[Row]:
    """Yield `count` rows in the order of TITLES; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - people for a benchmark
    numbers = dice.sample(range(_SPAN * 1000), count)
    companies = [
        f"{a}{b}{c}有限公司"
        for a in ("宜春", "东莞市", "义乌市", "洪江")
        for b in _GIVEN
        for c in ("电子", "服饰", "建材", "食品")
    ]
    household, left = 0, 0
    for order, number in enumerate(numbers, 1):
        is_head = left == 0
        if is_head:
            household, left = household + 1, dice.randint(1, 6)
        left -= 1
        row = _person(dice, order, number, household, is_head, companies)
        chance = dice.random()
        if chance < FAULTY + VARIED:
            title, value = dice.choice(_FAULTS if chance < FAULTY else _VARIATIONS)
            row[AT[title]] = value
        yield row


def _person(
    dice: random.Random, order: int, number: int, household: int, is_head: bool, companies: Sequence[str]
) -> Row:
    born = _FIRST + timedelta(days=number // 1000)
    first17 = f"360999{born:%Y%m%d}{number % 1000:03d}"
    state = dice.choices(list(_STATES), _STATES.values())[0]
    works = state in _EMPLOYED
    unit = dice.choice(companies) if state in ("单位就业", "公益性岗位") else ""
    ability = "丧失" if state == "丧失劳动能力" else dice.choice(("普通", "普通", "技能", "弱"))
    return [
        order,
        f"第{household % 12 + 1}组",
        f"HJ{household:06d}",
        "户主" if is_head else dice.choice(("配偶", "子", "女", "儿媳", "父亲", "母亲")),
        dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=dice.choice((1, 2, 2, 2)))),
        first17 + check_digit(first17),
        sex(first17),
        born.isoformat(),
        DAY.year - born.year - ((born.month, born.day) > (DAY.month, DAY.day)),
        "汉族" if dice.random() < 0.97 else dice.choice(("畲族", "苗族", "土家族")),
        dice.choice(("小学及以下", "初中", "初中", "高中（中专、技校）", "大专", "本科")),
        "是" if dice.random() < 0.95 else "否",
        "是" if dice.random() < 0.7 else "否",
        f"199{dice.randrange(10**8):08d}",
        ability,
        "否",
        dice.choice(("普通",) * 8 + ("脱贫人口", "低保", "残疾人", "退役军人", "脱贫人口、残疾人", "监测对象")),
        state,
        dice.choice(("季节性", "劳动合同", "非全日制")) if state in ("单位就业", "灵活就业") else "",
        dice.choice(("乡内", "县内乡外", "市内县外", "省内市外", "省外")) if works else "",
        unit,
        dice.randrange(15, 90) * 100 if works else "",
        "是" if dice.random() < 0.98 else "否",
        date(2023, 1, 1) + timedelta(days=dice.randrange(300)),
    ]  # fmt: skip


def write_csv(people: Iterator[Row], path: Path) -> None:
    """Write title row and rows as UTF-8 CSV, as spreadsheets save it."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(TITLES)
        writer.writerows(people)


# ---------------------------------------------------------------- the workbook, as Excel writes it
_NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_NAMES} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="劳动力" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet {_NAMES}><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
_EPOCH = date(1899, 12, 30)


def write_workbook(people: Iterator[Row], path: Path) -> None:
    """Write a title row, the column titles and the rows as .xlsx with shared strings and real dates."""
    shared: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(f"<worksheet {_NAMES}><sheetData>".encode())
            stream.writelines(text.encode() for text in _xml_rows(people, shared))
            stream.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        archive.writestr("xl/sharedStrings.xml", f'<sst {_NAMES} uniqueCount="{len(shared)}">{items}</sst>')


def _xml_rows(people: Iterator[Row], shared: dict[str, int]) -> Iterator[str]:
    letters = [column_letters(i + 1) for i in range(len(TITLES))]
    sheet: Iterator[Sequence[str | int | date]] = iter([["洪江镇劳动力资源台账"], TITLES])
    for number, row in enumerate((*sheet, *people) if False else _chain(sheet, people), 1):
        cells = (_cell(f"{a}{number}", value, shared) for a, value in zip(letters, row, strict=False))
        yield f'<row r="{number}" spans="1:{len(letters)}">{"".join(cells)}</row>'


def _chain(*parts: Iterator[Sequence[str | int | date]]) -> Iterator[Sequence[str | int | date]]:
    for part in parts:
        yield from part


def _cell(place: str, value: str | int | date, shared: dict[str, int]) -> str:
    if value == "":
        return f'<c r="{place}"/>'
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - _EPOCH).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
