"""Pictures of the mapping in a Word part: the drawing where the tag stands, then the file in the package.

The drawing names its picture by a mark (`hqe-picture-0`) until the part is filled and relationships can be made; no
docxtpl is needed, and a template without such a tag pays nothing (ECMA-376 §20.4.2.8, §20.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.package import Parts
from hqe_docs.paper.picture import Picture
from hqe_docs.paper.units import EMU, MILLIMETRE
from hqe_docs.paper.word.namespaces import PIC, WP, A, R
from hqe_docs.problems import Problem

FILE = "word/media/hqe-picture{}.png"
FIRST = 5001  # numbers of drawings are unique in a document; docxtpl's begin with 1001
NAME = "hqe-picture-"
_MARK = re.compile(rb'r:embed="(hqe-picture-\d+)"')
_DRAWING = (
    '</w:t><w:drawing><wp:inline xmlns:wp="{wp}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{id}" name="图片{number}" descr="{shown}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="{a}"><a:graphicData uri="{pic}"><pic:pic xmlns:pic="{pic}">'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="图片{number}" descr="{shown}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="{r}" r:embed="hqe-picture-{mark}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    '</w:drawing><w:t xml:space="preserve">'
)
_SPACES = {name: space[1:-1] for name, space in (("wp", WP), ("a", A), ("pic", PIC), ("r", R))}


def drawing(picture: Picture, notes: Notes) -> Markup:
    """Return what stands in the run of a picture's tag, and keep its file in `notes`; a sentence where it can't be drawn."""
    made = picture.png()
    if isinstance(made, Problem):
        notes.add("T175", shown=picture.shown, detail=made.message)
        return Markup.escape(f"（{picture.shown}没有画出，见生成文书时的提示）")
    notes.pictures.append(made)
    number = len(notes.pictures)
    size = {"cx": _emu(picture.width), "cy": _emu(picture.height)}
    names = {
        "id": FIRST + number,
        "number": number,
        "mark": number - 1,
        "shown": Markup.escape(picture.shown),
    }
    return Markup(_DRAWING.format(**_SPACES, **size, **names))  # noqa: S704 - its only text is escaped


def _emu(millimetres: float) -> int:
    return round(millimetres * MILLIMETRE * EMU)


def place_pictures(filled: Parts, parts: Iterable[str], pictures: Sequence[bytes]) -> None:
    """Put the pictures that the filled `parts` name into the package, each file once."""
    from hqe_docs.paper.relations import add_part, free_name, relate

    files: dict[bytes, str] = {}
    for part in parts if pictures else ():
        for mark in dict.fromkeys(_MARK.findall(filled[part])):
            content = pictures[int(mark[len(NAME) :])]
            if content not in files:
                files[content] = free_name(filled, FILE)
                add_part(filled, files[content], content, "image/png")
            link = relate(filled, part, "image", files[content]).encode()
            filled[part] = filled[part].replace(b'"%s"' % mark, b'"%s"' % link)
