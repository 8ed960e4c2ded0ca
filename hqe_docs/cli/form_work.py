"""Commands for official forms that have no tags: inspect, fill, bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, password, template_data, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    "inspect",
    cls=Command,
    help="列出空白表格里可以填写的地方：标签、种类、位置，以及怎样认出来的。\n"
    "照片、签名、盖章、意见栏和说明不算。认填写处用的词写在 templates/表单/词汇.yaml 里，可以用 --library 换成自己的。",
    example="hqe form inspect 失业登记表.docx",
)
@click.argument("path", metavar="表格", type=FILE, callback=to_path)
@library
@json_switch
def inspect(path: Path, libraries: tuple[Path, ...], as_json: bool) -> None:
    """Print the places on stdout: here they are the data."""
    from hqe_docs.cli.formtext import places_text
    from hqe_docs.paper.forms.inspection import inspect_form

    inspected, found = inspect_form(path, libraries)
    places = inspected.places if inspected else ()
    if as_json:
        emit_json({"problems": found, "places": places})
    else:
        print_problems(found)
        click.echo(places_text(places))
    leave(found)


FILL_HELP = """把数据填进空白表格：数据里的名称与表上的标签同名、同义就填，不用写标签。
名单的记录比空行多时照样加行；勾选、年月日、逐格的号码、下划线按表上的样子填；其余一概不改。没有数据的地方留空并列出。
每人一份用 --each；评分表用 --dossier 或 hqe score --json 的结果。详见 docs/填写表单.md。"""
OUT_HELP = "输出文件或文件夹；每人一份时名称里可以有标签。默认放在“输出”文件夹。"


@click.command(
    "fill",
    cls=Command,
    writes=("out",),
    help=FILL_HELP,
    example='hqe form fill 失业登记表.docx --data 台账.xlsx --each -o "输出/{{ 姓名 }}.docx"',
)
@click.argument("form", metavar="表格", type=FILE, callback=to_path)
@template_data
@click.option(
    "--dossier",
    type=click.Path(exists=True),
    callback=to_path,
    metavar="档案",
    help="用档案填；评分表填得分。",
)
@click.option(
    "--map", "binding", type=FILE, callback=to_path, metavar="绑定", help="hqe form bind 生成的绑定文件。"
)
@click.option("-o", "--out", metavar="文件", help=OUT_HELP)
@click.option(
    "--no-grow",
    "grows",
    is_flag=True,
    flag_value=False,
    default=True,
    help="名单不加行，多出的记录写成续表：Word 另起一页，Excel 另加一张工作表。",
)
@click.option("--shrink", "shrinks", is_flag=True, help="放不下的文字缩小字号。")
@click.option("--overwrite", is_flag=True, help="替换已有的输出文件。")
@library
@password
@json_switch
def fill(form: Path, as_json: bool, **asked: Any) -> None:
    """Fill the form; `asked` are the options that go on as they are."""
    from hqe_docs.cli.filling import print_filled
    from hqe_docs.office.forms.formfill import FormOrder, fill_form
    from hqe_docs.office.templates.filling import FillOrder

    how = FormOrder(*(asked.pop(name) for name in ("binding", "dossier", "grows", "shrinks")))
    with Progress() as progress:
        found, results = fill_form(form, FillOrder(progress=progress.step, **asked), how)
    print_filled(found, results, as_json=as_json)
    leave(found, unwritten=not results or any(item.path is None for item in results))


@click.command(
    "bind",
    cls=Command,
    writes=("out", "form"),
    help="生成绑定文件：表上每个填写处填数据里的哪一项。\n"
    "分不清、对不上的留空并列出候选，由人写定；表格修订后再运行一次，写定的保留，移动、增减的列出。",
    example="hqe form bind 失业登记表.docx --kind 劳动力资源台账 -o 失业登记表.yaml",
)
@click.argument("form", metavar="表格", type=FILE, callback=to_path)
@click.option("--data", multiple=True, metavar="数据", help="名称取自数据文件；可重复。")
@click.option("--kind", metavar="台账", help="名称取自一种台账的栏目。")
@click.option(
    "--dossier", type=click.Path(exists=True), callback=to_path, metavar="档案", help="名称取自档案。"
)
@click.option("-o", "--out", callback=to_path, metavar="绑定", help="绑定文件，默认与表格同名的 .yaml。")
@library
@json_switch
def bind(form: Path, as_json: bool, **asked: Any) -> None:
    """Write the binding file."""
    from hqe_docs.office.forms.binding import BindOrder, bind_form

    found, path = bind_form(form, BindOrder(**asked))
    if as_json:
        emit_json({"problems": found, "path": path and str(path)})
    else:
        print_problems(found)
        click.echo(f"已写入 {path}" if path else "没有写入绑定文件")
    leave(found, unwritten=path is None)
