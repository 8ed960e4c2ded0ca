"""Sheets of labelled lines to fill in: group, label, blank, what belongs to the group, how to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hqe_docs.paper.books.bookcells import write_across, write_cell
from hqe_docs.paper.books.bookguards import ALLOWED, Lists, offer
from hqe_docs.paper.books.booklooks import DERIVED, FREE, REQUIRED, RULE, TOLD, Dress, column_look
from hqe_docs.paper.books.bookpaper import LOW, SIGNS
from hqe_docs.paper.books.booksheet import BookColumn
from hqe_docs.paper.excel.heights import TextRoom

SIZE = 10
UPRIGHT = 115  # digits across an upright A4
HEAD_ROW = 3  # 0-based; above it title, remark and legend
SPARE = 40  # rows below the lines that may be typed into
Line = tuple[int, "BookLine"]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line: the group it stands in, its label there ("" where the group is the label), its blank and its text.

    `beside` are texts of the group, said by its first line; what is `elsewhere` can't be filled in here.
    """

    group: str
    label: str
    blank: BookColumn
    text: str = ""
    beside: tuple[str, ...] = ()
    about: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class LineSheet:
    """A sheet of lines: tab, title, a line of remarks, a legend, its columns from the group to the last, its lines.

    `columns` are group and label (label alone where there are no groups), blank, those beside, and how to fill in.
    """

    tab: str
    title: str
    columns: Sequence[BookColumn]
    lines: Sequence[BookLine]
    remark: str = ""
    legend: str = ""
    has_groups: bool = True
    spare: int = 0

    @property
    def blank(self) -> int:
        """The 0-based column of the blanks."""
        return 1 + self.has_groups


def write_lines(sheet: LineSheet, page: Any, dress: Dress, lists: Lists) -> None:
    """Write a sheet of lines, its labels locked."""
    writer = _Lines(sheet, page, dress, lists)
    writer.top()
    writer.lines()
    writer.paper()


@dataclass(slots=True)
class _Lines:
    """A sheet on its way into the book."""

    sheet: LineSheet
    page: Any
    dress: Dress
    lists: Lists
    rooms: list[TextRoom] = field(default_factory=list)

    @property
    def last(self) -> int:
        return len(self.sheet.columns) - 1

    def top(self) -> None:
        """Write all above the lines."""
        for number, column in enumerate(self.sheet.columns):
            self.page.set_column(
                number, number, column.width, self.dress(locked=False, text_wrap=True, num_format="@")
            )
        self.rooms = [TextRoom(max(column.width - 1, 2), SIZE) for column in self.sheet.columns]
        self.page.set_row(0, 36, self.dress())
        write_across(
            self.page,
            (0, 0, 0, self.last),
            self.sheet.title,
            self.dress(font_size=18, bold=True, align="center"),
        )
        self.page.set_row(1, 20, self.dress())
        write_across(self.page, (1, 0, 1, self.last), self.sheet.remark, self.dress(align="left"))
        width = sum(column.width for column in self.sheet.columns)
        self.page.set_row(2, TextRoom(width - 2, SIZE).height(self.sheet.legend), self.dress())
        told = self.dress(align="left", text_wrap=True, font_color=TOLD)
        write_across(self.page, (2, 0, 2, self.last), self.sheet.legend, told)
        self.page.set_row(HEAD_ROW, 26, self.dress())
        for number, column in enumerate(self.sheet.columns):
            self.page.write_string(
                HEAD_ROW, number, column.name, self._label(FREE, align="center", bold=True)
            )

    def _label(self, color: str, **more: Any) -> Any:
        rule = {"border": 1, "border_color": RULE, "text_wrap": True, "bg_color": color, "locked": True}
        return self.dress(**rule, **more)

    def lines(self) -> None:
        """Write the lines, those of a group together."""
        row = HEAD_ROW + 1
        for group in _groups(self.sheet.lines):
            for offset, line in enumerate(group):
                self._line(row + offset, line)
            self._group(row, group)
            row += len(group)
        for spare in range(row, row + self.sheet.spare):
            self.page.set_row(spare, LOW)
            for number in range(self.last + 1):
                self.page.write_blank(spare, number, None, self._fill(BookColumn("")))

    def _fill(self, column: BookColumn, *, is_locked: bool = False) -> Any:
        look = column_look(column, is_locked=is_locked) | {"align": "left", "border": 1}
        return self.dress(**look | ({"bg_color": DERIVED} if is_locked else {}))

    def _line(self, row: int, line: BookLine) -> None:
        labels = ("", line.label)[: self.sheet.blank]
        texts = (*labels, line.text, *line.beside)
        rooms = [*self.rooms[: len(texts)], self.rooms[-1]]
        high = [room.height(text) for room, text in zip(rooms, (*texts, line.about), strict=True)]
        self.page.set_row(row, max(LOW, *high))
        look = self._fill(line.blank, is_locked=line.elsewhere)
        write_cell(self.page, (row, self.sheet.blank), line.text, line.blank, look)
        if not line.elsewhere:
            offer(self.page, (row, self.sheet.blank, row, self.sheet.blank), line.blank, self.lists)
        about = self.dress(
            border=1, border_color=RULE, text_wrap=True, font_size=9, font_color="#595959", align="left"
        )
        self.page.write_string(row, self.last, line.about, about)

    def _group(self, row: int, group: Sequence[BookLine]) -> None:
        """Write a group's name and what stands beside it, over all its lines."""
        bottom = row + len(group) - 1
        if not self.sheet.has_groups:
            for offset, line in enumerate(group):
                write_across(self.page, (row + offset, 0, row + offset, 0), line.label, self._named(line))
            return
        if len(group) == 1 and not group[0].label:
            write_across(self.page, (row, 0, row, 1), group[0].group, self._named(group[0]))
        else:
            write_across(self.page, (row, 0, bottom, 0), group[0].group, self._label(FREE, align="center"))
            for offset, line in enumerate(group):
                self.page.write_string(row + offset, 1, line.label, self._named(line))
        for number, text in enumerate(group[0].beside, start=self.sheet.blank + 1):
            write_across(
                self.page, (row, number, bottom, number), text, self._fill(self.sheet.columns[number])
            )
            offer(self.page, (row, number, row, number), self.sheet.columns[number], self.lists)

    def _named(self, line: BookLine) -> Any:
        color = REQUIRED if line.blank.is_required else FREE
        return self._label(color, align="center", bold=line.blank.is_required)

    def paper(self) -> None:
        """Give the sheet its paper, and lock what is not to be filled in."""
        last = HEAD_ROW + len(self.sheet.lines) + SPARE
        self.page.protect("", dict.fromkeys(ALLOWED, True))
        self.page.ignore_errors({"number_stored_as_text": f"A1:Z{last}"})
        self.page.freeze_panes(HEAD_ROW + 1, self.sheet.blank)
        if sum(column.width for column in self.sheet.columns) > UPRIGHT:
            self.page.set_landscape()
        self.page.set_paper(9)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.75)
        self.page.set_footer(SIGNS)
        self.page.center_horizontally()
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(HEAD_ROW)


def _groups(lines: Sequence[BookLine]) -> Iterator[list[BookLine]]:
    """Yield the lines of each group, one after another."""
    group: list[BookLine] = []
    for line in lines:
        if group and line.group != group[0].group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group
