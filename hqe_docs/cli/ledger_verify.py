"""Commands that verify a ledger: sample, accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, password, to_path
from hqe_docs.cli.ledger_work import kind_option, ledgers, show, target

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "sample",
    cls=Command,
    writes=("out",),
    help="从台账里随机抽取若干行，做成数据核查台账。\n"
    "按 --by 的栏目分层，各层按人数分配、至少一行；只抽在册的。台账怎样写印在旁边，核查后填结果，"
    "再用 hqe ledger accuracy 算准确率。",
    example="hqe ledger sample 梅州村/劳动力资源台账.xlsx -n 100 --by 组别 --seed 2023 -o 核查表.xlsx",
)
@click.argument("path", metavar="台账或档案", type=click.Path(exists=True), callback=to_path)
@click.option("-n", "count", type=click.IntRange(min=1), required=True, metavar="N", help="抽多少行。")
@click.option("--by", multiple=True, metavar="栏目", help="按这一栏分层；可重复。")
@click.option(
    "--seed",
    type=int,
    metavar="S",
    help="随机种子：台账和种子相同，抽到的行就相同；不写时另取一个并印在表上。",
)
@click.option("--batch", metavar="批次", help="核查批次，如 2023年下半年。")
@kind_option
@target
@password
@library
@json_switch
def sample(path: Path, out: Path, as_json: bool, kind: str, libraries: tuple[Path, ...], **said: Any) -> None:
    """Write a verification sheet; `said` says what to draw."""
    from hqe_docs.cli.ledger_tables import sample_text
    from hqe_docs.office.ledgers.ledgersample import Order, sample_ledger

    show(sample_ledger(path, out, Order(**said), kind=kind, libraries=libraries), as_json, sample_text)


@click.command(
    "accuracy",
    cls=Command,
    help="由交回的数据核查台账算准确率。\n"
    "准确率 = 一致 ÷（一致 + 不一致）；没有核查的行另计，一行也没有核查时是“无法计算”。",
    example="hqe ledger accuracy 核查表-一组.xlsx 核查表-二组.xlsx --by 组别",
)
@ledgers("核查表...")
@click.option(
    "--by", multiple=True, metavar="栏目", help="按这一栏分列；可重复。不写时按抽样层，没有的按组别。"
)
@password
@library
@json_switch
def accuracy(paths: tuple[Path, ...], as_json: bool, **said: Any) -> None:
    """Print the accuracy; `said` are the options that go on as they are."""
    from hqe_docs.cli.ledger_tables import accuracy_text
    from hqe_docs.office.ledgers.ledgeraccuracy import accuracy as accuracy_of

    show(accuracy_of(paths, **said), as_json, accuracy_text)
