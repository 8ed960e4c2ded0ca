"""Dossiers opened with all that belongs to them: ledgers, indicator set, documents, the dossiers below."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import takewhile
from pathlib import Path, PurePath

from hqe_docs.data.definitions import FOLDER as DEFINITIONS
from hqe_docs.data.dossier import FILES, Dossier, dossier_file, on_day, read_dossier
from hqe_docs.data.kinds import FOLDER as KINDS
from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.programme.programme import FOLDER as PROGRAMMES
from hqe_docs.data.programme.programme import Programme
from hqe_docs.data.scores.editionfile import FOLDER as INDICATORS
from hqe_docs.data.scores.evidence import report_unassigned
from hqe_docs.data.scores.figures import Counter, Figure
from hqe_docs.data.scores.gaps import Gap, gaps_of
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.data.scores.scoring import ScoreSheet, score
from hqe_docs.data.states import State, read_states
from hqe_docs.library import Library
from hqe_docs.office.catalogue import Document, load_catalogue
from hqe_docs.office.ledgers.beside import Shelf, read_shelf
from hqe_docs.office.mapping.openness import read_matters
from hqe_docs.office.scores.editions import check_programme, edition_of
from hqe_docs.office.turns import Turns
from hqe_docs.problems import Location, Problem, Problems, has_errors
from hqe_docs.values import did_you_mean

OUTPUT_FOLDER = "输出"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one above must know of a dossier before it sums it up.

    `ledgers` are the kinds that it and those below it have, `faulty` those with errors in their rows.
    """

    name: str
    is_broken: bool
    ledgers: frozenset[str]
    faulty: frozenset[str]


@dataclass(frozen=True)
class Loaded:
    """One dossier, ready to be checked, scored and printed; its ledgers are read when first asked for.

    `label` is its folder as messages show it, `inside` the names in 下辖 that lead to it from the outermost one.
    `told` are the standings of those directly below where they are known without opening them (`below`); `states` are
    those kept of it, by day. `written` is the dossier as it was written where `dossier` is of another day: by that its
    ledgers are checked. `counted_on` is the day that figures and points go by where that is not its 基准日.
    """

    folder: Path
    label: str
    inside: PurePath
    library: Library
    dossier: Dossier | None
    documents: Mapping[str, Document] = field(default_factory=dict)
    kinds: Mapping[str, LedgerKind] = field(default_factory=dict)
    edition: IndicatorSet | None = None
    below: tuple[Loaded, ...] = ()
    dossier_problems: tuple[Problem, ...] = ()
    progress: Progress | None = None
    told: tuple[Standing, ...] = ()
    programme: Programme | None = None
    states: tuple[State, ...] = ()
    written: Dossier | None = None
    counted_on: date | None = None

    @property
    def is_sound(self) -> bool:
        """Whether what was written fits the schema, so that papers and scores can be made from it."""
        return self.dossier is not None and self.dossier.fits

    @property
    def is_broken(self) -> bool:
        """Whether an error in what was written, or a ledger that can't be read, stops its papers (contract)."""
        return not self.is_sound or has_errors(self.dossier_problems) or bool(self.shelf.unreadable)

    @property
    def sound(self) -> Dossier:
        """The dossier, for those who have seen that it could be read."""
        if self.dossier is None:
            raise ValueError(f"{self.label} could not be read")
        return self.dossier

    @property
    def counted(self) -> Dossier:
        """The sound dossier as its figures and points are counted."""
        return on_day(self.sound, self.counted_on) if self.counted_on else self.sound

    @property
    def name(self) -> str:
        """The creation point's name, or its folder's where the dossier does not tell."""
        return self.dossier.name if self.dossier and self.dossier.fits else self.folder.resolve().name

    @cached_property
    def shelf(self) -> Shelf:
        if self.progress:
            self.progress(f"读取 {self.label or self.folder.resolve().name}")
        return read_shelf(self.folder, self.label, self.kinds, self.written or self.dossier)

    @property
    def ledgers(self) -> Mapping[str, Ledger]:
        return self.shelf.ledgers

    @cached_property
    def counter(self) -> Counter | None:
        """What counts the edition's figures over this dossier's ledgers."""
        if self.edition is None or not self.is_sound:
            return None
        return Counter(self.counted, self.edition, self.ledgers, self.shelf.unreadable)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return self.counter.figures() if self.counter else {}

    @cached_property
    def sheet(self) -> ScoreSheet | None:
        """The score sheet; only a 创建点 has one."""
        if self.edition is None or not self.is_sound or self.sound.data.point.role != "创建点":
            return None
        return score(self.counted, self.edition, self.figures)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What the score sheet lost, most points for least effort first."""
        return gaps_of(self.sheet) if self.sheet else []

    @cached_property
    def ledger_problems(self) -> tuple[Problem, ...]:
        found = Problems(list(self.shelf.problems()))
        if self.shelf.ledgers:
            _check_own_ledgers(self.shelf, self.standings, found)
        return tuple(found)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How those directly below stand."""
        return self.told or tuple(inner.standing for inner in self.below)

    @property
    def standing(self) -> Standing:
        """How this dossier stands, with all below it."""
        ledgers = frozenset(self.ledgers).union(*(it.ledgers for it in self.standings))
        own = (kind for kind, found in self.shelf.by_kind.items() if has_errors(found))
        faulty = frozenset(own).union(*(it.faulty for it in self.standings))
        return Standing(self.name, self.is_broken, ledgers, faulty)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.dossier_problems, *self.ledger_problems)

    def on_day(self, day: date) -> Loaded:
        """Return this sound dossier, and those below it, as if their 基准日 were `day`."""
        below = tuple(inner.on_day(day) if inner.is_sound else inner for inner in self.below)
        return replace(
            self, dossier=on_day(self.sound, day), below=below, written=self.written or self.dossier
        )

    def in_week_of(self, day: date) -> Loaded:
        """Return this sound dossier on the day of a report: figures and points stand still when 基准日 has passed."""
        written = (self.written or self.sound).data.point.reference_date
        return replace(self.on_day(day), counted_on=written if written and written < day else None)

    def each(self) -> Iterator[Loaded]:
        """Yield this dossier and all below it, outermost first."""
        yield self
        for loaded in self.below:
            yield from loaded.each()

    def let_go(self) -> None:
        """Forget the ledgers and what was counted from them, so that a long run needs no more memory than one."""
        for name in ("shelf", "counter", "figures", "sheet", "gaps", "ledger_problems"):
            self.__dict__.pop(name, None)


def open_dossiers(
    paths: Sequence[Path], *, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> list[Loaded]:
    """Return each dossier at `paths` (a folder or its file) with those below it."""
    return list(each_dossier(paths, libraries=libraries, progress=progress))


def each_dossier(
    paths: Sequence[Path], *, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> Iterator[Loaded]:
    """Yield each dossier at `paths`, opened when its turn comes."""
    for place in places(paths, libraries):
        yield open_all(place, progress)


def walk_dossiers(
    paths: Sequence[Path], *, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> Iterator[Loaded]:
    """Yield each dossier at `paths` and all below, outermost first, each opened when its turn comes.

    Nothing is kept of those before, so `below` is empty in all; 下辖 still tells whether there are any.
    """
    waiting = deque(places(paths, libraries))
    turns, seen = Turns(progress), set[Path]()
    total = sum(_count(item.folder) for item in waiting) if progress else 0
    while waiting:
        place = waiting.popleft()
        if (real := place.folder.resolve()) in seen:  # named beside the one it lies in
            continue
        seen.add(real)
        loaded, inner = open_one(place)
        waiting.extendleft(reversed(inner))
        turns.step(loaded.label or loaded.name, max(len(waiting), total - len(seen)))
        yield loaded


def _count(folder: Path) -> int:
    """Return how many dossiers lie at and below a folder, named in 下辖 or not: about as many turns will come."""
    return sum(1 for name in FILES for _ in folder.rglob(name))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier is to be opened, and the `label` by which messages call its folder.

    `above` are the folders it lies in, against circles; `name` is what 下辖 calls it.
    """

    folder: Path
    label: str
    library: Library
    inside: PurePath = field(default_factory=PurePath)
    above: tuple[Path, ...] = ()
    name: str = ""


def places(paths: Sequence[Path], libraries: Sequence[Path] = ()) -> list[Place]:
    """Return where the dossiers at `paths` (a folder or its file) are to be opened, each once."""
    library = Library.over_shipped(libraries)
    folders = dict.fromkeys(path.parent if path.name in FILES else path for path in paths)
    return [Place(it, "" if str(it) == "." else it.as_posix(), _with_outer(library, it)) for it in folders]


def open_all(place: Place, progress: Progress | None = None) -> Loaded:
    """Return the dossier at a place with all those below it."""
    loaded, inner = open_one(place, progress)
    return replace(loaded, below=tuple(open_all(item, progress) for item in inner))


def open_one(place: Place, progress: Progress | None = None) -> tuple[Loaded, list[Place]]:
    """Return the dossier at a place, and the places of those directly below it."""
    folder, label = place.folder, place.label
    own = place.library.in_front(folder) if _is_library(folder) else place.library
    found = Problems()
    if not dossier_file(folder):
        found.add("R101", Location(label or None), path=label or ".")
        return Loaded(folder, label, place.inside, own, None, dossier_problems=tuple(found)), []
    dossier = read_dossier(folder, label, found)
    documents = load_catalogue(own, found)
    read_matters(own, found)
    kinds = load_kinds(own, found)
    edition: IndicatorSet | None = None
    programme: Programme | None = None
    inner: list[Place] = []
    if dossier:
        _check_papers_named(dossier, documents, found)
        edition, programme = edition_of(dossier, own, found)
        if edition:
            report_unassigned(dossier, edition, label, found)
        check_programme(dossier, edition, programme, kinds, found)
        inner = list(_below(dossier, replace(place, library=own), found))
        _check_name(dossier, place.name, found)
    states = tuple(read_states(folder, found, label))
    problems = tuple(found)
    given = (folder, label, place.inside, own, dossier, documents, kinds, edition)
    return Loaded(*given, (), problems, progress, programme=programme, states=states), inner


def _below(dossier: Dossier, place: Place, found: Problems) -> Iterator[Place]:
    first: dict[Path, str] = {}
    above = (*place.above, place.folder.resolve())
    for i, name in enumerate(dossier.data.below):
        folder, where = dossier.folder / name, dossier.at("下辖", i)
        real = folder.resolve()
        if ".." in PurePath(name).parts or not real.is_relative_to(above[-1]) or real in above:
            found.add("D129", where, name=name)
        elif real in first:
            found.add("D128", where, name=name, first=first[real])
        elif not dossier_file(folder):
            found.add("D117", where, name=name, path=f"{name}/{FILES[0]}")
        else:
            first[real] = name
            label = PurePath(place.label, name).as_posix()
            yield Place(folder, label, place.library, place.inside / name, above, name)


def _with_outer(library: Library, folder: Path) -> Library:
    """Return the library with those of the dossiers that a folder lies in, nearest first."""
    outer = list(takewhile(dossier_file, folder.absolute().parents))
    for above in reversed(outer):
        library = library.in_front(above) if _is_library(above) else library
    return library


def _is_library(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in ("templates", INDICATORS, PROGRAMMES, KINDS, DEFINITIONS))


def _check_name(dossier: Dossier, name: str, found: Problems) -> None:
    """Report a creation point that is called otherwise than in 下辖 above it."""
    expected = PurePath(name).name
    if name and dossier.fits and dossier.name != expected:
        where = dossier.at("创建点", "名称")
        found.add("D123", where, name="创建点.名称", found=dossier.name, expected=expected)


def _check_papers_named(dossier: Dossier, documents: Mapping[str, Document], found: Problems) -> None:
    for name in dossier.data.papers:
        if name not in documents:
            hint = did_you_mean(name, documents)
            found.add("D118", dossier.at("文书", name), hint=hint, key=name, known="、".join(documents))


def _check_own_ledgers(shelf: Shelf, below: Sequence[Standing], found: Problems) -> None:
    """Report ledgers beside an outer dossier that are made up from those below: they are not used."""
    for name, ledger in shelf.ledgers.items():
        if any(name in standing.ledgers for standing in below):
            found.add("L111", Location(ledger.sources[0].file), kind=name)
