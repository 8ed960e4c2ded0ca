"""Small templates for the comparison with docxtpl, made by python-docx."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.shared import Cm

from tools.blankword import new_document

Make = Callable[[Path], None]


def lines(*texts: str | Sequence[str], header: str = "", footer: str = "") -> Make:
    """Return the maker of a document of paragraphs; a list of texts is one paragraph cut into runs."""

    def make(path: Path) -> None:
        document = new_document()
        for text in texts:
            paragraph = document.add_paragraph()
            for piece in [text] if isinstance(text, str) else text:
                paragraph.add_run(piece)
        section = document.sections[0]
        if header:
            section.header.paragraphs[0].text = header
        if footer:
            section.footer.paragraphs[0].text = footer
        document.save(str(path))

    return make


def table(*rows: Sequence[str], before: str = "", change: Callable[[Any], None] | None = None) -> Make:
    """Return the maker of a document with one table; `change` gets the python-docx table."""

    def make(path: Path) -> None:
        document = new_document()
        document.add_paragraph(before)
        made = document.add_table(0, max(map(len, rows)))
        for row in rows:
            for cell, text in zip(made.add_row().cells, row, strict=False):
                cell.text = text
        if change:
            change(made)
        document.add_paragraph("表后")
        document.save(str(path))

    return make


def with_picture(*texts: str, header: bool = False) -> Make:
    """Return the maker of a document with a picture called 图.png, in the body or in the header."""

    def make(path: Path) -> None:
        document = new_document()
        for text in texts:
            document.add_paragraph(text)
        place = document.sections[0].header.paragraphs[0] if header else document.add_paragraph()
        place.add_run().add_picture(io.BytesIO(picture(1)), width=Cm(2))
        for element in place._element.iter("{*}cNvPr", "{*}docPr"):
            element.set("name", "图.png")
        document.save(str(path))

    return make


def picture(shade: int) -> bytes:
    """Return a PNG of 8 × 8 points of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + bytes([shade]) * 24) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def changed(make: Make, change: Callable[[Document], None]) -> Make:
    """Return the maker of what `make` makes, changed by python-docx."""

    def both(path: Path) -> None:
        make(path)
        document = docx.Document(str(path))
        change(document)
        document.save(str(path))

    return both


def with_part(make: Make, name: str, content: bytes, kind: str, content_type: str) -> Make:
    """Return the maker of what `make` makes with one part more, to which the document leads."""

    def both(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        parts[f"word/{name}"] = content
        override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'.encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        relation = (
            f'<Relationship Id="rId99" Type="{space}/{kind}" Target="{name}"/></Relationships>'.encode()
        )
        rels = "word/_rels/document.xml.rels"
        parts[rels] = parts[rels].replace(b"</Relationships>", relation)
        with zipfile.ZipFile(path, "w") as archive:
            for part, data in parts.items():
                archive.writestr(part, data)

    return both
