"""Commands that keep the register safe: backup, restore, upgrade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, to_path
from hqe_docs.cli.ledger_work import show
from hqe_docs.cli.register_load import database

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "backup",
    cls=Command,
    writes=("out",),
    help="把整个库备份成一个文件。\n备份时别人可以照常登记。文件含全部个人信息，请妥善保管。",
    example="hqe register backup -o 人力资源库-20231031.db",
)
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="文件",
    type=click.Path(dir_okay=False),
    callback=to_path,
    help="写成这个文件。",
)
@database
@json_switch
def backup(out: Path, as_json: bool, db: str | None) -> None:
    """Write the register as one file."""
    from hqe_docs.cli.register_text import backup_text
    from hqe_docs.office.register.keeping import backup_register

    show(backup_register(out, db=db), as_json, backup_text)


@click.command(
    "restore",
    cls=Command,
    help="从备份恢复整个库。\n也可以用来把 SQLite 的库搬到 PostgreSQL，或者搬回来。",
    example="hqe register restore 人力资源库-20231031.db --db postgresql://hqe@db.example/hqe",
)
@click.argument("file", metavar="备份", type=click.Path(exists=True, dir_okay=False), callback=to_path)
@click.option("--replace", is_flag=True, help="库里已有内容的，全部换成备份的。")
@database
@json_switch
def restore(file: Path, as_json: bool, **said: Any) -> None:
    """Restore the register; `said` are the options that go on as they are."""
    from hqe_docs.cli.register_text import restore_text
    from hqe_docs.office.register.keeping import restore_register

    show(restore_register(file, **said), as_json, restore_text)


@click.command(
    "upgrade", cls=Command, help="把旧版本的库升级到现在的版本。", example="hqe register upgrade --db 档案"
)
@database
@json_switch
def upgrade(as_json: bool, db: str | None) -> None:
    """Upgrade the register's tables."""
    from hqe_docs.cli.register_text import upgrade_text
    from hqe_docs.office.register.keeping import upgrade_register

    show(upgrade_register(db=db), as_json, upgrade_text)
