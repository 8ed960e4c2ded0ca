"""The red rule below 发文字号: a paragraph's border, a table's, or a drawn line (GB/T 9704 7.2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hqe_docs.paper.lint.colours import is_red
from hqe_docs.paper.lint.elements.elements import Elements
from hqe_docs.paper.lint.elements.letters import drawn_lines
from hqe_docs.paper.lint.elements.positions import below_glyphs, character, indents
from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.resolved.measures import NO_LINE
from hqe_docs.paper.units import millimetres, twips_of
from hqe_docs.paper.word.namespaces import W
from hqe_docs.problems import Location, Problems

_SLACK = twips_of(1)


class Rule(NamedTuple):
    """A rule: where it stands, its colour (None: the automatic one), its length in twips (None: unknown)."""

    where: Location
    colour: str | None
    length: float | None


def check_rule(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a rule below the number that is not red, not as wide as the type area, or not 4 mm below the number."""
    item = elements.first("number")
    if item is None or elements.form not in ("issued", "minutes") or not elements.of("mark"):
        return
    rules = list(_rules(paper, item))
    if not rules:
        if not _is_drawn_near(paper, item):
            found.add("G215", item.place(paper.file))
        return
    rule = next((each for each in rules if is_red(each.colour)), rules[0])
    if not is_red(rule.colour):
        found.add("G212", rule.where, found=f"颜色 {rule.colour}" if rule.colour else "黑色")
    if rule.length is not None and abs(rule.length - paper.sections[0].text_width) > _SLACK:
        found.add("G213", rule.where, found=millimetres(rule.length))
    gap = below_glyphs(item)
    if gap is not None and item.cell is None and abs(gap - twips_of(4)) > _SLACK:
        found.add("G214", rule.where, found=millimetres(gap))


def _rules(paper: Paper, item: Paragraph) -> Iterator[Rule]:
    """Yield what may be the rule, the likeliest first."""
    yield from _borders(paper, item)
    if item.cell is not None:
        yield from _table_borders(paper, item)
    for line in drawn_lines(paper, _near(paper, item)):
        yield Rule(item.place(paper.file), line.colour, line.length)


def _borders(paper: Paper, item: Paragraph) -> Iterator[Rule]:
    """Yield the lower border of the number's paragraph or of the empty one below it."""
    flow = [each for each in paper.paragraphs if each.box is None and each.cell is None]
    place = next((place for place, each in enumerate(flow) if each is item), None)
    near = [] if place is None else flow[place : place + 2]
    for each in near:
        if "bottom" in each.shape.borders and (each is item or each.is_blank):
            left, right, _ = indents(each, character(paper))
            length = paper.sections[0].text_width - left - right
            yield Rule(each.place(paper.file), each.shape.borders["bottom"].colour, length)


def _table_borders(paper: Paper, item: Paragraph) -> Iterator[Rule]:
    """Yield the lower border of the number's row, and that of its table."""
    table = next((each for each in paper.tables if item.cell and each.index == item.cell.table), None)
    if table is None or item.cell is None or item.cell.row >= len(table.rows):
        return
    lines = [cell.borders.get("bottom") for row in table.rows[item.cell.row :] for cell in row.cells]
    for line in (*lines, table.borders.get("bottom")):
        if line is not None and line.kind not in NO_LINE:
            yield Rule(item.place(paper.file), line.colour, table.width)


def _near(paper: Paper, item: Paragraph) -> list[Paragraph]:
    return [each for each in paper.paragraphs if each.index <= item.index + 3]


def _is_drawn_near(paper: Paper, item: Paragraph) -> bool:
    """Say whether anything is drawn from the first paragraph to some below the number: it may be the rule."""
    near = _near(paper, item)
    drawn = any(next(each.element.iter(W + "drawing", W + "pict"), None) is not None for each in near)
    return drawn or any("top" in each.shape.borders or "bottom" in each.shape.borders for each in near)
