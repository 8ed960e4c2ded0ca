"""Commands that hold papers against the standard: lint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import click

from hqe_docs.cli.commands import Command, json_switch, library, to_path, to_paths
from hqe_docs.cli.report import Progress, emit_json, leave

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "lint",
    cls=Command,
    writes=("out",),
    help="检查公文（.docx，不限是谁做的）是否符合 GB/T 9704 和通行做法，逐条给出条款、强度、位置和改法。\n"
    "写文件夹时检查其中全部 .docx。没有正文段落的表格只检查文字和文件内部结构。原文件从不改动；“规定”算错误，“一般、推荐、实务”算警告。",
    example="hqe lint 关于开展入户调查的通知.docx",
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="文件...", type=click.Path(exists=True), callback=to_paths
)
@click.option(
    "--dossier",
    "dossiers",
    multiple=True,
    metavar="档案",
    type=click.Path(exists=True),
    callback=to_paths,
    help="再与这份档案（连同下辖）核对：人口、资金、日期、文号、比率、姓名和职务；可重复。",
)
@click.option(
    "--fix", is_flag=True, help="另存一份改好版式的副本：页面、行距、字距、字体、缩进、页码；文字一个不动。"
)
@click.option("-o", "--out", metavar="文件", callback=to_path, help="副本的文件名；几份文件时是文件夹。")
@click.option(
    "--profile", metavar="版式", default="portable", help="按哪种版式改：portable（默认）、hybrid、glyph。"
)
@library
@json_switch
def lint(
    paths: tuple[Path, ...], dossiers: tuple[Path, ...], fix: bool, as_json: bool, **wanted: Any
) -> None:
    """Print what was found in each file on stdout: here it is the data."""
    if fix:
        fix_all(paths, dossiers, as_json, **wanted)
    from hqe_docs.cli.linttext import linted_text
    from hqe_docs.office.papers.linting import lint_files

    with Progress() as progress:
        linted = lint_files(paths, dossiers, progress=progress.step)
    found = [item for one in linted for item in one.problems]
    if as_json:
        emit_json({"problems": found, "files": linted})
    else:
        click.echo(linted_text(linted))
    leave(found)


def fix_all(paths: tuple[Path, ...], dossiers: tuple[Path, ...], as_json: bool, **wanted: Any) -> NoReturn:
    """Write the mended copies, and say what a person must still do."""
    from hqe_docs.cli.linttext import fixed_text
    from hqe_docs.office.papers.relaying import fix_files

    fixed = fix_files(paths, dossiers, **wanted)
    found = [item for one in fixed for item in one.problems]
    if as_json:
        emit_json({"problems": found, "files": fixed})
    else:
        click.echo(fixed_text(fixed))
    leave(found, unwritten=any(one.path is None for one in fixed))
