"""The finished parts of a public bundle looked through for identity, phone and card numbers."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hqe_docs.masking import personal_numbers
from hqe_docs.paper.bound.pdffile import texts_of
from hqe_docs.paper.bound.pictures import has_position

_ENDS = re.compile(r"</(?:w:p|si|c|a:p|t|v|f|text:p|table:table-cell)>|<w:(?:br|tab)\b[^>]*/>|<row\b|\n")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_READ = (".xml", ".rels", ".vml", ".txt", ".html")
_ZIPPED, _TEXT = b"PK\x03\x04", (".csv", ".txt")
UNREADABLE = "内容读不出，无法检查"
POSITION = "照片里有拍摄位置"


def whats_personal(path: Path) -> str:
    """Return in words what personal is in a file, or that it can't be looked into; nothing where all is well."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".pdf":
            return _told(texts_of(path))
        with path.open("rb") as stream:
            start = stream.read(4)
        if start == _ZIPPED:
            return _told(_texts_of_zip(path.read_bytes()))
        if suffix in _TEXT or start.startswith((b"\xd0\xcf", b"{\\rt")):
            return _told(_loose_texts(path.read_bytes()))
    except Exception:  # whatever a damaged file makes its reader stumble over
        return UNREADABLE
    return POSITION if has_position(path) else ""


def _told(texts: Iterator[str]) -> str:
    numbers = list(dict.fromkeys(number for text in texts for number in personal_numbers(text)))
    return f"有 {len(numbers)} 个没有遮去的号码，如 {numbers[0][:3]}…{numbers[0][-2:]}" if numbers else ""


def _texts_of_zip(data: bytes, depth: int = 0) -> Iterator[str]:
    """Yield every text of an Office file: cells and paragraphs, hidden ones too, attributes, packages inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            yield info.filename
            content = archive.read(info)
            if content.startswith(_ZIPPED) and depth < 2:
                yield from _texts_of_zip(content, depth + 1)
            elif info.filename.lower().endswith(_READ):
                yield from _texts_of_xml(content.decode("utf-8", "replace"))


def _texts_of_xml(text: str) -> Iterator[str]:
    for piece in _ENDS.split(text):
        yield html.unescape(_TAG.sub("", piece))  # a number may be cut into runs
        yield html.unescape(_TAG.sub("\n", piece))  # or stand beside other digits, in a text of its own
    for match in _ATTRIBUTE.finditer(text):
        value = match[1] or match[2] or ""
        if not _GUID.fullmatch(value):  # whose hexadecimal digits may look like anything
            yield html.unescape(value)


def _loose_texts(data: bytes) -> Iterator[str]:
    """Yield the texts of a file without a structure that is known here, by each way it may be written."""
    yield data.decode("latin-1")
    yield data.decode("utf-16-le", "replace")
    yield data[1:].decode("utf-16-le", "replace")
    yield data.decode("utf-8", "replace")
