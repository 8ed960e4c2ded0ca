"""Page numbers in the upper right corner: where something is printed there already, the page grows by a strip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

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
    from pypdf.generic import ArrayObject, NameObject, RectangleObject, StreamObject

    left, low, right, high = (float(side) for side in page.cropbox)
    turn = page.rotation % 360
    if not is_free:
        grown = {0: (0, 0, 0, STRIP), 90: (-STRIP, 0, 0, 0), 180: (0, -STRIP, 0, 0), 270: (0, 0, STRIP, 0)}
        by = grown.get(turn, grown[0])
        left, low, right, high = left + by[0], low + by[1], right + by[2], high + by[3]
        outer = [float(side) for side in page.mediabox]
        page.mediabox = RectangleObject(
            (min(outer[0], left), min(outer[1], low), max(outer[2], right), max(outer[3], high))
        )
        page.cropbox = RectangleObject((left, low, right, high))
    # the seen corner with the directions that are right and up as the page is turned
    frames = {
        0: (1, 0, 0, 1, right, high),
        90: (0, 1, -1, 0, left, high),
        180: (-1, 0, 0, -1, left, low),
        270: (0, -1, 1, 0, right, low),
    }
    matrix = " ".join(f"{number:g}" for number in frames.get(turn, frames[0]))
    across = right - left if turn in (0, 180) else high - low
    ground = "" if is_free else f"1 g {-across:.2f} {-STRIP:.2f} {across:.2f} {STRIP:.2f} re f "
    begin = RIGHT + len(text) * DIGIT * SIZE
    shown = f"BT {_FONT} {SIZE:g} Tf {-begin:.2f} {-TOP:g} Td ({text}) Tj ET"
    opening, closing = StreamObject(), StreamObject()
    opening.set_data(b"q\n")
    closing.set_data(f"\nQ\nq {matrix} cm {ground}0 g {shown} Q".encode())
    own = page.get("/Contents")
    kept = own.get_object() if own is not None else ArrayObject()
    middle = list(kept) if isinstance(kept, ArrayObject) else [own]
    refs = [writer._add_object(opening), *middle, writer._add_object(closing)]
    page[NameObject("/Contents")] = ArrayObject(refs)
    _name_font(page)


def _name_font(page: PageObject) -> None:
    """Give a page the font of its number: one of those that every reader has."""
    from pypdf.generic import DictionaryObject, NameObject

    if "/Resources" not in page:
        page[NameObject("/Resources")] = DictionaryObject()
    resources = page["/Resources"].get_object()
    if "/Font" not in resources:
        resources[NameObject("/Font")] = DictionaryObject()
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    resources["/Font"].get_object()[NameObject(_FONT)] = font
