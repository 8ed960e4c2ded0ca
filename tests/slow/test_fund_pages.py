"""The account of the subsidy rendered by LibreOffice: a page of paper for each page of the account, sums at its foot."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pdfplumber

from tests.slow.test_rendering import render
from tests.test_fund_papers import CAME, built, village

LONG = "明月山温泉风景名胜区某某建筑装饰工程有限公司洪江镇第一分公司"  # wraps in every row


def test_each_page_of_the_account_is_one_page_of_paper(tmp_path: Path) -> None:
    rows = "".join(
        f"2023-08-{number % 28 + 1:02d},市级奖补资金,市级,支出,100.25,村级服务窗口和培训教室改造装修及标识标牌制作,{LONG},记-{number:03d}\n"
        for number in range(1, 41)
    )
    path = built(village(tmp_path / "村", CAME + rows), "资金台账")["梧桐村-资金台账.xlsx"]
    rendered = render([path], tmp_path)[path.name]
    sheet = openpyxl.load_workbook(path)["收支明细"]
    with pdfplumber.open(rendered) as document:
        texts = [page.extract_text() for page in document.pages[1:]]
        assert all(page.width > page.height for page in document.pages)
    assert len(texts) == len(sheet.row_breaks.brk) + 1 > 3
    assert all("本页小计" in text and "备注" in text for text in texts)
    assert ["承前页" in text for text in texts] == [False, *[True] * (len(texts) - 1)]
    assert ["过次页" in text for text in texts] == [*[True] * (len(texts) - 1), False]
    assert "记账（签字）" in texts[-1]
