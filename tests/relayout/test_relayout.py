"""`hqe lint --fix`: other settings brought to 22 × 28, and nothing lost on the way."""

from pathlib import Path

import docx
import pytest

from hqe_docs.library import Library
from hqe_docs.paper.gongwen.profilefile import read_profile
from hqe_docs.paper.lint.lint import lint
from hqe_docs.paper.package import read_package, write_package
from hqe_docs.paper.relayout.relayout import relaid
from hqe_docs.paper.resolved.reading import read_paper
from hqe_docs.problems import Problems
from tests.examples import a_few
from tests.lint.making import LONG, UPRIGHT, document, number, p, read
from tests.lint.official import PIECES, official
from tests.program import hqe
from tests.relayout.keeping import held
from tests.relayout.messy import messy
from tests.relayout.others import OTHERS, other

PORTABLE = read_profile("portable", Library.over_shipped(), Problems())


def fixed(parts, profile=PORTABLE):
    """Return the paper after it was laid out anew."""
    found = Problems()
    made = relaid(read(parts), profile, found)
    assert made is not None
    return read_paper(made, "文.docx")


def relay(path: Path) -> Path:
    """Lay out a file anew beside itself."""
    made = relaid(read_paper(read_package(path), path.name), PORTABLE, Problems())
    assert made is not None, path
    target = path.with_name(f"改{path.name}")
    assert write_package(target, made) == []
    return target


def upright(body):
    """Return the parts of a paper of one section with that body."""
    return document(body + UPRIGHT, footer1=number(), footer2=number())


# ---------------------------------------------------------------- what is mended
@pytest.mark.parametrize("name", a_few(OTHERS, every=3))
def test_other_settings_are_told_and_then_gone(name, tmp_path):
    path = other(name, tmp_path / "文.docx")
    before = {item.code for item in lint(read_paper(read_package(path), path.name))}
    assert OTHERS[name].codes <= before
    after = lint(read_paper(read_package(relay(path)), path.name))
    assert [item.code for item in after] == ["G224"]  # how it is signed, a person says


def test_a_run_in_heading_is_set_apart_and_the_run_it_ends_in_is_cut():
    paper = fixed(upright(p("标题", "", '<w:jc w:val="center"/>') + p("（一）加强领导。" + LONG)))
    lead, rest = paper.paragraphs[1].spans
    assert (lead.text, lead.face.east, rest.face.east) == ("（一）加强领导。", "楷体_GB2312", "仿宋_GB2312")


def test_a_paragraph_indented_by_spaces_is_not_indented_twice():
    [item] = fixed(upright(p("　　" + LONG))).paragraphs
    assert (item.shape.first, item.text[:2]) == (0, "　　")


def test_a_picture_is_not_cut_by_an_exact_line():
    drawing = '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/></w:drawing></w:r>'
    body = p(LONG) + f"<w:p><w:r><w:t>{LONG}</w:t></w:r>{drawing}</w:p>"
    assert [item.shape.rule for item in fixed(upright(body)).paragraphs] == ["exact", "auto"]


def test_cells_keep_their_looks_and_leave_the_grid():
    name = p("姓名", "", "", '<w:sz w:val="21"/>')
    row = f"<w:tr><w:tc><w:tcPr/>{name}</w:tc></w:tr>"
    table = f'<w:tbl><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>{row}</w:tbl>'
    cell = next(item for item in fixed(upright(p(LONG) + table)).paragraphs if item.cell)
    assert (cell.spans[0].face.size, cell.shape.snaps) == (21, False)


WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'


def picture(width: int, height: int) -> str:
    size = f'cx="{width * 635}" cy="{height * 635}"'
    inside = f"<wp:extent {size}/><pic:pic><a:xfrm><a:ext {size}/></a:xfrm></pic:pic>"
    return f"<w:r><w:drawing><wp:inline {WP} {A} {PIC}>{inside}</wp:inline></w:drawing></w:r>"


def test_a_picture_alone_in_a_paragraph_is_not_cut_either():
    line = '<w:spacing w:line="560" w:lineRule="exact"/>'
    body = p(LONG) + f"<w:p><w:pPr>{line}</w:pPr>{picture(4000, 2000)}</w:p>"
    assert [item.shape.rule for item in fixed(upright(body)).paragraphs] == ["exact", "auto"]


def test_a_picture_that_floats_leaves_the_line_as_it_is():
    floats = f"<w:r><w:drawing><wp:anchor {WP}/></w:drawing></w:r>"
    body = f"<w:p><w:r><w:t>{LONG}</w:t></w:r>{floats}</w:p>"
    assert [item.shape.rule for item in fixed(upright(body)).paragraphs] == ["exact"]


def test_the_imprint_takes_its_size_and_typeface():
    parts = dict(PIECES)
    small = parts["imprint"].replace('<w:sz w:val="28"/>', '<w:sz w:val="24"/>')
    before = official(**{**parts, "imprint": small})
    made = relaid(before, PORTABLE, Problems())
    after = read_paper(made, "文.docx")
    copied = next(item for item in after.paragraphs if item.text.startswith("抄送"))
    assert (copied.spans[0].face.size, copied.spans[0].face.east) == (28, "仿宋_GB2312")
    assert "G201" not in {item.code for item in lint(after)}


def test_a_picture_wider_than_the_type_area_is_made_as_wide_and_less_high():
    paper = fixed(upright(p(LONG) + f"<w:p>{picture(9730, 1000)}</w:p>"))
    sizes = {(e.get("cx"), e.get("cy")) for e in paper.root.iter("{*}extent", "{*}ext")}
    assert sizes == {(str(8844 * 635), str(int(1000 * 635 * 8844 / 9730)))}


def test_a_long_list_repeats_its_header_of_two_rows_and_keeps_its_rows_whole():
    def cell(text, merge=""):
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc>"

    first = cell("序号", '<w:vMerge w:val="restart"/>') + cell("户籍") + cell("常住")
    second = cell("", "<w:vMerge/>") + cell("户数") + cell("人数")
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in (first, second, *[cell("一") * 3] * 18))
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * 3}</w:tblGrid>{rows}</w:tbl>"
    [made] = fixed(upright(p(LONG) + table)).tables
    assert [row.header for row in made.rows[:4]] == [True, True, False, False]
    assert all(row.whole for row in made.rows)


def test_text_in_cells_turns_black_and_its_quotes_chinese():
    looks = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="宋体"/><w:color w:val="C00000"/>'
    row = f"<w:tr><w:tc><w:tcPr/>{p('“三专”', '', '', looks)}</w:tc></w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{row}</w:tbl>"
    cell = next(item for item in fixed(upright(p(LONG) + table)).paragraphs if item.cell)
    assert (cell.spans[0].face.colour, cell.spans[0].face.hint) == (None, "eastAsia")


def test_a_mark_above_the_text_stays_red():
    red = p("洪江镇人民政府文件", "", '<w:jc w:val="center"/>', '<w:color w:val="FF0000"/><w:sz w:val="72"/>')
    paper = fixed(upright(red + p("洪府字〔2023〕12号") + p(LONG)))
    assert paper.paragraphs[0].spans[0].face.colour == "FF0000"


def test_an_empty_line_that_is_missing_is_made_by_space_and_none_is_added():
    title = p("关于开展调查的通知", "", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
    text = p("各村民委员会：") + p(LONG) + p("附件：调查表")
    together = fixed(upright(title + text)).paragraphs
    assert [item.shape.before for item in together] == [0, 579, 0, 579]
    apart = fixed(upright(title + p("") + text)).paragraphs
    assert [item.shape.before for item in apart] == [0, 0, 0, 0, 579]


def test_a_document_that_says_nothing_of_its_page_gets_one():
    paper = fixed(document(p(LONG)))
    [section] = paper.sections
    assert (section.width, section.top, section.text_width) == (11906, 2098, 8844)
    assert set(section.footers) == {"default", "even"}


def test_a_wide_page_stays_wide_though_nothing_calls_it_landscape():
    wide = UPRIGHT.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')
    body = p(LONG) + f"<w:p><w:pPr>{UPRIGHT}</w:pPr></w:p>" + p("表") + wide
    first, second = fixed(document(body, footer1=number(), footer2=number())).sections
    assert (first.landscape, second.landscape, second.text_width) == (False, True, 12756)


def test_a_table_wider_than_the_type_area_is_made_as_wide(tmp_path):
    row = f'<w:tr><w:tc><w:tcPr><w:tcW w:w="9600" w:type="dxa"/></w:tcPr>{p("宽")}</w:tc></w:tr>'
    table = f'<w:tbl><w:tblPr><w:tblW w:w="9600" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="9600"/></w:tblGrid>{row}</w:tbl>'
    [made] = fixed(upright(p(LONG) + table)).tables
    assert (made.width, made.grid) == (8844, (8844,))


def test_a_foot_with_words_stays_and_is_told():
    parts = document(
        p(LONG) + '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>',
        footer1=p("洪江镇党政办公室制"),
    )
    found = Problems()
    made = relaid(read(parts), PORTABLE, found)
    assert [item.code for item in found] == ["G402"]
    assert read_paper(made, "文.docx").sections[0].footers["default"][0].text == "洪江镇党政办公室制"


def test_a_form_is_not_changed():
    found = Problems()
    assert relaid(read(document(p("登记表"))), PORTABLE, found) is None
    assert [item.code for item in found] == ["G401"]


def test_fixing_twice_changes_nothing_more(tmp_path):
    once = relay(other("行距29磅", tmp_path / "文.docx"))
    twice = relay(once)
    assert held(once)["texts"] == held(twice)["texts"]
    assert len(docx.Document(once).styles) == len(docx.Document(twice).styles)


# ---------------------------------------------------------------- nothing is lost
@pytest.mark.parametrize("seed", a_few(range(3)))
def test_every_text_table_picture_note_and_comment_stays(seed, tmp_path):
    path = messy(seed, tmp_path / "乱.docx")
    assert held(relay(path)) == held(path)


# ---------------------------------------------------------------- the command
def test_the_command_writes_a_copy_says_what_it_mended_and_what_is_left(tmp_path):
    path = other("行距29磅", tmp_path / "通知.docx")
    before = path.read_bytes()
    run = hqe("lint", path, "--fix", "-o", tmp_path / "新.docx")
    assert run.exit_code == 1  # how it is signed
    assert "已改好" in run.output and "每面不是 22 行" in run.output and "G224" in run.output
    assert path.read_bytes() == before
    assert len(docx.Document(tmp_path / "新.docx").paragraphs) == len(docx.Document(path).paragraphs)


def test_the_source_and_an_existing_copy_are_not_overwritten(tmp_path):
    path = other("行距29磅", tmp_path / "通知.docx")
    (tmp_path / "有.docx").write_text("已有")
    assert "R161" in hqe("lint", path, "--fix", "-o", path).output
    assert "R103" in hqe("lint", path, "--fix", "-o", tmp_path / "有.docx").output
    assert (tmp_path / "有.docx").read_text() == "已有"


def test_a_folder_goes_into_a_folder(tmp_path):
    (tmp_path / "来文" / "六月").mkdir(parents=True)
    other("行距29磅", tmp_path / "来文" / "甲.docx")
    other("行距28磅", tmp_path / "来文" / "六月" / "乙.docx")
    hqe("lint", tmp_path / "来文", "--fix", "-o", tmp_path / "改后")
    assert sorted(one.name for one in (tmp_path / "改后").rglob("*.docx")) == ["乙.docx", "甲.docx"]
