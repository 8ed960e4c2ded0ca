"""Zip packages within bounds: what in an archive's directory makes it unsafe to unpack, and in a part to parse."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 300  # deflate ends at 1,032; a sheet of formatted blank rows stays below 100
MOST_TAGS = 1_000_000  # of one part that is parsed whole: each element takes 150 to 300 bytes
MOST_SHEETS = 1_000
_SMALL = 16 * 1024 * 1024  # below this a high ratio is a blank sheet, not a bomb


def faults(archive: zipfile.ZipFile, *, most_bytes: int = MOST_BYTES) -> Iterator[str]:
    """Yield in words what is unsafe about `archive`, from its directory alone."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        yield f"部件超过 {MOST_MEMBERS} 个"
    if sum(info.file_size for info in members) > most_bytes:
        yield f"解压后超过 {most_bytes // 1024 // 1024} MiB"
    if len({info.filename.casefold() for info in members}) < len(
        members
    ):  # Office knows no case (OPC §6.2.2)
        yield "有同名部件"
    for info in members:
        if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            yield f"部件 {info.filename} 压缩比异常"
        if _leaves(info.orig_filename):
            yield f"部件路径越界 {info.filename}"


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


_PROLOG = 64 * 1024
_CODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_CODINGS = frozenset((b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"))
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DOCTYPE = "<!DOCTYPE"


def part_fault(name: str, data: bytes, *, most_tags: int | None = MOST_TAGS) -> str:
    """Return in words why the part `data` must not be parsed, or nothing: no DTD and no coding but Unicode's (OPC §8.1.4).

    `most_tags`: None where it is not parsed as a whole.
    """
    if not name.endswith((".xml", ".rels", ".vml")):
        return ""
    head = data[:_PROLOG]
    if head.startswith(_WIDE):
        text = head.decode("utf-16-be" if head[:1] in (b"\0", b"\xfe") else "utf-16-le", "replace")
        has_doctype, coding = _DOCTYPE in text, None
    else:
        has_doctype, coding = _DOCTYPE.encode() in head, _CODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    if has_doctype:
        return f"部件 {name} 含有 DTD"
    if coding and coding[1].lower() not in _CODINGS:
        return f"部件 {name} 的编码不是 UTF-8"
    return f"部件 {name} 的元素过多" if most_tags and data.count(b"<") > most_tags else ""
