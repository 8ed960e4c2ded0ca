"""A bundle as one zip that every Windows opens with its Chinese names, the same files giving the same bytes."""

from __future__ import annotations

import zipfile
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

from hqe_docs.office.bundle.listing import SUMS

EARLIEST = date(1980, 1, 1)  # what a zip can say
_MODE = 0o100644 << 16
_STORED = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".mp4", ".mov", ".mp3", ".docx", ".xlsx")
)
_PIECE = 1 << 20


def files_in(folder: Path) -> list[Path]:
    """Return the files of a bundle, in the order of their paths in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file, as sha256sum -c reads it."""
    lines = []
    for path in files_in(folder):
        with path.open("rb") as stream:
            lines.append(
                f"{file_digest(stream, 'sha256').hexdigest()}  {path.relative_to(folder).as_posix()}\n"
            )
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def write_zip(folder: Path, name: str, target: Path, day: date | None, seal: str = "") -> None:
    """Write the files of `folder` under the folder `name` into a zip, dated `day`.

    Names are UTF-8 with the flag that says so (APPNOTE 4.4.4, bit 11): Windows 8 and later, macOS, Linux and all usual
    programs read it. GBK names without it, which the Explorer of an unpatched Windows 7 wants, are garbled elsewhere.
    With a password (`seal`) every file is encrypted with AES-256 (WinZip AE-2); names can be read without it.
    """
    moment = max(day or EARLIEST, EARLIEST)
    stamp = (moment.year, moment.month, moment.day, 0, 0, 0)
    with _archive(target, seal) as archive:
        made = getattr(archive, "zipinfo_cls", zipfile.ZipInfo)
        for path in files_in(folder):
            info = made(f"{name}/{path.relative_to(folder).as_posix()}", stamp)
            info.create_system, info.external_attr = 3, _MODE
            info.compress_type = zipfile.ZIP_STORED if path.suffix in _STORED else zipfile.ZIP_DEFLATED
            info.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(info, "w") as inside:
                while piece := source.read(_PIECE):
                    inside.write(piece)


def _archive(target: Path, seal: str) -> Any:
    if not seal:
        return zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
    import pyzipper

    archive = pyzipper.AESZipFile(target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES)
    archive.setpassword(seal.encode())
    return archive
