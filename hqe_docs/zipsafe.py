"""Zip packages within bounds: what in an archive's directory makes it unsafe to unpack."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 1_000
_SMALL = 16 * 1024 * 1024  # below this a high ratio is a blank sheet, not a bomb


def faults(archive: zipfile.ZipFile, *, most_bytes: int = MOST_BYTES) -> Iterator[str]:
    """Yield in words what is unsafe about `archive`, from its directory alone."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        yield f"部件超过 {MOST_MEMBERS} 个"
    if sum(info.file_size for info in members) > most_bytes:
        yield f"解压后超过 {most_bytes // 1024 // 1024} MiB"
    if len({info.filename for info in members}) < len(members):
        yield "有同名部件"
    for info in members:
        if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            yield f"部件 {info.filename} 压缩比异常"
        if _leaves(info.filename):
            yield f"部件路径越界 {info.filename}"


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name
