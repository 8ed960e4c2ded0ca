"""The bound PDF and the page counts of a bundle, held against pdfium; checksums and zip against other programs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from tests.bundles import add, codes, files, listed, packed, pdf, picture, put
from tests.example_books import FOLDER
from tests.villages import person, village


def document(pages: int) -> bytes:
    made, stream = Document(), io.BytesIO()
    for number in range(pages):
        made.add_paragraph(f"说明第{number + 1}面")
        if number + 1 < pages:
            made.add_page_break()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    """A village with evidence of every kind, bound: its folder, the bundle, the problems."""
    folder = village(tmp_path_factory.mktemp("包") / "甲", [person(0), person(1)])
    put(folder, "01 窗口/大厅.jpg", picture((3000, 2000)))
    put(folder, "01 窗口/小图.png", picture((40, 30), "PNG"))
    put(folder, "02 门牌.pdf", pdf(4))
    put(folder, "02 横幅.pdf", pdf(2, size=(1200, 300)))
    put(folder, "05 说明.docx", document(3))
    put(folder, "06 有密码.pdf", pdf(2, "secret"))
    put(folder, "06 手机照片.heic", b"not readable here")
    put(folder, "07 签到视频.mp4", b"\0\0\0\x18ftypmp42")
    add(folder, "条件: {服务窗口: {标识: 是}}\n")
    return folder, *packed(folder, "--pdf", "--zip")


def outline(bundle):
    with pypdfium2.PdfDocument(bundle["pdf"]) as book:
        return [(item.level, item.get_title(), item.get_dest().get_index() + 1) for item in book.get_toc()]


def test_each_file_begins_on_the_page_that_the_index_says(bound):
    _, bundle, _ = bound
    entries = {(title, page) for level, title, page in outline(bundle) if level == 1}
    rows = [row for row in bundle["files"] if row["序号"]]
    assert entries == {(Path(row["文件"]).stem, row["起页"]) for row in rows}
    heads = {
        (f"{row['编号']} {row['项名']}", row["起页"]) for row in bundle["files"] if row["名称"] == "本项材料"
    }
    assert heads == {
        (title, page) for level, title, page in outline(bundle) if level == 0 and title[0] in "012"
    }
    assert [row[8] for row in listed(bundle) if row[3]] == [row["起页"] for row in rows]


def test_page_counts_are_those_of_the_pages_up_to_the_next_part(bound):
    _, bundle, _ = bound
    with pypdfium2.PdfDocument(bundle["pdf"]) as book:
        total = len(book)
    rows = [row for row in bundle["files"] if row["起页"]]
    rows.sort(key=lambda row: row["起页"])
    following = [*(row["起页"] for row in rows[1:]), total + 1]
    for row, after in zip(rows, following, strict=True):
        assert after - row["起页"] == (row["页数"] or 1), (
            row
        )  # what can't be laid out has a page that says so
    assert rows[0]["起页"] == 1


def test_page_counts_of_what_was_put_in_are_right(bound):
    _, bundle, _ = bound
    pages = {row["名称"]: row["页数"] for row in bundle["files"]}
    assert (pages["大厅"], pages["小图"], pages["门牌"], pages["横幅"], pages["说明"]) == (1, 1, 4, 2, 3)
    assert (pages["有密码"], pages["手机照片"], pages["签到视频"]) == ("", 1, "")


def test_every_page_but_the_cover_bears_its_number_once(bound):
    _, bundle, _ = bound
    with pypdfium2.PdfDocument(bundle["pdf"]) as book:
        total = len(book)
        for number in range(total):
            page = book[number]
            text = page.get_textpage()
            found = re.findall(rf"(\d+)/{total}\b", text.get_text_range())
            assert found == ([str(number + 1)] if number else [])
            width, height = page.get_size()
            if number:
                corner = text.get_text_bounded(left=width - 80, bottom=height - 30, right=width, top=height)
                assert f"{number + 1}/{total}" in corner


def test_what_can_not_be_laid_out_has_a_page_that_says_so_and_is_listed(bound):
    _, bundle, problems = bound
    where = {row["名称"]: row["起页"] for row in bundle["files"]}
    with pypdfium2.PdfDocument(bundle["pdf"]) as book:
        for name in ("有密码", "手机照片", "签到视频"):
            assert "此处为电子文件" in book[where[name] - 1].get_textpage().get_text_range()
    assert len([item for item in problems if item["code"] == "P414"]) == 3
    assert codes(problems) == ["P410", "P414"]


def test_the_printed_index_bears_the_same_page_numbers(bound):
    _, bundle, _ = bound
    (index, *_) = Document(files(bundle)["目录.docx"]).tables
    printed = [tuple(cell.text.strip("　") for cell in row.cells) for row in index.rows]
    for row in bundle["files"]:
        if row["序号"]:
            assert any(
                cells[0] == str(row["序号"])
                and cells[1].startswith(row["名称"])
                and cells[4] == str(row["起页"])
                for cells in printed
            )


def test_the_text_of_the_pages_is_still_there(bound):
    _, bundle, _ = bound
    where = {row["名称"]: row["起页"] for row in bundle["files"]}
    with pypdfium2.PdfDocument(bundle["pdf"]) as book:
        for number in range(3):
            text = book[where["说明"] - 1 + number].get_textpage().get_text_range()
            assert f"说明第{number + 1}面" in "".join(text.split())


def test_other_programs_find_the_checksums_right(bound):
    _, bundle, _ = bound
    run = subprocess.run(
        ["sha256sum", "-c", "--strict", "校验清单.sha256"],
        cwd=bundle["path"],
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert len(run.stdout.splitlines()) == len(files(bundle)) - 1


def test_the_same_dossier_gives_the_same_pdf_and_zip(bound, tmp_path):
    folder, bundle, _ = bound
    shutil.copytree(folder, tmp_path / "甲")
    again, _ = packed(tmp_path / "甲", "--pdf", "--zip")
    assert Path(again["pdf"]).read_bytes() == Path(bundle["pdf"]).read_bytes()
    assert Path(again["zip"]).read_bytes() == Path(bundle["zip"]).read_bytes()


def test_the_public_version_is_bound_without_numbers(bound, tmp_path):
    folder, _, _ = bound
    shutil.copytree(folder, tmp_path / "甲")
    public, problems = packed(tmp_path / "甲", "--pdf", "--public")
    assert codes(problems) == ["P421"]
    secrets = [person(order)[key] for order in (0, 1) for key in ("公民身份号码", "联系电话", "姓名")]
    with pypdfium2.PdfDocument(public["pdf"]) as book:
        text = "".join(page.get_textpage().get_text_range() for page in book)
    assert [secret for secret in secrets if secret in text] == []
    assert "村**" in text


MANY = """
import re, shutil, sys
from pathlib import Path
from hqe_docs.paper.bound.binder import Binder, Part
from hqe_docs.paper.bound.pictures import write_picture_page
source, folder, count = Path(sys.argv[1]), Path(sys.argv[2]), 500
binder = Binder(count)
for number in range(count):
    page = folder / f"{number}.pdf"
    if number < 50:
        write_picture_page(source, page)
    else:  # drawing one more takes time, and no more memory than the one before
        shutil.copy(folder / f"{number % 50}.pdf", page)
    binder.add(Part(page, (str(number),), (True,)))
binder.write(folder / "all.pdf", "")
# the parent's memory is in ru_maxrss, too
print(int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_five_hundred_photographs_are_bound_within_little_memory(tmp_path, record_property):
    rough = Image.effect_noise((500, 375), 60).resize((4000, 3000))
    Image.merge("RGB", [rough, rough.rotate(180), rough]).save(tmp_path / "a.jpg", quality=85)
    run = subprocess.run(
        [sys.executable, "-c", MANY, tmp_path / "a.jpg", tmp_path], capture_output=True, check=True, text=True
    )
    record_property("said", f"500 photographs of 12 megapixels bound: {run.stdout.strip()} MiB at most")
    assert int(run.stdout) < 700
    with pypdfium2.PdfDocument(tmp_path / "all.pdf") as book:
        assert len(book) == 500


def test_every_village_of_the_example_has_its_folders_and_counts(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "洪江镇")
    bundle, problems = packed(tmp_path / "洪江镇")
    assert codes(problems) == []
    assert {row[6] for row in listed(bundle)} == set(files(bundle))
    for name in ("梅州村", "洪江村"):
        held = {path.name[:2] for path in (Path(bundle["path"]) / name).iterdir() if path.is_dir()}
        assert held == {f"{no:02}" for no in range(23)}
    counted = [row for row in bundle["files"] if row["序号"]]
    assert all(row["页数"] for row in counted)
    assert bundle["pages"] == sum(row["页数"] for row in counted)
    book = openpyxl.load_workbook(files(bundle)["目录.xlsx"])
    assert book.sheetnames == ["目录", "缺项清单", "未收文件", "不公开文件"]
