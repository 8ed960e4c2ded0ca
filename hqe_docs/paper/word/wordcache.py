"""Prepared Word templates on disk, in the user's own cache folder, so that the next process needn't prepare again.

A file there holds compiled Python code (marshal), which is run: so only files are read that belong to the user, that
nobody else may write, and whose checksum is right. Anything else is ignored and written anew. The environment variable
HQE_CACHE=off turns the cache off.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import stat
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import MAGIC_NUMBER, find_spec
from pathlib import Path
from types import CodeType
from typing import Any

from hqe_docs.paper.word.wordpart import Check, PartProgram, Prepared

MOST_FILES, MOST_BYTES = 200, 64 * 1024 * 1024
_SIZE = hashlib.sha256().digest_size


def kept(template: bytes, manner: str) -> Prepared | None:
    """Return what is kept of the template, None when nothing is that can be trusted."""
    path = _path(template, manner)
    if path is None:
        return None
    try:
        data = _own_content(path)
        if data is None or hashlib.sha256(data[_SIZE:]).digest() != data[:_SIZE]:
            return None
        programs, properties = marshal.loads(data[_SIZE:])  # noqa: S302 - of our own making
        return Prepared(tuple(_program(*fields) for fields in programs), properties)
    except (OSError, EOFError, ValueError, TypeError):
        return None


def keep(template: bytes, manner: str, prepared: Prepared) -> None:
    """Keep what was prepared of the template; what hinders that is passed over, it is nobody's fault."""
    path = _path(template, manner)
    if path is None or any(program.code is None for program in prepared.programs):
        return
    programs = [
        (one.part, one.source, one.code, tuple(one.stored), one.checks.value, one.plan)
        for one in prepared.programs
    ]
    content = marshal.dumps((programs, prepared.properties))
    with contextlib.suppress(OSError, ValueError):
        _write(path, hashlib.sha256(content).digest() + content)
        _tidy(path.parent)


def cache_folder() -> Path | None:
    """Return the folder of prepared templates, None when the cache is turned off."""
    if os.environ.get("HQE_CACHE", "").lower() in ("off", "0", "no"):
        return None
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    try:
        above = Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None
    return above / "hqe" / "word"


def _program(
    part: str, source: str, code: CodeType, stored: Iterable[str], checks: int, plan: tuple[Any, ...] | None
) -> PartProgram:
    return PartProgram(part, source, code, frozenset(stored), Check(checks), plan)


def _path(template: bytes, manner: str) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    return (
        folder
        / f"{hashlib.sha256(_makers() + manner.encode() + hashlib.sha256(template).digest()).hexdigest()}.bin"
    )


@cache
def _makers() -> bytes:
    """Return a digest of all that a program depends on beside its template: Python, Jinja, docxtpl, this program."""
    made = hashlib.sha256(MAGIC_NUMBER + sys.version.encode())
    own = Path(__file__).parent
    files = [*sorted(own.glob("*.py")), *sorted((own.parent / "language").glob("*.py"))]
    for package, names in (
        ("jinja2", ("compiler", "environment", "lexer", "parser")),
        ("docxtpl", ("template",)),
    ):
        spec = find_spec(package)
        files += [
            Path(folder) / f"{name}.py"
            for folder in (spec and spec.submodule_search_locations) or ()
            for name in names
        ]
    for path in files:
        with contextlib.suppress(OSError):
            made.update(path.read_bytes())
    return made.digest()


# ---------------------------------------------------------------- files of one's own
def _own_content(path: Path) -> bytes | None:
    with path.open("rb") as file:
        return file.read() if _is_own(os.fstat(file.fileno())) and _is_own(path.parent.stat()) else None


def _is_own(facts: os.stat_result) -> bool:
    if os.name == "nt":  # the profile's own folder: Windows keeps others out
        return True
    return facts.st_uid == os.getuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(path: Path, content: bytes) -> None:
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _is_own(path.parent.stat()):
        return
    path.parent.chmod(0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _tidy(folder: Path) -> None:
    """Remove the oldest files beyond the bounds."""
    files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(folder))
    size = sum(size for _, size, _ in files)
    for number, (_, own, path) in enumerate(files):
        if len(files) - number <= MOST_FILES and size <= MOST_BYTES:
            break
        Path(path).unlink(missing_ok=True)
        size -= own
