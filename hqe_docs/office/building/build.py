"""Papers of many dossiers: planned, worked off one by one or side by side, put together in the dossiers' order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from hqe_docs.data.files.locked import PASSWORD
from hqe_docs.office.building.batch import Batch, Crew
from hqe_docs.office.building.crews import crew_here, crew_of_cluster, crew_of_processes
from hqe_docs.office.building.desk import Order, Result
from hqe_docs.office.building.units import Unit, last_first, plan
from hqe_docs.office.building.work import Outcome, Passed, failed, work
from hqe_docs.office.check import unique
from hqe_docs.office.turns import Turns
from hqe_docs.office.versions import RELEASE
from hqe_docs.office.workspace import OUTPUT_FOLDER, Progress
from hqe_docs.paper.sealing import SEAL
from hqe_docs.problems import Problem, Problems
from hqe_docs.values import did_you_mean

WORTH = 8  # dossiers a process, before its start is won back
WEEKLY = ("周报", "周报汇总", "问题台账")  # what is made of a week
MOST_UNASKED = 4  # processes, unless more are asked for: each takes some 200 MiB


def build(  # noqa: PLR0913  # each is an option of the command
    paths: Sequence[Path],
    *,
    out: Path | None = None,
    documents: Sequence[str] = (),
    strict: bool = False,
    draft: bool = False,
    unmask: bool = False,
    resume: bool = False,
    profile: str = "",
    duplex: bool = False,
    wins: str = "",
    jobs: int | None = None,
    scheduler: str | None = None,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[list[Problem], list[Result]]:
    """Make the papers of the dossiers at `paths` and of those below; the list of papers may be narrowed.

    `profile`: the layout; `duplex`: the binding edge inside; `unmask`: persons to work on by whole names and numbers;
    `wins`: "ours" (the hand's) or "theirs", where both changed a place; `jobs`: processes, or a dask `scheduler`.
    """
    units = plan(paths, out, libraries)
    order = Order(
        Path.cwd(),
        tuple(documents),
        draft,
        unmask=unmask,
        records=len(units) > 1 or resume,
        resume=resume,
        profile=profile,
        duplex=duplex,
        wins=wins,
    )
    with _crew(units, jobs, scheduler, progress) as crew:
        if isinstance(crew, Problem):
            return [crew], []
        return build_with(crew, units, _of_this_run(order), strict=strict, progress=progress)


def _of_this_run(order: Order) -> Order:
    """Return the order with what the run was told beside it; what it makes is kept in mind."""
    return replace(order, password=PASSWORD.get(), seal=SEAL.get(), release=RELEASE.get(), traces=True)


def build_with(
    crew: Crew, units: Sequence[Unit], order: Order, *, strict: bool = False, progress: Progress | None = None
) -> tuple[list[Problem], list[Result]]:
    """Have a crew work off the units; return problems and results in the order of the units."""
    found = Problems()
    if strict:
        looked = _run(crew, units, replace(order, checks=True, records=False, resume=False), progress)
        found.extend([*looked.unmet(), *looked.found()])
        order = replace(order, stopped=found.has_errors)
        if looked.is_interrupted:
            return unique(found), []
    made = _run(crew, units, order, progress)
    found.extend([*made.unmet(), *made.found()])
    return unique(found), [result for outcome in made.each() for result in outcome.results]


def build_week(
    paths: Sequence[Path],
    *,
    day: date,
    out: Path | None = None,
    wins: str = "",
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[list[Problem], list[Result]]:
    """Keep the state of `day` of the dossiers at `paths` and of those below, and make their weekly reports."""
    units = plan(paths, out, libraries, f"{OUTPUT_FOLDER}/{WEEKLY[0]}/{day.isoformat()}")
    order = _of_this_run(Order(Path.cwd(), WEEKLY, day=day, wins=wins))
    with _crew(units, None, None, progress) as crew:
        return (
            ([crew], []) if isinstance(crew, Problem) else build_with(crew, units, order, progress=progress)
        )


@contextmanager
def _crew(
    units: Sequence[Unit], jobs: int | None, scheduler: str | None, progress: Progress | None
) -> Iterator[Crew | Problem]:
    if scheduler:
        with crew_of_cluster(scheduler) as crew:
            yield crew
        return
    jobs = jobs or min(os.cpu_count() or 1, len(units) // WORTH, MOST_UNASKED)
    yield crew_of_processes(jobs) if jobs > 1 else crew_here(progress)


@dataclass(slots=True)
class _Run:
    """One run over all units: what became of each, by its number."""

    units: Sequence[Unit]
    order: Order
    turns: Turns | None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    is_interrupted: bool = False

    def call(self, number: int) -> tuple[object, ...]:
        """Return the arguments of `work` for a unit."""
        unit = self.units[number]
        below = [self.outcomes[inner].passed for inner in unit.below]
        taken = self.outcomes[unit.after].taken if unit.after is not None else frozenset[Path]()
        return unit, self.order, below, taken

    def failed(self, number: int, error: BaseException | None) -> Outcome:
        return failed(self.units[number], error)

    def finished(self, number: int, outcome: Outcome) -> None:
        self.outcomes[number] = outcome
        for inner in self.units[number].below:  # what they passed on has served
            self.outcomes[inner] = replace(self.outcomes[inner], passed=Passed())
        if self.turns:
            unit = self.units[number]
            self.turns.step(unit.place.label or unit.place.folder.name, len(self.units) - len(self.outcomes))

    def each(self) -> Iterator[Outcome]:
        return (self.outcomes[unit.number] for unit in self.units if unit.number in self.outcomes)

    def found(self) -> Iterator[Problem]:
        for outcome in self.each():
            yield from outcome.found
        if self.is_interrupted:
            found, done = Problems(), len(self.outcomes)
            found.add("R153", done=done, left=len(self.units) - done)
            yield from found

    def unmet(self) -> Iterator[Problem]:
        """Yield a problem for each paper asked for that does not exist, or is not made for any of these dossiers."""
        if self.order.day:  # nobody has named the papers of a week
            return
        everyone = [outcome.about for outcome in self.each() if outcome.about]
        found = Problems()
        known = list(dict.fromkeys(name for about in everyone for name in about.known))
        given = {name for about in everyone for name in about.given}
        for name in self.order.documents if known else ():
            if name not in known:
                hint = did_you_mean(name, known)
                found.add("R104", hint=hint, found=name, known="、".join(known))
            elif name not in given and len(everyone) == len(self.units):
                roles = "、".join(dict.fromkeys(about.role for about in everyone if about.role))
                found.add(
                    "R110", document=name, role=roles, names="、".join(about.name for about in everyone)
                )
        yield from found


def _run(crew: Crew, units: Sequence[Unit], order: Order, progress: Progress | None) -> _Run:
    run = _Run(units, order, Turns(progress) if len(units) > 1 else None)
    batch = Batch(units, work, run.call, run.failed, run.finished)
    run.is_interrupted = not batch.run(crew, last_first(units))
    return run
