"""Commands for what was replaced: history lists the dated copies, restore puts one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, Decorated, json_switch, to_path, to_paths
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hqe_docs.office.keeping.history import Copy

PATHS = click.argument("paths", nargs=-1, required=True, metavar="档案或文件...", callback=to_paths)


def _dossier(function: Decorated) -> Decorated:
    return click.option(
        "--dossier",
        "dossiers",
        multiple=True,
        metavar="档案",
        type=click.Path(exists=True, file_okay=False),
        callback=to_paths,
        help="文书写在档案外面时，是哪个档案的；可重复。",
    )(function)


@click.command(
    "history",
    cls=Command,
    help="列出旧稿：哪份文书、什么时候、为什么被换下、多大。\n"
    "重新生成、合并、恢复或被别的命令重写以前，现有的文件先存一份旧稿在档案的 .hqe/历史/ 里。旧稿不会自己删去，不要的可以删。",
    example="hqe history ledgers/hongjiang-2023",
)
@PATHS
@_dossier
@json_switch
def history(paths: tuple[Path, ...], dossiers: tuple[Path, ...], as_json: bool) -> None:
    """Print the dated copies."""
    from hqe_docs.office.keeping.history import copies_of

    found = copies_of(paths, dossiers)
    if as_json:
        emit_json({"problems": [], "copies": [one.as_json() for one in found]})
    else:
        click.echo(_text(found))


@click.command(
    "restore",
    cls=Command,
    writes=("path",),
    keeps=("dossiers",),
    help="恢复一份旧稿：现有的文件先存进历史，再换成旧稿。\n不写 --to 时恢复最近换下的一份。恢复的文书算手工改过，重新生成时保留或并入。",
    example="hqe restore 输出/梅州村-任务书.docx --to 20231031-093000",
)
@click.argument("path", metavar="文件", type=click.Path(dir_okay=False), callback=to_path)
@click.option("--to", "wanted", metavar="编号或时间", default="", help="旧稿的编号，或恢复到哪个时间的样子。")
@_dossier
@json_switch
def restore(path: Path, wanted: str, dossiers: tuple[Path, ...], as_json: bool) -> None:
    """Put a dated copy back."""
    from hqe_docs.office.keeping.restoring import put_back

    found, copy = put_back(path, wanted, dossiers)
    if as_json:
        emit_json({"problems": found, "restored": copy})
    else:
        print_problems(found)
        click.echo(f"已恢复 {copy.path}（{copy.number}）" if copy else "没有恢复")
    leave(found)


def _text(found: Sequence[Copy]) -> str:
    """Return the copies as a table, and how much room they take."""
    from hqe_docs.cli.layout import table

    if not found:
        return "没有旧稿"
    rows = [(one.number, one.path.name, _size(one.size), one.why, str(one.path.parent)) for one in found]
    total = sum(one.size for one in found)
    return table(["编号（时间）", "文书", "大小", "为什么换下", "在"], rows, right={2}) + (
        f"\n共 {len(found)} 份，{_size(total)}；旧稿在档案（或文件所在文件夹）的 .hqe/历史/"
    )


def _size(size: int) -> str:
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
