"""The command that looks through finished files for personal numbers: privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, json_switch, password, to_paths
from hqe_docs.cli.report import emit_json, leave, print_checked

if TYPE_CHECKING:
    from pathlib import Path

PATHS = click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="文件或文件夹...",
    type=click.Path(exists=True),
    callback=to_paths,
)


@click.command(
    "privacy",
    cls=Command,
    help="检查文件里有没有没遮去的身份证号、电话、银行卡号，公开前用。\n"
    "Word、Excel、PPT、PDF、CSV、文本、旧版 .xls/.doc、压缩包都看，隐藏的表和行、批注、修订、属性、缓存、附件也看。"
    "图片和扫描件里的字看不出来。有的，退出码为 1。",
    example="hqe privacy 输出/公示",
)
@PATHS
@password
@json_switch
def privacy(paths: tuple[Path, ...], as_json: bool) -> None:
    """Print what is not masked."""
    from hqe_docs.office.privacy.scanning import scan

    made = scan(paths)
    found = list(made.problems)
    if as_json:
        emit_json(made.as_json())
    else:
        print_checked(found, (), [f"检查了 {made.files} 个文件"])
    leave(found)
