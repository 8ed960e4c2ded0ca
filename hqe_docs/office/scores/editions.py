"""A dossier held against the indicator set it names: numbers, points and settings that set does not know."""

from __future__ import annotations

from collections.abc import Mapping

from hqe_docs.data.dossier import Dossier
from hqe_docs.data.facts import Facts
from hqe_docs.data.fields import show
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.matching.rules import load_rules
from hqe_docs.data.modelled import known_keys
from hqe_docs.data.programme.programme import FOLDER as PROGRAMMES
from hqe_docs.data.programme.programme import Programme, load_programme
from hqe_docs.data.programme.reporting import escalation_faults, reporting_faults
from hqe_docs.data.schema import External
from hqe_docs.data.scores.declared import own_value, read_fact
from hqe_docs.data.scores.editionfile import FOLDER, load_set
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.library import Library
from hqe_docs.office.helping.rulefiles import rule_settings
from hqe_docs.problems import Location, Problems
from hqe_docs.values import Fault, did_you_mean

HUNDREDTHS = "最多两位小数的数字"  # what is printed must add up


def edition_of(
    dossier: Dossier, library: Library, found: Problems
) -> tuple[IndicatorSet | None, Programme | None]:
    """Return the dossier's indicator set and its programme; None, with the reason, for one that can't be used."""
    name = dossier.data.point.indicator_set
    edition, faults = load_set(name, library)
    found.extend(faults)
    _check_own_keys(dossier, edition, found)
    if edition is None:
        if not faults:
            known = "、".join(sorted(library.names(FOLDER, ".yaml")))
            found.add("D120", dossier.at("创建点", "指标体系"), found=name, known=known)
        return None, None
    programme = load_programme(edition.programme, library, found) if edition.programme else None
    _check_tasks(dossier, edition, found)
    _check_scores(dossier, edition, found)
    _check_settings(dossier, edition, programme, library, found)
    return edition, programme


def check_programme(
    dossier: Dossier,
    edition: IndicatorSet | None,
    programme: Programme | None,
    kinds: Mapping[str, LedgerKind],
    found: Problems,
) -> None:
    """Report what a programme's 周报 and 问题 name that there is not."""
    if edition is None or programme is None:
        return
    where, faults = Location(f"{PROGRAMMES}/{edition.programme}.yaml"), list[str]()
    if programme.reporting:
        terms = edition.definitions.terms(dossier.data.settings, "2023-12-31", dossier.data.point.year)
        faults += reporting_faults(programme.reporting, edition.figures, kinds, terms)
        duties = programme.schedule.duties if programme.schedule else []
        if not any(it.name == programme.reporting.duty and it.cycle == "每周" for it in duties):
            faults.append(f"日程里没有每周的事项“{programme.reporting.duty}”")
    if programme.escalation:
        faults += escalation_faults(programme.escalation, programme.settings)
    for fault in faults:
        found.add("P204", where, detail=fault)


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
        elif given.points is not None and given.points * 100 % 1:
            found.add(
                "D105", where, name=f"自评.{no}.得分", expected=HUNDREDTHS, found=show(str(given.points))
            )
        elif given.points is not None and not given.reason:
            found.add("D130", where, no=no, title=indicator.content)


def _check_settings(
    dossier: Dossier, edition: IndicatorSet, programme: Programme | None, library: Library, found: Problems
) -> None:
    settings = own = edition.definitions.settings | (programme.settings if programme else {})
    if (
        dossier.data.settings.keys() - settings.keys()
    ):  # those of matching, policies and alerts are seldom said
        rules = load_rules(library, Problems())
        settings = rule_settings(library) | (rules.settings if rules else {}) | own
    for key, value in dossier.data.settings.items():
        where = dossier.at("口径", key)
        if key not in settings:
            hint = did_you_mean(key, settings)
            name, known = dossier.data.point.indicator_set, "、".join(own)
            found.add("D116", where, hint=hint, key=key, edition=name, known=known)
        elif not settings[key].accepts(value):
            options = settings[key].range_text
            found.add("D110", where, name=f"口径.{key}", options=options, found=f"“{value}”")


def _check_own_keys(dossier: Dossier, edition: IndicatorSet | None, found: Problems) -> None:
    """Report facts and outside figures that neither every dossier nor this edition knows, and what does not fit."""
    facts, outside = dossier.data.facts.model_extra or {}, dossier.data.external.model_extra or {}
    own = edition.facts if edition else {}
    for section, names, model, more in (
        ("条件", facts, Facts, own),
        ("外部数据", outside, External, edition.external if edition else ()),
    ):
        known = [*known_keys(model, ()), *more]
        for key in (name for name in names if name not in known):
            hint = did_you_mean(key, known)
            found.add("D104", dossier.at(section, key), hint=hint, key=key, known="、".join(known))
    for name, rule in own.items():
        value = own_value(facts, name)
        read = read_fact(rule, value)
        if isinstance(read, Fault):
            where = dossier.at("条件", name)
            found.add("D105", where, name=f"条件.{name}", expected=read.detail, found=show(value))
