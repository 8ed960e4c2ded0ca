"""The bundle's own sheets: covers, indexes, one at the head of each folder, and in the bound PDF those for files not laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from hqe_docs.library import Library
from hqe_docs.office.bundle.listing import COVER, INDEX, TABLE, Listing
from hqe_docs.office.bundle.places import chapter_folder, sheet_path
from hqe_docs.office.bundle.plan import Piece
from hqe_docs.paper.fill import fill
from hqe_docs.problems import Location, Problems

TEMPLATES = {COVER: "资料包封面.docx", INDEX: "资料包目录.docx", TABLE: "资料包目录.xlsx"}
SHEET, NOTICE = "资料包分项.docx", "资料包说明页.docx"


@dataclass(frozen=True, slots=True)
class Stationer:
    """Who writes the sheets of a bundle below `root`, from the templates of a library."""

    root: Path
    library: Library

    def write(self, listing: Listing, found: Problems) -> list[PurePath]:
        """Write every sheet of the bundle; return their paths in it."""
        whole = listing.context()
        made = self._fronts(whole, PurePath(), found)
        for chapter in listing.chapters:
            if len(listing.chapters) > 1 and chapter.inside.parts:
                own = Listing([chapter], listing.release, listing.sheets)
                made += self._fronts(own.context(), chapter_folder(chapter), found)
            for section in chapter.sections:
                path = sheet_path(chapter, section)
                self._fill(SHEET, listing.sheet_context(whole, chapter, section), self.root / path, found)
                made.append(path)
        return made

    def _fronts(self, context: Mapping[str, Any], folder: PurePath, found: Problems) -> list[PurePath]:
        for name, template in TEMPLATES.items():
            self._fill(template, context, self.root / folder / name, found)
        return [folder / name for name in TEMPLATES]

    def notices(
        self, listing: Listing, pieces: Sequence[Piece], folder: Path, found: Problems
    ) -> dict[int, Path]:
        """Return id of piece → a page that stands for it where it can't be laid out."""
        made, whole = {}, listing.context()
        for number, piece in enumerate(pieces):
            path = folder / f"{number}.docx"
            self._fill(NOTICE, listing.notice_context(whole, piece), path, found)
            made[id(piece)] = path
        return made

    def _fill(self, template: str, context: Mapping[str, Any], path: Path, found: Problems) -> None:
        source = self.library.find(f"templates/{template}")
        if source is None:
            found.add("R108", Location(f"templates/{template}"), document=path.stem, file=template)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        found.extend(fill(source, context, path))


def fronts_of(listing: Listing) -> Iterator[PurePath]:
    """Yield the paths of the covers and indexes of a bundle."""
    folders = [chapter_folder(chapter) for chapter in listing.chapters if chapter.inside.parts]
    for folder in (PurePath(), *(folders if len(listing.chapters) > 1 else ())):
        yield from (folder / name for name in TEMPLATES)
