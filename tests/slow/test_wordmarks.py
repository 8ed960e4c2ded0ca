"""Merged cells and repeated header rows over the ends of pages, laid out by LibreOffice."""

import subprocess
import sys

import docx
import pdfplumber
from docx.oxml import parse_xml

from hqe_docs.paper.fill import fill
from tests.paper.making import word
from tests.paper.test_controls import BOX, DATE, LIST, NS, control
from tests.slow.test_rendering import render

ROWS = [
    ["村{% 表头重复 %}", "姓名"],
    ["{%tr for 人 in 行 %}", ""],
    ["{% 合并相同 %}{{ 人.村 }}{% 不跨页 %}", "{{ 人.名 }}\n{{ 人.号 }}"],
    ["{%tr endfor %}", ""],
]


def test_a_merged_cell_over_a_page_s_end_loses_no_row_and_stands_on_its_first_page(tmp_path):
    persons = [{"村": f"村{n // 50}", "名": f"人{n}", "号": f"号{n}"} for n in range(100)]
    assert fill(word(tmp_path / "表.docx", table=ROWS), {"行": persons}, tmp_path / "册.docx") == []
    with pdfplumber.open(render([tmp_path / "册.docx"], tmp_path)["册.docx"]) as pdf:
        pages = [page.extract_text().split() for page in pdf.pages]
    assert len(pages) > 3
    assert all(page[:2] == ["村", "姓名"] for page in pages)
    words = [word for page in pages for word in page]
    assert [word for word in words if word[0] in "人号"] == [f"{c}{n}" for n in range(100) for c in "人号"]
    assert [word for word in words if word[0] == "村" and len(word) > 1] == ["村0", "村1"]
    assert all(page[-1][0] == "号" for page in pages)  # no row is split
    assert "村0" in pages[0]


def test_a_document_with_all_marks_and_controls_breaks_no_schema(tmp_path):
    made = docx.Document(word(tmp_path / "表.docx", table=ROWS))
    made.tables[0].cell(2, 1).paragraphs[0].text = ""
    kinds = (
        BOX.format(on="2612", font="MS Gothic"),
        LIST.format(name="dropDownList"),
        DATE.format(form=""),
        "<w:text/>",
    )
    for name, kind in zip("真类日名", kinds, strict=True):
        inside = control(f"{{{{ 人.{name} }}}}", kind)
        made.tables[0].cell(2, 1).paragraphs[0]._p.append(
            parse_xml(inside.replace("<w:sdt>", f"<w:sdt {NS}>", 1))
        )
    made.save(tmp_path / "表.docx")
    person = {"村": "甲", "真": True, "类": "村", "日": "2023-06-05", "名": "张\n三"}
    assert fill(tmp_path / "表.docx", {"行": [person, person | {"真": False}]}, tmp_path / "出.docx") == []
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "20", str(tmp_path / "出.docx")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    assert "Part: /word/document.xml" not in answer, answer  # python-docx's own template has faults elsewhere
    assert "Errors: " in answer
