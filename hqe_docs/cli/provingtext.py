"""What verify and trace say on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hqe_docs.cli.layout import table
from hqe_docs.cli.tables import fraction, rows_text

STATES = {"fresh": "最新", "stale": "已过时", "edited": "手工改过", "foreign": "外来"}
OLD, NEW = "old", "new"
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
        words = "，".join(f"{old or '（没有）'} → {new or '（没有）'}" for old, new in it["words"])
        yield f"        {it['place']}  {words or f'{_short(it[OLD])} → {_short(it[NEW])}'}"
    if len(found) > SHOWN:
        yield f"        …… 另有 {len(found) - SHOWN} 处，用 --json 全部列出"


def _short(text: str | None) -> str:
    if text is None:
        return "（没有）"
    plain = " ".join(text.split())
    return (plain if len(plain) <= LONGEST else plain[:LONGEST] + "…") or "（空）"


# ---------------------------------------------------------------- trace
ROWS = 10  # rows of a ledger shown with their cells


def traces_text(answer: Item) -> str:
    """Return what lies behind each place."""
    return "\n\n".join("\n".join(_trace(it)) for it in answer["traces"])


def _trace(it: Item) -> Iterator[str]:
    yield f"{it['place']}  {_short(it['text'])}"
    if it["state"] == "template":
        yield "    模板里的文字，或手工写的，不是由数据填的"
    if it["state"] == "edited":
        yield f"    手工改过，生成时是：{_short(it['built'])}"
    for value in it["values"]:
        yield from _value(value)


def _value(it: Item) -> Iterator[str]:
    yield f"    {{{{ {it['expression']} }}}}" + (f" = {_short(it['text'])}" if it["text"] else "")
    if it["now"] is not None and it["text"] and it["now"] != it["text"]:
        yield f"        现在的材料算出来是 {_short(it['now'])}"
    for reason in it["because"]:
        yield from (f"        {line}" for line in _reason(reason))


def _reason(it: Item) -> Iterator[str]:
    yield f"取自 {it['dossier']} {it['path']}"
    if it["source"]:
        yield f"写在 {it['source']}"
    if it["score"]:
        yield from _score(it["score"])
    if it["sum"]:
        points = "、".join(f"第 {item['no']} 项 {item['points'] or '待核'}" for item in it["sum"])
        yield f"各项得分之和：{points}"
    if it["rows"]:
        rows = [f"{row['name']} {row['value']}" for row in it["rows"]]
        yield f"各行之和：{'、'.join(rows[:SHOWN])}" + ("…" if len(rows) > SHOWN else "")
    if it["figure"]:
        yield from _figure(it["figure"])


def _figure(it: Item) -> Iterator[str]:
    ratio = fraction(it)
    yield f"数据 {it['name']} = {it['value'] or '无法计算'}" + (f"（{ratio}）" if ratio else "")
    yield f"口径 {it['note']}；来源 {it['source']}"
    yield from (f"    {text}" for text in it["definitions"])
    for item in it["indicators"]:
        yield from _score(item)
    yield rows_text(it["rows"])
    for row in it["cells"]:
        cells = "，".join(f"{cell['column']} {cell['cell']}={cell['text']}" for cell in row["cells"])
        yield f"    {row['row']}  {cells}"


def _score(it: Item) -> Iterator[str]:
    yield f"指标 第 {it['no']} 项 {it['title']}：{it['points'] or '待核'} 分（满分 {it['full']}），{it['reason']}"
    yield f"    规则 {it['rule']}"
    yield f"    依据 {it['reference']}"
