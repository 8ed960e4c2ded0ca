"""One unit of a build worked off, in this process or another: a dossier opened, its papers made, and let go."""

from __future__ import annotations

import os
import pickle
import traceback
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from hqe_docs import __version__
from hqe_docs.data.files.locked import PASSWORD
from hqe_docs.library import Library
from hqe_docs.office.building.desk import Desk, Order, Result, build_one
from hqe_docs.office.building.record import (
    Record,
    forget_record,
    inputs_digest,
    read_record,
    record_file,
    write_record,
)
from hqe_docs.office.building.units import Unit
from hqe_docs.office.check import check_papers, signed_too_early
from hqe_docs.office.disclosure import disclosed
from hqe_docs.office.keeping.rebuilding import TOLD
from hqe_docs.office.mapping.context import Told, context_of, tell, tell_all, without_rows
from hqe_docs.office.mapping.troublelist import late_answers
from hqe_docs.office.provenance.recording import record as record_papers
from hqe_docs.office.provenance.recording import stamp_for, stamping
from hqe_docs.office.provenance.sources import Sources, digest_of, own, sources_of
from hqe_docs.office.states import as_reported, kept_state
from hqe_docs.office.wanted import documents_for
from hqe_docs.office.workspace import Loaded, Progress, Standing, open_all, open_one
from hqe_docs.paper.sealing import SEAL
from hqe_docs.paper.wholefiles import sweep
from hqe_docs.problems import Location, Problem, Problems, problem

DASKS_WORD = "KilledWorker"  # what dask raises of a unit that several workers have died of
_UNSETTLED = ("R102", "R111", "T301", "T302")  # could not be written: in use, no room, another's name


@dataclass(frozen=True, slots=True)
class About:
    """What the whole run wants to know of a dossier: its role, the papers there are, those it is given."""

    name: str
    role: str = ""
    known: Sequence[str] = ()
    given: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """What goes up to the unit above: the digest of the inputs, and what the dossier tells (packed), if it was opened.

    There is no digest where the same inputs may give something else the next time. `name` is what 下辖 calls the
    dossier, `sources` are its own files and those of the dossiers below it.
    """

    digest: str = ""
    told: bytes | None = None
    name: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one unit; nothing is known of its dossier (`about`) where its work came to no end."""

    about: About | None
    found: Sequence[Problem] = ()
    results: Sequence[Result] = ()
    passed: Passed = Passed()
    taken: frozenset[Path] = frozenset()


def work(
    unit: Unit,
    order: Order,
    below: Sequence[Passed] = (),
    taken: frozenset[Path] = frozenset(),
    *,
    progress: Progress | None = None,
) -> Outcome:
    """Return what became of a unit; whatever goes wrong is said in it."""
    if order.version != __version__:
        return _given_up(unit, problem("R156", **_whose(unit), found=__version__, version=order.version))
    before, seal = PASSWORD.set(order.password), SEAL.set(order.seal)
    try:
        return _done(unit, order, below, taken, progress)
    except Exception as error:
        if os.environ.get("HQE_DEBUG", "") not in ("", "0"):
            traceback.print_exc()
        return failed(unit, error)
    finally:
        PASSWORD.reset(before)
        SEAL.reset(seal)


def failed(unit: Unit, error: BaseException | None) -> Outcome:
    """Return what became of a unit whose work ended with `error`, or with the process that did it (None)."""
    whose = _whose(unit)
    if error is None or type(error).__name__ == DASKS_WORD:
        return _given_up(unit, problem("R152", **whose))
    if isinstance(error, MemoryError):
        return _given_up(unit, problem("R150", **whose))
    detail = " ".join(f"{type(error).__name__} {error}".split())
    return _given_up(unit, problem("R151", **whose, detail=detail))


def _whose(unit: Unit) -> dict[str, Any]:
    label = unit.place.label
    return {"where": Location(label or None), "name": label or unit.place.folder.name}


def _given_up(unit: Unit, why: Problem) -> Outcome:
    name = unit.place.folder.name
    told = Told(Standing(name, True, frozenset(), frozenset()), None, ())
    return Outcome(None, [why], passed=Passed("", _packed(told)))


def _done(
    unit: Unit, order: Order, below: Sequence[Passed], taken: frozenset[Path], progress: Progress | None
) -> Outcome:
    # the shipped library may lie elsewhere on this machine
    library = Library.over_shipped(unit.place.library.roots[:-1])
    unit = replace(unit, place=replace(unit.place, library=library))
    sweep(order.home / unit.folder)
    sources = {} if order.checks else _sources(unit, below)
    made = _made(unit, order, below, taken, progress, sources)
    return replace(made, passed=replace(made.passed, name=unit.place.name, sources=own(sources)))


def _sources(unit: Unit, below: Sequence[Passed]) -> Sources:
    """Return the files that the unit's papers are made from."""
    return sources_of(unit.place.folder, unit.place.library, {it.name: dict(it.sources) for it in below})


def _made(
    unit: Unit,
    order: Order,
    below: Sequence[Passed],
    taken: frozenset[Path],
    progress: Progress | None,
    sources: Sources,
) -> Outcome:
    digest = _inputs(unit, order, below, sources) if order.records else ""
    file = record_file(unit.place.folder, order.home / unit.folder)
    record = read_record(file) if order.resume else None
    if record and record.inputs != digest:
        record = None
    if record and not record.lacks(order.home / unit.folder):
        return _as_recorded(unit, order, record)
    loaded, told = _opened(unit, order, below, progress)
    context = context_of(loaded, told, unmask=order.unmask) if loaded.dossier else {}
    context = disclosed(context, loaded) if order.public and context else context
    packed = _passed_on(loaded, told, context, rows=unit.rows and not order.checks) if unit.tells else None
    if order.checks:
        lacks = check_papers(loaded, told) if loaded.dossier else ()
        return Outcome(_about(loaded), [*loaded.problems, *lacks], passed=Passed("", packed))
    if order.records and not record:  # what is killed halfway has none that would speak of other papers
        forget_record(file)
    desk = Desk(loaded, unit.folder, order, context, set(taken), progress)
    _work_at(desk, sources)
    passed = Passed(_settled(desk, below, digest), packed)
    return Outcome(_about(loaded), list(desk.found), desk.results, passed, frozenset(desk.taken))


def _work_at(desk: Desk, sources: Sources) -> None:
    """Make the papers, each with the stamp of the run; with `traces` write down what was made."""
    order, loaded, day = desk.order, desk.loaded, desk.order.day
    kept = kept_state(loaded, day) if day and order.traces else ()
    told_of_state = [*kept, *late_answers(loaded)] if day else []
    stamp = stamp_for(order, sources)
    with stamping(stamp):
        build_one(desk)
    desk.found.extend(told_of_state)
    desk.found.extend(signed_too_early(loaded, order.documents))
    if order.traces:
        papers = {path.name: made for path, made in desk.made.items()}
        desk.found.extend(
            record_papers(loaded.folder, order.home / desk.folder, order, stamp, sources, papers)
        )


def _inputs(unit: Unit, order: Order, below: Sequence[Passed], sources: Sources) -> str:
    """Return the digest of all that the unit's papers are made from."""
    looks = (order.profile, order.duplex, order.wins, order.release, bool(order.seal))
    asked = (unit.place.label, order.documents, order.draft, order.stopped, order.unmask, *looks)
    said = [*map(str, asked), *(each.digest for each in below)]
    return inputs_digest(sources, said)


# ---------------------------------------------------------------- opening, and what goes up
def _opened(
    unit: Unit, order: Order, below: Sequence[Passed], progress: Progress | None
) -> tuple[Loaded, list[Told]]:
    """Return the dossier, and what those below it tell; one that was not opened in this run is opened now."""
    loaded, places = open_one(unit.place, progress)
    if order.day and loaded.is_sound:
        loaded = as_reported(loaded, order.day)
    told = [
        _unpacked(each.told) if each.told else tell_all(open_all(place), unmask=order.unmask)
        for place, each in zip(places, below, strict=True)
    ]
    return replace(loaded, told=tuple(each.standing for each in told)), told


def _passed_on(loaded: Loaded, below: Sequence[Told], context: dict[str, Any], *, rows: bool) -> bytes:
    if not loaded.is_sound:
        return _packed(tell(loaded, below, None))
    return _packed(tell(loaded, below, context if rows else without_rows(context)))


def _packed(told: Told) -> bytes:
    return zlib.compress(pickle.dumps(told, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(packed: bytes) -> Told:
    told: Told = pickle.loads(zlib.decompress(packed))  # noqa: S301  # our own, made in this run
    return told


def _about(loaded: Loaded) -> About:
    known = tuple(loaded.documents)
    if loaded.dossier is None:
        return About(loaded.name, "", known)
    return About(loaded.name, loaded.sound.data.point.role, known, tuple(documents_for(loaded)))


# ---------------------------------------------------------------- what was made before
def _as_recorded(unit: Unit, order: Order, record: Record) -> Outcome:
    """Return the outcome of a unit that is not worked on again."""
    about = About(**record.about)
    changed = record.changed(order.home / unit.folder)
    results = [
        Result(about.name, document, unit.folder / name if name else None)
        for document, name in record.results
    ]
    found = [*record.problems, *_told_of_changed(unit, changed)]
    taken = frozenset(result.path for result in results if result.path)
    return Outcome(about, found, results, Passed(record.inputs), taken)


def _told_of_changed(unit: Unit, names: Sequence[str]) -> Problems:
    found = Problems()
    for name in names:
        found.add("R157", Location(unit.place.label or None), path=unit.folder / name)
    return found


def _settled(desk: Desk, below: Sequence[Passed], digest: str) -> str:
    """Put down what was made, and return the digest; nothing where the same inputs may give something else next time.

    That is so where passwords, disks or other programs had their part in it.
    """
    loaded = desk.loaded
    if loaded.dossier is None or loaded.shelf.unreadable or desk.order.stopped:
        return ""
    if not all(each.digest for each in below) or any(item.code in _UNSETTLED for item in desk.found):
        return ""
    if desk.order.records and any(result.path for result in desk.results):
        desk.found.extend(_put_down(desk, digest))
    return digest


def _put_down(desk: Desk, digest: str) -> list[Problem]:
    """Write the record of what was made."""
    home, kept = desk.order.home, desk.kept
    paths = [result.path for result in desk.results if result.path]
    papers = {path.name: kept.get(path) or digest_of(home / path) for path in paths}
    results = [(result.document, result.path.name if result.path else None) for result in desk.results]
    problems = [item for item in desk.found if item.code not in TOLD]
    record = Record(digest, papers, results, problems, asdict(_about(desk.loaded)))
    return write_record(record_file(desk.loaded.folder, home / desk.folder), record)
