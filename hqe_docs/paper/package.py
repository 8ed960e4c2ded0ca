"""Office files as packages: reading one within bounds, writing one."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import IO

from hqe_docs import zipsafe
from hqe_docs.paper.members import Member, archived, members_in, new_member, streamed_member
from hqe_docs.paper.stamp import stamped
from hqe_docs.paper.wholefiles import hindrance, write_file
from hqe_docs.problems import Location, Problem, problem

TYPES = "[Content_Types].xml"
_DAMAGED = "不是完好的 Word、Excel 文件，或有密码"
_OF_SHEETS = ("xl/worksheets/", "xl/sharedStrings")
_UNREADABLE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    ValueError,
)  # a name in no coding, too


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


def read_package(path: Path, *, large_sheets: bool = False, trees: float = 1) -> Parts | Problem:
    """Return the parts of the Office file at `path` in their order, or why it can't be read.

    `large_sheets`: its sheets are not going to be parsed as a whole; `trees`: how often other parts will be, at once.
    """
    data = read_bytes(path)
    if isinstance(data, Problem):
        return data
    return opened(data, path.name, large_sheets=large_sheets, trees=trees)


def read_bytes(path: Path) -> bytes | Problem:
    """Return the bytes of the Office file at `path`, or why they can't be read."""
    where = Location(file=path.name)
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):  # a pipe would never end
            return problem("T101", where, detail="不是普通文件")
        if told.st_size > zipsafe.MOST_BYTES:
            most = zipsafe.MOST_BYTES // 1024 // 1024
            return problem("T108", where, detail=f"文件超过 {most} MiB")
        return path.read_bytes()
    except FileNotFoundError:
        return problem("T101", where, detail="文件不存在")
    except OSError:
        return problem("T101", where, detail=_DAMAGED)


def opened(data: bytes, file: str, *, large_sheets: bool = False, trees: float = 1) -> Parts | Problem:
    """Return the parts of the Office file `data` as read_package does, or why it can't be read; each member is tried."""
    where = Location(file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            fault = next(zipsafe.faults(archive), None)
            if fault:
                return problem("T108", where, detail=fault)
            members = dict(members_in(archive, data))
        large = _OF_SHEETS if large_sheets else ()
        if fault := _members_fault(members, large, zipsafe.Reckoning(trees)):
            return problem("T108", where, detail=fault)
    except _UNREADABLE:
        return problem("T101", where, detail=_DAMAGED)
    if TYPES not in members:
        return problem("T101", where, detail="是压缩包，但不是 Word、Excel 文件")
    parts = Parts.of_members(members)
    if acts := "、".join(dict.fromkeys(zipsafe.acting(parts))):
        return problem("R162", where, detail=acts)
    return parts


def _members_fault(
    members: Mapping[str, Member], large: tuple[str, ...], reckoning: zipsafe.Reckoning
) -> str:
    """Return in words what is wrong with the first member that is not as it must be; BadZipFile for a damaged one."""
    texts = {name: member for name, member in members.items() if zipsafe.is_xml(name, member.head())}
    if sum(one.size for name, one in texts.items() if not name.startswith(large)) > zipsafe.MOST_XML:
        return f"XML 部件共超过 {zipsafe.MOST_XML // 1024 // 1024} MiB"
    for name, member in members.items():
        if name not in texts:
            member.check()
            continue
        data = member.content()
        if fault := zipsafe.part_fault(name, data):
            return fault
        if not name.startswith(large) and reckoning.is_beyond(name, data):
            return f"部件 {name} 的元素过多"
    return ""


def reaching(parts: Mapping[str, bytes], file: str) -> list[Problem]:
    """Return what in a package reaches outside, as one warning."""
    words = "、".join(dict.fromkeys(zipsafe.reaching(parts)))
    return [problem("R163", Location(file=file), detail=words)] if words else []


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
    """Write `parts` to `path` with the stamp of the run, all or nothing; return what hindered it."""
    try:
        content = zipped(stamped(parts))
    except OSError as error:
        return [hindrance(path, error)]
    return write_file(path, content)
