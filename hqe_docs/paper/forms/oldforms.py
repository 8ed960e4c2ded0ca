"""Forms in old formats (.doc, .wps, .rtf, .xls, .et) as the parts of a new one: by xlrd, else by LibreOffice.

What a file is counts, not its name: .wps and .et of WPS are the same as .doc and .xls.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hqe_docs import zipsafe
from hqe_docs.paper.oldbook import converted
from hqe_docs.paper.package import Parts, opened, read_bytes
from hqe_docs.paper.preview.renderers import find_converter
from hqe_docs.paper.preview.rendering import render
from hqe_docs.problems import Problem

OLE, RTF = b"\xd0\xcf\x11\xe0", b"{\\rtf"
LIMIT = 60  # seconds a document
LOCKED = "有打开密码，先用 Word 或 WPS 去掉密码再试"
NO_PROGRAM = "老格式的 Word 文档、文字文件要靠 LibreOffice 转换，这台电脑上没有找到"
LATE = f"LibreOffice 在 {LIMIT} 秒内没有转换完"
FAILED = "LibreOffice 转换不了这份文件，可能已损坏或有密码"
_STREAMS = {
    ".xls": ("Workbook", "Book"),
    ".doc": ("WordDocument",),
    "": ("EncryptedPackage",),
}

_TARGETS = {"docx": (".doc", ".rtf"), "xlsx": (".xls",)}


def old_suffix(data: bytes) -> str | None:
    """Return .doc or .xls for a file in such a format, "" for one with a password or of another program; None for others."""
    if data.startswith(RTF):
        return ".rtf"
    if not data.startswith(OLE):
        return None
    entries = (
        suffix
        for suffix, names in _STREAMS.items()
        if any(name.encode("utf-16-le") + b"\0\0" in data for name in names)
    )
    return next(entries, "")


def modern_parts(data: bytes) -> Parts | str | None:
    """Return the parts of a file in an old format, or why they can't be had; None when it is in no old format."""
    return modern_all({Path("old"): data}).get(Path("old"))


def modern_all(files: Mapping[Path, bytes], *, jobs: int = 1) -> dict[Path, Parts | str]:
    """Return the parts of those files that are in an old format, or why they can't be had.

    LibreOffice is started once for each of `jobs`, not once for each file.
    """
    kinds = {path: suffix for path, data in files.items() if (suffix := old_suffix(data)) is not None}
    made: dict[Path, Parts | str] = {path: LOCKED for path, suffix in kinds.items() if not suffix}
    for path in (path for path, suffix in kinds.items() if suffix == ".xls"):
        if not isinstance(parts := converted(files[path]), str):
            made[path] = parts
    rest = [path for path in kinds if path not in made]
    return made | _by_program({path: (kinds[path], files[path]) for path in rest}, jobs)


def _by_program(files: Mapping[Path, tuple[str, bytes]], jobs: int) -> dict[Path, Parts | str]:
    """Return what LibreOffice makes of files, given by suffix and content."""
    renderer = find_converter()
    if renderer is None or not files:
        return dict.fromkeys(files, NO_PROGRAM)
    made: dict[Path, Parts | str] = {}
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        for to, suffixes in _TARGETS.items():
            copies = {}
            for number, path in enumerate(path for path, (suffix, _) in files.items() if suffix in suffixes):
                copies[path] = Path(folder) / f"{number}{files[path][0]}"
                copies[path].write_bytes(files[path][1])
            if copies:
                got = render(
                    list(copies.values()), Path(folder) / to, renderer, limit=LIMIT, jobs=jobs, to=to
                )
                made |= {
                    path: _made(got.made.get(copy), is_late=copy in got.late) for path, copy in copies.items()
                }
    return made


def _made(path: Path | None, *, is_late: bool) -> Parts | str:
    if path is None:
        return LATE if is_late else FAILED
    data = read_bytes(path)
    parts = opened(data, path.name, trees=zipsafe.FORM_TREES) if isinstance(data, bytes) else data
    return FAILED if isinstance(parts, Problem) else parts
