"""Office files as packages: reading one within bounds, writing one whole or not at all."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from hqe_docs import zipsafe
from hqe_docs.problems import Location, Problem, problem

_MOMENT = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def read_package(path: Path) -> Parts | Problem:
    """Return the parts of the Office file at `path` in their order, or why it can't be read."""
    where = Location(file=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            fault = next(zipsafe.faults(archive), None)
            if fault:
                return problem("T108", where, detail=fault)
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except FileNotFoundError:
        return problem("T101", where, detail="文件不存在")
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return problem("T101", where, detail="不是完好的 Word、Excel 文件，或有密码")
    if "[Content_Types].xml" not in parts:
        return problem("T101", where, detail="是压缩包，但不是 Word、Excel 文件")
    return parts


def unzipped(stream: IO[bytes]) -> Parts:
    """Return the parts of a package of our own making."""
    with zipfile.ZipFile(stream) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def write_package(path: Path, parts: Mapping[str, bytes]) -> list[Problem]:
    """Write `parts` to `path` in their order, all or nothing; return what hindered it.

    The same parts give the same bytes: no clock, no platform mark.
    """
    return _written(path, lambda file: _zip(file, parts))


def write_file(path: Path, content: bytes) -> list[Problem]:
    """Write `content` to `path`, all or nothing; return what hindered it."""
    return _written(path, lambda file: file.write(content))


def _written(path: Path, write: Callable[[IO[bytes]], object]) -> list[Problem]:
    where = Location(file=path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, write)
    except PermissionError:
        return [problem("T301", where, file=path.name)]
    except OSError as error:
        return [problem("T302", where, file=path.name, detail=_reason(error))]
    return []


def _reason(error: OSError) -> str:
    known = {
        28: "磁盘已满",
        36: "文件名过长",
        30: "磁盘只读",
        21: "同名文件夹已存在",
        17: "同名文件占了文件夹的位置",
    }
    return known.get(error.errno or 0, f"系统错误 {error.errno}")


def _replace(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".~", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _zip(file: IO[bytes], parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
