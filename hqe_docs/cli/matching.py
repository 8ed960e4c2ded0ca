"""The commands of matching: match (make), match record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import (
    Command,
    LazyGroup,
    choice,
    dossiers,
    json_switch,
    library,
    sealing,
    show_personal,
    to_path,
    to_paths,
)
from hqe_docs.cli.ledger_work import ledgers, target
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

HERE = "hqe_docs.cli.matching:"
SETTINGS = click.option("--set", "settings", multiple=True, metavar="口径=值", help="改一个口径；可重复。")
USUAL = "make"


class UsualGroup(LazyGroup):
    """A group whose command `make` needs not be named: what follows is no other command's name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.list_commands(ctx), "-h", "--help"):
            args = [USUAL, *args]
        return super().parse_args(ctx, args)


@click.group(
    "match",
    cls=UsualGroup,
    sections={"匹配": {USUAL: HERE + USUAL, "record": HERE + "record"}},
    context_settings={"help_option_names": ["-h", "--help"]},
    help="为求职人员匹配岗位，为岗位匹配人选。\n“hqe match 档案” 就是 “hqe match make 档案”；推荐后的答复用 record 录入。",
)
def match() -> None:
    """Do nothing: the commands do."""


@click.command(
    USUAL,
    cls=Command,
    writes=("out",),
    help="匹配岗位和求职人员，写成匹配结果和入户送岗单。\n"
    "每人列出合适的岗位，每个岗位列出合适的人选，逐项写明理由和得分；不符合硬条件的不推荐，台账缺项的注明待核。"
    "岗位取自岗位信息台账，求职人员取自劳动力资源台账和求职登记台账，规则见 programmes/人岗匹配.yaml。",
    example="hqe match ledgers/hongjiang-2023 --jobs ledgers/岗位示例/岗位信息台账.csv -o 匹配",
)
@dossiers
@click.option(
    "--jobs",
    multiple=True,
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False),
    callback=to_paths,
    help="另外的岗位文件，格式同岗位信息台账；可重复。",
)
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="文件夹",
    type=click.Path(file_okay=False),
    callback=to_path,
    help="放结果的文件夹。",
)
@click.option("--on", "--day", "day", metavar="日期", help="按哪一天算年龄、有效期；不写时用档案的基准日。")
@SETTINGS
@choice("--by", "by", ["户", "人"], "送岗单一户一页还是一人一页。")
@show_personal("屏幕和 JSON 里列出完整的姓名和号码。")
@sealing
@library
@json_switch
def make(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **order: Any) -> None:
    """Write what suits whom; `order` are the options that go on as they are."""
    from hqe_docs.cli.matchtables import SHOWN, match_text
    from hqe_docs.office.matching.matching import match_json
    from hqe_docs.office.matching.pool import Order

    with Progress() as progress:
        answer = match_json(paths, Order(most=None if as_json else SHOWN, **order), libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(match_text(answer["dossiers"]))
    leave(answer["problems"], unwritten=any(None in item["files"] for item in answer["dossiers"]))


@click.command(
    "record",
    cls=Command,
    writes=("out",),
    help="把匹配结果里填好的答复录入岗位推荐记录台账。\n"
    "读“推荐岗位”表里填了推荐日期、本人答复、推荐结果的行；-o 的台账已经有的，接着写，同一人同一岗位同一天的按新的改。"
    "另有一张表按口径数出每人的岗位信息次数（“131”服务）。",
    example="hqe match record 匹配/洪江镇-人岗匹配结果.xlsx -o 岗位推荐记录台账.xlsx",
)
@ledgers("匹配结果...")
@target
@SETTINGS
@sealing
@library
@json_switch
def record(paths: tuple[Path, ...], out: Path, as_json: bool, **said: Any) -> None:
    """Write the answers into a ledger; `said` are the options that go on as they are."""
    from hqe_docs.cli.ledger_work import show
    from hqe_docs.cli.matchtables import record_text
    from hqe_docs.office.matching.recording import record_answers

    show(record_answers(paths, out, **said), as_json, record_text)
