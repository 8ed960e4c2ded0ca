"""Commands that hold papers against the standard: lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, json_switch, to_paths
from hqe_docs.cli.report import emit_json, leave

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "lint",
    cls=Command,
    help="检查公文（.docx，不限是谁做的）是否符合 GB/T 9704 和通行做法，逐条给出条款、强度、位置和改法。\n"
    "写文件夹时检查其中全部 .docx。没有正文段落的表格只检查文字和文件内部结构。不改动文件；“规定”算错误，“一般、推荐、实务”算警告。",
    example="hqe lint 关于开展入户调查的通知.docx",
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="文件...", type=click.Path(exists=True), callback=to_paths
)
@json_switch
def lint(paths: tuple[Path, ...], as_json: bool) -> None:
    """Print what was found in each file on stdout: here it is the data."""
    from hqe_docs.cli.linttext import linted_text
    from hqe_docs.office.linting import lint_files

    linted = lint_files(paths)
    found = [item for one in linted for item in one.problems]
    if as_json:
        emit_json({"problems": found, "files": linted})
    else:
        click.echo(linted_text(linted))
    leave(found)
