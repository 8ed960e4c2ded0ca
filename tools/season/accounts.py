"""The account of the subsidy as lines of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

COLUMNS = {"standard": "标准", "advance": "预拨", "before": "往年已拨", "paid": "已拨付", "rest": "差额"}


def account_rows(dossiers: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return a line for each level of each dossier, and one for its total, of what `hqe funds` answers."""
    rows = [["创建点", "层级", *COLUMNS.values()]]
    for each in dossiers:
        for line in [*each["lines"], {"level": "合计", **each["total"]}]:
            rows.append([each["dossier"], line["level"], *(line[name] or "" for name in COLUMNS)])
    return rows
