"""版头: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人 and the red rule (GB/T 9704 7.2)."""

from __future__ import annotations

import re
from typing import NamedTuple

from hqe_docs.paper.lint.elements.elements import (
    NUMBER,
    ORDER_NUMBER,
    SIGNER,
    Elements,
    face_is_red,
    plain_text,
)
from hqe_docs.paper.lint.elements.positions import (
    blank_lines,
    character,
    edges,
    first_edge,
    indents,
    top_on_page,
)
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.lint.typefaces import typeface
from hqe_docs.paper.resolved.document import Face, Paper, Paragraph
from hqe_docs.paper.resolved.measures import VAL
from hqe_docs.paper.units import millimetres, number, size_name, twips_of
from hqe_docs.paper.word.namespaces import W
from hqe_docs.problems import Problems

_RIGHT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔(?:19|20)\d\d〕[1-9]\d*号")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★(?:[1-9]\d*年|长期|[1-9]\d*个月|[1-9]\d*天))?")
_MARK_TOP = {"issued": ("7.2.4", 35), "minutes": ("10.3", 35), "order": ("10.2", 20)}
_ORDER = ("copy_number", "secrecy", "urgency")
_NAMES = {"copy_number": "份号", "secrecy": "密级和保密期限", "urgency": "紧急程度"}


def first_face(paragraph: Paragraph) -> Face:
    """Return the face of a paragraph's first characters."""
    return next((span.face for span in paragraph.spans if span.text.strip()), paragraph.mark)


def face_of_number(paragraph: Paragraph) -> Face:
    """Return the face of 发文字号, before which a letter may have its labels."""
    return next((span.face for span in paragraph.spans if "〔" in span.text), first_face(paragraph))


class Wanted(NamedTuple):
    """What an element looks like: its name, its size in half-points, its typeface, and the clause that says so."""

    name: str
    size: int
    family: str
    clause: str


def check_face(paper: Paper, paragraph: Paragraph, wanted: Wanted, found: Problems) -> None:
    """Tell what is not in the size and typeface that an element has."""
    name, size, family, clause = wanted
    face = face_of_number(paragraph) if wanted.name == "发文字号" else first_face(paragraph)
    where = paragraph.place(paper.file)
    if face.size != size:
        found.add("G201", where, name=name, wanted=size_name(size), found=size_name(face.size), clause=clause)
    if typeface(face.east) != family:
        found.add("G202", where, name=name, wanted=family, found=face.east or "没有指定", clause=clause)


def check_labels(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a 份号 that is not six digits, labels in another face or order, or not at the left edge."""
    labels = [(role, item) for role, item in elements.found if role in _ORDER]
    for role, item in labels:
        text = plain_text(item).strip()
        where = item.place(paper.file)
        if role == "copy_number" and not re.fullmatch(r"\d{6}", text):
            found.add("G203", where, found=text)
        if role == "secrecy" and not _SECRECY.fullmatch(text):
            found.add("G204", where, found=text)
        family = "仿宋" if role == "copy_number" else "黑体"
        if role != "copy_number" or typeface(first_face(item).east) not in ("仿宋", "宋体"):
            check_face(paper, item, Wanted(_NAMES[role], 32, family, "7.2"), found)
        if item.box is None and item.cell is None and abs(first_edge(paper, item)) > character(paper) / 2:
            found.add("G206", where, name=_NAMES[role], wanted="顶格", found="缩进了")
    met = [role for role, _ in labels]
    if met != sorted(met, key=_ORDER.index):
        found.add("G205", labels[0][1].place(paper.file), found="、".join(_NAMES[role] for role in met))


def check_mark(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a mark that is not red, not 小标宋, not centred or not at its height; organs one below another untabled."""
    marks = elements.of("mark")
    if not marks:
        return
    first = marks[0]
    where = first.place(paper.file)
    if not face_is_red(first):
        found.add("G207", where, found=_colour_name(first))
    if typeface(first_face(first).east) != "小标宋":
        found.add(
            "G202", where, name="发文机关标志", wanted="小标宋", found=first_face(first).east, clause="7.2.4"
        )
    loose = [item for item in marks if item.cell is None]
    for item in loose:
        left, right, indent = indents(item, character(paper))
        if item.shape.align not in ("center", "distribute") or abs(left + indent - right) > character(paper):
            found.add("G206", item.place(paper.file), name="发文机关标志", wanted="居中", found=_align(item))
    if len(loose) > 1 and any(plain_text(item).strip().endswith("文件") for item in loose):
        found.add("G208", where, found="现排在最后一行")
    word = next((item for item in marks if item.cell and plain_text(item).strip() == "文件"), None)
    if word is not None and len(marks) > 2 and not _is_in_the_middle(word):
        found.add("G208", where, found="所在的单元格没有垂直居中")
    top = top_on_page(paper, first) if elements.form in _MARK_TOP else None
    if top is not None:
        clause, wanted = _MARK_TOP[elements.form]
        gap = top - area_top(paper)
        if abs(gap - twips_of(wanted)) > 110:
            found.add("G209", where, wanted=wanted, found=millimetres(gap), clause=clause)


def _is_in_the_middle(item: Paragraph) -> bool:
    """Say whether the paragraph's cell has its text in the middle of its height."""
    cell = next(item.element.iterancestors(W + "tc"), None)
    place = cell.find(f"{W}tcPr/{W}vAlign") if cell is not None else None
    return place is not None and place.get(VAL) == "center"


def area_top(paper: Paper) -> int:
    """Return the upper edge of the type area: 37 mm, also where glyphs are counted."""
    running, margin = running_text(paper), abs(paper.sections[0].top)
    return twips_of(37) if running is not None and running.by_glyphs else margin


def _colour_name(paragraph: Paragraph) -> str:
    colour = first_face(paragraph).colour
    return f"颜色 {colour}" if colour and colour != "000000" else "黑色"


def _align(paragraph: Paragraph) -> str:
    names = {"left": "左对齐", "right": "右对齐", "both": "两端对齐", "center": "居中而有缩进"}
    return names.get(paragraph.shape.align, "没有居中")


def check_number(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a number in another form, at another place, or not two lines below the mark."""
    item = elements.first("number")
    if item is None:
        return
    where, text = item.place(paper.file), plain_text(item)
    match = NUMBER.search(text)
    if match:
        written = re.sub(r" +|年(?=〕)|第|(?<=〕)0+", "", match["number"])
        is_right = _RIGHT_NUMBER.fullmatch(
            re.sub(r"[\[［【(（]", "〔", re.sub(r"[\]］】)）]", "〕", written))
        )
    else:
        alone = elements.form in ("order", "minutes") and not re.search(r"(?<!\d)0\d", text)
        is_right = ORDER_NUMBER.fullmatch(text) if alone else None
    if match and not re.search(r"[〕\]］】)）]\D*\d", match["number"]):
        is_right = match  # the number is not known yet
    if not is_right:  # what is wrong in any document number is told of the text
        found.add("G210", where, found=(match["number"] if match else text).strip())
    marks = elements.of("mark")
    gap = blank_lines(paper, marks[-1], item) if marks and elements.form != "letter" else None
    if gap is not None and abs(gap - 2) > 0.5:
        found.add(
            "G211", where, name="发文字号", above="发文机关标志", wanted=2, found=number(gap), clause="7.2.5"
        )
    check_face(paper, item, Wanted("发文字号", 32, "仿宋", "7.2.5"), found)
    if item.cell is None and item.box is None:
        _check_number_place(paper, elements, item, found)


def _check_number_place(paper: Paper, elements: Elements, item: Paragraph, found: Problems) -> None:
    where, text = item.place(paper.file), plain_text(item)
    one = character(paper)
    if SIGNER.search(text):
        if abs(first_edge(paper, item) - one) > 0.4 * one:
            chars = number(first_edge(paper, item) / one)
            found.add("G206", where, name="上行文的发文字号", wanted="左空一字", found=f"左空 {chars} 字")
    elif elements.form == "letter":
        place = edges(paper, item)
        is_right = "\t" in text or place is None or place[1] > paper.sections[0].text_width - one / 2
        if not is_right:
            found.add("G206", where, name="信函的发文字号", wanted="顶格居右", found=_align(item))
    elif item.shape.align != "center" and not elements.of("signer"):
        place = edges(paper, item)
        middle = paper.sections[0].text_width / 2
        if place is None or abs(sum(place) / 2 - middle) > one:
            found.add("G206", where, name="发文字号", wanted="居中", found=_align(item))


def check_signer(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 签发人： not in 仿宋, or the name not in 楷体."""
    for item in elements.of("signer", "number"):
        label = SIGNER.search(item.text)
        if not label:
            continue
        where, end = item.place(paper.file), 0
        for span in item.spans:
            begin, end = end, end + len(span.text)
            family, font = typeface(span.face.east), span.face.east
            if begin <= label.start() < end and family != "仿宋":
                found.add("G202", where, name="“签发人”", wanted="仿宋", found=font, clause="7.2.6")
            names = item.text[max(begin, label.end()) : end].strip()
            if names and family != "楷体":
                found.add("G202", where, name="签发人姓名", wanted="楷体", found=font, clause="7.2.6")
