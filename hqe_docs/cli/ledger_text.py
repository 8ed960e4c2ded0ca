"""Derived ledgers and statistics as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hqe_docs.cli.layout import table
from hqe_docs.cli.tables import rows_text

Item = Mapping[str, Any]


def derived_text(dossiers: Sequence[Item], *, only_compare: bool) -> str:
    """Return what was derived from each master: how many rows, which file."""
    return "\n\n".join("\n".join(_derived(d, only_compare)) for d in dossiers) or "没有可以派生的总台账"


def _derived(dossier: Item, only_compare: bool) -> Iterator[str]:
    yield dossier["dossier"]
    ledgers = dossier["ledgers"]
    if not ledgers:
        yield "没有可以比较的台账" if only_compare else "没有派生台账"
        return
    rows = [(item["kind"], _count(item["count"]), item["path"] or "") for item in ledgers]
    yield table(["台账", "应列" if only_compare else "行数", "" if only_compare else "文件"], rows, right={1})


def _count(count: int | None) -> str:
    return "派生不了" if count is None else str(count)


def statistics_text(answer: Item, *, with_rows: bool) -> str:
    """Return the tables one after the other; `with_rows` also the rows behind each number."""
    parts = [_table(d["dossier"], item) for d in answer["dossiers"] for item in d["tables"]]
    if with_rows:
        parts.append("\n".join(_rows(answer["dossiers"])))
    if answer["path"]:
        parts.append(f"已写入 {answer['path']}")
    return "\n\n".join(parts) or "没有可以统计的总台账"


def _table(name: str, item: Item) -> str:
    titles = ["、".join(item["by"]), *item["columns"]]
    rows = [[line["value"], *map(_value, line["cells"])] for line in item["lines"]]
    text = table(titles, rows, right=set(range(1, len(titles))))
    return "\n".join(
        [f"{name} {item['title']}（{item['base']} 人）", text, *([item["note"]] if item["note"] else [])]
    )


def _value(cell: Item) -> str:
    return "无法计算" if cell["value"] is None else str(cell["value"])


def _rows(dossiers: Sequence[Item]) -> Iterator[str]:
    from hqe_docs.office.ledgers.statistics import rows_lines

    for name, rows in rows_lines(dossiers):
        yield f"{name}: {rows_text(rows)}"
