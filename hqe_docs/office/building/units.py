"""The work of a build in units, one a dossier: small enough to be sent to another process or machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hqe_docs.data.dossier import BOOK, dossier_file
from hqe_docs.office.building.prints import prints_ledgers
from hqe_docs.office.workspace import OUTPUT_FOLDER, Place, open_one, places

BELOW = "下辖"


@dataclass(frozen=True, slots=True)
class Unit:
    """One dossier to be worked on: where it is, where its papers go (as the user wrote it), whom it waits for.

    `number` counts the units outermost first; `below` are those directly below it, `after` one that writes into the
    same folder and comes first. One above asks it to tell what it is (`tells`), perhaps with its ledgers (`rows`).
    """

    number: int
    place: Place
    folder: Path
    below: tuple[int, ...] = ()
    after: int | None = None
    tells: bool = False
    rows: bool = False

    @property
    def waits_for(self) -> tuple[int, ...]:
        return self.below if self.after is None else (*self.below, self.after)


@dataclass(slots=True)
class _Plan:
    """The units found so far, and the last one that writes into each folder."""

    units: dict[int, Unit] = field(default_factory=dict)
    writers: dict[Path, int] = field(default_factory=dict)

    def add(self, place: Place, out: Path, *, tells: bool = False, rows: bool = False) -> int:
        number = len(self.units)
        folder = out / place.inside
        after = self.writers.get(folder)
        self.writers[folder] = number
        unit = Unit(number, _anywhere(place), folder, (), after, tells, rows)
        self.units[number] = unit
        inner, prints = _look_into(place)
        below = tuple(self.add(each, out, tells=True, rows=rows or prints) for each in inner)
        self.units[number] = replace(unit, below=below)
        return number


def plan(
    paths: Sequence[Path], out: Path | None, libraries: Sequence[Path] = (), usual: str = OUTPUT_FOLDER
) -> list[Unit]:
    """Return the units of the dossiers at `paths` and of all below, outermost first.

    What is made goes into `out`, else into the folder `usual` of each dossier.
    """
    made = _Plan()
    tops = places(paths, libraries)
    for top in tops:
        root = out / top.folder.resolve().name if out and len(tops) > 1 else out
        made.add(top, root or top.folder / usual)
    return list(made.units.values())


def _look_into(place: Place) -> tuple[list[Place], bool]:
    """Return the places directly below, and whether a paper of this dossier prints ledgers of those below."""
    file = dossier_file(place.folder)
    if file is None or not _may_have_below(file):
        return [], False
    loaded, inner = open_one(place)
    return inner, bool(inner) and loaded.dossier is not None and prints_ledgers(loaded)


def _may_have_below(file: Path) -> bool:
    """Say whether 下辖 may stand in the file, so that thousands of villages need not be parsed to be planned."""
    if file.name == BOOK:
        return True
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError:
        return False
    except UnicodeDecodeError:
        return True
    return BELOW in text or "\\" in text  # a quoted key may be written in escapes


def _anywhere(place: Place) -> Place:
    """Return the place with whole paths, so that the working folder of a process does not matter."""
    roots = tuple(root.absolute() for root in place.library.roots)
    return replace(place, folder=place.folder.absolute(), library=replace(place.library, roots=roots))


def last_first(units: Sequence[Unit]) -> Iterator[int]:
    """Yield the numbers of the units, each after those below it, so that little is kept for those above."""
    inner = {number for unit in units for number in unit.below}
    waiting = [(unit.number, False) for unit in reversed(units) if unit.number not in inner]
    while waiting:
        number, opened = waiting.pop()
        if opened or not units[number].below:
            yield number
        else:
            waiting.append((number, True))
            waiting += [(each, False) for each in reversed(units[number].below)]
