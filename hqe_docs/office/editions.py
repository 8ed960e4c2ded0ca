"""A dossier held against the indicator set it names: numbers, points and settings that set does not know."""

from __future__ import annotations

from hqe_docs.data.dossier import Dossier
from hqe_docs.data.indicators import FOLDER, IndicatorSet, load_set
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from hqe_docs.values import did_you_mean


def edition_of(dossier: Dossier, library: Library, found: Problems) -> IndicatorSet | None:
    """Return the dossier's indicator set; None, with the reason, when there is none to be used."""
    name = dossier.data.point.indicator_set
    edition, faults = load_set(name, library)
    found.extend(faults)
    if edition is None:
        if not faults:
            known = "、".join(sorted(library.names(FOLDER, ".yaml")))
            found.add("D120", dossier.at("创建点", "指标体系"), found=name, known=known)
        return None
    _check_tasks(dossier, edition, found)
    _check_scores(dossier, edition, found)
    _check_settings(dossier, edition, found)
    return edition


def _span(edition: IndicatorSet) -> str:
    numbers = [item.no for item in edition.indicators]
    return f"{min(numbers)} 至 {max(numbers)}" if numbers else "空"


def _check_tasks(dossier: Dossier, edition: IndicatorSet, found: Problems) -> None:
    name = dossier.data.point.indicator_set
    for i, task in enumerate(dossier.data.tasks):
        for k, no in enumerate(task.indicators):
            if edition.indicator(no) is None:
                where = dossier.at("任务", i, "对应指标", k)
                found.add("D113", where, edition=name, found=no, known=_span(edition))


def _check_scores(dossier: Dossier, edition: IndicatorSet, found: Problems) -> None:
    name = dossier.data.point.indicator_set
    for no, given in dossier.data.self_scores.items():
        indicator, where = edition.indicator(no), dossier.at("自评", str(no), "得分")
        if indicator is None:
            found.add("D113", dossier.at("自评", str(no)), edition=name, found=no, known=_span(edition))
        elif indicator.rule.shape != "评判" and given.points is not None:
            found.add("D114", where, no=no, title=indicator.content)
        elif given.points is not None and not 0 <= given.points <= indicator.full:
            title = indicator.content
            found.add("D115", where, no=no, title=title, found=given.points, full=indicator.full)


def _check_settings(dossier: Dossier, edition: IndicatorSet, found: Problems) -> None:
    settings = edition.definitions.settings
    for key, value in dossier.data.settings.items():
        where = dossier.at("口径", key)
        if key not in settings:
            hint = did_you_mean(key, settings)
            name, known = dossier.data.point.indicator_set, "、".join(settings)
            found.add("D116", where, hint=hint, key=key, edition=name, known=known)
        elif not settings[key].accepts(value):
            options = settings[key].range_text
            found.add("D110", where, name=f"口径.{key}", options=options, found=f"“{value}”")
