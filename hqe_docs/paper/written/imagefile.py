"""Picture files of a text: only from the text's own folder, of a known kind, within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from hqe_docs.problems import reason_of

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 20_000  # a side
DOT = 15  # twips of a pixel at 96 to the inch
MOST_HEIGHT = 7000  # twips: two thirds of a page, so that text stands with it
_FRAMES = frozenset([*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)])


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's kind (png, jpg), bytes, and size in twips as it fits the page."""

    kind: str
    data: bytes
    width: int
    height: int


def read_picture(folder: Path, file: str, room: int) -> Picture | str:
    """Return the picture `file` names in `folder`, no wider than `room` twips; or in Chinese why it can't be used."""
    if "://" in file or PurePath(file).is_absolute() or ".." in PurePath(file.replace("\\", "/")).parts:
        return "不在原文的文件夹里"
    try:
        path = (folder / file).resolve()
        if not path.is_relative_to(folder.resolve()):  # a link that leads out
            return "不在原文的文件夹里"
        if path.stat().st_size > MOST_BYTES:
            return "超过 10 MiB"
        data = path.read_bytes()
    except OSError as error:
        return reason_of(error)
    except ValueError:
        return "文件名不合规定"
    return _sized(data, room)


def _sized(data: bytes, room: int) -> Picture | str:
    kind = "png" if data.startswith(b"\x89PNG\r\n\x1a\n") else "jpg" if data.startswith(b"\xff\xd8") else ""
    size = {"png": _png_size, "jpg": _jpeg_size}[kind](data) if kind else None
    if size is None or not all(0 < side <= MOST_PIXELS for side in size):
        return "不是完好的 .png 或 .jpg 图片"
    width, height = size[0] * DOT, size[1] * DOT
    scale = min(1.0, room / width, MOST_HEIGHT / height)
    return Picture(kind, data, max(1, round(width * scale)), max(1, round(height * scale)))


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height from the first frame header (ISO 10918-1 B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
