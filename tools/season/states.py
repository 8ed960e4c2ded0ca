"""The dossiers of a day: `Season(seed).write(folder, day)` puts 洪江镇 and its villages there as they stood."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from tools.example.classes import Seat
from tools.example.dice import Dice
from tools.example.make import LEDGER, books, ledger_rows, sheet
from tools.example.services import SERVICES
from tools.example.sheets import Book, Row, service_sheet
from tools.example.villages import REFERENCE_DAY, VILLAGES, Village
from tools.example.workbook import Sheet, write
from tools.season import dossiers, moves, services, upkeep
from tools.season.days import CLOSED
from tools.season.history import ID, History

TRUTH = "变动.csv"
TITLES = ("日期", "村", "公民身份号码", "变动", "栏目", "原值", "新值")
TAKEN = ("劳务品牌台账", "创业与市场主体台账", "创业担保贷款台账")
SEED = 2023


@dataclass(frozen=True)
class VillageSeason:
    """One village's season: the example's rows, classes and service ledgers, and how they came to be."""

    village: Village
    seed: int
    rows: list[Row]
    seats: list[Seat]

    @cached_property
    def books(self) -> list[Book]:
        return list(books(self.village, self.rows, self.seats))

    @cached_property
    def history(self) -> History:
        told = History(self.village, self.rows)
        updates = next(book.rows for book in self.books if book.kind == "动态更新台账")
        moves.tell(told, updates, self.seats, self._dice("变动"))
        taken = frozenset(str(row[ID]) for book in self.books if book.kind in TAKEN for row in book.rows)
        begins = min(course.first for course in SERVICES[self.village.name].courses)
        upkeep.tell(told, taken, begins, self._dice("日常"))
        return told

    def sheets(self, day: date) -> Iterator[tuple[str, Sheet]]:
        """Yield the ledgers of `day`, kind and sheet; those without a row had not been begun."""
        now = self.history.rows_on(day)
        yield LEDGER, sheet(self.village, now)
        final, then = ({str(row[ID]): row for row in rows} for rows in (self.rows, now))
        seed = f"{self.seed} {self.village.name}"
        made = {book.kind: services.on(book, final, then, day, seed) for book in self.books}
        firms, loans = "创业与市场主体台账", "创业担保贷款台账"
        made[firms] = services.financed(made[firms], made[loans])
        for book in self.books:
            if made[book.kind]:
                yield book.kind, service_sheet(self.village, replace(book, rows=made[book.kind]))

    def write_master(self, path: Path, day: date) -> Path:
        """Write the master ledger of `day` alone and return its path."""
        write(path, _dated(sheet(self.village, self.history.rows_on(day)), day))
        return path

    def _dice(self, of: str) -> Dice:
        return Dice(f"season {self.seed} {self.village.name} {of}")


class Season:
    """The season of one seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.villages = [VillageSeason(village, seed, *ledger_rows(village)) for village in VILLAGES]

    def write(self, folder: Path, day: date) -> None:
        """Write the dossiers of `day` into `folder`, over those of an earlier day."""
        dossiers.write(folder, "", day)
        for each in self.villages:
            inner = folder / each.village.name
            dossiers.write(inner, each.village.name, day)
            for kind, page in each.sheets(day):
                write(inner / f"{kind}.xlsx", _dated(page, day))

    def write_truth(self, path: Path, until: date) -> None:
        """Write what changed in the master ledgers up to a day: a line a cell."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(TITLES)
            told = (line for each in self.villages for line in each.history.lines())
            lines.writerows(sorted(line for line in told if line[0] <= until.isoformat()))


def states_at(day: date, folder: Path, seed: int = SEED) -> Path:
    """Write the dossiers as they stood on `day` into `folder` and return it."""
    Season(seed).write(folder, day)
    return folder


def _dated(page: Sheet, day: date) -> Sheet:
    """Return a sheet that says when it was filled in: the reference day once the ledgers are closed."""
    until = min(day, CLOSED)
    texts = [f"{each.year}年{each.month}月{each.day}日" for each in (REFERENCE_DAY, until)]
    return replace(page, line=[text.replace(texts[0], texts[1]) for text in page.line])
