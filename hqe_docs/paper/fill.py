"""Filling a template: a file with tags and a mapping in, a finished file or problems out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hqe_docs.paper.package import Parts, read_package, write_package
from hqe_docs.paper.tags import render_text
from hqe_docs.problems import Location, Problem, has_errors, problem

__all__ = ["SheetTurn", "fill", "render_text"]


@dataclass(frozen=True, slots=True)
class SheetTurn:
    """One sheet that is made from a template's: its name, where the template's holds no tags, and what is known in it."""

    title: str
    names: Mapping[str, Any]


def fill(
    template: Path,
    context: Mapping[str, Any],
    out: Path,
    *,
    lenient: bool = False,
    turns: Sequence[SheetTurn] | None = None,
) -> list[Problem]:
    """Fill `template` (.docx or .xlsx) and write `out`; nothing is written when an error is in the list.

    `lenient`: unknown names print nothing and are warnings. With `turns` a workbook's first sheet with tags is made
    as many times.
    """
    if template.suffix.lower() not in (".docx", ".xlsx"):
        return [problem("T102", Location(file=template.name), suffix=template.suffix or "没有扩展名的")]
    parts = read_package(template)
    if isinstance(parts, Problem):
        return [parts]
    filled, found = _filled(parts, template, context, out.stem, turns)
    found = [_softened(item) for item in found] if lenient else found
    return found if has_errors(found) else found + write_package(out, filled)


def _softened(item: Problem) -> Problem:
    """Return an unknown name as a warning, anything else as it is."""
    return replace(item, severity="warning") if item.code == "T201" else item


def _filled(
    parts: Parts,
    template: Path,
    context: Mapping[str, Any],
    title: str,
    turns: Sequence[SheetTurn] | None,
) -> tuple[Parts, list[Problem]]:
    where = Location(file=template.name)
    if "word/document.xml" in parts:
        from hqe_docs.paper.word import fill_word

        if turns is not None:
            return parts, [problem("T134", where, detail="这是 Word 模板")]
        return fill_word(parts, template.name, context, title)
    if "xl/workbook.xml" in parts:
        from hqe_docs.paper.excel import fill_excel

        each = None if turns is None else [(turn.title, tuple(turn.names.items())) for turn in turns]
        return fill_excel(parts, template.name, context, title, each)
    return parts, [problem("T101", where, detail="里面不是 Word 文档，也不是 Excel 工作簿")]
