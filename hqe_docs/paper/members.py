"""Zip packages byte by byte: members as they are compressed, and an archive made of old and new ones."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hqe_docs.paper.deflate import Deflate, fastest

# APPNOTE.TXT §4.3.7 local header, §4.3.12 central header, §4.3.16 end record
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DAY = (1 << 5) | 1  # 1 January 1980, no hour: the same parts give the same bytes
_ENCRYPTED, _UTF8 = 0x1, 0x800
_VERSION, _STORED, _DEFLATED = 20, 0, 8
_ALONE = 2 * 1024 * 1024  # bytes that are compressed sooner than a thread has started
_BLOCK = (
    2 * 1024 * 1024
)  # a thread waits milliseconds for the interpreter: smaller blocks would take less than that
_HEAD, _PIECE = 512, 64 * 1024  # of a member before it is inflated
_AHEAD = 4  # blocks that wait to be compressed
_LAST_BLOCK = b"\x03\x00"
_MOST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it stands in an archive; sizes and checksum are those of the central directory."""

    name: bytes
    utf8: bool
    method: int
    crc: int
    size: int
    raw: bytes

    def content(self) -> bytes:
        """Return the member inflated; BadZipFile when it is damaged."""
        deflate = fastest()
        try:
            data = deflate.inflated(self.raw, self.size) if self.method == _DEFLATED else self.raw
        except (ValueError, zlib.error) as error:
            raise zipfile.BadZipFile("damaged member") from error
        if len(data) != self.size or deflate.crc32(data) != self.crc:
            raise zipfile.BadZipFile("damaged member")
        return data

    def head(self) -> bytes:
        """Return the first bytes of the member, as far as a few of the compressed ones tell."""
        if self.method != _DEFLATED:
            return self.raw[:_HEAD]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.raw[:_HEAD], _HEAD)
        except zlib.error as error:
            raise zipfile.BadZipFile("damaged member") from error

    def check(self) -> None:
        """Raise BadZipFile when the member is damaged; never more than a piece of it is in memory."""
        work, crc, size = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
        for at in range(0, len(self.raw), _PIECE):
            raw = self.raw[at : at + _PIECE]
            try:
                piece = work.decompress(raw) if self.method == _DEFLATED else raw
            except zlib.error as error:
                raise zipfile.BadZipFile("damaged member") from error
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            if size > self.size:
                break
        if (size, crc) != (self.size, self.crc):
            raise zipfile.BadZipFile("damaged member")


def members_in(archive: zipfile.ZipFile, data: bytes) -> Iterator[tuple[str, Member]]:
    """Yield the files in the archive that `data` holds; BadZipFile or RuntimeError for what can't be read."""
    for info in archive.infolist():
        if info.is_dir():
            continue
        if info.flag_bits & _ENCRYPTED:
            raise RuntimeError("encrypted")
        utf8 = bool(info.flag_bits & _UTF8)
        name = info.orig_filename.encode("utf-8" if utf8 else "cp437")
        if info.compress_type in (_STORED, _DEFLATED):
            raw = _raw(data, info)
            yield info.filename, Member(name, utf8, info.compress_type, info.CRC, info.file_size, raw)
        else:  # rare methods are read once, and written as deflate
            yield info.filename, new_member(info.filename, archive.read(info))


def _raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset + _LOCAL.size
    header = data[info.header_offset : start]
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    *_, name, extra = _LOCAL.unpack(header)
    start += name + extra
    raw = data[start : start + info.compress_size]
    if len(raw) != info.compress_size:
        raise zipfile.BadZipFile("cut off")
    return raw


def new_member(name: str, data: bytes, deflate: Deflate | None = None) -> Member:
    """Return `data` compressed as the member `name`."""
    if len(data) > _MOST:
        raise OSError(errno.EFBIG, "too large")
    by = deflate or fastest()
    return Member(
        name.encode(), not name.isascii(), _DEFLATED, by.crc32(data), len(data), by.compressed(data)
    )


def streamed_member(name: str, pieces: Iterable[bytes]) -> Member:
    """Return `pieces`, one after another, compressed as the member `name`; they are never in memory together.

    The first are compressed at once; what is more than that in blocks, by two threads while the next are made: deflate
    lets other threads run. Each block ends at a byte (RFC 1951 §3.2.4), and the last one is empty.
    """
    by, left, crc, size = fastest(), iter(pieces), 0, 0
    raw, alone = list[bytes](), by.started()
    for piece in left:
        crc, size = by.library.crc32(piece, crc), size + len(piece)
        raw.append(alone.compress(piece))
        if size >= _ALONE:
            break
    raw.append(alone.flush(zlib.Z_SYNC_FLUSH))

    def told() -> Iterator[bytes]:
        nonlocal crc, size
        for block in _blocks(left):
            crc, size = by.library.crc32(block, crc), size + len(block)
            yield block

    if size >= _ALONE:
        raw += _squeezed(by, told())
    return Member(name.encode(), not name.isascii(), _DEFLATED, crc, size, b"".join((*raw, _LAST_BLOCK)))


def _squeezed(by: Deflate, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blocks compressed, each by itself."""
    from concurrent.futures import Future, ThreadPoolExecutor  # a Word notice needs neither

    def squeezed(block: bytes) -> bytes:
        work = by.started()
        return bytes(work.compress(block) + work.flush(zlib.Z_SYNC_FLUSH))

    with ThreadPoolExecutor(2) as pool:
        waiting = deque[Future[bytes]]()
        for block in blocks:
            waiting.append(pool.submit(squeezed, block))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        yield from (one.result() for one in waiting)


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    block: list[bytes] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield b"".join(block)
            block, size = [], 0
    if block:
        yield b"".join(block)


def archived(members: Iterable[Member]) -> bytes:
    """Return the archive of `members` in their order: no clock, no platform mark, no data descriptors."""
    out, directory, start = list[bytes](), list[bytes](), 0
    for member in members:
        flags = _UTF8 if member.utf8 else 0
        facts = (member.method, 0, _DAY, member.crc, len(member.raw), member.size, len(member.name))
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, flags, *facts, 0, 0, 0, 0, 0, start)
            + member.name
        )
        out += (_LOCAL.pack(b"PK\x03\x04", _VERSION, flags, *facts, 0), member.name, member.raw)
        start += _LOCAL.size + len(member.name) + len(member.raw)
        if start > _MOST:
            raise OSError(errno.EFBIG, "too large")
    central, count = b"".join(directory), len(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), start, 0)
    return b"".join((*out, central, end))
