"""Shipped Word templates: names of any length in the roster, the imprint's box at the foot of the type area."""

import re

import docx
import pytest

from hqe_docs.paper.fill import fill
from tests.paper.making import part
from tests.word_context import paper, township
from tools.word.papers import TEMPLATES, profile_named

NAME = "成立领导小组的通知"
MILLIMETRE = 36_000  # English metric units


@pytest.mark.parametrize(
    ("name", "line"),
    [("高健", "高　健\t干部"), ("欧阳青禾", "欧阳青禾\t干部"), ("阿依古丽·买买提", "阿依古丽·买买提\n干部")],
)
def test_the_post_after_a_long_name_begins_a_line_of_its_column(tmp_path, name, line):
    context = township() | paper(NAME, ["通知"])
    context["领导小组"] |= {"成员": [{"姓名": name, "职务": "干部"}]}
    assert fill(TEMPLATES / f"{NAME}.docx", context, tmp_path / "出.docx") == []
    roster = [one.text for one in docx.Document(tmp_path / "出.docx").paragraphs if one.style.name == "名单"]
    assert roster[-1].partition("\t")[2] == line


@pytest.mark.parametrize("name", [NAME, "工作方案"])
def test_the_imprint_s_box_ends_with_the_type_area_whatever_it_holds(name):
    profile = profile_named("portable")
    xml = part(TEMPLATES / f"{name}.docx", "word/document.xml").decode()
    _, offset = re.findall(r"<wp:posOffset>(-?\d+)</wp:posOffset>", xml)
    height = int(re.findall(r'<wp:extent cx="\d+" cy="(\d+)"/>', xml)[0])
    bottom = profile.number("版记框", "末线") * 635
    assert 0 <= int(offset) + height - bottom < MILLIMETRE / 2  # the paragraph after the table hangs below
    assert height >= 7 * profile.line * 635
    assert "<a:noAutofit/>" in xml and 'anchor="b"' in xml
