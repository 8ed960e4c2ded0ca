"""Commands that make ledgers and statistics out of the master ledger: ledger derive and ledger stats."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, Decorated, json_switch, library, password, to_path, to_paths
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = click.argument(
    "paths", nargs=-1, required=True, metavar="台账或档案...", type=click.Path(exists=True), callback=to_paths
)
ON_HELP = "基准日；不写时用档案的基准日。"
SET_HELP = "改一个口径；可重复。"
DEFINITIONS_HELP = "口径定义，ledgers/definitions/ 里的文件名；不写时用档案的指标体系所用的。"


def stated(function: Decorated) -> Decorated:
    """Add --on, --set and --definitions, which say how the master ledger is read."""
    options: list[Callable[[Decorated], Decorated]] = [
        click.option("--on", "day", metavar="日期", help=ON_HELP),
        click.option("--set", "settings", multiple=True, metavar="口径=值", help=SET_HELP),
        click.option("--definitions", metavar="名称", help=DEFINITIONS_HELP),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command(
    "derive",
    cls=Command,
    writes=("out", "paths"),
    help="由劳动力资源台账派生失业人员、就业困难人员、零就业家庭等台账。\n"
    "每行写明列入理由和在总台账第几行；口径印在表头下。总台账没有的栏目留空，要补填的先另存。",
    example="hqe ledger derive ledgers/hongjiang-2023/梅州村 --kind 失业人员",
)
@SOURCES
@click.option("--kind", "kinds", multiple=True, metavar="台账类别", help="只派生这种台账；可重复。")
@stated
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False),
    callback=to_path,
    metavar="文件夹",
    help="放结果的文件夹；不写时为档案或台账所在文件夹里的“输出”。",
)
@click.option("--compare", "only_compare", is_flag=True, help="不生成，只与档案里自己登记的同种台账比较。")
@password
@library
@json_switch
def derive(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **order: Any) -> None:
    """Write the derived ledgers; `order` are the options that go on as they are."""
    from hqe_docs.cli.ledger_text import derived_text
    from hqe_docs.office.ledgers.derived import Order, derive_ledgers

    with Progress() as progress:
        answer = derive_ledgers(paths, Order(**order), libraries=libraries, progress=progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(derived_text(answer["dossiers"], only_compare=order["only_compare"]))
    leave(answer["problems"])


@click.command(
    "stats",
    cls=Command,
    writes=("out",),
    help="由劳动力资源台账统计人数：按一项分组，或两项交叉。\n"
    "分组有村、组别、性别、年龄段、文化程度、就业状态、就业区域、人员类别等，写在口径定义里；不写 --by 时出常用的各表。",
    example="hqe ledger stats ledgers/hongjiang-2023/梅州村 --by 组别 --by 就业状态",
)
@SOURCES
@click.option("--by", "by", multiple=True, metavar="分组", help="按什么分组；写两次为两项交叉。")
@stated
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False), callback=to_path, metavar="文件", help="另写成工作簿。"
)
@click.option("--rows", "with_rows", is_flag=True, help="再列出每个数由台账的哪些行算出。")
@password
@library
@json_switch
def stats(
    paths: tuple[Path, ...], with_rows: bool, libraries: tuple[Path, ...], as_json: bool, **asked: Any
) -> None:
    """Print the tables; `asked` are the options that go on as they are."""
    from hqe_docs.cli.ledger_text import statistics_text
    from hqe_docs.office.ledgers.statistics import Question, statistics

    with Progress() as progress:
        answer = statistics(paths, Question(**asked), libraries=libraries, progress=progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(statistics_text(answer, with_rows=with_rows))
    leave(answer["problems"], unwritten=bool(asked["out"]) and answer["path"] is None)
