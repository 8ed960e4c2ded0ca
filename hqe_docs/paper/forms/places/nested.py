"""What a table that stands in a cell of another one is called: by the label at the left of that cell."""

from __future__ import annotations

from collections.abc import Sequence

from hqe_docs.paper.forms.model import Grid
from hqe_docs.paper.forms.places.roles import Roles
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.paper.word.namespaces import W


def label_around(grid: Grid, grids: Sequence[Grid], words: Words) -> str:
    """Return the label of the cell that a grid stands in; "" when it stands in none, or nothing names that."""
    first = grid.cells[0].element if grid.cells else None
    around = next(first.iterancestors(W + "tc"), None) if first is not None else None
    if around is None:
        return ""
    for outer in grids:
        for cell in outer.cells:
            if cell.element is around:
                left, roles = outer.left(cell), Roles(outer, words)
                return roles.label(left) if left is not None and roles.of(left) == "label" else ""
    return ""
