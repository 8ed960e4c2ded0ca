"""What `hqe form inspect` shows on a terminal: the places in a table, rows of a list and boxes of a number as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hqe_docs.cli.layout import table

if TYPE_CHECKING:
    from hqe_docs.paper.forms.model import Place

KINDS = {
    "cell": "空格",
    "list": "名单",
    "inline": "文中空白",
    "date": "日期",
    "tick": "勾选",
    "digits": "逐格填写",
    "control": "内容控件",
    "matrix": "评分表",
}
SHOWN = 30  # characters of the options


def places_text(places: Sequence[Place]) -> str:
    """Return the table of the places and how many there are."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for number, place in enumerate(places):
        groups.setdefault((place.path, place.kind if place.index is not None else str(number)), []).append(
            place
        )
    rows = [
        (group[0].path, _kind(group), _where(group[0]), _options(group[0]), group[0].how)
        for group in groups.values()
    ]
    body = table(["标签", "种类", "位置", "选项", "认法"], rows) if rows else "（没有填写处）"
    return f"{body}\n共 {len(places)} 处"


def _kind(group: Sequence[Place]) -> str:
    kind = KINDS[group[0].kind]
    return f"{kind}（{len(group)} 格）" if group[0].index is not None else kind


def _where(place: Place) -> str:
    return str(place.address).lstrip("#")


def _options(place: Place) -> str:
    text = "、".join(place.options)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
