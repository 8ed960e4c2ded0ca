"""Lines a page and characters a line, held against what was measured in two layout engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hqe_docs.paper.lint.layout.numberchecks import below_area
from hqe_docs.paper.lint.layout.pitches import characters_of, lines_of
from hqe_docs.paper.resolved.document import Grid
from hqe_docs.paper.units import MILLIMETRE
from tests.lint.making import STYLES, changed, document, p, read, right

WIDTH, HEIGHT = 8844, 12756
PARAGRAPH = read(document(p("文"), styles=STYLES)).paragraphs[0]
SHAPE, FACE = PARAGRAPH.shape, PARAGRAPH.mark
NONE, LINES = Grid("", 360, 0), Grid("lines", 579, 0)
BOTH = Grid("linesAndChars", 579, -848)


@pytest.mark.parametrize(
    ("grid", "line", "rule", "snaps", "word", "libre"),
    [
        (NONE, 560, "exact", False, 22, 22),
        (NONE, 579, "exact", False, 22, 22),
        (NONE, 580, "exact", False, 21, 21),
        (NONE, 600, "exact", False, 21, 21),
        (NONE, 660, "exact", False, 19, 19),
        (LINES, 579, "exact", True, 22, 22),
        (LINES, 600, "exact", True, 21, 22),
        (Grid("lines", 312, 0), 579, "exact", True, 22, 20),
        (Grid("lines", 312, 0), 579, "exact", False, 22, 21),
        (Grid("lines", 580, 0), 579, "exact", False, 22, 21),
        (Grid("lines", 579, 0), 240, "auto", True, 22, 22),
    ],
)
def test_lines_of_a_page(grid, line, rule, snaps, word, libre):
    shape = replace(SHAPE, line=line, rule=rule, snaps=snaps)
    assert lines_of(HEIGHT, grid, shape, 32) == (word, libre)


@pytest.mark.parametrize(
    ("grid", "face", "snaps", "normal", "word", "libre"),
    [
        (NONE, {"spacing": 0}, False, 32, 27, 27),
        (NONE, {"spacing": -4}, False, 32, 27, 27),
        (NONE, {"spacing": -5}, False, 32, 28, 28),
        (NONE, {"spacing": -7}, False, 32, 28, 28),
        (NONE, {"spacing": 0, "size": 31}, False, 32, 28, 28),
        (BOTH, {"spacing": 0}, True, 32, 28, 14),
        (Grid("linesAndChars", 579, 0), {"spacing": 0}, True, 32, 27, 27),
        (BOTH, {"spacing": 0, "scale": 98}, True, 32, 28, 28),
        (BOTH, {"spacing": -5}, False, 32, 28, 27),
        (BOTH, {"spacing": -6, "snaps": False}, False, 32, 28, 28),
        (BOTH, {"spacing": -7, "snaps": False}, False, 32, 28, 28),
        (Grid("linesAndChars", 579, -860), {"spacing": 0}, True, 21, 28, 21),
        (Grid("linesAndChars", 579, 21680), {"spacing": 0}, True, 21, 20, 14),
    ],
)
def test_characters_of_a_line(grid, face, snaps, normal, word, libre):
    shape = replace(SHAPE, snaps=snaps)
    assert characters_of(WIDTH, grid, shape, replace(FACE, **face), normal) == (word, libre)


@pytest.mark.parametrize(
    ("footer", "measured"),
    [
        (397, 25.3),
        (567, 22.3),
        (720, 19.6),
        (850, 17.3),
        (992, 14.8),
        (1134, 12.3),
        (1304, 9.3),
        (1402, 7.5),
        (1424, 7.2),
        (1474, 6.3),
    ],
)
def test_the_dash_of_a_page_number_below_the_type_area(footer, measured):
    section = read(changed(right(), 'w:footer="1424"', f'w:footer="{footer}"')).sections[0]
    assert below_area(section, section.footers["default"][0]) / MILLIMETRE == pytest.approx(measured, abs=0.3)
