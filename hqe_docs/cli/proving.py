"""Commands about finished papers and where they come from: verify and trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import (
    Command,
    json_switch,
    library,
    password,
    show_personal,
    to_paths,
)
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

PATHS = click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="文件或文件夹...",
    type=click.Path(exists=True),
    callback=to_paths,
)
DOSSIERS = click.option(
    "--dossier",
    "dossiers",
    multiple=True,
    metavar="档案",
    type=click.Path(exists=True, file_okay=False),
    callback=to_paths,
    help="由哪个档案生成；可重复。不写时看文件所在的档案，再看当前文件夹。",
)


@click.command(
    "verify",
    cls=Command,
    help="核对生成的文书现在还对不对。\n"
    "每份文件是 最新、已过时（哪些材料改了，哪些数要变）、手工改过（改了哪里），还是 外来。有一份不是最新，退出码为 1。",
    example="hqe verify 输出 --dossier ledgers/hongjiang-2023",
)
@PATHS
@DOSSIERS
@show_personal("变化里的号码完整显示，不打星号。")
@library
@password
@json_switch
def verify(paths: tuple[Path, ...], as_json: bool, **said: Any) -> None:
    """Print what became of each paper since it was built."""
    from hqe_docs.cli.provingtext import verdicts_text
    from hqe_docs.office.provenance.verifying import FRESH, verify

    with Progress() as progress:
        answer = verify(paths, progress=progress.step, **said)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(verdicts_text(answer["files"]))
    leave(answer["problems"], unwritten=any(it["state"] != [FRESH] for it in answer["files"]))
