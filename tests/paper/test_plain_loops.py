"""Row loops of plain cells, which are written in columns at once, give the bytes and the problems of any other loop.

A cell in brackets, {{ (人.名) }}, means the same and is written cell by cell.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

from hqe_docs.paper.fill import fill
from hqe_docs.paper.package import read_package, write_package
from tests.examples import a_few, examples
from tests.paper.making import LEGAL_TEXTS, excel, part, said, values

PLAIN = [
    ["名", "数", "日", "杂", "号", "", "文"],
    ["{%tr for 人 in 行 %}"],
    [
        "{{ 人.名 }}",
        "{{人['数']}}",
        '{{ 人["日"] }}',
        "{{ 人.杂 }}",
        "{{ loop.index }}",
        "=B3*2+$B$1",
        "不变&",
    ],
    ["{%tr endfor %}"],
    ["合计", "=SUM(B3:B3)"],
]
TWO_ROWS = [
    ["{%tr for 人 in 行 %}"],
    ["{{ 人.名 }}", "{{ 人.数 }}", "=SUM(B$2:B2)"],
    ["{{ 人.杂 }}", "{{ 人.日|日期 }}", "=B2&B3"],
    ["{%tr endfor %}"],
    ["完", "=COUNTA(A2:A3)"],
]

RECKONED = [
    ["{%tr for 人 in 行 %}"],
    [
        "{{ 人.名 }}",
        "{{ 人.数 }}",
        "{{ 人.日 }}",
        "{{ 人.杂 }}",
        "=B2*12+D2",
        "=ROUND(E2/3,2)-B2%",
        "=-H2^2/B2",
        "7",
        "=IF(E2>0,1,2)",
        "=I2+E2",
        "=C2-1",
    ],
    ["{%tr endfor %}"],
    [
        "=COUNTA(A2:A2)",
        "=SUM(B2:B2)",
        '=COUNTIF(A2:A2,"甲&乙")',
        "=SUM(D2:D2)",
        "=SUM(E2:E2)",
        "=MAX(F2:F2)",
        "",
        "=SUM(H2:H2)",
    ],
]


def looks(made):
    for cell, width in (("A3", 6), ("D3", 3), ("A2", 6)):
        made[cell].alignment = Alignment(wrap_text=True)
        made.column_dimensions[cell[0]].width = width
    made["C3"].number_format = "yyyy-mm-dd"
    rule = DataValidation(type="list", formula1='"甲,乙"')
    rule.add("B3")
    made.add_data_validation(rule)


def both(folder, rows, items):
    """Return what the plain template gives and what the same in brackets gives: problems, and the parts that matter."""
    given_back = []
    for name in ("平", "括"):
        told = [
            [text.replace("{{", "{{ (").replace("}}", ") }}") if name == "括" else text for text in row]
            for row in rows
        ]
        made, out = excel(folder / "表.xlsx", told, change=looks), folder / f"{name}.xlsx"
        problems = fill(made, {"行": items}, out)
        names = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml") if out.exists() else ()
        given_back.append((said(problems), [part(out, name) for name in names]))
        out.unlink(missing_ok=True)
    return given_back


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(LEGAL_TEXTS)
NUMBERS = (
    st.integers(-(10**17), 10**17)
    | st.floats()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.fractions()
)
DAYS = st.dates() | st.datetimes() | st.dates(date(1899, 1, 1), date(1901, 1, 1))
ANY = TEXTS | NUMBERS | DAYS | st.none() | st.booleans() | st.just("") | st.builds(Markup, st.just("<b>"))


@st.composite
def items(draw):
    """Draw items whose columns hold one kind of value, one kind with gaps, or anything."""
    kinds = [TEXTS, st.integers(-9, 9), st.dates(), st.floats(), NUMBERS, DAYS, ANY]
    kinds += [kind | st.sampled_from(["", None]) for kind in kinds]
    columns = {name: draw(st.sampled_from(kinds)) for name in ("名", "数", "日", "杂")}
    count = draw(st.integers(0, 6))
    return [{name: draw(kind) for name, kind in columns.items()} for _ in range(count)]


@pytest.mark.slow
@examples(60)
@given(items=items())
def test_plain_cells_give_the_bytes_of_cells_in_brackets(tmp_path_factory, items):
    plain, bracketed = both(tmp_path_factory.mktemp("平"), PLAIN, items)
    assert plain == bracketed


@pytest.mark.slow
@examples(60)
@given(items=items())
def test_formulas_that_are_worked_out_at_once_have_the_values_of_those_worked_out_one_by_one(
    tmp_path_factory, items
):
    plain, bracketed = both(tmp_path_factory.mktemp("算"), RECKONED, items)
    assert plain == bracketed


@pytest.mark.slow
@examples(30)
@given(items=items())
def test_bodies_of_two_rows_and_filters_do_too(tmp_path_factory, items):
    plain, bracketed = both(tmp_path_factory.mktemp("双"), TWO_ROWS, items)
    assert plain == bracketed


def person(number):
    return {
        "名": f"彭{number}" * (number % 9), "数": number, "日": date(2023, 1, 1 + number % 28),
        "杂": (Decimal("1.50"), None, True, "甲&乙")[number % 4],
    }  # fmt: skip


@pytest.mark.parametrize("rows", [PLAIN, TWO_ROWS, RECKONED], ids=["one row", "two rows", "reckoned"])
@pytest.mark.parametrize("count", a_few([257, 1, 4, 255, 700, 256], every=6))
def test_many_rows_are_the_same_across_all_chunks(tmp_path, rows, count):
    plain, bracketed = both(tmp_path, rows, [person(number) for number in range(count)])
    assert plain == bracketed
    assert plain[0] == []


@pytest.mark.parametrize(
    "change",
    a_few(
        [
            {"名": "坏\x02"},
            {"名": "长" * 40_000},
            {"名": "回\r\n车"},
            {"名": "一\x00二"},
            {"名": ["列", "表"]},
            {"名": datetime(2023, 5, 1, 8, 30)},
            {"名": Fraction(1, 3)},
            {"名": Markup("<b>")},
            {"日": "不是日期"},
            None,
            "不是分项",
        ]
    ),
    ids=repr,
)
@pytest.mark.parametrize(
    "rows", [PLAIN, pytest.param(TWO_ROWS, marks=pytest.mark.slow)], ids=["one row", "two rows"]
)
def test_an_odd_value_among_many_is_written_or_told_as_in_any_loop(tmp_path, rows, change):
    items = [person(number) for number in range(300)]
    items[270] = items[270] | change if isinstance(change, dict) else change
    plain, bracketed = both(tmp_path, rows, items)
    assert plain == bracketed


@pytest.mark.parametrize(
    ("usual", "odd"),
    a_few(
        [
            *((1, True), (1, 1.0), (1, Decimal("1.0")), (0.5, Fraction(1, 2)), (0.5, -0.0), (0.0, -0.0)),
            *((True, 1), ("<b>", Markup("<b>")), (date(2023, 5, 1), datetime(2023, 5, 1)), ("", None)),
            ("1", 1),
        ],
        rows=True,
    ),
    ids=repr,
)
def test_a_value_is_written_by_its_own_kind_though_it_equals_one_that_came_often(tmp_path, usual, odd):
    items = [person(number) | {"名": usual, "杂": usual} for number in range(600)]
    items[270]["杂"] = items[580]["名"] = odd
    plain, bracketed = both(tmp_path, PLAIN, items)
    assert plain == bracketed


@pytest.mark.slow
def test_numbers_with_gaps_and_signs_are_the_same_across_all_chunks(tmp_path):
    numbers = (0.0, -0.0, 1.5, -2, 10**14, None, "", 1e22, 5e-324)
    items = [person(number) | {"数": numbers[number % 9 if number > 256 else 2]} for number in range(600)]
    plain, bracketed = both(tmp_path, RECKONED, items)
    assert plain == bracketed


def test_a_missing_key_is_told_at_its_cell_with_a_guess(tmp_path):
    items = [person(number) for number in range(300)]
    del items[299]["数"]
    plain, bracketed = both(tmp_path, PLAIN, items)
    assert plain == bracketed
    assert [line.split(" ", 1)[0] for line in plain[0]] == ["T201"] and "B3" in plain[0][0]


def test_plain_loops_inside_others_count_and_point_as_these_do(tmp_path):
    rows = [
        ["{%tr for 组 in 行 %}"],
        ["{{ 组.名 }}"],
        ["{%tr for 人 in 组.人 %}"],
        ["{{ 人.名 }}", "{{ 人.数 }}", "{{ loop.index0 }}", "=B4/SUM(B4:B4)"],
        ["{%tr endfor %}"],
        ["小计", "=SUM(B4:B4)"],
        ["{%tr endfor %}"],
        ["合计", "=SUM(B4:B4)"],
    ]
    groups = [{"名": f"组{n}", "人": [person(k) for k in range(size)]} for n, size in enumerate((3, 0, 300))]
    plain, bracketed = both(tmp_path, rows, groups)
    assert plain == bracketed
    assert plain[0] == []


@pytest.mark.parametrize("given", [(), None, "甲乙", 5, {"甲": 1}, range(3)], ids=repr)
def test_what_is_no_list_of_items_is_treated_as_in_any_loop(tmp_path, given):
    plain, bracketed = both(tmp_path, PLAIN, given)
    assert plain == bracketed


def test_items_that_come_once_are_written_once(tmp_path):
    made = excel(tmp_path / "表.xlsx", [["{%tr for 人 in 行 %}"], ["{{ 人.名 }}"], ["{%tr endfor %}"]])
    people = ({"名": name} for name in ("甲", "乙"))
    assert fill(made, {"行": people}, tmp_path / "出.xlsx") == []
    assert values(tmp_path / "出.xlsx") == [["甲"], ["乙"]]


def test_blanks_at_the_ends_of_a_text_are_kept_and_other_texts_do_without_the_mark(tmp_path):
    items = [{"名": name} for name in (" 甲", "乙 ", "丙 丁", "\n戊", "己")]
    made = excel(tmp_path / "表.xlsx", [["{%tr for 人 in 行 %}"], ["{{ 人.名 }}"], ["{%tr endfor %}"]])
    assert fill(made, {"行": items}, tmp_path / "出.xlsx") == []
    assert values(tmp_path / "出.xlsx") == [[item["名"]] for item in items]
    assert part(tmp_path / "出.xlsx", "xl/worksheets/sheet1.xml").count(b"xml:space") == 3


@pytest.mark.slow
def test_rows_and_cells_without_their_numbers_are_counted(tmp_path):
    made = excel(tmp_path / "表.xlsx", [[f"第{number}行", "{{ 名 }}"] for number in range(1_500)])
    bare = read_package(made)
    sheet_part = "xl/worksheets/sheet1.xml"
    bare[sheet_part] = re.sub(rb'(<row|<c) r="\w+"', rb"\1", bare[sheet_part])
    assert write_package(made, bare) == []
    assert fill(made, {"名": "甲"}, tmp_path / "出.xlsx") == []
    assert values(tmp_path / "出.xlsx")[1_499] == ["第1499行", "甲"]


def test_a_sheet_without_tags_that_no_spreadsheet_can_hold_is_told(tmp_path):
    made = excel(tmp_path / "表.xlsx", [["甲"]])
    far = read_package(made)
    far["xl/worksheets/sheet1.xml"] = far["xl/worksheets/sheet1.xml"].replace(
        b'<row r="1"', b'<row r="2000000"'
    )
    assert write_package(made, far) == []
    assert [one.code for one in fill(made, {}, tmp_path / "出.xlsx")] == ["T206"]
