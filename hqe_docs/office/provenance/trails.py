"""The trails of a folder of papers: one archive beside its records, a folder in it for each paper."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from hqe_docs.office.provenance.records import unkept
from hqe_docs.paper.package import Parts, zipped
from hqe_docs.paper.sealing import SEAL
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Problem

TRAILS = ".来处.zip"
_DAMAGED = (OSError, zipfile.BadZipFile, KeyError, EOFError, RuntimeError)


def keep_trails(file: Path, trails: Mapping[str, Trail]) -> list[Problem]:
    """Put the trails of papers, by file name, into the archive; where papers are encrypted, nothing is kept of them."""
    kept = {name: data for name, data in _kept(file).items() if name.partition("/")[0] not in trails}
    if not SEAL.get():
        for name, trail in trails.items():
            kept |= {f"{name}/{part}": data for part, data in trail.parts.items()}
    if not kept and not file.is_file():
        return []
    found = write_file(file, zipped(Parts(dict(sorted(kept.items())))))
    return [unkept(item) for item in found]


def read_trail(file: Path, paper: str) -> Trail:
    """Return the trail of a paper; an empty one where none was kept."""
    inside = f"{paper}/"
    found = {name.removeprefix(inside): data for name, data in _kept(file, inside).items()}
    return Trail(found)


def _kept(file: Path, beginning: str = "") -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if name.startswith(beginning)]
            return {name: archive.read(name) for name in names}
    except _DAMAGED:
        return {}
