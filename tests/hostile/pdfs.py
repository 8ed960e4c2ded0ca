"""Hostile PDFs for `hqe privacy`: trees of pages, streams that swell, texts without end."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from tests.hostile.cases import Case, case

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _file(*objects: bytes, size: int = 0) -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue (ISO 32000-1 §7.5)."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size or len(objects) + 1, start)
    return bytes(out)


def _stream(data: bytes, more: bytes = b"", *, times: int = 0) -> bytes:
    """Return a stream, `times` deflated."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/Filter[%s]" % (b"/FlateDecode" * times) if times else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (more, filters, len(data), data)


def _pages(content: bytes, *objects: bytes, count: int = 1, more: bytes = b"", size: int = 0) -> bytes:
    """Return a PDF of `count` pages that share one content; `objects` are numbered from 6 on."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>%s>>>>"
    )
    first = 6 + len(objects)
    kids = b" ".join(b"%d 0 R" % number for number in (5, *range(first, first + count - 1)))
    return _file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        content,
        _FONT,
        page % more,
        *objects,
        *([page % more] * (count - 1)),
        size=size,
    )


def page(content: bytes) -> bytes:
    """Return a PDF of one page."""
    return _pages(_stream(content))


def _said(count: int) -> bytes:
    return b"BT /F 1 Tf " + b"0 1 Td (1234567890) Tj " * count + b"ET"


def _nested(depth: int) -> bytes:
    inner = (
        b"<</Type/Pages/Count 1/Kids[%d 0 R]%s>>" % (number + 1, b"/Parent %d 0 R" % (number - 1))
        for number in range(2, depth + 2)
    )
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth + 1)
    return _file(b"<</Type/Catalog/Pages 2 0 R>>", *inner, leaf)


def _circle() -> bytes:
    return _file(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99999/Parent 2 0 R/Kids[2 0 R 2 0 R]>>"
    )


def _brackets() -> bytes:
    return _file(
        b"<</Type/Catalog/Pages 2 0 R/X %s%s>>" % (b"[" * 100_000, b"]" * 100_000),
        b"<</Type/Pages/Count 0/Kids[]>>",
    )


def _object_streams() -> bytes:
    """Return a PDF with streams of objects that swell."""
    inner = b" ".join(b"%d 0" % (10 + number) for number in range(2_000)).ljust(20_000) + b" " * 60_000_000
    return _pages(_stream(b""), *[_stream(inner, b"/Type/ObjStm/N 2000/First 20000", times=1)] * 8)


def _cross_references() -> bytes:
    table = _stream(b"\0" * 50_000_000, b"/Type/XRef/W[1 4 2]/Size 999999999/Root 1 0 R", times=1)
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n"
    return body + b"3 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _attached() -> bytes:
    return _pages(_stream(b""), *[_stream(b"\0" * 70_000_000, b"/Type/EmbeddedFile", times=1)] * 30)


_DRAWN = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>"


def _forms() -> bytes:
    """Return a page on which forms are drawn that draw each other: 10 to the 9th in all."""
    drawn = [_stream(b"/X Do " * 10, _DRAWN % b"/XObject<</X %d 0 R>>" % (7 + n)) for n in range(9)]
    last = _stream(b"BT /F 1 Tf (9) Tj ET", _DRAWN % b"/Font<</F 4 0 R>>")
    return _pages(_stream(b"/X Do " * 10), *drawn, last, more=b"/XObject<</X 6 0 R>>")


def _picture() -> bytes:
    kind = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    drawn = _stream(b"q 600 0 0 800 0 0 cm /I Do Q")
    return _pages(drawn, _stream(b"\0" * 30_000_000, kind, times=2), more=b"/XObject<</I 6 0 R>>")


def _scan(data: Callable[[], bytes]) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        path = folder / "文.pdf"
        path.write_bytes(data())
        return ["privacy", path]

    return make


PDFS: tuple[Case, ...] = (
    case("pdf-deep-tree-of-pages", _scan(lambda: _nested(50_000)), heavy=True),
    case("pdf-tree-in-a-circle", _scan(_circle)),
    case("pdf-deep-brackets", _scan(_brackets)),
    case(
        "pdf-of-billion-objects",
        _scan(lambda: _pages(_stream(b""), size=2_000_000_000)),
        heavy=True,
    ),
    case("pdf-content-swells", _scan(lambda: _pages(_stream(b"\0" * (1 << 30), times=2))), heavy=True),
    case("pdf-object-streams-swell", _scan(_object_streams), heavy=True),
    case("pdf-cross-references-swell", _scan(_cross_references), heavy=True),
    case("pdf-attachments-swell", _scan(_attached), heavy=True),
    case("pdf-forms-of-forms", _scan(_forms), heavy=True),
    case("pdf-picture-of-billion-dots", _scan(_picture), heavy=True),
    case("pdf-long-text", _scan(lambda: _pages(_stream(_said(1_000_000), times=1))), heavy=True),
    case(
        "pdf-many-long-pages", _scan(lambda: _pages(_stream(_said(20_000), times=1), count=2_000)), heavy=True
    ),
    case("pdf-of-nothing", _scan(lambda: b"%PDF-1.7\n" + b"0 0 obj " * 200_000), heavy=True),
)
