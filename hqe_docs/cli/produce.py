"""Commands that make papers: build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import (
    Command,
    dossiers,
    json_switch,
    library,
    release,
    sealing,
    show_personal,
    to_path,
    winner,
)
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

OUT = click.Path(file_okay=False)
OUT_HELP = "放结果的文件夹；不写时为档案里的“输出”。"

PROFILE_HELP = "公文版式：portable（通用）、hybrid（网格）、glyph（撑满），或自己的；不写时照模板。"


@click.command(
    "build",
    cls=Command,
    writes=("out", "paths"),
    help="生成档案的全部文书、台账和自评表。\n带“下辖”的档案连同下辖各点一起生成。"
    "档案有错时不生成；台账有错的行列入问题清单，只影响要列印这些行的文书。",
    example="hqe build ledgers/hongjiang-2023 -o 输出",
)
@dossiers
@click.option("-o", "--out", metavar="文件夹", type=OUT, callback=to_path, help=OUT_HELP)
@click.option("-d", "--document", "documents", multiple=True, metavar="文书", help="只生成这份文书；可重复。")
@click.option("--strict", is_flag=True, help="有任何错误就不生成。")
@click.option("--draft", is_flag=True, help="有错误也生成，文件名注明草稿。")
@click.option("--resume", is_flag=True, help="材料没有变、文书也都在的档案不再重做，从中断处接着做。")
@click.option("--profile", metavar="版式", default="", help=PROFILE_HELP)
@click.option("--duplex", is_flag=True, help="双面印：订口在内侧，双页左右边距对调。")
@click.option(
    "-j", "--jobs", metavar="个数", type=click.IntRange(1), help="几个进程同时做；不写时按档案多少定。"
)
@click.option("--scheduler", metavar="地址", help="由 dask 的各台电脑一起做，如 tcp://主机:8786。")
@winner
@show_personal("整改清单的重点对象列出完整姓名和号码，不打星号。")
@library
@sealing
@release
@json_switch
def build(paths: tuple[Path, ...], as_json: bool, **order: Any) -> None:
    """Write the papers; `order` are the options that go on as they are."""
    from hqe_docs.cli.tables import results_json, results_text
    from hqe_docs.office.building.build import build as write_papers

    with Progress() as progress:
        found, results = write_papers(paths, progress=progress.step, **order)
    if as_json:
        emit_json({"problems": found, "results": results_json(results)})
    else:
        print_problems(found)
        click.echo(results_text(results))
    leave(found, unwritten=any(result.path is None for result in results))
