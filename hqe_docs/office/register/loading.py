"""The ledgers of dossiers put into the register: all of one run or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from hqe_docs.data.kinds import MASTER
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.register.conflicts import Claim, conflicts, last_day
from hqe_docs.data.register.incoming import Incoming
from hqe_docs.data.register.loading import SAME, Outcome, load
from hqe_docs.masking import mask_identity
from hqe_docs.office.ledgers.asked import day_asked
from hqe_docs.office.register.opening import answering, is_ready, store_at
from hqe_docs.office.workspace import Loaded, Progress, walk_dossiers
from hqe_docs.problems import Location, Problems, has_errors
from hqe_docs.values import today

if TYPE_CHECKING:
    from sqlalchemy import Connection


def load_register(
    paths: Sequence[Path],
    *,
    db: str | None = None,
    day: str | None = None,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Put the ledgers of the dossiers at `paths` into the register; return problems, and what became of each ledger."""
    found, store = Problems(), store_at(db, paths)
    on = day_asked(day, "H104", found)
    _is_to_come(on, Location(), found)
    outcomes: list[Outcome] = []
    if not found.has_errors:
        opened = list(walk_dossiers(paths, libraries=libraries, progress=progress))
        with answering(store, found):
            if is_ready(store, found, may_be_new=True):
                with store.writing([place_of(it) for it in opened] or ["无"]) as connection:
                    outcomes = _Load(connection, on, found).all(opened)
    return {
        "problems": list(found),
        "register": store.shown,
        "loads": [{name: it for name, it in asdict(one).items() if name != "book"} for one in outcomes],
    }


def _is_to_come(day: date | None, where: Location, found: Problems) -> bool:
    """Say whether a day is after today; if so, that is a problem: no ledger can be of it."""
    if day is None or day <= today():
        return False
    found.add("H124", where, day=day.isoformat())
    return True


def place_of(loaded: Loaded) -> str:
    """Return the place a dossier is of, outermost first: 洪江镇/梅州村."""
    if not loaded.is_sound:
        return loaded.name
    return "/".join([*loaded.sound.data.point.parents, loaded.name])


@dataclass(slots=True)
class _Load:
    """One run inside its transaction; `done` are the ledgers that it has put into the register."""

    connection: Connection
    day: date | None
    found: Problems
    done: set[tuple[str, str]] = field(default_factory=set)

    def all(self, opened: Sequence[Loaded]) -> list[Outcome]:
        """Load every ledger, those of outer dossiers last: what is made up from those below is no ledger of its own."""
        inner, outer = ([it for it in opened if bool(_below(it)) is wanted] for wanted in (False, True))
        outcomes = [outcome for loaded in (*inner, *reversed(outer)) for outcome in self._dossier(loaded)]
        if not outcomes and not self.found.has_errors:
            self.found.add("H122")
        self._conflicts(outcomes)
        return outcomes

    def _dossier(self, loaded: Loaded) -> Iterator[Outcome]:
        self.found.extend(loaded.dossier_problems)
        where = Location(loaded.label or None)
        if not loaded.is_sound or has_errors(loaded.dossier_problems):
            self.found.add("H113", where, name=loaded.name)
            return
        day = self.day or loaded.sound.data.point.reference_date
        if day is None:
            self.found.add("H105", where, name=loaded.name)
            return
        if _is_to_come(day, where, self.found):
            return
        below = {kind for place, kind in self.done if place.startswith(place_of(loaded) + "/")}
        for kind in sorted(loaded.shelf.unreadable):
            self.found.extend(loaded.shelf.by_kind[kind])
            self.found.add("H111", where, kind=kind)
        for kind, ledger in loaded.ledgers.items():
            if kind not in below and self._is_first(loaded, kind):
                self._tell_faults(loaded, kind)
                yield load(self.connection, Incoming(place_of(loaded), day, _named(ledger, loaded.name)))
        loaded.let_go()

    def _is_first(self, loaded: Loaded, kind: str) -> bool:
        which = (place_of(loaded), kind)
        if which in self.done:
            self.found.add("H112", Location(loaded.label or None), place=which[0], kind=kind)
            return False
        self.done.add(which)
        return True

    def _tell_faults(self, loaded: Loaded, kind: str) -> None:
        count = sum(item.severity == "error" for item in loaded.shelf.by_kind.get(kind, ()))
        if count:
            self.found.add("H110", Location(loaded.ledgers[kind].sources[0].file), kind=kind, count=count)

    def _conflicts(self, outcomes: Sequence[Outcome]) -> None:
        """Report who stands in two places' master ledgers; a load that changed nothing has been told before.

        A state of an earlier day is looked at on the last day known, too: it may hold beside what others loaded since.
        """
        days: dict[str, list[int]] = {}
        for outcome in outcomes:
            if outcome.kind == MASTER and outcome.how != SAME:
                days.setdefault(outcome.day, []).append(outcome.book)
        last, told = last_day(self.connection) if days else "", set[str]()
        for day, books in days.items():
            for claims in (it for on in sorted({day, last}) for it in conflicts(self.connection, books, on)):
                if claims[0].person not in told:
                    told.add(claims[0].person)
                    self._conflict(claims)

    def _conflict(self, claims: Sequence[Claim]) -> None:
        last = claims[-1]
        places = "、".join(f"{it.village}（第 {it.line} 行，{it.state or '状态空白'}）" for it in claims)
        number = mask_identity(last.person)
        where = Location(last.file, row=last.line)
        self.found.add("H114", where, name=last.name, number=number, places=places)


def _below(loaded: Loaded) -> Sequence[str]:
    return loaded.sound.data.below if loaded.is_sound else ()


def _named(ledger: Ledger, village: str) -> Ledger:
    """Return the ledger with its files called by the village, however the dossier was named on the command line."""
    sources = tuple(replace(it, file=f"{village}/{PurePath(it.file).name}") for it in ledger.sources)
    return replace(ledger, sources=sources)
