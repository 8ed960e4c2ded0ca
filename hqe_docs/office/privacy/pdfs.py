"""Personal numbers in a PDF: the text of pages, notes, form fields, what it says of itself, files inside."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

from hqe_docs.office.privacy.loose import in_loose
from hqe_docs.office.privacy.numbers import IDENTITY, Number, numbers_in
from hqe_docs.problems import Location

Finding = tuple[Location, Number]
MOST_PAGES, MOST_OBJECTS, MOST_STREAM = 20_000, 500_000, 64 * 1024 * 1024
_LINE = re.compile(r"\r?\n")
_DEPTH = 40


class Locked(Exception):
    """The PDF has a password for opening."""


def in_pdf(
    content: bytes, file: str, inside: Callable[[str, bytes, str, int], Iterator[Finding]], depth: int
) -> Iterator[Finding]:
    """Yield the numbers of a PDF; an exception where it can't be opened."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no business of the user's
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    yield from _in_pages(content, file)
    yield from _in_objects(reader, file, inside, depth)


def _in_pages(content: bytes, file: str) -> Iterator[Finding]:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        for number in range(min(len(document), MOST_PAGES)):
            text = document[number].get_textpage().get_text_range()
            place = Location(file, path=f"第 {number + 1} 页")
            found = [it for line in _LINE.split(text) for it in numbers_in(line)]
            known = {_digits(it.text) for it in found}
            # a number in a narrow cell goes on in the next line; only check digits tell it from others
            broken = (it for it in numbers_in(_LINE.sub("", text)) if it.kind == IDENTITY)
            found += [it for it in broken if _digits(it.text) not in known]
            yield from ((place, it) for it in found)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text).upper()


def _in_objects(
    reader: Any, file: str, inside: Callable[[str, bytes, str, int], Iterator[Finding]], depth: int
) -> Iterator[Finding]:
    """Yield the numbers in the texts of all objects: notes, fields, bookmarks, properties, alternative texts."""
    from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

    for number in range(1, min(int(reader.trailer.get("/Size", 0)), MOST_OBJECTS)):
        item = _object(reader, IndirectObject(number, 0, reader))
        kind = (
            str(item.get("/Subtype") or item.get("/Type") or "") if isinstance(item, DictionaryObject) else ""
        )
        place = Location(file, path=_NAMES.get(kind, "文档内的文字"))
        for text in _texts(item):
            yield from ((place, it) for it in numbers_in(text))
        if isinstance(item, StreamObject) and _holds_file(item, kind):
            yield from _in_stream(item, kind, file, inside, depth)


def _object(reader: Any, reference: Any) -> Any:
    """Return an object, None for one that is free or damaged."""
    try:
        return reader.get_object(reference)
    except Exception:  # whatever a damaged file makes pypdf stumble over
        return None


_NAMES = {
    "/Widget": "表单域",
    "/Link": "链接",
    "/Filespec": "附件名",
    **dict.fromkeys(("/Text", "/FreeText", "/Popup", "/Highlight", "/Stamp", "/Square", "/Ink"), "批注"),
}


def _holds_file(item: Any, kind: str) -> bool:
    """Say whether a stream is a text or a file, neither a picture nor a font nor what is drawn on a page."""
    return kind in ("/XML",) or item.get("/Type") in ("/EmbeddedFile", "/Metadata") or "/Params" in item


def _in_stream(
    item: Any, kind: str, file: str, inside: Callable[[str, bytes, str, int], Iterator[Finding]], depth: int
) -> Iterator[Finding]:
    content = item.get_data()[:MOST_STREAM]
    if kind == "/XML" or item.get("/Type") == "/Metadata":
        text = content.decode("utf-8", "replace")
        yield from ((Location(file, path="文档属性（XMP）"), it) for it in numbers_in(text))
    else:
        yield from inside("附件", content, file, depth + 1)


def _texts(item: Any, depth: int = 0) -> Iterator[str]:
    """Yield the strings directly in an object; those it only refers to are objects of their own."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, TextStringObject

    if isinstance(item, TextStringObject):
        yield str(item)
    elif isinstance(item, ByteStringObject):
        yield from (number.text for number in in_loose(bytes(item)))
    elif depth < _DEPTH and isinstance(item, DictionaryObject):
        for value in item.values():
            yield from _texts(value, depth + 1)
    elif depth < _DEPTH and isinstance(item, ArrayObject):
        for value in item:
            yield from _texts(value, depth + 1)
