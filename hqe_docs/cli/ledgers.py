"""The group `hqe ledger`: commands that make ledgers out of kinds and out of other ledgers."""

from __future__ import annotations

import click

from hqe_docs.cli.commands import LazyGroup

HERE = "hqe_docs.cli."
SECTIONS: dict[str, dict[str, str]] = {
    "制作": {"blank": HERE + "ledger_make:blank", "survey": HERE + "ledger_make:survey"},
    "整理": {
        "import": HERE + "ledger_work:import_",
        "merge": HERE + "ledger_work:merge",
        "diff": HERE + "ledger_work:diff",
    },
    "核查": {
        "sample": HERE + "ledger_verify:sample",
        "accuracy": HERE + "ledger_verify:accuracy",
    },
    "派生": {"derive": HERE + "ledger_derive:derive", "stats": HERE + "ledger_derive:stats"},
}


@click.group(
    "ledger",
    cls=LazyGroup,
    sections=SECTIONS,
    help="台账的制作、导入、合并、比较、抽查和派生。\n每个命令加 -h 看说明和示例。",
)
def ledger() -> None:
    """Do nothing: the commands do."""
