"""Commands that compute: figures and score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossier, json_switch, library, password, to_path, to_paths
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

FILE = click.Path(dir_okay=False)


@click.command(
    "figures",
    cls=Command,
    help="由台账计算各项数据，给出分子、分母和来源。\n只要某几项时，在档案后写数据的名称。",
    example="hqe figures ledgers/hongjiang-2023/梅州村 就业率 --explain",
)
@dossier
@click.argument("names", nargs=-1, metavar="[数据...]")
@click.option("--explain", is_flag=True, help="再列出每项数据由台账的哪些行算出。")
@library
@password
@json_switch
def figures(
    path: Path, names: tuple[str, ...], explain: bool, libraries: tuple[Path, ...], as_json: bool
) -> None:
    """Print the figures of a dossier and of those below it."""
    from hqe_docs.cli.tables import figures_text
    from hqe_docs.office.scores.numbers import figures_json

    with Progress() as progress:
        answer = figures_json([path], names, libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(figures_text(answer["dossiers"], explain=explain))
    leave(answer["problems"])


SCORE_HELP = """按指标体系评分，列出每项的得分、状态和依据。
状态：计算 由数据得出，评判 由人评定，待核 还缺材料。带“下辖”的档案连同下辖各点一起评分。
-o 把许多创建点写成一份自评汇总表；单个创建点的自评表由 hqe build 生成。"""
WHAT_IF_HELP = (
    "假设这一项改变后得多少分，如 就业率=95%、协作机构数=3、工作方案.乡镇=是、自评.13=9；可重复，不写文件。"
)
COMPARE_HELP = "并排比较两份档案；前面写了一份档案时，比较它在两个日期（如 2023-06-30）的得分。"
PICTURE_HELP = "每个创建点画一页得分图（.png、.svg、.pdf）；有几个创建点时，文件名后加名称。"


@click.command(
    "score",
    cls=Command,
    keeps=("out", "picture"),
    help=SCORE_HELP,
    example="hqe score ledgers/hongjiang-2023/梅州村 --explain 9",
)
@click.argument("paths", nargs=-1, metavar="[档案...]", type=click.Path(exists=True), callback=to_paths)
@click.option(
    "--explain", "no", type=int, metavar="序号", help="只说明这一项：规则、数字、台账行、条款和对照。"
)
@click.option("--what-if", "supposed", multiple=True, metavar="名称=值", help=WHAT_IF_HELP)
@click.option("--compare", "compared", nargs=2, metavar="甲 乙", help=COMPARE_HELP)
@click.option(
    "-o", "--out", metavar="文件", type=FILE, callback=to_path, help="写成自评汇总表（.xlsx），按总分排名。"
)
@click.option("--picture", metavar="图片", type=FILE, callback=to_path, help=PICTURE_HELP)
@library
@password
@json_switch
def score(as_json: bool, **said: Any) -> None:
    """Print the score sheets of dossiers and of those below them; `said` are the options that go on as they are."""
    from hqe_docs.cli.scoremodes import Asked, mode_of

    mode = mode_of(Asked(as_json=as_json, **{**said, "compared": said["compared"] or ()}))
    with Progress() as progress:
        answer = mode.answer(progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(mode.text(answer))
    leave(answer["problems"], unwritten=None in answer.get("written", ()))
