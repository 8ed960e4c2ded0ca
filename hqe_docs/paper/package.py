"""Office files as packages: reading one within bounds, writing one whole or not at all."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from itertools import count
from pathlib import Path
from typing import IO

from hqe_docs import zipsafe
from hqe_docs.paper.members import Member, archived, members_in, new_member, streamed_member
from hqe_docs.paper.sealing import sealed
from hqe_docs.problems import Location, Problem, problem

_NUMBERS = count()
TYPES = "[Content_Types].xml"
_DAMAGED = "不是完好的 Word、Excel 文件，或有密码"
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)


class Parts(MutableMapping[str, bytes]):
    """The parts of a package by name, in order: inflated when asked for, copied as they are when unchanged."""

    __slots__ = ("_members", "_read")

    def __init__(self, parts: Mapping[str, bytes] | None = None) -> None:
        self._members: dict[str, Member | None] = {}
        self._read: dict[str, bytes] = {}
        if isinstance(parts, Parts):
            self._members, self._read = dict(parts._members), dict(parts._read)
        elif parts:
            self.update(parts)

    @classmethod
    def of_members(cls, members: Mapping[str, Member]) -> Parts:
        """Return the parts that `members` hold."""
        made = cls()
        made._members.update(members)
        return made

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            member = self._members[name]
            assert member is not None, "a part without member has been read or set"  # noqa: S101
            self._read[name] = member.content()
        return self._read[name]

    def __setitem__(self, name: str, data: bytes) -> None:
        member = self._members.get(name)
        if member is not None and member.size == len(data) and self[name] == data:
            return  # no change: it stays as it is compressed
        self._members[name] = None
        self._read[name] = data

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """Set a part given in pieces, which are compressed as they come."""
        self._members[name] = streamed_member(name, pieces)
        self._read.pop(name, None)

    def __delitem__(self, name: str) -> None:
        del self._members[name]
        self._read.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def member(self, name: str) -> Member:
        """Return the part `name` compressed: as it came in, unless it was changed."""
        return self._members[name] or new_member(name, self._read[name])


def read_package(path: Path) -> Parts | Problem:
    """Return the parts of the Office file at `path` in their order, or why it can't be read."""
    data = read_bytes(path)
    return data if isinstance(data, Problem) else opened(data, path.name)


def read_bytes(path: Path) -> bytes | Problem:
    """Return the bytes of the Office file at `path`, or why they can't be read."""
    where = Location(file=path.name)
    try:
        if path.stat().st_size > zipsafe.MOST_BYTES:
            most = zipsafe.MOST_BYTES // 1024 // 1024
            return problem("T108", where, detail=f"文件超过 {most} MiB")
        return path.read_bytes()
    except FileNotFoundError:
        return problem("T101", where, detail="文件不存在")
    except OSError:
        return problem("T101", where, detail=_DAMAGED)


def opened(data: bytes, file: str) -> Parts | Problem:
    """Return the parts of the Office file `data`, or why it can't be read; each member's checksum is tried."""
    where = Location(file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            fault = next(zipsafe.faults(archive), None)
            if fault:
                return problem("T108", where, detail=fault)
            members = dict(members_in(archive, data))
        for member in members.values():
            member.content()
    except _UNREADABLE:
        return problem("T101", where, detail=_DAMAGED)
    if TYPES not in members:
        return problem("T101", where, detail="是压缩包，但不是 Word、Excel 文件")
    return Parts.of_members(members)


def unzipped(stream: IO[bytes]) -> Parts:
    """Return the parts of a package of our own making."""
    with zipfile.ZipFile(stream) as archive:
        return Parts({info.filename: archive.read(info) for info in archive.infolist()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return `parts` as a package, the content types first: the same parts give the same bytes."""
    kept = parts if isinstance(parts, Parts) else Parts(parts)
    names = sorted(kept, key=lambda name: name != TYPES)
    return archived(kept.member(name) for name in names)


def write_package(path: Path, parts: Mapping[str, bytes]) -> list[Problem]:
    """Write `parts` to `path`, all or nothing; return what hindered it."""
    try:
        content = zipped(parts)
    except OSError as error:
        return [_hindrance(path, error)]
    return write_file(path, content)


def write_file(path: Path, content: bytes) -> list[Problem]:
    """Write `content` to `path`, all or nothing; return what hindered it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, sealed(content))
    except OSError as error:
        return [_hindrance(path, error)]
    return []


def _hindrance(path: Path, error: OSError) -> Problem:
    where = Location(file=path.name)
    if isinstance(error, PermissionError):
        return problem("T301", where, file=path.name)
    return problem("T302", where, file=path.name, detail=_reason(error))


def _reason(error: OSError) -> str:
    known = {
        27: "文件过大",
        28: "磁盘已满",
        36: "文件名过长",
        30: "磁盘只读",
        21: "同名文件夹已存在",
        17: "同名文件占了文件夹的位置",
    }
    return known.get(error.errno or 0, f"系统错误 {error.errno}")


def replace_file(path: Path, content: bytes) -> None:
    """Write beside `path` and rename: a killed process leaves the old file or the new one.

    Only what replaces a file is also flushed to the disk first, so that a power cut can't take the old one for a
    new one half written; for new names the flush (0.5 ms here, 10 ms on a spinning disk, of 2 ms for a notice)
    would protect nothing that was there before.
    """
    while True:
        part = path.parent / f".~{os.getpid()}-{next(_NUMBERS)}.part"
        try:
            with part.open("xb", buffering=0) as file:
                _write(file, content)
                if path.exists():
                    os.fsync(file.fileno())
            part.replace(path)
        except FileExistsError:  # of a process that was killed
            continue
        except BaseException:  # Ctrl-C too, wherever it strikes: the name is known before the file is there
            part.unlink(missing_ok=True)
            raise
        return


def _write(file: IO[bytes], content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]
