"""The first and the signed page of the notice, measured in millimetres on the rendered page (GB/T 9704 §7)."""

from __future__ import annotations

from itertools import pairwise

import pdfplumber
import pytest

from hqe_docs.paper.fill import fill
from tests.measure_pdf import measure
from tests.slow.test_rendering import render
from tests.word_context import paper, township
from tools.word.papers import TEMPLATES

NAME = "成立领导小组的通知"
TITLE = ["关于成立洪江镇高质量就业村", "创建工作领导小组的通知"]
ORGANS = ("洪江镇人民政府", "洪江镇梅州村村民委员会", "明月山温泉风景名胜区社会事业局")  # a mark of each size
MM = 25.4 / 72
LINE = 28.95
CELL = 15.7  # points from one 三号 character to the next


@pytest.fixture(scope="module")
def notices(tmp_path_factory):
    """Return organ → rendered notice."""
    out = tmp_path_factory.mktemp("notices")
    paths = {}
    for organ in ORGANS:
        context = township() | paper(NAME, TITLE)
        context["发文"] |= {"机关": organ}
        paths[organ] = out / f"{organ}.docx"
        assert fill(TEMPLATES / f"{NAME}.docx", context, paths[organ]) == []
    rendered = render(list(paths.values()), out)
    return {organ: rendered[path.name] for organ, path in paths.items()}


def lines_of(page):
    """Return (text, left, right, baseline) of each line, from the top, in points."""
    rows: dict[float, list] = {}
    for char in page.chars:
        if char["text"].strip():
            rows.setdefault(round(page.height - char["matrix"][5], 1), []).append(char)
    for base, chars in sorted(rows.items()):
        text = "".join(char["text"] for char in sorted(chars, key=lambda char: char["x0"]))
        yield text, min(char["x0"] for char in chars), max(char["x1"] for char in chars), base


@pytest.mark.parametrize("organ", ORGANS)
def test_the_mark_stands_35_millimetres_below_the_type_area_s_top(notices, organ):
    assert measure(str(notices[organ]))["pages"][0]["ink_mm"][1] == pytest.approx(72, abs=1)


@pytest.mark.parametrize("organ", ORGANS)
def test_the_red_rule_is_as_wide_as_the_type_area_and_4_millimetres_below_the_number(notices, organ):
    rule = measure(str(notices[organ]))["pages"][0]["rules"][0]
    with pdfplumber.open(notices[organ]) as pdf:
        base = next(line[3] for line in lines_of(pdf.pages[0]) if line[0].startswith("洪府字〔"))
    assert rule["color"] == "FF0000"
    assert rule["len_mm"] == pytest.approx(156, abs=1)
    assert rule["y_mm"] - (base + 0.12 * 16) * MM == pytest.approx(4, abs=0.6)


def test_two_blank_lines_lie_below_the_mark_and_below_the_rule(notices):
    organ = ORGANS[0]
    rule = measure(str(notices[organ]))["pages"][0]["rules"][0]["y_mm"] / MM
    with pdfplumber.open(notices[organ]) as pdf:
        mark, number, title = [line[3] for line in lines_of(pdf.pages[0])][:3]
    assert (number - mark) / LINE == pytest.approx(3, abs=0.2)
    # glyphs stand on 80 % of an exact line
    assert (title - 0.8 * LINE - rule) / LINE == pytest.approx(2, abs=0.1)


def test_the_organ_is_centred_over_a_date_four_characters_from_the_right(notices):
    organ = ORGANS[0]
    with pdfplumber.open(notices[organ]) as pdf:
        lines = [line for page in pdf.pages for line in lines_of(page)]
    name, day = next(pair for pair in pairwise(lines) if pair[1][0] == "2023年6月25日")
    assert name[0] == organ
    assert (name[1] + name[2]) / 2 * MM == pytest.approx((day[1] + day[2]) / 2 * MM, abs=1)
    assert (184 / MM - day[2]) / CELL == pytest.approx(4, abs=0.3)


def test_the_annex_number_is_on_the_first_line_and_its_title_on_the_third(notices):
    with pdfplumber.open(notices[ORGANS[0]]) as pdf:
        page = next(page for page in pdf.pages if next(lines_of(page))[0] == "附件")
        label, title = [line[3] for line in lines_of(page)][:2]
    assert (title - label) / LINE == pytest.approx(2, abs=0.1)


def test_a_full_roster_page_pushes_the_imprint_to_the_next_page(tmp_path):
    base = township()
    members = base["领导小组"]["成员"][:1]
    paths = []
    for count in range(6, 14):
        context = base | {"领导小组": base["领导小组"] | {"成员": members * count}} | paper(NAME, TITLE)
        paths.append(tmp_path / f"{count}.docx")
        assert fill(TEMPLATES / f"{NAME}.docx", context, paths[-1]) == []
    for path in render(paths, tmp_path).values():
        with pdfplumber.open(path) as pdf:
            bases = [line for line in lines_of(pdf.pages[-1]) if "— " not in line[0]]
        assert all(after[3] - before[3] > 5 for before, after in pairwise(bases)), path.name
