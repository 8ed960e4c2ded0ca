"""Commands that look for faults: check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, password, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_checked

if TYPE_CHECKING:
    from pathlib import Path


FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    "check",
    cls=Command,
    writes=("target",),
    help="检查档案和台账，或单独一份工作簿、一份指标体系（indicators/*.yaml）、一份政策或预警规则"
    "（programmes/政策/*.yaml、programmes/帮扶预警.yaml），一次列出全部问题。\n每个问题给出位置、代码和改法；代码的详细说明见 hqe explain。",
    example="hqe check ledgers/hongjiang-2023",
)
@dossiers
@click.option("--kind", metavar="台账类别", help="工作簿是哪种台账；不写则按栏目名称判断。")
@click.option(
    "--columns", type=FILE, callback=to_path, metavar="文件", help="栏目对照表（YAML，表中标题: 标准栏目）。"
)
@click.option("--on", "day", metavar="日期", help="工作簿里的年龄以哪天为准；不写则取标题行里的日期或季度。")
@click.option(
    "--mark", "target", callback=to_path, metavar="文件夹", help="把每份工作簿标出问题的副本写到这里。"
)
@click.option(
    "--against",
    type=FILE,
    callback=to_path,
    metavar="文件",
    help="把指标体系文件和正式的评价指标表（.docx、.xlsx、.xls）逐行对照。",
)
@library
@password
@json_switch
def check(
    paths: tuple[Path, ...], target: Path | None, libraries: tuple[Path, ...], as_json: bool, **said: Any
) -> None:
    """Print every problem on stdout: here they are the data; then the marked copies, when asked for."""
    from hqe_docs.office.loose import Said, check_all
    from hqe_docs.office.returning import give_back

    with Progress() as progress:
        checked = check_all(paths, Said(**said), libraries=libraries, progress=progress.step)
        marked, hindered = give_back(checked, target, libraries=libraries, progress=progress.step)
    found = [*checked.problems, *hindered]
    if as_json:
        emit_json({"problems": found} | ({"marked": marked} if target else {}))
    else:
        print_checked(found, marked, checked.notes)
    leave(found)
