"""The group `hqe form`: commands for official forms that have no tags."""

from __future__ import annotations

import click

from hqe_docs.cli.commands import LazyGroup

HERE, BACK = "hqe_docs.cli.form_work:", "hqe_docs.cli.form_back:"
SECTIONS: dict[str, dict[str, str]] = {
    "填写处": {"inspect": HERE + "inspect", "bind": HERE + "bind"},
    "填写": {"fill": HERE + "fill"},
    "收回": {"read": BACK + "read", "collect": BACK + "collect"},
}


@click.group(
    "form",
    cls=LazyGroup,
    sections=SECTIONS,
    help="处理上级下发的空白表格（.docx、.xlsx），表里不用写标签。\n每个命令加 -h 看说明和示例。",
)
def form() -> None:
    """Do nothing: the commands do."""
