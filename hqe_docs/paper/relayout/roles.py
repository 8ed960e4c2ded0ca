"""Which named style each element of a paper takes, and what it keeps of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hqe_docs.paper.lint.elements.elements import Elements, plain_text
from hqe_docs.paper.resolved.document import Paragraph

TEXT = "公文正文"
BLANK = "空行"
_PLAIN = {
    "title": "公文标题",
    "addressee": "主送机关",
    "heading3": "三级标题",
    "heading4": "四级标题",
    "text": TEXT,
    "annex_label": "附件序号",
    "annex_title": "附件标题",
    "enclosed": "公文标题",
    "organ": TEXT,
    "date": TEXT,
    "remark": TEXT,
    "present": TEXT,
}
_HEADINGS = {"heading1": "一级标题", "heading2": "二级标题"}
_ITEM = re.compile(r"[\s　]*(附[\s　]*件[\s　]*[：:])?[\s　]*(\d{1,2}[.．、])?")
_SENTENCE = re.compile(r"。(?=.)", re.S)
_STANDS = frozenset(("organ", "date"))  # their place says who signs how; only their face and line are set


@dataclass(frozen=True, slots=True)
class Wanted:
    """The style of a paragraph; `stays`: it keeps its place on the line; `lead`: characters of a run-in heading."""

    style: str
    stays: bool = False
    lead: int = 0
    lead_style: str = ""


def wanted_for(item: Paragraph, elements: Elements) -> Wanted | None:
    """Return what a paragraph is to look like; None for the head, the imprint and all that is no text of the paper."""
    if item.cell is not None or item.box is not None or item.shape.frame:
        return None
    role = elements.role(item)
    if role in _HEADINGS:
        return _heading(item, _HEADINGS[role])
    if role == "note":
        label, number = _ITEM.match(plain_text(item)).groups()  # type: ignore[union-attr]
        return Wanted("附件说明续" if not label else "附件说明" if number else "附件说明单")
    style = _PLAIN.get(role)
    if style is None:
        return None
    is_placed = item.shape.align in ("center", "right") or "\t" in item.text
    return Wanted(style, stays=role in _STANDS or (style == TEXT and is_placed))


def _heading(item: Paragraph, style: str) -> Wanted:
    """Return a heading's style; where text follows it in its paragraph, only its first sentence is set apart."""
    end = _SENTENCE.search(item.text)
    if end is None:
        return Wanted(style)
    return Wanted(f"{style}段", lead=end.end(), lead_style=f"{style}句")


STYLES = (
    BLANK,
    *dict.fromkeys(_PLAIN.values()),
    *_HEADINGS.values(),
    *(f"{s}段" for s in _HEADINGS.values()),
)
NOTES = ("附件说明", "附件说明续", "附件说明单")
LEADS = tuple(f"{style}句" for style in _HEADINGS.values())
