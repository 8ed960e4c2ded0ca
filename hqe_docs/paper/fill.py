"""Filling a template: a file with tags and a mapping in, a finished file or problems out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.package import Parts, reaching, write_package
from hqe_docs.paper.templates import TemplateFile, template_file
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordpart import PAPER, TRACED
from hqe_docs.problems import Location, Problem, has_errors, problem

if TYPE_CHECKING:
    from hqe_docs.paper.gongwen.restyle import Look


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
    look: Look | None = None,
    trail: Trail | None = None,
) -> list[Problem]:
    """Fill `template` (.docx or .xlsx) and write `out`; nothing is written when an error is in the list.

    `lenient`: unknown names print nothing and are warnings. With `turns` a workbook's first sheet with tags is made
    as many times; with a `look` a Word template of our styles is filled in it. Where its values came from is left in
    the `trail`.
    """
    if template.suffix.lower() not in (".docx", ".xlsx"):
        return [problem("T102", Location(file=template.name), suffix=template.suffix or "没有扩展名的")]
    opened = template_file(template)
    if isinstance(opened, Problem):
        return [opened]
    filled, found = _filled(opened, template.name, context, out.stem, turns, look=look, trail=trail)
    if lenient:
        found = [_passed(one) if one.code == "T201" else one for one in found]
    found += reaching(opened.parts, template.name)
    return found if has_errors(found) else found + write_package(out, filled)


def _passed(unknown: Problem) -> Problem:
    passed = problem("T112", unknown.where, said=unknown.message)
    return replace(passed, hint=unknown.hint)


def _filled(
    opened: TemplateFile,
    file: str,
    context: Mapping[str, Any],
    title: str,
    turns: Sequence[SheetTurn] | None,
    *,
    look: Look | None,
    trail: Trail | None,
) -> tuple[Parts, list[Problem]]:
    if "word/document.xml" in opened.parts:
        if turns is not None:
            return opened.parts, [problem("T134", Location(file=file), detail="这是 Word 模板")]
        return _filled_word(opened, file, context, title, look, trail)
    if "xl/workbook.xml" in opened.parts:
        from hqe_docs.paper.excel.excel import fill_excel

        each = None if turns is None else [(turn.title, tuple(turn.names.items())) for turn in turns]
        try:
            return fill_excel(Parts(opened.parts), file, context, title, each, trail)
        except (KeyError, ValueError, SyntaxError):  # lxml's are SyntaxErrors
            return opened.parts, [problem("T101", Location(file=file), detail="不是完整的 Excel 工作簿")]
    detail = "里面不是 Word 文档，也不是 Excel 工作簿"
    return opened.parts, [problem("T101", Location(file=file), detail=detail)]


def _filled_word(
    opened: TemplateFile,
    file: str,
    context: Mapping[str, Any],
    title: str,
    look: Look | None,
    trail: Trail | None,
) -> tuple[Parts, list[Problem]]:
    from hqe_docs.paper.word.word import DAMAGED, fill_word

    try:
        prepared = (opened.in_look(look) if look else opened).word(PAPER if trail is None else TRACED)
    except DAMAGED:
        return opened.parts, [problem("T101", Location(file=file), detail="不是完整的 Word 文档")]
    return fill_word(prepared, file, context, title, trail)
