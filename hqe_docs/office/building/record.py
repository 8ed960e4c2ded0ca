"""What --resume goes by, in the dossier's .hqe/记录: from what its papers were made and what they were then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from hqe_docs import __version__
from hqe_docs.office.provenance.records import records_file, unkept
from hqe_docs.office.provenance.sources import digest_of
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem

SUFFIX = ".续做.json"


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


def record_file(dossier: Path, papers: Path) -> Path:
    """Return where the record of a dossier's papers in a folder stands."""
    return records_file(dossier, papers, SUFFIX)


def read_record(file: Path) -> Record | None:
    """Return the record in a file, None where there is none that can be read."""
    try:
        said = json.loads(file.read_text("utf-8"))
        problems = [Problem(**{**item, "where": Location(**item["where"])}) for item in said["problems"]]
        results = [(document, name) for document, name in said["results"]]
        return Record(said["inputs"], dict(said["papers"]), results, problems, dict(said["about"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_record(file: Path, record: Record) -> list[Problem]:
    """Write the record, all or nothing; what hindered it is a warning, as the papers are made."""
    shown = asdict(record) | {"problems": [item.as_json() for item in record.problems]}
    text = json.dumps(shown, ensure_ascii=False, indent=1)
    return [unkept(item) for item in write_file(file, text.encode("utf-8", "surrogatepass"))]


def forget_record(file: Path) -> None:
    """Remove the record of papers that are made anew."""
    with suppress(OSError):
        file.unlink()


def inputs_digest(sources: Mapping[str, str], said: Iterable[str]) -> str:
    """Return the digest of all that papers of a dossier are made from, and of what is `said` beside."""
    whole = sha256()
    for text in (__version__, *said, *(text for source in sources.items() for text in source)):
        whole.update(f"{len(text)} {text}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
