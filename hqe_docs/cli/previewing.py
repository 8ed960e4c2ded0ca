"""The command preview: documents as pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, to_path, to_paths
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

    from hqe_docs.paper.preview.previewing import Preview

HELP = """用办公软件把文书排成 PDF 或图片，看看打印出来的样子。
自动寻找 LibreOffice，Windows 上没有时用 Word 或 WPS；HQE_OFFICE 可指定 soffice 程序。同时报告字体：文件里写的
是什么、实际用的是什么、代替字体是否全角、姓名里的生僻字在不在字库里。原文件不动，同名的旧预览被替换。"""


@click.command("preview", cls=Command, writes=("out",), help=HELP, example="hqe preview 输出 --png -o 预览")
@click.argument(
    "paths", nargs=-1, required=True, metavar="文件...", type=click.Path(exists=True), callback=to_paths
)
@click.option(
    "-o", "--out", metavar="文件夹", default="预览", callback=to_path, help="放在哪里，默认“预览”。"
)
@click.option("--pdf", is_flag=True, help="只要 PDF（默认）。")
@click.option("--png", is_flag=True, help="要图片，一页一张；与 --pdf 同用时两样都要。")
@click.option(
    "--limit", metavar="秒", type=click.IntRange(1), default=120, help="每份文件的时限，默认 120 秒。"
)
@click.option("--jobs", metavar="数", type=click.IntRange(1, 16), help="同时排几份，默认按处理器个数。")
@library
@json_switch
def preview(paths: tuple[Path, ...], libraries: Sequence[Path], as_json: bool, **wanted: Any) -> None:
    """Render the files, or those of folders; `wanted` are the options that go on as they are."""
    from hqe_docs.library import Library
    from hqe_docs.paper.preview.fontlist import read_font_list
    from hqe_docs.paper.preview.previewing import PreviewOrder, documents_in, preview_all

    order = PreviewOrder(fonts=read_font_list(Library.over_shipped(libraries)), **wanted)
    files = documents_in(paths)
    found, made = preview_all(files, order)
    if as_json:
        emit_json({"problems": found, "results": made})
    else:
        print_problems(found)
        click.echo(preview_text(made) if files else "没有可预览的文件")
    leave(found)


def preview_text(made: Sequence[Preview]) -> str:
    """Return what was made, a document a line, and how its fonts came out."""
    lines = []
    for item in made:
        lines.append(f"{item.name} {item.pages} 页 → {'、'.join(map(str, item.outputs[:3]))}")
        for font in item.fonts:
            used = "已安装" if font["installed"] else f"改用 {font['used']}"
            lines.append(f"    {font['named']}：{used}，{font['count']} 字")
    return "\n".join([*lines, f"共预览 {len(made)} 份"])
