"""Which paragraph is which element of an official paper (GB/T 9704 7, 10): by content, place and looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hqe_docs.paper.lint.colours import is_red
from hqe_docs.paper.lint.elements.letters import is_letter
from hqe_docs.paper.lint.language.levels import head_of
from hqe_docs.paper.lint.language.prose import ANNEX_LINE, DATE_LINE, HAN
from hqe_docs.paper.resolved.document import Paper, Paragraph

NUMBER = re.compile(
    rf"(?:^|[\s\u3000])(?P<number>(?:[{HAN}]{{2,12}} ?[〔\[［【(（]\s*[\d〇零○一二三四五六七八九]{{2,4}}年?\s*[〕\]］】)）]"
    r"\s*第?\s*(?:\d+|[\u3000 _×]+)\s*号))(?=$|[\s\u3000])"
)
ORDER_NUMBER = re.compile(r"[\s\u3000]*[（(]?(?:〔\d{4}〕)?第?\s*\d+\s*[号期次][）)]?[\s\u3000]*")
YEARLESS = re.compile(rf"[\s\u3000]*[{HAN}]{{2,12}}第?\s*\d+\s*号[\s\u3000]*")
SIGNER = re.compile(r"签发人[：:]")
COPY_NUMBER = re.compile(r"[\s\u3000]*(?:№|No\.?)?\d{1,8}[\s\u3000]*")
SECRECY = re.compile(r"[\s\u3000]*(?:绝\s*密|机\s*密|秘\s*密)(?:[★*☆\d].*)?[\s\u3000]*")
URGENCY = re.compile(r"[\s\u3000]*(?:特\s*急|加\s*急|特\s*提|平\s*急|急\s*件)[\s\u3000]*")
NOTE = re.compile(r"[\s\u3000]*附[\s\u3000]*件[\s\u3000]*[：:].*")
NOTE_ITEM = re.compile(r"[\s\u3000]*\d{1,2}[.．、][\s\u3000]*\S.*")
DETACHED = re.compile(rf"[\s\u3000]*[{HAN}]{{2,12}}〔\d{{4}}〕\d+号[\s\u3000]*附[\s\u3000]*件\d*[\s\u3000]*")
REMARK = re.compile(r"[\s\u3000]*[（(].*[）)][\s\u3000]*")
BARE_REMARK = re.compile(r"[\s\u3000]*(?:此件|联系人[：:])[^。]{2,40}")
COPY_TO = re.compile(r"[\s\u3000]*(?P<label>抄\s*送|主\s*送|分\s*送|抄\s*报)[：:]")
PRINTED = re.compile(r"(?P<date>\d{4}年\d{1,2}月\d{1,2}日)[\s\u3000]*印[\s\u3000]*发[\s\u3000]*$")
PRESENT = re.compile(r"[\s\u3000]*(?P<label>出席|请假|列席|出席人员|列席人员)[：:]")
_ADDRESSEE = re.compile(r"[^。；！？]{2,200}[：:]")
_BODY_COLON = re.compile(r"如下[：:]$|以下|现将|现就|根据|按照|为[了深]|同志们|要求[：:]|内容[：:]|事项[：:]")
_SENTENCE = re.compile(r"[。；！？]")
MARK_SIZE, TITLE_SIZE = 36, 36  # half-points: a mark has at least, a title is at least
_HEAD_LENGTH = 14  # paragraphs with text in which the head must have ended

_ITEM = re.compile(r"[^。]*[；;，,：:。]")  # （一）…； is one of several items, no heading with text after it


@dataclass(slots=True)
class Elements:
    """The elements in document order; `form`: issued, letter, order, minutes, or plain without a head."""

    form: str
    found: list[tuple[str, Paragraph]] = field(default_factory=list)
    _roles: dict[int, str] = field(default_factory=dict)

    def add(self, role: str, paragraph: Paragraph) -> None:
        self.found.append((role, paragraph))
        self._roles[id(paragraph)] = role

    def change(self, role: str) -> None:
        """Give the paragraph added last another role."""
        _, paragraph = self.found.pop()
        self.add(role, paragraph)

    def of(self, *roles: str) -> list[Paragraph]:
        """Return the paragraphs of these roles, in the order they were met."""
        return [paragraph for role, paragraph in self.found if role in roles]

    @property
    def is_official(self) -> bool:
        """Say whether it is an official paper: it has a head, or it is addressed to someone."""
        return self.form != "plain" or bool(self.of("addressee"))

    def first(self, role: str) -> Paragraph | None:
        return next(iter(self.of(role)), None)

    def role(self, paragraph: Paragraph) -> str:
        """Return a paragraph's role; empty for blank ones and cells."""
        return self._roles.get(id(paragraph), "")


def plain_text(paragraph: Paragraph) -> str:
    """Return a paragraph's text in one line, its automatic number before it."""
    return paragraph.label + paragraph.text.replace("\n", "")


def face_is_red(paragraph: Paragraph) -> bool:
    return any(is_red(span.face.colour) for span in paragraph.spans if span.text.strip())


def largest(paragraph: Paragraph) -> int:
    """Return the size of the largest text of a paragraph, in half-points."""
    return max((span.face.size for span in paragraph.spans if span.text.strip()), default=paragraph.mark.size)


@lru_cache(maxsize=1)  # several checks ask for it
def elements_of(paper: Paper) -> Elements:
    """Return what each paragraph of a paper is.

    Roles: copy_number, secrecy, urgency, mark, number, signer · title, subtitle, addressee, heading1…heading4, text, note,
    organ, date, remark · enclosed (the title of a text sent with the paper), annex_label, annex_title · copy_to,
    printed, present.
    """
    shown = [item for item in paper.paragraphs if not item.is_blank]
    number = _number(shown)
    marks = _marks(shown, number)
    made = Elements(_form(paper, marks, number))
    last = _head(made, shown, marks, number)
    _Body(made, shown[last:]).read()
    return made


def _number(shown: Sequence[Paragraph]) -> int | None:
    """Return where 发文字号 stands among the paragraphs with text."""
    for place, item in enumerate(shown[:_HEAD_LENGTH]):
        text = plain_text(item)
        if _SENTENCE.search(text):
            return None
        follows_mark = any(face_is_red(before) for before in shown[:place])
        if len(text) < 80 and NUMBER.search(text) and (item.cell is None or follows_mark):
            return place
        if follows_mark and (ORDER_NUMBER.fullmatch(text) or YEARLESS.fullmatch(text)):
            return place
    return None


def _marks(shown: Sequence[Paragraph], number: int | None) -> list[int]:
    """Return where the lines of 发文机关标志 stand: large and red, or 文件 above the number.

    The box of a mark comes behind the paragraph it is anchored to, which may be that of the number.
    """
    end = number if number is not None else min(len(shown), 8)
    places = [*range(end)]
    if number is not None:
        later = range(number + 1, min(number + 6, len(shown)))
        places += [place for place in later if shown[place].box is not None]
    red = [place for place in places if face_is_red(shown[place]) and largest(shown[place]) >= MARK_SIZE]
    if red or number is None:
        return red
    return [
        place for place in range(end) if plain_text(shown[place]).strip().endswith(("文件", "令", "纪要"))
    ]


def _form(paper: Paper, marks: list[int], number: int | None) -> str:
    if not marks:
        return "plain" if number is None else "issued"
    shown = [item for item in paper.paragraphs if not item.is_blank]
    texts = [plain_text(shown[place]).strip() for place in marks]
    if texts[-1].endswith(("令", "纪要")):
        return "order" if texts[-1].endswith("令") else "minutes"
    is_issued = any(
        text.endswith("文件") for text in texts
    )  # beside the names of a joint mark, before the last
    return "letter" if is_letter(paper) or (not is_issued and number is not None) else "issued"


def _head(made: Elements, shown: Sequence[Paragraph], marks: list[int], number: int | None) -> int:
    """Give the paragraphs of the head their roles; return where the rest begins."""
    last = max([*marks, -1 if number is None else number]) + 1
    for place, item in enumerate(shown[:last]):
        if place in marks:
            made.add("mark", item)
        elif place == number:
            made.add("number", item)
        else:
            made.add(_label(plain_text(item)), item)
    while (
        made.form == "letter" and last < len(shown) and (label := _label(plain_text(shown[last]))) != "other"
    ):
        made.add(label, shown[last])
        last += 1
    return last


def _label(text: str) -> str:
    """Return the role of a line above the mark."""
    kinds = (("copy_number", COPY_NUMBER), ("secrecy", SECRECY), ("urgency", URGENCY))
    found = next((role for role, pattern in kinds if pattern.fullmatch(text)), "")
    return found or ("signer" if SIGNER.search(text) else "other")


class _Body:
    """Gives the paragraphs below the head their roles, one after another."""

    def __init__(self, made: Elements, shown: Sequence[Paragraph]) -> None:
        self._made, self._shown = made, shown
        self._flow = [item for item in shown if item.cell is None and item.box is None]

    def read(self) -> None:
        flow, place = self._flow, 0
        place = self._title(place, "title")
        if place < len(flow) and self._is_addressee(flow[place]):
            self._made.add("addressee", flow[place])
            place += 1
        while place < len(flow):
            place = self._next(place)
        for item in self._shown:
            self._imprint(item)

    def _title(self, place: int, role: str) -> int:
        """Take the lines of a title that begins at `place`, if one does."""
        lines = list(self._title_lines(place))
        size = largest(lines[0]) if lines else 0
        for item in lines:
            self._made.add(role if largest(item) >= size else "subtitle", item)
        return place + len(lines)

    def _title_lines(self, place: int) -> Iterator[Paragraph]:
        """Yield centred lines, or large ones, up to the first that can't be part of a title."""
        for item in self._flow[place : place + 6]:
            text = plain_text(item).strip()
            is_shown = item.shape.align == "center" or largest(item) >= TITLE_SIZE
            if (
                not is_shown
                or _SENTENCE.search(text[:-1])
                or text.endswith("：")
                or DATE_LINE.fullmatch(text)
            ):
                return
            if (head_of(text) or _SENTENCE.search(text)) and (
                item.shape.align != "center" or largest(item) < TITLE_SIZE
            ):
                return
            yield item

    def _is_addressee(self, item: Paragraph) -> bool:
        text = plain_text(item).strip()
        is_full = _ADDRESSEE.fullmatch(text) and not _BODY_COLON.search(text) and not head_of(text)
        return bool(is_full) and self._made.form != "minutes" and bool(self._made.of("title"))

    def _next(self, place: int) -> int:
        """Give the paragraph at `place` its role; return the place behind all that was taken."""
        item, text = self._flow[place], plain_text(self._flow[place])
        if DETACHED.fullmatch(text) or self._is_annex_label(place):
            self._made.add("annex_label", item)
            return self._title(place + 1, "annex_title")
        if DATE_LINE.fullmatch(text):
            return self._date(place)
        if NOTE.fullmatch(text):
            return self._note(place)
        if largest(item) >= TITLE_SIZE and item.shape.align == "center":
            return max(self._title(place, "enclosed"), place + 1)
        if not COPY_TO.match(text) and not PRINTED.search(text):
            self._made.add(self._text_role(text), item)
        return place + 1

    def _is_annex_label(self, place: int) -> bool:
        """Say whether 附件2 stands here; with a colon behind it only above a title."""
        text, below = plain_text(self._flow[place]), self._flow[place + 1 : place + 2]
        if not ANNEX_LINE.fullmatch(text):
            return False
        has_title = bool(below) and below[0].shape.align == "center" and largest(below[0]) >= TITLE_SIZE
        return not re.search("[：:]", text) or (has_title and re.search(r"\d", text) is not None)

    def _text_role(self, text: str) -> str:
        if PRESENT.match(text):
            return "present"
        head = head_of(text)
        if head and head.level < 2 and _ITEM.fullmatch(text.strip()):
            return "text"
        return f"heading{head.level + 1}" if head else "text"

    def _note(self, place: int) -> int:
        self._made.add("note", self._flow[place])
        place += 1
        while place < len(self._flow) and NOTE_ITEM.fullmatch(plain_text(self._flow[place])):
            self._made.add("note", self._flow[place])
            place += 1
        return place

    def _date(self, place: int) -> int:
        """Take the date, the remark below it, and say that the line above it is the organ."""
        before = self._flow[place - 1] if place else None
        if before is not None and self._made.role(before) == "text" and _is_organ(plain_text(before)):
            self._made.change("organ")
        self._made.add("date", self._flow[place])
        after = self._flow[place + 1] if place + 1 < len(self._flow) else None
        if after is not None and any(each.fullmatch(plain_text(after)) for each in (REMARK, BARE_REMARK)):
            self._made.add("remark", after)
            return place + 2
        return place + 1

    def _imprint(self, item: Paragraph) -> None:
        text = plain_text(item)
        if self._made.form != "plain" and not self._made.role(item):
            if COPY_TO.match(text):
                self._made.add("copy_to", item)
            elif PRINTED.search(text) and len(text) < 60:
                self._made.add("printed", item)


def _is_organ(text: str) -> bool:
    return len(text.strip()) <= 40 and not re.search(r"[。；：，！？:;,]", text)
