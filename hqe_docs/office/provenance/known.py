"""Papers found again: which record tells of a file, wherever it lies and whatever it is called now."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from hqe_docs.data.files.locked import is_locked, unlocked
from hqe_docs.office.keeping.originals import Originals
from hqe_docs.office.keeping.rebuilding import NEWER
from hqe_docs.office.locking import workspace_of
from hqe_docs.office.provenance.records import FOLDER, Paper, Records, Run, each_records
from hqe_docs.office.provenance.sources import digest_of
from hqe_docs.paper.package import read_package
from hqe_docs.paper.stamp import Stamp, stamp_of
from hqe_docs.problems import Problem

SUFFIXES = (".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class Known:
    """A paper that a record tells of: its dossier, the record's file and what it says."""

    dossier: Path
    file: Path
    records: Records
    name: str

    @property
    def paper(self) -> Paper:
        return self.records.papers[self.name]

    @property
    def run(self) -> Run:
        return self.records.runs[self.paper.run]

    def lies_at(self, path: Path) -> bool:
        return path.resolve() == (self.dossier / self.records.folder / self.name).resolve()

    def original(self) -> bytes | None:
        """Return the paper as it was built, where that is kept."""
        kept = Originals(self.dossier, self.dossier / self.records.folder).of(self.name)
        content = next((it.content() for it in kept if self.paper.digest.startswith(it.built)), None)
        return content if content and content.startswith(b"PK") else None  # not where it is encrypted


@dataclass(frozen=True, slots=True)
class Finished:
    """A file as it lies there: its digest, its content (decrypted where it has the run's password), its stamp."""

    path: Path
    digest: str
    content: bytes
    stamp: Stamp | None


@dataclass(slots=True)
class Register:
    """The records of dossiers, read once each."""

    _known: dict[Path, list[Known]] = field(default_factory=dict)

    def find(self, file: Finished, dossiers: Sequence[Path]) -> Known | None:
        """Return what tells of a file: of the same content, else of the same run and name.

        A file without a stamp in a paper's own place is that paper: some programs save without it. None where nothing does.
        """
        known = self._all(file, dossiers)
        same = [it for it in known if it.paper.digest == file.digest]
        run = [it for it in known if file.stamp and it.paper.run == file.stamp.run]
        named = [it for it in run if it.name == file.path.name]
        alike = [it for it in run if _is_copy(file.path, it.name)]
        there = [it for it in known if file.content and not file.stamp and it.lies_at(file.path)]
        return next(iter([*same, *named, *alike, *there]), None)

    def newer(self, file: Finished, dossiers: Sequence[Path]) -> Known | None:
        """Return the paper of the same name that another run has made since."""
        known = self._all(file, dossiers)
        return next((it for it in known if file.stamp and it.name == file.path.name), None)

    def beside(self, file: Finished, dossiers: Sequence[Path]) -> Known | None:
        """Return the paper that a hand has changed, where the file is the new one put beside it (名称.新.docx)."""
        known = self._all(file, dossiers)
        name = f"{file.path.stem.removesuffix(NEWER)}{file.path.suffix}"
        is_new = file.stamp and file.path.stem.endswith(NEWER)
        return next((it for it in known if is_new and it.name == name), None)

    def _all(self, file: Finished, dossiers: Sequence[Path]) -> list[Known]:
        places = [*dossiers] or [it for it in (workspace_of(file.path), workspace_of(Path.cwd())) if it]
        return [it for place in dict.fromkeys(places) for it in self._under(place)]

    def _under(self, place: Path) -> list[Known]:
        if place not in self._known:
            folders = sorted({path.parent.parent for path in place.rglob(FOLDER.as_posix())})
            self._known[place] = [
                Known(folder, file, records, name)
                for folder in folders
                for file, records in each_records(folder)
                for name in records.papers
            ]
        return self._known[place]


def is_given_the_name(file: Finished, known: Known) -> bool:
    """Say whether a file is the new one that lay beside an edited paper, as it was written there."""
    originals = Originals(known.dossier, known.dossier / known.records.folder)
    beside = f"{Path(known.name).stem}{NEWER}{Path(known.name).suffix}"
    return any(it.is_pure and file.digest.startswith(it.written) for it in originals.of(beside))


def edited_papers(dossier: Path, documents: Container[str]) -> list[str]:
    """Return the names of a dossier's papers, of these documents, that lie where they were built and were changed since."""
    return sorted(
        name
        for _, records in each_records(dossier)
        for name, paper in records.papers.items()
        if paper.document in documents
        and (path := dossier / records.folder / name).is_file()
        and digest_of(path) != paper.digest
    )


def _is_copy(path: Path, name: str) -> bool:
    """Say whether a file may be a renamed copy of the paper `name`: 任务书 - 副本.docx."""
    return path.suffix == Path(name).suffix and path.stem.startswith(Path(name).stem)


def finished(path: Path) -> Finished:
    """Return a file with what it says of itself."""
    content = path.read_bytes()
    digest = sha256(content).hexdigest()
    if path.suffix.lower() not in SUFFIXES:
        return Finished(path, digest, content, None)
    if is_locked(path):
        with unlocked(path) as plain:
            return (
                _read(path, digest, plain) if isinstance(plain, Path) else Finished(path, digest, b"", None)
            )
    return _read(path, digest, path)


def _read(path: Path, digest: str, plain: Path) -> Finished:
    parts = read_package(plain, large_sheets=True)
    stamp = None if isinstance(parts, Problem) else stamp_of(parts)
    return Finished(path, digest, plain.read_bytes(), stamp)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and the Word and Excel files in the folders, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found |= dict.fromkeys(it for it in inside if not path.is_dir() or _is_paper(it, path))
    return list(found)


def _is_paper(path: Path, above: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(above).parts)
    return path.suffix.lower() in SUFFIXES and path.is_file() and not hidden
