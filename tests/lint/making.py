"""Right official papers as XML text, in each profile of layout; a test changes one thing and says what is found."""

from __future__ import annotations

from hqe_docs.paper.lint.document import Paper
from hqe_docs.paper.lint.reading import read_paper
from hqe_docs.paper.package import Parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LINKED = ("styles", "settings", "numbering", "theme", "footer1", "footer2", "header1")

TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/></Types>'
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
    made = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links([name for name in LINKED if name in parts]),
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
