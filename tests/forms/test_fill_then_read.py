"""What is filled is read back, whatever the values are."""

from __future__ import annotations

import io
from datetime import date
from time import process_time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hqe_docs.paper.forms.filled.filler import Filler
from hqe_docs.paper.forms.inspection import form_of
from hqe_docs.paper.forms.returned.reading import read_filled
from hqe_docs.paper.package import unzipped
from hqe_docs.problems import Problems
from tests.examples import a_few, examples
from tests.forms.drawn import SPACE, draw_sheet, p, word_parts, word_table, words

DRAWING = (
    "姓名||性别|□男 □女\n"
    "出生日期|    年  月  日|年龄|    岁\n"
    "户口所在地>1|____省____市____县（区）>3\n"
    "就业去向|□县内 □市内 □省内 □省外>3\n"
    "培训意愿|□有，培训工种：______  □无>3\n"
    "失业原因|□病休 □合同期满 □其他：______>3\n"
    "登记时间|20__年__月__日|上岗时间|\n"
    "协议期限|____年__月__日至____年__月__日>3\n"
    "姓名|关系|身份证号|电话\n"
    "|||\n"
    "|||\n"
    "简历|>3"
)
NUMBER = "公民身份号码" + "|" * 18
MATRIX = "序号|项目|分值|得分|备注\n1|组织领导|10||\n2|服务窗口|20||\n合计>2|30||"
DRAWINGS = (DRAWING, NUMBER, MATRIX)


def word_form():
    """Return the three drawings as tables of a Word document with parts that nothing is written into."""
    parts = word_parts(p("登记机构：________").join(map(word_table, DRAWINGS)))
    parts["word/styles.xml"] = f'<w:styles xmlns:w="{SPACE}"/>'.encode()
    return parts


def book_form():
    """Return them as sheets of a workbook, with one more that has no place."""
    book = openpyxl.Workbook()
    for number, drawing in enumerate(DRAWINGS):
        draw_sheet(book.active if number == 0 else book.create_sheet(f"表{number}"), drawing)
    book.create_sheet("说明").append(["本表由登记机构留存。"])
    stream = io.BytesIO()
    book.save(stream)
    return unzipped(stream)


PARTS = {"docx": word_form(), "xlsx": book_form()}
FORMS = {kind: form_of(parts, f"空表.{kind}") for kind, parts in PARTS.items()}
BOTH = pytest.mark.parametrize("kind", PARTS)
# letters and figures of which no words of the form are made
texts = st.text("甲乙丙丁戊己庚辛abcXYZ0123456789.@&<>", min_size=1, max_size=12).filter(
    lambda text: text.strip(".0") != ""
)
day = st.dates(min_value=date(1900, 1, 1)).map(str)
day_of_2000 = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(str)
GOING = ("县内", "市内", "省内", "省外")
options = st.lists(st.sampled_from(GOING), min_size=1, unique=True).map(
    lambda some: some[0] if len(some) == 1 else [one for one in GOING if one in some]
)
records = st.lists(
    st.fixed_dictionaries(
        {}, optional={"姓名": texts, "关系": texts, "身份证号": texts, "电话": texts}
    ).filter(bool),
    min_size=1,
    max_size=5,
)
points = st.integers(0, 30).map(str)
scores = st.fixed_dictionaries({}, optional={"组织领导": points, "服务窗口": points, "合计": points}).filter(
    bool
)
MATRIX_ROWS = {"组织领导": {"序号": "1", "项目": "组织领导"}, "服务窗口": {"序号": "2", "项目": "服务窗口"}}
values = st.fixed_dictionaries(
    {},
    optional={
        "姓名": texts,
        "性别": st.sampled_from("男女"),
        "出生日期": day,
        "年龄": st.integers(1, 130).map(str),
        "户口所在地": st.tuples(texts, texts, texts).map(list),
        "就业去向": options,
        "培训意愿": st.sampled_from("有无"),
        "培训工种": texts,
        "失业原因": st.sampled_from(("病休", "合同期满")) | texts,
        "登记时间": day_of_2000,
        "上岗时间": day,
        "协议期限": st.tuples(day, day).map(
            lambda days: [part.lstrip("0") for one in days for part in one.split("-")]
        ),
        "简历": texts,
        "公民身份号码": st.text("0123456789", min_size=17, max_size=17).map(lambda text: text + "X"),
        "家庭": records,
        "评分": scores,
    },
)


def given_form(said):
    """Return values as `hqe form fill` takes them: a day that is all of a cell as one, the list under its name."""
    made = dict(said)
    if "上岗时间" in made:
        made["上岗时间"] = date.fromisoformat(made["上岗时间"])
    if "家庭" in made:
        made["名单"] = made.pop("家庭")
    if "评分" in made:
        made |= {f"{name}/得分": number for name, number in made.pop("评分").items()}
    return made


def returned(said):
    """Return what must be read back of such values."""
    made = {key: value for key, value in said.items() if key not in ("家庭", "评分")}
    lists = list(said.get("家庭", ()))
    for name, number in said.get("评分", {}).items():
        lists.append({**MATRIX_ROWS.get(name, {"项目": name}), "得分": number})
    if lists:
        made["名单"] = lists
    return made


FILLERS = {
    (kind, grows): Filler(FORMS[kind], parts, words(), grows=grows)
    for kind, parts in PARTS.items()
    for grows in (True, False)
}


def fill(kind, said, *, grows=True):
    filled = FILLERS[kind, grows].fill(given_form(said))
    assert {problem.code for problem in filled.problems} <= {"F209"}  # a text longer than its cell is wide
    return filled.parts


def read(parts, blank):
    found = Problems()
    return read_filled(form_of(parts, "交回的表"), blank, words(), found).values


@BOTH
@pytest.mark.parametrize("grows", a_few([True, False]))
@examples(60)
@given(said=values)
def test_a_form_filled_and_read_gives_the_values(kind, grows, said):
    assert by_name(read(fill(kind, said, grows=grows), FORMS[kind])) == by_name(returned(said))


def by_name(said):
    """Return values with the records of printed rows in any order: a record may come in any."""
    return {**said, "名单": sorted(sorted(one.items()) for one in said["名单"])} if "名单" in said else said


@BOTH
@examples(40)
@given(said=values)
def test_filling_twice_changes_nothing(kind, said):
    once = fill(kind, said)
    again = Filler(form_of(once, f"空表.{kind}"), once, words()).fill(given_form(said)).parts
    assert dict(again) == dict(once)


@BOTH
@examples(20)
@given(
    keys=st.sets(st.sampled_from(("姓名", "性别", "出生日期", "就业去向", "公民身份号码", "名单", "无此项")))
)
def test_a_record_of_empty_values_changes_no_byte(kind, keys):
    for empty in (None, "", [], [{}], {"姓名": ""}):
        filled = FILLERS[kind, True].fill(dict.fromkeys(keys, empty))
        assert dict(filled.parts) == dict(PARTS[kind])


@BOTH
@examples(40)
@given(said=values)
def test_parts_without_a_filled_place_stay_byte_for_byte(kind, said):
    filled = fill(kind, {key: value for key, value in said.items() if key != "家庭"})
    touched = {"word/document.xml"} if kind == "docx" else sheets_of(said)
    assert {name for name in filled if filled[name] != PARTS[kind][name]} <= (touched if said else set())
    assert list(filled) == list(PARTS[kind])


def sheets_of(said):
    """Return the parts of the sheets that values go into."""
    own = {"公民身份号码": "xl/worksheets/sheet2.xml", "评分": "xl/worksheets/sheet3.xml"}
    return {own.get(key, "xl/worksheets/sheet1.xml") for key in said}


@examples(40)
@given(said=values)
def test_cells_without_a_value_stay_as_they_are_in_a_word_form(said):
    said = {key: value for key, value in said.items() if key != "家庭"}
    before, after = (
        etree.fromstring(parts["word/document.xml"]) for parts in (PARTS["docx"], fill("docx", said))
    )
    cells = [
        [etree.tostring(tc, method="c14n") for tc in root.iter(f"{{{SPACE}}}tc")] for root in (before, after)
    ]
    changed = sum(one != other for one, other in zip(*cells, strict=True))
    boxes = 17 if "公民身份号码" in said else 0
    shared = 1 if {"培训意愿", "培训工种"} <= said.keys() else 0  # two places in one cell
    assert changed == len(said) - shared + boxes + max(len(said.get("评分", ())) - 1, 0)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_stops_the_reading(name, line):
    drawing = f"姓名|{name.replace('|', '').replace('>', '')}|性别|□男 □女".replace("\r", "")
    parts = word_parts(word_table("姓名||性别|□男 □女"))
    try:
        filled = word_parts(word_table(drawing))
        form = form_of(filled, "交回的表")
    except ValueError:
        return
    if not isinstance(form, str):
        for blank in (form_of(parts, "空表"), None):
            read_filled(form, blank, words(), Problems())


@pytest.mark.slow
def test_long_texts_and_many_blanks_are_read_in_good_time():
    started = process_time()
    blank = form_of(word_parts(word_table("姓名|" + "__ " * 150 + "\n住址|")), "空表")
    for text in ("甲" * 15_000, "1" * 15_000, "（" * 15_000, "姓名：" * 5_000, "省" * 15_000, "□" * 5_000):
        filled = form_of(word_parts(word_table(f"姓名|{text}\n住址|{text}县（区）")), "交回的表")
        for model in (blank, None):
            read_filled(filled, model, words(), Problems())
    assert process_time() - started < 5
