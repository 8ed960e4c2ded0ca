"""The whole bundle as one PDF: cover, index, then folder by folder its sheet and its files, numbered through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from hqe_docs.office.bundle.counting import Printer
from hqe_docs.office.bundle.listing import COVER, INDEX, Listing, Sheet
from hqe_docs.office.bundle.places import chapter_folder, sheet_path
from hqe_docs.office.bundle.plan import Chapter, Piece
from hqe_docs.office.bundle.sheets import Stationer
from hqe_docs.paper.bound.binder import Binder, Part
from hqe_docs.paper.bound.corner import corners_free
from hqe_docs.paper.bound.pictures import write_picture_page
from hqe_docs.problems import Location, Problems

PASSES = (
    4  # page numbers are written into the index, whose own pages count: settled the second time, as a rule
)


@dataclass(slots=True)
class Binding:
    """A bundle being bound: `pictures` are the pages made of them, `notices` those that stand for other files.

    `corners` says of each PDF which of its pages have a blank corner."""

    listing: Listing
    stationer: Stationer
    printer: Printer
    work: Path
    found: Problems
    pictures: dict[Path, Path] = field(default_factory=dict)
    corners: dict[Path, tuple[bool, ...]] = field(default_factory=dict)
    notices: dict[int, Path] = field(default_factory=dict)

    def bind(self, target: Path) -> bool:
        """Write the PDF; say whether it could be made."""
        self._replace_missing()
        for _ in range(PASSES):
            before = self._numbers()
            if not self._print_sheets():
                self.found.add("P415", Location(target.name), detail="封面、目录没有排出来")
                return False
            self._number()
            if before == self._numbers():
                break
            self.stationer.write(self.listing, self.found)
        return self._write(target)

    # ------------------------------------------------------------ what stands for what
    def _replace_missing(self) -> None:
        """Make a sheet for each file that can't be laid out."""
        lost = [piece for chapter in self.listing.chapters for piece in self._unbound(chapter)]
        drawn = self.stationer.notices(self.listing, lost, self.work / "说明页", self.found)
        made = self.printer.print(list(drawn.values()))
        for piece in lost:
            self.found.add("P414", Location(piece.path.as_posix()), detail=piece.note or "排不出")
            pdf = made.get(drawn[id(piece)])
            if pdf:
                self.notices[id(piece)] = pdf

    def _unbound(self, chapter: Chapter) -> Iterator[Piece]:
        for section in chapter.sections:
            for piece in section.pieces:
                if self._is_picture(piece, chapter):
                    page = self.work / "图片" / f"{len(self.pictures)}.pdf"
                    if write_picture_page(piece.source, page):
                        self.pictures[piece.source] = page
                    else:
                        piece.note = piece.note or "图片打不开"
                        yield piece
                elif len(self._free(self._pdf(piece))) != piece.pages:
                    yield piece

    def _is_picture(self, piece: Piece, chapter: Chapter) -> bool:
        return piece.source.suffix.lower().lstrip(".") in chapter.bundle.taken.pictures

    def _pdf(self, piece: Piece) -> Path:
        own = self.pictures.get(piece.source) or self.printer.made.get(piece.source, piece.source)
        return self.notices.get(id(piece), own)

    def _free(self, pdf: Path) -> tuple[bool, ...]:
        if pdf not in self.corners:
            self.corners[pdf] = tuple(corners_free(pdf)) if pdf.suffix.lower() == ".pdf" else ()
        return self.corners[pdf]

    # ------------------------------------------------------------ page numbers
    def _sheets(self) -> list[PurePath]:
        """Return the sheets that are bound."""
        pages = [PurePath(COVER), PurePath(INDEX)]
        for chapter in self.listing.chapters:
            if self._has_cover(chapter):
                pages.append(chapter_folder(chapter) / COVER)
            pages += [sheet_path(chapter, section) for section in chapter.sections]
        return pages

    def _has_cover(self, chapter: Chapter) -> bool:
        return len(self.listing.chapters) > 1 and bool(chapter.inside.parts)

    def _print_sheets(self) -> bool:
        paths = [self.stationer.root / path for path in self._sheets()]
        made = self.printer.print(paths)
        return len(made) == len(paths)

    def _numbers(self) -> list[object]:
        return [dict(self.listing.sheets), *(piece.first for _, piece in self._pieces())]

    def _pieces(self) -> Iterator[tuple[Chapter, Piece]]:
        for chapter in self.listing.chapters:
            for section in chapter.sections:
                yield from ((chapter, piece) for piece in section.pieces)

    def _number(self) -> None:
        """Say of every sheet and file on which page it begins."""
        page = 1
        for part, owner in self._parts():
            pages = len(part.free)
            if isinstance(owner, Piece):
                owner.first = page
            else:
                self.listing.sheets[owner] = Sheet(pages, page)
            page += pages

    # ------------------------------------------------------------ the PDF
    def _parts(self) -> Iterator[tuple[Part, Piece | PurePath]]:
        """Yield what is bound, in order, with whose it is."""
        yield self._sheet(PurePath(COVER), "封面")
        yield self._sheet(PurePath(INDEX), "目录")
        for chapter in self.listing.chapters:
            above = (chapter.loaded.name,) if len(self.listing.chapters) > 1 else ()
            if self._has_cover(chapter):
                yield self._sheet(chapter_folder(chapter) / COVER, *above)
            for section in chapter.sections:
                titles = (*above, f"{section.no:02} {section.title}")
                yield self._sheet(sheet_path(chapter, section), *titles)
                for piece in section.pieces:
                    yield self._part(piece, (*titles, piece.path.stem)), piece

    def _sheet(self, path: PurePath, *titles: str) -> tuple[Part, PurePath]:
        pdf = self.printer.made[self.stationer.root / path]
        return Part(pdf, titles, self._free(pdf)), path

    def _part(self, piece: Piece, titles: tuple[str, ...]) -> Part:
        pdf = self._pdf(piece)
        return Part(pdf, titles, self._free(pdf))

    def _write(self, target: Path) -> bool:
        parts = [part for part, _ in self._parts()]
        binder = Binder(sum(len(part.free) for part in parts))
        for part in parts:
            if not binder.add(part):
                self.found.add("P415", Location(target.name), detail=f"“{part.titles[-1]}”装不进去")
                return False
        binder.write(target, self.listing.title)
        return True
