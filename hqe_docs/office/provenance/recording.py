"""The run that makes a dossier's papers as it is written down: its stamp in each paper, its record in .hqe/记录."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.office.provenance.records import (
    Paper,
    Records,
    Run,
    read_records,
    records_file,
    way_to,
    write_records,
)
from hqe_docs.office.provenance.sources import TEMPLATES, Sources, digest_of, short_digest
from hqe_docs.office.provenance.trails import TRAILS, keep_trails
from hqe_docs.paper.stamp import STAMP, Stamp
from hqe_docs.paper.trail import Trail
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from hqe_docs.office.building.desk import Order

_SHORT = 16  # hexadecimal digits of a 生成号
_ALWAYS = (f"{TEMPLATES}文书目录.yaml", f"{TEMPLATES}layout/")


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was written in this run: as which document, from which template, where its values came from.

    `digest`: of what was built, where hand edits were put into it.
    """

    document: str
    template: str
    trail: Trail
    digest: str = ""


def stamp_for(order: Order, sources: Sources) -> Stamp:
    """Return the stamp of the papers made of these sources by what was asked: the same for the same, on any day."""
    inputs = short_digest(text for source in sources.items() for text in source)
    options = (f"{name} {value}" for name, value in options_of(order).items())
    return Stamp(short_digest([order.version, inputs, *options])[:_SHORT], f"hqe {order.version}", inputs)


def options_of(order: Order) -> dict[str, Any]:
    """Return what was asked for that shows in papers."""
    names = ("draft", "unmask", "profile", "duplex", "release")
    return {name: getattr(order, name) for name in names} | {"day": order.day and order.day.isoformat()}


@contextmanager
def stamping(stamp: Stamp) -> Iterator[None]:
    """Let every package that is written inside carry the stamp."""
    before = STAMP.set(stamp)
    try:
        yield
    finally:
        STAMP.reset(before)


def record(
    dossier: Path, papers: Path, order: Order, stamp: Stamp, sources: Sources, made: Mapping[str, Made]
) -> list[Problem]:
    """Write down which papers were made, by file name, in the folder `papers`; return what hindered it."""
    if not made:
        return []
    file = records_file(dossier, papers)
    former = read_records(file) or Records(way_to(dossier, papers))
    used = {it.template for it in made.values()} | {it.template for it in former.papers.values()}
    relevant = {name: told for name, told in sources.items() if is_relevant(name, used)}
    run = Run(order.version, stamp.inputs, options_of(order), relevant)
    written = {
        name: Paper(stamp.run, it.document, it.template, it.digest or digest_of(papers / name))
        for name, it in made.items()
    }
    whole = replace(former, folder=way_to(dossier, papers)).with_run(stamp, run, written)
    trails = {name: it.trail for name, it in made.items()}
    return [*write_records(file, whole), *keep_trails(records_file(dossier, papers, TRAILS), trails)]


def is_relevant(name: str, templates: Container[str]) -> bool:
    """Say whether a source has a part in papers of these templates; those of other papers have none."""
    if not name.startswith(TEMPLATES):
        return True
    return name.partition("~")[0].removeprefix(TEMPLATES) in templates or name.startswith(_ALWAYS)
