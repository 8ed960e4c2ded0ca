"""The command pack: the acceptance bundle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.commands import Command, dossiers, json_switch, library, password, to_path
from hqe_docs.cli.report import Progress, emit_json, leave, print_problems

if TYPE_CHECKING:
    from pathlib import Path

    from hqe_docs.office.bundle.packing import Packed

HELP = """把验收要的材料归成资料包：每项指标一个文件夹，另有综合材料。
文书当场生成，台账按指标归入，佐证文件照原样复制；另有封面、目录（文件、页数）、缺项清单、校验清单。
带“下辖”的档案连同下辖各点归在一个资料包里。做好的资料包从不覆盖。"""
PUBLIC_HELP = "公开版：只收可以公开的，遮去个人信息，没有确认可以公开的佐证不收。"


@click.command(
    "pack",
    cls=Command,
    writes=("out",),
    help=HELP,
    example="hqe pack ledgers/hongjiang-2023 -o 验收 --zip --pdf",
)
@dossiers
@click.option("-o", "--out", required=True, metavar="文件夹", callback=to_path, help="放资料包的文件夹。")
@click.option("--zip", is_flag=True, help="另压缩成一个 .zip，中文文件名在 Windows 里不乱码。")
@click.option("--pdf", is_flag=True, help="另装订成一份 PDF，有目录、书签、连续页码；要有 LibreOffice。")
@click.option("--public", is_flag=True, help=PUBLIC_HELP)
@library
@password
@json_switch
def pack(paths: tuple[Path, ...], as_json: bool, **order: Any) -> None:
    """Make the bundles; `order` are the options that go on as they are."""
    from hqe_docs.office.bundle.packing import PackOrder
    from hqe_docs.office.bundle.packing import pack as make_bundles

    with Progress() as progress:
        found, made = make_bundles(paths, PackOrder(**order), progress.step)
    if as_json:
        emit_json({"problems": found, "bundles": made})
    else:
        print_problems(found)
        click.echo(pack_text(made))
    lost = any(item.path is None or (order["pdf"] and item.pdf is None) for item in made)
    leave(found, unwritten=lost)


def pack_text(made: Sequence[Packed]) -> str:
    """Return what was made, a line a bundle and a line each for the zip and the PDF."""
    lines = []
    for item in made:
        if item.listing is None or item.path is None:
            lines.append(f"{item.dossier}：没有做成")
            continue
        said = item.listing.context()["资料包"]
        pages = f"{said['页数']} 页" + (f"（另有 {said['未计页']} 件未计页）" if said["未计页"] else "")
        lacks = f"缺 {said['缺数']} 项" if said["缺数"] else "没有缺项"
        lines.append(f"{item.path}：{said['件数']} 件，{pages}，{lacks}")
        lines += [str(path) for path in (item.zip, item.pdf) if path]
    return "\n".join(lines)
