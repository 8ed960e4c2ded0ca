"""Makes the ledgers of ledgers/hongjiang-2023 again: python -m tools.example.make [FOLDER].

The same villages, people and bytes come out each time. The dossiers are written by hand and stay as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.example.columns import LEFT, WIDTHS, Row, rows
from tools.example.dice import Dice
from tools.example.families import villagers
from tools.example.lives import lives
from tools.example.villages import REFERENCE_DAY, VILLAGES, Village
from tools.example.workbook import Sheet, write

FOLDER = Path(__file__).resolve().parents[2] / "ledgers" / "hongjiang-2023"
LEDGER = "劳动力资源台账"


def ledger_rows(village: Village) -> list[Row]:
    """Return the master ledger of `village`."""
    dice = Dice(f"hongjiang-2023 {village.name}")
    people = villagers(village, dice)
    return rows(village, lives(village, people, dice), dice)


def sheet(village: Village) -> Sheet:
    """Return the ledger as it stands in its workbook."""
    day = f"{REFERENCE_DAY.year}年{REFERENCE_DAY.month}月{REFERENCE_DAY.day}日"
    return Sheet(
        name="劳动力",
        title=f"洪江镇{village.name}{LEDGER}",
        line=[f"填报单位：洪江镇{village.name}村民委员会", f"填报日期：{day}", "单位：人、元/月"],
        widths=WIDTHS,
        rows=ledger_rows(village),
        left=LEFT,
        frozen=6,
    )


def make(folder: Path) -> list[Path]:
    """Write each village's ledger under `folder` and return the paths."""
    paths = [folder / village.name / f"{LEDGER}.xlsx" for village in VILLAGES]
    for village, path in zip(VILLAGES, paths, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, sheet(village))
    return paths


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(made)
