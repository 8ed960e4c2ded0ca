"""创建点清单: the creation points of this year and those of years before, sorted and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from hqe_docs.data.schema import DossierData, Kind, Level

NOW = "创建中"


def point_list(data: DossierData, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return 创建点清单: the rows by year, level, kind and name, and how many are of each level, kind and state."""
    rows = sorted([*_earlier(data), *_present(points)], key=_order)
    counted = {key: Counter(row[key] for row in rows) for key in ("年度", "级别", "类型", "状态")}
    return {
        "行": [{"序号": number, **row} for number, row in enumerate(rows, 1)],
        "个数": len(rows),
        "地方": len({row["名称"] for row in rows}),
        "计数": {
            key: [{"名称": name, "个数": n} for name, n in found.items()] for key, found in counted.items()
        },
        "往年": len(data.earlier),
    }


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    kinds: Sequence[str] = get_args(Kind)
    levels: Sequence[str] = get_args(Level)
    return row["年度"], levels.index(row["级别"]), kinds.index(row["类型"]), row["名称"]


def _earlier(data: DossierData) -> Iterator[dict[str, Any]]:
    for it in data.earlier:
        row = {"名称": it.name, "上级": it.within or "", "类型": it.kind, "级别": it.level, "年度": it.year}
        yield row | {"状态": it.state, "得分": "", "说明": it.note or ""}


def _present(points: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for it in points:
        row = {key: it["创建点"][key] for key in ("名称", "上级", "类型", "级别", "年度")}
        yield row | {"状态": NOW, "得分": it["自评"]["总分"] if it["自评"] else "", "说明": ""}
