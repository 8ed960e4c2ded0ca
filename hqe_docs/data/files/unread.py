"""What a sheet says beside its values and is not read: comments and colours; what is hidden, and read all the same."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from hqe_docs.data.files.biff import Marks, book_stream, marks_of
from hqe_docs.data.files.extent import column_number, parts

_MOST = 4 << 20  # of a sheet's XML: some five thousand rows; beyond that nobody colours by hand
_USUAL = 0.25  # of the rows: a banded table has two usual looks
_ROW = re.compile(rb'<(?:\w+:)?row\b([^>]*?\br="(\d+)"[^>]*)(?<!/)>(.*?)</(?:\w+:)?row>', re.DOTALL)
# a cell with a value and a format
_STYLED = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)\d+" s="(\d+)"[^>]*(?<!/)>(?!</)')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<'
)
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')


def marks_in(path: Path) -> dict[str, Marks]:
    """Return sheet title → what the sheet holds beside its values; nothing for a damaged workbook."""
    from lxml.etree import LxmlError

    try:
        with path.open("rb") as stream:
            is_new = stream.read(2) == b"PK"
        return _new(path) if is_new else marks_of(book_stream(path.read_bytes()))
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        LookupError,
        ValueError,
        RuntimeError,
        EOFError,
        LxmlError,
    ):
        return {}


def outside_of(path: Path) -> list[str]:
    """Return in words what in a workbook runs or reaches outside; it is neither run nor fetched here."""
    from hqe_docs.zipsafe import acting, reaching

    with zipfile.ZipFile(path) as archive:
        parts = {
            name: archive.read(name)
            if name.endswith(".rels") or name.startswith("xl/externalLinks/")
            else b""
            for name in archive.namelist()
        }
    return list(dict.fromkeys([*acting(parts), *reaching(parts)]))


def words_of(marks: Marks) -> str:
    """Return in words the comments and colours that are not read, and the rows that are though hidden."""
    said = [
        (marks.comments, f"{marks.comments} 条批注没有读取"),
        (count := _odd_rows(marks), f"{count} 行有底色，颜色的意思没有读取"),
        (marks.hidden_rows, f"隐藏的 {marks.hidden_rows} 行已照常读取"),
        (marks.hidden_columns, f"隐藏的 {marks.hidden_columns} 列已照常读取"),
    ]
    return "；".join(words for count, words in said if count)


def _odd_rows(marks: Marks) -> int:
    """Return how many rows are filled otherwise than most; the header, wider than all above it, apart."""
    looks = {row: tuple(marks.fills.get(row, ())) for row in sorted(marks.cells)}
    uses = Counter(looks.values())
    usual = {(), *(look for look, count in uses.items() if count >= _USUAL * len(looks))}
    widest = odd = 0
    for row, look in looks.items():
        if not look:
            widest = max(widest, marks.cells[row])
        elif look not in usual and marks.cells[row] <= widest:
            odd += 1
    return odd


# ---------------------------------------------------------------- .xlsx
def _new(path: Path) -> dict[str, Marks]:
    with zipfile.ZipFile(path) as archive:
        filled = _filled_styles(archive)
        found = {}
        for title, part in parts(archive):
            with archive.open(part) as stream:
                found[title] = _marks(stream.read(_MOST), filled)
            found[title].comments = _comments(archive, part)
        return found


def _marks(data: bytes, filled: frozenset[bytes]) -> Marks:
    marks = Marks()
    for match in _COLUMN.finditer(data[: data.find(b"sheetData")]):
        if _HIDDEN.search(match[0]):
            span = {key: int(value) for key, value in _SPAN.findall(match[0])}
            marks.hidden_columns += min(span.get(b"max", 0) - span.get(b"min", 0) + 1, 1000)
    if not (filled or b"hidden=" in data or b"<f" in data or b":f" in data or b't="e"' in data):
        return marks
    for match in _ROW.finditer(data):
        row, cells = int(match[2]), match[3]
        marks.hidden_rows += _HIDDEN.search(match[1]) is not None
        marks.cells[row] = cells.count(b"v>") + cells.count(b"is>")
        look = [int.from_bytes(place, "big") for place, style in _STYLED.findall(cells) if style in filled]
        if look:
            marks.fills[row] = look
        if b't="e"' in cells:
            for letters, number, text in _ERROR.findall(cells):
                marks.errors[int(number) - 1, column_number(letters) - 1] = text.decode("ascii", "replace")
        if _FORMULA.search(cells):
            marks.uncomputed += [cell.decode() for cell in _UNCOMPUTED.findall(cells)]
    return marks


def _filled_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the cell formats with a solid fill (ECMA-376 §18.8.45, §18.8.20)."""
    from lxml import etree

    try:
        data = archive.read("xl/styles.xml")
    except KeyError:
        return frozenset()
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    kinds = [fill.find("{*}patternFill") for fill in root.iterfind("{*}fills/{*}fill")]
    solid = {i for i, kind in enumerate(kinds) if kind is not None and kind.get("patternType") == "solid"}
    forms = root.iterfind("{*}cellXfs/{*}xf")
    return frozenset(b"%d" % i for i, form in enumerate(forms) if int(form.get("fillId") or 0) in solid)


def _comments(archive: zipfile.ZipFile, part: str) -> int:
    """Return the number of comments that the relations of a sheet lead to."""
    folder, _, name = part.rpartition("/")
    known = set(archive.namelist())
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in known:
        return 0
    targets = re.findall(rb'Target="([^"]*comments[^"]*\.xml)"', archive.read(relations), re.IGNORECASE)
    count = 0
    for target in targets:
        file = next((item for item in known if item.endswith(target.decode().rpartition("/")[2])), "")
        count += archive.read(file).count(b"<comment ") if file else 0
    return count
