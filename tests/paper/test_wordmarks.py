"""Marks in Word tables: equal neighbours merged, header rows repeated, rows kept whole; read by python-docx."""

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hqe_docs.paper.fill import fill
from hqe_docs.paper.word.wordmarks import finished, prepared
from tests.examples import examples
from tests.paper.making import part, said, table, word

LOOP = "{%tr for 人 in 行 %}"
END = "{%tr endfor %}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rows_of(*lines):
    """Return the context of lines such as `甲村 一组 张三`."""
    return {"行": [dict(zip(("村", "组", "名"), line.split(), strict=True)) for line in lines]}


def shape(path, number=0):
    """Return the rows as text: `^` stands at the top of a merged cell, `|` for its lower parts."""
    found = docx.Document(path).tables[number]
    return [" ".join(_cell(tc) for tc in row._tr.tc_lst) for row in found.rows]


def _cell(tc):
    text = "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in tc.iter(W + "p"))
    merge = {"restart": "^", "continue": "|"}.get(tc.vMerge, "")
    return merge + text


def made(tmp_path, rows, context, change=None):
    path = word(tmp_path / "表.docx", table=rows)
    if change:
        document = docx.Document(path)
        change(document.tables[0])
        document.save(path)
    out = tmp_path / "出.docx"
    assert said(fill(path, context, out)) == []
    return out


PERSONS = [
    ["村", "组", "名"],
    [LOOP, "", ""],
    ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.组 }}{% 合并相同 %}", "{{ 人.名 }}"],
    [END, "", ""],
]


# ---------------------------------------------------------------- 合并相同
def test_empty_cells_are_never_merged_nor_what_stands_beside_them(tmp_path):
    persons = [{"村": village, "组": "一组", "名": "甲"} for village in ("", None, "乙村", "乙村")]
    assert shape(made(tmp_path, PERSONS, {"行": persons}))[1:] == [
        " 一组 甲",
        " 一组 甲",
        "^乙村 ^一组 甲",
        "| | 甲",
    ]


def test_equal_neighbours_are_merged_inside_the_equal_cells_left_of_them(tmp_path):
    context = rows_of(
        "甲村 一组 张三", "甲村 一组 李四", "甲村 二组 王五", "乙村 二组 赵六", "乙村 二组 孙七"
    )
    assert shape(made(tmp_path, PERSONS, context)) == [
        "村 组 名",
        "^甲村 ^一组 张三",
        "| | 李四",
        "| 二组 王五",
        "^乙村 ^二组 赵六",
        "| | 孙七",
    ]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [([], []), (["甲 一 张"], ["甲 一 张"]), (["甲 一 张", "乙 一 李"], ["甲 一 张", "乙 一 李"])],
)
def test_few_rows_and_different_ones_stay_single(tmp_path, lines, rows):
    assert shape(made(tmp_path, PERSONS, rows_of(*lines)))[1:] == rows


@pytest.mark.slow
def test_a_thousand_rows_become_one_cell_for_each_run_of_equals(tmp_path):
    context = rows_of(*(f"{n // 100}村 {n // 10}组 人{n}" for n in range(1000)))
    rows = shape(made(tmp_path, PERSONS, context))[1:]
    assert [sum(row.startswith(mark) for row in rows) for mark in "^|"] == [10, 990]
    assert sum(" ^" in row for row in rows) == 100


def test_an_unmarked_table_keeps_its_equal_rows(tmp_path):
    plain = [[cell.replace("{% 合并相同 %}", "") for cell in row] for row in PERSONS]
    assert shape(made(tmp_path, plain, rows_of("甲 一 张", "甲 一 李")))[1:] == ["甲 一 张", "甲 一 李"]


def test_a_row_between_or_another_loop_ends_the_merging(tmp_path):
    group = [["{%tr for 类 in 类们 %}", "", ""], *PERSONS[1:], ["小计", "", ""], ["{%tr endfor %}", "", ""]]
    context = rows_of("甲 一 张", "甲 一 李") | {"类们": [1, 2]}
    once = ["^甲 ^一 张", "| | 李"]
    assert shape(made(tmp_path, group, context)) == [*once, "小计  ", *once, "小计  "]
    assert shape(made(tmp_path, [*PERSONS[1:], *PERSONS[1:]], context)) == [*once, *once]


def test_nested_loops_without_a_row_between_are_merged_on(tmp_path):
    rows = [["{%tr for 村 in 各村 %}", ""], ["{%tr for 人 in 村.人 %}", ""]]
    rows += [["{% 合并相同 %}{{ 村.名 }}", "{{ 人 }}"], [END, ""], [END, ""]]
    context = {"各村": [{"名": "甲", "人": ["张", "李"]}, {"名": "乙", "人": ["王"]}]}
    assert shape(made(tmp_path, rows, context)) == ["^甲 张", "| 李", "乙 王"]


def test_records_of_two_rows_are_merged_over_all_their_rows(tmp_path):
    rows = [[LOOP, ""], ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.名 }}"], ["", "{{ 人.组 }}"], [END, ""]]

    def two_high(made):
        for number, merge in ((1, "restart"), (2, "continue")):
            made.rows[number]._tr.tc_lst[0].vMerge = merge

    context = rows_of("甲 一 张", "甲 二 李", "乙 三 王")
    assert shape(made_two := made(tmp_path, rows, context, two_high)) == [
        *("^甲 张", "| 一", "| 李", "| 二"),
        *("^乙 王", "| 三"),
    ]
    assert table(made_two)[3] == ["甲", "二"]


def test_wide_cells_are_merged_with_wide_ones_only(tmp_path):
    rows = [[LOOP, "", ""], ["{% 合并相同 %}{{ 人.村 }}", "", "{{ 人.名 }}"], [END, "", ""]]
    wide = made(tmp_path, rows, rows_of("甲 一 张", "甲 一 李"), lambda t: t.cell(1, 0).merge(t.cell(1, 1)))
    spans = part(wide, "word/document.xml").decode().count('w:gridSpan w:val="2"')
    assert (shape(wide), spans) == (["^甲\n 张", "| 李"], 2)


def test_a_merged_cell_keeps_a_paragraph_of_its_style_and_properties_in_schema_order(tmp_path):
    def styled(made):
        made.cell(2, 0).paragraphs[0].style = "List Number"
        made.cell(2, 0)._tc.get_or_add_tcPr().append(
            etree.fromstring(f'<w:vAlign xmlns:w="{W[1:-1]}" w:val="top"/>')
        )

    out = made(tmp_path, PERSONS, rows_of("甲 一 张", "甲 一 李"), styled)
    lower = docx.Document(out).tables[0].rows[2]._tr.tc_lst[0]
    assert [etree.QName(item).localname for item in lower.tcPr] == ["tcW", "vMerge", "vAlign"]
    assert [p.style for p in lower.p_lst] == ["ListNumber"]
    assert lower.p_lst[0].r_lst == []


def test_a_mark_cut_into_runs_or_on_a_line_of_its_own_leaves_nothing(tmp_path):
    def cut(made):
        paragraph = made.cell(2, 0).paragraphs[0]
        paragraph.clear()
        for piece in ("{", "% 合并", "相同", " %}{{ 人", ".村 }}"):
            paragraph.add_run(piece).bold = True
        made.cell(2, 1).paragraphs[0].insert_paragraph_before("{% 合并相同 %}")

    out = made(
        tmp_path,
        [*PERSONS[:2], ["", "{{ 人.组 }}", "{{ 人.名 }}"], PERSONS[3]],
        rows_of("甲 一 张", "甲 一 李"),
        cut,
    )
    assert shape(out)[1:] == ["^甲 ^一 张", "| | 李"]


@examples(10)
@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from("一二")), max_size=12))
def test_every_row_still_reads_its_own_values(tmp_path_factory, pairs):
    folder = tmp_path_factory.mktemp("并")
    context = rows_of(*(f"{village} {group} 人{n}" for n, (village, group) in enumerate(pairs)))
    out = made(folder, PERSONS, context)
    assert table(out)[1:] == [[v, g, f"人{n}"] for n, (v, g) in enumerate(pairs)]


def test_unknown_names_in_a_marked_cell_have_their_place(tmp_path):
    rows = [*PERSONS[:2], ["{% 合并相同 %}{{ 人.村 }}", "{% 合并相同 %}{{ 人.阻 }}", ""], PERSONS[3]]
    found = fill(word(tmp_path / "表.docx", table=rows), rows_of("甲 一 张"), tmp_path / "出.docx")
    assert said(found) == ["T201 表.docx#表1 行3 列2 未知名称“人.阻”"]


def test_a_mark_outside_of_a_table_is_a_problem(tmp_path):
    found = fill(word(tmp_path / "表.docx", "{% 合并相同 %}"), {}, tmp_path / "出.docx")
    assert said(found) == ["T103 表.docx#段落1 标签写法错误：“合并相同”只能写在表格的单元格里"]


# ---------------------------------------------------------------- rows
def test_a_header_mark_repeats_all_rows_down_to_its_own(tmp_path):
    rows = [
        ["名册", ""],
        ["序号", "姓名{% 表头重复 %}"],
        *[[LOOP, ""], ["{{ loop.index }}{%不跨页%}", "{{ 人.名 }}"], [END, ""]],
    ]
    out = made(tmp_path, rows, rows_of("甲 一 张", "甲 一 李"))
    properties = [
        [etree.QName(item).localname for item in (row._tr.trPr if row._tr.trPr is not None else ())]
        for row in docx.Document(out).tables[0].rows
    ]
    assert properties == [["tblHeader"], ["tblHeader"], ["cantSplit"], ["cantSplit"]]
    assert table(out)[1:] == [["序号", "姓名"], ["1", "张"], ["2", "李"]]


def test_marks_in_a_control_row_count_for_the_rows_of_its_block(tmp_path):
    rows = [["村", "组", "名"], ["{%tr for 人 in 行 %}{% 合并相同 %}{% 表头重复 %}", "", "{% 不跨页 %}"]]
    rows += [["{{ 人.村 }}", "{{ 人.组 }}", "{{ 人.名 }}"], ["{%tr endfor %}", "{% 合并相同 %}", ""]]
    out = made(tmp_path, rows, rows_of("甲 一 张", "甲 一 李"))
    assert shape(out) == ["村 组 名", "^甲 ^一 张", "| | 李"]
    properties = [
        [etree.QName(item).localname for item in row._tr.trPr] for row in docx.Document(out).tables[0].rows
    ]
    assert properties == [["tblHeader"], ["cantSplit"], ["cantSplit"]]


def test_a_part_without_marks_keeps_its_bytes():
    xml = f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:r><w:t>{{{{ 甲 }}}}</w:t></w:r></w:p></w:body></w:document>'
    assert prepared(data := xml.encode()) is data
    assert finished(data, "表.docx", "") == (data, [])
