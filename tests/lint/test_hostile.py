"""Files from outside that mean no good, or were written by programs that know no better: told, never raised."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.lint.lint import lint
from hqe_docs.paper.package import Parts
from hqe_docs.paper.resolved.document import Paper
from hqe_docs.paper.resolved.reading import MOST_SECTIONS, read_paper
from hqe_docs.problems import Problem
from tests.examples import examples
from tests.lint.making import changed, document, p, read, right
from tests.lint.test_document import BOX, NUMBERING, item

CELL = (
    '<w:tbl><w:tblPr><w:tblW w:w="9" w:type="dxa"/></w:tblPr><w:tr><w:trPr><w:gridBefore w:val="1"/>'
    '<w:trHeight w:val="400" w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="1" w:type="pct"/>'
    '<w:gridSpan w:val="3"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
)
RICH = changed(
    right(numbering=NUMBERING),
    "<w:body>",
    f"<w:body>{p('洪府字〔2023〕1号')}<w:p>{BOX.format(p('框'))}</w:p>{CELL}{item(0)}{item(1)}",
)
VALUES = [
    (name, match.span(1))
    for name, content in RICH.items()
    for match in re.finditer(r'(?<!xmlns)(?<!xmlns:.)="([^"]*)"', content)
]
NONSENSE = st.sampled_from(
    ["", "-1", "0", "99999999", "-99999999", "1e9", "多", "１２", "nan", "0.5cm", "-3pt", "true", "9" * 400]
)


def looked_at(parts: dict[str, str]) -> list[Problem]:
    paper = read_paper(Parts({name: content.encode() for name, content in parts.items()}), "坏.docx")
    return lint(paper) if isinstance(paper, Paper) else [paper]


@examples(100)
@given(st.sampled_from(VALUES), NONSENSE)
def test_nonsense_in_any_attribute_raises_nothing(place, nonsense):
    name, (start, end) = place
    looked_at(RICH | {name: RICH[name][:start] + nonsense + RICH[name][end:]})


@examples(100)
@given(st.sampled_from([name for name in RICH if name.startswith("word/")]))
def test_a_part_that_is_missing_raises_nothing(name):
    looked_at({other: content for other, content in RICH.items() if other != name})


def test_a_style_based_on_itself_ends():
    style = '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="甲"/><w:basedOn w:val="b"/></w:style>'
    (paragraph,) = read(document(p("文", "b"), styles=style)).paragraphs
    assert paragraph.style == "甲"


def test_tables_within_tables_to_the_bottom_are_read():
    depth = 60
    within = "<w:tbl><w:tr><w:tc>" * depth + p("底") + f"{p('')}</w:tc></w:tr></w:tbl>" * depth
    looked_at(document(within))


def test_more_sections_than_a_person_makes_are_refused():
    body = p("", "", "<w:sectPr/>") * (MOST_SECTIONS + 1)
    (only,) = looked_at(document(body))
    assert (only.code, "分节超过" in only.message) == ("G101", True)


def test_a_label_of_any_length_is_cut():
    long = changed(RICH, 'w:val="%1、"', f'w:val="{"一" * 100_000}"')
    paper = read_paper(Parts({name: content.encode() for name, content in long.items()}), "长.docx")
    assert isinstance(paper, Paper)
    assert max(len(one.label) for one in paper.paragraphs) < 100


def test_entities_stand_for_nothing():
    bomb = '<!DOCTYPE a [<!ENTITY b "文"><!ENTITY c "&b;&b;">]>'
    parts = document(p("&c;"))
    parts["word/document.xml"] = bomb + parts["word/document.xml"]
    paper = read_paper(Parts({name: content.encode() for name, content in parts.items()}), "弹.docx")
    assert isinstance(paper, Paper)
    assert paper.paragraphs[0].text == ""
