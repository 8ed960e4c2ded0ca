"""Documents previewed: rendered, put where they belong, their fonts looked at."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hqe_docs.paper.package import Parts, read_package
from hqe_docs.paper.preview.fontlist import FontList
from hqe_docs.paper.preview.fontuse import FontUse, font_uses
from hqe_docs.paper.preview.pdfpages import count_pages, glyphs_of, pictures
from hqe_docs.paper.preview.pieces import Piece, is_han, pieces_of
from hqe_docs.paper.preview.renderers import Renderer, find_renderer
from hqe_docs.paper.preview.rendering import render
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems, problem

SUFFIXES = (".docx", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Preview:
    """One document's pages: the files written, how many pages, what its fonts became."""

    file: Path
    name: str
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


def preview_all(files: Mapping[Path, str], order: PreviewOrder) -> tuple[list[Problem], list[Preview]]:
    """Render the files, told by their names; return what is wrong with them and their fonts, and what was made."""
    found = Problems()
    opened = {path: parts for path, name in files.items() if (parts := _opened(path, name, found))}
    pieces = {path: list(pieces_of(parts, files[path])) for path, parts in opened.items()}
    for known in pieces.values():
        found.extend(_rare(known, order.fonts))
    renderer = find_renderer() if pieces else None
    if renderer is None:
        found.extend([problem("G501")] if pieces else [])
        return list(found), []
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        made = list(_rendered(files, pieces, order, renderer, Path(folder), found))
    return list(found), made


def _opened(path: Path, name: str, found: Problems) -> Parts | None:
    if path.suffix.lower() not in SUFFIXES:
        found.add("G504", Location(name), suffix=path.suffix)
        return None
    parts = read_package(path)
    if isinstance(parts, Problem):
        found.add("G503", Location(name), detail=parts.message.rpartition("：")[2])
        return None
    return parts


def _rendered(
    files: Mapping[Path, str],
    pieces: Mapping[Path, Sequence[Piece]],
    order: PreviewOrder,
    renderer: Renderer,
    folder: Path,
    found: Problems,
) -> Iterator[Preview]:
    jobs = order.jobs or min(os.cpu_count() or 1, 4)
    got = render(list(pieces), folder, renderer, limit=order.limit, jobs=jobs)
    for path in got.late:
        found.add("G502", Location(files[path]), renderer=renderer.name, seconds=round(order.limit))
    for path in got.failed:
        found.add("G503", Location(files[path]), detail=f"{renderer.name} 打不开或排不出这份文件")
    for path, pdf in got.made.items():
        uses = font_uses(pieces[path], list(glyphs_of(pdf)))
        found.extend(_substituted(files[path], uses, order.fonts))
        outputs = _kept(pdf, order.out / _target(files[path], files.values()), order, found)
        fonts = [use.as_json(order.fonts) for use in uses]
        if outputs:
            yield Preview(path, files[path], outputs, count_pages(pdf), fonts)


def _target(name: str, names: Collection[str]) -> PurePosixPath:
    """Return where a preview goes, without .pdf: with the suffix where two files differ in nothing else."""
    path = PurePosixPath(name)
    again = sum(PurePosixPath(other).with_suffix("") == path.with_suffix("") for other in names) > 1
    return path if again else path.with_suffix("")


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


def documents_in(paths: Sequence[Path]) -> dict[Path, str]:
    """Return the files, and of folders the documents that can be previewed, with names that tell them apart."""
    found: dict[Path, str] = {}
    for path in paths:
        inside = [path] if not path.is_dir() else [p for p in sorted(path.rglob("*")) if _is_document(p)]
        for one in inside:
            name = one.relative_to(path).as_posix() if path.is_dir() else one.name
            if name in found.values() and one not in found:
                name = f"{one.resolve().parent.name}/{name}"
            found.setdefault(one, name)
    return found


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith("~$") and path.is_file()
