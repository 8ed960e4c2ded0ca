"""Papers made from dossiers: which, from what, where to, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.office.catalogue import Document
from hqe_docs.office.check import check_papers, need_problem, unique, with_issue
from hqe_docs.office.context import context_of
from hqe_docs.office.paperparts import listed_problems, paper_title
from hqe_docs.office.wanted import documents_for, is_wanted, missing_needs
from hqe_docs.office.workspace import OUTPUT_FOLDER, Loaded, Progress, open_dossiers
from hqe_docs.paper.fill import fill, render_text
from hqe_docs.problems import Location, Problem, Problems, has_errors, reason_of
from hqe_docs.values import did_you_mean

PROBLEM_LIST = "问题清单"
LONGEST_NAME = 120  # bytes of UTF-8, so that the whole file name stays under what file systems take


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: the file written, or None."""

    dossier: str
    document: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    documents: Sequence[str] = ()
    draft: bool = False
    stopped: bool = False
    progress: Progress | None = None

    def wants(self, name: str) -> bool:
        return name != PROBLEM_LIST and (not self.documents or name in self.documents)


@dataclass(slots=True)
class Desk:
    """One dossier being worked on: its mapping, its folder for output, what was found and made."""

    loaded: Loaded
    folder: Path
    order: Order
    context: dict[str, Any]
    taken: set[Path]
    found: Problems = field(default_factory=Problems)
    results: list[Result] = field(default_factory=list)


def build(
    paths: Sequence[Path],
    *,
    out: Path | None = None,
    documents: Sequence[str] = (),
    strict: bool = False,
    draft: bool = False,
    unmask: bool = False,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[list[Problem], list[Result]]:
    """Make the papers of the dossiers at `paths` and of those below; the list of papers may be narrowed.

    With `unmask` the persons to work on (差距) stand there with their whole names and numbers.
    """
    opened = open_dossiers(paths, libraries=libraries, progress=progress)
    everyone = [loaded for top in opened for loaded in top.each()]
    found = Problems()
    found.extend(_unmet_requests(everyone, documents))
    if strict:
        found.extend(item for loaded in everyone for item in _all_problems(loaded))
    order = Order(documents, draft, strict and found.has_errors, progress)
    taken: set[Path] = set()
    results: list[Result] = []
    for top in opened:
        root = out / top.folder.resolve().name if out and len(opened) > 1 else out
        for loaded in top.each():
            folder = (root or top.folder / OUTPUT_FOLDER) / loaded.inside
            context = context_of(loaded, unmask=unmask) if loaded.dossier else {}
            desk = Desk(loaded, folder, order, context, taken)
            _build_one(desk)
            results += desk.results
            found.extend(desk.found)
    return unique(found), results


def _all_problems(loaded: Loaded) -> Iterator[Problem]:
    yield from loaded.problems
    if loaded.dossier:
        yield from check_papers(loaded)


def _unmet_requests(everyone: Sequence[Loaded], wanted: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each paper asked for that does not exist, or is not made for any of these dossiers."""
    found = Problems()
    known = list(dict.fromkeys(name for loaded in everyone for name in loaded.documents))
    given = {name for loaded in everyone if loaded.dossier for name in documents_for(loaded)}
    for name in wanted if known else ():
        if name not in known:
            hint = did_you_mean(name, known)
            found.add("R104", hint=hint, found=name, known="、".join(known))
        elif name not in given:
            roles = dict.fromkeys(loaded.sound.data.point.role for loaded in everyone if loaded.dossier)
            names = "、".join(loaded.name for loaded in everyone)
            found.add("R110", document=name, role="、".join(roles), names=names)
    yield from found


def _build_one(desk: Desk) -> None:
    desk.found.extend(desk.loaded.problems)
    if desk.loaded.dossier is None:
        return
    for name, document in documents_for(desk.loaded).items():
        if desk.order.wants(name):
            _make(desk, name, document)
    _make_problem_list(desk)


def _make(desk: Desk, name: str, document: Document) -> None:
    context = with_issue(desk.context, desk.loaded, name)
    if not is_wanted(document, context):
        return
    missing = list(missing_needs(name, document, context))
    for need in missing:
        desk.found.extend(need_problem(desk.loaded, need, [name]))
    stopped = desk.order.stopped or (
        not desk.order.draft and (bool(missing) or _is_stopped(desk, name, document))
    )
    templates = document.templates_for(context["创建点"]["角色"])
    for template in templates:
        if desk.order.progress:
            desk.order.progress(f"生成 {desk.loaded.name} {name}")
        target = _target(desk, name, template, templates)
        problems = [] if stopped else _write(desk, name, document, template, context, target)
        if missing and has_errors(problems):
            problems = [item for item in problems if item.severity != "error"]
            stopped = True
        desk.found.extend(problems)
        made = not stopped and not has_errors(problems)
        desk.results.append(Result(desk.loaded.name, name, target if made else None))


def _is_stopped(desk: Desk, name: str, document: Document) -> bool:
    """Say whether errors in the data stop this paper (contract: exit codes), and report why."""
    loaded = desk.loaded
    where = Location(loaded.label or None)
    if loaded.is_broken:
        return True
    broken = [item for item in loaded.below if item.is_broken]
    if document.sums_up and broken:
        names = "、".join(item.name for item in broken)
        desk.found.add("R106", where, document=name, names=names)
        return True
    printed = [
        inner.shelf.by_kind.get(kind, ()) for inner in loaded.each() for kind in document.printed_ledgers
    ]
    if any(map(has_errors, printed)):
        desk.found.add("R107", where, document=name)
        return True
    return False


def _target(desk: Desk, name: str, template: str, templates: Sequence[str]) -> Path:
    """Return the file of one template: <创建点>-<文书>, and the template's name where one suffix comes twice."""
    suffix = Path(template).suffix
    again = sum(Path(other).suffix == suffix for other in templates) > 1
    parts = [
        file_name(desk.loaded.name),
        file_name(name),
        *([file_name(Path(template).stem)] if again else []),
    ]
    return desk.folder / f"{'-'.join(parts)}{'（草稿）' if desk.order.draft else ''}{suffix}"


def _write(
    desk: Desk, name: str, document: Document, template: str, context: dict[str, Any], target: Path
) -> list[Problem]:
    found = Problems()
    source = desk.loaded.library.find(f"templates/{template}")
    if source is None:
        found.add("R108", Location(f"templates/{template}"), document=name, file=template)
        return list(found)
    if target in desk.taken:
        found.add("R111", Location(desk.loaded.label or None), document=name, path=target)
        return list(found)
    desk.taken.add(target)
    segments = title_segments(document, context, found)
    context["文书"] = paper_title(name, segments, draft=desk.order.draft)
    if not found.has_errors:
        found.extend(_fill(source, context, target))
    return list(found)


def _fill(source: Path, context: Mapping[str, Any], target: Path) -> list[Problem]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = Problems()
        found.add("R102", Location(str(target.parent)), path=target.parent, detail=reason_of(error))
        return list(found)
    return fill(source, context, target)


def title_segments(document: Document, context: Mapping[str, Any], found: Problems) -> list[str]:
    """Return the title of a paper in the pieces between which a line may end."""
    segments = []
    for segment in document.title:
        text, problems = render_text(segment, context, Location("templates/文书目录.yaml"))
        segments.append(text)
        found.extend(problems)
    return segments


def file_name(text: str) -> str:
    """Return `text` as a part of a file name that Windows accepts, not too long in bytes."""
    plain = "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in text)
    short = plain.encode()[:LONGEST_NAME].decode(errors="ignore")
    return short.strip(" .") or "未命名"


def _make_problem_list(desk: Desk) -> None:
    document = desk.loaded.documents.get(PROBLEM_LIST)
    if document is None or not desk.loaded.ledger_problems or desk.order.stopped:
        return
    context = desk.context | {"问题清单": listed_problems(desk.loaded.ledger_problems), "发文": {}}
    for template in document.templates:
        target = _target(desk, PROBLEM_LIST, template, document.templates)
        problems = _write(desk, PROBLEM_LIST, document, template, context, target)
        desk.found.extend(problems)
        made = None if has_errors(problems) else target
        desk.results.append(Result(desk.loaded.name, PROBLEM_LIST, made))
