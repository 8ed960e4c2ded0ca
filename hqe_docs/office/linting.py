"""`hqe lint`: papers held against GB/T 9704, whoever made them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.paper.lint.lint import lint
from hqe_docs.paper.lint.reading import read_paper
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.package import read_package
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


def lint_files(paths: Sequence[Path]) -> list[Linted]:
    """Return what was found in each file, and in each .docx of a folder."""
    return [lint_file(path, name) for path, name in _files(paths)]


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            inside = (one for one in sorted(path.rglob("*.docx")) if not one.name.startswith(_LOCK))
            yield from ((one, one.relative_to(path).as_posix()) for one in inside)
        else:
            yield path, path.name


def lint_file(path: Path, name: str) -> Linted:
    """Return what was found in the file at `path`, told under `name`."""
    where = Location(name)
    if said := _OTHERS.get(path.suffix.lower()):
        return Linted(name, [problem("G101", where, detail=said)])
    parts = read_package(path)
    if isinstance(parts, Problem):  # its message speaks of templates
        return Linted(name, [problem("G101", where, detail=parts.message.rpartition("：")[2])])
    paper = read_paper(parts, name)
    if isinstance(paper, Problem):
        return Linted(name, [paper])
    return Linted(name, lint(paper), form=running_text(paper) is None)
