"""Commands that make papers to fill in: blank ledgers, the survey of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, to_path
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hqe_docs.problems import Problem

OUT = click.Path()


@click.command(
    "blank",
    cls=Command,
    help="制作空白台账：有下拉列表、填写提示、随填随查的颜色、锁定的表头和一行示例。\n"
    "台账类别写名称或别名，见 hqe list ledgers；自己的库里的类别同样能做。已有的文件不会被覆盖。",
    example="hqe ledger blank 失业人员台账 零就业家庭台账 -o 空白台账",
)
@click.argument("kinds", nargs=-1, metavar="[台账类别]...")
@click.option("--all", "is_all", is_flag=True, help="库里的每一种都做一份。")
@click.option(
    "-o", "--out", metavar="路径", type=OUT, callback=to_path, help="文件夹，或一份台账的文件（.xlsx）。"
)
@library
@json_switch
def blank(kinds: tuple[str, ...], is_all: bool, out: Path | None, as_json: bool, **said: Any) -> None:
    """Write blank ledgers; `said` are the options that go on as they are."""
    from hqe_docs.office.blank import write_blanks

    if bool(kinds) == is_all:
        raise click.UsageError("写出要哪几种台账，或者用 --all 全部都做")
    report(*write_blanks(kinds, out, **said), as_json=as_json)


def report(made: Sequence[Path], found: Sequence[Problem], *, as_json: bool) -> None:
    """Print what was made and what was found, and end the command."""
    from hqe_docs.cli.tables import files_text

    if as_json:
        emit_json({"problems": found, "files": [str(path) for path in made]})
    else:
        print_problems(found)
        click.echo(files_text(made))
    leave(found)
