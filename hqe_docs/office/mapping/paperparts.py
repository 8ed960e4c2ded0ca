"""What single papers see beside their dossier's mapping: what they are called, the list of problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hqe_docs.paper.language.titles import title_lines
from hqe_docs.problems import SEVERITIES, Problem


def paper_title(name: str, segments: Sequence[str], *, draft: bool) -> dict[str, Any]:
    """Return 文书: what the paper is called."""
    title = "".join(segments) or name
    return {"名称": name, "题名": title, "题名行": title_lines(segments) or [name], "草稿": draft}


def listed_problems(found: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as templates/问题清单.xlsx prints them."""
    return [
        {
            "序号": number,
            "程度": SEVERITIES[item.severity],
            "代码": item.code,
            "位置": str(item.where),
            "问题": item.message,
            "建议": item.hint,
        }
        for number, item in enumerate(found, start=1)
    ]
