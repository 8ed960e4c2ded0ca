"""The smallest Word and Excel files, by hand, so that each part of them may be hostile."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_C = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
BODY, SHEET, BOOK = "word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"
BODY_LINKS, BOOK_LINKS = "word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels"


def rels(*items: str) -> str:
    """Return a part of relations; each item is `id type target` and perhaps `External`."""
    made = []
    for item in items:
        ident, kind, target, *mode = item.split()
        outside = ' TargetMode="External"' if mode else ""
        made.append(f'<Relationship Id="{ident}" Type="{R}/{kind}" Target="{target}"{outside}/>')
    return f'{HEAD}<Relationships xmlns="{_P}">{"".join(made)}</Relationships>'


def _types(main: str, kind: str, more: str) -> str:
    return (
        f'{HEAD}<Types xmlns="{_C}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/{main}" ContentType="{_KIND}{kind}.main+xml"/>{more}</Types>'
    )


def document(inside: str) -> str:
    """Return a body of Word that holds `inside`."""
    return f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{inside}</w:body></w:document>'


def paragraph(text: str) -> str:
    """Return a paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: str) -> str:
    """Return a table of these rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def row(*cells: str, of: str = "") -> str:
    """Return a row; `of` stands in the properties of its first cell."""
    first = f"<w:tcPr>{of}</w:tcPr>" if of else ""
    inner = (
        f"<w:tc>{first if i == 0 else ''}{text if text.startswith('<') else paragraph(text)}</w:tc>"
        for i, text in enumerate(cells)
    )
    return f"<w:tr>{''.join(inner)}</w:tr>"


def word_parts(body: str) -> dict[str, str | bytes]:
    """Return the parts of a Word document whose body part is `body`."""
    return {
        "[Content_Types].xml": _types(BODY, "wordprocessingml.document", ""),
        "_rels/.rels": rels(f"rId1 officeDocument {BODY}"),
        BODY: body,
        BODY_LINKS: rels(),
    }


def book_parts(sheet: str) -> dict[str, str | bytes]:
    """Return the parts of a workbook whose one sheet is `sheet`."""
    of_sheet = f'<Override PartName="/{SHEET}" ContentType="{_KIND}spreadsheetml.worksheet+xml"/>'
    return {
        "[Content_Types].xml": _types(BOOK, "spreadsheetml.sheet", of_sheet),
        "_rels/.rels": rels(f"rId1 officeDocument {BOOK}"),
        BOOK: f'{HEAD}<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        BOOK_LINKS: rels("rId1 worksheet worksheets/sheet1.xml"),
        SHEET: sheet,
    }


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """Return a worksheet of these rows."""
    return (
        f'{HEAD}<worksheet xmlns="{S}" xmlns:r="{R}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def text_rows(*rows: tuple[str, ...]) -> str:
    """Return rows of texts, from A1 on."""
    made = []
    for number, cells in enumerate(rows, 1):
        inner = "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for at, text in enumerate(cells)
        )
        made.append(f'<row r="{number}">{inner}</row>')
    return "".join(made)


def save(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a package of `parts`; return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def add(path: Path, *members: tuple[str, bytes]) -> Path:
    """Add members to a package, names as they are given, also twice."""
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def flag(path: Path, *, bits: int = 0, size: int | None = None, same_place: bool = False) -> Path:
    """Change the directory of an archive (APPNOTE.TXT §4.3.12): flags, sizes told, or one place for all members."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    first = data[at + 42 : at + 46]
    while at >= 0:
        (flags,) = struct.unpack_from("<H", data, at + 8)
        struct.pack_into("<H", data, at + 8, flags | bits)
        if size is not None:
            struct.pack_into("<L", data, at + 24, size)
        if same_place:
            data[at + 42 : at + 46] = first
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(data))
    return path
