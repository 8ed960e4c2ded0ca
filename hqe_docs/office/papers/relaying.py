"""`hqe lint --fix`: papers laid out anew on copies, and what is left for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.codes import CODES
from hqe_docs.library import Library
from hqe_docs.office.papers.lintdata import facts_of
from hqe_docs.office.papers.linting import files_in, read_file
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.profilefile import read_profile
from hqe_docs.paper.lint.lint import lint
from hqe_docs.paper.lint.stated import Facts
from hqe_docs.paper.package import Parts, write_package
from hqe_docs.paper.relayout.relayout import relaid
from hqe_docs.paper.resolved.reading import read_paper
from hqe_docs.problems import Location, Problem, Problems

ENDING = "（已改）"


@dataclass(frozen=True, slots=True)
class Fixed:
    """One file: the copy written or None, how many findings of each code are gone, what is left."""

    file: str
    path: Path | None
    problems: list[Problem]
    mended: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        path = self.path and str(self.path)
        return {"file": self.file, "path": path, "mended": dict(self.mended)}

    def mended_titles(self) -> list[str]:
        """Return what was mended, in words."""
        return [CODES[code].title for code in self.mended]


@dataclass(frozen=True, slots=True)
class Ways:
    """By which profile papers are laid out, and what their texts must agree with."""

    profile: Profile
    facts: Facts | None


def fix_files(
    paths: Sequence[Path],
    dossiers: Sequence[Path] = (),
    *,
    out: Path | None,
    profile: str,
    libraries: Sequence[Path] = (),
) -> list[Fixed]:
    """Lay out each file anew by that profile; write to `out` (a file, or a folder for several)."""
    found = Problems()
    numbers = read_profile(profile, Library.over_shipped(libraries), found)
    files = list(files_in(paths))
    many = len(files) > 1 or any(path.is_dir() for path in paths) or (out is not None and out.is_dir())
    facts, hindered = facts_of(dossiers) if dossiers else (None, [])
    found.extend(hindered)
    if numbers is None or hindered:
        return [Fixed(profile, None, list(found))]
    return [
        _fix(path, title, _target(path, title, out, many=many), Ways(numbers, facts)) for path, title in files
    ]


def _target(path: Path, title: str, out: Path | None, *, many: bool) -> Path:
    if out is None:
        return path.with_name(f"{path.stem}{ENDING}.docx")
    return out / title if many else out


def _fix(path: Path, title: str, target: Path, ways: Ways) -> Fixed:
    found = Problems()
    if target.resolve() == path.resolve():
        found.add("R161", Location(str(target)), path=target)
    elif target.exists():
        hint = "用 -o 写另一个文件名，或先移走原有的副本"
        found.add("R103", Location(str(target)), hint=hint, path=target)
    paper = None if found.has_errors else read_file(path, title)
    if paper is None or isinstance(paper, Problem):
        return Fixed(title, None, [*found, *([paper] if paper else [])])
    before = Counter(item.code for item in lint(paper, ways.facts))
    parts = relaid(paper, ways.profile, found)
    if parts is not None:
        found.extend(write_package(target, parts))
    if parts is None or found.has_errors:
        return Fixed(title, None, list(found))
    left = _left(parts, title, ways.facts)
    gone = before - Counter(item.code for item in left)
    return Fixed(title, target, [*found, *left], dict(gone))


def _left(parts: Parts, title: str, facts: Facts | None) -> list[Problem]:
    paper = read_paper(parts, title)
    return [paper] if isinstance(paper, Problem) else lint(paper, facts)
