"""A register backed up, restored and upgraded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hqe_docs.data.register.copies import copy_register, is_empty
from hqe_docs.data.register.schema import VERSION
from hqe_docs.data.register.store import Store, hindrances
from hqe_docs.data.register.upgrades import upgrade
from hqe_docs.office.register.opening import answering, is_ready, store_at
from hqe_docs.paper.wholefiles import hindrance, move_whole
from hqe_docs.problems import Location, Problems


def backup_register(out: Path, *, db: str | None = None) -> dict[str, Any]:
    """Write the whole register as one SQLite file that was not there before, wherever the register is kept."""
    found, store = Problems(), store_at(db)
    counts: dict[str, int] = {}
    with answering(store, found):
        if out.exists():
            found.add("H115", Location(out.name), file=out)
        elif is_ready(store, found):
            try:
                counts = _written(store, out)
            except OSError as error:
                found.extend([hindrance(out, error)])
    return {"problems": list(found), "path": str(out) if counts else None, "counts": counts}


def _written(store: Store, out: Path) -> dict[str, int]:
    """Copy into a folder beside `out`, and give the copy its name when it is whole."""
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=".~") as folder:
        made = Path(folder) / "库"
        counts = copy_register(store, Store(str(made)))
        move_whole(made, out)
    return counts


def restore_register(file: Path, *, db: str | None = None, replace: bool = False) -> dict[str, Any]:
    """Put what a backup holds into the register, which is empty or to be replaced; all or nothing."""
    found, store, source = Problems(), store_at(db), Store(str(file))
    counts: dict[str, int] = {}
    with answering(store, found):
        if not _is_backup(source):
            found.add("H117", Location(file.name), file=file)
        elif is_ready(source, found) and is_ready(store, found, may_be_new=True):
            if not replace and not is_empty(store):
                found.add("H116", register=store.shown)
            else:
                counts = copy_register(source, store)
    return {"problems": list(found), "register": store.shown, "restored": bool(counts), "counts": counts}


def _is_backup(source: Store) -> bool:
    try:
        return source.version() is not None
    except hindrances():
        return False


def upgrade_register(*, db: str | None = None) -> dict[str, Any]:
    """Bring the register's tables up to the present version."""
    found, store = Problems(), store_at(db)
    before: int | None = None
    steps = 0
    with answering(store, found):
        before = store.version()
        if before is None or before > VERSION:
            is_ready(store, found)
        elif before < VERSION:
            with store.writing() as connection:
                steps = upgrade(connection, before)
    return {"problems": list(found), "register": store.shown, "from": before, "to": VERSION, "steps": steps}
