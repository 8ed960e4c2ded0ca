"""The papers around a score with much text in them, rendered: one page wide, nothing over anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from hqe_docs.paper.fill import fill
from tests.slow.test_rendering import collisions, render
from tests.test_score_papers import (
    FIGURES,
    GAPS,
    MEASURES,
    TEMPLATES,
    figure,
    gap,
    group,
    material,
    named,
    proof,
    township,
    village,
)

LONG = "低收入家庭每户至少 1 人就业，脱贫人口就业率不低于上年，零就业家庭动态清零，帮扶退役军人、残疾人、离校未就业毕业生"
PLACE = "明月山温泉风景名胜区洪江镇古庙岭移民搬迁安置点社区"
CLASSES = [
    f"{name}和服务" for name in ("工作环境", "工作人员", "工作内容", "工作机制", "创新工作", "满意度", "宣传")
]


def much(title: str) -> dict[str, Any]:
    """Return the mapping of a village with 22 indicators and long texts."""
    context = village(title)
    context["创建点"] |= {"全称": PLACE}
    figures = [
        figure(f"就业人员{n}比率", "95.70%", 1180, 1233, 说明=LONG, 行="第7-30、33-60、70行等 25 处")
        for n in range(8)
    ]
    context["数据汇总"] = [{"方面": one["方面"], "数据": figures} for one in FIGURES]
    context["佐证目录"] = [
        proof(n, *(material(LONG[:30], "材料", "缺", LONG) for _ in range(n % 4))) | {"内容": LONG}
        for n in range(1, 23)
    ]
    gaps = [gap(n, MEASURES[: n % 3], 30, 5) | {"原因": LONG, "内容": LONG[:26]} for n in range(1, 23)]
    context["差距"] = GAPS | {"项": gaps}
    return context


def ranked() -> dict[str, Any]:
    points = {name: f"{n * 7}.25" for n, name in enumerate(CLASSES)}
    lines = [named(f"{PLACE[-9:]}{n}", n, points, "80.25") for n in range(1, 31)]
    return township("主管部门", CLASSES, group("甲体系", points, *lines), group("乙体系", points, *lines[:3]))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("文书")
    contexts = {title: much(title) for title in ("指标数据汇总表", "佐证材料目录", "差距分析与整改清单")}
    for title, context in (contexts | {"自评汇总表": ranked()}).items():
        assert fill(TEMPLATES / f"{title}.xlsx", context, out / f"{title}.xlsx") == []
    return dict(render(sorted(out.glob("*.xlsx")), out))


@pytest.mark.parametrize(
    ("title", "pages"),
    [("指标数据汇总表", 5), ("佐证材料目录", 6), ("差距分析与整改清单", 18), ("自评汇总表", 4)],
)
def test_a_full_paper_is_one_page_wide_and_nothing_covers_anything(
    rendered: dict[str, Path], title: str, pages: int
) -> None:
    with pdfplumber.open(rendered[f"{title}.xlsx"]) as pdf:
        assert len(pdf.pages) <= pages
        for page in pdf.pages:
            assert page.width > page.height
            assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars)
            assert collisions(page) == []
