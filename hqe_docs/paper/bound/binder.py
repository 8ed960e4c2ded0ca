"""Many PDF files and pictures as one: in order, numbered through, with an outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.bound.corner import stamp
from hqe_docs.paper.bound.pdffile import opened
from hqe_docs.paper.bound.pictures import add_picture, picture_of

if TYPE_CHECKING:
    from pypdf import PdfWriter


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be bound: `titles` lead to it in the outline, outermost first.

    Of a PDF `free` says of each page whether its corner is blank (`corners_free`); a picture has none.
    """

    path: Path
    titles: tuple[str, ...]
    free: tuple[bool, ...] = ()


@dataclass(slots=True)
class Binder:
    """The one PDF while it grows; pages count from 1, the first one, the cover, bears no number."""

    total: int
    writer: PdfWriter = field(init=False)
    outline: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from pypdf import PdfWriter

        self.writer = PdfWriter()

    def add(self, part: Part) -> int:
        """Add all pages of a part; return how many: none where it can't be read."""
        before = len(self.writer.pages)
        free = self._add_pdf(part) if part.free else self._add_picture(part)
        for number, is_free in enumerate(free, before + 1):
            if number > 1:
                stamp(self.writer, self.writer.pages[number - 1], f"{number}/{self.total}", is_free=is_free)
        if free:
            self._mark(part.titles, before)
        return len(free)

    def _add_picture(self, part: Part) -> Sequence[bool]:
        picture = picture_of(part.path)
        if picture is None:
            return ()
        add_picture(self.writer, picture)
        return (True,)

    def _add_pdf(self, part: Part) -> Sequence[bool]:
        reader = opened(part.path)
        if isinstance(reader, str):
            return ()
        self.writer.append(reader, import_outline=False)
        return part.free

    def _mark(self, titles: tuple[str, ...], page: int) -> None:
        """Add the outline's entries that lead to a page, those above it once."""
        for depth in range(1, len(titles) + 1):
            key = titles[:depth]
            if key not in self.outline:
                above = self.outline.get(titles[: depth - 1])
                self.outline[key] = self.writer.add_outline_item(
                    title=titles[depth - 1], page_number=page, parent=above
                )

    def write(self, path: Path, title: str) -> None:
        """Write the PDF; it knows its title, nothing of the day or the machine."""
        self.writer.add_metadata({"/Title": title, "/Producer": "hqe"})
        self.writer.page_mode = "/UseOutlines"
        with path.open("wb") as stream:
            self.writer.write(stream)
