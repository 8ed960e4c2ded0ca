"""What `hqe form read` and `collect` show on a terminal: values by label, and what became of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hqe_docs.office.forms.collecting import Collected


def values_text(values: Mapping[str, Any]) -> str:
    """Return the values, a label a line, records below the name of their list."""
    return "\n".join(
        [line for label, value in values.items() for line in _lines(label, value)] or ["（没有填写）"]
    )


def _lines(label: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{label}："
        for number, record in enumerate(value, start=1):
            yield f"  {number}. " + "，".join(f"{key} {_shown(one)}" for key, one in record.items())
    else:
        yield f"{label}：{_shown(value)}"


def _shown(value: Any) -> str:
    text = "、".join(one or "（空）" for one in value) if isinstance(value, list) else str(value)
    return text.replace("\n", " ")


def collected_text(collected: Collected) -> str:
    """Return how many forms were read, refused and came twice, and where the ledger is."""
    twins = sum(bool(row.twin) for row in collected.rows)
    said = [f"共读出 {len(collected.rows)} 份"]
    said += [f"{len(collected.refused)} 份没有读出"] if collected.refused else []
    said += [f"{twins} 份重复"] if twins else []
    return "，".join(said) + (f" → {collected.path}" if collected.path else "")
