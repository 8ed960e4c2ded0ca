"""Draws the README's pictures of both maps from the shipped example: `python -m tools.maps`."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from hqe_docs.office.maps.drawing import Wish, draw_maps

CHECKOUT = Path(__file__).parents[1]
PICTURES = CHECKOUT / "docs" / "图"
WIDTH = 1500  # pixels: as wide as a page of a browser shows, and sharp


def small(picture: Path) -> bytes:
    """Return a poster as a small picture: fewer pixels, 96 colours."""
    with Image.open(picture) as whole:
        height = round(whole.height * WIDTH / whole.width)
        plain = whole.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    plain.quantize(96, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main() -> None:
    """Write the pictures, and say how large they are."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        draw_maps([CHECKOUT / "ledgers" / "hongjiang-2023"], Wish(Path(folder)))
        for poster in sorted(Path(folder).glob("*-A3.png")):
            target = PICTURES / f"{poster.stem.removesuffix('-A3').partition('-')[2]}.png"
            target.write_bytes(small(poster))
            print(f"{target.relative_to(CHECKOUT)} {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
