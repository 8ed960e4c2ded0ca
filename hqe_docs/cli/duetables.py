"""What `hqe due` looks like on a terminal, made from its JSON object, and what its options mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from hqe_docs.cli.layout import table
from hqe_docs.cli.tables import Item
from hqe_docs.values import Fault, as_date, today

if TYPE_CHECKING:
    from pathlib import Path

    from hqe_docs.office.schedule.due import Wish

HEADS = ["时间", "事项", "档案", "责任", "状态"]


def wish_of(on: str | None, days: int, ics: Path | None, picture: Path | None) -> Wish:
    """Return what the options ask for; a day that is none is wrong usage."""
    from hqe_docs.office.schedule.due import Wish

    day = today() if on is None else as_date(on)
    if isinstance(day, Fault):
        raise click.BadParameter(f"{on!r} 不是日期（如 2023-09-28）", param_hint="--on")
    return Wish(day, days, ics, picture)


def due_text(answer: Item) -> str:
    """Return what is due, heading by heading, each duty once with how it is done, for whom and by which clause."""
    open_items = [item for item in answer["items"] if item["group"] != "已完成"]
    done = len(answer["items"]) - len(open_items)
    lines, told = [f"{answer['on']} 的日程"], set[str]()
    for group, items in groupby(open_items, key=lambda item: item["group"]):
        lines += ["", *_group(group, list(items), told)]
    if not open_items:
        lines += ["", "没有到期的事项"]
    lines += ["", f"已完成 {done} 项" if done else "还没有已完成的事项", *_settings(answer["settings"])]
    return "\n".join([*lines, *(f"已写 {path}" for path in answer["written"] if path)])


def _settings(settings: Sequence[Item]) -> Iterator[str]:
    """Yield the rules that the notice leaves open, as they were chosen; whose, where they differ."""
    names = [item["name"] for item in settings]
    for item in settings:
        whose = f"（{'、'.join(item['dossiers'])}）" if names.count(item["name"]) > 1 else ""
        yield f"口径 {item['name']}：{item['value']}{whose}"


def _group(title: str, items: Sequence[Item], told: set[str]) -> Iterator[str]:
    """Yield a heading, its table, and of the duties not yet `told` how they are done."""
    runs = _runs(items)
    yield f"{title}（{len(items)} 项）"
    yield table(HEADS, [_line(run) for run in runs])
    for item in (run[0] for run in runs):
        way = _way(item)
        mark = f"{item['name']} {item['to']}"
        if way and mark not in told:
            told.add(mark)
            yield f"    {way}"


def _runs(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items; of one duty and one dossier all times together that stand alike."""
    runs: dict[tuple[Any, ...], list[Item]] = {}
    for item in items:
        key = (
            item["kind"],
            item["dossier"],
            item["name"],
            item["note"],
            item["number"] * (item["kind"] != "事项"),
        )
        runs.setdefault(key, []).append(item)
    return list(runs.values())


def _line(run: Sequence[Item]) -> tuple[str, ...]:
    first, last = run[0], run[-1]
    when = f"{first['due']} {first['weekday'][-1]}" + (f" {first['time']}" if first["time"] else "")
    what, state = first["what"], first["text"]
    if len(run) > 1:
        what += f"等 {len(run)} 次，到 {last['due']}"
    who = " ".join(part for part in (first["unit"], first["person"]) if part)
    note = f"（{first['note']}）" if first["note"] else ""
    return when, what, first["dossier"], who, state + note


def _way(item: Item) -> str:
    """Return how a duty is done, for whom and by which clause."""
    parts = (("做法 ", item["command"]), ("报", item["to"]), ("依据 ", item["source"]))
    way = "；".join(word + part for word, part in parts if part)
    return f"{item['name']}：{way}" if item["kind"] == "事项" and way else ""
