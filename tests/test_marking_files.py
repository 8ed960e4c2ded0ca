"""Marked copies of other formats and of odd packages; what is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd
import xlwt
from lxml import etree

from hqe_docs.paper.marks.comments import comment_text
from hqe_docs.paper.marks.fills import Styles
from hqe_docs.paper.marks.marking import marked
from hqe_docs.paper.marks.sheetrows import read_rows
from hqe_docs.paper.marks.unmarking import cleared
from hqe_docs.paper.package import Parts, read_package, write_package
from hqe_docs.problems import Location, cell_at, problem
from tests.examples import a_few
from tests.faulty_books import Book, training, unemployed
from tests.marked_books import (
    RED,
    STRIPES,
    YELLOW,
    assert_marked,
    decorated,
    differences,
    painted,
    remarks,
    rezipped,
)
from tests.program import hqe
from tests.villages import id_number, person, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROLL = f"序号,姓名,身份证号,性别\n1,彭春山,{id_number(1)},男\n2,易秋水,{id_number(2)[:17]},男\n"


def check(*arguments: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(hqe("check", *arguments, "--json").stdout)
    return answer


def codes(answer: dict[str, Any]) -> list[str]:
    return [item["code"] for item in answer["problems"]]


def roll(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ROLL, encoding="utf-8")
    return path


# ---------------------------------------------------------------- formats
@pytest.mark.parametrize("make", a_few((training, unemployed)), ids=lambda make: make.__name__)
def test_every_seeded_fault_is_marked_in_both_formats(make: Callable[[], Book], tmp_path: Path):
    assert_marked(make(), tmp_path)


def old_book(path: Path, *, from_1904: bool = False) -> Path:
    """Write an .xls with looks, sizes, merged, frozen and hidden things."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = from_1904
    page = book.add_sheet("名册")
    titled = xlwt.easyxf(
        "font: name 黑体, bold on, height 320, colour red; align: horiz center, vert center, wrap on"
    )
    framed = xlwt.easyxf("borders: left thin, bottom double; pattern: pattern solid, fore_colour yellow")
    dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    page.write_merge(0, 0, 0, 4, "花名册", titled)
    for column, title in enumerate(("序号", "姓名", "身份证号", "登记日期", "金额")):
        page.write(1, column, title, framed)
    for row in range(2, 8):
        for column, value in enumerate(
            (row - 1, f"村民{'甲乙丙丁戊己'[row - 2]}", id_number(row)[: 17 if row == 4 else 18])
        ):
            page.write(row, column, value)
        page.write(row, 3, date(2023, 6, row), dated)
        page.write(row, 4, 1234.5 * row, xlwt.easyxf(num_format_str="#,##0.00"))
    page.write(9, 1, xlwt.Formula("SUM(E3:E8)"))
    page.col(2).width, page.col(4).hidden = 256 * 24, True
    page.row(0).height_mismatch, page.row(0).height = True, 600
    page.set_panes_frozen(True)
    page.set_horz_split_pos(2)
    hidden = book.add_sheet("参数")
    hidden.write(0, 0, True)
    hidden.visibility = 1
    book.save(str(path))
    return path


@pytest.mark.parametrize("from_1904", a_few([False, True]))
def test_an_xls_comes_back_as_xlsx_with_its_values_and_looks(tmp_path: Path, from_1904: bool):
    answer = check(old_book(tmp_path / "名册.xls", from_1904=from_1904), "--mark", tmp_path / "标注")
    (copy,) = map(Path, answer["marked"])
    assert copy.name == "名册.xlsx"
    assert "L405" in codes(answer)
    book = openpyxl.load_workbook(copy)
    page = book["名册"]
    assert [page["A3"].value, page["D4"].value.date(), page["E5"].value] == [1, date(2023, 6, 3), 4938]
    assert (page["E5"].number_format, page["D4"].number_format) == ("#,##0.00", "yyyy-mm-dd")
    assert (page["A1"].font.name, page["A1"].font.sz, page["A1"].font.b) == ("黑体", 16, True)
    assert (page["A1"].font.color.rgb, page["A1"].alignment.horizontal) == ("FFFF0000", "center")
    assert (page["B2"].border.left.style, page["B2"].border.bottom.style) == ("thin", "double")
    assert page["B2"].fill.fgColor.rgb == "FFFFFF00"
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:E1"]
    assert (page.freeze_panes, page.row_dimensions[1].height) == ("A3", 30)
    assert page.column_dimensions["C"].width == pytest.approx(24, abs=0.01)
    assert page.column_dimensions["E"].hidden
    assert book["参数"].sheet_state == "hidden"
    assert painted(book)[RED] == {"名册!C5"}


@pytest.mark.slow
def test_every_cell_of_the_xls_stands_in_the_copy(tmp_path: Path):
    source = old_book(tmp_path / "名册.xls")
    (copy,) = check(source, "--mark", tmp_path / "标注")["marked"]
    page = openpyxl.load_workbook(copy)["名册"]
    for row, cells in enumerate(xlrd.open_workbook(source).sheet_by_index(0).get_rows(), start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
                assert page.cell(row, column).value == (cell.value or None)


def test_a_csv_comes_back_as_xlsx_with_every_cell_a_text(tmp_path: Path):
    answer = check(roll(tmp_path / "名册.csv"), "--mark", tmp_path / "标注")
    page = openpyxl.load_workbook(answer["marked"][0]).worksheets[0]
    assert [cell.value for cell in page[2]][:4] == ["1", "彭春山", id_number(1), "男"]
    assert page["C3"].fill.fgColor.rgb == RED


def test_two_formats_of_one_name_become_two_copies(tmp_path: Path):
    answer = check(
        roll(tmp_path / "名册.csv"), decorated(tmp_path / "名册.xlsx"), "--mark", tmp_path / "标注"
    )
    assert [Path(path).name for path in answer["marked"]] == ["名册.csv.xlsx", "名册.xlsx"]


def test_the_ledgers_of_dossiers_lie_in_the_folders_of_their_villages(tmp_path: Path):
    for name, order in (("甲村", 0), ("乙村", 10)):
        rows = [person(order, 与户主关系="户主"), person(order + 1, 公民身份号码=id_number(1)[:17])]
        workbook(tmp_path / name, [list(rows[0]), *([*row.values()] for row in rows)])
    answer = check(tmp_path / "甲村", tmp_path / "乙村", "--mark", tmp_path / "标注")
    names = [Path(path).relative_to(tmp_path / "标注").as_posix() for path in answer["marked"]]
    assert sorted(names) == ["乙村/劳动力资源台账.xlsx", "甲村/劳动力资源台账.xlsx"]
    assert painted(openpyxl.load_workbook(answer["marked"][0]))[RED] == {"Sheet!B3"}


def test_a_marked_ledger_put_back_into_its_dossier_is_read_as_before(tmp_path: Path):
    rows = [person(0), person(1, 公民身份号码=id_number(1)[:17])]
    source = workbook(tmp_path / "甲村", [list(rows[0]), *([*row.values()] for row in rows)])
    before = check(source, "--mark", tmp_path / "标注")
    (source / "劳动力资源台账.xlsx").write_bytes(Path(before["marked"][0]).read_bytes())
    assert check(source)["problems"] == before["problems"]


# ---------------------------------------------------------------- what is not overwritten
def test_the_source_is_never_overwritten(tmp_path: Path):
    source = decorated(tmp_path / "名册.xlsx")
    before = source.read_bytes()
    answer = check(source, "--mark", tmp_path)
    assert (answer["marked"], "L402" in codes(answer)) == ([], True)
    assert source.read_bytes() == before


def test_a_file_that_is_no_marked_copy_is_not_overwritten(tmp_path: Path):
    (tmp_path / "标注").mkdir()
    other = decorated(tmp_path / "标注" / "名册.xlsx")
    before = other.read_bytes()
    assert "L403" in codes(check(roll(tmp_path / "名册.csv"), "--mark", tmp_path / "标注"))
    assert other.read_bytes() == before


def test_an_earlier_copy_is_replaced(tmp_path: Path):
    source = roll(tmp_path / "名册.csv")
    for _ in range(2):
        assert len(check(source, "--mark", tmp_path / "标注")["marked"]) == 1


def test_workbooks_of_the_same_name_are_refused(tmp_path: Path):
    answer = check(
        roll(tmp_path / "甲" / "名册.csv"), roll(tmp_path / "乙" / "名册.csv"), "--mark", tmp_path / "标注"
    )
    assert (answer["marked"], codes(answer).count("L404")) == ([], 2)


def test_a_workbook_that_cannot_be_taken_apart_is_said_and_nothing_is_written(tmp_path: Path):
    source = decorated(tmp_path / "名册.xlsx")
    rezipped(source, {"xl/styles.xml": b"<styleSheet"})
    answer = check(source, "--mark", tmp_path / "标注")
    assert (answer["marked"], "L401" in codes(answer) or "L101" in codes(answer)) == ([], True)


def test_the_copies_are_listed_on_stdout(tmp_path: Path):
    result = hqe("check", roll(tmp_path / "名册.csv"), "--mark", tmp_path / "标注")
    assert result.stdout.splitlines()[-1] == f"已标注 {tmp_path / '标注' / '名册.xlsx'}"
    assert result.exit_code == 1


def test_without_the_option_nothing_is_marked(tmp_path: Path):
    assert "marked" not in check(roll(tmp_path / "名册.csv"))


# ---------------------------------------------------------------- odd packages
def package(folder: Path, rows: str, *, more: str = "", cols: str = "") -> Parts:
    """Return a workbook whose one sheet, S, holds these rows as XML."""
    path = folder / "空.xlsx"
    openpyxl.Workbook().save(path)
    made = read_package(path)
    assert isinstance(made, Parts)
    made["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{MAIN}">{cols}<sheetData>{rows}</sheetData>{more}</worksheet>'.encode()
    )
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b'name="Sheet"', b'name="S"')
    return made


def blamed(*cells: tuple[int, int]) -> list[Any]:
    return [problem("L201", cell_at("f", "S", row, column), name="姓名") for row, column in cells]


def opened(made: Parts, folder: Path) -> Any:
    path = folder / "标注.xlsx"
    assert write_package(path, made) == []
    return openpyxl.load_workbook(path)["S"]


TITLE = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>备注</t></is></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(TITLE + '<row r="3"><c r="A3"><v>1</v></c></row>', id="cell missing in its row"),
        pytest.param(TITLE + '<row r="3" ht="20"/>', id="row without cells"),
        pytest.param(TITLE + '<row r="9"><c r="A9"><v>1</v></c></row>', id="row missing in the middle"),
        pytest.param(TITLE, id="row missing at the end"),
        pytest.param(TITLE + '\n <row r="3">\n  <c r="A3"><v>1</v></c>\n </row>\n', id="pretty printed"),
        pytest.param(
            "<row><c t='inlineStr'><is><t>姓名</t></is></c></row><row/><row><c><v>1</v></c></row>",
            id="unplaced",
        ),
        pytest.param(
            TITLE + "<!-- </row> --><row r='3'><c r='A3'><v>1</v></c></row>", id="comments and other quotes"
        ),
    ],
)
def test_a_blank_cell_is_marked_whatever_the_rows_look_like(rows: str, tmp_path: Path):
    page = opened(marked(package(tmp_path, rows), blamed((3, 2)), {"S": 1}), tmp_path)
    assert page["B3"].fill.fgColor.rgb == RED
    assert page["B3"].comment.text.startswith("【hqe】错误 L201")
    assert (page["A1"].value, page["B3"].value) == ("姓名", None)


def test_what_is_wrong_with_a_row_or_a_sheet_paints_no_cell(tmp_path: Path):
    row = problem("L220", Location("f", "S", row=2), detail="这一户没有户主")
    sheet = problem("L103", Location("f", "S"), title="公民身份号码")
    done = marked(
        package(tmp_path, TITLE), [row, sheet, problem("L106", Location("f"), kind="名册")], {"S": 1}
    )
    page = opened(done, tmp_path)
    book = page.parent
    assert remarks(page) == {1: "问题", 2: "警告 L220 这一户没有户主"}
    assert painted(book) == {RED: set(), YELLOW: set()}
    listed = [cells[2:5] for cells in book.worksheets[-1].iter_rows(min_row=6, values_only=True)]
    assert listed == [("L106", None, None), ("L103", "S", None), ("L220", "S", "第2行")]


def test_a_sheet_with_prefixed_elements_stays_so(tmp_path: Path):
    made = package(tmp_path, "")
    rows = TITLE.replace("<", "<x:").replace("<x:/", "</x:")
    made["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'.encode()
    )
    done = marked(made, blamed((1, 2), (4, 1)), {"S": 1})
    page = opened(done, tmp_path)
    assert (page["A4"].fill.fgColor.rgb, page["C1"].value) == (RED, "问题")
    assert b"<x:legacyDrawing" in done["xl/worksheets/sheet1.xml"]


def test_a_strict_workbook_stays_strict(tmp_path: Path):
    strict = {
        name: data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, data in package(tmp_path, TITLE).items()
    }  # fmt: skip
    done = marked(strict, blamed((2, 1)), {"S": 1})
    added = {
        name: data for name, data in done.items() if strict.get(name) != data and not name.endswith(".vml")
    }
    assert b"/comments" in done["xl/worksheets/_rels/sheet1.xml.rels"]
    assert all(b"schemas.openxmlformats.org/spreadsheetml" not in data for data in added.values())
    assert all(b"officeDocument/2006/relationships" not in data for data in added.values())
    assert marked(done, blamed((2, 1)), {"S": 1}) == done


def test_the_children_of_the_sheet_keep_the_order_of_the_schema(tmp_path: Path):
    more = '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><tableParts count="0"/>'
    done = marked(package(tmp_path, TITLE, more=more), blamed((2, 1)), {"S": 1})
    names = [etree.QName(child).localname for child in etree.fromstring(done["xl/worksheets/sheet1.xml"])]
    assert names == ["cols", "sheetData", "pageMargins", "legacyDrawing", "tableParts"]


def test_a_width_said_for_many_columns_is_cut_around_ours_and_whole_again_after(tmp_path: Path):
    cols = '<cols><col min="1" max="16384" width="9" style="0" customWidth="1"/></cols>'
    made = package(tmp_path, TITLE, cols=cols)
    done = marked(made, blamed((2, 1)), {"S": 1})
    spans = [
        (c.get("min"), c.get("max"), c.get("width"))
        for c in read_rows(done["xl/worksheets/sheet1.xml"]).root[0]
    ]
    assert spans == [("1", "2", "9"), ("3", "3", "60"), ("4", "16384", "9")]
    left = read_rows(cleared(done)["xl/worksheets/sheet1.xml"]).root[0]
    assert [(c.get("min"), c.get("max")) for c in left] == [("1", "2"), ("3", "16384")]


def test_a_row_style_is_the_look_of_a_cell_that_was_not_there(tmp_path: Path):
    made = package(tmp_path, TITLE + '<row r="2" s="1" customFormat="1"/>')
    styles = Styles.of(made)
    assert styles.with_fill(0, "FF00FF00") == 1
    styles.store(made)
    page = opened(marked(made, blamed((2, 2)), {"S": 1}), tmp_path)
    assert page["B2"].comment.text.endswith("原底色：FF00FF00")


@pytest.mark.parametrize(
    "fill", ["", "FFF2F2F2", "主题4 0.5999", "索引22", '<patternFill patternType="gray125"/>']
)
def test_a_fill_said_in_words_is_found_again(tmp_path: Path, fill: str):
    styles = Styles.of(package(tmp_path, TITLE))
    assert styles.fill_of(styles.with_fill(0, fill)) == fill


def test_every_look_comes_back_when_the_marks_are_cleared(tmp_path: Path):
    source = decorated(tmp_path / "名册.xlsx")
    (copy,) = check(source, "--mark", tmp_path / "标注")["marked"]
    before = read_package(Path(copy))
    assert isinstance(before, Parts)
    path = tmp_path / "清除.xlsx"
    write_package(path, cleared(before))
    cell = openpyxl.load_workbook(path)["花名册"]["C9"]
    assert (cell.fill.fill_type, cell.fill.fgColor.rgb) == ("lightUp", STRIPES.fgColor.rgb)
    assert list(differences(source, path, set())) == []


def test_a_column_of_the_villages_own_called_so_is_left_alone(tmp_path: Path):
    path = tmp_path / "走访.csv"
    path.write_text("序号,姓名,身份证号,问题\n1,彭春山,123,住房漏雨\n2,易秋水,,无\n", encoding="utf-8")
    page = openpyxl.load_workbook(check(path, "--mark", tmp_path / "标注")["marked"][0]).worksheets[0]
    assert (page["D2"].value, page["E1"].value) == ("住房漏雨", "问题")
    made = read_package(tmp_path / "标注" / "走访.xlsx")
    assert isinstance(made, Parts)
    write_package(tmp_path / "清除.xlsx", cleared(made))
    left = openpyxl.load_workbook(tmp_path / "清除.xlsx").worksheets[0]
    assert (left["D1"].value, left["D2"].value, left["E1"].value) == ("问题", "住房漏雨", None)


def test_a_comment_says_the_fill_last():
    assert comment_text("错误 L204 …", "FFF2F2F2").splitlines()[-1] == "原底色：FFF2F2F2"
    assert comment_text("错误 L204 …", "").splitlines() == ["【hqe】错误 L204 …"]
