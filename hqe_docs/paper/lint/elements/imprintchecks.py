"""版记: 抄送, 印发, the rules around them (GB/T 9704 7.4)."""

from __future__ import annotations

import re

from hqe_docs.paper.lint.elements.elements import COPY_TO, PRINTED, Elements, plain_text
from hqe_docs.paper.lint.elements.headchecks import Wanted, check_face
from hqe_docs.paper.lint.elements.positions import character, first_edge, indents, width_of
from hqe_docs.paper.resolved.document import Border, Paper, Paragraph, Table
from hqe_docs.paper.units import millimetres, number, twips_of
from hqe_docs.problems import Problems

_NONE = ("none", "nil", "")
_SMALL = 280  # one character of 四号


def check_imprint(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 抄送 and 印发 in another form, face or place."""
    for item in elements.of("copy_to"):
        _check_copy_to(paper, item, found)
    _check_moved(paper, elements.of("copy_to"), found)
    for item in elements.of("printed"):
        _check_printed(paper, item, found)


def _check_moved(paper: Paper, items: list[Paragraph], found: Problems) -> None:
    """Find 主送 moved here that stands below 抄送, or apart from it by a rule."""
    labels = [plain_text(item).strip()[:2] for item in items]
    if "主送" not in labels or "抄送" not in labels:
        return
    mine, other = labels.index("主送"), labels.index("抄送")
    if mine > other:
        found.add("G237", items[mine].place(paper.file), why="应在“抄送”之上，现在它之下")
        return
    table, upper, lower = _table_of(paper, items[mine]), items[mine].cell, items[other].cell
    if table is not None and upper and lower and upper.row != lower.row and _ruled_between(table, upper.row):
        found.add("G237", items[mine].place(paper.file), why="与“抄送”之间不加分隔线")


def _ruled_between(table: Table, row: int) -> bool:
    """Say whether a rule runs below a row; a cell's own border wins over the table's."""
    below = [cell.borders.get("bottom") for cell in table.rows[row].cells]
    above = (
        [cell.borders.get("top") for cell in table.rows[row + 1].cells] if row + 1 < len(table.rows) else []
    )
    own = [border for border in (*below, *above) if border is not None]
    return any(_line(border) for border in own) if own else _line(table.borders.get("insideH")) is not None


def _check_copy_to(paper: Paper, item: Paragraph, found: Problems) -> None:
    where, text = item.place(paper.file), plain_text(item).strip()
    match = COPY_TO.match(text)
    label = match["label"] if match else "抄送"
    check_face(paper, item, Wanted(f"“{label}”", 28, "仿宋", "7.4.2"), found)
    if not text.endswith("。"):
        found.add("G230", where, found=text[-1], label=label)
    if ":" in text[:4]:
        found.add("G230", where, found=":", label=label)
    edge = first_edge(paper, item) + _cell_margin(paper, item)
    if abs(edge - _SMALL) > 0.5 * _SMALL:
        found.add(
            "G206", where, name=f"“{label}”", wanted="左空一字", found=f"左空 {number(edge / _SMALL)} 字"
        )
    left, right, _ = indents(item, character(paper))
    wide = width_of(text, 28)
    hangs = left + _cell_margin(paper, item) - edge
    if wide > paper.sections[0].text_width - right - edge and abs(hangs - 3 * _SMALL) > 0.5 * _SMALL:
        wanted = "与冒号后的首字对齐"
        found.add(
            "G206", where, name=f"“{label}”的回行", wanted=wanted, found=f"悬挂 {number(hangs / _SMALL)} 字"
        )


def _check_printed(paper: Paper, item: Paragraph, found: Problems) -> None:
    where, text = item.place(paper.file), plain_text(item).strip()
    check_face(paper, item, Wanted("印发机关和印发日期", 28, "仿宋", "7.4.3"), found)
    match = PRINTED.search(text)
    if match and re.search(r"年0|月0", match["date"]):
        found.add("G231", where, found=match["date"])
    _check_date_place(paper, item, found)
    if text.startswith(match["date"] if match else "\0"):
        beside = _beside(paper, item)  # the organ stands in a cell of its own
        if beside is None:
            return
        item = beside
    edge = first_edge(paper, item) + _cell_margin(paper, item)
    if abs(edge - _SMALL) > 0.5 * _SMALL:
        found.add("G206", where, name="印发机关", wanted="左空一字", found=f"左空 {number(edge / _SMALL)} 字")


def _beside(paper: Paper, item: Paragraph) -> Paragraph | None:
    """Return what stands in the first cell of a paragraph's row, set to the left."""
    if item.cell is None or not item.cell.column:
        return None
    first = item.cell._replace(column=0)
    found = next((each for each in paper.paragraphs if each.cell == first and not each.is_blank), None)
    return found if found is not None and found.shape.align in ("left", "both") else None


def _check_date_place(paper: Paper, item: Paragraph, found: Problems) -> None:
    """Tell that 印发日期, at a right tab stop or in a cell set to the right, is not one character from the edge."""
    table, width = _table_of(paper, item), paper.sections[item.section].text_width
    stops = [tab.position for tab in item.shape.tabs if tab.kind == "right"]
    margin = table.margins.get("right", 0) if table is not None else 0
    if "\t" in item.text and len(stops) == 1 and (table is None or table.width):
        wide = table.width if table is not None and table.width else width
        inner = table.margins.get("left", 0) if table is not None else 0
        gap = wide - stops[0] - inner
    elif item.shape.align == "right" and item.cell is not None:
        gap = item.shape.right + margin
    else:
        return
    if gap >= 0 and abs(gap - _SMALL) > 0.5 * _SMALL and not item.text.endswith(("\u3000", " ")):
        said = f"右空 {number(gap / _SMALL)} 字"
        found.add("G206", item.place(paper.file), name="印发日期", wanted="右空一字", found=said)


def _cell_margin(paper: Paper, item: Paragraph) -> float:
    table = _table_of(paper, item)
    return table.margins.get("left", 0) if table is not None else 0


def _table_of(paper: Paper, item: Paragraph) -> Table | None:
    return next((each for each in paper.tables if item.cell and each.index == item.cell.table), None)


def check_imprint_rules(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 版记 without its first and last rule, with rules of other widths, or narrower than the type area."""
    items = elements.of("copy_to", "printed")
    if not items or elements.form not in ("issued", "order", "minutes"):
        return
    where = items[0].place(paper.file)
    table = _table_of(paper, items[0])
    first, middle, last = _rules_of_table(table) if table else _rules_of_lines(items)
    if first is None or last is None:
        if table is not None or not _has_drawings(paper, items):
            found.add("G232", where, found="首条" if first is None else "末条")
        return
    thin = middle.size if middle is not None else 6
    if not (6 <= first.size <= 10 and 6 <= last.size <= 10 and thin <= min(first.size, last.size)):
        said = "、".join(number(line.size / 8 * 25.4 / 72, 2) for line in (first, middle, last) if line)
        found.add("G233", where, found=said)
    if table is not None and table.width is not None:
        width, standard = paper.sections[table.section].text_width, twips_of(156)
        if min(abs(table.width - width), abs(table.width - standard)) > twips_of(1.5):
            found.add("G235", where, found=millimetres(table.width), wanted=millimetres(width))


def _rules_of_table(table: Table) -> tuple[Border | None, Border | None, Border | None]:
    """Return the first, a middle and the last rule of a table, from its cells and from itself."""
    rows = table.rows
    own = {side: _line(table.borders.get(side)) for side in ("top", "insideH", "bottom")}
    if not rows:
        return own["top"], own["insideH"], own["bottom"]
    top = next((line for cell in rows[0].cells if (line := _line(cell.borders.get("top")))), own["top"])
    bottom = next(
        (line for cell in rows[-1].cells if (line := _line(cell.borders.get("bottom")))), own["bottom"]
    )
    inner = [_line(cell.borders.get("bottom")) for row in rows[:-1] for cell in row.cells]
    inner += [_line(cell.borders.get("top")) for row in rows[1:] for cell in row.cells]
    middle = next((line for line in inner if line), own["insideH"] if len(rows) > 1 else None)
    return top, middle, bottom


def _rules_of_lines(items: list[Paragraph]) -> tuple[Border | None, Border | None, Border | None]:
    first, last = items[0].shape.borders, items[-1].shape.borders
    middle = first.get("between") or (first.get("bottom") if len(items) > 1 else None)
    return _line(first.get("top")), _line(middle), _line(last.get("bottom"))


def _line(border: Border | None) -> Border | None:
    return border if border is not None and border.kind not in _NONE else None


def _has_drawings(paper: Paper, items: list[Paragraph]) -> bool:
    """Say whether anything is drawn near, which may be the rules."""
    from hqe_docs.paper.word.namespaces import W

    near = [each for each in paper.paragraphs if each.index in range(items[0].index - 3, items[-1].index + 3)]
    return any(next(each.element.iter(W + "drawing", W + "pict"), None) is not None for each in near)


def check_letter_imprint(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 印发机关 and rules in the 版记 of a letter, which has neither."""
    if elements.form != "letter":
        return
    for item in elements.of("printed"):
        found.add("G236", item.place(paper.file), found="印发机关和印发日期")
    for item in elements.of("copy_to"):
        table = _table_of(paper, item)
        if table is not None and any(_rules_of_table(table)):
            found.add("G236", item.place(paper.file), found="分隔线")
