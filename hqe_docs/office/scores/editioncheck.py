"""An indicator set on its own: everything that is wrong with it, its worked cases run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hqe_docs.data.dossier import FILE as DOSSIER
from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.scores.cases import BadCase, outcomes
from hqe_docs.data.scores.editionfile import FOLDER, load_file
from hqe_docs.data.scores.indicators import FigureRule, Indicator, IndicatorSet
from hqe_docs.library import Library
from hqe_docs.problems import Problem, Problems
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import YamlFile


def is_edition(path: Path) -> bool:
    """Say whether a file is an indicator set: a YAML file in a folder indicators/, or one that lists 指标."""
    if path.suffix.lower() not in (".yaml", ".yml") or path.name == DOSSIER:
        return False
    return path.resolve().parent.name == FOLDER or "\n指标:" in path.read_text("utf-8", "replace")


def library_of(path: Path, library: Library) -> Library:
    """Return `library` with the one in front that an indicator set stands in, where it stands in one."""
    folder = path.resolve().parent
    return library.in_front(folder.parent) if folder.name == FOLDER else library


def check_edition(path: Path, library: Library) -> tuple[list[Problem], str]:
    """Return everything wrong with an indicator set, and a line that says what was looked at."""
    whole = library_of(path, library)
    file, edition, faults = load_file(path, whole)
    found = Problems(list(faults))
    if file is None or edition is None:
        return list(found), ""
    kinds = load_kinds(whole, found)
    for name, figure in edition.figures.items():
        _check_ledgers(name, figure, kinds, file, found)
    number = sum(_run_cases(i, item, edition, file, found) for i, item in enumerate(edition.indicators))
    return list(found), _said(edition, number)


def _said(edition: IndicatorSet, cases: int) -> str:
    shapes = Counter(item.rule.shape for item in edition.indicators)
    parts = "、".join(f"{shape} {count}" for shape, count in shapes.items())
    return (
        f"《{edition.title}》{len(edition.indicators)} 项指标（{parts}），满分 {edition.full}，"
        f"数据 {len(edition.figures)} 项，案例 {cases} 个"
    )


def _check_ledgers(
    name: str, figure: FigureRule, kinds: dict[str, LedgerKind], file: YamlFile, found: Problems
) -> None:
    sources = [figure.ledger, *(more.ledger for more in figure.more)]
    sources += [figure.within.ledger] if figure.within else []
    for ledger in dict.fromkeys(sources):
        if ledger not in kinds:
            hint = did_you_mean(ledger, kinds)
            detail = f"没有台账类别“{ledger}”"
            found.add("I101", file.at(("数据", name)), hint=hint, name=name, detail=detail)


def _run_cases(i: int, indicator: Indicator, edition: IndicatorSet, file: YamlFile, found: Problems) -> int:
    """Report the cases that come out otherwise, and an indicator without any; return how many were run."""
    if not indicator.cases:
        found.add("I106", file.at(("指标", i)), no=indicator.no)
    count = 0
    try:
        for outcome in outcomes(edition, indicator):
            count += 1
            if not outcome.agrees:
                place = file.at(("指标", i, "案例", outcome.number))
                who = f"{outcome.level}{outcome.kind}"
                said = {"expected": outcome.expected, "points": outcome.points, "reason": outcome.reason}
                found.add("I105", place, no=indicator.no, number=outcome.number + 1, who=who, **said)
    except BadCase as error:
        where = file.at(("指标", i, "案例", error.number))
        found.add("I107", where, no=indicator.no, detail=error)
    return count
