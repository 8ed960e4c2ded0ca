"""What lint says of lines and characters held against pages that LibreOffice sets."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from hqe_docs.office.papers.linting import lint_files
from hqe_docs.paper.lint.layout.pitches import characters_of, lines_of
from hqe_docs.paper.lint.running import running_text
from tests.layout_papers import KINDS, profile_of, write_kind
from tests.lint.making import (
    EVEN,
    SETTINGS,
    STYLES,
    UPRIGHT,
    changed,
    document,
    glyphs,
    hybrid,
    number,
    p,
    read,
    save,
)
from tests.measure_pdf import measure
from tests.slow.test_rendering import ROOT, render

HAN = (
    "各村民委员会要把入户调查作为创建工作的基础逐户登记劳动力的就业状况培训意愿和服务需求做到底数清楚情况明白"
)
SNAP = '<w:snapToGrid w:val="0"/>'
LINES = '<w:docGrid w:type="lines" w:linePitch="579"/>'
TIGHT = '<w:spacing w:val="-6"/>'


def paper():
    body = p(HAN * 60, "b") + UPRIGHT
    return document(body, styles=STYLES, settings=SETTINGS, footer1=number(), footer2=number(EVEN))


def textbook(parts):
    grid = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/>'
    return changed(changed(changed(parts, LINES, grid), SNAP, ""), TIGHT, "")


def pitch(value):
    return lambda parts: changed(parts, '579" w:lineRule', f'{value}" w:lineRule')


WAYS = {
    "通用": lambda parts: parts,
    "网格": hybrid,
    "字面": glyphs,
    "29磅": pitch(580),
    "28磅": pitch(560),
    "33磅": pitch(660),
    "不收紧": lambda parts: changed(parts, TIGHT, ""),
    "收紧四": lambda parts: changed(parts, TIGHT, '<w:spacing w:val="-4"/>'),
    "默认网格": lambda parts: changed(changed(parts, 'w:linePitch="579"', 'w:linePitch="312"'), SNAP, ""),
    "默认网格不对齐": lambda parts: changed(parts, 'w:linePitch="579"', 'w:linePitch="312"'),
    "网格29磅": lambda parts: changed(parts, 'w:linePitch="579"', 'w:linePitch="580"'),
    "教科书网格": textbook,
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("行数")
    return render([save(out / f"{name}.docx", make(paper())) for name, make in WAYS.items()], out)


@pytest.mark.parametrize("name", WAYS)
def test_lines_and_characters_are_those_of_the_page(pages, name):
    measured = measure(str(pages[f"{name}.docx"]))
    one = read(WAYS[name](paper()))
    running = running_text(one)
    section = one.sections[0]
    lines = lines_of(section.text_height, section.grid, running.shape, running.face.size)
    characters = characters_of(section.text_width, section.grid, running.shape, running.face, one.normal.size)
    assert (measured["lines_per_page"], measured["chars_per_line"]) == (lines.libre, characters.libre)


@pytest.mark.parametrize("name", ["通用", "网格", "字面"])
def test_the_papers_that_the_checks_call_right_are_right_on_the_page(pages, name):
    measured = measure(str(pages[f"{name}.docx"]))
    assert (measured["lines_per_page"], measured["chars_per_line"]) == (22, 28)


def test_papers_that_libreoffice_saved_again_give_nothing(tmp_path):
    papers = [write_kind(kind, profile_of("portable"), tmp_path) for kind in KINDS]
    again = tmp_path / "again"
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    command += ["--convert-to", "docx", "--outdir", str(again), *map(str, papers)]
    environment = os.environ | {"FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf")}
    subprocess.run(command, check=True, timeout=600, env=environment, capture_output=True)
    linted = lint_files([again])
    assert len(linted) == len(KINDS)
    assert [item for one in linted for item in one.problems] == []
