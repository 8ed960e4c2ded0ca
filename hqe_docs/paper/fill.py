"""Filling a template: a file with tags and a mapping in, a finished file or problems out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hqe_docs.paper.package import Parts, write_package
from hqe_docs.paper.templates import TemplateFile, template_file
from hqe_docs.problems import Location, Problem, has_errors, problem


def fill(template: Path, context: Mapping[str, Any], out: Path, *, lenient: bool = False) -> list[Problem]:
    """Fill `template` (.docx or .xlsx) and write `out`; nothing is written when an error is in the list.

    `lenient`: unknown names print nothing and are warnings.
    """
    if template.suffix.lower() not in (".docx", ".xlsx"):
        return [problem("T102", Location(file=template.name), suffix=template.suffix or "没有扩展名的")]
    opened = template_file(template)
    if isinstance(opened, Problem):
        return [opened]
    filled, found = _filled(opened, template.name, context, out.stem, lenient)
    if lenient:
        found = [_passed(one) if one.code == "T201" else one for one in found]
    return found if has_errors(found) else found + write_package(out, filled)


def _passed(unknown: Problem) -> Problem:
    passed = problem("T112", unknown.where, said=unknown.message)
    return replace(passed, hint=unknown.hint)


def _filled(
    opened: TemplateFile, file: str, context: Mapping[str, Any], title: str, lenient: bool
) -> tuple[Parts, list[Problem]]:
    if "word/document.xml" in opened.parts:
        return _filled_word(opened, file, context, title, lenient)
    if "xl/workbook.xml" in opened.parts:
        from hqe_docs.paper.excel import fill_excel

        return fill_excel(Parts(opened.parts), file, context, title)
    detail = "里面不是 Word 文档，也不是 Excel 工作簿"
    return opened.parts, [problem("T101", Location(file=file), detail=detail)]


def _filled_word(
    opened: TemplateFile, file: str, context: Mapping[str, Any], title: str, lenient: bool
) -> tuple[Parts, list[Problem]]:
    from hqe_docs.paper.word import DAMAGED, fill_word

    try:
        prepared = opened.word()
    except DAMAGED:
        return opened.parts, [problem("T101", Location(file=file), detail="不是完整的 Word 文档")]
    return fill_word(prepared, file, context, title, lenient=lenient)
