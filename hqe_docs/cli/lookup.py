"""Commands that tell what there is: list and explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, json_switch, library
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

LISTS = ("documents", "indicators", "ledgers", "settings", "codes")


@click.command(
    "list",
    cls=Command,
    help="列出可用的文书、指标、台账、口径或问题代码。\n"
    "documents 文书，indicators 指标，ledgers 台账，settings 口径及依据，codes 问题代码。",
    example="hqe list documents",
)
@click.argument("what", type=click.Choice(LISTS))
@library
@json_switch
def list_(what: str, libraries: tuple[Path, ...], as_json: bool) -> None:
    """Print one of the lists."""
    from hqe_docs.cli.tables import list_text
    from hqe_docs.office import listing

    rows, found = getattr(listing, what)(libraries)
    if as_json:
        emit_json({"problems": found, what: rows})
    else:
        print_problems(found)
        click.echo(list_text(rows))
    leave(found)


@click.command(
    "explain",
    cls=Command,
    help="说明一个问题代码：含义、写法和改法。\n全部代码用 hqe list codes 查看。",
    example="hqe explain L204",
)
@click.argument("code", metavar="代码")
@json_switch
def explain(code: str, as_json: bool) -> None:
    """Print what the table of codes says of one code."""
    from hqe_docs.cli.tables import code_json, code_text
    from hqe_docs.codes import CODES
    from hqe_docs.values import nearest

    code = code.upper()
    if code not in CODES:
        guess = nearest(code, CODES)
        advice = f"您是不是想写 {guess}？" if guess else "全部代码见 hqe list codes。"
        raise click.BadParameter(f"没有 {code}。{advice}", param_hint="代码")
    if as_json:
        emit_json({"problems": [], "code": code_json(code, CODES[code])})
    else:
        click.echo(code_text(code, CODES[code]))
