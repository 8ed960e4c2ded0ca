"""Hostile files, those met in little time: each is refused or made harmless, and told by its code."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

import hqe_docs
from hqe_docs.data.conditions import holds
from hqe_docs.data.patterns import is_of
from tests.hostile.corpus import CASES, Outcome, faults
from tests.hostile.pdfs import page
from tests.program import hqe
from tests.villages import id_number
from tools.licences import PAGE
from tools.licences import page as licences

# tests/slow meets all of them and measures; a pipe that is read would hang the tests: those are met by processes of their own
QUICK = [case for case in CASES if not case.heavy and not case.name.startswith(("pipe", "device", "xls-"))]


SOURCES = Path(hqe_docs.__file__).parent


@pytest.mark.parametrize("case", QUICK[::6], ids=lambda case: case.name)
def test_a_hostile_file_is_told_by_its_code_and_stops_nothing(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    met = hqe(*case.make(tmp_path))
    assert list(faults(case, Outcome(met.exit_code, met.output), tmp_path)) == []


def test_the_corpus_has_at_least_forty_files_each_with_a_name_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "=HYPERLINK(A1)"])
def test_a_text_that_looks_like_a_formula_stays_text_in_a_filled_workbook(tmp_path, text):
    book = openpyxl.Workbook()
    book.active.append(["{{ 名称 }}"])
    book.save(tmp_path / "模板.xlsx")
    out = tmp_path / "出.xlsx"
    (tmp_path / "数.json").write_text(json.dumps({"名称": text}), encoding="utf-8")
    assert hqe("fill", tmp_path / "模板.xlsx", "--data", tmp_path / "数.json", "-o", out).exit_code == 0
    cell = openpyxl.load_workbook(out).active["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    with zipfile.ZipFile(out) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.slow
def test_after_a_pdf_that_takes_all_memory_the_next_one_is_read(tmp_path):
    bomb = next(case for case in CASES if case.name == "pdf-forms-of-forms")
    (path,) = bomb.make(tmp_path)[1:]
    number = id_number(1)
    (tmp_path / "好.pdf").write_bytes(page(b"BT /F 1 Tf (%s) Tj ET" % number.encode()))
    met = json.loads(hqe("privacy", path, tmp_path / "好.pdf", path, "--json").stdout)
    assert [item["code"] for item in met["problems"]] == ["P504", "P501", "P504"]


def test_no_csv_leaves_the_program_whose_cells_another_program_could_run():
    writers = re.compile(r"csv\.(?:writer|DictWriter)|write_csv|to_csv|\.(?:csv|tsv)[\"']\)?\.(?:open|write)")
    found = [path.stem for path in SOURCES.rglob("*.py") if writers.search(path.read_text(encoding="utf-8"))]
    assert found == ["samplecase"]  # a dossier in a temporary folder, read by ourselves and removed


def test_a_condition_of_a_thousand_tests_is_judged_at_once():
    test = {"列": "甲", "等于": "1"}
    assert holds({"全部": [test] * 1_000}, {"甲": "1"})
    assert not holds({"任一": [test] * 1_000}, {"甲": "2"})


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "a*a*a*a*a*a*b"])
def test_a_pattern_that_would_run_away_takes_no_time(pattern):
    assert not is_of(pattern, "a" * 5000)
    assert is_of(pattern, "aaab")


def test_the_page_of_dependencies_is_current():
    def rows(text: str) -> list[str]:
        return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]

    assert rows(PAGE.read_text(encoding="utf-8")) == rows(licences()), "run: python tools/licences.py"
