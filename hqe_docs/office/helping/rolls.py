"""Dossiers opened for 政策找人 and 帮扶预警: their points one by one, and the rolls to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from hqe_docs.data.definitions import DEFAULT, Setting, load_definitions
from hqe_docs.data.kinds import MASTER
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID
from hqe_docs.data.policies.roll import Roll
from hqe_docs.data.policies.rulefile import RuleFile
from hqe_docs.office.ledgers.asked import day_asked
from hqe_docs.office.workspace import Loaded, Progress, walk_dossiers
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import today


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the day as typed (today unless said), the folder for results, whole names on the screen."""

    day: str | None = None
    out: Path | None = None
    unmask: bool = False
    rules: str = ""


@dataclass(slots=True)
class Run:
    """One run: its day, what was found, the outermost unit above others, the settings used, the files (None: not written).

    `above` are all units met that have others below them.
    """

    day: date
    found: Problems = field(default_factory=Problems)
    top: Loaded | None = None
    above: list[Loaded] = field(default_factory=list)
    settings: dict[str, tuple[str, Setting]] = field(default_factory=dict)
    written: list[str | None] = field(default_factory=list)
    absent: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def lack(self, code: str, ledger: str, names: Iterable[str], point: str) -> None:
        """Note that a point has no such ledger, and what is not judged for it; told once for all points."""
        self.absent.setdefault((code, ledger, "”“".join(names)), []).append(point)

    def problems(self) -> list[Problem]:
        """Return what was found, and which ledgers are not there."""
        for (code, ledger, names), points in self.absent.items():
            many = f"等 {len(points)} 个创建点" if len(points) > 1 else ""
            self.found.add(code, point=points[0], many=many, ledger=ledger, names=names)
        self.absent.clear()
        return list(self.found)

    @property
    def settings_text(self) -> str:
        return "；".join(f"{name}：{value}" for name, (value, _) in self.settings.items())

    def use(self, roll: Roll, names: Iterable[str]) -> None:
        """Note the settings that judging a roll has turned on."""
        for name in names:
            self.settings.setdefault(name, (roll.terms.settings[name], roll.definitions.settings[name]))


def begin(wish: Wish) -> tuple[Run, bool]:
    """Return the run of the day that is asked for, and whether it can be."""
    found = Problems()
    day = day_asked(wish.day, "H408", found)
    return Run(day or today(), found), not found.has_errors


def points(
    paths: Sequence[Path], libraries: Sequence[Path], run: Run, progress: Progress | None
) -> Iterator[Loaded]:
    """Yield each sound dossier that stands for nobody else; its ledgers are let go after its turn."""
    for loaded in walk_dossiers(paths, libraries=libraries, progress=progress):
        run.found.extend(loaded.dossier_problems)
        if not loaded.is_sound:
            continue
        if loaded.sound.data.below:
            run.top = run.top or loaded
            run.above.append(loaded)
            run.found.extend(it for kind in loaded.shelf.unreadable for it in loaded.shelf.by_kind[kind])
            continue
        for kind in loaded.shelf.unreadable:
            run.found.extend(loaded.shelf.by_kind[kind])
        yield loaded
        loaded.let_go()


def known_of(loaded: Loaded, book: RuleFile, run: Run) -> dict[str, Ledger]:
    """Return the ledgers in which a dossier's people may stand: its own, else those of the unit it lies in.

    Households are numbered by village: what is looked up by them is looked up in its own ledgers only.
    """
    own = {MASTER, *(it.ledger for it in book.lookups.values() if it.key != ID)}
    folders = loaded.folder.resolve().parents
    units = [it for it in run.above if it.folder.resolve() in folders]
    known = {kind: it for unit in units for kind, it in unit.ledgers.items() if kind not in own}
    return {**known, **loaded.ledgers}


def roll_of(loaded: Loaded, book: RuleFile, run: Run, kind: str) -> Roll | None:
    """Return a ledger of a dossier as a file's rules judge it; None without it, or where nobody stands in the master."""
    ledger = loaded.ledgers.get(kind)
    if ledger is None or (kind == MASTER and ledger.frame.is_empty()):
        return None
    data = loaded.sound.data
    own = loaded.edition.definitions if loaded.edition else None
    definitions = own or load_definitions(book.ground or DEFAULT, loaded.library, Problems())
    if definitions is None:
        return None
    given = (ledger, known_of(loaded, book, run), book.over(definitions), book.lookups, data.settings)
    return Roll(*given, run.day, run.day.year, data.point.name)


def tell_absent(loaded: Loaded, book: RuleFile, run: Run) -> None:
    """Say once a dossier which ledgers are not there whose columns then count as empty."""
    lost: dict[str, list[str]] = {}
    known = known_of(loaded, book, run)
    for name, lookup in book.lookups.items():
        if lookup.ledger not in known and lookup.absent == "视为没有" and lookup.ledger != MASTER:
            lost.setdefault(lookup.ledger, []).append(name)
    for ledger, names in lost.items():
        run.lack("H405", ledger, names, loaded.name)


def where(loaded: Loaded) -> Location:
    """Return the place of a dossier."""
    return Location(loaded.label or str(loaded.folder))


# ---------------------------------------------------------------- names, places
@dataclass(frozen=True, slots=True)
class Person:
    """Whom a line is about, in full."""

    village: str
    group: str = ""
    name: str = ""
    number: str = ""
    phone: str = ""
    helper: str = ""


def person_of(row: Mapping[str, object], village: str, name: str = "姓名", helper: str = "") -> Person:
    """Return the person of a row of any ledger."""
    keys = ("组别", name, "公民身份号码", "联系电话")
    group, named, number, phone = (str(row.get(key) or "") for key in keys)
    own = helper or str(row.get("帮扶责任人") or "")
    return Person(str(row.get("村（社区）") or village), group, named, number, phone, own)


def folder_for(out: Path, loaded: Loaded) -> Path:
    """Return where the files of a point go: below the folder for results as it lies below its unit."""
    return out / PurePath(*loaded.inside.parts)
