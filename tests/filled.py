"""Random dossiers built from the model, and a 填报表 as grids without a file between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hqe_docs.data.fields import ILLEGAL
from hqe_docs.data.files.grid import Grid
from hqe_docs.data.filled.book import FilledBook, read_pages
from hqe_docs.data.filled.laying import Laid, laid_out
from hqe_docs.data.filled.lines import heads
from hqe_docs.data.filled.shape import WHOLE, Shape, canonical, is_open
from hqe_docs.data.modelled import read_what_fits
from hqe_docs.data.schema import DossierData
from hqe_docs.problems import Problem, Problems
from hqe_docs.yamlfile import read_yaml

ODD = (
    *(
        "=1+1",
        "+86",
        "-",
        "@甲",
        "'x",
        '"',
        "无",
        "例",
        "例：1",
        "[甲, 乙]",
        "{a: b}",
        "┋",
        "┊甲",
        "甲、乙",
        "a, b",
    ),
    *(
        "甲\n乙",
        "\n甲",
        "甲\n",
        " 甲 ",
        "\u3000甲",
        "甲\t乙",
        "#N/A",
        "TRUE",
        "是",
        "007",
        "1.50",
        "1,000",
        "-0",
    ),
    *(
        "2023-06-25",
        "2023年6月25日",
        "2023-W01-1",
        "1899-12-31",
        "100%",
        "0.912",
        "1e5",
        "50000",
        "360999199001010014",
    ),
    *(
        "~",
        "null",
        "<<",
        "甲: 乙",
        "甲 # 乙",
        "- 甲",
        "_x000D_",
        "😀",
        "e\u0301",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufeff甲",
        "\\n",
        "a\\b",
    ),
)
LETTERS = st.characters(exclude_categories=["Cs"]).filter(
    lambda char: not ILLEGAL.match(char) and char != "\r"
)
TEXTS = st.sampled_from(ODD) | st.text(LETTERS, max_size=12)
NAMES = TEXTS.filter(lambda text: text.strip() and text != "<<")
WORDS = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=4)
OWN_FACTS = st.recursive(
    TEXTS | st.lists(TEXTS, max_size=2),
    lambda inner: st.dictionaries(WORDS | st.just("值"), inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=4,
)


def values(shape: Shape = WHOLE) -> st.SearchStrategy[Any]:
    """Return a strategy for what somebody may write where `shape` is wanted."""
    if shape.kind == "model":
        return _of_model(shape)
    if shape.kind == "list" and shape.inner:
        return st.lists(values(shape.inner), max_size=3)
    if shape.kind == "dict" and shape.inner:
        return st.dictionaries(NAMES, values(shape.inner), max_size=3)
    return TEXTS


def _of_model(shape: Shape) -> st.SearchStrategy[Any]:
    known = {name: values(inner) for name, inner in shape.keys().items()}
    whole = st.fixed_dictionaries({}, optional=known)
    if shape.model and is_open(shape.model):
        own = values(shape.keys()["县平均就业率"]) if "县平均就业率" in known else OWN_FACTS
        whole = st.builds(dict.__or__, whole, st.dictionaries(WORDS, own, max_size=2))
    ways = [whole]
    if shape.is_named:
        ways.append(TEXTS)
    if shape.is_wrapped:
        ways.append(known["值"])
    return st.one_of(ways)


def grids_of(value: Any) -> list[Grid]:
    """Return a dossier's 填报表 as grids of texts."""
    return [Grid("填报表.xlsx", each.page.name, _rows(each)) for each in laid_out(canonical(value))]


def _rows(laid: Laid) -> list[list[str]]:
    page = laid.page
    if page.shape != "lines":
        return [[column.title for column in laid.columns], *map(list, laid.rows)]
    rows, above = [heads(page)], ""
    for line in laid.lines:
        group, label = line.labels
        name = "" if rows[1:] and group == above and label else group  # a merged cell tells only once
        above, labels = group, [name, label][: 1 + page.has_groups]
        rows.append([*labels, line.text, *(line.beside or ("",) * len(page.shared))])
    return rows


def read_back(value: Any) -> tuple[FilledBook, Problems]:
    """Return what reading the 填报表 of a dossier gives."""
    found = Problems()
    return read_pages("填报表.xlsx", grids_of(value), found), found


SAMPLE = Path(__file__).resolve().parent.parent / "templates" / "新建" / "填报示例.yaml"


def sample() -> dict[str, Any]:
    """Return the example dossier that a 填报表 shows, in which every section says something."""
    file = read_yaml(SAMPLE, SAMPLE.name, Problems())
    assert file is not None
    return file.value


def changed(grids: list[Grid], sheet: str, row: int, column: int, text: str) -> list[Grid]:
    """Return the grids with another text in one cell (0-based), rows and columns added where they end before it."""
    made = []
    for grid in grids:
        rows = [list(cells) for cells in grid.rows]
        if grid.sheet == sheet:
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
        made.append(replace(grid, rows=rows))
    return made


def checked(grids: list[Grid]) -> list[Problem]:
    """Return what reading a 填报表 finds and what its values are faulted for."""
    found = Problems()
    read_what_fits(read_pages("填报表.xlsx", grids, found), DossierData, found)
    return list(found)
