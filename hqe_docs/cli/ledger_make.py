"""Commands that make papers to fill in: blank ledgers, the survey of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, password, to_path
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hqe_docs.problems import Problem

OUT = click.Path()


@click.command(
    "blank",
    cls=Command,
    writes=("out",),
    help="制作空白台账，库里的哪一种都行。\n有下拉列表、填写提示、随填随查的颜色、锁定的表头、一行示例和填表说明。"
    "类别写名称或别名，见 hqe list ledgers。已有的文件不会被覆盖。",
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
    from hqe_docs.office.ledgers.blank import write_blanks

    if bool(kinds) == is_all:
        raise click.UsageError("写出要哪几种台账，或者用 --all 全部都做")
    if out and out.suffix.lower() == ".xlsx" and len(kinds) != 1:
        raise click.UsageError("一个文件只放一种台账；几种台账请给出文件夹")
    report(*write_blanks(kinds, out, **said), as_json=as_json)


@click.command(
    "survey",
    cls=Command,
    writes=("out",),
    help="制作入户调查表，空白的或按台账预填的。\nWord 文件，A4 纸一户一面，栏目和选项取自劳动力资源台账的类别。"
    "预填的照台账打勾，入户时核对、改正、签字；表上有完整的身份证号，注意保管。",
    example="hqe ledger survey 梅州村/劳动力资源台账.xlsx --group 第1组 --blank 5 -o 调查表",
)
@click.argument(
    "ledger", required=False, metavar="[台账]", type=click.Path(exists=True, dir_okay=False), callback=to_path
)
@click.option("--household", "households", multiple=True, metavar="户编号", help="只要这一户；可重复。")
@click.option("--group", metavar="组别", help="只要这一组的各户。")
@click.option("--blank", type=click.IntRange(0, 1000), default=0, metavar="N", help="另加 N 张空白的。")
@click.option("-o", "--out", metavar="路径", type=OUT, callback=to_path, help="文件夹，或文件（.docx）。")
@password
@library
@json_switch
def survey(
    ledger: Path | None, out: Path | None, libraries: Sequence[Path], as_json: bool, **asked: Any
) -> None:
    """Write survey papers; `asked` says which households."""
    from hqe_docs.office.ledgers.survey import Asked, write_survey

    if ledger is None and (asked["households"] or asked["group"]):
        raise click.UsageError("--household、--group 要从台账里选，先写出台账")
    report(*write_survey(ledger, Asked(**asked), out, libraries=libraries), as_json=as_json)


def report(made: Sequence[Path], found: Sequence[Problem], *, as_json: bool) -> None:
    """Print what was made and what was found, and end the command."""
    from hqe_docs.cli.tables import files_text

    if as_json:
        emit_json({"problems": found, "files": [str(path) for path in made]})
    else:
        print_problems(found)
        click.echo(files_text(made))
    leave(found)
