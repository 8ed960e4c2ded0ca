"""The worked cases of the editions come out, cover every threshold, and a broken edition is told with its line."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from hqe_docs.data.scores.cases import outcomes
from hqe_docs.data.scores.editionfile import load_file
from hqe_docs.data.scores.indicators import IndicatorSet, pick, rate_of
from hqe_docs.library import Library
from hqe_docs.office.scores.editioncheck import check_edition

ROOT = Path(__file__).parents[1]
EDITIONS = [
    ROOT / "indicators" / "yichun-2023.yaml",
    ROOT / "tests" / "editions" / "indicators" / "岭东-2024.yaml",
]
LEVELS, KINDS = ("市级", "县级"), ("乡镇", "街道", "村", "社区")
JUST = Fraction(1, 500)  # how near a case must lie to be just under or just over a rate


@cache
def edition_at(path: Path) -> IndicatorSet:
    _, edition, faults = load_file(path, Library.over_shipped([]))
    assert edition is not None, faults
    return edition


YICHUN = edition_at(EDITIONS[0])


EVERY = [
    pytest.param(edition_at(path), indicator, id=f"{path.stem}-{indicator.no}")
    for path in EDITIONS
    for indicator in edition_at(path).indicators
]


@pytest.mark.parametrize(("edition", "indicator"), EVERY)
def test_each_worked_case_comes_out(edition, indicator):
    found = list(outcomes(edition, indicator))
    assert found
    assert [it for it in found if it.points != it.expected] == []


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_an_edition_shows_no_problem_when_checked(path):
    problems, said = check_edition(path, Library.over_shipped([]))
    assert problems == []
    assert "案例" in said


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_every_figure_has_its_aspect_its_unit_and_a_way_to_raise_it(path):
    edition = edition_at(path)
    bare = [name for name, rule in edition.figures.items() if not (rule.aspect and rule.raised and rule.note)]
    assert bare == []
    assert {rule.aspect for rule in edition.figures.values()} == set(edition.aspects)


# ---------------------------------------------------------------- the cases cover every threshold of 宜春 2023
def thresholds(indicator):
    """Yield (figure, level, kind, bound): what the rule's own data says decides points."""
    rule = indicator.rule
    bounds = [(rule.figure, band.bound) for band in rule.bands]
    bounds += [(rule.figure, rule.target)] if rule.target is not None else []
    bounds += [(test.figure, test.at_least) for test in rule.tests if test.figure]
    for figure, bound in bounds:
        for level, kind in product(LEVELS, KINDS):
            yield figure, level, kind, rate_of(pick(bound, level, kind))


def values(indicator, figure, level, kind):
    """Return what the cases for this level and kind say the figure is."""
    cases = [case for case in indicator.cases if level in case.levels and kind in case.kinds]
    return [
        Fraction(said) for case in cases if (said := case.figures.get(figure)) and not said.endswith("/0")
    ]


def every_threshold():
    for indicator in YICHUN.indicators:
        yield from ((indicator, *threshold) for threshold in thresholds(indicator))


@pytest.mark.parametrize(
    ("indicator", "figure", "level", "kind", "bound"),
    list(every_threshold()),
    ids=lambda it: str(getattr(it, "no", it)),
)
def test_the_cases_stand_at_just_under_and_just_over_each_threshold(indicator, figure, level, kind, bound):
    near = JUST if YICHUN.figures[figure].is_rate else 1
    said = values(indicator, figure, level, kind)
    assert bound in said
    assert any(bound - near <= value < bound for value in said)
    assert any(bound < value <= bound + near for value in said)


@pytest.mark.parametrize("no", [11, 14, 15])
def test_all_or_nothing_has_a_case_that_meets_every_bound_exactly_and_one_that_misses_each(no):
    indicator = YICHUN.indicator(no)
    for level, kind in product(LEVELS, KINDS):
        bounds = {
            name: bound for name, lev, kin, bound in thresholds(indicator) if (lev, kin) == (level, kind)
        }
        cases = [case for case in indicator.cases if level in case.levels and kind in case.kinds]
        said = {
            (tuple(Fraction(case.figures[name]) - bound for name, bound in bounds.items()), case.points)
            for case in cases
            if set(case.figures) == set(bounds)
            and not any(value.endswith("/0") for value in case.figures.values())
        }
        assert any(not any(over) and points == str(indicator.full) for over, points in said)
        for i in range(len(bounds)):
            assert any(
                over[i] < 0 and sum(x < 0 for x in over) == 1 and points == "0" for over, points in said
            )


def test_the_thresholds_are_those_of_the_notice():
    found = {}
    for indicator in YICHUN.indicators:
        for figure, level, kind, bound in thresholds(indicator):
            found.setdefault((indicator.no, figure), {}).setdefault(f"{level}{kind}", []).append(bound)
    percent = {
        no: {case: [bound * 100 for bound in bounds] for case, bounds in cases.items()}
        for (no, _), cases in found.items()
        if no != 11
    }
    assert sorted(percent) == [8, 9, 14, 15, 16, 17]
    assert {tuple(bounds) for bounds in percent[8].values()} == {(90, 85, 80)}
    assert {tuple(bounds) for bounds in percent[15].values()} == {(98,)}
    assert {tuple(bounds) for bounds in percent[16].values()} == {(5, 4, 3)}
    assert {tuple(bounds) for bounds in percent[17].values()} == {(10, 8, 5)}
    assert percent[9] == {
        "市级乡镇": [90], "市级街道": [90], "市级村": [95], "市级社区": [95],
        "县级乡镇": [85], "县级街道": [85], "县级村": [90], "县级社区": [90],
    }  # fmt: skip
    assert {case[:2]: bounds for case, bounds in percent[14].items()} == {"市级": [75], "县级": [70]}
    assert {case[2:]: bounds for case, bounds in found[11, "协作机构数"].items()} == {
        "乡镇": [3], "街道": [3], "村": [1], "社区": [1],
    }  # fmt: skip
    assert {tuple(bounds) for bounds in found[11, "服务活动次数"].values()} == {(2,)}


@pytest.mark.parametrize("no", [9, 10])
def test_the_gates_have_cases_at_just_under_and_just_over_the_county_average(no):
    indicator = YICHUN.indicator(no)
    gate = indicator.rule.gate
    for level, kind in product(LEVELS, KINDS):
        pairs = [
            (Fraction(case.figures[gate.figure]), rate_of(case.external[gate.below]))
            for case in indicator.cases
            if level in case.levels and kind in case.kinds
            and gate.below in case.external
            and not case.figures.get(gate.figure, "/0").endswith("/0")
        ]  # fmt: skip
        assert any(limit - JUST <= value < limit for value, limit in pairs)
        assert any(value >= limit for value, limit in pairs)
    everywhere = [
        (Fraction(case.figures[gate.figure]), rate_of(case.external[gate.below]))
        for case in indicator.cases
        if gate.below in case.external and not case.figures.get(gate.figure, "/0").endswith("/0")
    ]
    assert any(value == limit for value, limit in everywhere)
    assert any(limit < value <= limit + JUST for value, limit in everywhere)


def points_of(no, **wanted):
    """Return the points of the cases of an indicator that say what is wanted."""
    cases = YICHUN.indicator(no).cases
    return [
        case.points for case in cases if all(getattr(case, key) == value for key, value in wanted.items())
    ]


def test_no_dispute_has_a_case_for_each_setting():
    empty = {"调解成功率": "0/0"}
    assert points_of(14, figures=empty, settings={}) == ["待核"]
    assert points_of(14, figures=empty, settings={"无争议": "满分"}) == ["5"]


def test_mechanisms_and_promotion_have_a_case_for_every_number_and_level():
    kept = {(len(case.facts["机制"]), case.points) for case in YICHUN.indicator(21).cases if case.facts}
    assert {(0, "0"), (1, "1"), (2, "2"), (3, "3")} <= kept
    tiers = {(case.facts["推广"], case.points) for case in YICHUN.indicator(22).cases if case.facts}
    assert tiers == {("无", "0"), ("市级", "5"), ("省级", "10")}


@pytest.mark.parametrize("indicator", YICHUN.indicators, ids=lambda item: str(item.no))
def test_every_indicator_has_a_case_for_what_is_missing_and_for_full_marks(indicator):
    points = [case.points for case in indicator.cases]
    assert "待核" in points
    assert str(indicator.full) in points
    assert "0" in points


@pytest.mark.parametrize("no", [1, 2, 3, 4, 7, 10, 12, 13, 18])
def test_every_judged_indicator_has_cases_with_too_many_points_and_without_any(no):
    indicator = YICHUN.indicator(no)
    assert any(case.given is not None and case.given > indicator.full for case in indicator.cases)
    assert any(case.given is None and case.points == "待核" for case in indicator.cases)
    assert indicator.rule.shown
