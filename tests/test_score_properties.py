"""What holds for every score: bounds, sums, and that a better figure never scores less, gates included."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.schema import SelfScore
from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.editionfile import load_file
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import Indicator
from hqe_docs.data.scores.rules import score_one
from hqe_docs.data.scores.scoring import score_bench
from hqe_docs.library import Library
from tests.examples import examples

ROOT = Path(__file__).parents[1]
YICHUN = ROOT / "indicators" / "yichun-2023.yaml"
LINGDONG = ROOT / "tests" / "editions" / "indicators" / "岭东-2024.yaml"
LEVELS, KINDS = st.sampled_from(["市级", "县级"]), st.sampled_from(["乡镇", "街道", "村", "社区"])
FEWER_IS_BETTER = {"零就业家庭户数", "长期失业人数", "未化解纠纷", "坏"}
FACTS = {
    "信息发布终端": st.booleans(),
    "专职人员": st.lists(
        st.fixed_dictionaries(dict.fromkeys(("主职", "专岗", "专职", "专管"), st.booleans())), max_size=2
    ),
    "工作方案": st.fixed_dictionaries(dict.fromkeys(("县区", "乡镇", "创建点"), st.none() | st.booleans())),
    "领导小组": st.fixed_dictionaries(
        dict.fromkeys(("成立", "牵头领导", "责任科室", "责任人"), st.none() | st.booleans())
    ),
    "机制": st.lists(st.sampled_from(["入户走访", "分类帮扶", "跟踪回访", "另一项"]), unique=True),
    "推广": st.sampled_from(["无", "市级", "省级"]),
    "评估小组": st.booleans(),
    "网格员": st.integers(0, 9),
    "制度": st.lists(st.sampled_from(["首问负责", "限时办结", "定期回访", "信息保密"]), unique=True),
    "荣誉": st.sampled_from(["无", "县级", "市级", "国家级"]),
}


@cache
def edition_at(path):
    _, edition, faults = load_file(path, Library.over_shipped([]))
    assert edition is not None, faults
    return edition


EDITIONS = st.sampled_from([YICHUN, LINGDONG]).map(edition_at)


def rate(name, above, below):
    return Figure(name, Fraction(above, below) if below else None, above, below, is_rate=True)


def number(name, value):
    return Figure(name, Fraction(value), value)


def figures_of(edition, indicators):
    """Return a strategy of the figures that indicators look at, each there or missing."""
    names = {name for item in indicators for name in item.rule.figures()}

    def one(name, rule):
        missing = st.just(Figure(name, None, missing="缺"))
        pair = st.integers(0, 1000).flatmap(
            lambda below: st.builds(rate, st.just(name), st.integers(0, below), st.just(below))
        )
        return missing | (pair if rule.is_rate else st.builds(number, st.just(name), st.integers(0, 60)))

    return st.fixed_dictionaries({name: one(name, edition.figures[name]) for name in sorted(names)})


@st.composite
def benches(draw, edition, indicators):
    """Draw a bench for some indicators: any figures, facts, outside figures, a person's points, settings."""
    outside = [*edition.external, "县平均就业率", "上年脱贫劳动力就业率"]
    points = st.decimals(-1, 11, places=1)
    return Bench(
        draw(LEVELS),
        draw(KINDS),
        draw(figures_of(edition, indicators)),
        {name: draw(st.sampled_from(s.options or [s.default])) for name, s in edition.printed.items()},
        {name: draw(value) for name, value in FACTS.items() if draw(st.booleans())},
        {name: Fraction(draw(st.integers(0, 100)), 100) for name in outside if draw(st.booleans())},
        {item.no: SelfScore(**{"得分": draw(points)}) for item in indicators if draw(st.booleans())},
    )


@examples(25)
@given(st.data())
def test_points_lie_within_full_marks_and_sums_agree(data):
    edition = data.draw(EDITIONS)
    sheet = score_bench(None, edition, data.draw(benches(edition, edition.indicators)))
    for item in sheet.scores:
        assert (item.points is None) == (item.state == "pending")
        assert item.points is None or 0 <= item.points <= item.indicator.full
        assert item.reason
    given_points = [item.points for item in sheet.scores if item.points is not None]
    waiting = [Fraction(item.indicator.full) for item in sheet.scores if item.points is None]
    categories = sheet.categories().values()
    assert sheet.total == sum(given_points)
    assert sheet.total == sum(item.points or 0 for group in categories for item in group)
    assert sheet.possible == sheet.total + sum(waiting) <= edition.full
    assert sheet.total + sum(item.lost for item in sheet.scores) == edition.full


@examples(60)
@given(st.data())
def test_only_a_person_gives_points_to_a_judged_indicator(data):
    edition = data.draw(EDITIONS)
    indicators = data.draw(st.lists(st.sampled_from(edition.indicators), min_size=3, max_size=3))
    bench = data.draw(benches(edition, indicators))
    for indicator in indicators:
        result = score_one(indicator, bench)
        if indicator.rule.shape != "评判":
            assert result.state != "judged"
        elif result.points:
            assert result.points == bench.given[indicator.no].points


def pair(name, data, *, is_rate):
    """Draw two values of a figure, the better one last."""
    if is_rate:
        below = data.draw(st.sampled_from([1, 7, 100, 1000, 9999]))
        low, high = sorted(data.draw(st.tuples(*[st.integers(0, below)] * 2)))
        low, high = rate(name, low, below), rate(name, high, below)
    else:
        low, high = sorted(data.draw(st.tuples(*[st.integers(0, 60)] * 2)))
        low, high = number(name, low), number(name, high)
    return (high, low) if name in FEWER_IS_BETTER else (low, high)


def assert_never_less(indicator, worse, better):
    """More waits for a person or gives points; nothing is lost by a better figure."""
    before, after = score_one(indicator, worse), score_one(indicator, better)
    if after.points is None:
        assert before.points in (None, 0)
    else:
        assert (before.points or 0) <= after.points


@pytest.mark.parametrize("path", [YICHUN, LINGDONG], ids=lambda path: path.stem)
@examples(100)
@given(data=st.data())
def test_a_better_figure_never_scores_less(path, data):
    edition = edition_at(path)
    indicator = data.draw(st.sampled_from([item for item in edition.indicators if item.rule.figures()]))
    bench = data.draw(benches(edition, [indicator]))
    name = data.draw(st.sampled_from(indicator.rule.figures()))
    worse, better = pair(name, data, is_rate=edition.figures[name].is_rate)
    assert_never_less(
        indicator,
        _with(bench, {name: worse}),
        _with(bench, {name: better}),
    )


def _with(bench, changed):
    figures = {**bench.figures, **changed}
    return Bench(bench.level, bench.kind, figures, bench.settings, bench.facts, bench.outside, bench.given)


# ---------------------------------------------------------------- rules nobody has written yet
PERCENT = st.integers(1, 100).map(lambda n: f"{n}%")
POINTS = st.integers(0, 100).map(lambda n: str(n / 10))
REST = st.sampled_from(["不计", "按一个计", "按比例"])


@st.composite
def rules(draw):
    """Draw a rule of any shape about 好 (more is better, a rate) or 坏 (fewer is better, a count)."""
    bounds = sorted(draw(st.sets(st.integers(1, 100), min_size=1, max_size=4)), reverse=True)
    steps = sorted(
        draw(st.lists(st.integers(0, 100), min_size=len(bounds), max_size=len(bounds))), reverse=True
    )
    bands = [{"下限": f"{b}%", "得分": str(p / 10)} for b, p in zip(bounds, steps, strict=True)]
    rest = {"零头": draw(REST)}
    good, bad = {"数据": "好", **rest}, {"数据": "坏", **rest}
    shapes = [
        {"形式": "分档", "数据": "好", "档": bands},
        {"形式": "比例", "数据": "好", "目标": draw(PERCENT)},
        {"形式": "达标", "须有": [{"数据": "好", "不小于": draw(PERCENT), "说明": "好"}, {"数据": "坏", "不大于": "3", "说明": "坏"}]},
        {"形式": "扣分", **good, "低于": draw(PERCENT), "每": draw(PERCENT), "每单位扣": draw(POINTS)},
        {"形式": "扣分", **bad, "超过": "4", "每": draw(st.sampled_from(["1", "3", "0.5"])), "每单位扣": draw(POINTS)},
        {"形式": "计分", **good, "超过": draw(PERCENT), "每": draw(PERCENT), "每单位得": draw(POINTS)},
        {"形式": "计分", **good, "每": draw(PERCENT), "每单位得": draw(POINTS)},
        {"形式": "评判", "对照": [{"数据": "好", "不小于": "50%", "说明": "好"}]},
    ]  # fmt: skip
    rule = draw(st.sampled_from(shapes))
    if draw(st.booleans()):
        rule = rule | {"否决": {"数据": "好", "低于外部数据": "平均"}}
    if draw(st.booleans()):
        rule = rule | {"附注": [{"数据": "好", "不小于": "60%", "口径": "不足", "说明": "足"}]}
    return rule


def indicator_of(rule):
    words = dict.fromkeys(("类别", "指标", "内容", "标准", "条款"), "甲")
    return Indicator(**{"序号": "1", "满分": "10", "规则": rule, **words})


@examples(300)
@given(rules(), st.data())
def test_a_better_figure_never_scores_less_by_a_rule_of_any_shape(rule, data):
    indicator = indicator_of(rule)
    bad, good = pair("坏", data, is_rate=False), pair("好", data, is_rate=True)
    outside = {"平均": Fraction(data.draw(st.integers(0, 100)), 100)} if data.draw(st.booleans()) else {}
    given_points = {1: SelfScore(**{"得分": "8"})} if data.draw(st.booleans()) else {}
    chosen = {"不足": data.draw(st.sampled_from(["只说明", "不得分"]))}

    def bench(which):
        figures = {"好": good[which], "坏": bad[which]}
        return Bench("市级", "村", figures, chosen, {}, outside, given_points)

    assert_never_less(indicator, bench(0), bench(1))
    for which in (0, 1):
        result = score_one(indicator, bench(which))
        assert result.points is None or 0 <= result.points <= 10
        assert result.points is None or (result.points * 100).denominator == 1  # hundredths, exactly


@pytest.mark.parametrize(
    ("had", "points"),
    [([], "0"), (["甲"], "3"), (["甲", "乙"], "6.5"), (["甲", "乙", "丙"], "10"), (["丙", "丁"], "3")],
)
def test_every_item_more_of_a_list_never_scores_less(had, points):
    rule = {"形式": "扣分", "事实": "表", "应有": ["甲", "乙", "丙"], "每缺扣": "3.5"}
    result = score_one(indicator_of(rule), Bench("市级", "村", {}, {}, {"表": had}))
    assert result.points == Fraction(points)


ITEMS = {"机制": ("跟踪回访", "入户走访", "分类帮扶"), "制度": ("首问负责", "信息保密")}


def _better(name, value):
    """Return a declared fact with one thing more in it: a further item, a yes for a no."""
    if name in ITEMS:
        return [*value, *(it for it in ITEMS[name] if it not in value)][: len(value) + 1]
    if isinstance(value, dict):
        return dict.fromkeys(value, True)
    return True if value is False else value


@examples(80)
@given(st.data())
def test_a_fact_with_more_in_it_never_scores_less(data):
    edition = data.draw(EDITIONS)
    by_fact = [it for it in edition.indicators if it.rule.fact or any(t.fact for t in it.rule.tests)]
    indicator = data.draw(st.sampled_from(by_fact))
    bench = data.draw(benches(edition, [indicator]))
    after = replace(bench, facts={name: _better(name, value) for name, value in bench.facts.items()})
    before, then = score_one(indicator, bench), score_one(indicator, after)
    assert before.points is None or then.points is None or then.points >= before.points


@pytest.mark.parametrize("path", [YICHUN, LINGDONG])
def test_a_higher_tier_never_scores_less(path):
    for indicator in edition_at(path).indicators:
        tiers = list(indicator.rule.tiers)  # from the lowest upwards, as the edition writes them
        points = [
            score_one(indicator, Bench("市级", "村", {}, {}, {indicator.rule.fact: tier})).points
            for tier in tiers
        ]
        assert points == sorted(points)
