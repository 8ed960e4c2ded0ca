"""`hqe lint`: papers held against GB/T 9704, whoever made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.office.papers.lintdata import facts_of
from hqe_docs.paper.lint.lint import lint
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.lint.stated import Facts
from hqe_docs.paper.package import reaching, read_package
from hqe_docs.paper.resolved.document import Paper
from hqe_docs.paper.resolved.reading import read_paper
from hqe_docs.problems import Location, Problem, counts, problem

_LOCK = "~$"  # what Word puts beside a document that is open
_OTHERS = {
    ".doc": "这是旧格式 .doc",
    ".wps": "这是 WPS 文字的 .wps",
    ".pdf": "这是 PDF",
    ".xls": "这是工作簿",
    ".xlsx": "这是工作簿",
    ".et": "这是工作簿",
}


@dataclass(frozen=True, slots=True)
class Linted:
    """A file that was looked at and what was found; `form`: no running text, a layout of its own."""

    file: str
    problems: list[Problem]
    form: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "form": self.form, "counts": counts(self.problems)}


def lint_files(
    paths: Sequence[Path], dossiers: Sequence[Path] = (), *, progress: Callable[[str], None] = lambda _: None
) -> list[Linted]:
    """Return what was found in each file, and in each .docx of a folder; `dossiers` say what the texts must agree with.

    `progress` is told the name of each.
    """
    facts, hindered = facts_of(dossiers) if dossiers else (None, [])
    linted = [Linted(str(dossiers[0]), hindered)] if hindered else []
    for path, name in files_in(paths):
        progress(name)
        linted.append(lint_file(path, name, facts))
    return linted


def files_in(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file with the name under which it is told; of folders, each .docx."""
    for path in paths:
        if path.is_dir():
            inside = (one for one in sorted(path.rglob("*.docx")) if not one.name.startswith(_LOCK))
            yield from ((one, one.relative_to(path).as_posix()) for one in inside)
        else:
            yield path, path.name


def lint_file(path: Path, name: str, facts: Facts | None = None) -> Linted:
    """Return what was found in the file at `path`, told under `name`."""
    paper = read_file(path, name)
    if isinstance(paper, Problem):
        return Linted(name, [paper])
    found = [*lint(paper, facts), *reaching(paper.parts, name)]
    return Linted(name, found, form=running_text(paper) is None)


def read_file(path: Path, name: str) -> Paper | Problem:
    """Return the paper in a file, or why it is none."""
    where = Location(name)
    if said := _OTHERS.get(path.suffix.lower()):
        return problem("G101", where, detail=said)
    parts = read_package(path)
    if isinstance(parts, Problem) and parts.code == "R162":
        return parts
    if isinstance(parts, Problem):  # its message speaks of templates
        return problem("G101", where, detail=parts.message.rpartition("：")[2])
    return read_paper(parts, name)
