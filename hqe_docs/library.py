"""The search path of files that differ from place to place: templates, indicator sets, ledger kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path, PurePath
from typing import TypeVar

T = TypeVar("T")

PACKAGE = Path(__file__).resolve().parent


def shipped() -> Path:
    """Return the library that came with the program: inside the wheel, else the checkout."""
    inside = PACKAGE / "_library"
    return inside if inside.is_dir() else PACKAGE.parent


@dataclass(frozen=True, slots=True)
class Library:
    """Folders that hold templates/, indicators/ and ledgers/kinds/; the first that has a file wins."""

    roots: tuple[Path, ...]

    @classmethod
    def over_shipped(cls, roots: Sequence[Path] = ()) -> Library:
        """Return the library that looks into `roots` first and into the shipped one last."""
        return cls((*roots, shipped()))

    def in_front(self, root: Path) -> Library:
        """Return this library with `root` searched before the others."""
        return self if root in self.roots else Library((root, *self.roots))

    def find(self, relative: str) -> Path | None:
        """Return the first file at `relative` (such as templates/工作方案.docx), or None; never one outside."""
        if ".." in PurePath(relative).parts or PurePath(relative).is_absolute():
            return None
        places = (root / relative for root in self.roots)
        return next((place for place in places if place.is_file()), None)

    def each(self, relative: str) -> Iterator[Path]:
        """Yield every file at `relative`, the shipped one first, so that later ones override."""
        places = (root / relative for root in reversed(self.roots))
        return (place for place in places if place.is_file())

    def names(self, folder: str, suffix: str) -> dict[str, Path]:
        """Return file stem → path of all files of `folder` with `suffix`, the first root winning."""
        found: dict[str, Path] = {}
        for root in reversed(self.roots):
            found.update({path.stem: path for path in sorted((root / folder).glob(f"*{suffix}"))})
        return found


def once_a_file(load: Callable[..., T]) -> Callable[..., T]:
    """Return `load`, a function of one file or several, with its results kept until one of them changes."""

    @lru_cache(maxsize=512)
    def kept(*states: tuple[Path, int, int]) -> T:
        return load(*(path for path, _, _ in states))

    @wraps(load)
    def fresh(*paths: Path) -> T:
        # resolving links asks the disk for each folder, which adds up over many dossiers
        whole = [path.absolute() for path in paths]
        found = [path.stat() for path in whole]
        return kept(*((path, it.st_mtime_ns, it.st_size) for path, it in zip(whole, found, strict=True)))

    return fresh
