"""What a checked template looks like on a terminal: its names in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hqe_docs.cli.layout import table

if TYPE_CHECKING:
    from hqe_docs.office.templates.templatecheck import CheckedTemplate, Name

STATES = {"unknown": "（没有这个名称）", "empty": "（空）", "optional": "（可以没有）"}


def names_text(checked: CheckedTemplate) -> str:
    """Return the names of a template, each with how often and where it is used and an example."""
    rows = [(one.name, str(len(one.places)), _places(one), _example(one)) for one in checked.names]
    body = table(["名称", "次数", "位置", "示例"], rows, right={1}) if rows else _nameless(checked)
    return f"{checked.file}\n{body}\n"


def _nameless(checked: CheckedTemplate) -> str:
    broken = any(item.severity == "error" for item in checked.problems)
    return "（改正下面的错误后才列得出名称）" if broken else "（没有名称）"


def _places(name: Name) -> str:
    places = list(dict.fromkeys(str(place).removeprefix(place.file or "") for place in name.places))
    more = f" 等 {len(places)} 处" if len(places) > 1 else ""
    return places[0].lstrip("# ") + more


def _example(name: Name) -> str:
    return STATES.get(name.state, name.example)
