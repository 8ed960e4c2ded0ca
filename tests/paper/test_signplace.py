"""An unsealed signature: organ and day apart by two characters, whatever their lengths (GB/T 9704 §7.3.5.2)."""

from datetime import date

import docx
import pytest
from docx.shared import Twips

from hqe_docs.paper.fill import fill
from tools.blankword import new_document

TYPE_AREA, CHARACTER, PITCH = 8844, 320, 314


def filled(tmp_path, *organs):
    document = new_document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Twips(11906), Twips(1588), Twips(1474)
    document.add_paragraph("正文")
    document.add_paragraph("{%p for 名 in 名称 %}")
    document.add_paragraph("{{ 名 }}{% 署名对齐 %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ 日|日期 }}{% 署名对齐 %}")
    document.save(tmp_path / "模板.docx")
    context = {"名称": organs, "日": date(2023, 12, 18)}
    assert fill(tmp_path / "模板.docx", context, tmp_path / "出.docx") == []
    lines = docx.Document(tmp_path / "出.docx").paragraphs[1:]
    return [round(line.paragraph_format.left_indent / Twips(1)) for line in lines], lines


@pytest.mark.parametrize("organ", ["明月山温泉风景名胜区社会事业局", "洪江镇人民政府办公室"])
def test_the_day_begins_two_characters_to_the_right_of_a_longer_organ(tmp_path, organ):
    (name, day), lines = filled(tmp_path, organ)
    assert TYPE_AREA - name == len(organ) * PITCH + 2 * CHARACTER
    assert day - name == 2 * PITCH
    assert [line.text for line in lines] == [organ, "2023年12月18日"]


def test_a_day_longer_than_the_organ_ends_two_characters_from_the_right(tmp_path):
    (name, day), _ = filled(tmp_path, "镇政府")
    assert TYPE_AREA - day == 7 * PITCH + 2 * CHARACTER  # eight digits are four characters wide
    assert day - name == 2 * PITCH


def test_several_organs_begin_where_the_longest_does(tmp_path):
    indents, lines = filled(tmp_path, "洪江镇人民政府", "洪江镇人民代表大会主席团")
    assert indents[0] == indents[1] == indents[2] - 2 * PITCH
    assert TYPE_AREA - indents[0] == 12 * PITCH + 2 * CHARACTER
    assert len(lines) == 3
