"""A dated copy put back into its place; what stands there is kept first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from hqe_docs.office.keeping.history import RESTORED, Copy, copies, copies_of
from hqe_docs.office.locking import workspace_of
from hqe_docs.paper.wholefiles import hindrance, put_file
from hqe_docs.problems import Location, Problem, problem

_NUMBER = re.compile(r"\d{8}-\d{6}(?:-\d+)?")  # of a copy, which reads like a time with a zone


def put_back(path: Path, wanted: str, dossiers: Sequence[Path] = ()) -> tuple[list[Problem], Copy | None]:
    """Return what hindered it, and the copy that stands at `path` again: the last one, or the one `wanted`.

    That is a number of a copy, or a day or time at which the file said what the copy says.
    """
    where, known = Location(file=path.name), copies_of([path], dossiers)
    if not known:
        return [problem("R430", where, hint=_namesakes(path, dossiers), path=path)], None
    copy = chosen(known, wanted) if wanted else known[0]
    if copy is None:
        return [problem("R431", where, path=path, found=wanted)], None
    home = copy.file.parents[3]
    try:
        content = copy.file.read_bytes()
        mine = path.read_bytes() if path.is_file() else None
        before = (
            copies(home, path, mine, RESTORED) if mine not in (None, content) and mine is not None else ()
        )
        put_file(path, content, before=before)
    except OSError as error:
        return [hindrance(path, error)], None
    return [], copy


def _namesakes(path: Path, dossiers: Sequence[Path]) -> str:
    """Return which files of this name have copies: the user may have left out the folder."""
    places = [*dossiers] or [workspace_of(path) or Path.cwd()]
    found = dict.fromkeys(one.path for one in copies_of(places) if one.path.name == path.name)
    return f"有旧稿的是 {'、'.join(map(str, found))}" if found else ""


def chosen(known: Sequence[Copy], wanted: str) -> Copy | None:
    """Return the copy of a number, or that which stood in its place at a time; the newest of several."""
    by_number = next((one for one in known if one.number == wanted), None)
    moment = None if by_number else _moment(wanted)
    if moment is None:
        return by_number
    later = [one for one in known if one.replaced > moment]
    return later[-1] if later else None


def _moment(text: str) -> datetime | None:
    """Return the moment that a text says, the end of a day where it says no time."""
    if _NUMBER.fullmatch(text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    if moment.time() == time() and len(text.strip()) <= len("2023-10-31"):
        moment += timedelta(days=1) - timedelta(seconds=1)
    return moment.astimezone() if moment.tzinfo is None else moment
