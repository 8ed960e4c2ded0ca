"""A week's summary and list of difficulties of many villages with long texts, rendered: one page wide, nothing cut."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from hqe_docs.office.building.build import build_week
from tests.slow.test_rendering import collisions, render
from tests.test_weekly import VISITS, people
from tests.villages import ledger, village

LONG = "培训教室与会议室合用，晚间培训和村民会议的时间常有冲突，村小学的教室要等到放暑假才能借用"
MORE = f"""
任务:
  - {{编号: 1, 任务: {LONG[:24]}, 完成时限: 2023-07-12, 状态: 进行中}}
  - {{编号: 2, 任务: {LONG[:20]}, 完成时限: 2023-07-18, 状态: 未启动}}
问题:
  - {{日期: 2023-06-26, 内容: {LONG}, 建议: {LONG}, 层级: 镇, 状态: 办理中}}
  - {{日期: 2023-06-20, 内容: {LONG}, 层级: 区, 状态: 已办结, 答复: {LONG}, 答复日期: 2023-07-10}}
"""
POINT = "创建点: {名称: 大镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023}\n"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    top = tmp_path_factory.mktemp("周") / "大镇"
    names = [f"古庙岭移民搬迁安置点第{number}村" for number in range(1, 13)]
    for number, name in enumerate(names):
        village(top / name, people(number % 5), more=MORE)
        ledger(top / name, "入户走访台账", VISITS)
    (top / "dossier.yaml").write_text(POINT + f"下辖: [{', '.join(names)}]\n", "utf-8")
    build_week([top], day=date(2023, 7, 6))
    _, results = build_week([top], day=date(2023, 7, 13))
    made = [it.path for it in results if it.path and it.dossier == "大镇"]
    return dict(render(made, tmp_path_factory.mktemp("页")))


@pytest.mark.parametrize(("title", "pages"), [("周报汇总", 8), ("问题台账", 4)])
def test_the_sheets_of_a_week_are_one_page_wide_and_nothing_covers_anything(
    rendered: dict[str, Path], title: str, pages: int
) -> None:
    with pdfplumber.open(rendered[f"大镇-{title}.xlsx"]) as pdf:
        assert len(pdf.pages) <= pages
        for page in pdf.pages:
            assert page.width > page.height
            assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars)
            assert collisions(page) == []


def test_the_report_of_many_villages_stays_short(rendered: dict[str, Path]) -> None:
    with pdfplumber.open(rendered["大镇-周报.docx"]) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace(" ", "").replace("\n", "")
        assert len(pdf.pages) <= 6
    assert "12个创建点共24项任务" in text
    assert "逐点列在周报汇总表里" in text
