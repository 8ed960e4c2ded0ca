"""What a library offers: documents, indicators, ledgers; and the problem codes. Rows under Chinese keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hqe_docs.codes import AREAS, CODES
from hqe_docs.data.definitions import FOLDER as DEFINITIONS
from hqe_docs.data.definitions import Setting, load_definitions
from hqe_docs.data.kinds import load_kinds
from hqe_docs.data.programme.programme import load_programme, programme_names
from hqe_docs.data.scores.editionfile import FOLDER, load_set
from hqe_docs.library import Library
from hqe_docs.office.catalogue import load_catalogue
from hqe_docs.office.helping.rulefiles import rule_books
from hqe_docs.problems import Problem, Problems

Rows = list[dict[str, Any]]


def documents(libraries: Sequence[Path] = ()) -> tuple[Rows, list[Problem]]:
    """Return a row for each document of the catalogue."""
    found = Problems()
    catalogue = load_catalogue(Library.over_shipped(libraries), found)
    rows = [
        {
            "文书": name,
            "说明": item.note,
            "适用": "、".join(item.roles),
            "模板": "、".join(
                dict.fromkeys((*item.templates, *(t for ts in item.by_role.values() for t in ts)))
            ),
        }
        for name, item in catalogue.items()
    ]
    return rows, list(found)


def indicators(libraries: Sequence[Path] = ()) -> tuple[Rows, list[Problem]]:
    """Return a row for each indicator of each edition."""
    library, found, rows = Library.over_shipped(libraries), Problems(), []
    for name in sorted(library.names(FOLDER, ".yaml")):
        edition, faults = load_set(name, library)
        found.extend(faults)
        for item in edition.indicators if edition else ():
            kind = "人评" if item.rule.shape == "评判" else "计算"
            facts = {"类别": item.category, "指标": item.content, "满分": str(item.full), "评分方式": kind}
            rows.append({"指标体系": name, "序号": item.no, **facts})
    return rows, list(found)


def ledgers(libraries: Sequence[Path] = ()) -> tuple[Rows, list[Problem]]:
    """Return a row for each ledger kind."""
    found = Problems()
    kinds = load_kinds(Library.over_shipped(libraries), found)
    rows = [
        {
            "台账": kind.name,
            "说明": kind.description,
            "栏目数": len(kind.fields),
            "对应指标": "、".join(map(str, kind.indicators)),
            "可派生": "是" if kind.derivation else "",
        }
        for kind in kinds.values()
    ]
    return rows, list(found)


def settings(libraries: Sequence[Path] = ()) -> tuple[Rows, list[Problem]]:
    """Return a row for each setting of each province's definitions, of each programme, of policies and alerts."""
    library, found, rows = Library.over_shipped(libraries), Problems(), []
    for name in sorted(library.names(DEFINITIONS, ".yaml")):
        definitions = load_definitions(name, library, found)
        rows += _setting_rows(name, definitions.settings if definitions else {})
    for name in programme_names(library):
        programme = load_programme(name, library, found)
        rows += _setting_rows(name, programme.settings if programme else {})
    for name, book in rule_books(library, found):
        rows += _setting_rows(name, book.settings)
    return rows, list(found)


def _setting_rows(name: str, settings: Mapping[str, Setting]) -> Rows:
    return [
        {"定义": name, "口径": title}
        | {"默认": item.default, "可取": item.range_text, "说明": item.note, "依据": item.source}
        for title, item in settings.items()
    ]


def codes(libraries: Sequence[Path] = ()) -> tuple[Rows, list[Problem]]:
    """Return a row for each problem code."""
    rows = [{"代码": code, "范围": AREAS[code[0]], "含义": entry.title} for code, entry in CODES.items()]
    return rows, []
