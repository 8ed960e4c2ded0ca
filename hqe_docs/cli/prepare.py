"""Commands that prepare a dossier: new, convert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, choice, json_switch, library, password, to_path
from hqe_docs.cli.ledger_make import report

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("村", "社区", "乡镇", "街道", "县区")
LEVELS = ("市级", "县级")
ROLES = ("创建点", "实施单位", "主管部门")


@click.command(
    "new",
    cls=Command,
    writes=("target",),
    help="新建一份档案：带说明的 dossier.yaml（或填报表.xlsx）和空白台账。\n已有的文件不会被覆盖。填好后用 hqe check 检查。",
    example="hqe new 梅州村 --type 村 --level 市级 --parent 洪江镇 --year 2023 --workbook",
)
@click.argument("target", metavar="文件夹", type=click.Path(file_okay=False), callback=to_path)
@choice("--type", "type_", KINDS, "创建点的类型。")
@choice("--level", "level", LEVELS, "创建级别。")
@click.option("--name", metavar="名称", help="创建点的名称；不写时用文件夹的名称。")
@choice("--role", "role", ROLES, "角色；只有创建点自己评分。")
@click.option("--parent", "parents", multiple=True, metavar="名称", help="所属的上级，由外到内；可重复。")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年", help="年度；不写时为今年。")
@click.option(
    "--workbook", is_flag=True, help="档案做成 填报表.xlsx，用 WPS 或 Excel 填，不用 dossier.yaml。"
)
@json_switch
def new(target: Path, name: str | None, year: int | None, as_json: bool, **said: Any) -> None:
    """Make the folder of a new dossier; `said` are the options that go on as they are."""
    from hqe_docs.office import scaffold
    from hqe_docs.values import today

    name = name or target.resolve().name
    made, found = scaffold.new(target, name=name, year=year or today().year, **said)
    report(made, found, as_json=as_json)


@click.command(
    "convert",
    cls=Command,
    writes=("out", "source"),
    help="档案换一种写法：dossier.yaml 转成 填报表.xlsx，或反过来，内容不丢。\n"
    "两种写法的档案各个命令都认，一个文件夹里只留一份。已有的文件不会被覆盖；有一处放不进去就什么也不写。",
    example="hqe convert 梅州村/填报表.xlsx -o 梅州村新档案",
)
@click.argument("source", metavar="来源", type=click.Path(exists=True), callback=to_path)
@click.option(
    "-o",
    "--out",
    metavar="路径",
    type=click.Path(),
    callback=to_path,
    help="文件夹或文件；不写时放在来源旁边。",
)
@library
@password
@json_switch
def convert(source: Path, out: Path | None, libraries: tuple[Path, ...], as_json: bool) -> None:
    """Write a dossier the other way."""
    from hqe_docs.office.converting import convert as converted

    report(*converted(source, out, libraries=libraries), as_json=as_json)
