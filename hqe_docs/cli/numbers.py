"""Commands that compute: figures and score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, dossier, json_switch, library, password
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "figures",
    cls=Command,
    help="由台账计算各项数据，给出分子、分母和来源。\n只要某几项时，在档案后写数据的名称。",
    example="hqe figures ledgers/hongjiang-2023/梅州村 就业率 --explain",
)
@dossier
@click.argument("names", nargs=-1, metavar="[数据...]")
@click.option("--explain", is_flag=True, help="再列出每项数据由台账的哪些行算出。")
@library
@password
@json_switch
def figures(
    path: Path, names: tuple[str, ...], explain: bool, libraries: tuple[Path, ...], as_json: bool
) -> None:
    """Print the figures of a dossier and of those below it."""
    from hqe_docs.cli.tables import figures_text
    from hqe_docs.office.numbers import figures_json

    with Progress() as progress:
        answer = figures_json([path], names, libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(figures_text(answer["dossiers"], explain=explain))
    leave(answer["problems"])


@click.command(
    "score",
    cls=Command,
    help="按指标体系评分，列出每项的得分、状态和依据。\n"
    "状态：计算 由数据得出，评判 由人评定，待核 还缺材料。",
    example="hqe score ledgers/hongjiang-2023/梅州村 --explain 9",
)
@dossier
@click.option("--explain", "no", type=int, metavar="序号", help="只说明这一项：规则、数字、台账行和条款。")
@library
@password
@json_switch
def score(path: Path, no: int | None, libraries: tuple[Path, ...], as_json: bool) -> None:
    """Print the score sheets of a dossier and of those below it."""
    from hqe_docs.cli.tables import explanation_text, score_text
    from hqe_docs.office.numbers import score_json

    with Progress() as progress:
        answer = score_json([path], libraries, progress.step, only=no)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        sheets = answer["dossiers"]
        click.echo(score_text(sheets) if no is None else explanation_text(sheets, no))
    leave(answer["problems"])
