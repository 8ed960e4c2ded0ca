"""Dated copies of files that were replaced: one folder a copy under .hqe/历史 of the dossier."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hqe_docs.data.dossier import dossier_file
from hqe_docs.office.locking import workspace_of
from hqe_docs.paper.sealing import sealed
from hqe_docs.paper.wholefiles import put_file

FOLDER = Path(".hqe") / "历史"
NOTE = "来历.json"
MOST_DEPTH = 4  # folders below the one asked for: a county's villages
BUILT, MERGED, RESTORED, WRITTEN = "重新生成", "合并手工改动", "恢复旧稿", "命令重写"


@dataclass(frozen=True, slots=True)
class Copy:
    """A dated copy: its number, what it is of (`path`), where it lies, when and why it was replaced, its size."""

    number: str
    path: Path
    file: Path
    replaced: datetime
    why: str
    size: int

    def as_json(self) -> dict[str, Any]:
        """Return the copy as --json prints it."""
        told = {"number": self.number, "path": str(self.path), "file": str(self.file)}
        return told | {"replaced": self.replaced.isoformat(), "why": self.why, "size": self.size}


def home_of(path: Path) -> Path | None:
    """Return the innermost dossier that a file lies in."""
    whole = path.absolute()
    return next((folder for folder in whole.parents if dossier_file(folder)), None)


def keeping_place(folder: Path, out: Path) -> Path:
    """Return the folder whose .hqe keeps what is kept: the dossier's, the output's where that can't be written."""
    there = next((place for place in (folder / ".hqe", folder) if place.is_dir()), folder)
    return folder if os.access(there, os.W_OK) else out


def copies(home: Path, path: Path, content: bytes, why: str) -> list[tuple[Path, bytes]]:
    """Return what has to be written to keep a dated copy of the file at `path`: the copy, and where it is from.

    What was open before a run that encrypts is kept encrypted, too.
    """
    now = datetime.now().astimezone()
    folder = _new_folder(home / FOLDER, now)
    try:
        where = os.path.relpath(path, home)
    except ValueError:  # another drive
        where = str(path.absolute())
    if where.startswith(".."):
        where = str(path.absolute())
    said = {"文件": Path(where).as_posix(), "时间": now.isoformat(timespec="seconds"), "原因": why}
    note = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return [(folder / path.name, sealed(content)), (folder / NOTE, note)]


def keep(home: Path, path: Path, content: bytes, why: str) -> None:
    """Keep a dated copy at once; OSError when it can't be."""
    for one, said in copies(home, path, content, why):
        put_file(one, said)


def forget(folder: Path) -> None:
    """Remove a copy of a file that was not replaced after all."""
    with suppress(OSError):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def _new_folder(above: Path, now: datetime) -> Path:
    """Make a folder of this second's number; another copy of the same second has the next."""
    number, stamp = 1, f"{now:%Y%m%d-%H%M%S}"
    while True:
        folder = above / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
            continue
        return folder


# ---------------------------------------------------------------- listed
def copies_of(paths: Iterable[Path], dossiers: Iterable[Path] = ()) -> list[Copy]:
    """Return the dated copies of files, of all in folders, and of all that dossiers below those keep, the newest first.

    They are looked for in the dossiers that a file or folder lies in, in `dossiers`, and in all below them.
    """
    found: dict[Path, Copy] = {}
    for path in paths:
        whole = path.resolve()
        if path.is_dir():
            found |= {one.file: one for home in homes_below(whole) for one in _copies_in(home)}
        above = [workspace_of(whole), *dossiers]
        below = (home.resolve() for each in above if each for home in homes_below(each))
        homes = dict.fromkeys([*whole.parents, *below])
        all_of = (one for home in homes for one in _copies_in(home))
        found |= {one.file: one for one in all_of if one.path.resolve().is_relative_to(whole)}
    return sorted(found.values(), key=lambda one: (one.replaced, _order(one.number)), reverse=True)


def _order(number: str) -> tuple[str, int]:
    stamp, _, turn = number.partition("-")[2].partition("-")
    return stamp, int(turn) if turn.isdigit() else 1


def homes_below(folder: Path, depth: int = MOST_DEPTH) -> Iterator[Path]:
    """Yield the folder and those below that keep copies."""
    if (folder / FOLDER).is_dir():
        yield folder
    if depth:
        for inner in sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] != "."):
            yield from homes_below(inner, depth - 1)


def _copies_in(home: Path) -> Iterator[Copy]:
    above = home / FOLDER
    for folder in sorted(above.iterdir()) if above.is_dir() else ():
        try:
            said = json.loads((folder / NOTE).read_text("utf-8"))
            path, replaced = Path(said["文件"]), datetime.fromisoformat(said["时间"])
            file = folder / path.name
            yield Copy(folder.name, home / path, file, replaced, str(said["原因"]), file.stat().st_size)
        except (OSError, ValueError, TypeError, KeyError):
            continue  # cut off while it was written: its file had not been replaced yet
