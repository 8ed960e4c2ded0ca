"""Records of what was built: per dossier and folder of papers, from what each paper was made and what it was then.

They stand in the dossier's own .hqe/记录, never beside papers that leave the office; values and their places (`trails`)
beside them, for `hqe trace`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from hqe_docs.office.keeping.originals import MOST_FOLDERS
from hqe_docs.office.workspace import OUTPUT_FOLDER
from hqe_docs.paper.stamp import Stamp
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Problem, problem

FOLDER = Path(".hqe") / "记录"
VERSION = 1
_LONGEST = 60  # bytes of a folder's name inside the record's


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a dossier: the program's version, the options that show in papers, the digests of the sources."""

    version: str
    inputs: str
    options: Mapping[str, Any]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """One file that was built: by which run, as which document, from which template, the digest of what was written."""

    run: str
    document: str
    template: str
    digest: str


@dataclass(frozen=True, slots=True)
class Records:
    """The papers in one folder of a dossier's papers, by file name, and the runs that made them, by 生成号."""

    folder: str
    runs: Mapping[str, Run] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)

    def with_run(self, stamp: Stamp, run: Run, papers: Mapping[str, Paper]) -> Records:
        """Return the records after another run; runs of which no paper is left are forgotten."""
        whole = {**self.papers, **papers}
        used = {paper.run for paper in whole.values()}
        runs = {name: it for name, it in {**self.runs, stamp.run: run}.items() if name in used}
        return Records(self.folder, runs, dict(sorted(whole.items())))


def records_file(dossier: Path, papers: Path, suffix: str = ".json") -> Path:
    """Return where the records of the papers in a folder stand, by the way that leads there from the dossier."""
    way = way_to(dossier, papers)
    if way == OUTPUT_FOLDER:
        return dossier / FOLDER / f"{way}{suffix}"
    name = PurePath(way).name.encode()[:_LONGEST].decode(errors="ignore")
    return dossier / FOLDER / f"{name}-{sha256(way.encode()).hexdigest()[:8]}{suffix}"


def way_to(dossier: Path, papers: Path) -> str:
    """Return the way from a dossier to a folder of papers; whole where none leads there (another drive)."""
    try:
        return PurePath(os.path.relpath(papers, dossier)).as_posix()
    except ValueError:
        return papers.as_posix()


def read_records(file: Path) -> Records | None:
    """Return the records in a file, None where there are none that can be read."""
    try:
        said = json.loads(file.read_text("utf-8"))
        if said["version"] != VERSION:
            return None
        runs = {name: Run(**it) for name, it in said["runs"].items()}
        return Records(said["folder"], runs, {name: Paper(**it) for name, it in said["papers"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def each_records(dossier: Path) -> Iterator[tuple[Path, Records]]:
    """Yield the records of a dossier, each with its file."""
    for file in sorted((dossier / FOLDER).glob("*.json")):
        if records := read_records(file):
            yield file, records


def write_records(file: Path, records: Records) -> list[Problem]:
    """Write the records, all or nothing; what hindered it is a warning, as the papers are made."""
    _forget_gone(file.parent)
    text = json.dumps({"version": VERSION, **asdict(records)}, ensure_ascii=False, indent=1)
    return [unkept(item) for item in write_file(file, text.encode("utf-8", "surrogatepass"))]


def _forget_gone(folder: Path) -> None:
    """Forget the records of folders of papers that have gone, where there are many."""
    files = sorted(folder.glob("*.json"))
    for file in files if len(files) > MOST_FOLDERS else ():
        records = read_records(file)
        if records and not (folder.parent.parent / records.folder).is_dir():
            for path in folder.glob(f"{file.stem}.*"):
                with suppress(OSError):
                    path.unlink()


def unkept(hindrance: Problem) -> Problem:
    """Return the warning that a record could not be kept."""
    return problem("R401", hindrance.where, detail=hindrance.message)
