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
@pytest.mark.parametrize("seed", range(3))
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
