"""A text source composed into the document: blank lines, sections and keep-together follow GB/T 9704."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from hqe_docs.paper.gongwen.blocks import LAST_APART, is_control, is_last_apart, is_looped
from hqe_docs.paper.gongwen.heads import head, is_letter
from hqe_docs.paper.gongwen.imprint import imprint
from hqe_docs.paper.gongwen.lines import CONTROL, Line
from hqe_docs.paper.gongwen.newdocument import new_document
from hqe_docs.paper.gongwen.ooxml import Element, control, paragraph, runs, x
from hqe_docs.paper.gongwen.pictures import picture
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import section
from hqe_docs.paper.gongwen.signing import signature
from hqe_docs.paper.gongwen.styles import character_id
from hqe_docs.paper.gongwen.tables import Tables
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import W

# short names that the sources may use
SHORT = {
    "正文": "公文正文",
    "主送": "主送机关",
    "一级": "一级标题",
    "二级": "二级标题",
    "三级": "三级标题",
    "三级段": "三级标题",
    "四级": "四级标题",
    "四级段": "四级标题",
    "日期": "成文日期",
}
RUN_IN = {
    "一级标题段": "一级标题句",
    "二级标题段": "二级标题句",
}  # paragraph style and that of its heading sentence
NOT_BOUND = "{% if 发文.附件另订|default(false) %}{{ 发文.文号 }}{% endif %}"  # §7.3.7: annexes bound apart
TITLE_LOOP = re.compile(r"\{\{\s*(.+?)\s*\|\s*join\('\\n'\)\s*\}\}")
NUMBERED = re.compile(r"^(附件：)?[　\s]*((?:\d+|\{\{[^}]*\}\})\.)?(.*)$", re.S)
SENTENCE_END = re.compile(r"(\{[{%].*?[}%]\})|(。)", re.S)


def compose(lines: Iterable[Line], tables: Tables, profile: Profile, title: str = "") -> Parts:
    """Return the parts of the template that the lines stand for; ValueError names a line that can't be used."""
    composer = Composer(profile, tables)
    for line in lines:
        composer.add(line)
    return new_document(composer.document(), profile, title)


@dataclass(slots=True)
class Composer:
    """Collects the body's elements line by line; `kind` is the section being filled."""

    profile: Profile
    tables: Tables
    kind: str = "纵向"
    body: list[Element] = field(default_factory=list)
    starts_page: bool = False
    after_break: bool = False
    in_note: bool = False
    form: str = ""
    first_page_unnumbered: bool = False

    def add(self, line: Line) -> None:
        """Add what one source line stands for."""
        name = SHORT.get(line.style, line.style)
        self.in_note = self.in_note and name in ("附件说明", CONTROL)
        if name.startswith("表:"):
            self.table(name[2:])
        elif name in COMMANDS:
            self.command(name, line)
        elif name in self.profile.styles:
            if name == "签字行" and not is_control(self.body[-1]):  # not all notes of a loop
                self._keep_last()
            self.put(name, *self.words(line.text))
        else:
            raise ValueError(f"line {line.number}: unknown style {line.style}")

    def command(self, name: str, line: Line) -> None:
        try:
            COMMANDS[name](self, line.text)
        except ValueError as fault:
            raise ValueError(f"line {line.number}: {fault}") from fault

    def document(self) -> Element:
        """Return the whole w:document."""
        return x("document", x("body", *self.body, self._section()))

    def _section(self) -> Element:
        made = section(self.profile, self.kind, is_letter=self.first_page_unnumbered)
        self.first_page_unnumbered = False
        return made

    def put(self, style: str, *content: Element, properties: tuple[Element, ...] = ()) -> None:
        if self.starts_page and not properties:
            properties = (x("pageBreakBefore"),)
        self.starts_page = self.after_break = False
        self.body.append(paragraph(self.profile.style_id(style), *content, properties=properties))

    def blanks(self, count: int, keep: bool = False) -> None:
        for _ in range(count):
            self.put("空行", properties=(x("keepNext"),) if keep else ())

    def words(self, text: str) -> list[Element]:
        """Return the runs of a text; what is emphasised is set in 黑体, official papers know no bold."""
        return runs(text, emphasis=character_id(self.profile, "黑体字"))

    def control(self, text: str) -> None:
        self.body.append(control(self.profile.style_id("公文正文"), text))

    # ------------------------------------------------------------ the head, the title
    def head(self, text: str) -> None:
        """Add the head of a form: 下行 (or nothing), 上行, 信函, 令, 纪要."""
        self.form = text.strip()
        self.first_page_unnumbered = is_letter(self.form)
        self.body.extend(head(self.profile, self.form))

    def title(self, text: str, style: str = "公文标题") -> None:
        style = "印发件标题" if self.starts_page and style == "公文标题" else style
        self.starts_page = False
        self.put(style, *title_runs(text))
        self.blanks(1)

    def subtitle(self, text: str) -> None:
        """Add a line below the title, before the empty line that follows it."""
        self.body.pop()
        self.put("副标题", *title_runs(text))
        self.blanks(1)

    def attachment_title(self, text: str) -> None:
        self.title(text, "附件标题")

    def attachment_number(self, text: str) -> None:
        # the section break has turned the page already
        properties = (x("pageBreakBefore", val=0),) if self.after_break else ()
        self.put("附件序号", *runs(NOT_BOUND + text), properties=properties)
        self.blanks(1, keep=True)

    # ------------------------------------------------------------ text
    def table(self, name: str) -> None:
        if self.tables.stays_with_text(name):
            self._keep_last()
        self.body.append(self.tables.table(name, self.kind))

    def picture(self, text: str) -> None:
        """Add a picture of the package: its number, width and height in twips, what it shows."""
        number, width, height, shown = text.split(" ", 3)
        self.put("图片", picture(int(number), int(width), int(height), shown))

    def drawn(self, text: str) -> None:
        """Add the tag of a picture, on the page of its caption."""
        self.put("图片", *runs(text), properties=(x("keepNext"),))

    def run_in(self, text: str, style: str = "二级标题段") -> None:
        """Add a paragraph whose first sentence is its heading, in 楷体 or 黑体 (§7.3.3)."""
        heading, rest = split_heading(text)
        self.put(style, *runs(heading, character_id(self.profile, RUN_IN[style])), *self.words(rest))

    def first_run_in(self, text: str) -> None:
        self.run_in(text, "一级标题段")

    def present(self, text: str, label: str = "出席") -> None:
        """Add who was there; the names hang after the colon (§10.3)."""
        if label == "出席":
            self.blanks(1)
        self.put("纪要名单", *runs(f"{label}：", character_id(self.profile, "黑体字")), *runs(text))

    def excused(self, text: str) -> None:
        self.present(text, "请假")

    def attending(self, text: str) -> None:
        self.present(text, "列席")

    def attachment_note(self, text: str) -> None:
        if not self.in_note:
            self._keep_last()
            self.blanks(1, keep=True)
        self.in_note = True
        label, number, name = NUMBERED.match(text).groups()  # type: ignore[union-attr]
        style = "附件说明续" if not label else "附件说明" if number else "附件说明单"
        # the tab ends at the hanging indent, so the name starts at the same place in any typeface
        self.put(style, *runs((label or "") + (f"{number}\\t" if number else "") + name))

    def signature(self, text: str) -> None:
        """Add the sealed layout's organ line with room for the seal above it (§7.3.5.1)."""
        if not self._is_signed():
            self._make_room()
        self.put("署名", *runs(text))

    def _make_room(self) -> None:
        """Leave the seal its room between text and signature."""
        self._keep_last()
        self.blanks(self.profile.number("署名栏", "盖章空行", "行数"), keep=True)

    def _is_signed(self) -> bool:
        return self.body[-1][0][0].get(W + "val") == self.profile.style_id("署名")

    def signed(self, _: str) -> None:
        """Add organ and day in the manner that 发文 says (§7.3.5)."""
        self._keep_last()
        self.starts_page = False
        self.body.extend(signature(self.profile))

    def day(self, text: str) -> None:
        """Add the day; with no organ above it, it leaves the seal its room itself (§7.3.5.1)."""
        if not self._is_signed():
            self._make_room()
        self.put("成文日期", *runs(text))

    def remark(self, text: str) -> None:
        """Add 附注 in brackets below the day (§7.3.6); without a text what 发文 says, if it says anything."""
        self._keep_days()
        if text:
            self.put("附注", *runs(f"（{text}）"))
            return
        self.control("{%p if 发文.附注|default('') %}")
        self.put("附注", *runs("（{{ 发文.附注 }}）"))
        self.control("{%p endif %}")

    def _keep_days(self) -> None:
        """Keep the day, in each manner of signing, on the page of what comes below it."""
        last = {self.profile.style_id(name) for name in ("成文日期", "不盖章日期", "签名章日期")}
        for element in self.body:
            if element.tag == x("p").tag and element[0][0].get(W + "val") in last:
                self._keep(element[0])

    def _keep_last(self) -> None:
        """Keep what comes next on the page of the last text: no signature stands alone (§7.3.5.5)."""
        passed = {self.profile.style_id(name) for name in ("空行", "附件说明", "附件说明续", "附件说明单")}
        for element in reversed(self.body):
            if is_control(element):
                continue
            if element.tag == x("tbl").tag:
                for properties in element[-1].iter(x("pPr").tag):
                    self._keep(properties)
                return
            if element[0][0].get(W + "val") not in passed:
                self._keep_text(element)
                return
            self._keep(element[0])

    def _keep_text(self, element: Element) -> None:
        """Keep a paragraph with the next; of those that a loop makes of it only the last one."""
        at = self.body.index(element)
        if is_last_apart(self.body[:at]):
            return
        if is_looped(self.body[:at]):
            opening, other, closing = (control(self.profile.style_id("公文正文"), tag) for tag in LAST_APART)
            self.body[at : at + 1] = [opening, last := deepcopy(element), other, element, closing]
            element = last
        self._keep(element[0])

    @staticmethod
    def _keep(properties: Element) -> None:
        style, *rest = properties
        if x("keepNext").tag not in {item.tag for item in rest}:
            style.addnext(x("keepNext"))

    # ------------------------------------------------------------ sections
    def landscape(self, _: str) -> None:
        self._turn_to("横向")

    def portrait(self, _: str) -> None:
        self._turn_to("纵向")

    def sheet(self, _: str) -> None:
        """Make the section one of 内部表; only at the beginning."""
        self.kind = "内部表"

    def survey(self, _: str) -> None:
        """Make the section one of 调查表; only at the beginning."""
        self.kind = "调查表"

    def archive(self, _: str) -> None:
        """Make the section one of 归档, whose pages are numbered by who binds them; only at the beginning."""
        self.kind = "归档"

    def _turn_to(self, kind: str) -> None:
        """Begin a page; a section only where the paper is turned."""
        if self.kind == kind:
            self.starts_page = True
        else:
            self._end_section(kind)

    def _end_section(self, following: str) -> None:
        if is_control(self.body[-1]) or self.body[-1].tag != x("p").tag:
            self.put("分节")
        self.body[-1][0].append(self._section())
        self.kind, self.after_break = following, True

    def imprint(self, _: str) -> None:
        # for papers that end on an odd page; only who has seen the pages knows (§7.4, practice)
        self.control("{%p if 发文.版记另面|default(false) %}")
        self.put("分节", properties=(x("pageBreakBefore"),))
        self.control("{%p endif %}")
        self.put("版记", *imprint(self.profile, is_letter=is_letter(self.form)))


COMMANDS: Mapping[str, Callable[[Composer, str], None]] = {
    CONTROL: Composer.control,
    "版头": Composer.head,
    "标题": Composer.title,
    "附件标题": Composer.attachment_title,
    "附件序号": Composer.attachment_number,
    "副标题": Composer.subtitle,
    "一级段": Composer.first_run_in,
    "二级段": Composer.run_in,
    "出席": Composer.present,
    "请假": Composer.excused,
    "列席": Composer.attending,
    "附件说明": Composer.attachment_note,
    "署名": Composer.signature,
    "成文日期": Composer.day,
    "图片": Composer.picture,
    "图": Composer.drawn,
    "落款": Composer.signed,
    "附注": Composer.remark,
    "分节横向": Composer.landscape,
    "分节纵向": Composer.portrait,
    "内部表": Composer.sheet,
    "调查表": Composer.survey,
    "归档页": Composer.archive,
    "版记": Composer.imprint,
}


def title_runs(text: str) -> list[Element]:
    """Return the runs of a title; `行|join('\\\\n')` becomes a loop of lines in the one paragraph."""
    loop = TITLE_LOOP.fullmatch(text.strip())
    if loop is None:
        return runs(text)
    opening, closing = "{% for 行 in " + loop.group(1) + " %}", "{% endfor %}"
    return runs(opening + "{{ 行 }}{% if not loop.last %}\\n{% endif %}" + closing)


def split_heading(text: str) -> tuple[str, str]:
    """Return a run-in heading and the text after it; a full stop inside a tag doesn't end the heading."""
    for match in SENTENCE_END.finditer(text):
        if match.group(2):
            return text[: match.end()], text[match.end() :]
    return text, ""
