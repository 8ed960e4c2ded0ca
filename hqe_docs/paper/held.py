"""Open files held against other processes; the system lets go by itself when the holder dies, however it dies."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO

AHEAD = 1 << 30  # the byte that Windows locks, far behind all content: a locked one can't be read there


def hold(file: IO[bytes]) -> bool | None:
    """Hold the open file until it is closed; False where another holds it, None where the disk can't tell."""
    if sys.platform == "win32":
        import msvcrt

        try:
            file.seek(AHEAD)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network shares
        return None
    return True


def is_mine(file: IO[bytes], path: str) -> bool:
    """Say whether the open file still is the one at `path`, which another process may have replaced."""
    import os

    with suppress(OSError):
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))  # noqa: PTH116
    return False
