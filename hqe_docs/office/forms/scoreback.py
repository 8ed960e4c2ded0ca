"""A filled score sheet read back by its rows, which say the indicators; what else stands in it is read as in any form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hqe_docs.data.scoreforms.formhead import header_at
from hqe_docs.data.scoreforms.formrows import FormRow, match_form
from hqe_docs.data.scores.editionfile import FOLDER, load_file
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.library import Library
from hqe_docs.office.forms.formscore import exchanged_rows, grid_texts, said_number, total_cell
from hqe_docs.paper.forms.filled.matching import NAMELESS
from hqe_docs.paper.forms.model import Form, Grid
from hqe_docs.values import squeeze

DESCRIBING = ("序号", "类别", "指标", "内容", "标准", "满分")
GIVEN = ("得分", "备注")
Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetBack:
    """The records of a score sheet, one an indicator and one of the total, and the numbers of the grids they stand in."""

    records: list[Record]
    grids: Collection[int]

    @property
    def values(self) -> dict[str, list[Record]]:
        """Return the records as `hqe form fill` takes them."""
        return {NAMELESS: self.records}

    def rest(self, form: Form) -> Form:
        """Return the form without those grids."""
        left = tuple(grid for number, grid in enumerate(form.grids) if number not in self.grids)
        return replace(form, grids=left)


@dataclass(frozen=True)
class SheetReader:
    """Reads the score sheets of the editions in a library."""

    library: Library

    @cached_property
    def editions(self) -> list[IndicatorSet]:
        """Return the editions that load."""
        paths = self.library.names(FOLDER, ".yaml").values()
        return [edition for path in paths if (edition := load_file(path, self.library)[1]) is not None]

    def read(self, filled: Form) -> SheetBack | None:
        """Return what stands beside the indicators when the form is a score sheet, else None."""
        texts = [grid_texts(grid) for grid in filled.grids]
        if not any(header_at(rows, first) for rows in texts for first in range(len(rows))):
            return None
        for edition in self.editions:
            matched = match_form(texts, edition)
            if len(matched.matches) * 2 > len(edition.indicators):
                rows = {match.no: match.row for match in (*matched.matches, *exchanged_rows(matched))}
                records = list(_Sheet(filled.grids, texts, edition).records(rows))
                return SheetBack(records, {row.table for row in rows.values()})
        return None


@dataclass(frozen=True, slots=True)
class _Sheet:
    grids: Sequence[Grid]
    texts: Sequence[Sequence[Sequence[str]]]
    edition: IndicatorSet

    def records(self, rows: dict[int, FormRow]) -> Iterator[Record]:
        """Yield the records of the rows in which anything stands, by number of the indicator; then that of the total."""
        for item in self.edition.indicators:
            said = self._said(rows[item.no], rows[item.no].row) if item.no in rows else {}
            if said:
                yield {"序号": str(item.no), "项目": item.content, **said}
        last = max(rows.values(), key=lambda row: (row.table, row.row))
        total = total_cell(self.grids[last.table], last, self.edition)
        said = self._said(last, total.row) if total else {}
        if numbers := {title: text for title, text in said.items() if text[:1].isdigit()}:
            yield {"项目": "合计", **numbers}

    def _said(self, of: FormRow, number: int) -> Record:
        """Return title → text of what stands in row `number` where the row of the indicator leaves room."""
        grid = self.grids[of.table]
        first = max((of.columns[role] for role in DESCRIBING if role in of.columns), default=0) + 1
        given = {of.columns[role] for role in GIVEN if role in of.columns}
        cells = {
            column: cell
            for column in range(grid.columns)
            if (column >= first or column in given) and (cell := grid.at(number, column)) is not None
        }
        return {
            self._title(of, column): text
            for column, cell in cells.items()
            if (text := said_number(cell.text)) and column == max(cell.column, min(cells))
        }

    def _title(self, of: FormRow, column: int) -> str:
        """Return the titles above a column, joined by slashes: of the nearest header in its table or in one before."""
        for table in range(of.table, -1, -1):
            end = of.row if table == of.table else len(self.texts[table])
            heads = (header_at(self.texts[table], first) for first in range(end))
            found = [head for head in heads if head is not None and head.last < end]
            if found:
                head = max(found, key=lambda one: (one.last, -one.first))
                levels = range(head.first, head.last + 1)
                cells = [cell for level in levels if (cell := self.grids[table].at(level, column))]
                return "/".join(dict.fromkeys(filter(None, (squeeze(cell.text) for cell in cells))))
        return str(column + 1)
