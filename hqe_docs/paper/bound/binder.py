"""Many PDF files as one: in order, numbered through, with an outline."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.bound.corner import stamp
from hqe_docs.paper.bound.pdffile import opened

if TYPE_CHECKING:
    from pypdf import PdfWriter


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF to be bound: `titles` lead to it in the outline, outermost first.

    `free` says of each of its pages whether the upper right corner is blank (`corners_free`).
    """

    path: Path
    titles: tuple[str, ...]
    free: tuple[bool, ...]


@dataclass(slots=True)
class Binder:
    """The one PDF while it grows; pages count from 1, the first one, the cover, bears no number."""

    total: int
    writer: PdfWriter = field(init=False)
    outline: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from pypdf import PdfWriter

        self.writer = PdfWriter()

    def add(self, part: Part) -> bool:
        """Add all pages of a part; False where it can't be read, and nothing is added."""
        before = len(self.writer.pages)
        reader = opened(part.path)
        if isinstance(reader, str) or len(reader.pages) != len(part.free):
            return False
        self.writer.append(reader, import_outline=False)
        for number, is_free in enumerate(part.free, before + 1):
            if number > 1:
                stamp(self.writer, self.writer.pages[number - 1], f"{number}/{self.total}", is_free=is_free)
        self._mark(part.titles, before)
        return True

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
