"""How many of the known faults of a folder of workbooks `hqe check` finds, how many cells it blames wrongly.

And how many right values, written in other ways, it reads as something else.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import common_columns, header_key, load_kinds
from hqe_docs.data.loose.book import Asked, read_loosely
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from tests.program import hqe

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = "ledgers-with-faults"
FORMATS = (".xlsx", ".xls")


@dataclass(frozen=True)
class Score:
    """One workbook: the faults seeded in it, those not found, the right cells called wrong and those misread."""

    name: str
    faults: int
    missed: tuple[dict[str, Any], ...]
    wrong: tuple[dict[str, Any], ...]
    misread: tuple[dict[str, Any], ...] = ()

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.faults if self.faults else 1.0

    def __str__(self) -> str:
        found = f"recall {self.recall:.3f} of {self.faults}, false positives {len(self.wrong)}"
        return f"{self.name}: {found}, misread {len(self.misread)}"


def shared_folder() -> Path | None:
    """Return the folder of shared workbooks, named by HQE_SHARED or beside the checkout; None when absent."""
    places = (
        [Path(os.environ["HQE_SHARED"])] if os.environ.get("HQE_SHARED") else [CHECKOUT.parent / "shared"]
    )
    return next((place / FOLDER for place in places if (place / FOLDER).is_dir()), None)


def score_folder(folder: Path, *options: str) -> Iterator[Score]:
    """Yield the score of each workbook that has a list of its faults beside it."""
    for listed in sorted(folder.glob("*.json")):
        truth = json.loads(listed.read_text(encoding="utf-8"))
        for book in (listed.with_suffix(suffix) for suffix in FORMATS):
            if book.is_file():
                yield score(book, truth, *options)


def score(book: Path, truth: dict[str, Any], *options: str) -> Score:
    """Return what `hqe check` finds of the faults in `truth`; errors and warnings count, infos don't."""
    answer = json.loads(hqe("check", book, "--json", *options).stdout)
    said = [item for item in answer["problems"] if item["severity"] in ("error", "warning")]
    cells = {(item["where"].get("sheet"), item["where"].get("cell")) for item in said}
    seeded = {(fault["sheet"], f"{fault['col']}{fault['row']}") for fault in truth["faults"]}
    missed = [f for f in truth["faults"] if (f["sheet"], f"{f['col']}{f['row']}") not in cells]
    wrong = [i for i in said if (i["where"].get("sheet"), i["where"].get("cell")) not in seeded]
    return Score(book.name, len(truth["faults"]), tuple(missed), tuple(wrong), tuple(misread(book, truth)))


def misread(book: Path, truth: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the right cells written in other ways that are read as something else than `expect`."""
    benign = [item for item in truth.get("benign", ()) if "expect" in item]
    values = read_values(book) if benign else {}
    for item in benign:
        place = (item.get("sheet", ""), f"{item['col']}{item['row']}")
        if place in values and not is_same(values[place], item["expect"]):
            yield {**item, "read": values[place]}


def read_values(book: Path) -> dict[tuple[str, str], str]:
    """Return (sheet, cell) → what the cell is read as; of a title, the column it is taken for."""
    found, library = Problems(), Library.over_shipped(())
    kinds, general = load_kinds(library, found), common_columns(library, found)
    tables, _ = read_loosely(book, kinds, general, Asked(), found)
    values: dict[tuple[str, str], str] = {}
    for table, _ in tables:
        for name in (item.name for item in table.ledger.kind.fields):
            for i, value in enumerate(table.values(name)):
                where = table.ledger.at(i, name)
                values[where.sheet or "", where.cell or ""] = value
        for part in table.tables:
            for title in part.header.titles:
                where = part.grid.at(title.row, title.column)
                field = title.field
                values[where.sheet or "", where.cell or ""] = (
                    "|".join((field.name, *field.aliases)) if field else ""
                )
    return values


def is_same(value: str, expected: object) -> bool:
    """Say whether a read value is the expected one; of several names of a column one suffices."""
    if isinstance(expected, list):
        return value == "、".join(map(str, expected))
    if isinstance(expected, int | float):
        return Decimal(value or "0") == Decimal(str(expected)) if re.fullmatch(r"-?[\d.]*", value) else False
    return (
        expected is None
        or value == expected
        or header_key(str(expected)) in map(header_key, value.split("|"))
    )


def main() -> None:
    """Print the score of every workbook in the shared folder, and what was missed or blamed wrongly."""
    folder = shared_folder()
    if folder is None:
        sys.stdout.write("没有共享的工作簿（HQE_SHARED），没有可测的\n")
        return
    for result in score_folder(folder, *sys.argv[1:]):
        sys.stdout.write(f"{result}\n")
        for item in (*result.missed, *result.wrong, *result.misread):
            sys.stdout.write(f"    {json.dumps(item, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main()
