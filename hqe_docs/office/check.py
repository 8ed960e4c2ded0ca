"""Everything that is wrong with a dossier and what its papers lack, without building anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from hqe_docs.data.checks.references import registered_twice
from hqe_docs.data.ledger import Ledger
from hqe_docs.office.mapping.context import Told, context_of, issue_of
from hqe_docs.office.mapping.openness import matters_for
from hqe_docs.office.mapping.troublelist import late_answers
from hqe_docs.office.subsidies import money_problems
from hqe_docs.office.wanted import documents_for, is_wanted, missing_needs
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Location, Problem, Problems, problem
from hqe_docs.yamlfile import KeyPath, path_text


def check_opened(dossiers: Iterable[Loaded]) -> list[Problem]:
    """Return every problem of these dossiers and of those below them."""
    found = Problems()
    every = [loaded for opened in dossiers for loaded in opened.each()]
    for loaded in every:
        found.extend(loaded.problems)
        if loaded.dossier:
            found.extend(check_papers(loaded))
            found.extend(late_answers(loaded))
            found.extend(signed_too_early(loaded))
        if loaded.is_sound:
            found.extend(item for item in money_problems(loaded) if item.severity != "info")
    found.extend(registered_twice(_own_ledgers(every)))
    return in_order(unique(found))


def _own_ledgers(every: Sequence[Loaded]) -> Iterator[Ledger]:
    """Yield the ledgers of each folder once, without those that are summed up from the dossiers below."""
    for loaded in {item.folder.resolve(): item for item in every}.values():
        merged = {name for below in loaded.below for inner in below.each() for name in inner.ledgers}
        yield from (ledger for name, ledger in loaded.ledgers.items() if name not in merged)


def in_order(found: Sequence[Problem]) -> list[Problem]:
    """Return `found` file by file, in the files' order of appearance, and inside a file from the top."""
    files = _first(item.where.file for item in found)
    sheets = _first((item.where.file, item.where.sheet) for item in found)
    return sorted(
        found,
        key=lambda item: (
            files[item.where.file],
            sheets[item.where.file, item.where.sheet],
            item.where.line or item.where.row or 0,
        ),
    )


def _first(keys: Iterable[Any]) -> dict[Any, int]:
    """Return for each key its place among them."""
    return {key: place for place, key in enumerate(dict.fromkeys(keys))}


def check_papers(loaded: Loaded, told: Sequence[Told] | None = None) -> Iterator[Problem]:
    """Yield what the dossier's papers lack; `told` is what those below it have told, if they have."""
    context, needed = context_of(loaded, told, rows=False), defaultdict[KeyPath, list[str]](list)
    for name, document in documents_for(loaded).items():
        whole = with_issue(context, loaded, name)
        if is_wanted(document, whole):
            for path in missing_needs(name, document, whole):
                needed[path].append(name)
    for path, names in needed.items():
        yield from need_problem(loaded, path, names)


def with_issue(context: Mapping[str, Any], loaded: Loaded, name: str) -> dict[str, Any]:
    """Return the mapping with 发文 as it is for the paper `name`, and with what its office makes public."""
    matters = matters_for(loaded.library, loaded.sound.data.point.kind)
    issue = issue_of(loaded.sound.data, name, loaded.documents.get(name))
    return {**context, "公开事项": matters, "发文": issue}


def signed_too_early(loaded: Loaded, names: Sequence[str] = ()) -> Iterator[Problem]:
    """Yield each paper (of `names`) that is to give the figures of the day it is signed, and is signed before 基准日."""
    if not loaded.is_sound:
        return
    data = loaded.sound.data
    for name, document in documents_for(loaded).items():
        paper, day = data.papers.get(name), data.point.reference_date
        if not document.figures_then or (names and name not in names):
            continue
        if paper and paper.signed_on and day and paper.signed_on < day:
            where = loaded.sound.at("文书", name, "成文日期")
            yield problem("P206", where, document=name, signed=paper.signed_on, day=day)


def need_problem(loaded: Loaded, path: KeyPath, names: Sequence[str]) -> Iterator[Problem]:
    """Yield the problem that papers `names` need what should stand at `path`, unless that is known already."""
    papers = "".join(f"《{name}》" for name in names)
    if path[0] == "台账":
        if path[1] not in loaded.shelf.unreadable:
            yield problem("D202", Location(loaded.label or "."), document=papers, ledger=path[1])
        return
    file = loaded.sound.source
    is_written = file.says(path) or file.is_damaged(path[:1])
    is_computed = path[0] == "自评" and loaded.edition is None
    if not (is_written or is_computed):
        yield problem(
            "D201", file.at(path), document=papers, path=path_text(path), file=PurePath(file.name).name
        )


def unique(found: Sequence[Problem] | Problems) -> list[Problem]:
    """Return `found` without repetitions, in order."""
    return list(dict.fromkeys(found))
