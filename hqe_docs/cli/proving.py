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
    to_path,
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


@click.command(
    "trace",
    cls=Command,
    help="查纸上的一个数从哪里来：由哪项数据、哪条规则、台账哪些行哪些格算出。\n"
    "位置写 表2!E9（第 2 个表的 E9 格）、段12、页脚1段1、工作表!E9，或用 --text 按文字找。",
    example="hqe trace 输出/梅州村-自评表.docx 表1!G12 --dossier ledgers/hongjiang-2023",
)
@click.argument("path", metavar="文件", type=click.Path(exists=True, dir_okay=False), callback=to_path)
@click.argument("place", required=False, default="", metavar="[位置]")
@click.option("--text", default="", metavar="文字", help="查这段文字所在的各处。")
@DOSSIERS
@show_personal("号码完整显示，不打星号。")
@library
@password
@json_switch
def trace(path: Path, place: str, text: str, as_json: bool, **said: Any) -> None:
    """Print what lies behind a place of a paper."""
    from hqe_docs.cli.provingtext import ROWS, traces_text
    from hqe_docs.office.provenance.tracing import Asked
    from hqe_docs.office.provenance.tracing import trace as trace_places

    if bool(place) == bool(text):
        raise click.UsageError("位置和 --text 写一个")
    with Progress() as progress:
        most = 0 if as_json else ROWS
        answer = trace_places(path, Asked(place, text), most=most, progress=progress.step, **said)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(traces_text(answer))
    leave(answer["problems"])
