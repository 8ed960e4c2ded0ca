"""One hqe at a time writes into a workspace: a lock that names its owner, taken over when the owner has gone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from hqe_docs.data.dossier import dossier_file
from hqe_docs.paper.held import hold, is_mine
from hqe_docs.problems import Location, Problem, has_errors, problem

FILE = Path(".hqe") / "锁"
OLD = 12 * 3600  # seconds after which an owner on another machine has gone
TRIES = 50  # each fails only because another let go in this very moment
_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock: a process on a machine, since when (local time), by which command."""

    pid: int
    host: str
    user: str
    since: datetime
    command: str

    def facts(self) -> dict[str, str]:
        """Return the owner as messages say it."""
        who = f"{self.host} 上 {self.user} 的进程 {self.pid}"
        return {"owner": who, "since": f"{self.since:%Y-%m-%d %H:%M:%S}", "command": self.command}


def workspace_of(path: Path) -> Path | None:
    """Return the outermost dossier that a file or folder lies in or is, whether it is there or not."""
    whole = path.absolute()
    return next((folder for folder in reversed((whole, *whole.parents)) if dossier_file(folder)), None)


@contextmanager
def working_in(folders: Iterable[Path], command: str) -> Iterator[list[Problem]]:
    """Hold the folders' locks while inside, and give what is to be told: with an error among it nothing may be written.

    A folder that can't be written has no lock. Who holds a lock holds it also for what it calls.
    """
    found: list[Problem] = []
    with ExitStack() as held:
        for folder in sorted({each.resolve() for each in folders} - _HELD.get()):
            found.extend(_take(folder, command, held))
            if has_errors(found):
                break
        yield found


def _take(folder: Path, command: str, held: ExitStack) -> Iterator[Problem]:
    is_new = not folder.exists()
    for _ in range(TRIES):
        try:
            (folder / FILE).parent.mkdir(parents=True, exist_ok=True)
            file = (folder / FILE).open("a+b", buffering=0)
        except (FileNotFoundError, FileExistsError):  # another let go in between
            continue
        except OSError:
            return
        is_held = hold(file)
        former = _owner(file)
        if is_held is False or (former is not None and _may_live(former, is_held)):
            file.close()
            yield _refused(folder, former)
            return
        if not is_mine(file, str(folder / FILE)):
            file.close()
            continue
        held.callback(_let_go, folder, file, is_new=is_new)
        _sign(file, command)
        token = _HELD.set(_HELD.get() | {folder})
        held.callback(_HELD.reset, token)
        if former is not None:
            yield problem("R159", Location(str(folder)), folder=folder, **former.facts())
        return
    if (folder / FILE).parent.is_dir():
        yield _refused(folder, None)


def _refused(folder: Path, former: Owner | None) -> Problem:
    unknown = {"owner": "另一个 hqe", "since": "刚刚", "command": "命令"}
    facts = former.facts() if former else unknown
    return problem("R158", Location(str(folder)), folder=folder, file=folder / FILE, **facts)


def _may_live(owner: Owner, is_held: bool | None) -> bool:
    """Say whether the owner of a lock that the system gave us, or knows nothing of, may still be at work."""
    if owner.host != _host():  # its share may not pass locks on
        return (datetime.now().astimezone() - owner.since).total_seconds() < OLD
    if is_held or sys.platform == "win32":
        return False
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return owner.pid != os.getpid()


def _let_go(folder: Path, file: IO[bytes], *, is_new: bool) -> None:
    """Remove the lock, and folders that hold nothing else; Windows removes only what is closed."""
    file.truncate(0)
    if os.name == "nt":
        file.close()
    with file, suppress(OSError):
        (folder / FILE).unlink()
    with suppress(OSError):
        (folder / FILE).parent.rmdir()
        if is_new:
            folder.rmdir()


# ---------------------------------------------------------------- what stands in it
def _sign(file: IO[bytes], command: str) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    said = {"进程": os.getpid(), "电脑": _host(), "用户": _user(), "开始": now, "命令": command}
    file.truncate(0)
    with suppress(OSError):  # a full disk: it is held all the same
        file.write(json.dumps(said, ensure_ascii=False).encode())


def _owner(file: IO[bytes]) -> Owner | None:
    """Return who signed the lock, None where nobody did or it can't be read."""
    try:
        file.seek(0)
        said = json.loads(file.read(10_000))
        since = datetime.fromisoformat(said["开始"]).astimezone()
        return Owner(int(said["进程"]), str(said["电脑"]), str(said["用户"]), since, str(said["命令"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _host() -> str:
    import platform

    return platform.node()


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "某用户"
