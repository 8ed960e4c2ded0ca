"""Blank ledgers: one of every kind, with drop-downs, hints, alarms, a locked header and a sample that is right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries

from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.kinds import Field, LedgerKind, load_kinds
from hqe_docs.data.ledger import read_ledger
from hqe_docs.data.persons import typed
from hqe_docs.library import Library
from hqe_docs.office.ledgers.blank import write_blanks
from hqe_docs.office.loose import Said, check_all
from hqe_docs.problems import Problem, Problems
from tests.blanks import HEAD, SAMPLE, lists_of

KINDS = load_kinds(Library.over_shipped(()), Problems())
EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
DAY = date(2023, 10, 31)


@pytest.fixture(scope="module")
def blanks(tmp_path_factory) -> dict[str, Path]:
    """Return kind → its blank."""
    written, found = write_blanks([], tmp_path_factory.mktemp("blanks"))
    assert found == []
    return {path.stem: path for path in written}


@pytest.fixture(scope="module")
def books(blanks) -> dict[str, openpyxl.Workbook]:
    """Return kind → its blank as openpyxl reads it; not to be changed."""
    return {name: openpyxl.load_workbook(path) for name, path in blanks.items()}


def typed_fields(kind: LedgerKind) -> list[Field]:
    return [item for item in kind.fields if not item.optional]


# ---------------------------------------------------------------- what stands in a blank
def test_there_is_a_blank_of_every_kind(blanks):
    assert list(blanks) == list(KINDS)


@EACH
def test_every_column_with_codes_offers_them_in_all_rows(books, kind: LedgerKind):
    book = books[kind.name]
    offered = lists_of(book, book.worksheets[0])
    assert book["代码"].sheet_state == "hidden"
    expected = {}
    for number, item in enumerate(typed_fields(kind), start=1):
        codes = item.codes or (("是", "否") if item.type == "boolean" else ())
        if codes or item.proposals:
            is_closed = bool(codes) and item.type != "list"
            expected[number] = (codes or item.proposals, is_closed, (SAMPLE, True))
    assert offered == expected


@EACH
def test_every_column_says_what_to_write(books, kind: LedgerKind):
    sheet = books[kind.name].worksheets[0]
    rules = {range_boundaries(str(r.sqref))[0]: r for r in sheet.data_validations.dataValidation}
    for number, item in enumerate(typed_fields(kind), start=1):
        rule = rules[number]
        assert (rule.promptTitle, rule.showInputMessage) == (item.name[:32], True)
        assert rule.prompt.startswith(item.hint[:200])
        assert len(rule.prompt) <= 255
    forms = {item.format or item.type for item in typed_fields(kind)}
    assert {"date", "decimal", "whole"} & {r.type for r in rules.values()} or not forms & {"date", "number"}


@EACH
def test_only_what_is_to_be_typed_can_be_changed(books, kind: LedgerKind):
    sheet = books[kind.name].worksheets[0]
    allowed = sheet.protection
    assert allowed.sheet and not allowed.password
    names = ("insertRows", "deleteRows", "sort", "autoFilter", "formatCells", "formatColumns", "formatRows")
    assert not any(getattr(allowed, name) for name in names), "False is: not forbidden"
    assert [cell.protection.locked for cell in sheet[HEAD]] == [True] * sheet.max_column
    assert not any(cell.protection.locked for cell in sheet[SAMPLE])
    assert not sheet["A2"].protection.locked
    widths = sheet.column_dimensions
    assert not any(it.protection.locked for it in widths.values())
    assert max(it.max for it in widths.values()) == 16384, "else no row can be deleted"


@EACH
def test_texts_stay_texts_and_days_are_days(books, kind: LedgerKind):
    sheet = books[kind.name].worksheets[0]
    forms = {"date": "yyyy-mm-dd", "integer": "0", "number": "General"}
    for number, item in enumerate(typed_fields(kind), start=1):
        form = forms.get(item.type, "@")
        assert sheet.cell(SAMPLE, number).number_format == form, item.name
        assert sheet.cell(SAMPLE + 5, number).number_format == form, item.name


@EACH
def test_faults_show_while_they_are_typed(books, kind: LedgerKind):
    sheet = books[kind.name].worksheets[0]
    formulas: dict[int, list[str]] = {}
    for cells, rules in sheet.conditional_formatting._cf_rules.items():
        left, top, right, bottom = range_boundaries(str(cells.sqref))
        assert (top, bottom > 2000) == (SAMPLE, True)
        if left == right:
            formulas.setdefault(left, []).extend(rule.formula[0] for rule in rules)
    for number, item in enumerate(typed_fields(kind), start=1):
        own = " ".join(formulas.get(number, []))
        assert "{" not in own, "no array constants in a conditional format"
        if item.required and not item.derived:
            assert "COUNTA(" in own, item.name
        if item.format == "公民身份号码":
            assert "10X98765432" in own
        if item.codes and item.type != "list":
            assert "COUNTIF(代码_" in own


@EACH
def test_it_prints_lying_with_its_header_on_every_page(books, kind: LedgerKind):
    sheet = books[kind.name].worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    wide = 2 if kind.name == "劳动力资源台账" else 1  # 52 columns are too small to read on one page
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (wide, 0)
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.auto_filter.ref.startswith(f"A{HEAD}:")
    assert sheet.freeze_panes.endswith(str(SAMPLE))


@EACH
def test_every_column_is_explained_on_a_sheet_of_its_own(books, kind: LedgerKind):
    sheet = books[kind.name]["填表说明"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_col=6)]
    assert [(row[1], row[4], row[5]) for row in rows] == [
        (item.name, item.hint, item.example) for item in typed_fields(kind)
    ]
    assert all(row[2] and row[3] for row in rows)


# ---------------------------------------------------------------- read back by ourselves
def faults(path: Path, kind: LedgerKind) -> list[Problem]:
    """Return what is wrong in a ledger that lies beside a dossier, and in the same workbook by itself."""
    found = Problems()
    ledger = read_ledger(path, path.name, kind, found)
    assert ledger is not None
    found.extend(check_rows(Subject(ledger, typed(ledger.frame, DAY), DAY)))
    found.extend(check_all([path], Said(kind=kind.name, day=DAY.isoformat())).problems)
    return [item for item in found if item.severity != "info"]


@EACH
def test_a_blank_lacks_nothing_but_rows(blanks, kind: LedgerKind):
    assert {item.code for item in faults(blanks[kind.name], kind)} <= {"L106"}


@EACH
def test_a_blank_filled_with_its_example_passes_its_own_check(blanks, kind: LedgerKind, tmp_path: Path):
    book = openpyxl.load_workbook(blanks[kind.name])
    sheet = book.worksheets[0]
    sample = [cell.value for cell in sheet[SAMPLE]]
    assert str(sample[0]).startswith("例")
    for number, value in enumerate(sample, start=1):
        sheet.cell(SAMPLE + 1, number).value = 1 if number == 1 else value
    path = tmp_path / f"{kind.name}.xlsx"
    book.save(path)
    assert faults(path, kind) == []
    ledger = read_ledger(path, path.name, kind, Problems())
    assert ledger is not None
    assert ledger.frame.height == 1
