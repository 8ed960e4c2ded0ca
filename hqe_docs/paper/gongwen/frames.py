"""Things that stand at a place of the paper, whatever the text does: boxes of text and rules (DrawingML anchors)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hqe_docs.paper.gongwen.ooxml import Element, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.units import EMU
from hqe_docs.paper.word.namespaces import WPS


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the paper in twips: `left` from the type area's edge or the paper's (page), `top` from the paper's."""

    left: int
    top: int
    width: int
    height: int
    across: str = "margin"


def text_box(
    name: str,
    number: int,
    place: Place,
    content: tuple[Element, ...],
    *,
    anchor: str = "t",
    turned: bool = False,
) -> Element:
    """Return the run of a transparent box without rim; its text at the top (t), in the middle (ctr) or at the foot (b).

    `turned`: its lines run downwards, as on an upright page that is held with its left side up.
    """
    insets: dict[str, Any] = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), 0)
    body = x(
        "wps:bodyPr",
        x("a:noAutofit"),
        rot=0,
        vert="vert" if turned else "horz",
        wrap="square",
        anchor=anchor,
        **insets,
    )
    shape = x(
        "wps:wsp",
        x("wps:cNvSpPr", txBox=1),
        x("wps:spPr", _size(place), _form("rect"), x("a:noFill"), x("a:ln", x("a:noFill"))),
        x("wps:txbx", x("txbxContent", *content)),
        body,
    )
    return _run(name, number, place, shape)


def rule(profile: Profile, number: int, place: Place, weight: int) -> Element:
    """Return the run of a red rule, `weight` eighths of a point thick, on the upper edge of its place."""
    line = x("a:ln", x("a:solidFill", x("a:srgbClr", val=profile.colour("红"))), w=weight * 12700 // 8)
    shape = x(
        "wps:wsp",
        x("wps:cNvCnPr"),
        x("wps:spPr", _size(place), _form("line"), line),
        x("wps:bodyPr"),
    )
    return _run("红色双线", number, place, shape)


def _size(place: Place) -> Element:
    return x("a:xfrm", x("a:off", x=0, y=0), x("a:ext", cx=place.width * EMU, cy=place.height * EMU))


def _form(name: str) -> Element:
    return x("a:prstGeom", x("a:avLst"), prst=name)


def _run(name: str, number: int, place: Place, shape: Element) -> Element:
    choice = x("mc:Choice", x("drawing", _anchor(name, number, place, shape)), Requires="wps")
    return x("r", x("mc:AlternateContent", choice))


def _anchor(name: str, number: int, place: Place, shape: Element) -> Element:
    zero: dict[str, Any] = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}
    flags: dict[str, Any] = {
        "simplePos": 0,
        "relativeHeight": number + 1,
        "behindDoc": 0,
        "locked": 0,
        "layoutInCell": 1,
        "allowOverlap": 0 if place.height else 1,
    }
    return x(
        "wp:anchor",
        x("wp:simplePos", x=0, y=0),
        x("wp:positionH", x("wp:posOffset", text=str(place.left * EMU)), relativeFrom=place.across),
        x("wp:positionV", x("wp:posOffset", text=str(place.top * EMU)), relativeFrom="page"),
        x("wp:extent", cx=place.width * EMU, cy=place.height * EMU),
        x("wp:effectExtent", l=0, t=0, r=0, b=0),
        # LibreOffice 7.4 forgets the place of a box in a footer on some pages, unless text runs around it
        x("wp:wrapNone") if place.across == "margin" else x("wp:wrapSquare", wrapText="bothSides"),
        x("wp:docPr", id=number, name=name),
        x("wp:cNvGraphicFramePr"),
        x("a:graphic", x("a:graphicData", shape, uri=WPS[1:-1])),
        **zero,
        **flags,
    )
