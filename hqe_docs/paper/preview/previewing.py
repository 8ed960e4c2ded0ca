"""Documents previewed: rendered, put where they belong, their fonts looked at."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.paper.package import Parts, read_package, write_file
from hqe_docs.paper.preview.fontlist import FontList
from hqe_docs.paper.preview.fontuse import FontUse, font_uses
from hqe_docs.paper.preview.pdfpages import count_pages, glyphs_of, pictures
from hqe_docs.paper.preview.pieces import Piece, is_han, pieces_of
from hqe_docs.paper.preview.renderers import Renderer, find_renderer
from hqe_docs.paper.preview.rendering import render
from hqe_docs.problems import Location, Problem, Problems

SUFFIXES = (".docx", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Preview:
    """One document's pages: the files written, how many pages, what its fonts became."""

    file: Path
    outputs: Sequence[Path]
    pages: int
    fonts: Sequence[Mapping[str, object]]

    def as_json(self) -> dict[str, object]:
        outputs = [str(path) for path in self.outputs]
        return {"file": str(self.file), "outputs": outputs, "pages": self.pages, "fonts": list(self.fonts)}


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """What is wanted: PDF (unless only PNG) into `out`, within `limit` seconds a document, by `jobs` processes."""

    out: Path
    fonts: FontList
    pdf: bool = False
    png: bool = False
    limit: float = 120
    jobs: int | None = None


def preview_all(files: Sequence[Path], order: PreviewOrder) -> tuple[list[Problem], list[Preview]]:
    """Render the files; return what is wrong with them and with their fonts, and what was made."""
    found = Problems()
    opened = {path: parts for path in files if (parts := _opened(path, found)) is not None}
    pieces = {path: list(pieces_of(parts, path.name)) for path, parts in opened.items()}
    for known in pieces.values():
        found.extend(_rare(known, order.fonts))
    renderer = find_renderer()
    if renderer is None:
        found.add("G501")
        return list(found), []
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        made = list(_rendered(pieces, order, renderer, Path(folder), found))
    return list(found), made


def _opened(path: Path, found: Problems) -> Parts | None:
    if path.suffix.lower() not in SUFFIXES:
        found.add("G504", Location(path.name), suffix=path.suffix)
        return None
    parts = read_package(path)
    if isinstance(parts, Problem):
        found.add("G503", Location(path.name), detail=parts.message.rpartition("：")[2])
        return None
    return parts


def _rendered(
    pieces: Mapping[Path, Sequence[Piece]],
    order: PreviewOrder,
    renderer: Renderer,
    folder: Path,
    found: Problems,
) -> Iterator[Preview]:
    order.out.mkdir(parents=True, exist_ok=True)
    jobs = order.jobs or min(os.cpu_count() or 1, 4)
    got = render(list(pieces), folder, renderer, limit=order.limit, jobs=jobs)
    for path in got.late:
        found.add("G502", Location(path.name), renderer=renderer.name, seconds=round(order.limit))
    for path in got.failed:
        found.add("G503", Location(path.name), detail=f"{renderer.name} 打不开或排不出这份文件")
    for path, pdf in got.made.items():
        uses = font_uses(pieces[path], list(glyphs_of(pdf)))
        found.extend(_substituted(path.name, uses, order.fonts))
        outputs = _kept(pdf, order.out / _stem(path, list(pieces)), order, found)
        yield Preview(path, outputs, count_pages(pdf), [use.as_json(order.fonts) for use in uses])


def _stem(path: Path, others: Sequence[Path]) -> str:
    """Return the name of a preview: with the suffix where two files differ in nothing else."""
    again = sum(other.stem == path.stem for other in others) > 1
    return path.name if again else path.stem


def _kept(pdf: Path, target: Path, order: PreviewOrder, found: Problems) -> list[Path]:
    """Return what was written of one document; each file is there whole or not at all."""
    files = pictures(pdf, target) if order.png else {}
    if order.pdf or not order.png:
        files[target.with_name(f"{target.name}.pdf")] = pdf.read_bytes()
    for path, content in files.items():
        found.extend(write_file(path, content))
    return [path for path in files if path.is_file()]


# ---------------------------------------------------------------- fonts
def _substituted(file: str, uses: Sequence[FontUse], fonts: FontList) -> Iterator[Problem]:
    found, where = Problems(), Location(file)
    for use in uses:
        if not fonts.is_drawn(use.named, use.main):
            count = sum(use.drawn.values())
            found.add("G511", where, named=use.named, used=use.main, count=count)
            if not use.is_full:
                found.add("G512", where, named=use.named, used=use.main, width=f"{use.width / 1000:.2f}")
        if use.strangers:
            chars = "、".join(list(use.strangers)[:20])
            others = "、".join(sorted(set(use.strangers.values())))
            found.add("G513", where, named=use.named, chars=chars, fonts=others)
    yield from found


def _rare(pieces: Sequence[Piece], fonts: FontList) -> Iterator[Problem]:
    """Yield a problem for each character that the font named for it lacks, at its first place."""
    found, seen = Problems(), set()
    for piece in pieces:
        for char in piece.text:
            if not is_han(char) or (piece.font, char) in seen:
                continue
            seen.add((piece.font, char))
            if fonts.lacks(piece.font, char):
                repertory = fonts.repertories[piece.font].upper()
                found.add("G514", piece.where, char=char, named=piece.font, repertory=repertory)
    yield from found


def documents_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files, and of folders the documents that can be previewed."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [p for p in inside if not path.is_dir() or p.suffix.lower() in SUFFIXES]
    return found
