"""Commands that look for faults: check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "check",
    cls=Command,
    help="检查档案和台账，一次列出全部问题。\n每个问题给出位置、代码和改法；代码的详细说明见 hqe explain。",
    example="hqe check ledgers/hongjiang-2023",
)
@dossiers
@library
@json_switch
def check(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool) -> None:
    """Print every problem on stdout: here they are the data."""
    from hqe_docs.office.check import check as find_problems

    with Progress() as progress:
        found = find_problems(paths, libraries=libraries, progress=progress.step)
    if as_json:
        emit_json({"problems": found})
    elif found:
        print_problems(found, to_stdout=True)
    else:
        click.echo("没有发现问题")
    leave(found)
