"""Papers made again beside those that are there, as their run would make them now: nothing of it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.files.locked import PASSWORD
from hqe_docs.office.building.build import build_with
from hqe_docs.office.building.crews import crew_here
from hqe_docs.office.building.desk import Order
from hqe_docs.office.building.units import plan
from hqe_docs.office.building.work import Passed, work
from hqe_docs.office.provenance.sources import Sources, own, sources_of
from hqe_docs.office.workspace import Place, Progress, open_one, places


@contextmanager
def rebuilt(
    dossier: Path,
    documents: Sequence[str],
    options: Mapping[str, Any],
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Iterator[Path]:
    """Give a folder with the dossier's papers made anew while the block runs."""
    order = order_of(options, documents)
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        units = plan([dossier.absolute()], Path(folder), libraries)
        if order.day:  # those below tell what they are on that day
            build_with(crew_here(progress), units, order)
        else:
            work(units[0], order, [Passed()] * len(units[0].below), progress=progress)
        yield Path(folder)


def order_of(options: Mapping[str, Any], documents: Sequence[str] = ()) -> Order:
    """Return what was asked for when papers were built with these options."""
    said = {name: value for name, value in options.items() if name != "day"}
    day = options["day"] and date.fromisoformat(options["day"])
    return Order(Path.cwd(), tuple(documents), **said, day=day, password=PASSWORD.get())


def sources_now(dossier: Path, libraries: Sequence[Path] = ()) -> Sources:
    """Return what the papers of a dossier would be made from now."""
    return _sources(places([dossier.absolute()], libraries)[0])


def _sources(place: Place) -> Sources:
    _, inner = open_one(place)
    return sources_of(place.folder, place.library, {it.name: own(_sources(it)) for it in inner})
