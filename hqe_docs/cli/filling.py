"""The command fill: any tagged template, filled from data of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, password, template_data, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

    from hqe_docs.office.templates.filling import Filled
    from hqe_docs.problems import Problem

HELP = """用数据填写任何带标签的 Word、Excel 模板，不需要档案。
YAML、JSON 的各项就是模板里的名称；表格（.csv、.xlsx、.xls）的各行叫“行”，每行的名称是表头。详见 docs/填写模板.md。
结果默认放在“输出”文件夹；已有的文件不覆盖，模板和数据从不改写。有一行填不成时，其余各行照常。"""
OUT_HELP = "输出文件或文件夹；每行一份时名称里可以有标签。"


@click.command(
    "fill",
    cls=Command,
    writes=("out",),
    help=HELP,
    example='hqe fill 通知书.docx --data 人员.xlsx --each -o "输出/{{ 姓名 }}.docx"',
)
@click.argument("template", metavar="模板", type=click.Path(exists=True, dir_okay=False), callback=to_path)
@template_data
@click.option("-o", "--out", metavar="文件", help=OUT_HELP)
@click.option("--sheet-by", metavar="列", help="Excel 模板：按这一列分组，每组一张工作表。")
@click.option("--lenient", is_flag=True, help="数据里没有的名称留空，只提出警告。")
@click.option("--overwrite", is_flag=True, help="替换已有的输出文件。")
@library
@password
@json_switch
def fill(template: Path, as_json: bool, **order: Any) -> None:
    """Fill the template; `order` are the options that go on as they are."""
    from hqe_docs.office.templates.filling import FillOrder, fill_template

    with Progress() as progress:
        found, results = fill_template(template, FillOrder(progress=progress.step, **order))
    print_filled(found, results, as_json=as_json)
    leave(found, unwritten=any(item.path is None for item in results))


def print_filled(found: Sequence[Problem], results: Sequence[Filled], *, as_json: bool) -> None:
    """Say what was wrong and which files were written."""
    if as_json:
        rows = [{"path": item.path and str(item.path), "row": item.row} for item in results]
        emit_json({"problems": found, "results": rows})
    else:
        print_problems(found)
        click.echo(filled_text(results))


def filled_text(results: Sequence[Filled]) -> str:
    """Return the files that were written, one a line, and how many were not."""
    paths = [str(item.path) for item in results if item.path is not None]
    missing = len(results) - len(paths)
    return "\n".join([*paths, f"共生成 {len(paths)} 个文件" + (f"，{missing} 份未生成" if missing else "")])
