"""The Word templates: made from their sources, whole tags, official layout, and what they say when filled."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from hqe_docs.paper.fill import fill
from hqe_docs.paper.word.namespaces import W
from tests.examples import a_few
from tests.word_context import BARE_GROUP, Context, paper, township, village
from tools.word.papers import TEMPLATES, make_template, profile_named, sources

PAPERS = [source.stem for source in sources()]
# all others are built from whole dossiers: tests/test_reports.py, tests/test_creation_papers.py
LEAFLETS = ["任务书", "工作方案", "成立领导小组的通知"]
# a paper of one page a household has no footer, a bundle is numbered by who binds it
NUMBERED = [name for name in PAPERS if name != "入户调查表" and not name.startswith("资料包")]
TITLE = ["关于印发", "洪江镇高质量就业村", "创建工作文书的通知"]


def w(name: str) -> str:
    return f"{W}{name}"


def part(path: Path, name: str = "word/document.xml") -> Any:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def canonical(content: bytes) -> str:
    return str(etree.canonicalize(etree.fromstring(content)))


def filled(tmp_path: Path, name: str, context: Context) -> Path:
    out = tmp_path / f"{name}.docx"
    found = fill(TEMPLATES / f"{name}.docx", context | paper(name, TITLE), out)
    assert [item.message for item in found] == []
    return out


def lines(path: Path, style: str | None = None) -> list[str]:
    """Return the texts of the body's paragraphs, in tables too, read by python-docx."""
    document = Document(str(path))
    everything = [*document.paragraphs]
    for table in document.tables:
        everything += [item for row in table.rows for cell in row.cells for item in cell.paragraphs]
    return [item.text for item in everything if style is None or item.style.name == style]


def everything(path: Path) -> str:
    return "\n".join("".join(node.itertext()) for node in part(path).iter(w("p")))


# ---------------------------------------------------------------- made from sources
@pytest.mark.parametrize("source", a_few(sources(), every=18), ids=lambda source: source.stem)
def test_the_committed_template_is_the_made_one(tmp_path: Path, source: Path) -> None:
    made = make_template(source, tmp_path)
    with ZipFile(made) as new, ZipFile(TEMPLATES / made.name) as committed:
        assert new.namelist() == committed.namelist()
        for member in new.namelist():
            assert canonical(new.read(member)) == canonical(committed.read(member)), (
                f"{member}: run python tools/word/make.py"
            )


@pytest.mark.slow
def test_making_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    source = sources()[0]
    assert make_template(source, first).read_bytes() == make_template(source, second).read_bytes()


@pytest.mark.parametrize("name", PAPERS)
def test_every_tag_stands_whole_and_alone_in_its_run(name: str) -> None:
    for text in part(TEMPLATES / f"{name}.docx").iter(w("t")):
        if "{{" in text.text or "{%" in text.text:
            assert re.fullmatch(r"\{\{.*?\}\}|\{%.*?%\}", text.text, re.S)


@pytest.mark.parametrize("name", PAPERS)
def test_paragraph_properties_stand_in_schema_order(name: str) -> None:
    order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs"]
    order += ["autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "sectPr"]
    path = TEMPLATES / f"{name}.docx"
    for root in (part(path), part(path, "word/styles.xml")):
        for properties in root.iter(w("pPr")):
            places = [order.index(etree.QName(item).localname) for item in properties]
            assert places == sorted(places)


# ---------------------------------------------------------------- the profile
PROFILES = ["portable", "hybrid", "glyph"]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_number_of_the_profile_names_its_clause_and_strength(profile: str) -> None:
    for group in profile_named(profile).data.values():
        for name, entry in group.items() if isinstance(group, dict) else ():
            assert entry["强度"] in ("规定", "一般", "推荐", "实务"), name
            assert re.fullmatch(r"\d+(\.\d+)*|-", entry["条款"]), name


@pytest.mark.parametrize("name", PROFILES)
def test_the_type_area_holds_22_lines_of_28_characters(name: str) -> None:
    profile = profile_named(name)
    height = profile.number("页面", "版心", "高")
    width = profile.number("页面", "版心", "宽")
    pitch = 320 + profile.number("页面", "字距")
    assert 22 * profile.line <= height < 23 * profile.line
    assert 28 * pitch <= width < 29 * pitch
    assert 11906 - profile.number("页面", "订口") - profile.number("页面", "翻口") == width
    assert 16838 - profile.number("页面", "天头") - profile.number("页面", "地脚") == height


@pytest.mark.parametrize("name", NUMBERED)
def test_each_section_has_its_odd_and_even_page_numbers(name: str) -> None:
    path = TEMPLATES / f"{name}.docx"
    settings = part(path, "word/settings.xml")
    assert settings.find(w("evenAndOddHeaders")) is not None
    assert settings.find(w("characterSpacingControl")).get(w("val")) == "doNotCompress"
    for section in part(path).iter(w("sectPr")):
        assert [item.get(w("type")) for item in section.iter(w("footerReference"))] == ["default", "even"]


def test_pages_of_official_papers_have_the_margins_of_the_standard() -> None:
    sections = list(part(TEMPLATES / "工作方案.docx").iter(w("pgMar")))
    sides = [
        tuple(int(item.get(w(side))) for side in ("top", "right", "bottom", "left")) for item in sections
    ]
    upright, turned = (2098, 1474, 1984, 1588), (1588, 2098, 1474, 1984)
    assert sides == [upright, turned, upright]


def test_offices_find_the_styles_by_their_chinese_names() -> None:
    names = {style.name for style in Document(str(TEMPLATES / "工作方案.docx")).styles}
    assert names >= {"发文机关标志", "发文字号", "公文标题", "主送机关", "公文正文", "一级标题", "二级标题"}
    assert names >= {
        "三级标题",
        "附件说明",
        "署名",
        "成文日期",
        "附件序号",
        "附件标题",
        "版记",
        "页码",
        "表头",
    }


# ---------------------------------------------------------------- filled
@pytest.mark.parametrize("name", a_few(LEAFLETS, every=2))
@pytest.mark.parametrize("context", a_few([township(), village()]), ids=["镇", "村"])
def test_a_filled_paper_holds_no_tag_and_no_none(tmp_path: Path, name: str, context: Context) -> None:
    text = everything(filled(tmp_path, name, context))
    assert not re.search(r"\{[{%]|[}%]\}|None|undefined|Decimal|datetime", text)


@pytest.mark.parametrize("name", a_few(LEAFLETS))
def test_a_dossier_with_little_in_it_still_gives_a_clean_paper(tmp_path: Path, name: str) -> None:
    empty = {"任务": [], "阶段": [], "资金": [], "依据": [], "自评": None, "下辖": []}
    context = village() | empty | {"领导小组": BARE_GROUP}
    text = everything(filled(tmp_path, name, context))
    assert not re.search(r"\{[{%]|None|undefined|（）|《》|，，|。。|，。|；。|、。", text)


def test_a_bureau_has_its_own_notice(tmp_path: Path) -> None:
    point = township()["创建点"] | {"角色": "主管部门", "类型": "县区", "名称": "明月山温泉风景名胜区"}
    text = everything(filled(tmp_path, "成立领导小组的通知", township() | {"创建点": point}))
    assert "提请市就业和社会保障工作领导小组协调" in text


def test_title_lines_stay_in_one_paragraph(tmp_path: Path) -> None:
    path = filled(tmp_path, "成立领导小组的通知", township())
    assert lines(path, "公文标题") == ["\n".join(TITLE)]


def test_a_run_in_heading_ends_at_its_full_stop(tmp_path: Path) -> None:
    document = Document(str(filled(tmp_path, "成立领导小组的通知", township())))
    first = next(item for item in document.paragraphs if item.style.name == "二级标题段")
    heading = "".join(run.text for run in first.runs if run.style.name == "二级标题句")
    assert heading == "（一）领导小组职责。"


def test_without_a_number_the_red_rule_stays_and_no_brackets_are_left(tmp_path: Path) -> None:
    context = township()
    context["发文"]["文号"] = None
    path = filled(tmp_path, "成立领导小组的通知", context)
    assert lines(path, "版头分隔线") == [""]
    assert lines(path, "发文字号") == []
    assert "〔〕" not in everything(path)


def test_a_long_organ_gets_the_smaller_mark(tmp_path: Path) -> None:
    context = township()
    context["发文"]["机关"] = "明月山温泉风景名胜区社会事业局"
    path = filled(tmp_path, "成立领导小组的通知", context)
    assert lines(path, "发文机关标志小") == ["明月山温泉风景名胜区社会事业局文件"]
    assert lines(path, "发文机关标志") == []


def imprint_of(path: Path) -> list[str]:
    boxes = part(path).iter(w("txbxContent"))
    return ["".join(row.itertext()) for box in boxes for row in box.iter(w("tr"))]


def test_the_imprint_names_copies_organ_and_day(tmp_path: Path) -> None:
    rows = imprint_of(filled(tmp_path, "成立领导小组的通知", township()))
    assert rows == [
        "抄送：明月山温泉风景名胜区社会事业局，镇党委办公室，镇人大主席团办公室，镇纪委。",
        "洪江镇人民政府办公室2023年6月26日印发",
    ]


def test_without_copies_the_imprint_has_one_line(tmp_path: Path) -> None:
    context = township()
    context["发文"]["抄送"] = []
    rows = imprint_of(filled(tmp_path, "成立领导小组的通知", context))
    assert rows == ["洪江镇人民政府办公室2023年6月26日印发"]


def test_without_copies_and_printing_organ_there_is_no_imprint(tmp_path: Path) -> None:
    path = filled(tmp_path, "成立领导小组的通知", village())
    assert imprint_of(path) == []


def test_the_roster_stands_in_protocol_order_with_padded_names(tmp_path: Path) -> None:
    path = filled(tmp_path, "成立领导小组的通知", township())
    assert [line.split("\t")[:2] for line in lines(path, "名单")] == [
        ["组　　　长：", "袁知远"],
        ["第一副组长：", "顾亦舟"],
        ["副　组　长：", "程望舒"],
        ["", "高　健"],
        ["成　　　员：", "沈砚秋"],
        ["", "邱闻溪"],
        ["", "喻江澜"],
        ["", "付　梅"],
        ["", "欧阳青禾"],
    ]


def test_without_a_first_deputy_labels_are_four_characters_wide(tmp_path: Path) -> None:
    path = filled(tmp_path, "成立领导小组的通知", village())
    labels = [line.split("\t")[0] for line in lines(path, "名单")]
    assert labels == ["组　　长：", "副 组 长：", "成　　员：", ""]


def test_the_annexed_roster_numbers_everyone(tmp_path: Path) -> None:
    table = Document(str(filled(tmp_path, "成立领导小组的通知", township()))).tables[0]
    rows = [[cell.text for cell in row.cells][:3] for row in table.rows]
    assert rows[0] == ["序号", "领导小组职务", "姓名"]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 10)]
    assert rows[5] == ["5", "成员", "沈砚秋"]


@pytest.mark.parametrize("name", a_few(["工作方案", "任务书", "成立领导小组的通知"]))
def test_annex_titles_are_those_of_the_note(tmp_path: Path, name: str) -> None:
    path = filled(tmp_path, name, village())
    notes = [text for style in ("附件说明", "附件说明续", "附件说明单") for text in lines(path, style)]
    named = [re.sub(r"^(附件：)?(\d\.)?\t?", "", note) for note in notes]
    assert named == [title.replace("\n", "") for title in lines(path, "附件标题")]


def test_the_task_book_has_one_row_a_task_under_a_repeated_header(tmp_path: Path) -> None:
    table = Document(str(filled(tmp_path, "任务书", township()))).tables[1]
    assert [row.cells[0].text for row in table.rows] == ["编号", "1", "2", "3", "4", "5"]
    assert table.rows[0]._tr.find(f"{w('trPr')}/{w('tblHeader')}") is not None
    assert all(row._tr.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in table.rows)
    assert (
        table.rows[2].cells[2].text.splitlines()[1]
        == "（2）外出人员通过电话、微信核实，台账中写明核实方式和日期"
    )


def test_a_township_signs_its_task_book_with_each_village(tmp_path: Path) -> None:
    table = Document(str(filled(tmp_path, "任务书", township()))).tables[0]
    assert [row.cells[1].text for row in table.rows] == [
        "单位名称",
        "洪江镇人民政府",
        "明月山温泉风景名胜区洪江镇梅州村",
        "明月山温泉风景名胜区洪江镇洪江村",
    ]


def test_a_village_signs_its_task_book_with_the_township(tmp_path: Path) -> None:
    table = Document(str(filled(tmp_path, "任务书", village()))).tables[0]
    assert [row.cells[1].text for row in table.rows] == [
        "单位名称",
        "洪江镇人民政府",
        "洪江镇梅州村村民委员会",
    ]


def test_the_score_sheet_merges_categories_and_totals(tmp_path: Path) -> None:
    table = Document(str(filled(tmp_path, "自评表", village()))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(rows) == 1 + 22 + 5 + 1
    assert {row[1] for row in rows[1:6]} == {"工作环境（15分）"}
    assert rows[4][5] == "待核"
    assert rows[6][4:7] == ["满分15分", "11.5", "待核1项"]
    assert rows[-1][4:6] == ["满分110分，已评部分满分53分", "37.5"]


def test_money_of_the_villages_stands_in_the_township_s_annex(tmp_path: Path) -> None:
    table = Document(str(filled(tmp_path, "工作方案", township()))).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in rows] == ["创建点", "梅州村", "梅州村", "洪江村", "洪江村", "合　计"]
    assert rows[-1][2:5] == ["200000", "140000", "60000"]
