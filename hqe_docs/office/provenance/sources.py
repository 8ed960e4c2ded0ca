"""What papers are made from: every file that has a part in them, by name, with its digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path, PurePath

from hqe_docs.data.definitions import FOLDER as DEFINITIONS
from hqe_docs.data.dossier import FILES, dossier_file
from hqe_docs.data.files.reading import SUFFIXES
from hqe_docs.data.kinds import FOLDER as KINDS
from hqe_docs.data.programme.programme import FOLDER as PROGRAMMES
from hqe_docs.data.scores.editionfile import FOLDER as INDICATORS
from hqe_docs.data.scores.evidence import FOLDER as EVIDENCE
from hqe_docs.data.states import FOLDER as STATES
from hqe_docs.data.states import state_files
from hqe_docs.library import Library, once_a_file

Sources = dict[str, str]  # name → digest: 劳动力资源台账.xlsx, 洪江村/dossier.yaml, 库/templates/任务书.docx
LIBRARY = "库/"
TEMPLATES = f"{LIBRARY}templates/"
_FOLDERS = ("templates", INDICATORS, PROGRAMMES, KINDS, DEFINITIONS)
_SHORT = 24  # hexadecimal digits


def digest_of(file: Path) -> str:
    """Return the digest of a file's content, nothing where it can't be read."""
    try:
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def short_digest(texts: Iterable[str]) -> str:
    """Return a digest of texts one after another, as a name that people can write down."""
    whole = sha256()
    for text in texts:
        whole.update(f"{len(text)} {text}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()[:_SHORT]


def sources_of(folder: Path, library: Library, below: Mapping[str, Sources]) -> Sources:
    """Return what the papers of the dossier in `folder` are made from; `below` is what those below it are made from."""
    inner = {f"{name}/{file}": told for name, files in below.items() for file, told in own(files).items()}
    return {**dict(_own_files(folder)), **inner, **_library_files((folder, *library.roots))}


def own(sources: Mapping[str, str]) -> Sources:
    """Return the sources without those of the library."""
    return {name: told for name, told in sources.items() if not name.startswith(LIBRARY)}


def is_source(path: Path) -> bool:
    """Say whether a file lies where papers are made from: beside a dossier, in its evidence or its own library."""
    if dossier_file(path.parent):
        return path.name in FILES or path.suffix.lower() in SUFFIXES
    within = {
        folder / name for folder in path.parents if dossier_file(folder) for name in (*_FOLDERS, EVIDENCE)
    }
    return not within.isdisjoint(path.parents)


def is_later_state(name: str, day: str | None) -> bool:
    """Say whether a source is a state saved for the `day` of a weekly paper or after it: by its own run, or by later ones."""
    path = PurePath(name)
    return bool(day) and path.parent.name == STATES.name and path.stem >= str(day)


def _own_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the dossier, the workbooks beside it and the states kept; of evidence the names alone."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and (path.name in FILES or path.suffix.lower() in SUFFIXES):
            yield path.name, digest_of(path)
    for path in state_files(folder):
        yield path.relative_to(folder).as_posix(), digest_of(path)
    evidence = folder / EVIDENCE
    for path in sorted(evidence.rglob("*")):
        yield path.relative_to(folder).as_posix() + ("/" if path.is_dir() else ""), ""


def _library_files(roots: Iterable[Path]) -> Sources:
    """Return the files of the library; one that lies behind another of its name has its number behind it."""
    found: Sources = {}
    for root in dict.fromkeys(roots):
        for path in (*_below(root), *sorted((root / KINDS).parent.glob("*.yaml"))):
            name = f"{LIBRARY}{path.relative_to(root).as_posix()}"
            number = next(n for n in range(len(found) + 2) if (f"{name}~{n}" if n else name) not in found)
            found[f"{name}~{number}" if number else name] = _library_file(path)
    return found


def _below(root: Path) -> Iterator[Path]:
    paths = sorted(path for name in _FOLDERS for path in (root / name).rglob("*"))
    return (path for path in paths if path.is_file())


@once_a_file
def _library_file(path: Path) -> str:
    """Return the digest of a file that many dossiers share."""
    return digest_of(path)
