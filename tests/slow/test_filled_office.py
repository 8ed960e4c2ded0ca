"""A 填报表 through LibreOffice: saved again it says the same, printed every sheet stands on A4 with all its words."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from hqe_docs.data.dossier import BOOK, FILE, read_source
from hqe_docs.data.filled.laying import laid_out
from hqe_docs.data.filled.shape import canonical
from hqe_docs.library import Library
from hqe_docs.office.converting import convert, write_filled
from hqe_docs.office.scaffold import new
from hqe_docs.problems import Problems
from hqe_docs.yamlfile import YamlFile, read_yaml
from tests.example_books import FOLDER
from tests.filled import ODD, values
from tests.slow.test_blanks import converted
from tests.slow.test_rendering import render

A4 = {(595, 842), (842, 595)}
PLAIN = [text for text in ODD if "\ufeff" not in text and "\x85" not in text and "\u2028" not in text]


def value_of(path: Path) -> object:
    found = Problems()
    source = read_source(path, path.name, found)
    assert [item for item in found if item.severity != "info"] == []
    return source.value


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """Return place → its 填报表 as we wrote it, and as LibreOffice has saved it again."""
    folder = tmp_path_factory.mktemp("存")
    paths = []
    for place in (FOLDER, FOLDER / "梅州村", FOLDER / "洪江村"):
        (path,), _ = convert(place / FILE, folder / f"{place.name}.xlsx")
        paths.append(path)
    odd = {"问题": [{"内容": text, "建议": text} for text in PLAIN], "下辖": PLAIN, "发文": {"主送": PLAIN}}
    write_filled(YamlFile(FILE, odd), folder / "怪字.xlsx", Library.over_shipped([]), Problems())
    out = tmp_path_factory.mktemp("又存")
    theirs = converted([*paths, folder / "怪字.xlsx"], "xlsx", out)
    return {name: (folder / f"{name}.xlsx", path) for name, path in theirs.items()}


def test_what_libreoffice_saves_says_the_same(saved):
    assert set(saved) == {"hongjiang-2023", "梅州村", "洪江村", "怪字"}
    for name, (ours, theirs) in saved.items():
        assert value_of(theirs) == value_of(ours), name


def test_drop_downs_and_locks_stay(saved):
    for ours, theirs in saved.values():
        before, after = openpyxl.load_workbook(ours), openpyxl.load_workbook(theirs)
        assert before.sheetnames == after.sheetnames
        for page in after.worksheets[1:-1]:
            assert page.protection.sheet
            rules = len(before[page.title].data_validations.dataValidation)
            assert len(page.data_validations.dataValidation) >= min(rules, 1)


@pytest.mark.parametrize("is_new", [True, False])
def test_every_sheet_is_printed_on_a4_with_all_it_says(tmp_path, is_new):
    if is_new:
        new(tmp_path, name="甲村", type_="村", level="市级", parents=["青禾镇"], workbook=True)
        path = tmp_path / BOOK
    else:
        (path,), _ = convert(FOLDER / "梅州村" / FILE, tmp_path / BOOK)
    with pdfplumber.open(render([path], tmp_path)[path.name]) as pdf:
        assert {(round(page.width), round(page.height)) for page in pdf.pages} <= A4
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    for name in openpyxl.load_workbook(path).sheetnames[1:-1]:
        assert f"创建点档案填报表{name}" in text
    if not is_new:
        value = canonical(read_yaml(FOLDER / "梅州村" / FILE, FILE, Problems()).value)
        rows = [row for each in laid_out(value) for row in each.rows if each.page.name == "资金"]
        assert all(text.count(cell) for row in rows for cell in row if cell.isdigit())


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(values())
def test_any_dossier_comes_back_from_a_file(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("任意") / BOOK
    found = Problems()
    assert write_filled(YamlFile(FILE, value), path, Library.over_shipped([]), found) == [path]
    assert value_of(path) == canonical(value)
