"""How many of the known faults of a folder of workbooks `hqe check` finds, and how many cells it blames wrongly."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.program import hqe

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = "ledgers-with-faults"
FORMATS = (".xlsx", ".xls")


@dataclass(frozen=True)
class Score:
    """One workbook: the faults seeded in it, those not found, and the right cells called wrong."""

    name: str
    faults: int
    missed: tuple[dict[str, Any], ...]
    wrong: tuple[dict[str, Any], ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.faults if self.faults else 1.0

    def __str__(self) -> str:
        return f"{self.name}: recall {self.recall:.3f} of {self.faults}, false positives {len(self.wrong)}"


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
    return Score(book.name, len(truth["faults"]), tuple(missed), tuple(wrong))


def main() -> None:
    """Print the score of every workbook in the shared folder, and what was missed or blamed wrongly."""
    folder = shared_folder()
    if folder is None:
        sys.stdout.write("没有共享的工作簿（HQE_SHARED），没有可测的\n")
        return
    for result in score_folder(folder, *sys.argv[1:]):
        sys.stdout.write(f"{result}\n")
        for item in (*result.missed, *result.wrong):
            sys.stdout.write(f"    {json.dumps(item, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main()
