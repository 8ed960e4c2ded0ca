"""Papers, templates and forms with something inside that acts or fetches: macros, fields, links, objects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hostile import packages as p
from tests.hostile.cases import Case, case

_TAG = p.paragraph("{{ 名称 }}")
_FORM = p.table(p.row("姓名", "") + p.row("性别", ""))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _field(words: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{words}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'


def _cut_field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    start, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    return f"<w:p>{start}{runs}{end}</w:p>"


def _template(more: dict[str, str | bytes], body: str = "") -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        path = p.save(folder / "模板.docx", p.word_parts(p.document(_TAG + body)) | more)
        return ["fill", path, "--set", "名称=洪江", "-o", folder / "出.docx"]

    return make


def _form(more: dict[str, str | bytes], body: str = "") -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        path = p.save(folder / "表.docx", p.word_parts(p.document(_FORM + body)) | more)
        return ["form", "fill", path, "--set", "姓名=村民甲", "-o", folder / "出.docx"]

    return make


def _ledger(name: str, more: dict[str, str | bytes], **of_sheet: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        made = (
            p.book_parts(
                p.sheet(
                    p.text_rows(("姓名", "性别"), ("村民甲", "男"), ("村民乙", "女"), ("村民丙", "女")),
                    **of_sheet,
                )
            )
            | more
        )
        return ["check", p.save(folder / name, made)]

    return make


def _unwritten(folder: Path, _said: str) -> bool:
    return not (folder / "出.docx").exists()


def _body_links(*items: str) -> dict[str, str | bytes]:
    return {p.BODY_LINKS: p.rels(*items)}


_SETTINGS = {
    "word/settings.xml": f'{p.HEAD}<w:settings xmlns:w="{p.W}" xmlns:r="{p.R}"><w:attachedTemplate r:id="rId1"/></w:settings>',
    "word/_rels/settings.xml.rels": p.rels("rId1 attachedTemplate http://127.0.0.1:9/x.dotm External"),
}
_VBA: dict[str, str | bytes] = {"word/vbaProject.bin": _OLE}
_BOOK_VBA: dict[str, str | bytes] = {"xl/vbaProject.bin": _OLE}
_DDE = f'{p.HEAD}<externalLink xmlns="{p.S}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
_OUTER = {
    "xl/externalLinks/externalLink1.xml": f'{p.HEAD}<externalLink xmlns="{p.S}"><externalBook/></externalLink>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": p.rels(
        r"rId1 externalLinkPath \\10.0.0.9\共享\a.xlsx External"
    ),
}
_HIDDEN = f'{p.HEAD}<workbook xmlns="{p.S}" xmlns:r="{p.R}"><sheets><sheet name="表" sheetId="1" state="veryHidden" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Auto_Open">表!A1</definedName></definedNames></workbook>'

CONTENTS: tuple[Case, ...] = (
    case("template-with-macros", _template(_VBA), "R162", holds=_unwritten),
    case("form-with-macros", _form(_VBA), "R162", holds=_unwritten),
    case("template-attached-from-afar", _template(_SETTINGS), "R162", holds=_unwritten),
    case(
        "template-dde-field",
        _template({}, _field("DDEAUTO c:\\windows\\system32\\cmd.exe /k")),
        "R162",
        holds=_unwritten,
    ),
    case(
        "template-dde-field-in-pieces",
        _template({}, _cut_field(" DD", "EAU", "TO cmd")),
        "R162",
        holds=_unwritten,
    ),
    case(
        "template-includetext",
        _template({}, _field(" INCLUDETEXT \\\\\\\\10.0.0.9\\\\a ")),
        "R162",
        holds=_unwritten,
    ),
    case("form-includepicture", _form({}, _field("INCLUDEPICTURE http://127.0.0.1:9/a.png")), "R163"),
    case(
        "form-picture-from-afar", _form(_body_links("rId1 image http://127.0.0.1:9/a.png External")), "R163"
    ),
    case(
        "form-object-linked-from-afar",
        _form(_body_links("rId1 oleObject file://10.0.0.9/a.doc External")),
        "R162",
        holds=_unwritten,
    ),
    case(
        "form-frame-from-afar",
        _form(_body_links("rId1 aFChunk http://127.0.0.1:9/a.html External")),
        "R162",
        holds=_unwritten,
    ),
    case("form-object-embedded", _form({"word/embeddings/oleObject1.bin": _OLE}), "R163"),
    case("form-hyperlink-to-a-share", _form(_body_links(r"rId1 hyperlink \\10.0.0.9\a External")), "R163"),
    case("form-custom-xml", _form({"customXml/item1.xml": "<x>" + "y" * 1000 + "</x>"})),
    case(
        "docm-as-template",
        lambda folder: [
            "fill",
            p.save(folder / "模板.docm", p.word_parts(p.document(_TAG)) | _VBA),
            "--set",
            "名称=洪江",
        ],
        "T102 R162",
    ),
    case(
        "lint-with-macros",
        lambda folder: ["lint", p.save(folder / "文.docx", p.word_parts(p.document(_TAG)) | _VBA)],
        "R162",
    ),
    case("xlsm-ledger", _ledger("表.xlsm", _BOOK_VBA), "R163"),
    case("macros-in-xlsx-ledger", _ledger("表.xlsx", _BOOK_VBA), "R163"),
    case("ledger-dde-link", _ledger("表.xlsx", {"xl/externalLinks/externalLink1.xml": _DDE}), "R163"),
    case("ledger-links-to-a-share", _ledger("表.xlsx", _OUTER), "R163"),
    case(
        "ledger-web-query",
        _ledger("表.xlsx", {"xl/connections.xml": f'{p.HEAD}<connections xmlns="{p.S}"/>'}),
        "R163",
    ),
    case("ledger-very-hidden-sheet", _ledger("表.xlsx", {p.BOOK: _HIDDEN})),
)
