"""Fifty random hand edits of the example's papers, then changed data, then a rebuild: every edit kept or told of."""

from __future__ import annotations

import html
import random
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from openpyxl.cell.cell import MergedCell

from hqe_docs.office.building.build import build
from hqe_docs.office.keeping.history import copies_of
from hqe_docs.paper.places import read_places
from hqe_docs.problems import Problem
from tests.example_books import FOLDER as EXAMPLE

EDITS, THROUGH_OFFICE, SEED = 50, 6, 20231031
TOLD = {"R420": "保留", "R421": "保留", "R422": "并入", "R423": "写在旁边", "R424": "写在旁边"}
MARK = re.compile(r"手改\d{3}")


# ---------------------------------------------------------------- what hands do
def typed_into_a_paragraph(document: Any, mark: str, rng: random.Random) -> None:
    rng.choice([p for p in document.paragraphs if p.text.strip()]).add_run(mark)


def paragraph_replaced(document: Any, mark: str, rng: random.Random) -> None:
    rng.choice([p for p in document.paragraphs if len(p.text) > 5]).text = mark + "重写了这一段"


def typed_into_a_cell(document: Any, mark: str, rng: random.Random) -> None:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    holder = rng.choice(cells).paragraphs[0] if cells else rng.choice(document.paragraphs)
    holder.add_run(mark)


def paragraph_put_in(document: Any, mark: str, rng: random.Random) -> None:
    rng.choice([p for p in document.paragraphs if p.text.strip()]).insert_paragraph_before(mark + "新加一段")


def only_bold(document: Any, mark: str, rng: random.Random) -> None:
    rng.choice([run for p in document.paragraphs for run in p.runs if run.text.strip()]).bold = True


def cells_of(sheet: Any, *, filled: bool) -> list[Any]:
    cells = (cell for row in sheet.iter_rows() for cell in row if not isinstance(cell, MergedCell))
    return [cell for cell in cells if (cell.value is not None) == filled]


def typed_over_a_cell(book: Any, mark: str, rng: random.Random) -> None:
    rng.choice(cells_of(book.worksheets[0], filled=True)).value = mark


def typed_into_a_blank(book: Any, mark: str, rng: random.Random) -> None:
    sheet = book.worksheets[0]
    rng.choice(
        cells_of(sheet, filled=False) or [sheet.cell(sheet.max_row, sheet.max_column + 1)]
    ).value = mark


def formula_instead(book: Any, mark: str, rng: random.Random) -> None:
    rng.choice(
        cells_of(book.worksheets[0], filled=False) or [book.worksheets[0]["Z1"]]
    ).value = f'="{mark}"&ROW()'


def row_put_in(book: Any, mark: str, rng: random.Random) -> None:
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row + 1, 2).value = mark + "表后加的一行"


IN_WORD = (typed_into_a_paragraph, typed_into_a_cell, paragraph_replaced, paragraph_put_in, only_bold)
IN_BOOKS = (typed_into_a_blank, typed_over_a_cell, formula_instead, row_put_in)


@dataclass
class Edited:
    """A paper that was edited: what was done, the mark it left, its bytes then and those it was built as."""

    path: Path
    how: str
    mark: str
    built: bytes
    bytes: bytes


def edit(path: Path, number: int, rng: random.Random) -> Edited:
    built, mark = path.read_bytes(), f"手改{number:03}"
    if path.suffix == ".docx":
        change: Callable[..., None] = rng.choices(IN_WORD, (5, 5, 3, 2, 1))[0]
        document = Document(str(path))
        change(document, mark, rng)
        document.save(str(path))
    else:
        change = rng.choice(IN_BOOKS)
        book = openpyxl.load_workbook(path)
        change(book, mark, rng)
        book.save(path)
    return Edited(path, change.__name__, "" if change is only_bold else mark, built, path.read_bytes())


def saved_by_office(edited: list[Edited], place: Path) -> None:
    """Let LibreOffice open and save the edited papers, as a person would."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    for suffix in ("docx", "xlsx"):
        paths = [str(one.path) for one in edited if one.path.suffix == f".{suffix}"]
        command = [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(place / "存"),
            *paths,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    for one in edited:
        one.path.write_bytes((place / "存" / one.path.name).read_bytes())
        one.bytes, one.how = one.path.read_bytes(), f"{one.how}, LibreOffice"


def all_text(path: Path) -> str:
    """Return all that stands in a file's XML, runs joined, read by none of our code."""
    with zipfile.ZipFile(path) as archive:
        xml = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml"))
    return html.unescape(re.sub(r"<[^>]+>", "", xml))


# ---------------------------------------------------------------- what the world does meanwhile
def change_data(place: Path) -> None:
    """Change a person's state and a few words of the dossiers, as a month does."""
    for village in ("梅州村", "洪江村"):
        path = place / village / "劳动力资源台账.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        head = next(row for row in sheet.iter_rows(max_row=8) if "姓名" in [cell.value for cell in row])
        titles = {cell.value: cell.column for cell in head}
        idle = [
            row
            for row in range(head[0].row + 1, sheet.max_row + 1)
            if sheet.cell(row, titles["就业状态"]).value == "失业"
        ]
        sheet.cell(idle[0], titles["联系电话"]).value = "19900000001"
        sheet.cell(idle[1], titles["毕业院校"]).value = "示例职业学校"
        sheet.delete_rows(idle[2])
        book.save(path)
    for path, old, new in (
        (place / "梅州村" / "dossier.yaml", "组长: {姓名: 梁栋材", "组长: {姓名: 梁大材"),
        (place / "洪江村" / "dossier.yaml", "家庭户数: ", "家庭户数: 1"),
        (place / "dossier.yaml", "主送: [各村民委员会", "主送: [各村（居）民委员会"),
    ):
        text = path.read_text("utf-8")
        assert old in text, (path, old)
        path.write_text(text.replace(old, new, 1), "utf-8")


def papers(place: Path) -> list[Path]:
    return sorted(path for path in (place / "输出").rglob("*.*x") if not path.name.startswith("."))


def told_of(found: list[Problem], path: Path) -> list[Problem]:
    return [one for one in found if one.code in TOLD and one.message.startswith(f"{path.name} ")]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Edited], list[Problem], Path]:
    place = tmp_path_factory.mktemp("改") / "洪江镇"
    shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns(".hqe", "输出"))
    build([place])
    rng = random.Random(SEED)  # noqa: S311
    edited = [edit(path, number, rng) for number, path in enumerate(rng.sample(papers(place), EDITS), 1)]
    small = [one for one in edited if len(one.bytes) < 200_000]
    saved_by_office(small[:THROUGH_OFFICE], place.parent)
    change_data(place)
    found, _ = build([place])
    fresh = place.parent / "新"
    build([place], out=fresh)
    return place, edited, found, fresh


def test_every_hand_edit_is_kept_or_told_of_and_none_is_lost(rebuilt, capsys):
    place, edited, found, _ = rebuilt
    became: Counter[str] = Counter()
    kept = {one.file.read_bytes() for one in copies_of([place])}
    for one in edited:
        told = told_of(found, one.path)
        assert len(told) == 1, (one.path, one.how, told)
        became[TOLD[told[0].code]] += 1
        assert not one.mark or one.mark in all_text(one.path), (one.path, one.how)
        stays = one.path.read_bytes() == one.bytes
        assert stays == (told[0].code != "R422")
        assert stays or one.bytes in kept, "the edited file has a dated copy"
    with capsys.disabled():
        print(f"\n{len(edited)} 处手工改动：{dict(became)}；{dict(Counter(one.how for one in edited))}")  # noqa: T201
    assert sum(became.values()) == EDITS and len(became) == 3


def test_what_was_put_together_says_the_new_data_and_the_edit_and_nothing_else(rebuilt):
    place, edited, found, fresh = rebuilt
    merged = [one for one in edited if told_of(found, one.path)[0].code == "R422"]
    assert merged
    for one in merged:
        (Document if one.path.suffix == ".docx" else openpyxl.load_workbook)(str(one.path))
        assert copies_of([one.path]), "found from the paper, though a village's copies lie below"
        new = read_places((fresh / one.path.relative_to(place / "输出")).read_bytes())
        now = read_places(one.path.read_bytes())
        others = {at: (new.get(at), text) for at, text in now.items() if new.get(at) != text}
        assert all(MARK.search(text) or at.endswith("!") for at, (_, text) in others.items()), others
        assert len(others) in (1, 2), (one.path, others)


def test_the_new_paper_lies_beside_the_edited_one_as_it_is_built_elsewhere(rebuilt):
    place, edited, found, fresh = rebuilt
    beside = [one for one in edited if TOLD[told_of(found, one.path)[0].code] == "写在旁边"]
    assert beside
    for one in beside:
        newer = one.path.with_name(f"{one.path.stem}.新{one.path.suffix}")
        elsewhere = fresh / one.path.relative_to(place / "输出")
        assert read_places(newer.read_bytes()) == read_places(elsewhere.read_bytes())


def test_building_again_changes_nothing_and_theirs_makes_all_new(rebuilt):
    place, edited, found, fresh = rebuilt
    before = {path: path.read_bytes() for path in papers(place)}
    copies = len(copies_of([place]))
    build([place])
    assert {path: path.read_bytes() for path in papers(place)} == before
    assert len(copies_of([place])) == copies
    build([place], wins="theirs")
    kept = {one.file.read_bytes() for one in copies_of([place])}
    for one in edited:
        elsewhere = (fresh / one.path.relative_to(place / "输出")).read_bytes()
        told = told_of(found, one.path)[0].code
        if told in ("R423", "R424") and "新" not in one.path.name:
            assert read_places(one.path.read_bytes()) == read_places(elsewhere) or before[one.path] in kept
