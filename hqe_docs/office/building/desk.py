"""The papers of one dossier: which, from what, where to, and what became of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs import __version__
from hqe_docs.office.bundle.ledgerfiles import public_ledger
from hqe_docs.office.catalogue import Document
from hqe_docs.office.check import need_problem, with_issue
from hqe_docs.office.disclosure import rules_of, without_numbers
from hqe_docs.office.keeping.rebuilding import Rebuild, rebuild_of
from hqe_docs.office.keeping.replacing import kept_by
from hqe_docs.office.mapping.paperparts import listed_problems, paper_title
from hqe_docs.office.provenance.recording import Made
from hqe_docs.office.versions import PUBLIC, REPORTED, mark_of
from hqe_docs.office.wanted import documents_for, is_wanted, missing_needs
from hqe_docs.office.workspace import Loaded, Progress
from hqe_docs.paper.fill import fill
from hqe_docs.paper.language.tags import render_text
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.wholefiles import together
from hqe_docs.problems import Location, Problem, Problems, has_errors, reason_of

if TYPE_CHECKING:
    from hqe_docs.paper.gongwen.restyle import Look

PROBLEM_LIST = "问题清单"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # by Windows
_UNSEEN = frozenset(("Cf", "Cs", "Co"))  # marks that turn the text round, halves of characters
LONGEST_NAME = 120  # bytes of UTF-8, so that the whole file name stays under what file systems take


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: the file written, or None."""

    dossier: str
    document: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: small and the same for every dossier, wherever it is worked on.

    With a `day` everything is as of that day, which is kept as a state: the papers of its week. `home` is the folder
    from which the paths of results count. With `checks` papers are looked at, not made; with `records` it is written
    down from what they were made, with `resume` none is made again from the same. The `release` is one of VERSIONS:
    papers of the public one hold nothing personal. With `traces` the papers stay: it is kept how they were built, and
    hand edits of former ones live; `wins` says whose text counts where data and hand changed one place.
    """

    home: Path
    documents: tuple[str, ...] = ()
    draft: bool = False
    stopped: bool = False
    unmask: bool = False
    checks: bool = False
    records: bool = False
    resume: bool = False
    password: str = ""
    profile: str = ""
    duplex: bool = False
    day: date | None = None
    release: str = REPORTED
    seal: str = ""
    traces: bool = False
    wins: str = ""
    version: str = __version__

    @property
    def public(self) -> bool:
        return self.release == PUBLIC

    def wants(self, name: str) -> bool:
        return name != PROBLEM_LIST and (not self.documents or name in self.documents)


@dataclass(slots=True)
class Desk:
    """One dossier being worked on: its mapping, its folder for output, what was found and made.

    Files that are `taken` were written before in this run; those that are `kept` say something else than was built,
    which has the digest beside them: hand edits.
    """

    loaded: Loaded
    folder: Path
    order: Order
    context: dict[str, Any]
    taken: set[Path] = field(default_factory=set)
    progress: Progress | None = None
    found: Problems = field(default_factory=Problems)
    results: list[Result] = field(default_factory=list)
    kept: dict[Path, str] = field(default_factory=dict)
    made: dict[Path, Made] = field(default_factory=dict)


def build_one(desk: Desk) -> None:
    """Make the papers of one dossier."""
    desk.found.extend(desk.loaded.problems)
    if desk.loaded.dossier is None:
        return
    wanted = {name: it for name, it in documents_for(desk.loaded).items() if desk.order.wants(name)}
    rebuild = _rebuild(desk)
    with kept_by(rebuild), together() as late:
        for name, document in _disclosed(desk, wanted).items():
            _make(desk, name, document)
        if not desk.order.day and not desk.order.public:
            _make_problem_list(desk)
    if rebuild:
        _take_up(desk, rebuild, late.hindered)
    desk.results = [_written(desk, result, late.hindered) for result in desk.results]


def _rebuild(desk: Desk) -> Rebuild | None:
    """Return what lets hand edits of papers that were built before live."""
    loaded, order = desk.loaded, desk.order
    if not order.traces:
        return None
    return rebuild_of(loaded.folder, order.home / desk.folder, order.wins, loaded.label or None)


def _take_up(desk: Desk, rebuild: Rebuild, hindered: Mapping[Path, Sequence[Problem]]) -> None:
    rebuild.finish(hindered)
    for path, digest in rebuild.kept.items():
        target = desk.folder / path.name
        desk.kept[target] = digest
        if path in rebuild.stayed:  # it is what was written down of it then
            desk.made.pop(target, None)
        elif target in desk.made:
            desk.made[target] = replace(desk.made[target], digest=digest)
    desk.found.extend(rebuild.found)


def _written(desk: Desk, result: Result, hindered: Mapping[Path, Sequence[Problem]]) -> Result:
    """Return what became of a document after all: its file may have been refused its name."""
    problems = hindered.get(desk.order.home / result.path) if result.path else None
    desk.found.extend(problems or ())
    if problems and result.path:
        desk.made.pop(result.path, None)
    return replace(result, path=None) if problems else result


def _disclosed(desk: Desk, wanted: dict[str, Document]) -> dict[str, Document]:
    """Return the papers of this version: of the public one those that may be public, or that are asked for by name."""
    if not desk.order.public or desk.order.documents:
        return wanted
    rules = rules_of(desk.loaded)
    held = [name for name in wanted if name not in rules.papers and name not in rules.ledgers]
    if held:
        desk.found.add("P506", Location(desk.loaded.label or None), names="、".join(held))
    return {name: document for name, document in wanted.items() if name not in held}


def _make(desk: Desk, name: str, document: Document) -> None:
    context = with_issue(desk.context, desk.loaded, name)
    if desk.order.public:
        context |= {"发文": without_numbers(context["发文"])}
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
        if desk.progress:
            desk.progress(f"生成 {desk.loaded.name} {name}")
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
    broken = [standing.name for standing in loaded.standings if standing.is_broken]
    if document.sums_up and broken:
        desk.found.add("R106", where, document=name, names="、".join(broken))
        return True
    if loaded.standing.faulty.intersection(document.printed_ledgers):
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
    marks = ("（草稿）" if desk.order.draft else "") + mark_of(desk.order.release)
    return desk.folder / f"{'-'.join(parts)}{marks}{suffix}"


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
    path = desk.order.home / target
    kind, trail = desk.loaded.kinds.get(name), Trail()
    if found.has_errors:
        return list(found)
    if desk.order.public and kind and name in context["台账"]:
        public_ledger(desk.loaded, kind, context["台账"][name]["行"], path, found)
    else:
        found.extend(_fill(source, context, path, desk, trail))
    if not found.has_errors:
        desk.made[target] = Made(name, template, trail)
    return list(found)


def _fill(source: Path, context: Mapping[str, Any], target: Path, desk: Desk, trail: Trail) -> list[Problem]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = Problems()
        found.add("R102", Location(str(target.parent)), path=target.parent, detail=reason_of(error))
        return list(found)
    found = Problems()
    look = _look(desk, found)
    if found.has_errors:
        return list(found)
    return [*found, *fill(source, context, target, look=look, trail=trail if desk.order.traces else None)]


def _look(desk: Desk, found: Problems) -> Look | None:
    """Return the look that was asked for (--profile, --duplex), None where templates are filled as they are."""
    order = desk.order
    if not (order.profile or order.duplex):
        return None
    from hqe_docs.paper.gongwen.restyle import read_look

    return read_look(order.profile, desk.loaded.library, found, duplex=order.duplex)


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
    seen = (char for char in text if unicodedata.category(char) not in _UNSEEN)
    plain = "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in seen)
    short = plain.encode()[:LONGEST_NAME].decode(errors="ignore")
    name = short.strip(" .") or "未命名"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


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
