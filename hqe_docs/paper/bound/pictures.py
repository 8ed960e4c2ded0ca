"""A picture as a page: upright, on A4, no larger than it is, with no more pixels than print can show."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfWriter

A4 = (595.28, 841.89)  # points
MARGIN = 57  # points, 20 mm: the number in the corner stands above the picture
DPI = 150  # more is not seen on paper, and 500 photographs must fit into memory
SCREEN = 0.75  # points of a pixel at 96 a inch: no picture is drawn larger than that
QUALITY = 80
_POSITION = 0x8825  # of EXIF: GPS
_ORIENTATION, _LYING = 0x0112, (5, 6, 7, 8)  # of EXIF: those whose sides are exchanged


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright JPEG in RGB: its bytes, its size in pixels, the size in points at which it is drawn."""

    jpeg: bytes
    pixels: tuple[int, int]
    drawn: tuple[float, float]


def picture_of(path: Path) -> Picture | None:
    """Return the picture in a file, turned as its EXIF says; None where it can't be read."""
    from PIL import Image, ImageOps

    room = [side - 2 * MARGIN for side in A4]
    most = (round(room[0] / 72 * DPI), round(room[1] / 72 * DPI))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                width, height = image.size
                is_lying = image.getexif().get(_ORIENTATION) in _LYING
                # a JPEG is decoded no larger than needed, and only what is left is turned
                image.thumbnail(most[::-1] if is_lying else most)
                upright = _on_white(ImageOps.exif_transpose(image))
        stream = io.BytesIO()
        upright.save(stream, "JPEG", quality=QUALITY)
    except Exception:  # Pillow raises whatever a damaged picture makes it stumble over
        return None
    width, height = (height, width) if is_lying else (width, height)
    scale = min(SCREEN, room[0] / width, room[1] / height)
    return Picture(stream.getvalue(), upright.size, (width * scale, height * scale))


def _on_white(image: Any) -> Any:
    """Return an image in RGB, white where it is transparent."""
    from PIL import Image

    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    whole = image.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(ground, whole).convert("RGB")


def has_position(path: Path) -> bool:
    """Say whether a picture tells where it was taken."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            return bool(image.getexif().get_ifd(_POSITION))
    except Exception:  # no picture
        return False


def write_picture_page(path: Path, target: Path) -> bool:
    """Write a PDF of one page of A4 with a picture in its middle; False where the picture can't be read."""
    from pypdf import PdfWriter

    picture = picture_of(path)
    if picture is None:
        return False
    writer = PdfWriter()
    _add(writer, picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        writer.write(stream)
    return True


def _add(writer: PdfWriter, picture: Picture) -> None:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

    page = writer.add_blank_page(*A4)
    image = StreamObject()
    image.set_data(picture.jpeg)
    looks = {"Type": "XObject", "Subtype": "Image", "ColorSpace": "DeviceRGB", "Filter": "DCTDecode"}
    for key, value in looks.items():
        image[NameObject(f"/{key}")] = NameObject(f"/{value}")
    sizes = {"Width": picture.pixels[0], "Height": picture.pixels[1], "BitsPerComponent": 8}
    for key, number in sizes.items():
        image[NameObject(f"/{key}")] = NumberObject(number)
    width, height = picture.drawn
    left, low = (A4[0] - width) / 2, (A4[1] - height) / 2
    content = StreamObject()
    content.set_data(f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {low:.2f} cm /Picture Do Q".encode())
    named = DictionaryObject({NameObject("/Picture"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
    page[NameObject("/Contents")] = writer._add_object(content)
