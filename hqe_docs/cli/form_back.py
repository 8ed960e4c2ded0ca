"""Commands for filled forms that come back: read, collect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, Decorated, json_switch, library, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

FILE = click.Path(exists=True, dir_okay=False)
FOLDER = click.Path(exists=True, file_okay=False)


def blank(function: Decorated) -> Decorated:
    """Add --blank, the form as it was handed out, and --map, a binding of its labels."""
    text = "发下去的空白表格；有了它，填的和印的分得清楚，读得准。"
    names = "hqe form bind 生成的绑定文件：读出的名称照它写，空白表格也由它找。"
    function = click.option("--map", "binding", metavar="绑定", type=FILE, callback=to_path, help=names)(
        function
    )
    return click.option("--blank", metavar="表格", type=FILE, callback=to_path, help=text)(function)


@click.command(
    "read",
    cls=Command,
    help="把填好的表格读回数据：文字、日期、勾选、逐格的号码、名单，写法同 hqe form fill 的数据文件。\n"
    "给出空白表格（--blank）读得准；不给时按标签认，尽量读。.doc、.wps 要装有 LibreOffice。",
    example="hqe form read 收到/张三.docx --blank 失业登记表.docx --json",
)
@click.argument("path", metavar="表格", type=FILE, callback=to_path)
@blank
@library
@json_switch
def read(path: Path, as_json: bool, **said: Any) -> None:
    """Print the values on stdout: here they are the data."""
    from hqe_docs.cli.formvalues import values_text
    from hqe_docs.office.forms.reading import read_form_file

    returned, found = read_form_file(path, **said)
    values = returned.values if returned else {}
    if as_json:
        emit_json({"problems": found, "values": values})
    else:
        print_problems(found)
        click.echo(values_text(values))
    leave(found)


@click.command(
    "collect",
    cls=Command,
    writes=("out",),
    help="把一个文件夹里交回的表格（.docx、.xlsx、.xls、.doc、.wps、.et）汇总成一份台账，一份表一行。\n"
    "每行写明来源文件、发现的问题；同一个人（号码相同，或姓名和电话相同）交了两份的标出来。读不出的列在最后，其余照常。",
    example="hqe form collect 收到 --blank 失业登记表.docx -o 失业登记台账.xlsx",
)
@click.argument("folder", metavar="文件夹", type=FOLDER, callback=to_path)
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="文件",
    type=click.Path(dir_okay=False),
    callback=to_path,
    help="写成这个 .xlsx 文件。",
)
@blank
@library
@json_switch
def collect(folder: Path, as_json: bool, **said: Any) -> None:
    """Write the ledger; `said` are the options that go on as they are."""
    from hqe_docs.cli.formvalues import collected_text
    from hqe_docs.office.forms.collecting import collect_forms

    with Progress() as progress:
        collected = collect_forms(folder, progress=progress.step, **said)
    if as_json:
        emit_json(collected.as_json())
    else:
        print_problems(collected.problems)
        click.echo(collected_text(collected))
    leave(collected.problems, unwritten=collected.path is None)
