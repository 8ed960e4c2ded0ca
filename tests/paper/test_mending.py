"""hqe template fix: tags joined and mended on a copy, and nothing else touched."""

import re
import zipfile
from itertools import pairwise

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.office.templates.templatefix import fix_template
from hqe_docs.paper.fill import fill
from tests.examples import examples
from tests.paper.making import excel, paragraphs, part, table, word
from tools.blankword import new_document

CONTEXT = {"村": "梅州村", "名单": [{"姓名": "彭春山"}, {"姓名": "高健"}], "空": None}


def cut(path, *runs, between=""):
    """Save a document of one paragraph whose runs hold these texts, each in a form of its own."""
    document = new_document()
    paragraph = document.add_paragraph()
    for number, text in enumerate(runs):
        run = paragraph.add_run(text)
        run.bold, run.italic = number % 2 == 0, number % 3 == 0
        if between and number < len(runs) - 1:
            for element in parse_xml(f"<w:x {nsdecls('w')}>{between}</w:x>"):
                run._r.addnext(element)
    document.save(path)
    return path


def runs(path):
    return [(run.text, bool(run.bold)) for run in docx.Document(path).paragraphs[0].runs]


def told(found):
    return [f"{item.code} {item.where} {item.message}" for item in found]


def test_a_tag_cut_into_runs_stands_in_the_run_it_begins_in(tmp_path):
    made = cut(tmp_path / "表.docx", "甲{", "{ 村", " }", "}乙")
    copy, found = fix_template(made)
    assert copy == tmp_path / "表（已修）.docx"
    assert runs(copy) == [("甲{{ 村 }}", True), ("乙", False)]
    assert told(found) == ["T168 表.docx#段落1 合并了被切断的标签：{{ 村 }}"]


BETWEEN = [
    '<w:proofErr w:type="spellStart"/>',
    '<w:bookmarkStart w:id="7" w:name="书签"/><w:bookmarkEnd w:id="7"/>',
    "<w:r><w:tab/></w:r>",
    "<w:r><w:lastRenderedPageBreak/></w:r>",
    '<w:del w:id="1" w:author="甲"><w:r><w:delText>旧</w:delText></w:r></w:del>',
]


@pytest.mark.parametrize("between", BETWEEN)
def test_what_stands_between_the_pieces_of_a_tag_does_not_matter(tmp_path, between):
    made = cut(tmp_path / "表.docx", "甲{{ ", "村", " }}乙", between=between)
    copy, _ = fix_template(made)
    assert [text for text, _ in runs(copy)][:1] == ["甲{{ 村 }}"]
    assert fill(copy, CONTEXT, tmp_path / "出.docx") == []
    assert paragraphs(tmp_path / "出.docx")[0] == "甲梅州村乙"
    kept = part(copy, "word/document.xml").decode()
    assert ("书签" in kept) == ("书签" in between)


@pytest.mark.parametrize("holder", ['w:hyperlink w:anchor="a"', 'w:ins w:id="1" w:author="甲"'])
def test_a_tag_that_ends_in_a_link_or_an_insertion_leaves_none_empty(tmp_path, holder):
    name = holder.split()[0]
    document = new_document()
    paragraph = document.add_paragraph("{{ ")
    inner = "<w:r><w:t>村 }}</w:t></w:r>"
    paragraph._p.append(parse_xml(f"<{holder} {nsdecls('w')}>{inner}</{name}>"))
    document.save(tmp_path / "表.docx")
    copy, _ = fix_template(tmp_path / "表.docx")
    xml = part(copy, "word/document.xml").decode()
    assert "{{ 村 }}" in xml
    assert f"<{name}" not in xml


@pytest.mark.parametrize(
    ("wrong", "right", "what"),
    [
        ("｛｛ 村 ｝｝", "{{ 村 }}", "全角符号改成了半角"),
        ("{ { 村 } }", "{{ 村 }}", "去掉了括号之间的空格"),
        ("{{ 空|default(“无”) }}", '{{ 空|default("无") }}', "弯引号改成了直引号"),
        ("{{ 空｜default(‘无’) }}", "{{ 空|default('无') }}", "全角符号改成了半角、弯引号改成了直引号"),
        ("｛％ if 村 ％｝", "{% if 村 %}", "全角符号改成了半角"),
        ("{% tr for 人 in 名单 %}", "{%tr for 人 in 名单 %}", "改正了 tr、tc、p 前后的空格"),
        ("{%trfor 人 in 名单 %}", "{%tr for 人 in 名单 %}", "改正了 tr、tc、p 前后的空格"),
        ("{%pendif %}", "{%p endif %}", "改正了 tr、tc、p 前后的空格"),
        ("{ % endfor % }", "{% endfor %}", "去掉了括号之间的空格"),
    ],
)
def test_a_tag_written_wrongly_is_mended(tmp_path, wrong, right, what):
    copy, found = fix_template(word(tmp_path / "表.docx", f"前{wrong}后"))
    assert paragraphs(copy)[0] == f"前{right}后"
    assert [item.message for item in found] == [f"{what}：{right}"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 村 }}",
        "{%tr for 人 in 名单 %}",
        "集合{ {1} }、{a}",
        "｛｛ ｝｝",
        "｛注｝",
        "{# “注” #}",
        '{{ "“引”" }}',
    ],
)
def test_what_is_right_or_no_tag_is_left_alone(tmp_path, text):
    made = word(tmp_path / "表.docx", text)
    copy, found = fix_template(made)
    assert (copy, [item.code for item in found]) == (None, ["T169"])


PIECES = st.lists(st.integers(0, 200), max_size=12)
TEXT = "前{{ 村 }}中{% for 人 in 名单 %}{{ 人.姓名|姓名 }}、{% endfor %}{# 注 #}{{ 空 }}后"


@examples(15)
@given(cuts=PIECES)
def test_a_template_cut_anywhere_and_its_mended_copy_fill_the_same(tmp_path_factory, cuts):
    folder = tmp_path_factory.mktemp("切")
    places = sorted({0, *(place % len(TEXT) for place in cuts), len(TEXT)})
    pieces = [TEXT[start:end] for start, end in pairwise(places)]
    made = cut(folder / "表.docx", *pieces, between='<w:proofErr w:type="spellEnd"/>')
    copy, _ = fix_template(made)
    assert fill(made, CONTEXT, folder / "甲.docx") == []
    assert fill(copy or made, CONTEXT, folder / "乙.docx") == []
    assert paragraphs(folder / "甲.docx") == paragraphs(folder / "乙.docx")
    again, found = fix_template(copy or made, folder / "再.docx")
    assert (again, [item.code for item in found]) == (None, ["T169"])


def test_other_parts_keep_their_bytes_and_the_source_all_of_them(tmp_path):
    made = cut(tmp_path / "表.docx", "{{ ", "村 }}")
    before = made.read_bytes()
    copy, _ = fix_template(made)
    assert made.read_bytes() == before
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(copy) as new:
        assert old.namelist() == new.namelist()
        different = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert different == ["word/document.xml"]


def test_tags_in_tables_and_headers_are_mended_at_their_places(tmp_path):
    rows = [["姓名"], ["{% tr for 人 in 名单 %}"], ["｛｛ 人.姓名 ｝｝"], ["{% tr endfor %}"]]
    copy, found = fix_template(word(tmp_path / "表.docx", "题", table=rows, header="｛｛村｝｝"))
    assert [str(item.where) for item in found] == [
        "表.docx#表1 行2 列1",
        "表.docx#表1 行3 列1",
        "表.docx#表1 行4 列1",
        "表.docx 页眉",
    ]
    assert fill(copy, CONTEXT, tmp_path / "出.docx") == []
    assert table(tmp_path / "出.docx") == [["姓名"], ["彭春山"], ["高健"]]


def test_a_workbook_is_mended_too(tmp_path):
    rows = [["｛｛ 村 ｝｝"], ["{%tr for 人 in 名单 %}"], ["{{ 人.姓名|default(“无”) }}"], ["{%tr endfor %}"]]
    copy, found = fix_template(excel(tmp_path / "表.xlsx", rows, title="册"), tmp_path / "好.xlsx")
    assert [str(item.where) for item in found] == ["表.xlsx#册!A1", "表.xlsx#册!A3"]
    assert fill(copy, CONTEXT, tmp_path / "出.xlsx") == []
    sheet = openpyxl.load_workbook(tmp_path / "出.xlsx").active
    assert [cell.value for cell in sheet["A"]] == ["梅州村", "彭春山", "高健"]


def test_the_copy_is_never_the_source_nor_a_copy_made_before(tmp_path):
    made = cut(tmp_path / "表.docx", "{{ ", "村 }}")
    assert [item.code for item in fix_template(made, made)[1]] == ["R161"]
    fix_template(made)
    assert [item.code for item in fix_template(made)[1]] == ["R103"]


@pytest.mark.parametrize(("name", "code"), [("甲.doc", "T102"), ("甲.docx", "T101")])
def test_what_is_no_template_is_refused(tmp_path, name, code):
    (tmp_path / name).write_bytes(b"PK\x03\x04" + b"x" * 40)
    assert [item.code for item in fix_template(tmp_path / name)[1]] == [code]


def test_the_paragraph_s_form_is_kept(tmp_path):
    made = cut(tmp_path / "表.docx", "甲", "{{ 村 }", "}", "乙")
    copy, _ = fix_template(made)
    assert runs(copy) == [("甲", True), ("{{ 村 }}", False), ("乙", False)]
    assert not re.search(r"<w:r>\s*<w:rPr>[^/]*</w:rPr>\s*</w:r>", part(copy, "word/document.xml").decode())
