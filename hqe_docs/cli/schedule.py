"""The command that tells what is due: due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, password, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "due",
    cls=Command,
    keeps=("ics", "picture"),
    help="列出到期要做的事：先逾期的，再今天、本周和往后的，各写明由谁、报给谁、用哪个命令做、依据哪一条。\n"
    "事项取自工作安排的日程、档案的任务和阶段；做没有做按保存的状态、台账、成文日期判断，判断不了的写待核。"
    "对乡镇运行时，下辖各村的一并列出。",
    example="hqe due ledgers/hongjiang-2023 --on 2023-09-28 --days 30",
)
@dossiers
@click.option("--on", metavar="日期", help="看哪一天，如 2023-09-28；不写是今天。")
@click.option(
    "--days",
    type=click.IntRange(0, 400),
    default=14,
    show_default=True,
    metavar="天数",
    help="往后列几天。",
)
@click.option("--ics", metavar="文件", callback=to_path, help="另把全年的事项写成日历文件（.ics），带提醒。")
@click.option(
    "--picture", metavar="文件", callback=to_path, help="另画任务进度图（.png、.svg、.pdf），A4 横排。"
)
@library
@password
@json_switch
def due(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **wish: Any) -> None:
    """Print what is due; `wish` are the options that go on as they are."""
    from hqe_docs.cli.duetables import due_text, wish_of
    from hqe_docs.office.schedule.due import due_json

    with Progress() as progress:
        answer = due_json(paths, wish_of(**wish), libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(due_text(answer))
    leave(answer["problems"], unwritten=None in answer["written"])
