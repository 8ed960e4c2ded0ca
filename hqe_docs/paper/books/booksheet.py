"""What a new workbook is made from: sheets of titled columns and rows of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hqe_docs.paper.excel.sheetnames import free_name

HEADER_ROW = 2  # 0-based, without a legend; above it the title and a line of remarks
READY = 2000  # rows below the filled ones that drop-downs, warnings and the filter reach


@dataclass(frozen=True, slots=True)
class Alarm:
    """A formula that is true while a cell is at fault, and how the cell then looks.

    In the formula ⟦姓名⟧ is this row's cell of that column, ⟦姓名:⟧ the whole column, ⟦:⟧ this row from the first
    column that is typed, ⟦=⟧ the list of this column's choices.
    """

    formula: str
    look: Literal["wrong", "missing", "double"]


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column of a sheet: its title, the type of its cells (as in Table Schema), its width in digits.

    `choices` are offered by a drop-down; nothing else may be typed where `is_closed`. `prompt` is the input hint;
    `limits` are the least and the greatest number, "" where there is none. Where it `is_exact` a text that its number
    would give back otherwise (007) stays a text.
    """

    name: str
    type: str = "string"
    width: float = 12
    choices: tuple[str, ...] = ()
    is_closed: bool = False
    is_required: bool = False
    prompt: str = ""
    limits: tuple[str, str] = ("", "")
    length: int = 0  # of its texts, where all have the same
    across: Literal["center", "left"] = "center"
    is_conditional: bool = False
    is_derived: bool = False
    alarms: tuple[Alarm, ...] = ()
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet: its tab, its title, a line of remarks, columns, and rows of texts in canonical form ("" empty).

    `spare` empty rows below are ruled for typing. `legend` is a second line above the header; `sample` a row that
    shows how to fill in; `kept` columns at the left stay in sight. A sheet that `is_guarded` is one to type into:
    its header can't be changed and its columns' alarms are on. One that `is_small` is printed on A4, however wide.
    """

    tab: str
    title: str
    columns: Sequence[BookColumn]
    rows: Sequence[Sequence[str]]
    remark: str = ""
    spare: int = 0
    legend: str = ""
    sample: Sequence[str] = ()
    kept: int = 0
    is_guarded: bool = False
    is_filtered: bool = True
    is_small: bool = False

    @property
    def last_row(self) -> int:
        """The last row, 0-based, that is ready for data."""
        return first_row(self) + len(self.rows) + self.spare + READY


def head_row(sheet: BookSheet) -> int:
    """Return the 0-based row of the header."""
    return HEADER_ROW + bool(sheet.legend)


def first_row(sheet: BookSheet) -> int:
    """Return the 0-based row of the first cells below the header."""
    return head_row(sheet) + 1


def tab_names(tabs: Iterable[str]) -> Iterator[str]:
    """Yield each tab as Excel takes it, no two alike."""
    taken = ["代码", "History"]  # our own list of choices, and a name that Excel keeps for itself
    for wanted in tabs:
        tab = free_name(wanted, taken)
        taken.append(tab)
        yield tab
