"""The score sheet of the city filled from a score: points into the self-score column, or into 备注 where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.data.freeform import is_total
from hqe_docs.data.scoreforms.formrows import FormMatch, FormRow, Match, match_form
from hqe_docs.data.scores.editionfile import FOLDER, load_file
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.library import Library
from hqe_docs.paper.forms.filled.filler import Filled, Filler
from hqe_docs.paper.forms.filled.matching import Spot
from hqe_docs.paper.forms.model import Cell, Grid, Kind, Place, Slot
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import squeeze

TOTALS = ("总分", "自评总分", "自评总得分", "合计得分", "总得分")
HOW = "评分表"
FEWEST_TITLES = 3  # different texts without a figure: the header of another table
_FREE = re.compile(r"[\s_/—\-分]*")
_SAID = re.compile(r"^(?:自评)?(?:得分|得|分)?:?_*|_*分?$")
_PRINTED = re.compile(
    r"[(\[]?(?:满分|分值|标准分)(?:为|是)?:?\d+(?:\.\d+)?分?[)\]]?"
)  # where the points go behind
_BESIDE = re.compile(_PRINTED.pattern + r"[,;、]?")
_PART = re.compile(r"小计|本[页组项]")
_SUM = re.compile(r"(?:总分|合计|总计|总得分|自评总分|得分合计|合计得分)(?:[(（].*[)）])?[:：]?")


@dataclass(frozen=True)
class Scored:
    """A score as `hqe score --json` prints it, and the edition it is of."""

    sheet: Mapping[str, Any]
    edition: IndicatorSet

    def filled(self, filler: Filler, values: Mapping[str, Any]) -> tuple[list[Problem], Filled]:
        """Return the form with the points in its rows; `values` go to the labels beside the table."""
        found = Problems()
        grids = filler.form.grids
        matched = match_form([grid_texts(grid) for grid in grids], self.edition)
        exchanged = exchanged_rows(matched)
        for match in exchanged:
            found.add("F246", _place(grids, match), number=match.row.number, no=match.no)
        matches = [*matched.matches, *exchanged]
        if not matches:
            found.add("F244", Location(filler.form.file), file=filler.form.file)
        spots = list(self._points(matches, filler, found))
        own = {spot.places[0].address for spot, _ in spots}
        rest = filler.labels.match(
            {**_without_score(values), **dict.fromkeys(TOTALS, self.sheet.get("total"))}
        )
        last = _last(matches)
        others = [
            (spot, value)
            for spot, value in rest.values
            if spot.places[0].address not in own and not (last and self._is_below(spot, last, grids))
        ]
        rest.values, rest.lists = [*spots, *others], []
        return list(found), filler.filled(rest)

    def _points(
        self, matches: Sequence[Match], filler: Filler, found: Problems
    ) -> Iterator[tuple[Spot, Any]]:
        rows = {match.no: match.row for match in matches}
        grids = filler.form.grids
        waiting = []
        for item in self.sheet.get("items") or ():
            no, points = item.get("no"), item.get("points")
            if item.get("state") == "pending" or points in (None, ""):
                waiting.append(f"{no} {item.get('title', '')}")
            elif no not in rows:
                found.add("F241", no=no, title=item.get("title", ""), points=points)
            elif (cell := _target(grids[rows[no].table], rows[no])) and (spot := _spot(cell, no, filler)):
                yield spot, f"，得{points}分" if _prints_marks(cell) else _number(points)
            elif cell is None or not _has(cell, points):
                found.add("F242", grids[rows[no].table].cells[0].address, no=no, points=points)
        last = _last(matches)
        sum_cell = total_cell(grids[last.table], last, self.edition) if last else None
        if sum_cell and (spot := _spot(sum_cell, "合计", filler)):
            yield spot, _number(self.sheet.get("total"))
        if waiting:
            found.add("F243", items="、".join(waiting))

    def _is_below(self, spot: Spot, last: FormRow, grids: Sequence[Grid]) -> bool:
        """Say whether a spot stands below the row of the total, or in another table: what is called so there is its own."""
        cell = spot.places[0].text
        table = next((i for i, grid in enumerate(grids) if any(cell is one for one in grid.cells)), -1)
        total = total_cell(grids[last.table], last, self.edition)
        end = total.row if total else _end(grids[last.table], last)
        has_end = total is not None or end + 1 < grids[last.table].rows
        return has_end and isinstance(cell, Cell) and (table, cell.row) > (last.table, end)


def _last(matches: Sequence[Match]) -> FormRow | None:
    """Return the last row of an indicator."""
    return max((match.row for match in matches), key=lambda row: (row.table, row.row), default=None)


def exchanged_rows(matched: FormMatch) -> list[Match]:
    """Return the rows that changed places among themselves, but for their numbers: the text tells which is which."""
    by_text = {match.no: match for match in matched.contradictions}
    numbers = {match.row.number for match in matched.contradictions}
    settled = {match.no for match in matched.matches} | {first.no for first, _ in matched.repeated}
    once = len(by_text) == len(numbers) == len(matched.contradictions)
    return matched.contradictions if once and numbers == by_text.keys() - settled else []


def _place(grids: Sequence[Grid], match: Match) -> Location:
    """Return where the number of a row stands."""
    cell = grids[match.row.table].at(match.row.row, match.row.columns.get("序号", 0))
    return cell.address if cell else Location()


def _spot(cell: Cell, label: object, filler: Filler) -> Spot | None:
    """Return where a number goes in a cell: it is blank, or has one blank beside words."""
    name = str(label)
    if _is_free(cell):
        control = next((one for one in cell.controls if one.kind != "box"), None)
        kind: Kind = "cell" if control is None else "control"
        return Spot((name,), name, (Place(name, kind, HOW, cell, control=control),))
    if _prints_marks(cell):
        end = len(cell.text.rstrip())
        return Spot((name,), name, (Place(name, "inline", HOW, cell, slots=(Slot(end, end),)),))
    places = [place for place in filler.places if place.text is cell]
    is_one = len(places) == 1 and places[0].kind == "inline" and len(places[0].slots) == 1
    return Spot((name,), name, tuple(places)) if is_one else None


def _prints_marks(cell: Cell) -> bool:
    """Say whether a cell says nothing but the full marks of its row: 满分3分."""
    return not cell.is_fixed and _PRINTED.fullmatch(squeeze(cell.text)) is not None


def _has(cell: Cell, points: Any) -> bool:
    """Say whether the points stand there already."""
    return said_number(cell.text) == str(points)


def said_number(text: str) -> str:
    """Return the number that a cell says with words about it, as 得分：3 分; "" for a blank; other texts as they are."""
    plain = _SAID.sub("", _BESIDE.sub("", squeeze(text)))
    return plain if re.fullmatch(r"(?:\d+(?:\.\d+)?)?", plain) else text.strip()


def _number(points: Any) -> Any:
    return Decimal(points) if re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?", str(points)) else points


def _without_score(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in values.items() if name not in ("dossiers", "problems")}


def _target(grid: Grid, row: FormRow) -> Cell | None:
    """Return the cell for the points of a row: under 得分, where there is none under 备注."""
    column = row.columns.get("得分", row.columns.get("备注"))
    return grid.at(row.row, column) if column is not None else None


def _is_free(cell: Cell) -> bool:
    return not cell.is_fixed and _FREE.fullmatch(cell.text) is not None


def total_cell(grid: Grid, of: FormRow, edition: IndicatorSet) -> Cell | None:
    """Return the cell for the total: in the first row below that is of the whole, in the column of the points.

    That is one that says so, or names all marks of the edition.
    """
    parts = tuple(squeeze(item.category) for item in edition.indicators)
    for number in range(of.row + 1, _end(grid, of) + 1):
        said = [cell for cell in grid.row(number) if cell.row == number and squeeze(cell.text)]
        label = squeeze(said[0].text) if said else ""
        is_part = label.startswith(parts) or _PART.search(label)
        is_whole = is_total(label) and _marks_at(grid, of, number) == str(edition.full)
        if is_whole or (not is_part and (is_total(label) or _SUM.fullmatch(label))):
            return _target(grid, replace(of, row=number))
    return None


def _end(grid: Grid, of: FormRow) -> int:
    """Return the last row before the header of another table, else the last of all."""
    for number in range(of.row + 1, grid.rows):
        said = {squeeze(cell.text) for cell in grid.row(number)} - {""}
        if len(said) >= FEWEST_TITLES and not any(map(str.isdecimal, "".join(said))):
            return number - 1
    return grid.rows - 1


def _marks_at(grid: Grid, of: FormRow, number: int) -> str:
    """Return the full marks that a row names in the column of these."""
    cell = grid.at(number, of.columns["满分"]) if "满分" in of.columns else None
    return said_number(cell.text) if cell else ""


def grid_texts(grid: Grid) -> list[list[str]]:
    """Return the texts of a grid by row and column, those of merged cells in their first place."""
    texts = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        texts[cell.row][cell.column] = cell.text
    return texts


# ---------------------------------------------------------------- where a score comes from
def scored_at(path: Path, libraries: Sequence[Path], filler: Filler, found: Problems) -> Scored | None:
    """Return the score of the dossier at `path` when the form is a score sheet of its edition, else None."""
    from hqe_docs.office.scores.numbers import scored, sheet_json

    for loaded, sheet in scored([path], libraries, None, found):
        matched = match_form([grid_texts(grid) for grid in filler.form.grids], sheet.edition)
        is_sheet = len(matched.matches) * 2 > len(sheet.edition.indicators)
        return Scored(sheet_json(loaded.name, sheet, rows=False), sheet.edition) if is_sheet else None
    return None


def given_score(
    values: Mapping[str, Any], file: str, libraries: Sequence[Path], found: Problems
) -> Scored | None:
    """Return the one score in the JSON of `hqe score`, with the edition of the library whose indicators it names."""
    sheets = [one for one in values.get("dossiers") or () if isinstance(one, Mapping) and one.get("items")]
    edition = _edition(sheets[0], Library.over_shipped(libraries)) if len(sheets) == 1 else None
    if edition is None:
        found.add("F245", Location(file), file=file)
        return None
    return Scored(sheets[0], edition)


def _edition(sheet: Mapping[str, Any], library: Library) -> IndicatorSet | None:
    said = {(str(item.get("no")), squeeze(str(item.get("title", "")))) for item in sheet["items"]}
    for path in library.names(FOLDER, ".yaml").values():
        _, edition, _ = load_file(path, library)
        if edition and said <= {(str(item.no), squeeze(item.content)) for item in edition.indicators}:
            return edition
    return None
