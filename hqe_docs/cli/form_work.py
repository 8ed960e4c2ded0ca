"""Commands for official forms that have no tags: inspect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hqe_docs.cli.commands import Command, json_switch, library, to_path
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    "inspect",
    cls=Command,
    help="列出空白表格里可以填写的地方：标签、种类、位置，以及怎样认出来的。\n"
    "照片、签名、盖章、意见栏和说明不算。认填写处用的词写在 templates/表单/词汇.yaml 里，可以用 --library 换成自己的。",
    example="hqe form inspect 失业登记表.docx",
)
@click.argument("path", metavar="表格", type=FILE, callback=to_path)
@library
@json_switch
def inspect(path: Path, libraries: tuple[Path, ...], as_json: bool) -> None:
    """Print the places on stdout: here they are the data."""
    from hqe_docs.cli.formtext import places_text
    from hqe_docs.paper.forms.inspection import inspect_form

    inspected, found = inspect_form(path, libraries)
    places = inspected.places if inspected else ()
    if as_json:
        emit_json({"problems": found, "places": places})
    else:
        print_problems(found)
        click.echo(places_text(places))
    leave(found)
