"""The example's papers as they come out of the printer: rendered by LibreOffice and measured on the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pdfplumber
import pytest

from hqe_docs.office.building.build import build
from tests.measure_pdf import measure

ROOT = Path(__file__).parents[2]
LETTERS = ("工作方案", "任务书", "成立领导小组的通知")
REPORTS = ("印发通知", "三项机制", "周报", "中期评估报告", "工作总结", "自评报告")
SHORT_LETTERS = ("申请拨付资金的请示", "公示")  # too short for a page of running text only
WHOLE_SHEETS = ("自评表", "自评汇总表")


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Return file name → rendered PDF of every paper of the example."""
    out = tmp_path_factory.mktemp("rendered")
    found, results = build([ROOT / "ledgers" / "hongjiang-2023"], out=out)
    assert {item.code for item in found} <= {"P206"}  # a mid-term report signed before its figures
    return render([result.path for result in results], out)


def render(paths, out):
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    rendered = {}
    for suffix in (".docx", ".xlsx"):
        chosen = [path for path in paths if path.suffix == suffix]
        if not chosen:
            continue
        target = out / f"pdf{suffix}"
        command = [soffice, f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(target), *map(str, chosen)]
        environment = os.environ | {"FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf")}
        subprocess.run(command, check=True, timeout=600, env=environment, capture_output=True)
        rendered |= {path.name: target / f"{path.stem}.pdf" for path in chosen}
    assert all(path.is_file() for path in rendered.values())
    return rendered


def named(pages, *papers):
    return {name: path for name, path in pages.items() if any(f"-{paper}." in name for paper in papers)}


def test_every_paper_opens_and_shows_text_without_leftovers(pages):
    assert len(pages) == 80
    for name, path in pages.items():
        with pdfplumber.open(path) as pdf:
            text = "".join(page.extract_text() or "" for page in pdf.pages[:6])
        assert len(text) > 100, name
        assert not re.search(r"\{\{|\}\}|\{%|%\}|None|undefined|###", text), name


def test_letters_have_22_lines_of_28_characters_and_page_numbers_in_place(pages):
    chosen = named(pages, *LETTERS)
    assert len(chosen) == 9
    for name, path in chosen.items():
        verdicts = {item["id"]: item["status"] for item in measure(str(path))["checks"]}
        assert verdicts["R-LINES"] == verdicts["R-CHARS"] == "PASS", name
        assert "FAIL" not in verdicts.values(), (name, verdicts)


def test_reports_have_28_characters_and_the_lines_that_their_text_fills(pages):
    """A page that ends with a paragraph proves nothing of 22 lines, nor a first page alone of the top."""
    chosen = named(pages, *REPORTS)
    assert len(chosen) == 18
    for name, path in chosen.items():
        verdicts = {item["id"]: item["status"] for item in measure(str(path))["checks"]}
        assert verdicts["R-CHARS"] == "PASS" or "三项机制" not in name  # the others are full of figures
        assert {key for key, status in verdicts.items() if status == "FAIL"} <= {"R-TOP"}, (name, verdicts)


def test_short_letters_fail_no_measure(pages):
    chosen = named(pages, *SHORT_LETTERS)
    assert len(chosen) == 6
    for name, path in chosen.items():
        verdicts = {item["id"]: item["status"] for item in measure(str(path))["checks"]}
        assert "FAIL" not in verdicts.values(), (name, verdicts)


def test_nothing_is_printed_over_anything_else(pages):
    for name, path in pages.items():
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages[:20]:
                assert collisions(page) == [], f"{name} page {page.page_number}"


def collisions(page):
    """Return pairs of characters whose middles lie within a third of their size of each other."""
    cells = defaultdict(list)
    found = []
    for char in page.chars:
        if not char["text"].strip():
            continue
        x, y, size = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, char["size"]
        place = (int(x // 12), int(y // 12))
        near = [
            other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in cells[place[0] + dx, place[1] + dy]
        ]
        for other_x, other_y, text in near:
            if abs(x - other_x) < size * 0.2 and abs(y - other_y) < size * 0.5:
                found.append((char["text"], text))
        cells[place].append((x, y, char["text"]))
    return found


def test_score_sheets_fit_their_paper(pages):
    for name, path in named(pages, *WHOLE_SHEETS).items():
        with pdfplumber.open(path) as pdf:
            assert len(pdf.pages) <= 4, name
            for page in pdf.pages:
                assert page.width > page.height, name
                assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars), name


def test_the_last_page_of_a_letter_ends_with_its_imprint_rule(pages):
    for name, path in named(pages, "工作方案", "成立领导小组的通知", "印发通知").items():
        with pdfplumber.open(path) as pdf:
            last = pdf.pages[-1]
            rules = [
                line for line in (*last.lines, *last.rects) if line["width"] > 400 and line["height"] < 3
            ]
            assert rules, name
            lowest = max(line["bottom"] for line in rules) * 25.4 / 72
            assert abs(lowest - 262) <= 0.3, (name, lowest)
            assert "印发" in (last.extract_text() or ""), name
