"""Pictures in the text: the drawing in its run, the file in the package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hqe_docs.paper.gongwen.ooxml import Element, x
from hqe_docs.paper.package import TYPES, Parts
from hqe_docs.paper.units import EMU
from hqe_docs.paper.word.namespaces import PIC, R

LINKS = "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
TYPE_OF = {"png": "image/png", "jpg": "image/jpeg"}


def picture(number: int, width: int, height: int, shown: str) -> Element:
    """Return the run of picture `number` (from 1), of that size in twips; `shown` is read to the blind."""
    size: dict[str, Any] = {"cx": width * EMU, "cy": height * EMU}
    # numbers of drawings are unique in a document; heads and imprint take the first ones
    inner: dict[str, Any] = {"id": 100 + number, "name": f"图片{number}", "descr": shown}
    blip = x("a:blip")
    blip.set(R + "embed", link_id(number))
    form = x("a:prstGeom", x("a:avLst"), prst="rect")
    drawn = x(
        "pic:pic",
        x("pic:nvPicPr", x("pic:cNvPr", **inner), x("pic:cNvPicPr")),
        x("pic:blipFill", blip, x("a:stretch", x("a:fillRect"))),
        x("pic:spPr", x("a:xfrm", x("a:off", x=0, y=0), x("a:ext", **size)), form),
    )
    zero: dict[str, Any] = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}
    graphic = x("a:graphic", x("a:graphicData", drawn, uri=PIC[1:-1]))
    frame = (x("wp:extent", **size), x("wp:docPr", **inner), x("wp:cNvGraphicFramePr"), graphic)
    return x("r", x("drawing", x("wp:inline", *frame, **zero)))


def link_id(number: int) -> str:
    """Return the identifier by which the document names picture `number`."""
    return f"rIdP{number}"


def add_pictures(parts: Parts, files: Sequence[tuple[str, bytes]]) -> None:
    """Put pictures into a package: each file's kind (png, jpg) and its bytes, in the order of their numbers."""
    if not files:
        return
    links = "".join(
        f'<Relationship Id="{link_id(number)}" Type="{KIND}" Target="media/picture{number}.{kind}"/>'
        for number, (kind, _) in enumerate(files, 1)
    )
    kinds = "".join(
        f'<Default Extension="{kind}" ContentType="{TYPE_OF[kind]}"/>'
        for kind in sorted({kind for kind, _ in files})
    )
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    parts[TYPES] = parts[TYPES].replace(b"<Default ", kinds.encode() + b"<Default ", 1)
    for number, (kind, data) in enumerate(files, 1):
        parts[f"word/media/picture{number}.{kind}"] = data
