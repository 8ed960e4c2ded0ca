"""Reports with pictures, and records of inspection, as they come out of the printer: measured on the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pdfplumber
import pytest

from hqe_docs.office.building.build import build
from tests.histories import with_history
from tests.measure_pdf import measure
from tests.slow.test_rendering import ROOT, collisions, render
from tests.villages import ledger

PAPERS = ("中期评估报告", "工作总结", "自评报告", "督查记录")
REPORTS = PAPERS[:3]
MM = 72 / 25.4
LINE = 579 / 20  # points
PROFILES = ("portable", "hybrid", "glyph")
RECORDS = [
    {
        "督查日期": f"2023-0{month}-30",
        "督查单位": "明月山温泉风景名胜区社会事业局",
        "督查人员": "肖禾青、付晓梅",
        "督查方式": "实地查看",
        "被督查单位": "梅州村",
        "督查内容": "台账更新、入户走访和服务窗口的运行情况，抽查户数不少于二十户",
        "发现问题": "部分外出人员的电话没有更新；走访记录只写了日期，没有写需求和帮扶措施；窗口公开栏的政策还是上年的"
        * 2,
        "整改要求": "逐户核实电话后更新台账；补齐走访记录；更换公开栏内容，十五日内报整改情况",
        "整改时限": f"2023-0{month + 1}-15",
        "责任人": "付晓梅",
        "整改情况": "已更新电话36个，走访记录补齐，公开栏已更换",
        "整改状态": "已整改",
        "整改完成日期": f"2023-0{month + 1}-12",
    }
    for month in (7, 8)
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Return profile-place-paper → PDF of the example with a history."""
    place = tmp_path_factory.mktemp("pages")
    folder = Path(shutil.copytree(ROOT / "ledgers" / "hongjiang-2023", place / "hongjiang"))
    with_history(folder)
    ledger(folder / "梅州村", "督查记录台账", RECORDS)
    made: dict[str, Path] = {}
    for profile in PROFILES:
        out = place / profile
        found, results = build([folder], documents=PAPERS, out=out, profile=profile)
        assert {item.code for item in found} <= {"P206"}  # a mid-term report signed before its figures
        rendered = render([one.path for one in results if one.path], out)
        made |= {f"{profile}-{Path(name).stem}": path for name, path in rendered.items()}
    return made


def test_reports_keep_lines_and_edges_around_their_pictures(pages):
    for name, path in pages.items():
        if name.endswith(REPORTS):
            verdicts = {item["id"]: item["status"] for item in measure(str(path))["checks"]}
            assert {key for key, status in verdicts.items() if status == "FAIL"} == set(), (name, verdicts)


def test_pictures_lie_in_the_type_area_with_their_caption_below(pages):
    seen = 0
    for name, path in pages.items():
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                for image in page.images:
                    seen += 1
                    assert 27.5 * MM <= image["x0"] < image["x1"] <= 184.5 * MM, name
                    # where letters touch the upper edge their line, and with it a picture's white rim, begins above
                    top = 33.5 if name.startswith("glyph") else 36
                    assert top * MM <= image["top"] < image["bottom"] <= 262.5 * MM, name
                    below = page.crop((0, image["bottom"], page.width, image["bottom"] + 1.2 * LINE))
                    assert (below.extract_text() or "").lstrip().startswith("图"), name
    assert seen >= 3 * 3 * 4


def test_text_after_a_picture_stands_on_the_lines_of_the_page(pages):
    """Whole lines from the first to the last of a page, a millimetre less for each picture."""
    for name, path in pages.items():
        if not name.startswith("portable") or not name.endswith(REPORTS):
            continue
        with pdfplumber.open(path) as pdf:
            for page in (page for page in pdf.pages if page.images):
                middles = [
                    (char["top"] + char["bottom"]) / 2 for char in page.chars if 15 < char["size"] < 17
                ]
                last = max(image["bottom"] for image in page.images)
                above, below = [y for y in middles if y < last], [y for y in middles if y > last]
                if above and below and not page.find_tables():
                    lines = (max(below) - min(above)) / LINE
                    assert abs(lines - round(lines)) <= 0.14 * len(page.images), (
                        name,
                        page.page_number,
                        lines,
                    )


def test_each_record_and_each_blank_fills_one_page(pages):
    counts = {}
    for name, path in pages.items():
        if name.endswith("督查记录"):
            with pdfplumber.open(path) as pdf:
                counts[name] = len(pdf.pages)
                assert all("督查记录" in page.extract_text().splitlines()[0] for page in pdf.pages), name
    assert counts == {f"{p}-{v}-督查记录": 2 for p in PROFILES for v in ("洪江镇", "梅州村")} | {
        f"{p}-洪江村-督查记录": 1 for p in PROFILES
    }


def test_nothing_is_printed_over_anything_else(pages):
    for name, path in pages.items():
        with pdfplumber.open(path) as pdf:
            assert [found for page in pdf.pages for found in collisions(page)] == [], name
