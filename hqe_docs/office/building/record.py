"""What --resume goes by: beside the papers of a dossier, from what they were made and what they were then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from hqe_docs import __version__
from hqe_docs.data.definitions import FOLDER as DEFINITIONS
from hqe_docs.data.dossier import FILE as DOSSIER
from hqe_docs.data.files.reading import SUFFIXES
from hqe_docs.data.kinds import FOLDER as KINDS
from hqe_docs.data.programme.programme import FOLDER as PROGRAMMES
from hqe_docs.data.scores.editionfile import FOLDER as INDICATORS
from hqe_docs.data.scores.evidence import FOLDER as EVIDENCE
from hqe_docs.data.states import state_files
from hqe_docs.library import Library, once_a_file
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem

FILE = ".hqe-生成记录.json"
_LIBRARY = ("templates", INDICATORS, PROGRAMMES, KINDS, DEFINITIONS)


@dataclass(frozen=True, slots=True)
class Record:
    """One dossier's papers: the digest of what they were made from, file name → digest of what was written.

    `results` are pairs of document and file name, None for what its dossier or template did not let be made; `about`
    is what the whole run wants to know of the dossier.
    """

    inputs: str
    papers: Mapping[str, str]
    results: Sequence[tuple[str, str | None]]
    problems: Sequence[Problem] = ()
    about: Mapping[str, Any] = field(default_factory=dict)

    def lacks(self, folder: Path) -> bool:
        """Say whether a paper has gone since."""
        return not all((folder / name).is_file() for name in self.papers)

    def changed(self, folder: Path) -> list[str]:
        """Return the names of the papers that are not any more what was written."""
        there = (name for name in self.papers if (folder / name).is_file())
        return [name for name in there if digest_of(folder / name) != self.papers[name]]


def read_record(folder: Path) -> Record | None:
    """Return the record in a folder of papers, None where there is none that can be read."""
    try:
        said = json.loads((folder / FILE).read_text("utf-8"))
        problems = [Problem(**{**item, "where": Location(**item["where"])}) for item in said["problems"]]
        results = [(document, name) for document, name in said["results"]]
        return Record(said["inputs"], dict(said["papers"]), results, problems, dict(said["about"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_record(folder: Path, record: Record) -> list[Problem]:
    """Write the record into the folder of the papers, all or nothing; return what hindered it."""
    shown = asdict(record) | {"problems": [item.as_json() for item in record.problems]}
    text = json.dumps(shown, ensure_ascii=False, indent=1)
    return write_file(folder / FILE, text.encode("utf-8", "surrogatepass"))


def forget_record(folder: Path) -> None:
    """Remove the record from a folder whose papers are made anew."""
    with suppress(OSError):
        (folder / FILE).unlink()


def digest_of(file: Path) -> str:
    """Return the digest of a file's content, nothing where it can't be read."""
    try:
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def inputs_digest(folder: Path, library: Library, said: Iterable[str]) -> str:
    """Return the digest of all that papers of the dossier in `folder` are made from, and of what is `said` beside."""
    whole = sha256()
    for text in (__version__, *said, *_own_files(folder), *_library_files((folder, *library.roots))):
        whole.update(f"{len(text)} {text}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _own_files(folder: Path) -> Iterator[str]:
    """Yield name and digest of dossier.yaml, the workbooks beside it and the states kept; the names of the evidence."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and (path.name == DOSSIER or path.suffix.lower() in SUFFIXES):
            yield from (path.name, digest_of(path))
    for path in state_files(folder):
        yield from (path.name, digest_of(path))
    evidence = folder / EVIDENCE
    for path in sorted(evidence.rglob("*")):
        yield path.relative_to(evidence).as_posix() + ("/" if path.is_dir() else "")


def _library_files(roots: Iterable[Path]) -> Iterator[str]:
    for root in roots:
        yield "库"
        for path in sorted(path for name in _LIBRARY for path in (root / name).rglob("*")):
            if path.is_file():
                yield from (path.relative_to(root).as_posix(), _library_file(path))
        for path in sorted((root / KINDS).parent.glob("*.yaml")):
            yield from (path.name, _library_file(path))


@once_a_file
def _library_file(path: Path) -> str:
    """Return the digest of a file that many dossiers share."""
    return digest_of(path)
