"""The official score sheet filled from a score: in whatever file the city sends it, and nowhere else in it."""

from __future__ import annotations

import json

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from hqe_docs.data.scores.editionfile import load_set
from hqe_docs.library import Library
from tests.examples import a_few
from tests.program import hqe
from tests.score_forms import TITLES, add_table, element, excel_form, form_rows, old_form, track, word_form

SELF = [*TITLES[:-1], "自评得分", "备注"]


@pytest.fixture(scope="module")
def edition():
    return load_set("yichun-2023", Library.over_shipped())[0]


@pytest.fixture
def score(tmp_path, edition):
    items = [
        {
            "no": item.no,
            "title": item.content,
            "points": str(item.no),
            "state": "pending" if item.no == 7 else "judged",
        }
        for item in edition.indicators
    ]
    path = tmp_path / "score.json"
    dossier = {"dossier": "梅州村", "total": "88.5", "possible": "98", "full": "115", "items": items}
    path.write_text(json.dumps({"problems": [], "dossiers": [dossier]}), "utf-8")
    return path


def rows_with_score():
    return [[*row[:-1], "", row[-1]] for row in form_rows()]


def fill(form, score):
    out = form.parent / f"out{'.docx' if form.suffix == '.docx' else '.xlsx'}"
    done = hqe("form", "fill", form, "--data", score, "-o", out, "--json")
    return out, [problem["code"] for problem in json.loads(done.stdout)["problems"]]


EXPECTED = ["" if no == 7 else str(no) for no in range(1, 23)]


def column_of(path, column):
    """Return the texts of a column of the first table or sheet, below its first row."""
    if path.suffix == ".docx":
        return [cell.text for cell in Document(path).tables[0].columns[column].cells][1:]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [
        "" if row[column] is None else str(row[column])
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def test_points_stand_in_the_column_of_the_self_score(tmp_path, score):
    out, codes = fill(word_form(tmp_path / "f.docx", rows_with_score(), SELF), score)
    assert column_of(out, 5) == EXPECTED
    assert column_of(out, 6) == [""] * 22
    assert codes == ["F243"]


def test_without_such_a_column_they_stand_in_the_remarks(tmp_path, score):
    out, _ = fill(word_form(tmp_path / "f.docx", form_rows(), landscape=False), score)
    assert column_of(out, 5) == EXPECTED


def test_a_workbook_takes_them_as_numbers(tmp_path, score):
    out, _ = fill(excel_form(tmp_path / "f.xlsx", [SELF, *rows_with_score()]), score)
    assert column_of(out, 5) == EXPECTED
    assert openpyxl.load_workbook(out).worksheets[0]["F2"].value == 1


def test_an_old_workbook_becomes_a_new_one(tmp_path, score):
    out, _ = fill(old_form(tmp_path / "f.xls", rows_with_score(), SELF), score)
    assert column_of(out, 5) == EXPECTED


def test_a_header_of_two_rows_and_a_row_of_totals(tmp_path, score):
    top = [*TITLES[:-1], "评分", "", "备注"]
    below = ["", "", "", "", "", "自评得分", "复核得分", ""]
    rows = [[*row[:-1], "", ""] for row in rows_with_score()]
    out, _ = fill(excel_form(tmp_path / "f.xlsx", [top, below, *rows, ["合计"]], head=2), score)
    assert column_of(out, 5)[1:] == [*EXPECTED, "88.5"]
    assert set(column_of(out, 6)[1:]) == {""}


@pytest.mark.slow
def test_a_table_that_goes_on_after_a_page(tmp_path, score):
    rows = rows_with_score()

    def more(document):
        document.add_paragraph("续表")
        add_table(document, [SELF, *rows[11:]])

    out, _ = fill(word_form(tmp_path / "f.docx", rows[:11], SELF, merged=False, change=more), score)
    tables = Document(out).tables
    assert [cell.text for table in tables for cell in table.columns[5].cells[1:]] == EXPECTED


def test_tracked_changes_and_controls_around_rows_and_cells(tmp_path, score):
    def change(document):
        table = document.tables[0]
        track(table.cell(3, 4), "旧的说法")
        row = table.rows[5]._tr
        control = element("sdt", element("sdtPr"), element("sdtContent"))
        row.addprevious(control)
        control[1].append(row)

    out, _ = fill(word_form(tmp_path / "f.docx", rows_with_score(), SELF, merged=False, change=change), score)
    rows = Document(out).element.body.iter(qn("w:tr"))
    found = ["".join(t.text for t in list(row.iter(qn("w:tc")))[5].iter(qn("w:t"))) for row in rows]
    assert found[1:] == EXPECTED


def test_points_go_into_content_controls_in_place_of_their_prompt(tmp_path, score):
    def change(document):
        for row in document.tables[0].rows[1:]:
            paragraph = row.cells[5].paragraphs[0]
            run = paragraph.add_run("单击输入")._r
            control = element("sdt", element("sdtPr", element("showingPlcHdr")), element("sdtContent"))
            run.addprevious(control)
            control[1].append(run)

    out, _ = fill(word_form(tmp_path / "f.docx", rows_with_score(), SELF, merged=False, change=change), score)
    rows = list(Document(out).element.body.iter(qn("w:tr")))[1:]
    found = ["".join(t.text for t in list(row.iter(qn("w:tc")))[5].iter(qn("w:t"))) for row in rows]
    assert found == [text or "单击输入" for text in EXPECTED]


def test_a_score_of_no_known_edition_is_told(tmp_path, score):
    said = json.loads(score.read_text("utf-8"))
    said["dossiers"][0]["items"][0]["title"] = "另一项"
    score.write_text(json.dumps(said), "utf-8")
    out, codes = fill(word_form(tmp_path / "f.docx", form_rows()), score)
    assert codes == ["F245"]
    assert not out.exists()


def test_what_is_no_score_sheet_is_told(tmp_path, score):
    def change(document):
        document._body.clear_content()
        add_table(document, [["姓名", ""], ["性别", ""]])

    out, codes = fill(word_form(tmp_path / "f.docx", form_rows(), change=change), score)
    assert "F244" in codes
    assert not out.exists()


# ---------------------------------------------------------------- nothing in wrong places
def test_subtotals_stay_blank_and_the_sum_of_all_takes_the_total(tmp_path, score):
    rows = rows_with_score()
    sums = [[label, "", "", "", "", "", ""] for label in ("小计", "工作人员合计", "创新工作小计", "总计")]
    form = excel_form(
        tmp_path / "f.xlsx", [SELF, *rows[:5], sums[0], *rows[5:7], sums[1], *rows[7:], *sums[2:]]
    )
    out, _ = fill(form, score)
    assert column_of(out, 5) == [*EXPECTED[:5], "", *EXPECTED[5:7], "", *EXPECTED[7:], "", "88.5"]


@pytest.mark.slow
def test_the_sum_of_a_page_stays_blank(tmp_path, score):
    rows = rows_with_score()

    def more(document):
        add_table(document, [SELF, *rows[11:], ["合计", *[""] * 6]])

    page = ["本页小计", *[""] * 6]
    form = word_form(tmp_path / "f.docx", [*rows[:11], page], SELF, merged=False, change=more)
    out, _ = fill(form, score)
    tables = [[cell.text for cell in table.columns[5].cells[1:]] for table in Document(out).tables]
    assert tables == [[*EXPECTED[:11], ""], [*EXPECTED[11:], "88.5"]]


@pytest.mark.slow
def test_totals_of_two_in_one_row_are_told_apart(tmp_path, score):
    both = ["自评总分", "", "", "", "", "考核总分", ""]
    out, _ = fill(word_form(tmp_path / "f.docx", [*rows_with_score(), both], SELF), score)
    last = [cell.text for cell in Document(out).tables[0].rows[-1].cells]
    assert last == ["自评总分", "88.5", "", "", "", "考核总分", ""]


@pytest.mark.slow
def test_filling_twice_is_the_same_as_once(tmp_path, score):
    once, _ = fill(word_form(tmp_path / "f.docx", [*rows_with_score(), ["合计", *[""] * 6]], SELF), score)
    (tmp_path / "again").mkdir()
    form = once.rename(tmp_path / "again/f.docx")
    twice, codes = fill(form, score)
    assert (twice.read_bytes(), codes) == (form.read_bytes(), ["F243"])


def test_points_that_differ_from_what_stands_there_are_told_and_not_put_elsewhere(tmp_path, score):
    rows = rows_with_score()
    rows[0][5] = "2"
    out, codes = fill(word_form(tmp_path / "f.docx", rows, SELF), score)
    assert column_of(out, 5) == ["2", *EXPECTED[1:]]
    assert set(column_of(out, 6)) == {""}
    assert codes == ["F242", "F243"]


@pytest.mark.slow
def test_beside_the_score_of_others_the_points_stand_in_the_remarks(tmp_path, score):
    titles = [*TITLES[:-1], "考核得分", "备注"]
    out, _ = fill(word_form(tmp_path / "f.docx", rows_with_score(), titles), score)
    assert column_of(out, 5) == [""] * 22
    assert column_of(out, 6) == EXPECTED


def renumbered(numbers):
    """Return the rows with other numbers: number of the indicator → what stands before it."""
    return [[str(numbers.get(int(no), no)), *texts] for no, *texts in rows_with_score()]


@pytest.mark.slow
def test_of_rows_with_exchanged_numbers_the_text_counts(tmp_path, score):
    out, codes = fill(word_form(tmp_path / "f.docx", renumbered({16: 17, 17: 16}), SELF), score)
    assert column_of(out, 5) == EXPECTED
    assert codes == ["F246", "F246", "F243"]


def test_a_row_whose_number_is_of_another_row_too_stays_blank(tmp_path, score):
    out, codes = fill(word_form(tmp_path / "f.docx", renumbered({16: 12}), SELF), score)
    assert column_of(out, 5) == [*EXPECTED[:15], "", *EXPECTED[16:]]
    assert codes == ["F241", "F243"]


@pytest.mark.parametrize("remark", a_few(["得分：____", "自评____分", "    分"]))
def test_a_blank_beside_words_in_the_remarks_takes_the_points(tmp_path, score, remark):
    form = word_form(tmp_path / "f.docx", form_rows(remark=remark))
    out, codes = fill(form, score)
    said = ["".join(c for c in text if c.isdigit()) for text in column_of(out, 5)]
    assert said == EXPECTED
    assert codes == ["F243"]
    (tmp_path / "again").mkdir()
    again = out.rename(tmp_path / "again/f.docx")
    assert fill(again, score)[1] == ["F243"]


def test_remarks_that_say_the_full_marks_take_the_points_behind_them(tmp_path, score):
    form = word_form(tmp_path / "f.docx", form_rows(remark="满分{marks}分"))
    out, codes = fill(form, score)
    printed = [row[5] for row in form_rows(remark="满分{marks}分")]
    assert column_of(out, 5) == [
        text + (f"，得{no}分" if no else "") for text, no in zip(printed, EXPECTED, strict=True)
    ]
    assert codes == ["F243"]
    assert points_in(read(out, "--blank", form), "备注") == {no: no for no in EXPECTED if no}
    again = tmp_path / "again"
    again.mkdir()
    once = again / "once.docx"
    once.write_bytes(out.read_bytes())
    twice, codes = fill(once, score)
    assert column_of(twice, 5) == column_of(out, 5)
    assert codes == ["F243"]


def test_other_remarks_are_left_as_they_are(tmp_path, score):
    out, codes = fill(word_form(tmp_path / "f.docx", form_rows(remark="见附件")), score)
    assert set(column_of(out, 5)) == {"见附件"}
    assert set(codes) == {"F242", "F243"}


@pytest.mark.parametrize("total", [["合计", *[""] * 6], []])
def test_a_table_below_with_a_total_of_its_own_is_left_alone(tmp_path, score, total):
    bonus = [["奖项", "时间", "", "", "加分", "说明", ""], [""] * 7, ["总分", *[""] * 6]]
    out, _ = fill(
        excel_form(tmp_path / "f.xlsx", [SELF, *rows_with_score(), total or [""] * 7, *bonus]), score
    )
    assert column_of(out, 5) == [*EXPECTED, "88.5" if total else "", "说明", "", ""]
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[sheet.max_row]][1:] == [None] * 6


def test_a_row_that_names_all_marks_is_the_total_whatever_it_is_called(tmp_path, score):
    titles = [*TITLES[:-1], "分值", "得分", "备注"]
    rows = [[*row[:-1], "", "", row[-1]] for row in form_rows()]
    sheet = [titles, *rows, ["小计", "", "", "", "", "110", "", ""]]
    out, _ = fill(excel_form(tmp_path / "f.xlsx", sheet), score)
    assert column_of(out, 6) == [*EXPECTED, "88.5"]


# ---------------------------------------------------------------- read back
def read(*arguments):
    done = json.loads(hqe("form", "read", *arguments, "--json").stdout)
    assert [problem["code"] for problem in done["problems"]] == []
    return done["values"]


def points_in(values, title):
    """Return number of the indicator, or what else the row is → points."""
    return {record.get("序号", record["项目"]): record[title] for record in values["名单"]}


POINTS = {str(no): str(no) for no in range(1, 23) if no != 7}


def test_a_filled_sheet_is_read_back_with_and_without_the_blank_one(tmp_path, score):
    form = word_form(tmp_path / "f.docx", [*rows_with_score(), ["合计", *[""] * 6]], SELF)
    out, _ = fill(form, score)
    assert points_in(read(out), "自评得分") == {**POINTS, "合计": "88.5"}
    assert read(out, "--blank", form) == read(out)


def test_points_in_the_remarks_are_read_back(tmp_path, score):
    out, _ = fill(word_form(tmp_path / "f.docx", form_rows(remark="得分：____")), score)
    assert points_in(read(out), "备注") == POINTS


@pytest.mark.slow
def test_a_header_of_two_rows_gives_both_titles_and_goes_on_in_the_next_table(tmp_path, score):
    top = [*TITLES[:-1], "评分", "评分", "备注"]
    below = ["", "", "", "", "", "自评得分", "复核得分", ""]
    rows = [[*row[:-1], "", ""] for row in rows_with_score()]

    def more(document):
        for column in (5, 6):
            document.tables[0].cell(0, column).text = ""
        document.tables[0].cell(0, 5).merge(document.tables[0].cell(0, 6)).text = "评分"
        document.add_paragraph("续表")
        add_table(document, rows[11:])

    form = word_form(tmp_path / "f.docx", [below, *rows[:11]], top, merged=False, change=more)
    assert points_in(read(fill(form, score)[0]), "评分/自评得分") == POINTS


@pytest.mark.slow
def test_what_stands_beside_the_sheet_is_read_too(tmp_path, score):
    form = word_form(
        tmp_path / "f.docx",
        rows_with_score(),
        SELF,
        change=lambda document: document.add_paragraph("填报单位：________"),
    )
    out = tmp_path / "out.docx"
    hqe("form", "fill", form, "--data", score, "--set", "填报单位=梅州村", "-o", out)
    assert read(out, "--blank", form)["填报单位"] == "梅州村"


def test_a_sheet_without_points_is_read_as_any_form(tmp_path):
    form = word_form(tmp_path / "f.docx", rows_with_score(), SELF)
    done = json.loads(hqe("form", "read", form, "--blank", form, "--json").stdout)
    assert (done["values"], [one["code"] for one in done["problems"]]) == ({}, ["F304"])
