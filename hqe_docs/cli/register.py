"""The group `hqe register`: persons and ledgers kept with their history."""

from __future__ import annotations

import click

from hqe_docs.cli.commands import LazyGroup

HERE = "hqe_docs.cli."
SECTIONS: dict[str, dict[str, str]] = {
    "登记": {"load": HERE + "register_load:load"},
    "导出": {"export": HERE + "register_load:export", "diff": HERE + "register_load:diff"},
    "查询": {
        "history": HERE + "register_tell:history",
        "stats": HERE + "register_tell:stats",
        "query": HERE + "register_tell:query",
    },
    "保管": {
        "backup": HERE + "register_keep:backup",
        "restore": HERE + "register_keep:restore",
        "upgrade": HERE + "register_keep:upgrade",
    },
}


@click.group(
    "register",
    cls=LazyGroup,
    sections=SECTIONS,
    help="人力资源库：各村台账按日期登记，人员变动有据可查。\n"
    "库默认是档案里的 .hqe/人力资源库.db（SQLite，不用安装），也可以是 PostgreSQL。每个命令加 -h 看说明和示例。",
)
def register() -> None:
    """Do nothing: the commands do."""
