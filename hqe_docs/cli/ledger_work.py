"""Commands that bring ledgers into order: import, merge, diff, sample, accuracy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import (
    Command,
    Decorated,
    json_switch,
    library,
    release,
    sealing,
    show_personal,
    to_path,
    to_paths,
)
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

KIND_HELP = "台账类别；不写时为劳动力资源台账。"


def ledgers(metavar: str, *, nargs: int = -1) -> Callable[[Decorated], Decorated]:
    """Return the decorator of the argument `paths`: ledger files or dossiers."""
    kind = click.Path(exists=True)
    return click.argument("paths", nargs=nargs, required=True, metavar=metavar, type=kind, callback=to_paths)


def target(function: Decorated) -> Decorated:
    """Add -o, the workbook to be written."""
    kind = click.Path(dir_okay=False)
    add = click.option(
        "-o",
        "--out",
        required=True,
        metavar="文件",
        type=kind,
        callback=to_path,
        help="写成这个 .xlsx 文件。",
    )
    return add(function)


def kind_option(function: Decorated) -> Decorated:
    """Add --kind, the kind of ledger."""
    return click.option("--kind", metavar="台账类别", help=KIND_HELP)(function)


def show(answer: Mapping[str, Any], as_json: bool, text: Callable[[Mapping[str, Any]], str]) -> None:
    """Print what a command has to say, and end it; what was asked for and not written is an error."""
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(text(answer))
    leave(answer["problems"], unwritten="path" in answer and answer["path"] is None)


@click.command(
    "import",
    cls=Command,
    writes=("out",),
    help="把收到的工作簿整理成一份标准台账。\n"
    "栏目、写法统一，每处改动记在“修改记录”，读不准的、多出的列入“待核”，一格也不丢。原件不改。",
    example="hqe ledger import 收到/梅州村.xls --kind 劳动力资源台账 --on 2023-10-31 -o 梅州村.xlsx",
)
@ledgers("文件...")
@kind_option
@click.option(
    "--columns",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False),
    callback=to_path,
    help="栏目对照表（YAML），见 docs/栏目对照.md。",
)
@click.option("--on", "day", metavar="日期", help="年龄按哪天计算；不写时不改年龄。")
@target
@sealing
@release
@library
@json_switch
def import_(paths: tuple[Path, ...], out: Path, as_json: bool, **said: Any) -> None:
    """Write a standard ledger; `said` are the options that go on as they are."""
    from hqe_docs.cli.ledger_tables import import_text
    from hqe_docs.office.ledgers.ledgerimport import import_ledgers

    show(import_ledgers(paths, out, **said), as_json, import_text)


@click.command(
    "merge",
    cls=Command,
    writes=("out",),
    help="把几个村的台账合成一份。\n"
    "填上村（社区），另有各村“汇总”和“重复人员”。带“下辖”的档案连同下辖各点一起合并。",
    example="hqe ledger merge ledgers/hongjiang-2023 -o 合并台账.xlsx",
)
@ledgers("文件或档案...")
@kind_option
@target
@sealing
@release
@library
@json_switch
def merge(paths: tuple[Path, ...], out: Path, as_json: bool, **said: Any) -> None:
    """Write one ledger of many; `said` are the options that go on as they are."""
    from hqe_docs.cli.ledger_tables import merge_text
    from hqe_docs.office.ledgers.ledgermerge import merge_ledgers

    show(merge_ledgers(paths, out, **said), as_json, merge_text)


@click.command(
    "diff",
    cls=Command,
    writes=("out",),
    help="比较同一台账的新旧两份，写成动态更新台账。\n"
    "列出新增、迁出、状态变化、信息更正；新台账里没有的人写“迁出”并注明请核实，不猜死亡。",
    example="hqe ledger diff 六月.xlsx 十月.xlsx --batch 2023年第2批 --date 2023-10-31 -o 动态更新台账.xlsx",
)
@ledgers("旧台账 新台账", nargs=2)
@kind_option
@click.option("--batch", metavar="批次", help="这一批更新的名称；不写时由日期得出，如 2023年10月更新。")
@click.option("--date", "day", metavar="日期", help="更新日期；不写时为今天。")
@target
@sealing
@release
@library
@show_personal("--json 里列出完整姓名和号码，不打星号。")
@json_switch
def diff(paths: tuple[Path, ...], out: Path, as_json: bool, **said: Any) -> None:
    """Write what changed; `said` are the options that go on as they are."""
    from hqe_docs.cli.ledger_tables import diff_text
    from hqe_docs.office.ledgers.ledgerdiff import diff_ledgers

    show(diff_ledgers(paths, out, **said), as_json, diff_text)
