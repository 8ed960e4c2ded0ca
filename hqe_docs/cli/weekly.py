"""The command that keeps a week's numbers and makes its reports: weekly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, release, sealing, to_path, winner
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

OUT = click.Path(file_okay=False)
OUT_HELP = "放周报的文件夹；不写时为档案里的“输出/周报/日期”。"


@click.command(
    "weekly",
    cls=Command,
    writes=("out",),
    keeps=("paths",),
    help="保存当天的数据，生成这一周的周报。\n数据存在档案的 .hqe/状态/ 里，每天一份，周报用它与上周比较；年龄、比率按这一天算。"
    "带“下辖”的档案连同下辖各点一起做，另有周报汇总；有问题的另做问题台账。",
    example="hqe weekly ledgers/hongjiang-2023 --on 2023-11-02",
)
@dossiers
@click.option("--on", "day", metavar="日期", help="报送的日期，如 2023-07-06；不写时为今天。")
@click.option("-o", "--out", metavar="文件夹", type=OUT, callback=to_path, help=OUT_HELP)
@winner
@library
@sealing
@release
@json_switch
def weekly(paths: tuple[Path, ...], day: str | None, as_json: bool, **order: Any) -> None:
    """Keep the states and write the papers; `order` are the options that go on as they are."""
    from hqe_docs.cli.tables import results_json, results_text
    from hqe_docs.office.building.build import build_week

    with Progress() as progress:
        found, results = build_week(paths, day=as_day(day), progress=progress.step, **order)
    if as_json:
        emit_json({"problems": found, "results": results_json(results)})
    else:
        print_problems(found)
        click.echo(results_text(results))
    leave(found, unwritten=any(result.path is None for result in results))


def as_day(text: str | None) -> date:
    """Return the day that was asked for, today when none was."""
    from hqe_docs.values import Fault, as_date, today

    day = as_date(text) if text else today()  # the office's own day
    if isinstance(day, Fault):
        raise click.BadParameter(f"{text!r} 不是日期（如 2023-07-06）", param_hint="--on")
    return day
