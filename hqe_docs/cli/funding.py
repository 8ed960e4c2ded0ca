"""The command that accounts for the subsidy: funds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, password
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "funds",
    cls=Command,
    help="核对奖补资金：按创建点和层级列出标准、预拨、已拨、差额、支出、结余。\n"
    "档案的“资金”、资金台账、工作安排的奖补规则三方逐项对到分，不一致的说明在哪里、各是多少，退出码为 1。",
    example="hqe funds ledgers/hongjiang-2023",
)
@dossiers
@library
@password
@json_switch
def funds(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool) -> None:
    """Print the account of the subsidy of dossiers and of those below them."""
    from hqe_docs.cli.fundtables import funds_text
    from hqe_docs.office.subsidies import funds_json

    with Progress() as progress:
        answer = funds_json(paths, libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(funds_text(answer["dossiers"]))
    leave(answer["problems"])
