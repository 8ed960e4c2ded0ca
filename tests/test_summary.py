"""Score sheets set side by side: ranks, sums and means, by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from hqe_docs.data.scores.scoring import ScoreSheet
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.scores.summary import entry_of, summary
from hqe_docs.office.workspace import Loaded, open_dossiers
from tests.villages import person, village


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> ScoreSheet:
    (loaded,) = open_dossiers([village(tmp_path_factory.mktemp("村") / "甲", [person(0)])])
    assert loaded.sheet
    return loaded.sheet


def scored(sheet: ScoreSheet, name: str, *points: Fraction | None) -> ScoreSheet:
    """Return the first indicators of two categories with these points, as of the creation point `name`."""
    chosen = [item for item in sheet.scores if item.indicator.no in (1, 2, 6)]
    scores = tuple(replace(item, points=each) for item, each in zip(chosen, points, strict=True))
    data = sheet.dossier.data
    point = data.point.model_copy(update={"name": name, "parents": ["洪江镇"]})
    dossier = replace(sheet.dossier, data=data.model_copy(update={"point": point}))
    return replace(sheet, dossier=dossier, scores=scores)


def test_points_are_ranked_ties_share_a_rank_and_sums_are_exact(sheet: ScoreSheet) -> None:
    third = Fraction(1, 3)
    sheets = [
        scored(sheet, "甲", third, third, None),
        scored(sheet, "乙", Fraction(2), Fraction(1, 2), Fraction(3)),
        scored(sheet, "丙", third, third, Fraction(0)),
    ]
    made = summary([entry_of(each) for each in sheets])
    assert made["类别"] == ["工作环境", "工作人员"]
    (group,) = made["组"]
    assert [(line["名次"], line["名称"], line["总分"]) for line in group["行"]] == [
        (1, "乙", "5.5"),
        (2, "甲", "0.67"),
        (2, "丙", "0.67"),
    ]
    assert group["行"][1] | {"得分": {}} == {
        "名称": "甲", "上级": "洪江镇", "类型": "村", "级别": "市级", "得分": {}, "总分": "0.67",
        "可能总分": "3.67", "待核": "1", "名次": 2,
    }  # fmt: skip
    # 4 × 1/3 + 2.5 = 3.8333…, which is not the sum of what is printed: 0.67 + 0.67 + 2.5
    assert group["合计"]["得分"] == {"工作环境": "3.83", "工作人员": "3"}
    assert (group["合计"]["总分"], group["合计"]["待核"]) == ("6.83", "1")
    assert group["平均"]["得分"] == {"工作环境": "1.28", "工作人员": "1"}
    assert (group["平均"]["总分"], group["平均"]["待核"]) == ("2.28", "0.33")
    assert group["满分"]["得分"] == {"工作环境": "6", "工作人员": "3"}


def test_another_indicator_set_is_another_group(sheet: ScoreSheet) -> None:
    first = scored(sheet, "甲", Fraction(1), Fraction(1), Fraction(1))
    edition = sheet.edition.model_copy(update={"title": "另一套"})
    moved = first.scores[2].indicator.model_copy(update={"category": "队伍"})
    other = replace(first, edition=edition, scores=(replace(first.scores[2], indicator=moved),))
    made = summary([entry_of(each) for each in (first, other, first)])
    assert made["类别"] == ["工作环境", "工作人员", "队伍"]
    assert [(group["体系"]["名称"], len(group["行"])) for group in made["组"]] == [
        (sheet.edition.title, 2),
        ("另一套", 1),
    ]
    assert made["组"][1]["行"][0]["得分"] == {"工作环境": "", "工作人员": "", "队伍": "1"}
    assert made["组"][0]["合计"]["得分"] == {"工作环境": "4", "工作人员": "2", "队伍": ""}


def test_nothing_below_gives_no_group() -> None:
    assert summary([]) == {"类别": [], "组": []}


@pytest.mark.slow
def test_the_example_township_is_summed_up_in_its_mapping(example: Loaded) -> None:
    context = context_of(example, rows=False)
    (group,) = context["汇总"]["组"]
    totals = {point["创建点"]["名称"]: point["自评"]["总分"] for point in context["各点"]}
    assert {line["名称"]: line["总分"] for line in group["行"]} == totals
    assert context["各点"][0]["汇总"] == {"类别": [], "组": []}
