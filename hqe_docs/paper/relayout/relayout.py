"""A paper laid out anew: `relaid` gives the parts of the new file and what a person must look after."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.lint.elements.elements import Elements, elements_of
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relayout.cells import mend_faces, mend_lists, set_imprint
from hqe_docs.paper.relayout.footers import set_page_numbers
from hqe_docs.paper.relayout.gaps import open_gaps
from hqe_docs.paper.relayout.pages import narrow_tables, off_grid, set_pages, set_settings
from hqe_docs.paper.relayout.paragraphs import breaks_page, has_things, restyle, set_blank
from hqe_docs.paper.relayout.pictures import show_pictures
from hqe_docs.paper.relayout.placing import properties_of, put
from hqe_docs.paper.relayout.roles import BLANK, LEADS, NOTES, STYLES, wanted_for
from hqe_docs.paper.relayout.stylesheet import take_styles
from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Location, Problems

NAMES = (*STYLES, *NOTES, *LEADS, "页码", "页码双")


def relaid(paper: Paper, profile: Profile, found: Problems) -> Parts | None:
    """Return the parts of the paper in the profile's layout; None for a form without running text.

    Texts, tables, pictures, notes and comments stay; headings, text and annexes take the profile's styles, the head,
    the imprint and what stands in cells and boxes keep theirs.
    """
    if running_text(paper) is None:
        found.add("G401", Location(paper.file))
        return None
    parts = Parts(paper.parts)
    ids = take_styles(parts, paper.main, profile, NAMES)
    elements = elements_of(paper)
    mend_faces(paper, _set_paragraphs(paper, elements, ids))
    set_imprint(elements, profile)
    open_gaps(paper, elements, profile)
    show_pictures(paper, profile)
    _attach_section(paper)
    set_pages(paper, profile)
    narrow_tables(paper, profile)
    mend_lists(paper)
    set_page_numbers(parts, paper, profile, ids, found)
    set_settings(parts, paper.main)
    parts[paper.main] = xml_bytes(paper.root)
    return parts


def _set_paragraphs(paper: Paper, elements: Elements, ids: Mapping[str, str]) -> list[Paragraph]:
    """Give each element its style; return the paragraphs that keep their looks."""
    begun = False  # the head keeps its blank lines
    before: Paragraph | None = None
    untouched = []
    for item in paper.paragraphs:
        wanted = wanted_for(item, elements)
        in_flow = item.cell is None and item.box is None
        if wanted is not None:
            begun = True
            restyle(item, wanted, ids)
            if wanted.style == "附件序号" and breaks_page(before.element if before else None, item):
                put(
                    properties_of(item.element, "pPr"), etree.Element(W + "pageBreakBefore", {W + "val": "0"})
                )
        elif begun and in_flow and item.is_blank and not has_things(item.element) and not item.shape.frame:
            set_blank(item, ids, BLANK)
        else:
            untouched.append(item)
        before = item if in_flow else before
    off_grid(item.element for item in untouched)
    return untouched


def _attach_section(paper: Paper) -> None:
    """Give a document that says nothing of its page a section to say it in."""
    body, last = paper.root.find(W + "body"), paper.sections[-1].element
    if body is not None and last.getparent() is None:
        body.append(last)
