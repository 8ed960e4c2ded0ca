"""Page numbers in the upper right corner: where something is printed there already, the page grows by a strip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import DictionaryObject

WIDTH, HEIGHT = 84.0, 30.0  # points of the corner that must be blank
STRIP = 26.0  # points by which a page grows at its top
RIGHT, TOP, SIZE = 22.0, 20.0, 9.0  # points: where the number ends, its line, its size
DIGIT = 0.556  # of the size: Helvetica's digits
_WHITE = 246
_SCALE = 1.0  # pixels a point, enough to see a letter
_FONT = "/HqeNumber"


def corners_free(pdf: Path) -> list[bool]:
    """Return of each page whether its upper right corner, as it is seen, is blank; nothing for a damaged file."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return [_is_free(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        return []


def _is_free(page: object) -> bool:
    width, height = page.get_size()  # type: ignore[attr-defined]
    crop = (max(width - WIDTH, 0), max(height - HEIGHT, 0), 0, 0)
    drawn = page.render(scale=_SCALE, crop=crop, grayscale=True)  # type: ignore[attr-defined]
    darkest: int = drawn.to_pil().convert("L").getextrema()[0]
    return darkest >= _WHITE


def stamp(writer: PdfWriter, page: PageObject, text: str, *, is_free: bool) -> None:
    """Print `text` into a page's upper right corner, in a strip of its own unless the corner `is_free`."""
    turn = page.rotation % 360
    if not is_free:
        _grow(page, turn)
    left, low, right, high = (float(side) for side in page.cropbox)
    # the seen corner, with the directions that are right and up as the page is turned
    frames = {
        0: (1, 0, 0, 1, right, high),
        90: (0, 1, -1, 0, left, high),
        180: (-1, 0, 0, -1, left, low),
        270: (0, -1, 1, 0, right, low),
    }
    matrix = " ".join(f"{number:g}" for number in frames.get(turn, frames[0]))
    across = high - low if turn in (90, 270) else right - left
    ground = "" if is_free else f"1 g {-across:.2f} {-STRIP:.2f} {across:.2f} {STRIP:.2f} re f "
    begin = RIGHT + len(text) * DIGIT * SIZE
    shown = f"BT {_FONT} {SIZE:g} Tf {-begin:.2f} {-TOP:g} Td ({text}) Tj ET"
    _draw_over(writer, page, f"q {matrix} cm {ground}0 g {shown} Q")
    _name_font(page)


def _grow(page: PageObject, turn: int) -> None:
    """Let a page be higher by a strip at the side that is seen as its top."""
    from pypdf.generic import RectangleObject

    grown = {90: (-STRIP, 0, 0, 0), 180: (0, -STRIP, 0, 0), 270: (0, 0, STRIP, 0)}.get(turn, (0, 0, 0, STRIP))
    shown = [float(side) + by for side, by in zip(page.cropbox, grown, strict=True)]
    whole = [float(side) for side in page.mediabox]
    page.mediabox = RectangleObject((*map(min, whole[:2], shown[:2]), *map(max, whole[2:], shown[2:])))
    page.cropbox = RectangleObject(shown)


def _draw_over(writer: PdfWriter, page: PageObject, drawing: str) -> None:
    """Add a drawing after a page's own, in the coordinates with which that began."""
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    opening, closing = StreamObject(), StreamObject()
    opening.set_data(b"q\n")
    closing.set_data(f"\nQ\n{drawing}".encode())
    own = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    whole = own.get_object()
    middle = list(whole) if isinstance(whole, ArrayObject) else [own]
    page[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(opening), *middle, writer._add_object(closing)]
    )


def _name_font(page: PageObject) -> None:
    """Give a page the font of its number: one of those that every reader has."""
    from pypdf.generic import DictionaryObject, NameObject

    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    _inside(_inside(page, "/Resources"), "/Font")[NameObject(_FONT)] = font


def _inside(holder: DictionaryObject, name: str) -> DictionaryObject:
    """Return the dictionary that another holds under a name, a new one where it has none."""
    from pypdf.generic import DictionaryObject, NameObject

    held = holder[name].get_object() if name in holder else None
    if isinstance(held, DictionaryObject):
        return held
    made = DictionaryObject()
    holder[NameObject(name)] = made
    return made
