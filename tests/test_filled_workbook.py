"""填报表.xlsx as a file: read by independent readers, typed and damaged by people, taken by every command."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import msoffcrypto
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from python_calamine import CalamineWorkbook

from hqe_docs.cli.main import root
from hqe_docs.data.dossier import BOOK, FILE, read_source
from hqe_docs.data.filled.shape import canonical
from hqe_docs.data.modelled import read_what_fits
from hqe_docs.data.schema import DossierData
from hqe_docs.library import Library
from hqe_docs.office.check import check_opened
from hqe_docs.office.converting import convert, write_filled, yaml_text
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.scaffold import new
from hqe_docs.office.workspace import open_dossiers, walk_dossiers
from hqe_docs.problems import Problem, Problems
from hqe_docs.yamlfile import YamlFile, read_yaml
from tests.example_books import FOLDER
from tests.examples import a_few, examples
from tests.filled import SAMPLE, sample, values

DOSSIERS = [FOLDER / "梅州村", FOLDER / "洪江村", FOLDER]
LEAST = "创建点: {名称: 甲村, 类型: 村, 级别: 市级, 年度: 2023}\n"


def codes(found: list[Problem] | Problems) -> list[str]:
    return [item.code for item in found]


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """The 填报表 of the example dossier that a blank shows; nobody changes it."""
    path = tmp_path_factory.mktemp("填报") / BOOK
    written, found = convert(SAMPLE, path)
    assert (written, codes(found)) == ([path], ["D309"])
    return path


@pytest.fixture
def book(filled, tmp_path):
    """The example's 填报表 opened by openpyxl, and a way to say what reading it after a change finds."""
    path = shutil.copy(filled, tmp_path / BOOK)
    opened = openpyxl.load_workbook(path)

    def check() -> tuple[DossierData, list[Problem]]:
        opened.save(path)
        found = Problems()
        source = read_source(path, BOOK, found)
        data, _ = read_what_fits(source, DossierData, found)
        return data, list(found)

    return opened, check


def cell(page, title: str, row: int = 1):
    """Return the cell `row` rows below a title."""
    head = next(one for line in page.iter_rows(max_row=6) for one in line if one.value == title)
    return page.cell(head.row + row, head.column)


def beside(page, label: str):
    """Return the cell to fill in beside a label."""
    head = next(one for line in page.iter_rows(max_row=6) for one in line if one.value == "填写")
    row = next(one.row for line in page.iter_rows(max_col=2) for one in line if one.value == label)
    return page.cell(row, head.column)


# ---------------------------------------------------------------- there and back
@pytest.mark.parametrize("folder", a_few(DOSSIERS), ids=lambda path: path.name)
def test_the_examples_come_back_from_their_workbooks_the_same(tmp_path, folder):
    written, found = convert(folder / FILE, tmp_path)
    assert codes(found) == ["D309"]
    back, found = convert(written[0], tmp_path)
    assert codes(found) == ["D312"]
    before, after = (read_yaml(path, FILE, Problems()).value for path in (folder / FILE, back[0]))
    assert after == before


@pytest.mark.slow
@examples(18)
@given(values())
def test_any_dossier_comes_back_from_a_file(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("任意") / BOOK
    found = Problems()
    assert write_filled(YamlFile(FILE, value), path, Library.over_shipped([]), found) == [path]
    assert read_source(path, BOOK, found).value == canonical(value)
    assert list(found) == []


@pytest.mark.slow
def test_a_text_as_long_as_a_cell_holds_comes_back_and_a_longer_one_is_refused(tmp_path):
    for length, lost in ((32_767, []), (32_768, ["D308"])):
        (tmp_path / FILE).write_text(LEAST + f"人口: {{户籍总人口: {'字' * length}}}\n", "utf-8")
        written, found = convert(tmp_path / FILE, tmp_path / str(length))
        assert [item.code for item in found if item.code.startswith("D3")] == lost
        assert bool(written) == (not lost)


@pytest.mark.slow
def test_openpyxl_reads_texts_as_texts_and_saves_nothing_else(tmp_path):
    (tmp_path / FILE).write_text(
        LEAST + '问题: [{内容: "=1+1", 建议: "+86", 层级: "-1", 状态: "@甲", 答复: "007"}]\n'
        '发文: {联系人: {电话: "13900000000"}}\n',
        "utf-8",
    )
    (path,), _ = convert(tmp_path / FILE, tmp_path / "表")
    opened = openpyxl.load_workbook(path)
    row = [cell(opened["问题"], title).value for title in ("内容", "建议", "层级", "状态", "答复")]
    assert row == ["=1+1", "+86", "-1", "@甲", "007"]
    assert all(cell(opened["问题"], title).data_type == "s" for title in ("内容", "建议", "答复"))
    before = read_source(path, BOOK, Problems()).value
    opened.save(path)
    assert read_source(path, BOOK, Problems()).value == before


@pytest.mark.slow
def test_days_and_amounts_are_days_and_numbers_of_excel(book):
    opened, _ = book
    assert cell(opened["任务"], "完成时限").value == datetime(2023, 6, 28)
    assert cell(opened["资金"], "标准").value == 50000
    assert cell(opened["任务"], "进度").value == "60%"


# ---------------------------------------------------------------- as people fill it in
def test_values_typed_as_excel_has_them_are_read(book):
    opened, check = book
    tasks = opened["任务"]
    cell(tasks, "完成时限").value = datetime(2023, 7, 1)
    cell(tasks, "进度").value, cell(tasks, "进度").number_format = 0.912, "0.0%"
    cell(opened["外部数据"], "数值").value = 1
    cell(opened["外部数据"], "数值").number_format = "0%"
    cell(opened["资金"], "标准").value = 50000.5
    beside(opened["条件"], "标识").value = True
    beside(opened["发文"], "代字").value = "0123"
    data, found = check()
    assert codes(found) == []
    assert str(data.tasks[0].due) == "2023-07-01"
    assert [float(data.tasks[0].progress), float(data.external.county_rate.value)] == [0.912, 1]
    assert (str(data.funds[0].standard), data.issue.code) == ("50000.5", "0123")
    assert data.facts.window.sign is True


def test_hidden_rows_and_sheets_are_read_and_told(book):
    opened, check = book
    opened["任务"].row_dimensions[cell(opened["任务"], "编号").row].hidden = True
    opened["资金"].sheet_state = "hidden"
    data, found = check()
    assert {item.code for item in found} == {"L116", "D311"}
    assert (len(data.tasks), len(data.funds)) == (1, 1)


def test_numbers_one_too_many_are_told_at_their_cells(book):
    opened, check = book
    where = cell(opened["任务"], "编号", 2)
    for row in (2, 4):  # a blank row between
        cell(opened["任务"], "编号", row).value = 1
        cell(opened["任务"], "任务", row).value = "走访"
    _, found = check()
    assert codes(found) == []
    assert where.row == cell(opened["任务"], "编号").row + 1


def test_headers_are_locked_and_blanks_are_not(book):
    opened, _ = book
    page = opened["任务"]
    assert page.protection.sheet
    assert cell(page, "编号", 0).protection.locked and not cell(page, "编号", 3).protection.locked
    assert not beside(opened["创建点"], "名称").protection.locked


def test_choices_of_the_model_are_drop_downs(book):
    opened, _ = book
    rules = opened["任务"].data_validations.dataValidation
    state = cell(opened["任务"], "状态").coordinate
    assert any(rule.type == "list" and state in rule.sqref for rule in rules)
    choices = [one.value for line in opened["代码"].iter_rows() for one in line]
    assert {"未启动", "受阻", "提级创建", "主管部门", "是"} <= set(choices)


# ---------------------------------------------------------------- a new dossier
@pytest.mark.slow
def test_a_new_workbook_lacks_what_a_new_dossier_yaml_lacks(tmp_path):
    answers = {"type_": "村", "level": "市级", "parents": ["洪江镇"], "year": 2023}
    made = [
        new(tmp_path / kind / "甲村", name="甲村", workbook=kind == "表", **answers) for kind in ("表", "文")
    ]
    assert [path.name for path in made[0][0]] == [BOOK, "劳动力资源台账.xlsx"]
    assert made[0][1] == []
    lacking = [
        {
            (item.code, item.message)
            for item in check_opened(open_dossiers([tmp_path / kind / "甲村"]))
            if item.code == "D201"
        }
        for kind in ("表", "文")
    ]
    assert lacking[0] == lacking[1] != set()
    (loaded,) = open_dossiers([tmp_path / "表" / "甲村"])
    assert len(loaded.sound.data.tasks) == 25
    for item in check_opened([loaded]):
        assert item.code != "D201" or item.where.sheet


@pytest.mark.slow
def test_units_above_get_下辖_and_a_point_gets_none(tmp_path):
    new(tmp_path / "镇", name="镇", type_="乡镇", level="市级", role="实施单位", workbook=True)
    assert "下辖" in CalamineWorkbook.from_path(str(tmp_path / "镇" / BOOK)).sheet_names
    new(tmp_path / "村", name="村", type_="村", level="市级", workbook=True)
    sheets = CalamineWorkbook.from_path(str(tmp_path / "村" / BOOK)).sheet_names
    assert sheets[0] == "填报说明" and "下辖" not in sheets and "条件" in sheets


@pytest.mark.parametrize("there", [FILE, BOOK])
@pytest.mark.parametrize("workbook", [False, True])
def test_a_folder_with_a_dossier_gets_no_second_one(tmp_path, there, workbook):
    (tmp_path / there).write_text("我的", "utf-8")
    written, found = new(tmp_path, name="甲村", type_="村", level="市级", workbook=workbook)
    assert codes(found) == ["R103"]
    assert (tmp_path / there).read_text("utf-8") == "我的"
    assert not {FILE, BOOK} & {path.name for path in written}


# ---------------------------------------------------------------- like any other dossier
@pytest.fixture(scope="module")
def twin(tmp_path_factory) -> Path:
    """The shipped example with a 填报表 for each dossier.yaml."""
    folder = shutil.copytree(FOLDER, tmp_path_factory.mktemp("双") / FOLDER.name)
    for place in (folder, folder / "梅州村", folder / "洪江村"):
        convert(place / FILE)
        (place / FILE).unlink()
    return folder


@pytest.mark.slow
def test_papers_see_the_same_from_a_workbook(twin, example):
    (top,) = open_dossiers([twin / BOOK])
    # answers that are late, papers signed too early: the same words, in the order of each file
    assert sorted(item.message for item in check_opened([top])) == sorted(
        item.message for item in check_opened([example])
    )
    for one, other in zip(top.each(), example.each(), strict=True):
        assert context_of(one) == context_of(other)
    assert [it.name for it in walk_dossiers([twin], progress=lambda _: None)] == [
        "洪江镇",
        "梅州村",
        "洪江村",
    ]


def test_papers_see_the_same_from_the_workbook_of_a_sample(tmp_path, filled):
    for kind, name, source in (("文", FILE, SAMPLE), ("表", BOOK, filled)):
        (tmp_path / kind / "甲").mkdir(parents=True)
        shutil.copy(source, tmp_path / kind / "甲" / name)
    one, other = (open_dossiers([tmp_path / kind / "甲"])[0] for kind in ("文", "表"))
    assert context_of(one) == context_of(other)


def test_a_folder_with_both_says_which_was_changed_last(tmp_path, filled):
    (tmp_path / FILE).write_text(LEAST, "utf-8")
    shutil.copy(filled, tmp_path / BOOK)
    (loaded,) = open_dossiers([tmp_path])
    (item,) = loaded.dossier_problems
    assert item.code == "D301" and item.hint.startswith("填报表.xlsx 改得晚")


def test_a_workbook_that_is_no_workbook_is_a_problem(tmp_path):
    (tmp_path / BOOK).write_bytes(b"PK\x03\x04 broken")
    (loaded,) = open_dossiers([tmp_path])
    assert codes(list(loaded.dossier_problems)) == ["L101"]
    assert loaded.is_broken


# ---------------------------------------------------------------- hqe convert
def test_what_the_sheets_can_t_hold_is_told_and_nothing_is_written(tmp_path):
    text = (
        LEAST
        + "任务: [{编号: 1, 任务: 甲, 措施: 一条}]\n心得: 很多\n发文: {签发者: [高健], 联系人: {姓名: 甲, 传真: 5}}\n"
    )
    (tmp_path / FILE).write_text(text, "utf-8")
    written, found = convert(tmp_path)
    assert written == []
    assert {(item.code, item.where.line) for item in found if item.code == "D308"} == {
        ("D308", 2),
        ("D308", 3),
    }


def test_unknown_keys_are_told_and_kept_where_they_have_a_place(tmp_path):
    text = (
        LEAST
        + "任务: [{编号: 1, 任务: 甲, 责任仁: 李四}]\n发文: {签发者: [高健], 联系人: {姓名: 甲, 传真: '5'}}\n"
    )
    (tmp_path / FILE).write_text(text, "utf-8")
    (path,), found = convert(tmp_path)
    assert [item.code for item in found] == ["D104", "D104", "D104", "D312"]
    found = Problems()
    assert read_source(path, BOOK, found).value == read_yaml(tmp_path / FILE, FILE, found).value


def test_a_yaml_that_can_t_be_read_whole_is_not_converted(tmp_path):
    (tmp_path / FILE).write_text(LEAST + "人口：很多\n", "utf-8")
    written, found = convert(tmp_path)
    assert (written, codes(found)) == ([], ["D101"])


def test_nothing_is_written_over(tmp_path, filled):
    shutil.copy(filled, tmp_path / BOOK)
    (tmp_path / FILE).write_text("我的", "utf-8")
    written, found = convert(tmp_path / BOOK)
    assert (written, codes(found)) == ([], ["R103"])


def test_the_command_says_what_it_made_and_what_is_no_dossier(tmp_path, filled):
    made = CliRunner().invoke(root, ["convert", str(filled), "-o", str(tmp_path), "--json"])
    assert made.exit_code == 0
    assert json.loads(made.stdout)["files"] == [str(tmp_path / FILE)]
    assert (tmp_path / FILE).read_text("utf-8") == yaml_text(sample())
    (tmp_path / "笔记.txt").write_text("甲", "utf-8")
    refused = CliRunner().invoke(root, ["convert", str(tmp_path / "笔记.txt")])
    assert refused.exit_code == 1 and "D310" in refused.stderr


@pytest.mark.slow
def test_a_text_over_merged_cells_is_no_formula_either(tmp_path):
    text = LEAST + '条件: {服务窗口: {标识: 是, 说明: "=1+1", 佐证: ["=HYPERLINK(1)"]}}\n'
    (tmp_path / FILE).write_text(text, "utf-8")
    (path,), _ = convert(tmp_path / FILE, tmp_path / "表")
    page = openpyxl.load_workbook(path)["条件"]
    assert [cell(page, title).data_type for title in ("说明", "佐证")] == ["s", "s"]


# ---------------------------------------------------------------- given back, mixed, locked
@pytest.mark.slow
def test_a_marked_copy_shows_each_fault_at_its_cell_and_reads_the_same(tmp_path, book):
    opened, check = book
    cell(opened["任务"], "状态").value = "完成"
    beside(opened["创建点"], "基准日").value = "九月"
    _, before = check()
    result = CliRunner().invoke(root, ["check", str(tmp_path), "--mark", str(tmp_path / "标注")])
    assert result.exit_code == 1
    (copy,) = (tmp_path / "标注").rglob(BOOK)
    marked = openpyxl.load_workbook(copy)
    assert cell(marked["任务"], "状态").comment and beside(marked["创建点"], "基准日").comment
    assert cell(marked["任务"], "问题").value.startswith("错误 D110")
    found = Problems()
    read_what_fits(read_source(copy, BOOK, found), DossierData, found)
    assert list(found) == before


def test_a_township_may_have_villages_of_both_ways(tmp_path, filled):
    town = (
        "创建点: {名称: 镇, 类型: 乡镇, 级别: 市级, 年度: 2023, 角色: 实施单位}\n下辖: [甲村, 乙村, 丙村]\n"
    )
    (tmp_path / FILE).write_text(town, "utf-8")
    for name in ("甲村", "乙村"):
        (tmp_path / name).mkdir()
    shutil.copy(filled, tmp_path / "甲村" / BOOK)
    (tmp_path / "乙村" / FILE).write_text(LEAST.replace("甲村", "乙村"), "utf-8")
    (top,) = open_dossiers([tmp_path])
    assert [inner.name for inner in top.below] == ["甲村", "乙村"]
    (item,) = (item for item in top.dossier_problems if item.code == "D117")
    assert "填报表.xlsx" in item.hint


@pytest.mark.slow
def test_a_workbook_with_a_password_is_opened_with_it(tmp_path, filled):
    locked = tmp_path / BOOK
    opened = openpyxl.load_workbook(filled)
    cell(opened["任务"], "进度").value, cell(opened["任务"], "进度").number_format = 0.6, "0%"
    opened.save(tmp_path / "明.xlsx")
    with (tmp_path / "明.xlsx").open("rb") as stream, locked.open("wb") as out:
        msoffcrypto.OfficeFile(stream).encrypt("hqe", out)
    assert "L115" in CliRunner().invoke(root, ["check", str(tmp_path)]).stdout
    made = CliRunner().invoke(root, ["convert", str(locked), "--password", "hqe", "-o", str(tmp_path / "甲")])
    assert made.exit_code == 0
    assert (tmp_path / "甲" / FILE).read_text("utf-8") == yaml_text(sample())


def test_the_command_makes_a_workbook(tmp_path):
    made = CliRunner().invoke(root, ["new", str(tmp_path / "甲村"), "--type", "乡镇", "--workbook"])
    assert made.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "甲村").iterdir()) == ["劳动力资源台账.xlsx", BOOK]
