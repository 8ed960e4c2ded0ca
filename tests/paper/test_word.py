"""Word templates filled and read back with python-docx."""

import zipfile
from datetime import date
from itertools import pairwise

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hqe_docs.paper.fill import fill
from tests.examples import a_few, examples
from tests.paper.making import LEGAL_TEXTS, paragraphs, part, said, table, word
from tools.blankword import new_document

ROWS = [
    ["序号", "姓名"],
    ["{%tr for 人 in 行 %}", ""],
    ["{{ loop.index }}", "{{ 人.姓名 }}"],
    ["{%tr endfor %}", ""],
]


@pytest.mark.parametrize("text", a_few(LEGAL_TEXTS))
def test_a_text_comes_out_as_typed_in_body_table_header_and_footer(tmp_path, text):
    made = word(tmp_path / "表.docx", "前{{ 文 }}后", table=ROWS, header="{{ 文 }}", footer="页{{ 文 }}")
    out = tmp_path / "出.docx"
    assert fill(made, {"文": text, "行": [{"姓名": text}]}, out) == []
    section = docx.Document(out).sections[0]
    assert paragraphs(out)[0] == f"前{text}后"
    assert table(out) == [["序号", "姓名"], ["1", text]]
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == (text, "页" + text)


# line ends are one character on paper; U+000B and others below U+0020 are refused, not kept
LEGAL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.just("\n")
)


@examples(12)
@given(text=LEGAL)
def test_any_legal_text_survives_in_a_paragraph_and_a_cell(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("字")
    made = word(folder / "表.docx", "{{ 文 }}", table=ROWS)
    assert fill(made, {"文": text, "行": [{"姓名": text}]}, folder / "出.docx") == []
    assert paragraphs(folder / "出.docx")[0] == text
    assert table(folder / "出.docx")[1][1] == text


@examples(10)
@given(count=st.integers(0, 12))
def test_a_row_loop_gives_a_row_for_each_item_and_touches_nothing_else(tmp_path_factory, count):
    folder = tmp_path_factory.mktemp("行")
    made = word(folder / "表.docx", "标题", table=ROWS)
    names = [f"人{n}" for n in range(count)]
    assert fill(made, {"行": [{"姓名": name} for name in names]}, folder / "出.docx") == []
    body = [[str(n), name] for n, name in enumerate(names, 1)]
    assert table(folder / "出.docx") == [["序号", "姓名"], *body]
    assert paragraphs(folder / "出.docx") == ["标题"]


def test_a_tag_cut_into_runs_fills_the_same(tmp_path):
    document = new_document()
    paragraph = document.add_paragraph()
    for piece in ["{", "{ 创建", "点.名", "称 }", "}"]:
        paragraph.add_run(piece)
    document.save(tmp_path / "表.docx")
    assert fill(tmp_path / "表.docx", {"创建点": {"名称": "梅州村"}}, tmp_path / "出.docx") == []
    assert paragraphs(tmp_path / "出.docx") == ["梅州村"]


TAGS = ["{{ 创建点.名称 }}", "{% if 有 %}有{% endif %}", "{# 注 #}", "{{ 文|upper }}", "平常"]


@examples(25)
@given(
    tags=st.lists(st.sampled_from(TAGS), min_size=1, max_size=3), cuts=st.sets(st.integers(1, 60), max_size=9)
)
def test_tags_cut_into_any_runs_fill_the_same(tmp_path_factory, tags, cuts):
    folder = tmp_path_factory.mktemp("段")
    text, context = "".join(tags), {"创建点": {"名称": "梅州村"}, "有": True, "文": "a<b"}
    ends = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    document = new_document()
    for pieces in ([text], [text[a:b] for a, b in pairwise(ends)]):
        paragraph = document.add_paragraph()
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = bool(number % 2)
    document.save(folder / "表.docx")
    assert fill(folder / "表.docx", context, folder / "出.docx") == []
    whole, cut = paragraphs(folder / "出.docx")
    assert whole == cut


@examples(8)
@given(count=st.integers(0, 9), text=LEGAL)
def test_a_loop_touches_no_other_table_and_the_same_input_gives_the_same_bytes(tmp_path_factory, count, text):
    folder = tmp_path_factory.mktemp("表")
    document = docx.Document(word(folder / "表.docx", "{{ 文 }}", table=ROWS, header="没有标签"))
    other = document.add_table(2, 3)
    other.cell(0, 0).merge(other.cell(1, 1)).text = "别的表"
    document.save(folder / "表.docx")
    context = {"文": text, "行": [{"姓名": text}] * count}
    for name in ("一", "二"):
        assert fill(folder / "表.docx", context, folder / name / "出.docx") == []
    out = folder / "一/出.docx"
    assert len(table(out)) == 1 + count
    before, after = (docx.Document(path).tables[1]._tbl for path in (folder / "表.docx", out))
    assert etree.canonicalize(before.xml) == etree.canonicalize(after.xml)
    assert out.read_bytes() == (folder / "二/出.docx").read_bytes()
    assert part(out, "word/header1.xml") == part(folder / "表.docx", "word/header1.xml")


def test_unknown_names_are_told_together_with_their_places(tmp_path):
    rows = [["姓名", "电话"], ["{{ 甲.姓名 }}", "{{ 甲.电花 }}"]]
    made = word(tmp_path / "表.docx", "题目", "{{ 村 }}", "{{ 村 }}{{ 镇 }}", table=rows, header="{{ 县 }}")
    out = tmp_path / "出.docx"
    assert said(fill(made, {"村": "", "甲": {"姓名": "", "电话": ""}}, out)) == [
        "T201 表.docx#段落3 未知名称“镇”",
        "T201 表.docx#表1 行2 列2 未知名称“甲.电花”，是不是“甲.电话”？",
        "T201 表.docx 页眉 未知名称“县”",
    ]
    assert not out.exists()


def test_the_second_of_two_equal_tags_is_told_at_its_own_place(tmp_path):
    made = word(
        tmp_path / "表.docx",
        "{% if 甲 %}{{ 项.名 }}{% endif %}",
        "{% set 项 = 乙 %}{{ 项.名 }}",
        table=[["{{ 甲 }}"]],
    )
    problems = fill(made, {"甲": False, "乙": {}, "项": {}}, tmp_path / "出.docx")
    assert said(problems) == ["T201 表.docx#段落2 未知名称“项.名”"]


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        ("{% for 人 in 行 %}", "T103 表.docx#段落2 标签写法错误：“for”没有对应的“endfor”"),
        ("{{ 行|日旗 }}", "T106 表.docx#段落2 没有过滤器“日旗”，是不是“月日”？"),
        ("{{ 1 / 0 }}", "T207 表.docx#段落2 标签计算出错：除数为零"),
        ("{{ 行 }}", "T204 表.docx#段落2 这里得到的是列表，不能直接打印"),
        ("{{ 坏 }}", "T202 表.docx#段落2 “铃□”含有不能写入文件的控制字符 U+0007"),
        ("{{ ''.__class__ }}", "T105 表.docx#段落2 模板里不允许使用“__class__”"),
    ],
)
def test_a_fault_names_its_paragraph(tmp_path, paragraph, told):
    made = word(tmp_path / "表.docx", "题目", paragraph)
    assert said(fill(made, {"行": [1], "坏": "铃\x07"}, tmp_path / "出.docx")) == [told]
    assert not (tmp_path / "出.docx").exists()


@pytest.mark.parametrize("name", ["e", "escape", "forceescape", "string", "trim", "upper"])
def test_no_filter_gets_a_text_past_the_checks(tmp_path, name):
    made = word(tmp_path / "表.docx", "{{ 文|" + name + " }}{{ 文|" + name + " ~ 文 }}")
    text = "{_{ <A> & _ }_}"
    assert fill(made, {"文": text}, tmp_path / "出.docx") == []
    assert paragraphs(tmp_path / "出.docx") == [text * 3]
    assert {one.code for one in fill(made, {"文": "铃\x07"}, tmp_path / "出.docx")} == {"T202"}


def test_what_a_template_has_put_together_is_not_escaped_twice(tmp_path):
    made = word(
        tmp_path / "表.docx",
        "{% set 块 %}<{{ 文 }}>{% endset %}{{ 块 ~ 文 ~ none }}{{ [块, 文]|join(文) }}",
        "{% set 块 %}%s{} {% endset %}{{ 块 % 文 }}{{ 块.format(文) }}",
    )
    assert fill(made, {"文": "_&"}, tmp_path / "出.docx") == []
    assert paragraphs(tmp_path / "出.docx") == ["<_&>_&<_&>_&_&", "_&{} %s_& "]


def test_a_loop_that_cuts_through_a_table_is_told_not_mended(tmp_path):
    made = word(tmp_path / "表.docx", "{% for 人 in 行 %}", table=[["甲", "{% endfor %}"]])
    problems = fill(made, {"行": [1, 2]}, tmp_path / "出.docx")
    assert [one.code for one in problems] == ["T104"]
    assert problems[0].where.table == 0


def test_the_same_input_gives_the_same_bytes(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 文 }}", table=ROWS)
    for name in ("一", "二"):
        assert fill(made, {"文": "字", "行": [{"姓名": "甲"}]}, tmp_path / name / "出.docx") == []
    assert (tmp_path / "一/出.docx").read_bytes() == (tmp_path / "二/出.docx").read_bytes()


def test_parts_without_tags_stay_byte_for_byte(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 文 }}", header="没有标签")
    assert fill(made, {"文": "字"}, tmp_path / "出.docx") == []
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(tmp_path / "出.docx") as after:
        assert after.namelist() == before.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert sorted(changed) == ["docProps/core.xml", "word/document.xml"]


def test_properties_hold_the_title_and_nobody(tmp_path):
    document = new_document()
    document.core_properties.author = "模板作者"
    document.core_properties.last_modified_by = "另一人"
    document.core_properties.title = "{{ 村 }}工作方案"
    document.save(tmp_path / "表.docx")
    assert fill(tmp_path / "表.docx", {"村": "甲&乙_丙"}, tmp_path / "出.docx") == []
    core = docx.Document(tmp_path / "出.docx").core_properties
    assert (core.title, core.author, core.last_modified_by, core.created) == (
        "甲&乙_丙工作方案",
        "",
        "",
        None,
    )


def test_dates_of_the_file_come_from_the_mapping_only(tmp_path):
    made = word(tmp_path / "表.docx", "文")
    assert (
        fill(made, {"创建日期": date(2023, 6, 25), "文书": {"题名": "关于某事的通知"}}, tmp_path / "出.docx")
        == []
    )
    core = docx.Document(tmp_path / "出.docx").core_properties
    assert (core.created.date(), core.title) == (date(2023, 6, 25), "关于某事的通知")
    assert b"2023-06-25T00:00:00Z" in part(tmp_path / "出.docx", "docProps/core.xml")
