"""Workbooks with a password: unlocked into a copy that only this user can read and that is removed at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

# said once for a run (--password); every reader of workbooks, however deep, opens with it
PASSWORD: ContextVar[str] = ContextVar("PASSWORD", default="")
_NOBODYS = "VelvetSweatshop"  # [MS-OFFCRYPTO] §2.3.7.1: what Excel uses when only changes are forbidden


class Locked(Exception):
    """The workbook has a password."""


def is_locked(path: Path) -> bool:
    """Say whether the workbook at `path` is encrypted, as an old one or as a new one inside an OLE container."""
    import msoffcrypto

    try:
        with path.open("rb") as stream:
            return bool(msoffcrypto.OfficeFile(stream).is_encrypted())
    except Exception:  # on damaged files it raises whatever the container's slices give
        return False


@contextmanager
def unlocked(path: Path) -> Iterator[Path | str]:
    """Give an unlocked copy of the workbook at `path` while the block runs, or why there is none."""
    password = PASSWORD.get()
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        plain = Path(folder) / path.name
        if any(_unlock(path, plain, word) for word in (password, _NOBODYS) if word):
            yield plain
        else:
            yield "有打开密码" + ("，给出的密码不对" if password else "")


def _unlock(path: Path, plain: Path, password: str) -> bool:
    import msoffcrypto

    try:
        with path.open("rb") as stream, plain.open("wb") as out:
            file = msoffcrypto.OfficeFile(stream)
            file.load_key(password=password)
            file.decrypt(out)
    except Exception:  # a wrong password comes as one of a dozen exceptions, damage as others
        return False
    return True
