"""Papers made with the settings that other offices use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tools.blankword import new_document

LONG = "各村民委员会要把入户调查作为创建工作的基础，逐户登记劳动力的就业状况、培训意愿和服务需求，做到底数清楚、情况明白。"


@dataclass(frozen=True)
class Other:
    """Settings that are not the standard's, and the findings they must give."""

    line: float
    codes: frozenset[str]
    change: Callable[[Any], None] = lambda section: None


def _margins(section: Any) -> None:
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(25.4))


def _grid(section: Any) -> None:
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "312")


def _characters(section: Any) -> None:
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "579")
    grid.set(qn("w:charSpace"), "-848")


def _foot(section: Any) -> None:
    section.footer_distance = Mm(7)


OTHERS = {
    "行距28磅": Other(28, frozenset(["G115", "G116"])),
    "行距29磅": Other(29, frozenset(["G112", "G116"])),
    "行距33磅": Other(33, frozenset(["G112", "G116"])),
    "页边距2.54厘米": Other(28.95, frozenset(["G103", "G105"]), _margins),
    "网格312": Other(28.95, frozenset(["G117"]), _grid),
    "字符网格": Other(28.95, frozenset(["G117"]), _characters),
    "页码距页边7毫米": Other(28.95, frozenset(["G134"]), _foot),
}


def other(name: str, path: Path) -> Path:
    """Save the paper with those settings: a notice of some pages."""
    settings, document = OTHERS[name], new_document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = (
        Mm(37),
        Mm(28),
        Mm(26),
        Mm(35),
    )
    section.footer_distance = Mm(17.5)
    settings.change(section)
    for text, size, align, font in _texts():
        paragraph = document.add_paragraph(style="Normal")
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(size), "Times New Roman"
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(settings.line)
        paragraph.paragraph_format.space_after = Pt(0)
        if align is None and text != "各村民委员会：":
            paragraph.paragraph_format.first_line_indent = Pt(32)
    _number(section.footer.paragraphs[0])
    document.save(path)
    return path


def _texts() -> list[tuple[str, int, int | None, str]]:
    body = "仿宋_GB2312"
    made = [
        ("关于开展入户调查的通知", 22, 1, "方正小标宋简体"),
        ("", 16, None, body),
        ("各村民委员会：", 16, None, body),
    ]
    for number in "一二三":
        made += [(f"{number}、总体要求", 16, None, "黑体"), ("（一）加强领导。" + LONG * 3, 16, None, body)]
        made += [
            (LONG * 6, 16, None, body),
            ("1.登记信息。" + LONG * 2, 16, None, body),
            (LONG * 5, 16, None, body),
        ]
    return [*made, ("洪江镇人民政府", 16, 2, body), ("2023年6月18日", 16, 2, body)]


def _number(paragraph: Any) -> None:
    paragraph.alignment = 1
    for kind in ("begin", "PAGE", "end"):
        run = paragraph.add_run()
        if kind == "PAGE":
            child = OxmlElement("w:instrText")
            child.text = kind
        else:
            child = OxmlElement("w:fldChar")
            child.set(qn("w:fldCharType"), kind)
        run._r.append(child)
