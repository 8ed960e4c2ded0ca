"""入户送岗单 and the workbook of a matching, rendered: a household a page, nothing printed over anything else, one page wide."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from tests.matching_cases import hamlet, post, seeker, wish
from tests.program import hqe
from tests.slow.test_rendering import collisions, render

LONG = "古庙岭移民搬迁安置点温泉酒店管理服务有限责任公司"
POSTS = [
    post(单位名称=f"{LONG}第{number}分公司", 岗位名称="客房服务员", 岗位工种="客房服务员", 月薪待遇="3000-4000元，包吃住，满月有奖",
         工作地点="明月山温泉风景名胜区温汤镇温泉大道88号", 岗位要求="能上夜班，会讲普通话", 联系人="周若溪", 联系电话="19900008101", 有效期止="2023-12-31")
    for number in range(5)
]  # fmt: skip


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("村")
    people = [
        seeker(i, 意向工种="客房服务员", 意向区域="县内乡外", 技能证书="茶艺师（五级/初级工）")
        for i in range(4)
    ]
    people += [seeker(4, 户编号="H003", 意向工种="客房服务员"), seeker(5, 户编号="H900", 意向工种="缝纫工")]
    wishes = [wish(people[0], 期望月薪="3200")]
    village = hamlet(folder / "甲村", people, POSTS, wishes)
    assert hqe("match", village, "-o", folder / "出").exit_code == 0
    return dict(render(sorted((folder / "出").rglob("*.*")), tmp_path_factory.mktemp("页")))


def test_a_person_with_five_long_posts_fits_on_a_page(rendered: dict[str, Path]) -> None:
    with pdfplumber.open(rendered["甲村-入户送岗单.docx"]) as pdf:
        texts = [page.extract_text().replace(" ", "") for page in pdf.pages]
        assert [text.count("入户送岗单") for text in texts[:3]] == [1, 1, 1]
        assert all("本人签字" in text for text in texts[:3])
        assert all(collisions(page) == [] for page in pdf.pages)


def test_two_of_a_household_share_a_sheet_that_ends_with_one_signature(rendered: dict[str, Path]) -> None:
    with pdfplumber.open(rendered["甲村-入户送岗单.docx"]) as pdf:
        whole = "".join(page.extract_text() for page in pdf.pages).replace(" ", "")
    assert whole.count("入户送岗单") == whole.count("本人签字") == 4
    assert whole.count("期望月薪") == 5


def test_the_workbook_is_one_page_wide(rendered: dict[str, Path]) -> None:
    with pdfplumber.open(rendered["甲村-人岗匹配结果.xlsx"]) as pdf:
        assert len(pdf.pages) <= 16
        for page in pdf.pages:
            assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars)
            assert collisions(page) == []
