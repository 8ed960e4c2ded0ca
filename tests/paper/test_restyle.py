"""A template in another profile: our styles and pages change, words and another office's styles don't."""

from zipfile import ZipFile

import docx
import pytest
from docx.shared import Pt
from lxml import etree

from hqe_docs.library import Library
from hqe_docs.paper.fill import fill
from hqe_docs.paper.gongwen.restyle import Look, read_look
from hqe_docs.paper.word.namespaces import R, W
from hqe_docs.problems import Problems
from tests.word_context import paper, township
from tools.blankword import new_document
from tools.word.papers import TEMPLATES, profile_named

NAME = "工作方案"


def look(name, **manner):
    found = Problems()
    made = read_look(name, Library.over_shipped(), found, **manner)
    assert list(found) == [] and made is not None
    return made


def filled(tmp_path, template=TEMPLATES / f"{NAME}.docx", **manner):
    out = tmp_path / "出.docx"
    context = township() | paper(NAME, ["关于印发", "创建工作方案", "的通知"])
    assert [item.message for item in fill(template, context, out, **manner)] == []
    return out


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The template filled as it is."""
    return filled(tmp_path_factory.mktemp("原样"))


@pytest.fixture(scope="module")
def glyph(tmp_path_factory):
    """The template filled in the profile glyph."""
    return filled(tmp_path_factory.mktemp("撑满"), look=look("glyph"))


def part(path, name):
    with ZipFile(path) as archive:
        return archive.read(name)


def sections(path):
    found = etree.fromstring(part(path, "word/document.xml")).iter(W + "sectPr")
    return [(one.find(W + "pgMar").attrib, one.find(W + "docGrid").attrib) for one in found]


def test_the_upright_pages_get_the_margins_and_the_grid_of_the_profile(glyph):
    tops = [(page[W + "top"], lines[W + "linePitch"]) for page, lines in sections(glyph)]
    assert tops == [("1906", "592"), ("1588", "592"), ("1906", "592")]


def test_named_styles_get_the_profile_s_line_and_keep_their_identifiers(glyph):
    body = docx.Document(glyph).styles["公文正文"]
    assert body.paragraph_format.line_spacing == Pt(29.6)
    assert body.style_id == docx.Document(TEMPLATES / f"{NAME}.docx").styles["公文正文"].style_id


@pytest.mark.slow
def test_the_text_is_the_same_in_each_profile(tmp_path, plain, glyph):
    paths = (plain, filled(tmp_path, look=look("hybrid")), glyph)
    texts = [[one.text for one in docx.Document(path).paragraphs] for path in paths]
    assert all(text == texts[0] for text in texts)


@pytest.mark.slow
def test_there_and_back_gives_the_portable_pages_again(tmp_path, plain):
    there = tmp_path / "撑满.docx"
    template = docx.Document(TEMPLATES / f"{NAME}.docx")
    template.save(there)
    first = sections(filled(tmp_path, there, look=look("portable")))
    assert first == sections(plain)


@pytest.mark.slow
def test_a_style_of_the_office_s_own_stays(tmp_path):
    own = docx.Document(TEMPLATES / f"{NAME}.docx")
    own.styles.add_style("本镇提示", 1).font.size = Pt(9)
    own.save(tmp_path / "自己的.docx")
    path = filled(tmp_path, tmp_path / "自己的.docx", look=look("glyph"))
    assert docx.Document(path).styles["本镇提示"].font.size == Pt(9)


@pytest.mark.parametrize("name", ["portable", "glyph"])
def test_a_template_without_our_styles_keeps_its_pages_and_styles(tmp_path, name):
    new_document().save(tmp_path / "外来.docx")
    document = docx.Document(tmp_path / "外来.docx")
    document.add_paragraph("{{ 创建点.名称 }}")
    document.save(tmp_path / "外来.docx")
    path = filled(tmp_path, tmp_path / "外来.docx", look=look(name, duplex=True))
    for member in ("word/styles.xml", "word/settings.xml"):
        assert part(path, member) == part(tmp_path / "外来.docx", member)


def numbers(path):
    """Return whether the numbers of each section are turned."""
    with ZipFile(path) as archive:
        links = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        targets = {link.get("Id"): f"word/{link.get('Target')}" for link in links}
        root = etree.fromstring(archive.read("word/document.xml"))
        ids = [
            [one.get(R + "id") for one in section.iter(W + "footerReference")]
            for section in root.iter(W + "sectPr")
        ]
        return [{b'vert="vert"' in archive.read(targets[one]) for one in section} for section in ids]


def own_profile(tmp_path):
    folder = tmp_path / "库" / "templates" / "layout"
    folder.mkdir(parents=True)
    (folder / "本镇.yaml").write_text("横排页面:\n  页码: {位置: 左边}\n", encoding="utf-8")
    return read_look("本镇", Library.over_shipped([tmp_path / "库"]), Problems())


def test_numbers_of_wide_pages_are_turned_where_the_profile_asks_for_it(tmp_path):
    assert numbers(filled(tmp_path, look=own_profile(tmp_path))) == [{False}, {True}, {False}]


@pytest.mark.slow
def test_turned_numbers_are_turned_back(tmp_path):
    from hqe_docs.paper.gongwen.restyle import restyled
    from hqe_docs.paper.package import read_package, write_package

    turned = restyled(read_package(TEMPLATES / f"{NAME}.docx"), own_profile(tmp_path))
    assert write_package(tmp_path / "转.docx", turned) == []
    path = filled(tmp_path, tmp_path / "转.docx", look=look("portable"))
    assert numbers(path) == [{False}, {False}, {False}]


@pytest.mark.slow
def test_a_booklet_has_its_binding_edge_inside(tmp_path, plain):
    path = filled(tmp_path, look=look("", duplex=True))
    settings = etree.fromstring(part(path, "word/settings.xml"))
    names = [etree.QName(child).localname for child in settings]
    assert names.index("zoom") < names.index("mirrorMargins") < names.index("evenAndOddHeaders")
    assert sections(path) == sections(plain)


def test_a_template_is_restyled_once_and_profiles_are_told_apart(tmp_path):
    assert look("glyph").digest == look("glyph").digest
    assert len({look(name).digest for name in ("portable", "hybrid", "glyph")}) == 3
    assert Look().digest != Look(duplex=True).digest


@pytest.mark.slow
def test_the_shipped_templates_are_in_the_portable_profile_already(tmp_path):
    profile = profile_named("portable")
    assert profile.line == 579
    plain = part(filled(tmp_path), "word/styles.xml")
    again = part(filled(tmp_path, look=look("portable")), "word/styles.xml")
    assert etree.canonicalize(etree.fromstring(plain)) == etree.canonicalize(etree.fromstring(again))
