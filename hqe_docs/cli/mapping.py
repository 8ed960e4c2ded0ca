"""The command that draws maps: map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, password, release, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

HELP = """画劳动力地图和就业服务地图：打印用的海报（PDF、PNG）和双击就能打开、不联网的网页。
图层取自台账，与 hqe figures 的数相同；画哪些写在 programmes/地图.yaml。没有边界文件时画成示意图。
公示版不列少于 5 人的数，也不列能推算出它的数。"""
GEOJSON_HELP = "村或组的边界（.geojson），名称与档案、台账一致，或写在“别名”里；坐标照原样用，不换算。"


@click.command(
    "map", cls=Command, writes=("out",), help=HELP, example="hqe map ledgers/hongjiang-2023 -o 地图"
)
@dossiers
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="文件夹",
    type=click.Path(file_okay=False),
    callback=to_path,
    help="放结果的文件夹。",
)
@click.option("--kind", "kinds", multiple=True, metavar="名称", help="只画这一种：劳动力、就业服务；可重复。")
@click.option(
    "--paper",
    "papers",
    multiple=True,
    type=click.Choice(["A3", "A1"]),
    default=["A3"],
    show_default=True,
    help="海报的纸张；可重复。",
)
@click.option(
    "--geojson",
    type=click.Path(exists=True, dir_okay=False),
    callback=to_path,
    metavar="文件",
    help=GEOJSON_HELP,
)
@release
@library
@password
@json_switch
def map_(paths: tuple[Path, ...], libraries: tuple[Path, ...], as_json: bool, **wish: Any) -> None:
    """Draw the maps; `wish` are the options that go on as they are."""
    from hqe_docs.office.maps.drawing import Wish, draw_maps

    with Progress() as progress:
        answer = draw_maps(paths, Wish(**wish), libraries, progress.step)
    if as_json:
        emit_json(answer)
    else:
        print_problems(answer["problems"])
        click.echo(maps_text(answer))
    files = [path for drawn in answer["maps"] for path in drawn["files"]]
    leave(answer["problems"], unwritten=not files or None in files)


def maps_text(answer: Mapping[str, Any]) -> str:
    """Return what was drawn, map by map: totals, then files."""
    lines = []
    for drawn in answer["maps"]:
        layers = (layer for layer in drawn["layers"] if not layer["parent"])
        said = "，".join(f"{layer['name']} {layer['total']}" for layer in layers)
        lines += [f"{drawn['title']}：{said}", *(f"  {path}" for path in drawn["files"] if path)]
    return "\n".join(lines)
