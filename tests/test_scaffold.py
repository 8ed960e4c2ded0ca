"""A new dossier: ready to fill, refused over an old one, and wrong in nothing but its blanks."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest

from hqe_docs.office.check import check_opened
from hqe_docs.office.scaffold import new
from hqe_docs.office.workspace import open_dossiers
from tests.villages import person

ANSWERS = {"type_": "村", "level": "市级", "parents": ["洪江镇"], "year": 2023}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The folder of a new dossier, which nobody changes."""
    folder = tmp_path_factory.mktemp("新") / "甲村"
    written, found = new(folder, name="甲村", **ANSWERS)
    assert found == []
    assert {path.name for path in written} == {"dossier.yaml", "dossier.schema.json", "劳动力资源台账.xlsx"}
    return folder


@pytest.fixture(scope="module")
def problems(fresh):
    return check_opened(open_dossiers([fresh]))


def test_a_new_dossier_lacks_only_what_must_be_filled(problems):
    assert {item.code for item in problems if item.severity != "info"} == {"D201", "L106"}
    assert {item.code for item in problems if item.severity == "info"} == {"L114"}


def test_everything_lacking_is_named_at_its_own_line(fresh, problems):
    text = (fresh / "dossier.yaml").read_text("utf-8").splitlines()
    for item in problems:
        if item.code == "D201":
            key = item.where.path.rpartition(".")[2].partition("[")[0]
            assert key in text[item.where.line - 1]


@pytest.mark.parametrize("role", ["实施单位", "主管部门"])
def test_units_above_get_a_dossier_with_下辖_and_no_blank_ledger(tmp_path, role):
    kind = "乡镇" if role == "实施单位" else "县区"
    written, found = new(tmp_path / "上", name="上", role=role, **{**ANSWERS, "type_": kind})
    assert found == []
    assert "下辖: []" in (tmp_path / "上" / "dossier.yaml").read_text("utf-8")
    assert {path.suffix for path in written} == {".yaml", ".json"}


@pytest.mark.parametrize("name", ['甲"村: 东', "2023", "{{ 创建点 }}", "#甲", "甲 & <乙>", "是"])
def test_any_name_survives_into_the_dossier(tmp_path, name):
    new(
        tmp_path / "甲", name=name, role="实施单位", **{**ANSWERS, "type_": "乡镇"}
    )  # which has no blank ledger
    (loaded,) = open_dossiers([tmp_path / "甲"])
    assert loaded.sound.name == name


def test_files_that_are_there_are_not_touched(tmp_path):
    (tmp_path / "dossier.yaml").write_text("# 我的\n", "utf-8")
    written, found = new(tmp_path, name="甲村", **ANSWERS)
    assert [item.code for item in found] == ["R103"]
    assert (tmp_path / "dossier.yaml").read_text("utf-8") == "# 我的\n"
    assert tmp_path / "dossier.yaml" not in written


def test_the_blank_ledger_takes_a_person_and_passes(tmp_path, fresh):
    folder = shutil.copytree(fresh, tmp_path / "甲村")
    path = folder / "劳动力资源台账.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows(max_row=10) if any(cell.value == "姓名" for cell in row))
    for cell in header:
        sheet.cell(header[0].row + 1, cell.column).value = person(0).get(cell.value)
    book.save(path)
    (loaded,) = open_dossiers([folder])
    assert list(loaded.ledger_problems) == []
    assert loaded.ledgers["劳动力资源台账"].frame["姓名"].to_list() == [person(0)["姓名"]]
    assert sheet.data_validations.count >= 10


def test_the_schema_names_every_key_in_chinese(fresh):
    schema = json.loads((fresh / "dossier.schema.json").read_text("utf-8"))
    assert {"创建点", "人口", "任务", "口径"} <= set(schema["properties"])
    assert "责任人" in schema["$defs"]["Task"]["properties"]
