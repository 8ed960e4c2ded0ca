"""Where each file of a bundle lies: names that Windows takes, none too long, copies that are written once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePath

from hqe_docs.masking import without_personal
from hqe_docs.office.building.desk import file_name
from hqe_docs.office.bundle.plan import Chapter, Piece, Section, folder_name, short_name
from hqe_docs.problems import Location, Problems, reason_of

LONGEST_PATH = 200  # characters below the folder for results, so that some 50 are left for where that lies
SHORTEST = 12
SHEET = "00 本项材料.docx"


def lay_out(chapter: Chapter, root: str, *, public: bool) -> None:
    """Give every piece its path in the bundle: numbered in its folder, so that no two are called alike."""
    for section in chapter.sections:
        folder = chapter_folder(chapter) / folder_name(chapter.bundle, section)
        for number, piece in enumerate(section.pieces, 1):
            room = LONGEST_PATH - len(root) - len(str(folder)) - len(piece.source.suffix) - 5
            title = without_personal(piece.title).replace("*", "＊") if public else piece.title
            stem = file_name(title[: max(room, SHORTEST)])
            piece.path = folder / f"{number:02} {stem}{piece.source.suffix.lower()}"


def chapter_folder(chapter: Chapter) -> PurePath:
    """Return the folder of a chapter in the bundle."""
    return PurePath(*(short_name(part) for part in chapter.inside.parts))


def sheet_path(chapter: Chapter, section: Section) -> PurePath:
    """Return the path of the sheet that says what a folder holds."""
    return chapter_folder(chapter) / folder_name(chapter.bundle, section) / SHEET


def copy_in(chapters: Sequence[Chapter], root: Path, found: Problems) -> None:
    """Copy every piece to its path below `root`, byte for byte; one that can't be read is reported and left out."""
    for chapter in chapters:
        for section in chapter.sections:
            section.pieces = [piece for piece in section.pieces if _copied(piece, root, found)]


def _copied(piece: Piece, root: Path, found: Problems) -> bool:
    target = root / piece.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(piece.source, target)
    except OSError as error:
        found.add("P409", Location(str(piece.source)), name=piece.path.name, detail=reason_of(error))
        return False
    return True
