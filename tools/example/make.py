"""Makes the ledgers of ledgers/hongjiang-2023 again: python -m tools.example.make [FOLDER].

The same villages, people and bytes come out each time. The dossiers are written by hand and stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.example import brand, classes, disputes, founders, holders, outreach, staff, upkeep
from tools.example.classes import Seat
from tools.example.columns import LEFT, WIDTHS, rows
from tools.example.dice import Dice
from tools.example.families import villagers
from tools.example.lives import lives
from tools.example.services import SERVICES
from tools.example.sheets import Book, Row, service_sheet
from tools.example.villages import REFERENCE_DAY, VILLAGES, Village
from tools.example.workbook import Sheet, write

FOLDER = Path(__file__).resolve().parents[2] / "ledgers" / "hongjiang-2023"
LEDGER = "劳动力资源台账"


def _dice(village: Village, of: str = "") -> Dice:
    """Return chance of its own for each ledger: one that changes leaves the others as they are."""
    return Dice(f"hongjiang-2023 {village.name} {of}".rstrip())


def ledger_rows(village: Village) -> tuple[list[Row], list[Seat]]:
    """Return the master ledger of `village`, and who sat in the year's classes."""
    dice = _dice(village)
    people = villagers(village, dice)
    master = rows(village, lives(village, people, dice), dice)
    founders.name_firms_apart(master)
    seats = classes.enrol(SERVICES[village.name], master, _dice(village, "班次"))
    classes.certify(village, master, seats, _dice(village, "证书"))
    return master, seats


def sheet(village: Village, master: list[Row]) -> Sheet:
    """Return the master ledger as it stands in its workbook."""
    day = f"{REFERENCE_DAY.year}年{REFERENCE_DAY.month}月{REFERENCE_DAY.day}日"
    return Sheet(
        name="劳动力",
        title=f"洪江镇{village.name}{LEDGER}",
        line=[f"填报单位：洪江镇{village.name}村民委员会", f"填报日期：{day}", "单位：人、元/月"],
        widths=WIDTHS,
        rows=master,
        left=LEFT,
        frozen=6,
    )


def books(village: Village, master: list[Row], seats: list[Seat]) -> Iterator[Book]:
    """Yield the ledgers of the village's services."""
    services = SERVICES[village.name]
    checks, mistakes = upkeep.check_ledger(services, master, _dice(village, "核查"))
    yield checks
    yield upkeep.update_ledger(services, master, seats, mistakes, _dice(village, "更新"))
    yield holders.ledger(master, seats, _dice(village, "持证"))
    firms = founders.firms(village, services, master, _dice(village, "创业"))
    loans = founders.loan_ledger(services, firms, _dice(village, "贷款"))
    yield founders.firm_ledger(firms, loans)
    yield loans
    yield classes.ledger(village, seats)
    yield brand.ledger(services, master, seats)
    yield outreach.agency_ledger(village)
    yield outreach.event_ledger(village, _dice(village, "活动"))
    yield disputes.ledger(services, master, _dice(village, "争议"))
    yield outreach.push_ledger(village, services, _dice(village, "推送"))
    yield staff.ledger(village)


def make(folder: Path) -> list[Path]:
    """Write each village's ledgers under `folder` and return the paths."""
    paths = []
    for village in VILLAGES:
        master, seats = ledger_rows(village)
        sheets = {LEDGER: sheet(village, master)}
        sheets |= {book.kind: service_sheet(village, book) for book in books(village, master, seats)}
        (folder / village.name).mkdir(parents=True, exist_ok=True)
        for kind, page in sheets.items():
            paths.append(folder / village.name / f"{kind}.xlsx")
            write(paths[-1], page)
    return paths


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(made)
