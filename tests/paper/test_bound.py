"""Files bound as one PDF: in order, upright pictures, numbers in a free corner, an outline; read by pdfium."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, StreamObject

from hqe_docs.paper.bound.binder import Binder, Part
from hqe_docs.paper.bound.corner import STRIP, corners_free
from hqe_docs.paper.bound.pictures import A4, MARGIN, picture_of, write_picture_page
from tests.bundles import pdf, picture


def bound(tmp_path, *parts, total=None):
    """Return the PDF bound of these, opened by pdfium."""
    binder = Binder(total or len(parts))
    for part in parts:
        assert binder.add(part)
    binder.write(tmp_path / "合.pdf", "题名")
    return pypdfium2.PdfDocument(tmp_path / "合.pdf")


def saved(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def drawn(rotate=0, corner=False):
    """Return a PDF of one page, turned; with `corner` black where its upper right corner is seen."""
    writer, stream = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(400, 600)
    places = {0: (360, 575), 90: (0, 575), 180: (0, 0), 270: (360, 0)}
    content = StreamObject()
    content.set_data(f"{places[rotate][0]} {places[rotate][1]} 40 25 re f".encode() if corner else b"")
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Rotate")] = NumberObject(rotate)
    writer.write(stream)
    return stream.getvalue()


def texts(document):
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def test_pages_are_numbered_through_but_for_the_cover(tmp_path):
    path = saved(tmp_path, "a.pdf", pdf(2))
    part = Part(path, ("一",), tuple(corners_free(path)))
    assert texts(bound(tmp_path, part, part, total=4)) == ["", "2/4", "3/4", "4/4"]


def test_the_outline_leads_to_the_first_page_of_each_part(tmp_path):
    path = saved(tmp_path, "a.pdf", pdf(3))
    free = tuple(corners_free(path))
    document = bound(
        tmp_path, Part(path, ("封面",), free), Part(path, ("甲", "一"), free), Part(path, ("甲", "二"), free)
    )
    found = [(item.level, item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    assert found == [(0, "封面", 0), (0, "甲", 3), (1, "一", 3), (1, "二", 6)]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_number_is_seen_in_the_upper_right_corner_however_the_page_is_turned(tmp_path, rotate):
    cover, path = saved(tmp_path, "c.pdf", pdf()), saved(tmp_path, "a.pdf", drawn(rotate))
    assert corners_free(path) == [True]
    document = bound(tmp_path, Part(cover, ("c",), (True,)), Part(path, ("a",), (True,)))
    page = document[1]
    width, height = page.get_size()
    assert (width, height) == ((600, 400) if rotate in (90, 270) else (400, 600))
    ink = page.render(scale=1).to_pil().convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert ink[0] > width - 60 and ink[2] < width - 10
    assert ink[1] > 5 and ink[3] < 30


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_where_something_stands_in_the_corner_the_page_grows_and_nothing_is_covered(tmp_path, rotate):
    cover, path = saved(tmp_path, "c.pdf", pdf()), saved(tmp_path, "a.pdf", drawn(rotate, corner=True))
    assert corners_free(path) == [False]
    document = bound(tmp_path, Part(cover, ("c",), (True,)), Part(path, ("a",), (False,)))
    page = document[1]
    width, height = page.get_size()
    assert height == pytest.approx((400 if rotate in (90, 270) else 600) + STRIP)
    image = page.render(scale=1).to_pil().convert("L")
    below = image.crop((round(width) - 40, round(STRIP) + 1, round(width), round(STRIP) + 22))
    assert below.getextrema()[0] == 0
    assert sum(below.histogram()[:40]) > 0.5 * below.width * below.height  # the black is all there
    above = (
        image.crop((0, 0, round(width), round(STRIP) - 1)).point(lambda value: 255 * (value < 128)).getbbox()
    )
    assert above is not None  # the number


# ---------------------------------------------------------------- pictures
def test_a_large_picture_fits_the_page_and_a_small_one_is_not_enlarged(tmp_path):
    large = picture_of(saved(tmp_path, "a.jpg", picture((4000, 3000))))
    assert large.drawn[0] == pytest.approx(A4[0] - 2 * MARGIN)
    assert max(large.pixels) < 1600
    small = picture_of(saved(tmp_path, "b.png", picture((96, 48), "PNG")))
    assert small.drawn == (72, 36)
    assert small.pixels == (96, 48)


def test_a_picture_stands_as_its_exif_says(tmp_path):
    image, exif, stream = Image.new("RGB", (60, 30), "white"), Image.Exif(), io.BytesIO()
    image.paste("black", (0, 0, 30, 30))  # the left half; turned clockwise it is the upper one
    exif[0x0112] = 6
    image.save(stream, "JPEG", exif=exif, quality=95)
    found = picture_of(saved(tmp_path, "a.jpg", stream.getvalue()))
    assert found.pixels == (30, 60)
    shown = Image.open(io.BytesIO(found.jpeg))
    assert (shown.getpixel((15, 10))[0] < 60, shown.getpixel((15, 50))[0] > 200) == (True, True)


def test_a_transparent_picture_stands_on_white(tmp_path):
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "WEBP")
    found = picture_of(saved(tmp_path, "a.webp", stream.getvalue()))
    assert min(Image.open(io.BytesIO(found.jpeg)).getpixel((10, 10))) > 240


def test_what_is_no_picture_or_far_too_large_is_none(tmp_path, monkeypatch):
    assert picture_of(saved(tmp_path, "a.jpg", b"no picture")) is None
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert picture_of(saved(tmp_path, "b.png", picture((100, 100), "PNG"))) is None


def test_a_picture_is_a_page_of_its_own(tmp_path):
    cover = saved(tmp_path, "c.pdf", pdf())
    shown = saved(tmp_path, "a.jpg", picture((400, 300)))
    assert write_picture_page(shown, tmp_path / "a.pdf")
    assert not write_picture_page(saved(tmp_path, "b.jpg", b""), tmp_path / "b.pdf")
    document = bound(tmp_path, Part(cover, ("c",), (True,)), Part(tmp_path / "a.pdf", ("甲",), (True,)))
    assert texts(document) == ["", "2/2"]
    middle = document[1].render(scale=1).to_pil().getpixel((297, 421))
    assert middle[2] > 100 > middle[0]  # navy


def test_the_same_parts_give_the_same_bytes_without_a_day(tmp_path):
    path = saved(tmp_path, "a.pdf", pdf(2))
    part = Part(path, ("一",), tuple(corners_free(path)))
    bound(tmp_path, part).close()
    first = (tmp_path / "合.pdf").read_bytes()
    bound(tmp_path, part).close()
    assert first == (tmp_path / "合.pdf").read_bytes()
    assert set(PdfReader(tmp_path / "合.pdf").metadata) == {"/Title", "/Producer"}
