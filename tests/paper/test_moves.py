"""What points at rows and columns of a sheet, where loops of every shape put it; read back with openpyxl and as XML."""

import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from hqe_docs.paper.fill import fill
from tests.examples import a_few, examples
from tests.paper.making import excel, part, sheet, values

LOOP = [["姓名", "数"], ["{%tr for 人 in 行 %}"], ["{{ 人 }}", 1], ["{%tr endfor %}"], ["完"]]
WIDE = [["左", "{%tc for 类 in 类别 %}", "{{ 类 }}", "数", "{%tc endfor %}", "右"], ["", None, 1, 2, None, 3]]
NESTED = [
    ["{%tr for 户 in 户们 %}"],
    ["{{ 户.名 }}"],
    ["{%tr for 人 in 户.人 %}"],
    ["{{ 人 }}"],
    ["{%tr endfor %}"],
    ["{%tr endfor %}"],
    ["尾"],
]
HOUSES = {"户们": [{"名": "甲户", "人": [1, 2]}, {"名": "乙户", "人": [3, 4]}]}


def filled(tmp_path, rows, context, change=None):
    made = excel(tmp_path / "表.xlsx", rows, change=change)
    assert fill(made, context, tmp_path / "出.xlsx") == []
    return tmp_path / "出.xlsx"


def rules(out):
    found = sheet(out).conditional_formatting
    return {str(area.sqref): rule.formula[0] for area in found for rule in area.rules}


def formatted(area, formula):
    return lambda made: made.conditional_formatting.add(area, FormulaRule(formula=[formula]))


def comments(out):
    return [cell.coordinate for row in sheet(out).iter_rows() for cell in row if cell.comment]


# ---------------------------------------------------------------- rules
@pytest.mark.parametrize(
    ("area", "formula", "became"),
    a_few(
        [
            ("A3:B3", "$B3>5", {"A2:B4": "$B2>5"}),
            ("A2:B4", "$B2>5", {"A2:B4": "$B2>5"}),  # from control row to control row
            ("A1:B5", "$B1>5", {"A1:B5": "$B1>5"}),
            ("A3", "A3=A1", {"A2:A4": "A2=A$1"}),  # what stands still is pinned
            ("A3", "A3=A$5", {"A2:A4": "A2=A$5"}),
            ("A3", "COUNTIF($A$3:$A$3,A3)>1", {"A2:A4": "COUNTIF($A$2:$A$4,A2)>1"}),
            ("A3 B5", "A3>0", {"A2:A4 B5": "A2>0"}),
            ("A5", "A5>B3", {"A5": "A5>B2"}),
            ("A3:A1048576", "A3>0", {"A2:A1048576": "A2>0"}),
        ],
        rows=True,
    ),
)
def test_a_format_means_the_same_cells_in_every_row(tmp_path, area, formula, became):
    assert rules(filled(tmp_path, LOOP, {"行": [1, 2, 3]}, formatted(area, formula))) == became


@pytest.mark.parametrize(
    ("area", "formula", "became"),
    [
        ("A3", "A3>0", {}),
        ("A3 A5", "A3>0", {"A2": "A2>0"}),
        ("A3:A5", "A3>$B3", {"A2": "A2>$B2"}),
    ],
)
def test_without_rows_a_format_keeps_to_the_cells_that_are_left(tmp_path, area, formula, became):
    assert rules(filled(tmp_path, LOOP, {"行": []}, formatted(area, formula))) == became


def test_a_format_that_looks_at_its_group_is_one_for_each_group(tmp_path):
    out = filled(tmp_path, NESTED, HOUSES, formatted("A4", "A4>LEN(A2)"))
    assert rules(out) == {"A2:A3": "A2>LEN(A$1)", "A5:A6": "A5>LEN(A$4)"}
    ranks = [rule.priority for area in sheet(out).conditional_formatting for rule in area.rules]
    assert sorted(ranks) == [1, 2]


def test_a_column_kept_by_a_dollar_is_that_of_the_same_turn(tmp_path):
    out = filled(tmp_path, WIDE, {"类别": ["甲", "乙"]}, formatted("C2:D2", "$D2>1"))
    assert rules(out) == {"B2:C2": "$C2>1", "D2:E2": "$E2>1"}


def test_a_validation_that_looks_one_row_up_does_so_in_every_row(tmp_path):
    def change(made):
        one = DataValidation(type="custom", formula1="A4>A2")
        one.add("A4")
        made.add_data_validation(one)

    rows = [["{%tr for 人 in 行 %}"], ["{{ 人 }}"], ["签字"], ["=A2"], ["{%tr endfor %}"]]
    made = sheet(filled(tmp_path, rows, {"行": [1, 2]}, change))
    found = {str(one.sqref): one.formula1 for one in made.data_validations.dataValidation}
    assert found == {"A3 A6": "A3>A1"}


# ---------------------------------------------------------------- comments, links
def test_a_comment_in_the_loop_comes_with_every_row_and_with_none_goes(tmp_path):
    def change(made):
        made["A3"].comment = Comment("核对", "某人")
        made["A5"].comment = Comment("末行", "某人")

    assert comments(filled(tmp_path, LOOP, {"行": [1, 2, 3]}, change)) == ["A2", "A3", "A4", "A5"]
    assert comments(filled(tmp_path, LOOP, {"行": []}, change)) == ["A2"]


def test_a_comment_in_a_column_block_comes_with_every_turn(tmp_path):
    def change(made):
        made["C1"].comment = Comment("块", "某人")
        made["F1"].comment = Comment("右", "某人")

    out = filled(tmp_path, WIDE, {"类别": ["甲", "乙", "丙"]}, change)
    assert comments(out) == ["B1", "D1", "F1", "H1"]
    with zipfile.ZipFile(out) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".vml"))
        assert archive.read(name).count(b"Column>") == 8


def test_a_link_in_the_loop_leads_to_its_own_row(tmp_path):
    def change(made):
        made["A3"].hyperlink = Hyperlink(ref="A3", location="表!B3")

    made = sheet(filled(tmp_path, LOOP, {"行": [1, 2]}, change))
    assert [made[cell].hyperlink.location for cell in ("A2", "A3")] == ["表!B2", "表!B3"]


# ---------------------------------------------------------------- panes
@pytest.mark.parametrize(
    ("frozen", "rows", "split"),
    a_few([("A2", [1, 2], 1), ("A4", [1, 2, 3], 4), ("A6", [], 2), ("B3", [1], 1)], rows=True),
)
def test_the_frozen_rows_are_those_of_the_template(tmp_path, frozen, rows, split):
    out = filled(tmp_path, LOOP, {"行": rows}, lambda made: setattr(made, "freeze_panes", frozen))
    pane = sheet(out).sheet_view.pane
    assert (pane.ySplit, pane.topLeftCell) == (split, f"{frozen[0]}{split + 1}")


def test_frozen_rows_that_vanish_leave_no_pane(tmp_path):
    rows = [["{%tr for 人 in 行 %}"], ["{{ 人 }}"], ["{%tr endfor %}"], ["尾"]]
    out = filled(tmp_path, rows, {"行": []}, lambda made: setattr(made, "freeze_panes", "A4"))
    assert sheet(out).sheet_view.pane is None
    assert b"selection" not in part(out, "xl/worksheets/sheet1.xml")


# ---------------------------------------------------------------- charts, tables
def chart_of(made, rows):
    chart = BarChart()
    chart.add_data(Reference(made, min_col=2, min_row=rows[0], max_row=rows[1]))
    made.add_chart(chart, "D1")


def drawn(out):
    root = etree.fromstring(part(out, "xl/charts/chart1.xml"))
    return [element.text for element in root.iter("{*}f")]


@pytest.mark.parametrize(("people", "area"), [([1, 2, 3], "$B$2:$B$4"), ([1], "$B$2"), ([], "$B$1048576")])
def test_a_chart_draws_every_row_of_the_loop(tmp_path, people, area):
    out = filled(tmp_path, LOOP, {"行": people}, lambda made: chart_of(made, (3, 3)))
    assert drawn(out) == [f"'表'!{area}"]
    assert b"numCache" not in part(out, "xl/charts/chart1.xml")


def test_a_chart_over_a_column_block_draws_every_turn(tmp_path):
    def change(made):
        chart = BarChart()
        chart.add_data(Reference(made, min_col=3, max_col=4, min_row=2, max_row=2), from_rows=True)
        made.add_chart(chart, "A9")

    assert drawn(filled(tmp_path, WIDE, {"类别": list("甲乙丙")}, change)) == ["'表'!$B$2:$G$2"]


def test_a_chart_in_a_loop_comes_with_every_turn_and_draws_that_turn(tmp_path):
    def change(made):
        chart = BarChart()
        chart.add_data(Reference(made, min_col=1, min_row=4, max_row=4))
        made.add_chart(chart, "C2")

    out = filled(tmp_path, NESTED, HOUSES, change)
    made = sheet(out)
    assert [(one.anchor._from.row + 1, one.series[0].val.numRef.f) for one in made._charts] == [
        (1, "'表'!$A$2:$A$3"),
        (4, "'表'!$A$5:$A$6"),
    ]


def test_a_chart_in_a_column_block_comes_with_every_turn(tmp_path):
    def change(made):
        chart = BarChart()
        chart.add_data(Reference(made, min_col=3, max_col=4, min_row=2, max_row=2), from_rows=True)
        chart.anchor = "C4"
        made.add_chart(chart)

    made = sheet(filled(tmp_path, WIDE, {"类别": list("甲乙丙")}, change))
    assert [(one.anchor._from.col + 1, one.series[0].val.numRef.f) for one in made._charts] == [
        (2, "'表'!$B$2:$C$2"),
        (4, "'表'!$D$2:$E$2"),
        (6, "'表'!$F$2:$G$2"),
    ]


def test_a_sheet_that_is_called_otherwise_is_called_so_in_charts(tmp_path):
    def change(made):
        made.title = "{{ 村 }}"
        chart_of(made, (3, 3))

    assert drawn(filled(tmp_path, LOOP, {"行": [1, 2], "村": "梅州村"}, change)) == ["梅州村!$B$2:$B$3"]


def test_a_table_without_rows_keeps_a_blank_one_with_its_look_and_rules(tmp_path):
    def change(made):
        made.add_table(Table(displayName="名单", ref="A1:B3"))
        made["B3"].number_format = "0.00"
        one = DataValidation(type="whole", formula1="1", formula2="9")
        one.add("B3")
        made.add_data_validation(one)
        made["B5"] = "=SUM(B3:B3)"

    made = sheet(filled(tmp_path, LOOP, {"行": []}, change))
    assert made.tables["名单"].ref == "A1:B2"
    assert [[cell.value for cell in row] for row in made.iter_rows()] == [
        ["姓名", "数"],
        [None, None],
        ["完", "=SUM(B2:B2)"],
    ]
    assert made["B2"].number_format == "0.00"
    assert str(made.data_validations.dataValidation[0].sqref) == "B2"


def test_a_tagged_header_of_a_table_names_its_column(tmp_path):
    rows = [["{{ 年 }}年姓名", "数"], *LOOP[1:]]
    out = filled(
        tmp_path,
        rows,
        {"行": [1], "年": 2023},
        lambda made: made.add_table(Table(displayName="名单", ref="A1:B4")),
    )
    made = sheet(out)
    assert [column.name for column in made.tables["名单"].tableColumns] == ["2023年姓名", "数"]
    assert made.tables["名单"].ref == "A1:B2"


# ---------------------------------------------------------------- pictures, shapes
def drawing_of(book, anchors):
    """Put a drawing of these anchors on the first sheet of the workbook at `book`, with a picture part."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name, office = (
        "xl/worksheets/sheet1.xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    drawing = f'<drawing xmlns:r="{office}" r:id="rId1"/></worksheet>'.encode()
    parts[name] = parts[name].replace(b"</worksheet>", drawing)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = f'<Relationship Id="rId1" Type="{office}/drawing" Target="../drawings/drawing1.xml"/>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{space}">{relation}</Relationships>'.encode()
    )
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    parts["xl/drawings/drawing1.xml"] = f'<xdr:wsDr xmlns:xdr="{drawn}">{anchors}</xdr:wsDr>'.encode()
    with zipfile.ZipFile(book, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def anchor(first, last, content, more=""):
    edges = "".join(
        f"<xdr:{end}><xdr:col>{column - 1}</xdr:col><xdr:row>{row - 1}</xdr:row></xdr:{end}>"
        for end, (column, row) in (("from", first), ("to", last))
    )
    return f"<xdr:twoCellAnchor {more}>{edges}{content}</xdr:twoCellAnchor>"


PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="图"/></xdr:nvPicPr></xdr:pic>'
SHAPE = '<xdr:sp textlink="$A$5"><xdr:nvSpPr><xdr:cNvPr id="3" name="框"/></xdr:nvSpPr></xdr:sp>'


def placed(tmp_path, rows, context, anchors):
    made = excel(tmp_path / "表.xlsx", rows)
    drawing_of(made, anchors)
    assert fill(made, context, tmp_path / "出.xlsx") == []
    root = etree.fromstring(part(tmp_path / "出.xlsx", "xl/drawings/drawing1.xml"))
    cells = [
        tuple(int(edge.findtext("{*}" + half)) + 1 for edge in (one[0], one[1]) for half in ("col", "row"))
        for one in root
    ]
    return root, cells


@pytest.mark.parametrize(
    ("first", "last", "content", "more", "became"),
    a_few(
        [
            ((3, 5), (4, 9), PICTURE, "", (3, 5, 4, 9)),  # below: three rows come, two control rows go
            ((3, 1), (4, 5), PICTURE, "", (3, 1, 4, 5)),  # over the rows: a picture keeps its size
            ((3, 1), (4, 5), SHAPE, "", (3, 1, 4, 5)),
            ((3, 1), (4, 5), SHAPE, 'editAs="oneCell"', (3, 1, 4, 5)),
            ((3, 5), (4, 9), SHAPE, 'editAs="absolute"', (3, 5, 4, 9)),
        ],
        rows=True,
    ),
)
def test_a_drawing_moves_with_its_rows(tmp_path, first, last, content, more, became):
    _root, cells = placed(tmp_path, LOOP, {"行": [1, 2, 3]}, anchor(first, last, content, more))
    assert cells == [became]


def test_a_shape_around_the_rows_grows_with_them_and_shows_its_cell(tmp_path):
    root, cells = placed(tmp_path, LOOP, {"行": list(range(10))}, anchor((3, 1), (4, 5), SHAPE))
    assert cells == [(3, 1, 4, 12)]
    assert [one.get("textlink") for one in root.iter("{*}sp")] == ["$A$12"]


def test_a_picture_in_the_loop_comes_with_every_row_and_with_none_goes(tmp_path):
    picture = anchor((3, 3), (3, 3), PICTURE)
    root, cells = placed(tmp_path, LOOP, {"行": [1, 2]}, picture)
    assert cells == [(3, 2, 3, 2), (3, 3, 3, 3)]
    assert len({one.get("id") for one in root.iter("{*}cNvPr")}) == 2
    assert placed(tmp_path, LOOP, {"行": []}, picture)[1] == []


def test_a_picture_in_a_column_block_comes_with_every_turn(tmp_path):
    cells = placed(tmp_path, WIDE, {"类别": ["甲", "乙"]}, anchor((3, 4), (4, 6), PICTURE))[1]
    assert cells == [(2, 4, 3, 6), (4, 4, 5, 6)]


# ---------------------------------------------------------------- nothing else is touched
def everything(made):
    """Put a sheet beside the loop's that points nowhere, and one that points at the loop."""
    still = made.parent.create_sheet("说明")
    still.append(["固定", 2, "=B1*2"])
    still.conditional_formatting.add("A1:B1", FormulaRule(formula=["$B1>1"]))
    still["A1"].hyperlink = Hyperlink(ref="A1", location="说明!B1")
    made.parent.create_sheet("汇总").append(["=SUM(表!B3:B3)", "=表!A5"])


@examples(10)
@given(count=st.integers(0, 60))
def test_parts_without_tags_stay_byte_for_byte_whatever_the_rows(tmp_path_factory, count):
    folder = tmp_path_factory.mktemp("件")
    out = filled(folder, LOOP, {"行": list(range(count))}, everything)
    with zipfile.ZipFile(folder / "表.xlsx") as before, zipfile.ZipFile(out) as after:
        names = set(before.namelist())
        assert set(after.namelist()) == names
        changed = {name for name in names if before.read(name) != after.read(name)}
    assert changed == {
        "docProps/core.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
    }
    last = f"表!B2:B{count + 1}" if count else "表!B1048576:B1048576"
    assert values_of(out, "汇总") == [[f"=SUM({last})", f"=表!A{count + 2}"]]


def values_of(path, name):
    return [[cell.value for cell in row] for row in sheet(path, name).iter_rows()]


@examples(10)
@given(sizes=st.lists(st.integers(0, 4), max_size=6))
def test_nested_loops_give_their_rows_and_the_same_bytes_again(tmp_path_factory, sizes):
    folder = tmp_path_factory.mktemp("套")
    houses = [{"名": f"户{n}", "人": [f"{n}-{one}" for one in range(size)]} for n, size in enumerate(sizes)]
    out = filled(folder, NESTED, {"户们": houses}, lambda made: made.append(["=COUNTA(A4:A4)", "末"]))
    expected = [text for house in houses for text in (house["名"], *house["人"])]
    assert [row[0] for row in values(out)][: len(expected) + 1] == [*expected, "尾"]
    first = out.read_bytes()
    assert fill(folder / "表.xlsx", {"户们": houses}, out) == []
    assert out.read_bytes() == first


def test_results_kept_of_a_sheet_that_looks_at_tagged_cells_go_those_of_one_that_does_not_stay(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "表.xlsx")) as book:
        made = [book.add_worksheet(name) for name in ("表", "看", "名", "自")]
        made[0].write("A1", "{{ 村 }}")
        book.define_name("村名", "=表!$A$1")
        for each, formula in zip(made[1:], ("=表!A1", "=村名", "=B1"), strict=True):
            each.write_formula("A1", formula, None, "{{ 村 }}")
    assert fill(tmp_path / "表.xlsx", {"村": "梅州村"}, tmp_path / "出.xlsx") == []
    stale = [
        b"{{" in part(tmp_path / "出.xlsx", f"xl/worksheets/sheet{number}.xml") for number in (1, 2, 3, 4)
    ]
    assert stale == [False, False, False, True]


def test_a_workbook_without_tags_keeps_all_but_its_properties(tmp_path):
    def change(made):
        made["C1"] = "=SUM(A1:B1)"
        made.parent.create_sheet("二")["A1"] = "=表!C1"

    out = filled(tmp_path, [["甲", 1]], {}, change)
    with zipfile.ZipFile(tmp_path / "表.xlsx") as before, zipfile.ZipFile(out) as after:
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [
            "docProps/core.xml"
        ]
