"""How new workbooks look: 宋体, thin rules, light fills that a copy in black and white keeps readable."""

from __future__ import annotations

from typing import Any

from hqe_docs.paper.books.booksheet import BookColumn

FONT = "宋体"
RULE = "#7F7F7F"
TOLD = "#7F3F00"  # of what is said to whoever fills in
FORMS = {"date": "yyyy-mm-dd", "integer": "0", "number": "General"}  # all else is text: 18 digits stay 18
REQUIRED, CONDITIONAL, FREE, DERIVED = "#BDD0E6", "#DCE6F1", "#F5F8FB", "#E3E3E3"
ALARMS: dict[str, dict[str, Any]] = {
    "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "double": {"bg_color": "#F8CBAD", "font_color": "#833C0B"},
    "missing": {"bg_color": "#FFEB9C"},
}


class Dress:
    """The formats of a book, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """Return the format with `properties`, 宋体 of 10 points unless they say otherwise."""
        return self._format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties})

    def alarm(self, look: str) -> Any:
        """Return the format that a conditional format lays over a cell."""
        return self._format(ALARMS[look])

    def ruled(self) -> Any:
        """Return the format that rules a cell."""
        return self._format({"border": 1, "border_color": RULE})

    def _format(self, properties: dict[str, Any]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def column_look(column: BookColumn, *, is_locked: bool) -> dict[str, Any]:
    """Return how the cells of a column look; texts are text cells, so that 18 digits and 0001 stay."""
    form = FORMS.get(column.type, "@")
    return {
        "num_format": form,
        "align": column.across,
        "text_wrap": True,
        "locked": is_locked,
        "border_color": RULE,
    }


def head_look(column: BookColumn) -> dict[str, Any]:
    """Return how the title of a column looks: dark and bold where it must be filled."""
    color = FREE
    if column.is_derived:
        color = DERIVED
    elif column.is_required:
        color = REQUIRED
    elif column.is_conditional:
        color = CONDITIONAL
    is_bold = column.is_required or column.is_conditional
    rule = {"border": 1, "border_color": RULE}
    return {"bold": is_bold, "align": "center", "text_wrap": True, "bg_color": color, **rule}
