"""`hqe form inspect`: its JSON, its table, its problems, vocabulary of one's own; and files that mean harm."""

from __future__ import annotations

import json
import shutil
import zipfile
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.cli.main import root
from hqe_docs.library import shipped
from hqe_docs.paper.forms.inspection import form_of, inspect_form
from hqe_docs.paper.forms.places.blanks import find_blanks
from tests.examples import examples
from tests.forms.drawn import (
    book_parts,
    found,
    p,
    places_in,
    tbl,
    tc,
    tr,
    word_file,
    word_parts,
    word_table,
    words,
)

FORM = p("登记表") + word_table("姓名||性别|□男 □女\n家庭成员|姓名|关系>2\n^||>2\n^||>2")


def ran(*arguments):
    return CliRunner().invoke(root, ["form", "inspect", *map(str, arguments)])


# ---------------------------------------------------------------- the command
def test_json_has_the_shape_of_the_contract(tmp_path):
    answer = json.loads(ran(word_file(tmp_path / "表.docx", FORM), "--json").stdout)
    assert answer["problems"] == []
    assert answer["places"][:2] == [
        {
            **{"label": "姓名", "parents": [], "kind": "cell", "how": "左侧标签"},
            **{"address": {"row": 0, "column": 1, "table": 0}, "options": []},
        },
        {
            **{"label": "性别", "parents": [], "kind": "tick", "how": "左侧标签"},
            **{"address": {"row": 0, "column": 3, "table": 0}, "options": ["男", "女"]},
        },
    ]
    assert answer["places"][2] | {"how": ""} == {
        **{"label": "姓名", "parents": ["家庭成员"], "kind": "list", "how": ""},
        **{"address": {"row": 2, "column": 1, "table": 0}, "options": [], "index": 0},
    }


def test_the_table_counts_the_rows_of_a_list(tmp_path):
    result = ran(word_file(tmp_path / "表.docx", FORM))
    assert result.exit_code == 0
    assert "家庭成员/关系" in result.stdout
    assert "名单（2 格）" in result.stdout
    assert result.stdout.rstrip().endswith("共 6 处")


def test_a_file_without_places_is_a_warning(tmp_path):
    result = ran(word_file(tmp_path / "通知.docx", p("为做好就业工作，现通知如下。")), "--json")
    assert (result.exit_code, json.loads(result.stdout)["problems"][0]["code"]) == (0, "F102")


@pytest.mark.parametrize(
    "content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04", b"%PDF-1.7"]
)
def test_what_is_no_form_is_a_problem(tmp_path, content):
    path = tmp_path / "表.doc"
    path.write_bytes(content)
    result = ran(path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"][0]["code"] in ("F101", "T101")


def test_a_damaged_main_part_is_a_problem(tmp_path):
    path = word_file(tmp_path / "表.docx", "<w:p><w:tbl>")
    assert ran(path, "--json").exit_code == 1


def test_a_vocabulary_of_ones_own_wins(tmp_path):
    own = tmp_path / "库" / "templates" / "表单"
    own.mkdir(parents=True)
    text = (shipped() / "templates" / "表单" / "词汇.yaml").read_text(encoding="utf-8")
    (own / "词汇.yaml").write_text(text.replace("整: [", "整: [姓名, "), encoding="utf-8")
    path = word_file(tmp_path / "表.docx", word_table("姓名||电话|"))
    assert "姓名" not in ran(path, "--library", tmp_path / "库").stdout


def test_a_damaged_vocabulary_is_a_problem(tmp_path):
    own = tmp_path / "库" / "templates" / "表单"
    own.mkdir(parents=True)
    (own / "词汇.yaml").write_text("签署: [签名]\n", encoding="utf-8")
    result = ran(word_file(tmp_path / "表.docx", FORM), "--library", tmp_path / "库", "--json")
    assert (result.exit_code, json.loads(result.stdout)["problems"][0]["code"]) == (1, "F103")


# ---------------------------------------------------------------- labels
def test_synonyms_have_one_key():
    known = words()
    assert {known.key(one) for one in ("身份证号", "公民身份号码：", "身 份 证 号 码")} == {"公民身份号码"}
    assert known.key("月收入（元）") == known.key("月收入")


# ---------------------------------------------------------------- what means harm
def test_a_cell_over_very_many_columns_does_no_harm():
    wide = '<w:gridSpan w:val="999999"/>'
    assert found(word_parts(tbl(tr(tc("姓名", wide), tc(""))))) == ["0,63 cell 姓名"]


def test_a_million_cells_are_refused():
    row = tr(*[tc("", '<w:gridSpan w:val="63"/>')] * 63)
    assert isinstance(form_of(word_parts(tbl(*[row] * 60)), "表"), str)


def test_deep_nesting_does_no_harm():
    body = word_table("姓名|")
    for _ in range(60):
        body = tbl(tr(tc(body + p(""))))
    assert len(places_in(word_parts(body))) == 1


@pytest.mark.slow
def test_very_long_texts_do_no_harm():
    for text in (
        "：" * 5000,
        "_ " * 5000,
        "（" * 5000,
        "□" * 5000,
        "年月日" * 3000,
        "  年" * 3000,
        " " * 20000 + "年",
    ):
        find_blanks(text, words(), weak=True)


def test_a_sheet_with_a_far_corner_does_no_harm():
    parts = book_parts("姓名|")
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>甲</t></is></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", far).encode()
    assert found(parts) == ["0,1 cell 姓名"]


@pytest.mark.slow
def test_a_merged_area_over_the_whole_sheet_does_no_harm():
    parts = book_parts("姓名|>2")
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("B1:C1", "B1:XFD1048576").encode()
    assert [one.split("#")[0] for one in found(parts)] == ["0,1 cell 姓名"]


def test_entities_are_left_alone():
    parts = word_parts(p("姓名：&x;____"))
    parts["word/document.xml"] = (
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + parts["word/document.xml"]
    )
    form = form_of(parts, "表")
    assert isinstance(form, str) or "root" not in form.lines[0].text


# ---------------------------------------------------------------- properties
TEXTS = st.text(alphabet="姓名年月日元人□（）：；_ \u3000\n有无。1", max_size=40)


@examples(200)
@given(TEXTS)
def test_blanks_lie_in_the_text_in_order_and_apart(text):
    known = words()
    for weak in (False, True):
        slots = [slot for blank in find_blanks(text, known, weak=weak) for slot in blank.slots]
        assert all(0 <= slot.start <= slot.end <= len(text) for slot in slots)
        ordered = sorted(slots, key=lambda slot: (slot.start, slot.end))
        assert all(a.end <= b.start for a, b in pairwise(ordered))


DRAWINGS = st.lists(
    st.lists(
        st.sampled_from(
            ["", "姓名", "性别：", "□男 □女", "  年  月  日", "____元", "^", "意见", "1", "甲>2"]
        ),
        min_size=1,
        max_size=5,
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: "\n".join("|".join(row) for row in rows))


@examples(100)
@given(DRAWINGS)
def test_every_place_is_a_cell_of_the_grid_and_has_a_label(drawing):
    parts = word_parts(word_table(drawing))
    form = form_of(parts, "表")
    for place in places_in(parts):
        cell = place.text
        assert place.label
        assert any(cell.address == known.address for known in form.grids[0].cells)
        assert all(slot.end <= len(cell.text) for slot in place.slots)


@examples(100)
@given(DRAWINGS)
def test_cells_cover_each_place_of_the_grid_once(drawing):
    grid = form_of(word_parts(word_table(drawing)), "表").grids[0]
    covered = [
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.bottom)
        for c in range(cell.column, cell.right)
    ]
    assert len(covered) == len(set(covered))


def test_marked_text_is_as_long_as_the_text():
    from tests.forms.drawn import run

    body = p(run("编号："), run("   ", '<w:u w:val="single"/>'), "<w:r><w:tab/><w:br/></w:r>")
    form = form_of(word_parts(body), "表")
    assert [len(line.marked) for line in form.lines] == [len(line.text) for line in form.lines]


def test_a_form_in_a_folder_of_its_own_is_read_by_content(tmp_path):
    path = word_file(tmp_path / "表.docx", FORM)
    other = shutil.copy(path, tmp_path / "表.xlsx")
    assert [x.as_json() for x in inspect_form(path)[0].places] == [
        x.as_json() for x in inspect_form(tmp_path / "表.xlsx")[0].places
    ]
    assert zipfile.is_zipfile(other)
