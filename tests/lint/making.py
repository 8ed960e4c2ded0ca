"""Right official papers as XML text, in each profile of layout; a test changes one thing and says what is found."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hqe_docs.paper.package import Parts
from hqe_docs.paper.resolved.document import Paper
from hqe_docs.paper.resolved.reading import read_paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LINKED = ("styles", "settings", "numbering", "theme", "footer1", "footer2", "header1")

ROOT_LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{R}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def types(names: list[str]) -> str:
    """Return the content types: those of the body and of each part."""
    kinds = {"document": "document.main", "footer1": "footer", "footer2": "footer", "header1": "header"}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{kinds.get(name, name)}+xml"/>'
        for name in ("document", *names)
        if name != "theme"
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def links(names: list[str]) -> str:
    """Return the relationships of the body: each part's name is its id."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name.rstrip("12")}" Target="{name}.xml"/>' for name in names
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def document(body: str, **parts: str) -> dict[str, str]:
    """Return the parts of a document with that body; others by name (styles, settings, footer1 …), without root."""
    roots = {"footer1": "ftr", "footer2": "ftr", "header1": "hdr"}
    names = [name for name in LINKED if name in parts]
    made = {
        "[Content_Types].xml": types(names),
        "_rels/.rels": ROOT_LINKS,
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links(names),
    }
    for name, content in parts.items():
        root = roots.get(name, name)
        made[f"word/{name}.xml"] = content if name == "theme" else f"<w:{root} {SPACES}>{content}</w:{root}>"
    return made


def read(parts: dict[str, str], file: str = "文.docx") -> Paper:
    """Return the paper those parts make."""
    paper = read_paper(Parts({name: content.encode() for name, content in parts.items()}), file)
    assert isinstance(paper, Paper), paper
    return paper


def p(text: str, style: str = "", properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run; `properties` and `run` are what stands in w:pPr and w:rPr."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


# ---------------------------------------------------------------- a right paper
LONG = (
    "各村民委员会要把入户调查作为创建工作的基础，逐户登记劳动力的就业状况、培训意愿和服务需求，做到底数清楚、情况明白。"
    * 3
)
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>
<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>
<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>
<w:rPr><w:spacing w:val="-6"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="正文缩进"/><w:basedOn w:val="a"/>
<w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="页码"/><w:basedOn w:val="a"/>
<w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:right="280"/><w:jc w:val="right"/></w:pPr>
<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:spacing w:val="0"/><w:sz w:val="28"/></w:rPr></w:style>
"""
SETTINGS = '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
TITLE = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:spacing w:val="0"/><w:sz w:val="44"/>'
HEIGHT = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
EVEN = '<w:ind w:left="280" w:right="0"/><w:jc w:val="left"/>'


def number(properties: str = "", before: str = "— ", after: str = " —") -> str:
    """Return a footer's paragraph with a page number."""
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f'<w:p><w:pPr><w:pStyle w:val="n"/>{properties}</w:pPr>{r(before)}{page}{r(after)}</w:p>'


FOOTERS = (
    '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>'
)
UPRIGHT = (
    f'<w:sectPr>{FOOTERS}<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1424" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)
TURNED = (
    f'<w:sectPr>{FOOTERS}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="850" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)


def table(rows: int, columns: int = 3, width: int = 4252) -> str:
    """Return a list with lines, whose header is repeated and whose rows are whole."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH")
    )
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{p("姓名")}</w:tc>'
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell * columns}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{HEIGHT}{cell * columns}</w:tr>{row * (rows - 1)}</w:tbl>"
    )


BODY = (
    p("关于开展入户调查的通知", "", '<w:jc w:val="center"/>', TITLE)
    + p("")
    + p("各村民委员会：")
    + p(LONG, "b")
    + p("一、总体要求", "b", "", '<w:rFonts w:eastAsia="黑体"/>')
    + p(LONG, "b")
    + p(LONG, "b")
    + p("2023年6月18日", "", '<w:ind w:right="1280" w:rightChars="400"/><w:jc w:val="right"/>')
)


def right(**parts: str) -> dict[str, str]:
    """Return the parts of a right paper in the portable profile: an upright section, then a turned one with a list."""
    body = BODY + p("", "", UPRIGHT) + table(20) + p("")
    usual = {"styles": STYLES, "settings": SETTINGS, "footer1": number(), "footer2": number(EVEN)}
    return document(body + TURNED, **(usual | parts))


def changed(parts: dict[str, str], old: str, new: str) -> dict[str, str]:
    """Return the parts with a text replaced wherever it stands."""
    assert any(old in content for content in parts.values()), old
    return {name: content.replace(old, new) for name, content in parts.items()}


def hybrid(parts: dict[str, str]) -> dict[str, str]:
    """Return the paper with the grid that Word's dialog shows as 28 × 22, which no run takes part in."""
    grid = changed(
        parts,
        'w:type="lines" w:linePitch="579"',
        'w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"',
    )
    return changed(
        grid, '<w:rPr><w:spacing w:val="-6"/>', '<w:rPr><w:snapToGrid w:val="0"/><w:spacing w:val="-6"/>'
    )


def glyphs(parts: dict[str, str]) -> dict[str, str]:
    """Return the paper with its type area counted from glyph edge to glyph edge."""
    for old, new in (
        ("579", "592"),
        ('w:top="2098"', 'w:top="1906"'),
        ('w:bottom="1984"', 'w:bottom="1904"'),
    ):
        parts = changed(parts, old, new)
    return parts


PROFILES = {"通用": right(), "网格": hybrid(right()), "字面": glyphs(right())}


def save(path: Path, parts: dict[str, str]) -> Path:
    """Save the parts as a file."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
