"""The command write: an office's own text as an official paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, to_path
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ("通知", "函", "报告", "请示", "纪要", "方案", "令")
HELP = """把自己写的文字排成公文：纯文本、Markdown（.md）或 YAML，写法见 docs/写公文.md。
标题、主送、层次、附件、落款能从文字里认出来，认出了什么逐条说明；也可以写在开头的文件头里。
原文里的字一个也不丢；没有序号的 Markdown 标题自动编号。"""
FORM_HELP = "文种；不写时看文件头的“文种”，再看标题的末尾。"
PROFILE_HELP = "版式：templates/layout/ 里的名称。"


@click.command(
    "write", cls=Command, writes=("out",), help=HELP, example="hqe write 通知.md -o 通知.docx --as 通知"
)
@click.argument("source", metavar="原文", type=click.Path(exists=True, dir_okay=False), callback=to_path)
@click.option("-o", "--out", required=True, metavar="文件", callback=to_path, help="输出的 .docx 文件。")
@click.option("--as", "form", type=click.Choice(FORMS), help=FORM_HELP)
@click.option("--profile", default="portable", show_default=True, metavar="版式", help=PROFILE_HELP)
@click.option("--overwrite", is_flag=True, help="替换已有的输出文件。")
@library
@json_switch
def write(source: Path, as_json: bool, **order: Any) -> None:
    """Write the paper; `order` are the options that go on as they are."""
    from hqe_docs.office.papers.writing import WriteOrder, write_paper

    found, path = write_paper(source, WriteOrder(**order))
    if as_json:
        emit_json({"problems": found, "path": path and str(path)})
    else:
        print_problems(found)
        click.echo(str(path) if path else "没有生成")
    leave(found, unwritten=path is None)
