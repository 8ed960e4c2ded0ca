"""Cells merged downwards: equal neighbours with 合并相同, groups with vm, read back with openpyxl."""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment
from python_calamine import CalamineWorkbook

from hqe_docs.paper.excel.samerows import apart
from hqe_docs.paper.fill import fill
from tests.examples import examples
from tests.paper.making import excel, said, sheet, values

LOOP, END = ["{%tr for 人 in 人们 %}"], ["{%tr endfor %}"]
PERSONS = [
    ["村", "组", "名"],
    LOOP,
    ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.组 }}{% 合并相同 %}", "{{ 人.名 }}"],
    END,
    ["完"],
]


def people(*lines):
    return {"人们": [dict(zip(("村", "组", "名"), line.split(), strict=True)) for line in lines]}


def made(folder, rows, context, change=None):
    template = excel(folder / "表.xlsx", rows, change=change)
    assert fill(template, context, folder / "出.xlsx") == []
    return folder / "出.xlsx"


def merges(path):
    return sorted(str(area) for area in sheet(path).merged_cells.ranges)


# ---------------------------------------------------------------- 合并相同
def test_equal_neighbours_are_merged_inside_the_equal_cells_left_of_them(tmp_path):
    lines = ("甲村 一组 张三", "甲村 一组 李四", "甲村 二组 王五", "乙村 二组 赵六", "乙村 二组 孙七")
    out = made(tmp_path, PERSONS, people(*lines))
    assert merges(out) == ["A2:A4", "A5:A6", "B2:B3", "B5:B6"]
    assert values(out)[1:] == [
        ["甲村", "一组", "张三"],
        [None, None, "李四"],
        [None, "二组", "王五"],
        ["乙村", "二组", "赵六"],
        [None, None, "孙七"],
        ["完", None, None],
    ]


def test_empty_cells_are_never_merged_nor_what_stands_beside_them(tmp_path):
    persons = [{"村": village, "组": "一组", "名": "甲"} for village in ("", None, " ", " ", "乙村", "乙村")]
    assert merges(made(tmp_path, PERSONS, {"人们": persons})) == ["A6:A7", "B6:B7"]


@pytest.mark.parametrize(
    ("lines", "areas"),
    [
        ([], []),
        (["甲 一 张"], []),
        (["甲 一 张", "乙 一 李"], []),
        (["甲 一 张", "甲 一 李"], ["A2:A3", "B2:B3"]),
        (["甲 一 张", "乙 一 李", "甲 一 王"], []),
    ],
)
def test_few_rows_and_different_ones_stay_single(tmp_path, lines, areas):
    assert merges(made(tmp_path, PERSONS, people(*lines))) == areas


@pytest.mark.slow
def test_a_thousand_rows_have_one_merge_for_each_run_of_equals(tmp_path):
    out = made(tmp_path, PERSONS, people(*(f"{n // 100}村 {n // 10}组 人{n}" for n in range(1000))))
    assert len(merges(out)) == 10 + 100
    assert {"A2:A101", "B2:B11", "A902:A1001"} <= set(merges(out))


@pytest.mark.slow
@examples(15)
@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from("一二")), max_size=12))
def test_every_row_still_reads_its_own_values(tmp_path_factory, pairs):
    lines = [f"{village} {group} 人{n}" for n, (village, group) in enumerate(pairs)]
    out = made(tmp_path_factory.mktemp("并"), PERSONS, people(*lines))
    areas = sheet(out).merged_cells.ranges
    read = []
    for number in range(2, len(pairs) + 2):
        corners = ((f"{letter}{number}", letter) for letter in "AB")
        tops = [next((a.min_row for a in areas if cell in a), number) for cell, _ in corners]
        read.append(tuple(sheet(out)[f"{letter}{top}"].value for letter, top in zip("AB", tops, strict=True)))
    assert read == pairs


def test_numbers_that_print_the_same_are_merged(tmp_path):
    rows = [["{%tr for 数 in 数们 %}"], ["{% 合并相同 %}{{ 数 }}"], END]
    out = made(tmp_path, rows, {"数们": [1, 1, "1", 2]})
    assert (merges(out), values(out)) == (["A1:A3"], [[1], [None], [None], [2]])


def test_records_of_several_rows_are_merged_over_all_of_them(tmp_path):
    rows = [LOOP, ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.名 }}"], ["", "{{ 人.组 }}"], END, ["完"]]
    context = people("甲 一 张", "甲 二 李", "乙 三 王")
    for change in (None, lambda made: made.merge_cells("A2:A3")):
        out = made(tmp_path, rows, context, change)
        assert merges(out) == ["A1:A4", "A5:A6"]
        assert [row[0] for row in values(out)] == ["甲", None, None, None, "乙", None, "完"]


def test_what_stands_below_in_the_column_ends_the_merging(tmp_path):
    rows = [
        LOOP,
        ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.名 }}"],
        ["{%tr if loop.last or loop.nextitem.村 != 人.村 %}"],
        ["小计", ""],
        ["{%tr endif %}"],
        END,
    ]
    out = made(tmp_path, rows, people("甲 一 张", "甲 一 李", "乙 一 王", "乙 一 赵"))
    assert merges(out) == ["A1:A2", "A4:A5"]
    assert [row[0] for row in values(out)] == ["甲", None, "小计", "乙", None, "小计"]


def test_rows_that_are_left_out_leave_no_gap(tmp_path):
    rows = [
        LOOP,
        ["{%tr if 人.组 == '一' %}"],
        ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.名 }}"],
        ["{%tr elif 人.组 == '二' %}"],
        ["{% 合并相同 %}{{ 人.村 }}", "另 {{ 人.名 }}"],
        ["{%tr endif %}"],
        END,
    ]
    out = made(tmp_path, rows, people("甲 一 张", "甲 三 李", "甲 二 王", "甲 一 赵"))
    assert merges(out) == ["A1:A3"]
    assert [row[1] for row in values(out)] == ["张", "另 王", "赵"]


def test_nested_loops_without_a_row_between_are_merged_on(tmp_path):
    rows = [
        ["{%tr for 村 in 各村 %}"],
        ["{%tr for 人 in 村.人 %}"],
        ["{% 合并相同 %}{{ 村.镇 }}", "{{ 村.名 }}{% vm %}", "{{ 人 }}"],
        END,
        END,
    ]
    villages = [{"镇": "洪江镇", "名": name, "人": people} for name, people in (("甲", [1, 2]), ("乙", [3]))]
    out = made(tmp_path, rows, {"各村": villages})
    assert merges(out) == ["A1:A3", "B1:B2"]


@pytest.mark.slow
def test_wide_cells_stay_wide(tmp_path):
    rows = [LOOP, ["{% 合并相同 %}{{ 人.村 }}", "", "{{ 人.名 }}"], END]
    out = made(
        tmp_path, rows, people("甲 一 张", "甲 一 李", "乙 一 王"), lambda made: made.merge_cells("A2:B2")
    )
    assert merges(out) == ["A1:B2", "A3:B3"]


def test_a_merge_of_the_template_below_is_not_overlapped(tmp_path):
    rows = [LOOP, ["{% 合并相同 %}{{ 人.村 }}", "{{ 人.名 }}"], ["", ""], END]
    out = made(tmp_path, rows, people("甲 一 张", "甲 一 李"), lambda made: made.merge_cells("A3:B3"))
    assert merges(out) == ["A2:B2", "A4:B4"]


def test_merges_that_overlap_are_left_out():
    assert apart(["A1:B2", "B2:C3", "C1:C1", "A3:A5", "A4:B4"]) == ["A1:B2", "C1:C1", "A3:A5"]


def test_a_long_text_makes_the_rows_it_is_merged_over_taller(tmp_path):
    rows = [["{%tr for 人 in 人们 %}"], ["{% 合并相同 %}{{ 人.文 }}", "{{ 人.名 }}"], END]

    def wrapped(made):
        made["A2"].alignment = Alignment(wrap_text=True)

    context = {"人们": [{"文": "很长的一段说明" * 20, "名": n} for n in range(3)] + [{"文": "短", "名": 4}]}
    rows_made = sheet(made(tmp_path, rows, context, wrapped)).row_dimensions
    heights = [rows_made[number].height for number in (1, 2, 3, 4)]
    assert heights[2] > 100 and heights[0] is None and heights[3] is None


def test_an_unknown_name_in_a_marked_cell_has_its_place(tmp_path):
    rows = [LOOP, ["{% 合并相同 %}{{ 人.村子 }}"], END]
    template = excel(tmp_path / "表.xlsx", rows)
    found = fill(template, people("甲 一 张", "甲 一 李"), tmp_path / "出.xlsx")
    assert said(found) == ["T201 表.xlsx#表!A2 未知名称“人.村子”，是不是“人.村”？"]


# ---------------------------------------------------------------- groups
GROUPS = [
    ["村", "名", "钱", "双"],
    ["{%tr for 村 in 各村 %}"],
    ["{%tr for 人 in 村.人 %}"],
    ["{{ 村.名 }}{% vm %}", "{{ 人.名 }}", "{{ 人.钱 }}", "=C4*2"],
    END,
    ["小计", "", "=SUM(C4:C4)", "=SUM(D4:D4)"],
    END,
    ["合计", "", "=SUM(C4:C6)/2", '=SUMIF(A4:A6,"小计",D4:D6)'],
]


def village(name, *money):
    return {"名": name, "人": [{"名": f"{name}{n}", "钱": n} for n in money]}


def test_groups_have_a_merged_cell_and_the_sum_of_their_own_rows(tmp_path):
    context = {"各村": [village("甲", 1, 2, 3), village("乙"), village("丙", 4)]}
    out = made(tmp_path, GROUPS, context)
    assert merges(out) == ["A2:A4"]
    rows = openpyxl.load_workbook(out, data_only=True)["表"].iter_rows(values_only=True)
    assert list(rows)[1:] == [
        ("甲", "甲1", 1, 2),
        (None, "甲2", 2, 4),
        (None, "甲3", 3, 6),
        ("小计", None, 6, 12),
        ("小计", None, 0, 0),
        ("丙", "丙4", 4, 8),
        ("小计", None, 4, 8),
        ("合计", None, 10, 20),
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 500])
def test_groups_of_any_number_add_up(tmp_path, count):
    context = {"各村": [village(f"村{n}", n, n + 1) for n in range(count)]}
    read = CalamineWorkbook.from_path(made(tmp_path, GROUPS, context)).get_sheet_by_index(0).to_python()
    assert len(read) == 2 + 3 * count
    assert read[-1][2:] == [count * count, 2 * count * count]
