"""The one way to write a file: a new one beside it, flushed to the disk, then renamed over the old one."""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import IO, TYPE_CHECKING

from hqe_docs.paper.held import hold
from hqe_docs.paper.sealing import sealed
from hqe_docs.problems import Location, Problem, problem, reason_of

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

TRIES = 3  # of a write whose unfinished file somebody took away
AT_ONCE = 8  # files that are flushed side by side: they share the journal's turns
WAITING = 64  # files that may wait for it
FORSAKEN = 24 * 3600  # seconds after which an unfinished file is nobody's, where the disk can't tell
_PART = ".~{}.part"
_IN_USE = (32, 33)  # Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_SWEPT = set[Path]()
Keeper = Callable[[Path, bytes], list["Problem"]]
# what decides about files that are there already (office/keeping): it gets what is to be written, and calls put_file
KEEPER: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


def write_file(path: Path, content: bytes, *, is_new: bool = False) -> list[Problem]:
    """Write `content` to `path`, all or nothing; return what hindered it. With `is_new` nothing is replaced.

    It is encrypted first where the run has a password for what it writes (`sealing`).
    """
    keeper = KEEPER.get()
    try:
        if keeper and not is_new:
            return keeper(path, content)
        put_file(path, sealed(content), is_new=is_new)
    except OSError as error:
        return [hindrance(path, error)]
    return []


def put_file(
    path: Path, content: bytes, *, is_new: bool = False, before: Sequence[tuple[Path, bytes]] = ()
) -> None:
    """Write `content` as it is, once the files `before` are whole on the disk; OSError when it can't be."""
    late = _LATE.get()
    for one, _ in (*before, (path, b"")):
        one.parent.mkdir(parents=True, exist_ok=True)
        _sweep_once(one.parent)
    if late is None or is_new:
        for one, said in (*before, (path, content)):
            replace_file(one, said, is_new=is_new and one == path)
            _flush_folder(one.parent)
        return
    first = [late.take(*one) for one in before]
    late.take(path, content, first)


def replace_file(path: Path, content: bytes, *, is_new: bool = False) -> None:
    """Write beside `path`, flush and rename: a killed process or a power cut leaves the old file or the new one.

    New names are flushed, too: what --resume and weekly states go by would otherwise tell of files that are not whole.
    """
    for left in reversed(range(TRIES)):
        part = _part_beside(path)
        try:
            with part.open("xb", buffering=0) as file:
                _put(file, path, content)
                os.fsync(file.fileno())
            _rename(part, path, is_new=is_new)
        except FileNotFoundError:
            if not left or not path.parent.is_dir():
                raise
            continue
        except BaseException:  # Ctrl-C too, wherever it strikes: the name is known before the file is there
            part.unlink(missing_ok=True)
            raise
        return


def _part_beside(path: Path) -> Path:
    return path.parent / _PART.format(os.urandom(8).hex())


def _put(file: IO[bytes], path: Path, content: bytes) -> None:
    """Hold the new file and write it, as readable as the one it replaces; a read-only one is not replaced."""
    hold(file)
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(errno.EACCES, "read-only")
        if path.is_file() and os.name != "nt":
            os.fchmod(file.fileno(), mode)
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


def _rename(part: Path, path: Path, *, is_new: bool = False) -> None:
    if not is_new:
        part.replace(path)
    elif os.name == "nt":
        part.rename(path)  # Windows renames over nothing
    else:
        try:
            path.hardlink_to(part)
        except OSError:  # FAT has no links
            if path.exists():
                raise
            part.replace(path)
        part.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder (POSIX); whether a disk can is its own affair, the files are whole anyway."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def move_whole(made: Path, goal: Path) -> None:
    """Give a finished file, or a folder with all in it, its name `goal` on the same disk, flushed first."""
    for path in (made, *made.rglob("*")):
        if path.is_file() and os.name != "nt":
            with path.open("rb") as file:
                os.fsync(file.fileno())
    made.rename(goal)
    _flush_folder(goal.parent)


# ---------------------------------------------------------------- many files
@dataclass(slots=True)
class Late:
    """Files written and not yet renamed; `hindered` holds what was found then, by path."""

    pool: ThreadPoolExecutor
    flying: deque[tuple[Path, Future[None]]] = field(default_factory=deque)
    folders: set[Path] = field(default_factory=set)
    hindered: dict[Path, list[Problem]] = field(default_factory=dict)

    def take(self, path: Path, content: bytes, first: Sequence[Future[None]] = ()) -> Future[None]:
        """Write the content beside `path` now; it is flushed and renamed while the next is made, after the `first`."""
        part = _part_beside(path)
        file = part.open("xb", buffering=0)
        try:
            _put(file, path, content)
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise
        self.folders.add(path.parent)
        future = self.pool.submit(_settle, file, part, path, first)
        self.flying.append((path, future))
        self.gather(WAITING)
        return future

    def gather(self, most: int = 0) -> None:
        """Wait until at most so many files are on their way."""
        while len(self.flying) > most:
            path, future = self.flying.popleft()
            error = future.exception()
            if isinstance(error, OSError):
                self.hindered[path] = [hindrance(path, error)]
            elif error is not None:
                raise error


_LATE: ContextVar[Late | None] = ContextVar("late", default=None)


@contextmanager
def together() -> Iterator[Late]:
    """Let the files written inside be flushed side by side: several times as many a second, each as safe.

    A file has its name at the end at the latest; what hindered that is in `hindered` then.
    """
    from concurrent.futures import ThreadPoolExecutor  # one notice needs none

    with ThreadPoolExecutor(AT_ONCE) as pool:
        late = Late(pool)
        before = _LATE.set(late)
        try:
            yield late
        finally:
            _LATE.reset(before)
            late.gather()
            for folder in late.folders:
                _flush_folder(folder)


def _settle(file: IO[bytes], part: Path, path: Path, first: Sequence[Future[None]]) -> None:
    try:
        with file:
            os.fsync(file.fileno())
        for one in first:  # begun before this, so that no thread waits for one that has none
            one.result()
        _rename(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


# ---------------------------------------------------------------- what killed processes left
def _sweep_once(folder: Path) -> None:
    if folder not in _SWEPT:
        _SWEPT.add(folder)
        sweep(folder)


def sweep(folder: Path) -> None:
    """Remove the unfinished files in `folder` that no living process holds."""
    for part in folder.glob(_PART.format("*")):
        with suppress(OSError):
            if _is_forsaken(part):
                part.unlink(missing_ok=True)


def _is_forsaken(part: Path) -> bool:
    if os.name == "nt":
        return True  # one that is open can't be removed there
    with part.open("r+b") as file:
        held = hold(file)
        return time() - part.stat().st_mtime > FORSAKEN if held is None else held


# ---------------------------------------------------------------- what hinders
_HINTS = {
    errno.ENOSPC: "清出磁盘空间，再运行一次",
    errno.EROFS: "换一个可以写入的地方（-o）",
    errno.ENAMETOOLONG: "缩短创建点、文书或文件夹的名称，或换一个路径短的地方（-o）",
    errno.EISDIR: "移走同名的文件夹，或换一个文件名",
    errno.ENOTDIR: "移走占了文件夹位置的同名文件，或换一个地方（-o）",
    errno.EEXIST: "移走占了位置的同名文件，或换一个地方（-o）",
    errno.ENOENT: "文件夹可能被移走、改名，或网络盘、U 盘断开了；接上后再运行一次",
    errno.EACCES: "取消文件或文件夹的只读，或换一个有写入权限的地方（-o）",
}
_HINTS[errno.EPERM] = _HINTS[errno.EACCES]
_HINTS[getattr(errno, "EDQUOT", errno.ENOSPC)] = _HINTS[errno.ENOSPC]


def hindrance(path: Path, error: OSError) -> Problem:
    """Return the problem of a file that could not be written."""
    where = Location(file=path.name)
    if isinstance(error, PermissionError) and path.is_dir():  # so says Windows
        error = IsADirectoryError(errno.EISDIR, "")
    if getattr(error, "winerror", None) in _IN_USE or (os.name == "nt" and _is_refused(path, error)):
        return problem("T301", where, file=path.name)
    detail = "文件夹不见了" if error.errno == errno.ENOENT else reason_of(error)
    return problem(
        "T302",
        where,
        hint=_HINTS.get(error.errno or 0, ""),
        file=path.name,
        detail=_exact(path, error, detail),
    )


def _is_refused(path: Path, error: OSError) -> bool:
    """Say whether Windows refused (5, ERROR_ACCESS_DENIED) to replace a file that is there and not read-only."""
    return isinstance(error, PermissionError) and path.is_file() and os.access(path, os.W_OK)


def _exact(path: Path, error: OSError, detail: str) -> str:
    if not isinstance(error, PermissionError):
        return detail
    with suppress(OSError):
        if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            return "文件设为只读"
    return "文件夹没有写入权限"
