"""What is filled is read back, whatever the values are."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.forms.filled.filler import Filler
from hqe_docs.paper.forms.inspection import form_of
from hqe_docs.paper.forms.returned.reading import read_filled
from hqe_docs.problems import Problems
from tests.forms.drawn import book_parts, word_parts, word_table, words

DRAWING = (
    "姓名||性别|□男 □女\n"
    "出生日期|    年  月  日|年龄|    岁\n"
    "户口所在地>1|____省____市____县（区）>3\n"
    "就业去向|□县内 □市内 □省内 □省外>3\n"
    "培训意愿|□有，培训工种：______  □无>3\n"
    "姓名|关系|身份证号|电话\n"
    "|||\n"
    "|||\n"
    "简历|>3"
)
WORD, BOOK = word_parts(word_table(DRAWING)), book_parts(DRAWING)
# letters and figures of which no words of the form are made
texts = st.text("甲乙丙丁戊己庚辛abcXYZ0123456789.@&<>", min_size=1, max_size=12).filter(
    lambda text: text.strip(".0") != ""
)
day = st.dates().map(lambda date: date.isoformat()).filter(lambda text: text >= "1900")
options = st.lists(st.sampled_from(("县内", "市内", "省内", "省外")), min_size=1, unique=True).map(
    lambda some: (
        some[0] if len(some) == 1 else [one for one in ("县内", "市内", "省内", "省外") if one in some]
    )
)
records = st.lists(
    st.fixed_dictionaries(
        {}, optional={"姓名": texts, "关系": texts, "身份证号": texts, "电话": texts}
    ).filter(bool),
    min_size=1,
    max_size=5,
)
values = st.fixed_dictionaries(
    {},
    optional={
        "性别": st.sampled_from("男女"),
        "出生日期": day,
        "年龄": st.integers(1, 130).map(str),
        "户口所在地": st.tuples(texts, texts, texts).map(list),
        "就业去向": options,
        "培训意愿": st.sampled_from("有无"),
        "培训工种": texts,
        "简历": texts,
        "名单": records,
    },
)


def read(parts, blank):
    found = Problems()
    return read_filled(form_of(parts, "交回的表"), blank, words(), found).values


@given(values)
def test_a_word_form_filled_and_read_gives_the_values(said):
    blank = form_of(WORD, "空表.docx")
    filled = Filler(blank, WORD, words()).fill(said)
    assert read(filled.parts, blank) == said


@given(values)
def test_a_workbook_filled_and_read_gives_the_values(said):
    blank = form_of(BOOK, "空表.xlsx")
    filled = Filler(blank, BOOK, words()).fill(said)
    assert read(filled.parts, blank) == said


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


def test_long_texts_and_many_blanks_are_read_in_good_time():
    started = process_time()
    blank = form_of(word_parts(word_table("姓名|" + "__ " * 150 + "\n住址|")), "空表")
    for text in ("甲" * 15_000, "1" * 15_000, "（" * 15_000, "姓名：" * 5_000, "省" * 15_000, "□" * 5_000):
        filled = form_of(word_parts(word_table(f"姓名|{text}\n住址|{text}县（区）")), "交回的表")
        for model in (blank, None):
            read_filled(filled, model, words(), Problems())
    assert process_time() - started < 5
