"""Papers as they were built, kept under .hqe/记录/原件: what hand edits are told by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

FOLDER = Path(".hqe") / "记录" / "原件"
WHERE = "文件夹.txt"  # in each folder of originals: where the papers lie, seen from the dossier
MOST_FOLDERS = 12  # of output that are remembered after they have gone
_LENGTH = 16  # characters of a digest in a name: a file is found again by it, nobody is kept out


def digest(content: bytes) -> str:
    """Return the digest by which a content is known again."""
    return sha256(content).hexdigest()[:_LENGTH]


@dataclass(frozen=True, slots=True)
class Original:
    """A paper as built, in `file`; `written` and `built`: the digests of what was put in its place and of itself.

    They differ where hand edits were put into what was written.
    """

    file: Path
    written: str
    built: str

    @property
    def is_pure(self) -> bool:
        return self.written == self.built

    def content(self) -> bytes | None:
        """Return the paper as built; None where it is not whole."""
        with suppress(OSError):
            content = self.file.read_bytes()
            return content if digest(content) == self.built else None
        return None


def _key(name: str) -> str:
    return digest(name.encode("utf-8", "surrogateescape"))


@dataclass(frozen=True)
class Originals:
    """The originals of the papers that one dossier has in one folder of output."""

    home: Path
    out: Path

    @cached_property
    def folder(self) -> Path:
        return self.home / FOLDER / digest(self._where().encode("utf-8", "surrogateescape"))

    def _where(self) -> str:
        """Return the folder of output as seen from the dossier, so that both can be moved together."""
        try:
            return Path(os.path.relpath(self.out, self.home)).as_posix()
        except ValueError:  # another drive
            return self.out.as_posix()

    def of(self, name: str) -> list[Original]:
        """Return what was built under a file's name: one, and more where a run was cut off."""
        return [one for one in self.anywhere(name) if one.file.parent == self.folder]

    def anywhere(self, name: str) -> list[Original]:
        """Return what was built under a file's name into any folder: somebody may have copied it here."""
        return self._listed.get(_key(name), [])

    @cached_property
    def _listed(self) -> dict[str, list[Original]]:
        """Return the originals that were there at the beginning, by the digest of their paper's name."""
        found: dict[str, list[Original]] = {}
        for path in sorted((self.home / FOLDER).glob("*/*.*.*.*")):
            key, written, built, _ = path.name.split(".", 3)
            found.setdefault(key, []).append(Original(path, written, built))
        return found

    def path(self, name: str, written: bytes, built: bytes) -> Path:
        """Return where the original of a paper belongs."""
        return self.folder / f"{_key(name)}.{digest(written)}.{digest(built)}{Path(name).suffix}"

    def only(self, name: str, current: Path) -> None:
        """Forget the originals that a paper had at the beginning, but the current one."""
        for one in self.of(name):
            if one.file != current:
                with suppress(OSError):
                    one.file.unlink()

    def begin(self) -> list[tuple[Path, bytes]]:
        """Return what has to be written once for this folder of output; old ones that have gone are forgotten."""
        if (self.folder / WHERE).is_file():
            return []
        for folder in self._gone():
            for path in folder.iterdir():
                with suppress(OSError):
                    path.unlink()
            with suppress(OSError):
                folder.rmdir()
        return [(self.folder / WHERE, self._where().encode("utf-8", "surrogateescape"))]

    def _gone(self) -> Iterator[Path]:
        """Yield the folders of originals whose papers have gone, where there are many."""
        above = self.home / FOLDER
        folders = [path for path in above.iterdir() if path.is_dir()] if above.is_dir() else []
        for folder in folders if len(folders) >= MOST_FOLDERS else ():
            with suppress(OSError):
                where = (folder / WHERE).read_bytes().decode("utf-8", "surrogateescape")
                if not (self.home / where).is_dir():
                    yield folder
