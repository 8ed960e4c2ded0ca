"""The example's points, counted here as an official would count them: openpyxl, yaml, and nothing of hqe's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from hqe_docs.office.scores.numbers import sheet_json
from hqe_docs.office.workspace import Loaded
from tests.example_books import FOLDER, VILLAGES, dossier, table
from tests.program import hqe

DAY = "2023-10-31"  # 基准日 of both
EMPLOYED = ("单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农")
JUDGED = (1, 2, 3, 4, 7, 10, 12, 13, 18)
Counted = tuple[Fraction, int | None, int | None]  # points, numerator, denominator


def percent(value: object) -> Fraction:
    text = str(value)
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def banded(rate: Fraction, *bands: tuple[int, int]) -> Fraction:
    """Return the points of the first (percent, points) that `rate` reaches."""
    return Fraction(next((points for bound, points in bands if rate * 100 >= bound), 0))


def all_or_nothing(points: int, *conditions: bool) -> Counted:
    return Fraction(points if all(conditions) else 0), None, None


# ---------------------------------------------------------------- from the ledgers
def from_the_master_ledger(village: str) -> Iterator[tuple[int, Counted]]:
    told = dossier(village)
    average = percent(told["外部数据"]["县平均就业率"]["数值"])
    people = [
        row
        for row in table(village, "劳动力资源台账")
        if row["是否户籍"] == "是" and row["就业状态"] not in ("死亡", "迁出")
    ]
    force = [
        row
        for row in people
        if 16 <= row["年龄"] < (60 if row["性别"] == "男" else 55)
        and row["劳动能力"] not in ("丧失", "无")
        and row["就业状态"] in (*EMPLOYED, "失业")
    ]
    working = [row for row in force if row["就业状态"] in EMPLOYED]
    rate = Fraction(len(working), len(force))
    share = min(10 * rate / Fraction("0.95"), Fraction(10))
    rounded = Decimal(share.numerator) / Decimal(share.denominator)
    points = Fraction(rounded.quantize(Decimal("0.01"), ROUND_HALF_UP)) if rate >= average else Fraction(0)
    yield 9, (points, len(working), len(force))

    poor = [row for row in force if "脱贫人口" in row["人员类别"].split("、")]
    poor_working = [row for row in poor if row["就业状态"] in EMPLOYED]
    judged = Fraction(str(told["自评"][10]["得分"]))
    reached = Fraction(len(poor_working), len(poor)) >= average
    yield 10, (judged if reached else Fraction(0), len(poor_working), len(poor))

    due = [row for row in people if row["年龄"] >= 16 and row["是否在校"] != "是"]
    insured = [row for row in due if "是" in (row["养老保险"], row["医疗保险"])]
    yield 15, (banded(Fraction(len(insured), len(due)), (98, 5)), len(insured), len(due))

    population = told["人口"]["户籍总人口"]
    holders = {row["公民身份号码"] for row in people if row["技能证书"]}
    holders |= {row["公民身份号码"] for row in table(village, "持证人员台账")}
    held = banded(Fraction(len(holders), population), (5, 5), (4, 4), (3, 3))
    yield 16, (held, len(holders), population)

    founders = {row["公民身份号码"] for row in people if row["是否创业"] == "是"}
    founders |= {row["公民身份号码"] for row in table(village, "创业与市场主体台账")}
    founded = banded(Fraction(len(founders), population), (10, 5), (8, 4), (5, 3))
    yield 17, (founded, len(founders), population)


def from_the_service_ledgers(village: str) -> Iterator[tuple[int, Counted]]:
    results = [row["核查结果"] for row in table(village, "数据核查台账")]
    right = results.count("一致")
    accuracy = banded(Fraction(right, len(results)), (90, 10), (85, 8), (80, 6))
    yield 8, (accuracy, right, len(results))

    agencies = {
        row["机构名称"]
        for row in table(village, "人力资源机构协作台账")
        if row["协议起"] <= DAY <= row["协议止"]
    }
    events = [row for row in table(village, "招聘与政策宣传活动台账") if row["活动日期"].startswith("2023-")]
    done = len(agencies) >= 1 and len(events) >= 2
    yield 11, (Fraction(5 if done else 0), len(agencies), None)

    ends = [row["调解结果"] for row in table(village, "劳动争议调解台账")]
    settled, closed = ends.count("成功"), ends.count("成功") + ends.count("不成功")
    yield 14, (banded(Fraction(settled, closed), (75, 5)), settled, closed)


# ---------------------------------------------------------------- from the dossier
def from_the_dossier(village: str) -> Iterator[tuple[int, Counted]]:
    facts = dossier(village)["条件"]
    yes = "是"
    yield 5, all_or_nothing(3, facts["信息发布终端"] == yes)
    duties = ("主职", "专岗", "专职", "专管")
    yield 6, all_or_nothing(3, any(all(who[duty] == yes for duty in duties) for who in facts["专职人员"]))
    yield 19, all_or_nothing(1, *(facts["工作方案"][place] == yes for place in ("县区", "乡镇", "创建点")))
    parts = ("成立", "牵头领导", "责任科室", "责任人")
    yield 20, all_or_nothing(1, *(facts["领导小组"][part] == yes for part in parts))
    missing = {"入户走访", "分类帮扶", "跟踪回访"} - set(facts["机制"])
    yield 21, (Fraction(3 - len(missing)), None, None)
    spread = facts["推广"]["值"] if isinstance(facts["推广"], dict) else facts["推广"]
    yield 22, (Fraction({"无": 0, "市级": 5, "省级": 10}[spread]), None, None)


@cache
def counted(village: str) -> dict[int, Counted]:
    return {
        **dict(from_the_master_ledger(village)),
        **dict(from_the_service_ledgers(village)),
        **dict(from_the_dossier(village)),
    }


# ---------------------------------------------------------------- beside what hqe says
@pytest.fixture(scope="module")
def said(example: Loaded) -> dict[str, Any]:
    """Return village → its score sheet."""
    return {it.name: sheet_json(it.name, it.sheet) for it in example.below if it.sheet}


@pytest.mark.slow
def test_the_command_prints_these_sheets(said: Mapping[str, Any]) -> None:
    run = hqe("score", FOLDER, "--json")
    assert run.exit_code == 0
    assert {sheet["dossier"]: sheet for sheet in json.loads(run.stdout)["dossiers"]} == said


@pytest.mark.slow
@pytest.mark.parametrize("village", VILLAGES)
def test_every_computed_score_is_the_one_counted_here(village: str, said: Mapping[str, Any]) -> None:
    items = {item["no"]: item for item in said[village]["items"]}
    mine = counted(village)
    assert {no for no, item in items.items() if item["state"] == "computed"} <= set(mine)
    for no, (points, numerator, denominator) in mine.items():
        texts = [None if number is None else str(number) for number in (numerator, denominator)]
        found = [Fraction(items[no]["points"]), items[no]["numerator"], items[no]["denominator"]]
        assert (no, found) == (no, [points, *texts])


@pytest.mark.slow
@pytest.mark.parametrize("village", VILLAGES)
def test_the_total_is_the_sum_of_what_was_counted_and_what_a_person_gave(
    village: str, said: Mapping[str, Any]
) -> None:
    mine, given = counted(village), dossier(village)["自评"]
    total = sum(points for points, _, _ in mine.values())
    total += sum((Fraction(str(given[no]["得分"])) for no in given if no not in mine), Fraction(0))
    open_marks = sum(5 for no in (12, 18) if no not in given)
    assert set(given) <= set(JUDGED)
    assert Fraction(said[village]["total"]) == total
    assert Fraction(said[village]["possible"]) == total + open_marks


def test_one_village_stands_at_about_a_hundred_and_the_other_far_below(said: Mapping[str, Any]) -> None:
    assert {name: sheet["total"] for name, sheet in said.items()} == {"梅州村": "100.5", "洪江村": "69.34"}


def test_the_readme_of_the_example_prints_the_totals_and_what_they_rest_on() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    pairs = [
        f"{part} / {whole}" for village in VILLAGES for _, part, whole in counted(village).values() if whole
    ]
    assert [pair for pair in (*pairs, "100.5", "69.34") if pair not in text] == []
