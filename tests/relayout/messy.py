"""Documents as offices send them: one for each seed, with everything that a change of layout might lose."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tools.blankword import new_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FONTS = ("仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "微软雅黑", "Calibri", "方正小标宋简体")
TEXTS = (
    "各村民委员会要把入户调查作为创建工作的基础，逐户登记劳动力的就业状况、培训意愿和服务需求。",
    "（一）加强领导。镇主要负责人牵头，分管负责人具体抓，各村明确专人。",
    "一、总体要求",
    "1.登记信息。按户登记，不漏一人。",
    "（1）核对身份证号码 360999 开头的，留意末位 X。",
    "　　段首用空格空出的一段话，有 English 和 123。",
    "联系人：张喆\t电话：0795-0000000",
    "附件：1.任务分解表",
    "附件1",
    "洪江镇人民政府",
    "2023年6月18日",
    "“引号”、《书名》……——&<>",
    "☐ 是　☑ 否",
    "",
)


def picture(dice: random.Random) -> io.BytesIO:
    """Return a PNG of one colour."""
    pixel = bytes(dice.randrange(256) for _ in range(3))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" + pixel)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


class Messy:
    """One document being made."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311  # the same documents each time
        self.document = new_document()
        self.marks = 100

    def save(self, path: Path) -> Path:
        """Make the document and save it."""
        self.page(self.document.sections[0])
        self.text(TEXTS[0] * 3).alignment = None  # some running text is always there
        for _ in range(self.dice.randint(8, 30)):
            self.dice.choice(self.makers())()
        self.footnote()
        self.foot()
        self.document.save(path)
        return path

    def makers(self):
        usual = (self.text, self.text, self.text, self.text, self.blank)
        rare = (self.table, self.image, self.comment, self.link, self.changes, self.control)
        return (*usual, *rare, self.section, self.textbox, self.numbered, self.page_break, self.field)

    # ------------------------------------------------------------ page
    def page(self, section) -> None:
        sides = ("left_margin", "right_margin", "top_margin", "bottom_margin")
        for side in sides:
            setattr(section, side, Mm(self.dice.choice((20, 25.4, 28, 37))))
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.footer_distance = Mm(self.dice.choice((7, 10, 15, 25)))
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is not None:
            grid.set(qn("w:type"), self.dice.choice(("lines", "linesAndChars", "default")))
            grid.set(qn("w:linePitch"), self.dice.choice(("312", "579", "360")))
            if self.dice.random() < 0.3:
                grid.set(qn("w:charSpace"), "-848")

    def section(self) -> None:
        section = self.document.add_section(self.dice.choice((WD_SECTION.NEW_PAGE, WD_SECTION.CONTINUOUS)))
        self.page(section)
        if self.dice.random() < 0.4:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        if self.dice.random() < 0.3:
            section.different_first_page_header_footer = True
            section.header.is_linked_to_previous = False
            section.header.paragraphs[0].text = "洪江镇内部资料"

    def foot(self) -> None:
        kind = self.dice.choice(("none", "number", "words", "number"))
        paragraph = self.document.sections[0].footer.paragraphs[0]
        if kind == "words":
            paragraph.text = "洪江镇党政办公室制"
        if kind == "number":
            self.put_field(paragraph, "PAGE")

    # ------------------------------------------------------------ text
    def text(self, text: str | None = None):
        paragraph = self.document.add_paragraph(style=self.dice.choice(("Normal", "Normal", "Body Text")))
        for piece in self.pieces(self.dice.choice(TEXTS) if text is None else text):
            self.look(paragraph.add_run(piece))
        form = paragraph.paragraph_format
        form.line_spacing = self.dice.choice((None, 1.5, Pt(28), Pt(29), Pt(33)))
        form.first_line_indent = self.dice.choice((None, Pt(32), Pt(24)))
        form.alignment = self.dice.choice((None, None, None, 1, 2))
        form.keep_together = self.dice.choice((None, True))
        return paragraph

    def pieces(self, text: str) -> list[str]:
        """Cut a text into runs."""
        cuts = sorted(self.dice.sample(range(len(text) + 1), min(self.dice.randint(0, 4), len(text))))
        return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]

    def look(self, run) -> None:
        run.font.size = self.dice.choice((None, Pt(16), Pt(14), Pt(15.5)))
        run.bold = self.dice.choice((None, None, True))
        if self.dice.random() < 0.5:
            run.font.name = "Times New Roman"
            run._r.rPr.rFonts.set(qn("w:eastAsia"), self.dice.choice(FONTS))
        if self.dice.random() < 0.1:
            run.font.color.rgb = RGBColor(0x33, 0x66, 0x99)
        if self.dice.random() < 0.05:
            run.font.superscript = True

    def blank(self) -> None:
        self.document.add_paragraph()

    def page_break(self) -> None:
        self.document.add_page_break()

    def numbered(self) -> None:
        for text in ("登记信息", "核对信息"):
            self.document.add_paragraph(text, style="List Number")

    def put_field(self, paragraph, instruction: str) -> None:
        for kind in ("begin", instruction, "separate", "1", "end"):
            if kind in ("begin", "separate", "end"):
                inside = f'<w:fldChar w:fldCharType="{kind}"/>'
            else:
                inside = f"<w:t>{kind}</w:t>" if kind == "1" else f"<w:instrText>{kind}</w:instrText>"
            paragraph._p.append(parse_xml(f'<w:r xmlns:w="{W}">{inside}</w:r>'))

    def field(self) -> None:
        self.put_field(self.text(), self.dice.choice(("NUMPAGES", "DATE \\@ yyyy", "REF 书签")))

    # ------------------------------------------------------------ things in the text
    def table(self) -> None:
        rows, columns = self.dice.randint(1, 5), self.dice.randint(1, 6)
        table = self.document.add_table(rows, columns, style="Table Grid")
        for row in table.rows:
            for cell in row.cells:
                cell.text = self.dice.choice(TEXTS)
        if self.dice.random() < 0.3:
            inner = table.cell(0, 0).add_table(1, 2)
            inner.cell(0, 1).text = "表中表"
        if columns > 1 and self.dice.random() < 0.3:
            table.cell(0, 0).merge(table.cell(0, 1))
        if self.dice.random() < 0.3:
            table.cell(0, 0).paragraphs[0].add_run().add_picture(picture(self.dice), Mm(5))

    def image(self) -> None:
        self.text().add_run().add_picture(picture(self.dice), Mm(self.dice.randint(10, 60)))

    def comment(self) -> None:
        paragraph = self.text(TEXTS[0])
        self.document.add_comment(paragraph.runs, text="请核对这一段", author="审核", initials="审")

    def link(self) -> None:
        paragraph = self.text()
        link = paragraph.part.relate_to("https://example.org/", f"{R}/hyperlink", is_external=True)
        xml = (
            f'<w:hyperlink xmlns:w="{W}" xmlns:r="{R}" r:id="{link}"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/>'
            "</w:rPr><w:t>宜春就业网</w:t></w:r></w:hyperlink>"
        )
        paragraph._p.append(parse_xml(xml))

    def changes(self) -> None:
        who = 'w:author="甲" w:date="2023-06-01T00:00:00Z"'
        paragraph = self.text()
        self.marks += 2
        for kind, text in (("ins", "<w:t>增加的</w:t>"), ("del", "<w:delText>删去的</w:delText>")):
            self.marks += 1
            xml = f'<w:{kind} xmlns:w="{W}" w:id="{self.marks}" {who}><w:r>{text}</w:r></w:{kind}>'
            paragraph._p.append(parse_xml(xml))

    def control(self) -> None:
        xml = (
            f'<w:sdt xmlns:w="{W}"><w:sdtPr><w:tag w:val="机关"/></w:sdtPr><w:sdtContent><w:r><w:t>洪江镇</w:t></w:r>'
            "</w:sdtContent></w:sdt>"
        )
        self.text()._p.append(parse_xml(xml))

    def textbox(self) -> None:
        shape = (
            f'<w:r xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
            '<v:shape style="width:120pt;height:40pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>框中的字</w:t></w:r></w:p>'
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        self.text()._p.append(parse_xml(shape))

    def footnote(self) -> None:
        """Add a part of footnotes, and a reference to one."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        notes = "".join(
            f'<w:footnote w:id="{n}"{kind}><w:p><w:r>{inside}</w:r></w:p></w:footnote>'
            for n, kind, inside in (
                (-1, ' w:type="separator"', "<w:separator/>"),
                (0, ' w:type="continuationSeparator"', "<w:continuationSeparator/>"),
                (1, "", "<w:t>数据来源：台账</w:t>"),
            )
        )
        xml = f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'.encode()
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, xml, package)
        self.document.part.relate_to(part, f"{R}/footnotes")
        mark = f'<w:r xmlns:w="{W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
        self.text(TEXTS[0])._p.append(parse_xml(mark))


def messy(seed: int, path: Path) -> Path:
    """Save the messy document of a seed."""
    return Messy(seed).save(path)
