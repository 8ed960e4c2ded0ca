"""Content controls of Word, filled by the tag in their properties; read from the XML alone."""

from datetime import date

import docx
import pytest
from docx.oxml import parse_xml

from hqe_docs.paper.fill import fill
from tests.paper.making import said
from tools.blankword import new_document

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PROMPT = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>单击此处</w:t></w:r><w:r><w:t>输入</w:t></w:r>'
BOX = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="{on}" w14:font="{font}"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
LIST = (
    '<w:{name}><w:listItem w:displayText="请选择" w:value=""/><w:listItem w:displayText="行政村" w:value="村"/>'
    '<w:listItem w:value="社区"/></w:{name}>'
)
DATE = '<w:date w:fullDate="2020-01-01T00:00:00Z"><w:dateFormat w:val="{form}"/></w:date>'


def control(tag, kind, content=PROMPT, prompt="<w:showingPlcHdr/>", held="tag"):
    """Return a run-level control whose property `held` is `tag`."""
    properties = f'<w:{held} w:val="{tag}"/><w:id w:val="7"/>{prompt}{kind}'
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def filled(tmp_path, inside, context, *, problems=()):
    """Return the first control of a document with `inside` in its paragraph, after filling."""
    document = new_document()
    document.element.body.insert(0, parse_xml(f"<w:p {NS}><w:r><w:t>前</w:t></w:r>{inside}</w:p>"))
    document.save(tmp_path / "表.docx")
    found = fill(tmp_path / "表.docx", context, tmp_path / "出.docx")
    assert said(found) == list(problems)
    return None if problems else docx.Document(tmp_path / "出.docx").element.body.find(f".//{W}sdt")


def shown(sdt):
    return "".join(t.text or "" for t in sdt.iter(W + "t"))


@pytest.mark.parametrize(
    ("value", "checked", "char"),
    [(True, "1", "☒"), (False, "0", "☐"), ("有", "1", "☒"), ([], "0", "☐"), (None, "0", "☐")],
)
def test_a_tick_box_is_ticked_by_truth(tmp_path, value, checked, char):
    box = BOX.format(on="2612", font="MS Gothic")
    sdt = filled(
        tmp_path, control("{{ 条件.公示 }}", box, "<w:r><w:t>☐</w:t></w:r>", ""), {"条件": {"公示": value}}
    )
    assert sdt.find(f".//{W14}checked").get(W14 + "val") == checked
    assert shown(sdt) == char
    assert sdt.find(f".//{W}rFonts").get(W + "eastAsia") == "MS Gothic"
    assert sdt.find(f".//{W}tag").get(W + "val") == "条件.公示"


def test_a_tick_of_a_symbol_font_is_a_symbol(tmp_path):
    box = BOX.format(on="F0FE", font="Wingdings")
    sdt = filled(tmp_path, control("{{ 公示 }}", box, "<w:r><w:t>☐</w:t></w:r>", "", "alias"), {"公示": True})
    assert (shown(sdt), sdt.find(f".//{W}sym").get(W + "char")) == ("", "F0FE")


@pytest.mark.parametrize("name", ["dropDownList", "comboBox"])
@pytest.mark.parametrize(
    ("value", "text"), [("村", "行政村"), ("行政村", "行政村"), ("社区", "社区"), (None, "")]
)
def test_a_list_shows_the_item_of_its_value(tmp_path, name, value, text):
    sdt = filled(tmp_path, control("{{ 类型 }}", LIST.format(name=name)), {"类型": value})
    assert shown(sdt) == text
    assert sdt.find(f".//{W}showingPlcHdr") is None
    assert sdt.find(f".//{W}rStyle") is None


def test_a_value_that_a_drop_down_list_lacks_is_a_problem_and_one_of_a_combo_box_is_typed(tmp_path):
    told = "T171 表.docx#段落1 下拉列表里没有“街道”，可选的是行政村、社区"
    filled(
        tmp_path, control("{{ 类型 }}", LIST.format(name="dropDownList")), {"类型": "街道"}, problems=[told]
    )
    assert (
        shown(filled(tmp_path, control("{{ 类型 }}", LIST.format(name="comboBox")), {"类型": "街道"}))
        == "街道"
    )


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yyyy-MM-dd", "2023-06-05"),
        ("yyyy年M月d日", "2023年6月5日"),
        ("yyyy'年'M'月'd'日'", "2023年6月5日"),
        ("EEEE年O月A日", "2023年6月5日"),
        ("", "2023年6月5日"),
    ],
)
@pytest.mark.parametrize("value", [date(2023, 6, 5), "2023/6/5"])
def test_a_date_stands_in_the_form_of_its_control(tmp_path, form, text, value):
    sdt = filled(tmp_path, control("{{ 日 }}", DATE.format(form=form)), {"日": value})
    assert (shown(sdt), sdt.find(f".//{W}date").get(W + "fullDate")) == (text, "2023-06-05T00:00:00Z")


def test_no_date_empties_the_control_and_half_a_date_is_a_problem(tmp_path):
    sdt = filled(tmp_path, control("{{ 日 }}", DATE.format(form="")), {"日": None})
    assert (shown(sdt), sdt.find(f".//{W}date").get(W + "fullDate")) == ("", None)
    told = "T172 表.docx#段落1 日期控件要填日期，这里是“2023年6月”，只有年月，没有日"
    found = control("{{ 日|年月 }}", DATE.format(form=""))
    filled(tmp_path, found, {"日": date(2023, 6, 5)}, problems=[told])


@pytest.mark.parametrize("text", ["张三", "甲 & <乙>", "第一行\n第二行", ""])
def test_a_text_control_takes_the_looks_of_the_control_and_loses_its_prompt(tmp_path, text):
    looks = "<w:rPr><w:b/></w:rPr>"
    sdt = filled(
        tmp_path,
        control("{{ 人[&quot;名&quot;] }}", f"{looks}<w:dataBinding w:xpath='x'/><w:text/>"),
        {"人": {"名": text}},
    )
    assert shown(sdt) == text.replace("\n", "")
    assert len(sdt.findall(f".//{W}br")) == text.count("\n")
    assert [run.find(f"{W}rPr/{W}b") is not None for run in sdt.iter(W + "r")] == [True]
    assert sdt.find(f".//{W}showingPlcHdr") is None
    assert sdt.find(f".//{W}dataBinding") is None


def test_tags_in_the_content_of_a_control_are_filled_and_no_prompt_any_more(tmp_path):
    run = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{{ 名 }}</w:t></w:r>'
    sdt = filled(tmp_path, control("姓名", "<w:text/>", run), {"名": "张三"})
    assert (shown(sdt), sdt.find(f".//{W}tag").get(W + "val")) == ("张三", "姓名")
    assert sdt.find(f".//{W}showingPlcHdr") is None
    assert sdt.find(f".//{W}rStyle") is None


def test_controls_without_tags_stay_as_they_are(tmp_path):
    inside = control("姓名", "<w:text/>")
    sdt = filled(tmp_path, inside + control("{{ 名 }}", "<w:text/>"), {"名": "张三"})
    assert shown(sdt) == "单击此处输入"
    assert sdt.find(f".//{W}showingPlcHdr") is not None


def test_a_picture_control_is_refused_by_its_name(tmp_path):
    told = "T170 表.docx#段落1 属性里写了标签的是图片控件，这种控件不能填写"
    filled(tmp_path, control("{{ 照片 }}", "<w:picture/>"), {"照片": "甲"}, problems=[told])


def test_an_unknown_name_in_a_control_has_its_place(tmp_path):
    told = "T201 表.docx#段落1 未知名称“条件.公开”，是不是“条件.公示”？"
    filled(
        tmp_path,
        control("{{ 条件.公开 }}", BOX.format(on="2612", font="")),
        {"条件": {"公示": 1}},
        problems=[told],
    )


def test_a_fault_that_stops_the_filling_brings_no_others(tmp_path):
    inside = control("{{ 类 }}", LIST.format(name="dropDownList")) + "<w:r><w:t>{{ 1 / 0 }}</w:t></w:r>"
    filled(tmp_path, inside, {"类": "村"}, problems=["T207 表.docx#段落1 标签计算出错：除数为零"])


def test_a_control_around_a_cell_is_filled_and_has_its_place(tmp_path):
    document = new_document()
    row = document.add_table(1, 2).rows[0]._tr
    outer = parse_xml(
        control("{{ 类 }}", LIST.format(name="dropDownList"), "", "").replace("<w:sdt>", f"<w:sdt {NS}>", 1)
    )
    row.append(outer)
    outer.find(W + "sdtContent").append(row.tc_lst[1])
    document.save(tmp_path / "表.docx")
    assert fill(tmp_path / "表.docx", {"类": "村"}, tmp_path / "出.docx") == []
    sdt = docx.Document(tmp_path / "出.docx").element.body.find(f".//{W}sdt")
    assert (shown(sdt), len(sdt.findall(f".//{W}tc/{W}p/{W}r"))) == ("行政村", 1)
    told = "T171 表.docx#表1 行1 列2 下拉列表里没有“街道”，可选的是行政村、社区"
    assert said(fill(tmp_path / "表.docx", {"类": "街道"}, tmp_path / "出.docx")) == [told]


def test_controls_around_paragraphs_and_in_rows_of_a_loop_are_filled(tmp_path):
    document = new_document()
    table = document.add_table(3, 1)
    table.cell(0, 0).text, table.cell(2, 0).text = "{%tr for 人 in 行 %}", "{%tr endfor %}"
    inside = control("{{ 人.名 }}", "<w:text/>", "<w:p><w:r><w:t>一</w:t></w:r></w:p><w:p/>", "")
    table.cell(1, 0)._tc.insert(1, parse_xml(inside.replace("<w:sdt>", f"<w:sdt {NS}>", 1)))
    document.save(tmp_path / "表.docx")
    assert fill(tmp_path / "表.docx", {"行": [{"名": "张三"}, {"名": "李四"}]}, tmp_path / "出.docx") == []
    body = docx.Document(tmp_path / "出.docx").element.body
    assert [shown(sdt) for sdt in body.iter(W + "sdt")] == ["张三", "李四"]
    assert [len(sdt.findall(f".//{W}p")) for sdt in body.iter(W + "sdt")] == [1, 1]
    assert len(body.findall(f".//{W}sdtPr/{W}id")) == 1
