"""Commands that prepare a dossier: new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, choice, json_switch, to_path
from hqe_docs.cli.report import emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("村", "社区", "乡镇", "街道", "县区")
LEVELS = ("市级", "县级")
ROLES = ("创建点", "实施单位", "主管部门")


@click.command(
    "new",
    cls=Command,
    help="新建一份档案：带说明的 dossier.yaml 和空白台账。\n已有的文件不会被覆盖。填好后用 hqe check 检查。",
    example="hqe new 梅州村 --type 村 --level 市级 --parent 洪江镇 --year 2023",
)
@click.argument("target", metavar="文件夹", type=click.Path(file_okay=False), callback=to_path)
@choice("--type", "type_", KINDS, "创建点的类型。")
@choice("--level", "level", LEVELS, "创建级别。")
@click.option("--name", metavar="名称", help="创建点的名称；不写时用文件夹的名称。")
@choice("--role", "role", ROLES, "角色；只有创建点自己评分。")
@click.option("--parent", "parents", multiple=True, metavar="名称", help="所属的上级，由外到内；可重复。")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年", help="年度；不写时为今年。")
@json_switch
def new(target: Path, name: str | None, year: int | None, as_json: bool, **said: Any) -> None:
    """Make the folder of a new dossier; `said` are the options that go on as they are."""
    from datetime import date

    from hqe_docs.cli.tables import files_text
    from hqe_docs.office import scaffold

    name = name or target.resolve().name
    made, found = scaffold.new(target, name=name, year=year or date.today().year, **said)
    if as_json:
        emit_json({"problems": found, "files": made})
    else:
        print_problems(found)
        click.echo(files_text(made))
    leave(found)
