"""The command that tells what lost points and what would win them: gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, password, show_personal
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "gaps",
    cls=Command,
    help="列出失分的指标，算出怎样补回、各增几分，省力的排在前面。\n"
    "每条措施都从现状算起，由评分规则逐一试算得出；评判项只提示条件，得分由人评定。重点对象的姓名、号码打星号。",
    example="hqe gaps ledgers/hongjiang-2023/梅州村",
)
@dossiers
@show_personal("列出重点对象的完整姓名和号码。")
@click.option(
    "-n",
    "--most",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="个数",
    help="每项指标最多列几个重点对象。",
)
@library
@password
@json_switch
def gaps(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **wish: Any) -> None:
    """Print the gaps of dossiers and of those below them; `wish` are the options that go on as they are."""
    from hqe_docs.cli.gaptables import gaps_text
    from hqe_docs.office.scores.gaplist import gaps_json

    with Progress() as progress:
        answer = gaps_json(paths, libraries, progress.step, **wish)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(gaps_text(answer["dossiers"]))
    leave(answer["problems"])
