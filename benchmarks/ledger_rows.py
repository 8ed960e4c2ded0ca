"""A county's master ledger for benchmarks: invented families, and the .xlsx and the .csv that hold them."""

from __future__ import annotations

import csv
import random
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from hqe_docs.data.idnumber import check_digit
from hqe_docs.problems import column_letters

Value = str | int | date
Row = list[Value]
DAY = date(2023, 10, 31)
TITLES = (
    *("序号", "组别", "户编号", "与户主关系", "姓名", "公民身份号码", "性别", "出生日期", "年龄", "民族"),
    *("文化程度", "是否户籍", "是否常住", "联系电话", "劳动能力", "是否在校", "人员类别", "就业状态"),
    *("就业形式", "就业区域", "单位名称", "月收入", "养老保险", "最近走访日期"),
)
AT = {title: i for i, title in enumerate(TITLES)}
FAULTY, VARIED = 0.02, 0.01  # of the rows: one cell at fault; one cell right, but not in its usual form
EMPLOYED = ("单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农")
_YOUNGER = {
    "单位就业": 34, "灵活就业": 25, "务农": 12, "个体经营": 7, "自主创业": 3, "公益性岗位": 2, "失业": 5,
    "无就业意愿": 6, "丧失劳动能力": 2, "死亡": 1, "迁出": 2,
}  # fmt: skip
_OLDER = {"务农": 30, "退休": 50, "死亡": 10, "丧失劳动能力": 10}
_SURNAMES = "彭付易袁黄刘李张陈王周吴徐胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹邓许傅沈曾吕苏"
_GIVEN = "春山晓梅建国志强秀英桂兰海燕明华丽娟文斌小平玉珍德福长根水生金凤伟刚美红雪琴宏亮俊杰"
_KIN = (("配偶", 0), ("子", -26), ("女", -26), ("父亲", 26), ("母亲", 26), ("兄", 3), ("妹", -3))
_MEN, _WOMEN = frozenset(["子", "父亲", "兄"]), frozenset(["女", "母亲", "妹"])
_COMPANIES = [
    f"{a}{b}{c}有限公司"
    for a in ("宜春", "东莞市", "义乌市", "洪江")
    for b in _GIVEN
    for c in ("电子", "服饰", "建材", "食品")
]
_FAULTS: Sequence[tuple[str, Value]] = (
    *(("公民身份号码", ""), ("公民身份号码", "36099919900101"), ("公民身份号码", "36099919901301001X")),
    *(("公民身份号码", "360999199001010012"), ("公民身份号码", "again"), ("联系电话", "1990000"), ("联系电话", "")),
    *(("文化程度", "大学士"), ("就业状态", "打工"), ("劳动能力", "很好"), ("民族", "汗族"), ("性别", "未知")),
    *(("月收入", "很多"), ("月收入", -500), ("出生日期", "1985-02-30"), ("出生日期", "1985-02-20")),
    *(("最近走访日期", "9月22日"), ("年龄", 3), ("养老保险", "不知道"), ("户编号", ""), ("姓名", "")),
    *(("是否常住", ""), ("性别", "男"), ("人员类别", "普通、低保"), ("是否在校", "是"), ("与户主关系", "户主")),
)  # fmt: skip
_VARIATIONS: Sequence[tuple[str, Value]] = (
    *(("文化程度", "大学本科"), ("是否常住", "√"), ("民族", "汉"), ("人员类别", "低保户，残疾")),
    *(("姓名", "高　健"), ("联系电话", "199 0000 1234"), ("出生日期", "1985年2月20日")),
)


def rows(count: int, *, seed: int = 7) -> Iterator[Row]:
    """Yield `count` rows in the order of TITLES; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - people for a benchmark
    given: Counter[int] = Counter()
    before, household, left, head_age, head_is_man = "", 0, 0, 0, False
    for order in range(1, count + 1):
        kin, older = dice.choice(_KIN) if left else ("户主", 0)
        if not left:
            household, left, head_age, head_is_man = (
                household + 1,
                dice.randint(1, 6),
                dice.randint(44, 50),
                dice.random() < 0.7,
            )
        left -= 1
        is_man = kin in _MEN or (kin not in _WOMEN and (head_is_man != (kin == "配偶")))
        born = DAY - timedelta(days=(head_age + older) * 365 + dice.randrange(360))
        day = born.toordinal() * 2 + is_man
        given[day] += 1
        first17 = f"360999{born:%Y%m%d}{given[day] % 500 * 2 - 1 + (not is_man):03d}"
        row = _person(dice, order, first17 + check_digit(first17), household, kin, born)
        chance = dice.random()
        if chance < FAULTY + VARIED:
            title, value = dice.choice(_FAULTS if chance < FAULTY else _VARIATIONS)
            row[AT[title]] = before if value == "again" else value
        before = str(row[AT["公民身份号码"]])
        yield row


def _person(dice: random.Random, order: int, number: str, household: int, kin: str, born: date) -> Row:
    age = DAY.year - born.year - ((born.month, born.day) > (DAY.month, DAY.day))
    states = _OLDER if age >= 60 else _YOUNGER
    state = dice.choices(list(states), states.values())[0]
    works = state in EMPLOYED
    ability = "丧失" if state == "丧失劳动能力" else dice.choice(("普通", "普通", "技能", "弱"))
    return [
        order,
        f"第{household % 12 + 1}组",
        f"HJ{household:06d}",
        kin,
        dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=dice.choice((1, 2, 2, 2)))),
        number,
        "男" if int(number[16]) % 2 else "女",
        born.isoformat(),
        age,
        "汉族" if dice.random() < 0.97 else dice.choice(("畲族", "苗族", "土家族")),
        dice.choice(("小学及以下", "初中", "初中", "高中（中专、技校）", "大专", "本科")),
        "是" if dice.random() < 0.95 else "否",
        "是" if dice.random() < 0.7 else "否",
        f"199{dice.randrange(10**8):08d}",
        ability,
        "否",
        dice.choice(
            ("普通",) * 8 + ("脱贫人口", "低保", "残疾人", "退役军人", "脱贫人口、残疾人", "监测对象")
        ),
        state,
        dice.choice(("季节性", "劳动合同", "非全日制")) if state in ("单位就业", "灵活就业") else "",
        dice.choice(("乡内", "县内乡外", "市内县外", "省内市外", "省外")) if works else "",
        dice.choice(_COMPANIES) if state in ("单位就业", "公益性岗位") else "",
        dice.randrange(15, 90) * 100 if works else "",
        "是" if dice.random() < 0.98 else "否",
        date(2023, 1, 1) + timedelta(days=dice.randrange(300)),
    ]


def write_csv(people: Iterable[Row], path: Path) -> None:
    """Write titles and rows as UTF-8 CSV, as spreadsheets save it."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(chain([TITLES], people))


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


def write_workbook(people: Iterable[Row], path: Path) -> None:
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


def _xml_rows(people: Iterable[Row], shared: dict[str, int]) -> Iterator[str]:
    letters = [column_letters(i + 1) for i in range(len(TITLES))]
    titles: list[Sequence[Value]] = [["洪江镇劳动力资源台账"], TITLES]
    for number, row in enumerate(chain(titles, people), 1):
        cells = (_cell(f"{a}{number}", value, shared) for a, value in zip(letters, row, strict=False))
        yield f'<row r="{number}" spans="1:{len(letters)}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, shared: dict[str, int]) -> str:
    if value == "":
        return f'<c r="{place}"/>'
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - _EPOCH).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
