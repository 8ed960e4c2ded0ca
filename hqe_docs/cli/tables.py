"""What figures, scores, lists and built documents look like on a terminal, made from their JSON objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from hqe_docs.cli.layout import table

if TYPE_CHECKING:
    from pathlib import Path

    from hqe_docs.codes import Code
    from hqe_docs.office.building.desk import Result

ROWS_SHOWN = 20
Item = Mapping[str, Any]


# ---------------------------------------------------------------- figures
def figures_text(dossiers: Sequence[Item], *, explain: bool) -> str:
    """Return a table of figures for each dossier; with `explain` also the rows behind each figure."""
    return "\n\n".join("\n".join(_figures(d, explain)) for d in dossiers) or "没有可以列出的数据"


def _figures(dossier: Item, explain: bool) -> Iterator[str]:
    figures = dossier["figures"]
    lines = [(f["name"], _value(f["value"]), fraction(f), str(f["source"] or "")) for f in figures]
    yield dossier["dossier"]
    yield table(["数据", "数值", "分子/分母", "来源"], lines, right={1, 2})
    for figure in figures if explain else ():
        yield f"\n{figure['name']}"
        yield f"    {rows_text(figure['rows'])}"


def fraction(item: Item) -> str:
    """Return “1871/1987”, or nothing for what is no ratio."""
    above, below = item.get("numerator"), item.get("denominator")
    return "" if above is None or below is None else f"{above}/{below}"


def _value(value: object) -> str:
    return "无法计算" if value is None else str(value)


def rows_text(rows: Sequence[object] | None) -> str:
    """Return the first rows something was counted from, and how many there are."""
    if not rows:
        return "没有对应的台账行"
    sheets: dict[str, list[str]] = {}
    for row in rows[:ROWS_SHOWN]:
        sheet, _, place = str(row).rpartition("!")
        sheets.setdefault(sheet, []).append(place.removeprefix("第").removesuffix("行"))
    shown = "；".join(f"{sheet} 第 {'、'.join(places)} 行".strip() for sheet, places in sheets.items())
    return f"台账行（共 {len(rows)} 行）：{shown}" + (" …" if len(rows) > ROWS_SHOWN else "")


# ---------------------------------------------------------------- lists and results
def list_text(rows: Sequence[Item]) -> str:
    """Return rows that all have the same keys as one table, the keys its titles."""
    if not rows:
        return "（空）"
    return table(list(rows[0]), [[_cell(value) for value in row.values()] for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def results_text(results: Sequence[Result]) -> str:
    """Return the written files folder by folder, and what was not made."""
    written = [result.path for result in results if result.path is not None]
    lines = []
    for folder, paths in groupby(written, key=lambda path: path.parent):
        lines += [f"{folder}", *(f"    {path.name}" for path in paths)]
    missing = [f"    {result.dossier} {result.document}" for result in results if result.path is None]
    if missing:
        lines += ["未生成：", *dict.fromkeys(missing)]
    return "\n".join(
        [*lines, f"共生成 {len(written)} 个文件" + (f"，{len(missing)} 份未生成" if missing else "")]
    )


def results_json(results: Sequence[Result]) -> list[Item]:
    """Return the contract's rows of what became of each document."""
    return [{"dossier": r.dossier, "document": r.document, "path": r.path and str(r.path)} for r in results]


def files_text(files: Sequence[Path]) -> str:
    """Return the files that were made, one a line."""
    return "\n".join([*map(str, files), f"共新建 {len(files)} 个文件"])


# ---------------------------------------------------------------- codes
def code_text(name: str, code: Code) -> str:
    """Return what the table of codes says of one code."""
    from hqe_docs.problems import SEVERITIES

    basis = f"依据: {code.basis}\n    " if code.basis else ""
    return (
        f"{name} {code.title}（{SEVERITIES[code.severity]}）\n\n{code.explanation}\n\n"
        f"    {basis}信息: {pattern(code.message)}\n    提示: {pattern(code.hint)}"
    )


def code_json(name: str, code: Code) -> Item:
    """Return the same as one JSON object."""
    parts = {"title": code.title, "severity": code.severity, "message": pattern(code.message)}
    basis = {"clause": code.clause, "strength": code.strength} if code.basis else {}
    return {"code": name, **parts, "hint": pattern(code.hint), "explanation": code.explanation, **basis}


def pattern(text: str) -> str:
    """Return a message pattern as people read it: each {field} a “…”."""
    plain = re.sub(r"(?<!\{)\{\w+\}(?!\})", "…", text)
    return plain.replace("{{", "{").replace("}}", "}")
