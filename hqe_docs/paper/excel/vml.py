"""The boxes of comments: shapes of a VML drawing, which Office writes and reads as text rather than as XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import count

from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.refs import ROWS

_SPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
BLANK = f"""<xml{_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>""".encode()
_KIND = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{spaces} id="_x0000_s{id}" type="#_x0000_t202" style=\'position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden\' fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    "<v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'>"
    "<div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ID = re.compile(rb'_x0000_s(\d+)"')
_MAP = re.compile(rb'(<(?:\w+:)?idmap\b[^>]*\bdata=")([\d,]*)(")')
_BLOCK = 1024  # shape ids belong to blocks of so many, which a drawing claims by its idmap
_ONE_SHAPE = re.compile(rb"<((?:\w+:)?)shape\b(?:(?!</\1shape>).)*</\1shape>\s*", re.DOTALL)
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(<)")
_FORMULA = re.compile(rb"(<(?:\w+:)?Fmla(?:Link|Range|Group|Txbx|Pict)>)([^<]*)(<)")
_COLUMNS, _LINE, _IN_LINE = 4, 12, 21  # the box: columns it reaches over, points of a line, characters in it
_LAST_COLUMN = 16_383

Place = tuple[int, int]  # 0-based row and column


def added_notes(xml: bytes, others: Iterable[bytes], texts: Mapping[Place, str]) -> bytes:
    """Return the drawing with a hidden box for each comment; `others` are the workbook's further drawings."""
    claimed, taken = _claims(xml), [block for other in others for block in _claims(other)]
    block = max([0, *claimed, *taken, *(number // _BLOCK for number in _ids(xml))]) + 1
    first = block * _BLOCK + 1
    is_declared = re.search(rb"<xml\b[^>]*xmlns:v=", xml)  # some programs do so further inside
    spaces = "" if is_declared else _SPACES
    shapes = [_shape(first + i, place, text, spaces) for i, (place, text) in enumerate(sorted(texts.items()))]
    xml = _claiming(xml, [*claimed, *range(block, (first + len(shapes)) // _BLOCK + 1)])
    kind = "" if b'id="_x0000_t202"' in xml else _KIND.format(spaces=spaces)
    end = xml.rindex(b"</xml>")
    return xml[:end] + kind.encode() + "".join(shapes).encode() + xml[end:]


def _ids(xml: bytes) -> list[int]:
    return [int(number) for number in _ID.findall(xml)]


def _claims(xml: bytes) -> list[int]:
    match = _MAP.search(xml)
    return [int(part) for part in match[2].split(b",") if part] if match else []


def _claiming(xml: bytes, blocks: Iterable[int]) -> bytes:
    data = ",".join(map(str, blocks)).encode()
    return _MAP.sub(lambda match: match[1] + data + match[3], xml, count=1)


def _shape(number: int, place: Place, text: str, spaces: str) -> str:
    row, column = place
    lines = sum(1 + len(line) // _IN_LINE for line in text.split("\n")) + 1
    rows = max(3, (lines * _LINE) // 15 + 1)
    left = min(column + 1, _LAST_COLUMN - _COLUMNS)
    anchor = f"{left}, 15, {max(row - 1, 0)}, 10, {left + _COLUMNS}, 15, {max(row - 1, 0) + rows}, 4"
    return _SHAPE.format(
        id=number,
        spaces=spaces,
        width=240,
        height=rows * 15,
        order=number % _BLOCK,
        anchor=anchor,
        row=row,
        column=column,
    )


def without_notes(xml: bytes, places: Collection[Place]) -> bytes:
    """Return the drawing without the boxes of the comments at these places."""

    def kept(match: re.Match[bytes]) -> bytes:
        row, column = (re.search(rb"<(?:\w+:)?%s>\s*(\d+)" % name, match[0]) for name in (b"Row", b"Column"))
        is_note = b'ObjectType="Note"' in match[0] and row is not None and column is not None
        return b"" if is_note and row and column and (int(row[1]), int(column[1])) in places else match[0]

    left = _ONE_SHAPE.sub(kept, xml)
    used = {number // _BLOCK for number in _ids(left)}
    return _claiming(left, [block for i, block in enumerate(_claims(left)) if not i or block in used])


def moved_shapes(
    xml: bytes, others: Iterable[bytes], lines: LineMap, formula: Callable[[str], str], most: int
) -> bytes:
    """Return the drawing with its boxes and controls where their cells went, each box once for each, at `most`."""
    blocks = [block for drawing in (xml, *others) for block in _claims(drawing)]
    first = max([0, *blocks, *(number // _BLOCK for number in _ids(xml))]) + 1
    numbers = count(first * _BLOCK + 1)

    def moved(match: re.Match[bytes]) -> bytes:
        shape = _FORMULA.sub(lambda part: part[1] + formula(part[2].decode()).encode() + part[3], match[0])
        line = _line_of(shape, lines)
        if line is None:
            return shape
        if b'ObjectType="Note"' not in shape:
            return _shifted(shape, lines, lines.position(line + 1) - 1 - line)
        copies = [_shifted(shape, lines, place - 1 - line) for place, _ in lines.places(line + 1)][:most]
        fresh = (_ID.sub(b'_x0000_s%d"' % next(numbers), copy, count=1) for copy in copies[1:])
        return b"".join([*copies[:1], *fresh])

    made = _ONE_SHAPE.sub(moved, xml)
    last = next(numbers) - 1
    return (
        made
        if last < first * _BLOCK + 1
        else _claiming(made, [*_claims(xml), *range(first, last // _BLOCK + 1)])
    )


def _line_of(shape: bytes, lines: LineMap) -> int | None:
    """Return the 0-based row or column of the cell that a comment's box belongs to, or else of its upper left."""
    noted = re.search(rb"<(?:\w+:)?%s>\s*(\d+)" % (b"Row" if lines.axis is ROWS else b"Column"), shape)
    if noted:
        return int(noted[1])
    anchor = _ANCHOR.search(shape)
    numbers = anchor[2].split(b",") if anchor else []
    return int(numbers[2 * lines.axis.half]) if len(numbers) == 8 else None


def _shifted(shape: bytes, lines: LineMap, by: int) -> bytes:
    """Return the shape `by` lines further on, as large as it was."""

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(part) for part in match[2].split(b",")]
        for index in (2 * lines.axis.half, 2 * lines.axis.half + 4):
            numbers[index] = max(numbers[index] + by, 0)
        return match[1] + b", ".join(b"%d" % number for number in numbers) + match[3]

    word = b"Row" if lines.axis is ROWS else b"Column"
    noted = re.compile(rb"(<(?:\w+:)?%s>\s*)(\d+)" % word)
    shape = noted.sub(lambda match: match[1] + b"%d" % (int(match[2]) + by), shape, count=1)
    return _ANCHOR.sub(anchor, shape)


def has_shapes(xml: bytes) -> bool:
    """Say whether anything is drawn in the drawing."""
    return re.search(rb"<(?:\w+:)?(?:shape|group|rect|oval|line|image|roundrect)\b", xml) is not None
