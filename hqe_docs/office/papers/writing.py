"""`hqe write`: an office's own text, in Markdown, plain or in YAML, as an official paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from hqe_docs.data.letter import Form, Letter
from hqe_docs.data.modelled import read_model
from hqe_docs.data.schema import plain
from hqe_docs.library import Library
from hqe_docs.office.papers.sources import Source, read_source
from hqe_docs.paper.package import Parts, write_package
from hqe_docs.paper.written.draft import Draft, Part
from hqe_docs.paper.written.firstpage import profile_that_fits
from hqe_docs.paper.written.markdown import read_text
from hqe_docs.paper.written.paperlines import Lines
from hqe_docs.paper.written.reading import read_draft
from hqe_docs.paper.written.settling import settle
from hqe_docs.paper.written.titling import broken
from hqe_docs.problems import Location, Problem, Problems

FORMS: tuple[str, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class WriteOrder:
    """What was asked for; `form` is one of FORMS, None when the source says it."""

    out: Path
    form: str | None = None
    profile: str = "portable"
    overwrite: bool = False
    libraries: Sequence[Path] = ()


def write_paper(source: Path, order: WriteOrder) -> tuple[list[Problem], Path | None]:
    """Write the paper made of `source`; return what was wrong and its path, None when it was not written."""
    found = Problems()
    _check_target(source, order, found)
    taken = None if found.has_errors else read_source(source, found)
    letter = read_model(taken.front, Letter, found) if taken else None
    if taken is not None and letter is not None:
        _write(taken, letter, source.parent, order, found)
    return list(found), None if found.has_errors or letter is None else order.out


def _check_target(source: Path, order: WriteOrder, found: Problems) -> None:
    where = Location(str(order.out))
    if order.out.suffix.lower() != ".docx":
        found.add("R144", where, detail=f"输出文件“{order.out.name}”要以 .docx 结尾", hint="如 -o 通知.docx")
    elif order.out.resolve() == source.resolve():
        found.add("R161", where, path=order.out)
    elif order.out.exists() and not order.overwrite:
        found.add("R103", where, hint="换一个输出文件；确要替换，加 --overwrite", path=order.out)


def _write(source: Source, letter: Letter, folder: Path, order: WriteOrder, found: Problems) -> None:
    """Make the paper; nothing is written when anything is wrong."""
    draft = drafted(source, letter, found)
    form = order.form or letter.form or form_in(draft.main.name)
    if form is None:
        found.add("G618", Location(source.front.name), known="、".join(FORMS))
        return
    settle(draft, form)
    parts = None if found.has_errors else composed(draft, form, folder, order, found)
    if parts is not None and not found.has_errors:
        found.extend(write_package(order.out, parts))


def drafted(source: Source, letter: Letter, found: Problems) -> Draft:
    """Return the elements of a source; annexes whose text the front matter holds come last."""
    name = source.front.name
    blocks = read_text(source.text, name, source.first, found, plain=source.plain)
    draft = read_draft(blocks, name, plain(letter), found)
    for number, item in enumerate(letter.annexes or (), 1):
        if item.text is not None:
            line = source.front.lines.get(("附件", number - 1, "正文"), 0) + 1
            body = read_text(item.text, name, line, found)
            label = f"附件{number}" if len(letter.annexes or ()) > 1 else "附件"
            draft.annexes.append(Part([item.name], body=body, label=label, line=line, wide=item.wide))
    return draft


def form_in(title: str) -> str | None:
    """Return the kind of paper that a title names at its end."""
    return next((form for form in FORMS if title.endswith(form)), None)


def composed(draft: Draft, form: str, folder: Path, order: WriteOrder, found: Problems) -> Parts | None:
    """Return the parts of the paper: its lines composed into a template, that filled with the front matter."""
    from hqe_docs.paper.gongwen.compose import compose
    from hqe_docs.paper.gongwen.pictures import add_pictures
    from hqe_docs.paper.gongwen.profilefile import read_profile
    from hqe_docs.paper.gongwen.tables import Tables
    from hqe_docs.paper.word.word import fill_word, prepared_once

    profile = read_profile(order.profile, Library.over_shipped(order.libraries), found)
    if profile is None:
        return None
    profile = profile_that_fits(profile, draft, form)
    made = Lines(draft, form, profile, folder)
    lines = made.lines()
    _tell_changes(made, found)
    if found.has_errors:
        return None
    template = compose(lines, Tables(profile, made.tables), profile, draft.main.name)
    add_pictures(template, [(one.kind, one.data) for one in made.pictures])
    filled, more = fill_word(prepared_once(template), draft.file, context_of(draft, form), draft.main.name)
    found.extend(more)
    return filled


def _tell_changes(made: Lines, found: Problems) -> None:
    """Note what looks different on paper from what was written."""
    where = Location(made.draft.file)
    if made.numbered:
        found.add("G606", where, count=made.numbered)
    if made.emphasised:
        found.add("G620", where, count=made.emphasised)


def context_of(draft: Draft, form: str) -> Mapping[str, Any]:
    """Return what the composed lines are filled with."""
    paper = {"名称": form, "题名": draft.main.name, "题名行": broken(draft.main, draft), "草稿": False}
    return {"发文": draft.given, "文书": paper}
