"""Filling a template: a file with tags and a mapping in, a finished file or problems out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hqe_docs.paper.package import Parts, read_package, write_package
from hqe_docs.paper.tags import render_text
from hqe_docs.problems import Location, Problem, has_errors, problem

__all__ = ["fill", "render_text"]


def fill(template: Path, context: Mapping[str, Any], out: Path) -> list[Problem]:
    """Fill `template` (.docx or .xlsx) and write `out`; nothing is written when an error is in the list."""
    if template.suffix.lower() not in (".docx", ".xlsx"):
        return [problem("T102", Location(file=template.name), suffix=template.suffix or "没有扩展名的")]
    parts = read_package(template)
    if isinstance(parts, Problem):
        return [parts]
    filled, found = _filled(parts, template, context, out.stem)
    return found if has_errors(found) else found + write_package(out, filled)


def _filled(
    parts: Parts, template: Path, context: Mapping[str, Any], title: str
) -> tuple[Parts, list[Problem]]:
    where = Location(file=template.name)
    if "word/document.xml" in parts:
        from hqe_docs.paper.word import fill_word

        return fill_word(parts, template.name, context, title)
    if "xl/workbook.xml" in parts:
        from hqe_docs.paper.excel import fill_excel

        return fill_excel(parts, template.name, context, title)
    return parts, [problem("T101", where, detail="里面不是 Word 文档，也不是 Excel 工作簿")]
