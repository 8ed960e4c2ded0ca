"""What `hqe due` writes: one calendar file of all dossiers, a picture of each dossier's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hqe_docs.data.scores.evidence import FOLDER as EVIDENCE
from hqe_docs.office.building.desk import file_name
from hqe_docs.office.schedule.calendarfile import calendar_file
from hqe_docs.office.schedule.items import Item
from hqe_docs.office.schedule.plan import plan_of
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.picturepage import SUFFIXES
from hqe_docs.paper.progresspicture import progress_bytes, write_progress
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems

ICS = ".ics"


def may_begin(ics: Path | None, picture: Path | None, found: Problems) -> bool:
    """Say whether the names can be written to; if not, that is a problem."""
    if ics and ics.suffix.lower() != ICS:
        found.add("P109", Location(str(ics)), found=ics.name)
        return False
    if picture and picture.suffix.lower() not in SUFFIXES:
        found.add("R126", Location(str(picture)), found=picture.name, known="、".join(SUFFIXES))
        return False
    for path in (ics, picture):
        if path and path.exists() and EVIDENCE in path.resolve().parts:
            found.add("L521", Location(str(path)))
            return False
    return True


def write_calendar(path: Path, items: Sequence[tuple[Item, date]], found: Problems) -> str | None:
    """Write the calendar file; return its path, None with the reason where it can't be."""
    names = list(dict.fromkeys(item.dossier for item, _ in items))
    problems = write_file(path, calendar_file(items, f"{names[0] if names else ''}创建工作日程"))
    found.extend(problems)
    return None if problems else str(path)


def stamp_of(loaded: Loaded) -> date:
    """Return the day that stamps a dossier's events: its reference day, else the first of its year."""
    point = loaded.sound.data.point
    return point.reference_date or date(point.year, 1, 1)


def draw(
    target: Path, loaded: Loaded, on: date, found: Problems, *, several: bool, taken: Sequence[str | None]
) -> str | None:
    """Draw a dossier's plan; where there are several, its name goes behind the file's. None when it can't be.

    `taken` are the files written before in this run.
    """
    plan = plan_of(loaded, on)
    if plan is None:
        found.add("P110", Location(loaded.label or None), name=loaded.name)
        return None
    if several:
        name = "-".join(loaded.inside.parts) or loaded.name
        target = target.with_name(f"{target.stem}-{file_name(name)}{target.suffix}")
    if str(target) in taken:
        found.add("R111", Location(loaded.label or None), document="进度图", path=target)
        return None
    problems = write_progress(target, plan)
    found.extend(item for item in problems if item not in found.found)
    return None if problems else str(target)


def progress_picture(loaded: Loaded, on: date) -> bytes | Problem | None:
    """Return the picture of a dossier's plan (PNG), None where it has no tasks, a problem where it can't be drawn."""
    plan = plan_of(loaded, on)
    return None if plan is None else progress_bytes(plan)
