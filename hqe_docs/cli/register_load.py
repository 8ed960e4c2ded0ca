"""Commands that put ledgers into the register and take them out: load, export, diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, Decorated, dossiers, json_switch, library, release, sealing
from hqe_docs.cli.ledger_work import kind_option, show, target
from hqe_docs.cli.report import Progress

if TYPE_CHECKING:
    from pathlib import Path

DB_HELP = (
    "人力资源库：文件、档案文件夹或 postgresql:// 地址；不写时为 HQE_DB，再就是档案里的 .hqe/人力资源库.db。"
)


def database(function: Decorated) -> Decorated:
    """Add --db, the register."""
    return click.option("--db", metavar="库", help=DB_HELP)(function)


def place_option(function: Decorated) -> Decorated:
    """Add --place, the village."""
    return click.option("--place", metavar="村", default="", help="只要这个村（社区）的；不写时为各村。")(
        function
    )


@click.command(
    "load",
    cls=Command,
    keeps=("paths",),
    help="登记档案的各类台账，作为某一天的情况。\n新增、变化、减少的行各记一条变动，有日期和来源；同一份再登记什么也不变。"
    "以前的台账可以补登。一次登记全成或全不成。",
    example="hqe register load ledgers/hongjiang-2023 --day 2023-10-31",
)
@dossiers
@click.option("--day", metavar="日期", help="台账是哪一天的情况；不写时为各档案的基准日。")
@database
@library
@json_switch
def load(paths: tuple[Path, ...], as_json: bool, **said: Any) -> None:
    """Load the ledgers; `said` are the options that go on as they are."""
    from hqe_docs.cli.register_text import load_text
    from hqe_docs.office.register.loading import load_register

    with Progress() as progress:
        answer = load_register(paths, progress=progress.step, **said)
    show(answer, as_json, load_text)


@click.command(
    "export",
    cls=Command,
    writes=("out",),
    help="导出某一天的台账。\n与那时登记的台账一样；各村合成一份的填上村（社区），序号连排。",
    example="hqe register export --kind 劳动力资源台账 --day 2023-09-30 --place 梅州村 -o 九月台账.xlsx",
)
@kind_option
@click.option("--day", metavar="日期", help="哪一天的台账；不写时为今天。")
@place_option
@target
@database
@sealing
@release
@library
@json_switch
def export(out: Path, as_json: bool, **said: Any) -> None:
    """Write a ledger as of a day; `said` are the options that go on as they are."""
    from hqe_docs.cli.register_text import export_text
    from hqe_docs.office.register.ledgers import export_register

    show(export_register(out, **said), as_json, export_text)


@click.command(
    "diff",
    cls=Command,
    writes=("out",),
    help="比较两天的台账，写成动态更新台账。\n与 hqe ledger diff 比较那两天的台账一样。",
    example="hqe register diff --from 2023-06-30 --to 2023-10-31 -o 动态更新台账.xlsx",
)
@click.option("--from", "first", metavar="日期", required=True, help="从哪一天。")
@click.option("--to", "last", metavar="日期", help="到哪一天；不写时为今天。")
@kind_option
@place_option
@click.option("--batch", metavar="批次", help="这一批更新的名称；不写时由日期得出，如 2023年10月更新。")
@target
@database
@sealing
@release
@library
@json_switch
def diff(out: Path, as_json: bool, **said: Any) -> None:
    """Write what changed; `said` are the options that go on as they are."""
    from hqe_docs.cli.ledger_tables import diff_text
    from hqe_docs.office.register.ledgers import diff_register

    show(diff_register(out, **said), as_json, diff_text)
