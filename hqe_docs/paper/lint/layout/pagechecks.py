"""Checks of the page: size, margins, type area (GB/T 9704 §5.1, §5.2.1, §6.1)."""

from __future__ import annotations

from collections.abc import Iterator

from hqe_docs.paper.lint.layout.gathering import Gathered
from hqe_docs.paper.lint.layout.pitches import characters_of, lines_of
from hqe_docs.paper.lint.running import Running, running_text
from hqe_docs.paper.resolved.document import Paper, Section
from hqe_docs.paper.units import millimetres, twips_of
from hqe_docs.problems import Location, Problems

A4 = (11906, 16838)
SLACK = twips_of(1)  # what the standard lets pass
TOP, LEFT = twips_of(37), twips_of(28)
AREA = (twips_of(156), twips_of(225))
GLYPH_AREA_HEIGHT = 13028  # line boxes that put glyphs 225 mm apart stand out by their leading
Fault = tuple[str, dict[str, str]]  # a code and the facts of its message
_ROUNDING = 6  # twips by which programs write A4
_BASELINE, _EM_TOP = 0.8, 14.08 * 20  # where glyphs stand in an exact line, and their tops above the baseline


def check_pages(paper: Paper, found: Problems) -> None:
    """PG-SIZE, PG-TOP, PG-LEFT, PG-AREA: each section's page; a form without running text may have its own."""
    running = running_text(paper)
    if running is None:
        return
    gathered = Gathered()
    for section in paper.sections:
        where = Location(paper.file, section=section.index)
        for code, facts in _faults(paper, section, running):
            gathered.add(code, where, **facts)
    gathered.tell(found)


def _faults(paper: Paper, section: Section, running: Running) -> Iterator[Fault]:
    size = (section.height, section.width) if section.landscape else (section.width, section.height)
    is_a4 = all(abs(is_ - wanted) <= _ROUNDING for is_, wanted in zip(size, A4, strict=True))
    if not is_a4:
        yield "G102", {"found": f"{millimetres(section.width)}×{millimetres(section.height)}"}
    if section.landscape:
        yield from _turned_faults(section) if is_a4 else ()
        return
    if abs(top_edge(section, running) - TOP) > SLACK:
        yield "G103", {"found": millimetres(top_edge(section, running))}
    if abs(binding(paper, section) - LEFT) > SLACK:
        yield "G104", {"found": millimetres(binding(paper, section))}
    if is_a4 and not has_right_area(section, running):
        yield "G105", _area(paper, section, running)


def _area(paper: Paper, section: Section, running: Running) -> dict[str, str]:
    """Return what a type area measures and holds."""
    width, height, face = section.text_width, section.text_height, running.face
    lines = lines_of(height, section.grid, running.shape, face.size)
    characters = characters_of(width, section.grid, running.shape, face, paper.normal.size)
    return {
        "width": millimetres(width),
        "height": millimetres(height),
        "lines": str(lines.word),
        "characters": str(characters.word),
    }


def top_edge(section: Section, running: Running) -> float:
    """Return where the type area begins: at the first line's box, or at its glyphs where those are counted."""
    top = abs(section.top)
    return top + _BASELINE * running.shape.line - _EM_TOP if running.by_glyphs else top


def binding(paper: Paper, section: Section) -> int:
    """Return the margin at the binding edge; with mirrored margins `left` is the inner one."""
    return section.left + (0 if paper.settings.gutter_at_top else section.gutter)


def has_right_area(section: Section, running: Running) -> bool:
    """Say whether an upright page's type area measures 156×225 mm, in the reading that the text follows."""
    height = GLYPH_AREA_HEIGHT if running.by_glyphs else AREA[1]
    return abs(section.text_width - AREA[0]) <= SLACK and abs(section.text_height - height) <= SLACK


def _turned_faults(section: Section) -> Iterator[Fault]:
    """Yield what is wrong with a page turned by 90°, whose type area is turned with it (§8)."""
    if abs(section.text_width - AREA[1]) > SLACK or abs(section.text_height - AREA[0]) > SLACK:
        yield "G106", {"width": millimetres(section.text_width), "height": millimetres(section.text_height)}
