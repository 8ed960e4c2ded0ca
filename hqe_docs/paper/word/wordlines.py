"""Line ends, tabs, page ends and paragraph ends inside values, as Word writes them."""

from __future__ import annotations

import re

BREAKS = re.compile("[\t\n\a\f]")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>[^<]*[\t\n\a\f][^<]*</w:t>")
_RUN_LOOK = re.compile(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>)?")
_PARAGRAPH_LOOK = re.compile(r"<w:p(?: [^>]*)?>(<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_OPEN = '<w:t xml:space="preserve">'


def with_breaks(xml: str) -> str:
    """Return `xml` with each of \\n \\t \\a \\f in a text as docxtpl's Listing has it: break, tab, paragraph, page."""
    done, end = [], 0
    for match in _TEXT.finditer(xml):
        done.append(xml[end : match.start()])
        done.append(_broken(match[0], xml, match.start()))
        end = match.end()
    done.append(xml[end:])
    return "".join(done)


def _broken(text: str, xml: str, at: int) -> str:
    run = _look(_RUN_LOOK, "<w:r", xml, at)
    shut, opened = "</w:t></w:r>", f"<w:r>{run}{_OPEN}"
    text = text.replace("\n", f"</w:t><w:br/>{_OPEN}")
    text = text.replace("\t", f"{shut}<w:r>{run}<w:tab/></w:r>{opened}")
    if "\a" in text or "\f" in text:
        paragraph = f"<w:p>{_look(_PARAGRAPH_LOOK, '<w:p', xml, at)}{opened}"
        text = text.replace("\a", f"{shut}</w:p>{paragraph}")
        page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        text = text.replace("\f", f"{shut}</w:p>{page}{paragraph}")
    return text


def _look(pattern: re.Pattern[str], element: str, xml: str, at: int) -> str:
    """Return the properties of the nearest `element` opened before `at`."""
    start = max(xml.rfind(element + ">", 0, at), xml.rfind(element + " ", 0, at))
    match = pattern.match(xml, start) if start >= 0 else None
    return (match[1] or "") if match else ""
