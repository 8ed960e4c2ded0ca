"""What --resume goes by: beside the papers of a dossier, from what they were made and what they were then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from hqe_docs import __version__
from hqe_docs.office.provenance.sources import digest_of
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem

FILE = ".hqe-生成记录.json"


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


def inputs_digest(sources: Mapping[str, str], said: Iterable[str]) -> str:
    """Return the digest of all that papers of a dossier are made from, and of what is `said` beside."""
    whole = sha256()
    for text in (__version__, *said, *(text for source in sources.items() for text in source)):
        whole.update(f"{len(text)} {text}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
