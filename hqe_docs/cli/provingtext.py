"""What verify and trace say on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hqe_docs.cli.layout import table

STATES = {"fresh": "最新", "stale": "已过时", "edited": "手工改过", "foreign": "外来"}
SHOWN = 20  # lines of one file
LONGEST = 40  # characters of a text
Item = Mapping[str, Any]


# ---------------------------------------------------------------- verify
def verdicts_text(files: Sequence[Item]) -> str:
    """Return a table of the files with their states, and what has changed in each."""
    if not files:
        return "没有 Word、Excel 文件"
    lines = [(it["file"], "、".join(STATES[state] for state in it["state"]), it["note"]) for it in files]
    counts = [f"{name} {number} 份" for state, name in STATES.items() if (number := _count(files, state))]
    details = [line for it in files for line in _details(it)]
    return "\n".join(
        [table(["文件", "状态", "说明"], lines), *details, "", f"共 {len(files)} 份：{'，'.join(counts)}"]
    )


def _count(files: Sequence[Item], state: str) -> int:
    return sum(state in it["state"] for it in files)


def _details(it: Item) -> Iterator[str]:
    if "stale" not in it["state"] and not it["edits"]:
        return
    yield f"\n{it['file']}"
    if it["sources"]:
        sources = [f"{source['name']}（{source['change']}）" for source in it["sources"][:SHOWN]]
        yield f"    材料：{'、'.join(sources)}"
    yield from _differences("要变的", it["changes"])
    yield from _differences("手工改的", it["edits"])


def _differences(title: str, found: Sequence[Item]) -> Iterator[str]:
    if found:
        yield f"    {title}（{len(found)} 处）："
    for it in found[:SHOWN]:
        yield f"        {it['place']}  {_short(it['old'])} → {_short(it['new'])}"
    if len(found) > SHOWN:
        yield f"        …… 另有 {len(found) - SHOWN} 处，用 --json 全部列出"


def _short(text: str | None) -> str:
    if text is None:
        return "（没有）"
    plain = " ".join(text.split())
    return (plain if len(plain) <= LONGEST else plain[:LONGEST] + "…") or "（空）"
