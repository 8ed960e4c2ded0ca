"""Commands that find people: policy (who may apply for what), alert (whom to help in time)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import (
    Command,
    Decorated,
    dossiers,
    json_switch,
    library,
    sealing,
    show_personal,
    to_path,
)
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path


def wishes(function: Decorated) -> Decorated:
    """Add --day, -o and --show-personal."""
    options: list[Callable[[Decorated], Decorated]] = [
        click.option(
            "--day", "--on", "day", metavar="日期", help="按哪一天判断，如 2023-10-31；不写是今天。"
        ),
        click.option(
            "-o",
            "--out",
            type=click.Path(file_okay=False),
            callback=to_path,
            metavar="文件夹",
            help="把名单和文书写到这里；不写只在屏幕上列出。",
        ),
        show_personal("屏幕和 JSON 列出完整的姓名、号码、电话，不打星号。"),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command(
    "policy",
    cls=Command,
    writes=("out",),
    help="政策找人：由台账找出谁可以申请哪项就业政策、到哪天、依据哪个文件。\n"
    "列出可申请、待核（缺哪一栏、还差哪一步）、将符合三类人，已经享受的除外；"
    "-o 写出政策找人名单.xlsx 和一人一页的政策提醒函.docx。政策写在 programmes/政策/ 里，可以换。",
    example="hqe policy ledgers/hongjiang-2023 --day 2023-10-31 -o 输出",
)
@dossiers
@click.option("--rules", metavar="名称", default="", help="政策文件，如 江西-2023；不写用随程序的。")
@wishes
@library
@sealing
@json_switch
def policy(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **wish: Any) -> None:
    """Print who may apply for what; `wish` are the options that go on as they are."""
    from hqe_docs.cli.helptables import policy_text
    from hqe_docs.office.helping.policylist import policy_json
    from hqe_docs.office.helping.rolls import Wish

    with Progress() as progress:
        answer = policy_json(paths, Wish(**wish), libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(policy_text(answer))
    leave(answer["problems"], unwritten=None in answer["written"])


@click.command(
    "alert",
    cls=Command,
    writes=("out",),
    help="帮扶预警：由台账找出要赶快帮扶的人，写明为什么、到哪天、谁负责。\n"
    "登记失业满三个月没有一对一帮扶、零就业和即将零就业的家庭、认定和岗位到期、131 服务未达、公益性岗位需求等，"
    "按紧急程度排列；-o 写出帮扶预警.xlsx 和帮扶预警台账.docx。规则在 programmes/帮扶预警.yaml，可以换。",
    example="hqe alert ledgers/hongjiang-2023 --day 2023-10-31 -o 输出",
)
@dossiers
@wishes
@library
@sealing
@json_switch
def alert(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **wish: Any) -> None:
    """Print whom to help in time; `wish` are the options that go on as they are."""
    from hqe_docs.cli.helptables import alert_text
    from hqe_docs.office.helping.alertlist import alert_json
    from hqe_docs.office.helping.rolls import Wish

    with Progress() as progress:
        answer = alert_json(paths, Wish(**wish), libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(alert_text(answer))
    leave(answer["problems"], unwritten=None in answer["written"])
