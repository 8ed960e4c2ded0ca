"""What ledger commands show on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hqe_docs.cli.tables import list_text

Item = Mapping[str, Any]


def written_text(answer: Item) -> str:
    """Return which file was written, or that none was."""
    return f"写成 {answer['path']}" if answer["path"] else "没有写成文件"


def import_text(answer: Item) -> str:
    """Return how many rows there are, what was changed by which rule, and what was left out."""
    return "\n".join([written_text(answer), *_counts(answer)])


def _counts(answer: Item) -> Iterator[str]:
    rules: dict[str, int] = {}
    for item in answer["changes"]:
        rules[item["rule"]] = rules.get(item["rule"], 0) + 1
    yield f"共 {answer['rows']} 行；改动 {len(answer['changes'])} 条，未读入的内容 {len(answer['left'])} 条"
    yield from (f"    {rule} {count} 条" for rule, count in rules.items())


def merge_text(answer: Item) -> str:
    """Return the roll-up of the villages."""
    parts = [import_text(answer)]
    if answer["villages"]:
        shown = [{name: cell for name, cell in line.items() if cell != "0"} for line in answer["villages"]]
        names = dict.fromkeys(name for line in shown for name in line)
        parts.append(list_text([{name: line.get(name, "0") for name in names} for line in shown]))
    return "\n\n".join(parts)


def diff_text(answer: Item) -> str:
    """Return how many changes of each type there are."""
    counts = "，".join(f"{sort} {count} 项" for sort, count in answer["counts"].items()) or "没有变动"
    return f"{written_text(answer)}\n{counts}；涉及 {answer['people']} 人"
