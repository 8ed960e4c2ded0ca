"""Empty lines that the standard asks for and the paper has none of, made by space above: no paragraph is added."""

from __future__ import annotations

import itertools

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.lint.elements.elements import Elements
from hqe_docs.paper.relayout.placing import properties_of, put
from hqe_docs.paper.resolved.document import Paper
from hqe_docs.paper.word.namespaces import W

# one line: 主送机关 below the title, 附件说明 below the text, an annex's title below its number (7.3.2, 7.3.4, 7.3.7)
_TITLE, _TEXT = ("title", "subtitle"), ("text", "heading1", "heading2", "heading3", "heading4")
_ABOVE = {"addressee": _TITLE, "note": _TEXT, "annex_title": ("annex_label",)}


def open_gaps(paper: Paper, elements: Elements, profile: Profile) -> None:
    """Give elements that stand right below another, where an empty line belongs, the space of one above."""
    places = {id(item): place for place, item in enumerate(paper.paragraphs)}
    for (above, upper), (role, item) in itertools.pairwise(elements.found):
        if above not in _ABOVE.get(role, ()) or places[id(item)] != places[id(upper)] + 1:
            continue
        properties = properties_of(item.element, "pPr")
        if properties.find(W + "spacing") is None and not item.shape.page_break:
            put(properties, etree.Element(W + "spacing", {W + "before": str(profile.line)}))
