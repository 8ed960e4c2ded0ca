"""Commands for those who write templates: check and fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, password, template_data, to_path, to_paths
from hqe_docs.cli.report import emit_json, leave, print_checked, print_problems

if TYPE_CHECKING:
    from pathlib import Path

FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    "check",
    cls=Command,
    help="检查模板（.docx、.xlsx）的标签，列出用到的名称。\n一次列出全部问题和位置，每个名称给出次数、位置和示例；"
    "名称对照 --data 的数据（写法同 hqe fill），不写则对照一份虚构的档案。示例里的姓名、号码、电话是遮住的。",
    example="hqe template check templates/工作方案.docx --data ledgers/hongjiang-2023/梅州村",
)
@click.argument("files", nargs=-1, required=True, metavar="模板...", type=FILE, callback=to_paths)
@template_data
@library
@password
@json_switch
def check(files: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Print the names of each template and every problem on stdout: here they are the data."""
    from hqe_docs.cli.template_text import names_text
    from hqe_docs.office.templates.templatecheck import check_templates

    checked, found = check_templates(files, **given)
    if as_json:
        emit_json({"problems": found, "templates": checked})
    else:
        print_checked(found, [], [names_text(one) for one in checked])
    leave(found)


@click.command(
    "fix",
    cls=Command,
    writes=("out",),
    help="把模板里被切断、写得不规范的标签修好，写成一份副本。\n合并被 Word 切断的标签，改正全角括号、弯引号、"
    "多余和缺少的空格，逐处列出。原文件从不改动，只改有把握的；其余用 hqe template check 查看。",
    example="hqe template fix 通知.docx -o 通知（已修）.docx",
)
@click.argument("file", metavar="模板", type=FILE, callback=to_path)
@click.option(
    "-o", "--out", metavar="副本", type=click.Path(), callback=to_path, help="不写则为 原名（已修）。"
)
@json_switch
def fix(file: Path, out: Path | None, as_json: bool) -> None:
    """Write the mended copy and print each change on stdout."""
    from hqe_docs.office.templates.templatefix import fix_template

    written, found = fix_template(file, out)
    if as_json:
        emit_json({"problems": found, "file": written and str(written)})
    else:
        print_problems(found, to_stdout=True)
        click.echo(f"副本 {written}" if written else "没有写副本")
    leave(found)
