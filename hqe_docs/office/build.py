"""Papers made from dossiers: which, from what, where to, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.office.catalogue import Document, load_catalogue
from hqe_docs.office.check import (
    documents_for,
    is_wanted,
    missing_needs,
    need_problem,
    unique,
    unknown_papers,
    with_issue,
)
from hqe_docs.office.context import context_of
from hqe_docs.office.workspace import OUTPUT_FOLDER, Loaded, Progress, open_dossiers
from hqe_docs.paper.fill import fill, render_text
from hqe_docs.paper.titles import title_lines
from hqe_docs.problems import Location, Problem, Problems, has_errors
from hqe_docs.values import nearest

PROBLEM_LIST = "问题清单"
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: the file written, or None."""

    dossier: str
    document: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    out: Path | None = None
    documents: Sequence[str] = ()
    strict: bool = False
    draft: bool = False
    progress: Progress | None = None


@dataclass(slots=True)
class Desk:
    """One dossier being worked on: its mapping, its folder for output, what was found and made."""

    loaded: Loaded
    folder: Path
    order: Order
    documents: Mapping[str, Document]
    context: dict[str, Any]
    found: Problems = field(default_factory=Problems)
    results: list[Result] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.loaded.sound.name


def build(
    paths: Sequence[Path],
    *,
    out: Path | None = None,
    documents: Sequence[str] = (),
    strict: bool = False,
    draft: bool = False,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[list[Problem], list[Result]]:
    """Make the papers of the dossiers at `paths` and of those below; the list of papers may be narrowed."""
    order = Order(out, documents, strict, draft, progress)
    opened = open_dossiers(paths, libraries=libraries, progress=progress)
    found, results = Problems(), []
    found.extend(_unknown_documents(opened, order))
    for top in opened:
        root = out / top.folder.resolve().name if out and len(opened) > 1 else out
        for loaded in top.each():
            inside = loaded.folder.resolve().relative_to(top.folder.resolve())
            folder = (root or top.folder / OUTPUT_FOLDER) / inside
            made, problems = _build_one(loaded, folder, order)
            results += made
            found.extend(problems)
    return unique(found), results


def _unknown_documents(opened: Sequence[Loaded], order: Order) -> Iterator[Problem]:
    found = Problems()
    known = [name for top in opened for name in load_catalogue(top.library, Problems())]
    for name in order.documents:
        if name not in known:
            guess = nearest(name, known)
            hint = f"您是不是想写“{guess}”？" if guess else ""
            found.add("R104", hint=hint, found=name, known="、".join(dict.fromkeys(known)))
    yield from found


def _build_one(loaded: Loaded, folder: Path, order: Order) -> tuple[list[Result], list[Problem]]:
    found = Problems()
    found.extend(loaded.problems)
    documents = load_catalogue(loaded.library, found)
    if not loaded.is_sound:
        return [Result(loaded.label or loaded.folder.resolve().name, "（全部文书）", None)], list(found)
    found.extend(unknown_papers(loaded, documents))
    desk = Desk(loaded, folder, order, documents, context_of(loaded), found)
    for name, document in documents_for(loaded, documents).items():
        if name != PROBLEM_LIST and (not order.documents or name in order.documents):
            _make(desk, name, document)
    _make_problem_list(desk)
    return desk.results, list(desk.found)


def _make(desk: Desk, name: str, document: Document) -> None:
    context = with_issue(desk.context, desk.loaded, name)
    if not is_wanted(document, context):
        return
    missing = list(missing_needs(name, document, context))
    for need in missing:
        desk.found.extend(need_problem(desk.loaded, need, [name]))
    stopped = bool(missing) or (not desk.order.draft and _is_stopped(desk, name, document))
    for template in document.templates_for(context["创建点"]["角色"]):
        if desk.order.progress:
            desk.order.progress(f"生成 {desk.name} {name}")
        path = None if stopped else _write(desk, name, document, template, context)
        desk.results.append(Result(desk.name, name, path))


def _is_stopped(desk: Desk, name: str, document: Document) -> bool:
    """Say whether errors in the data stop this paper (contract: exit codes), and report why."""
    loaded = desk.loaded
    if desk.order.strict and has_errors(desk.found):
        return True
    if loaded.unreadable or has_errors(loaded.dossier_problems):
        return True
    broken = [
        item
        for item in loaded.below
        if not item.is_sound or has_errors(item.dossier_problems) or item.unreadable
    ]
    if document.sums_up and broken:
        names = "、".join(item.folder.name for item in broken)
        desk.found.add("R106", Location(loaded.label or None), document=name, names=names)
        return True
    if document.printed_ledgers and any(has_errors(item.ledger_problems) for item in loaded.each()):
        desk.found.add("R107", Location(loaded.label or None), document=name)
        return True
    return False


def _write(desk: Desk, name: str, document: Document, template: str, context: dict[str, Any]) -> Path | None:
    source = desk.loaded.library.find(f"templates/{template}")
    if source is None:
        desk.found.add("R108", Location(f"templates/{template}"), document=name, file=template)
        return None
    segments, problems = _title(document, context)
    context["文书"] = {
        "名称": name,
        "题名": "".join(segments) or name,
        "题名行": title_lines(segments) or [name],
        "草稿": desk.order.draft,
    }
    target = (
        desk.folder / f"{file_name(desk.name)}-{name}{'（草稿）' if desk.order.draft else ''}{source.suffix}"
    )
    problems += [] if has_errors(problems) else _fill(source, context, target)
    desk.found.extend(problems)
    return None if has_errors(problems) else target


def _fill(source: Path, context: Mapping[str, Any], target: Path) -> list[Problem]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = Problems()
        found.add(
            "R102",
            Location(str(target.parent)),
            path=target.parent,
            detail=error.strerror or "不能建立文件夹",
        )
        return list(found)
    return fill(source, context, target)


def _title(document: Document, context: Mapping[str, Any]) -> tuple[list[str], list[Problem]]:
    segments, problems = [], []
    for segment in document.title:
        text, found = render_text(segment, context)
        segments.append(text)
        problems += found
    return segments, problems


def file_name(text: str) -> str:
    """Return `text` as a part of a file name that Windows accepts."""
    plain = "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in text)
    return plain.strip(" .")[:60] or "未命名"


def _make_problem_list(desk: Desk) -> None:
    document = desk.documents.get(PROBLEM_LIST)
    if document is None or not desk.loaded.ledger_problems:
        return
    lines = [
        {
            "序号": number,
            "程度": SEVERITIES[item.severity],
            "代码": item.code,
            "位置": str(item.where),
            "问题": item.message,
            "建议": item.hint,
        }
        for number, item in enumerate(desk.loaded.ledger_problems, start=1)
    ]
    context = desk.context | {"问题清单": lines, "发文": {}}
    for template in document.templates:
        desk.results.append(
            Result(desk.name, PROBLEM_LIST, _write(desk, PROBLEM_LIST, document, template, context))
        )
