"""Files that any command replaces: a dated copy is kept of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.office.keeping.history import WRITTEN, copies, forget, home_of, keeping_place
from hqe_docs.paper.sealing import sealed
from hqe_docs.paper.wholefiles import KEEPER, Keeper, put_file
from hqe_docs.problems import Problem


@contextmanager
def kept_by(keeper: Keeper | None) -> Iterator[None]:
    """Let files be written by the keeper while inside."""
    before = KEEPER.set(keeper)
    try:
        yield
    finally:
        KEEPER.reset(before)


@dataclass(frozen=True, slots=True)
class Replacing:
    """Writes files; the copy of one that it replaces goes to the dossier it lies in, else to the first of `dossiers`.

    Where there is neither it lies beside the file, in .hqe/历史 of its folder.
    """

    dossiers: Sequence[Path] = ()

    def __call__(self, path: Path, content: bytes) -> list[Problem]:
        """Write the file; of those that only hqe reads no copy is kept."""
        final = sealed(content)
        mine = path.read_bytes() if path.is_file() else final
        home = home_of(path) or next(iter(self.dossiers), path.parent)
        if mine == final or is_our_own(path):
            put_file(path, final)
        else:
            kept = copies(keeping_place(home, path.parent), path, mine, WRITTEN)
            try:
                put_file(path, final, before=kept)
            except OSError:
                forget(kept[0][0].parent)
                raise
        return []


def is_our_own(path: Path) -> bool:
    """Say whether a file is one of those that only hqe reads."""
    return path.name.startswith(".") or ".hqe" in path.parts
