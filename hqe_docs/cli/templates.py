"""The group `hqe template`: commands for those who write templates."""

from __future__ import annotations

import click

from hqe_docs.cli.commands import LazyGroup

HERE = "hqe_docs.cli.template_work:"
SECTIONS: dict[str, dict[str, str]] = {
    "模板": {"check": HERE + "check", "fix": HERE + "fix"},
}


@click.group(
    "template",
    cls=LazyGroup,
    sections=SECTIONS,
    help="检查、修好 Word 和 Excel 模板。\n每个命令加 -h 看说明和示例。",
)
def template() -> None:
    """Do nothing: the commands do."""
