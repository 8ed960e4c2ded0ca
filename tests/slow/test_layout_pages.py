"""Every kind of official paper in every profile as it comes out of the printer, measured on the page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PIL import ImageChops

from hqe_docs.office.building.build import build
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.restyle import Look
from tests.layout_papers import KINDS, profile_of, write_kind
from tests.measure_pdf import measure
from tests.slow.test_rendering import collisions

ROOT = Path(__file__).parents[2]
PROFILES = ("portable", "hybrid", "glyph")
CASES = [(profile, kind) for profile in PROFILES for kind in KINDS]
MARK_TOP = {"令": 57.0, "信函": 30.0}  # millimetres from the paper's edge; 72 for all others
# name → kind, what 发文 says, where the mark begins: every size of every mark
LONG_NAME, LONGEST = "洪江镇综合便民服务中心", "明月山温泉风景名胜区社会事业发展服务中心"
MARKS = {
    "中": ("通知", {"机关": LONG_NAME}, 72),
    "小": ("通知", {"机关": LONGEST[-15:]}, 72),
    "令中": ("令", {"机关": LONG_NAME}, 57),
    "令小": ("令", {"机关": LONGEST[-15:]}, 57),
    "函小": ("信函", {"机关": LONGEST[-15:]}, 30),
    "联合大": ("联合通知", {"联合机关": ["洪江镇总工会"]}, 72),
    "联合中": ("联合通知", {"机关": "洪江镇便民服务中心", "联合机关": ["洪江镇总工会", "洪江镇团委"]}, 72),
}
SHIPPED = ("成立领导小组的通知", "工作方案")
MILLIMETRE = 25.4 / 72
DPI = 300
TURNED = profile_of("portable").data["横排页面"] | {"页码": {"位置": "左边", "一字线距": 397}}
GAP = 40  # rows of pixels without red between the mark and a letter's rule
JOINT_GAP = 100  # and between the mark of joint organs and the rule, fewer between two organs


@pytest.fixture(scope="session")
def papers(tmp_path_factory):
    """Return (profile, kind) → the paper as .docx, and its PDF beside it: all rendered in one go."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for profile, kind in CASES:
        path = folder / f"{profile}-{kind}.docx"
        made[profile, kind] = write_kind(kind, profile_of(profile), folder).rename(path)
    turned = Profile({**profile_of("portable").data, "横排页面": TURNED})
    for name, (kind, own, _) in MARKS.items():
        path = folder / f"mark-{name}.docx"
        made["mark", name] = write_kind(kind, profile_of("glyph"), folder, **own).rename(path)
    for profile in ("hybrid", "glyph"):
        out, asked = folder / profile, {"documents": SHIPPED, "profile": profile}
        _, results = build([ROOT / "ledgers" / "hongjiang-2023"], out=out, **asked)
        for one in results:
            path = folder / f"build-{profile}-{one.path.name}"
            made["build", path.stem] = one.path.rename(path)
    duplex = Look(duplex=True)
    made["duplex", "通知"] = write_kind("通知", profile_of("portable"), folder, look=duplex).rename(
        folder / "duplex.docx"
    )
    made["turned", "横表通知"] = write_kind("横表通知", turned, folder).rename(folder / "turned.docx")
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    command = [soffice, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, made.values())]
    environment = os.environ | {"FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf")}
    subprocess.run(command, check=True, timeout=600, env=environment, capture_output=True)
    return made


@cache
def measured(path: Path) -> dict[str, Any]:
    return measure(str(path))


def rules(path: Path, page: int, colour: str) -> list[dict[str, Any]]:
    """Return the rules of a page longer than 100 mm, from top to bottom."""
    found = measured(path)["pages"][page]["rules"]
    return sorted(
        (one for one in found if one["len_mm"] > 100 and one["color"] == colour), key=lambda one: one["y_mm"]
    )


def red_ink(path: Path, gap: int = GAP) -> tuple[float, float, float]:
    """Return top, bottom and middle (from the left) in millimetres of the red letters of page 1."""
    with pdfplumber.open(path) as pdf:
        page = pdf.pages[0].to_image(resolution=DPI).original.convert("RGB")
    red, green, _ = page.split()
    mask = ImageChops.multiply(red.point(lambda v: 255 * (v > 180)), green.point(lambda v: 255 * (v < 90)))
    rows = [y for y in range(mask.height) if mask.crop((0, y, mask.width, y + 1)).getbbox()]
    first = rows[0]
    last = next(y for y, after in zip(rows, [*rows[1:], 10**6], strict=True) if after - y > gap)
    left, _, right, _ = mask.crop((0, first, mask.width, last)).getbbox()
    return first * 25.4 / DPI, last * 25.4 / DPI, (left + right) / 2 * 25.4 / DPI


@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_22_lines_of_28_characters_fill_the_type_area(papers, profile, kind):
    verdicts = {item["id"]: item for item in measured(papers[profile, kind].with_suffix(".pdf"))["checks"]}
    # pages are left short by what must stay together, and page 1 of a letter has no number
    spared = {"R-SHORT", "R-PN"} if kind == "信函" else {"R-SHORT"}
    wrong = {name: item for name, item in verdicts.items() if item["status"] != "PASS" and name not in spared}
    assert wrong == {}


@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_the_mark_begins_where_the_standard_says(papers, profile, kind):
    top, _, middle = red_ink(papers[profile, kind].with_suffix(".pdf"))
    assert abs(top - MARK_TOP.get(kind, 72)) <= 1
    assert abs(middle - 106) <= 1


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_of_any_size_begins_there(papers, name):
    path = papers["mark", name].with_suffix(".pdf")
    top, bottom, middle = red_ink(path, JOINT_GAP if "联合" in name else GAP)
    assert abs(top - MARKS[name][2]) <= 1
    assert abs(middle - 106) <= 1
    if "函" in name:
        assert abs(rules(path, 0, "FF0000")[0]["y_mm"] - bottom - 4) <= 1


def test_shipped_papers_restyled_fill_the_type_area_too(papers):
    built = [path.with_suffix(".pdf") for (profile, _), path in papers.items() if profile == "build"]
    assert len(built) == 2 * len(SHIPPED) * 3  # a township and its two villages
    for path in built:
        checks = {item["id"]: item["status"] for item in measured(path)["checks"] if item["id"] != "R-SHORT"}
        assert set(checks.values()) == {"PASS"}, (path.name, checks)


def test_a_booklet_has_its_binding_edge_inside(papers):
    checks = {item["id"]: item for item in measured(papers["duplex", "通知"].with_suffix(".pdf"))["checks"]}
    assert "mirrored" in checks["R-LEFT"]["note"]
    assert {item["status"] for name, item in checks.items() if name != "R-SHORT"} == {"PASS"}


@pytest.mark.parametrize(("profile", "kind"), [case for case in CASES if case[1] not in ("令", "信函")])
def test_the_red_rule_is_156_mm_long_and_4_mm_below_the_number(papers, profile, kind):
    path = papers[profile, kind].with_suffix(".pdf")
    (rule,) = rules(path, 0, "FF0000")
    assert abs(rule["len_mm"] - 156) <= 1
    with pdfplumber.open(path) as pdf:
        above = [char for char in pdf.pages[0].chars if char["bottom"] * MILLIMETRE < rule["y_mm"] + 3]
        baseline = max(pdf.pages[0].height - char["matrix"][5] for char in above)
    bottom = (baseline + 0.12 * 16) * MILLIMETRE  # of the em box
    assert abs(rule["y_mm"] - bottom - 4) <= 1


@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_nothing_is_printed_over_anything_else(papers, profile, kind):
    path = papers[profile, kind].with_suffix(".pdf")
    with pdfplumber.open(path) as pdf:
        assert [collisions(page) for page in pdf.pages] == [[]] * len(pdf.pages)
        for rule in rules(path, -1, "000000")[:1]:  # text ends above the imprint
            bottoms = (page_height_of(char, pdf.pages[-1]) for char in pdf.pages[-1].chars)
            above = [bottom for bottom in bottoms if bottom < rule["y_mm"] + 2]
            assert all(bottom < rule["y_mm"] - 1 for bottom in above)


def page_height_of(char, page):
    """Return where the em box of a character ends, in millimetres from the paper's upper edge."""
    return (page.height - char["matrix"][5] + 0.12 * char["size"]) * MILLIMETRE


@pytest.mark.parametrize("profile", PROFILES)
def test_the_last_signer_stands_on_the_line_of_the_number(papers, profile):
    for kind, last in (("请示", "高 健"), ("报告", "袁知远")):
        with pdfplumber.open(papers[profile, kind].with_suffix(".pdf")) as pdf:
            lines = pdf.pages[0].extract_text().splitlines()
        (line,) = [line for line in lines if "12" in line and "号" in line]
        assert line.endswith(last)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_letter_has_two_double_rules_on_page_1_alone(papers, profile):
    path = papers[profile, "信函"].with_suffix(".pdf")
    found = rules(path, 0, "FF0000")
    assert len(found) == 4
    for rule in found:
        assert abs(rule["len_mm"] - 170) <= 1 and abs(rule["x0_mm"] + 85 - 106) <= 1
    assert abs(found[3]["y_mm"] - 277) <= 1
    thick = [rule["thick_mm"] > 0.5 for rule in found]
    assert thick == [True, False, False, True]
    assert abs(found[0]["y_mm"] - red_ink(path)[1] - 4) <= 1
    assert all(rules(path, page, "FF0000") == [] for page in range(1, 3))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_letter_has_no_number_on_page_1_alone(papers, profile):
    pages = measured(papers[profile, "信函"].with_suffix(".pdf"))["pages"]
    assert [bool(page["page_number"]) for page in pages] == [False, *[True] * (len(pages) - 1)]


@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_the_imprint_ends_at_the_foot_of_the_type_area_of_the_last_page(papers, profile, kind):
    path = papers[profile, kind].with_suffix(".pdf")
    found = rules(path, -1, "000000")
    if kind == "信函":  # no rules, no printing organ
        assert found == []
        return
    assert [abs(rule["len_mm"] - 156) <= 1 for rule in found] == [True] * 3
    assert abs(found[-1]["y_mm"] - 262) <= 1
    assert found[0]["thick_mm"] > found[1]["thick_mm"] < found[2]["thick_mm"]


def test_the_number_of_a_wide_page_stands_where_upright_pages_have_it(papers):
    """Held with its left side up, the number is 7 mm below the type area, on odd pages at the right (clause 8)."""
    wide = 0
    with pdfplumber.open(papers["turned", "横表通知"].with_suffix(".pdf")) as pdf:
        for page in pdf.pages:
            if page.width < page.height:
                continue
            wide += 1
            dashes = [char for char in page.chars if char["text"] == "—"]
            assert len(dashes) == 2
            middle = (dashes[0]["x0"] + dashes[0]["x1"]) / 2 * MILLIMETRE
            assert abs(35 - 7 - middle) <= 1
            first, last = dashes[0]["top"] * MILLIMETRE, dashes[1]["bottom"] * MILLIMETRE
            gap = 28 + 156 - last if page.page_number % 2 else first - 28
            assert abs(gap - 4.94) <= 1
    assert wide >= 6


def test_no_paper_breaks_the_open_xml_schema(papers):
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "20"]
    for path in papers.values():
        answer = subprocess.run(
            [*command, str(path)], capture_output=True, text=True, timeout=300, check=False
        )
        assert "Errors: 0" in answer.stdout, f"{path.name}\n{answer.stdout}"
