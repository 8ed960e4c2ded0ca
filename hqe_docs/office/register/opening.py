"""Which register is meant, whether it can be used, and what its database says put into problems."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.register.schema import VERSION
from hqe_docs.data.register.store import SERVER, Store, hindrances
from hqe_docs.library import Library
from hqe_docs.office.ledgers.asked import day_asked
from hqe_docs.office.locking import workspace_of
from hqe_docs.problems import Location, Problems
from hqe_docs.values import today

FILE = Path(".hqe") / "人力资源库.db"
ENVIRONMENT = "HQE_DB"
_SAID = {
    "file is not a database": "这个文件不是 SQLite 数据库",
    "database is locked": "别的程序正在写，等了很久还没有写完",
    "database or disk is full": "磁盘已满",
    "attempt to write a readonly database": "没有写入权限",
    "readonly database": "没有写入权限",
    "unable to open database file": "打不开文件",
    "database disk image is malformed": "库文件已损坏",
    "password authentication failed": "用户名或密码不对",
    "permission denied": "没有权限",
    "no password supplied": "没有给密码（PGPASSWORD 或 ~/.pgpass）",
    "Connection refused": "服务器没有开，或者地址、端口不对",
    "could not translate host name": "找不到这个服务器",
    "not authorized": "只能查，不能改",
    "interrupted": "超过一分钟，停下了",
    "canceling statement due to statement timeout": "超过一分钟，停下了",
    "cannot insert multiple commands": "一次只能写一条语句",
    "You can only execute one statement": "一次只能写一条语句",
    "string or blob too big": "结果里有一格太长",
    "no such table": "没有这个表",
    "no such column": "没有这一栏",
    "syntax error": "语句写得不对",
}


def store_at(db: str | None, paths: Sequence[Path] = ()) -> Store:
    """Return the register that `db` names, else HQE_DB, else that of the dossier around the first path or this folder."""
    said = db or os.environ.get(ENVIRONMENT, "")
    if said.startswith(SERVER):
        return Store(said)
    if said:
        return Store(str(Path(said) / FILE if Path(said).is_dir() else Path(said)))
    here = paths[0] if paths else Path()
    return Store(str((workspace_of(here) or here) / FILE))


@contextmanager
def answering(store: Store, found: Problems) -> Iterator[None]:
    """Put what goes wrong with the database inside into `found`."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        found.add("H103")
    except hindrances() as error:
        said = getattr(error, "orig", None) or error
        found.add("H101", Location(_file(store)), register=store.shown, detail=words_of(str(said)))


def _file(store: Store) -> str | None:
    return None if store.is_server else store.path.name


def words_of(said: str) -> str:
    """Return what a database says, in Chinese where it is known, with the first line of its own words."""
    first = " ".join((said.strip().splitlines() or [""])[0].split())
    known = next((words for part, words in _SAID.items() if part.lower() in said.lower()), "")
    return f"{known}（{first}）" if known else first


def is_ready(store: Store, found: Problems, *, may_be_new: bool = False) -> bool:
    """Say whether there is a register of the present version; if not, that is a problem."""
    version = store.version()
    where = Location(_file(store))
    if version is None:
        if not may_be_new:
            found.add("H102", where, register=store.shown)
        return may_be_new
    if version != VERSION:
        code = "H118" if version > VERSION else "H119"
        found.add(code, where, register=store.shown, version=version, known=VERSION)
    return version == VERSION


def kinds_known(store: Store, libraries: Sequence[Path], found: Problems) -> Mapping[str, LedgerKind]:
    """Return the ledger kinds of the libraries, and of the dossier that the register lies in."""
    return load_kinds(Library.over_shipped(roots_of(store, libraries)), found)


def roots_of(store: Store, libraries: Sequence[Path]) -> list[Path]:
    """Return the libraries in front of the shipped one: the dossier that the register lies in comes first."""
    return [*libraries] if store.is_server else [store.path.absolute().parent.parent, *libraries]


def day_meant(text: str | None, found: Problems) -> str | None:
    """Return the day asked for (today when none was) in ISO form, None with a problem when it is no day."""
    day: date | None = day_asked(text, "H104", found) if text else today()
    return day.isoformat() if day else None
