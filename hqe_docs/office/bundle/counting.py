"""How many pages each file of a bundle has: PDF by its pages, pictures one, documents as an office program lays them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hqe_docs.data.programme.bundle import Taken
from hqe_docs.office.bundle.plan import Piece
from hqe_docs.paper.bound.pdffile import pages_of
from hqe_docs.paper.preview.renderers import Renderer
from hqe_docs.paper.preview.rendering import render
from hqe_docs.problems import Location, Problems

PAGED = frozenset(("docx", "xlsx"))  # all that Word and WPS are asked for; LibreOffice takes what is 文档
UNPAGED = frozenset(("ofd",))  # nothing here opens it
LIMIT = 180.0  # seconds a document


@dataclass(slots=True)
class Printer:
    """The office program of this machine, if any, at work in a folder; it keeps what it has laid out."""

    renderer: Renderer | None
    folder: Path
    jobs: int = 1
    limit: float = LIMIT
    made: dict[Path, Path] = field(default_factory=dict)
    turns: int = 0

    def print(self, files: Sequence[Path]) -> Mapping[Path, Path]:
        """Return file → PDF of those that could be laid out."""
        if self.renderer is None or not files:
            return {}
        self.turns += 1
        place = self.folder / str(self.turns)
        rendering = render(files, place, self.renderer, limit=self.limit, jobs=self.jobs)
        self.made |= rendering.made
        return rendering.made

    def takes(self, path: Path, taken: Taken) -> bool:
        """Say whether the program can be asked for the pages of a file."""
        suffix = path.suffix.lower().lstrip(".")
        if self.renderer is None or suffix == "pdf":
            return False
        return suffix in (PAGED if self.renderer.kind == "automation" else {*taken.papers} - UNPAGED)


def count(pieces: Sequence[Piece], taken: Taken, printer: Printer, found: Problems) -> None:
    """Put down the pages of each piece, None and the reason where they can't be told."""
    printer.print([piece.source for piece in pieces if printer.takes(piece.source, taken)])
    for piece in pieces:
        suffix = piece.source.suffix.lower().lstrip(".")
        if suffix in taken.pictures:
            piece.pages = 1
        elif suffix == "pdf":
            piece.pages, piece.note = pages_of(piece.source)
            if piece.note:
                found.add("P410", Location(piece.path.as_posix()), detail=piece.note)
        elif piece.source in printer.made:
            piece.pages, piece.note = pages_of(printer.made[piece.source])
        else:
            piece.note = _why(piece, taken, printer)
            if printer.takes(piece.source, taken):
                found.add("P411", Location(piece.path.as_posix()))


def _why(piece: Piece, taken: Taken, printer: Printer) -> str:
    if printer.takes(piece.source, taken):
        return "排版程序打不开"
    return "未计页" if piece.source.suffix.lower().lstrip(".") not in taken.others else "音像，不计页"
