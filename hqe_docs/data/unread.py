"""What a sheet says beside its values and is not read: comments and colours; what is hidden, and read all the same."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from hqe_docs.data.biff import Marks, book_stream, marks_of
from hqe_docs.data.extent import column_number, parts

_MOST = 4 << 20  # of a sheet's XML: some five thousand rows; beyond that nobody colours by hand
_USUAL = 0.25  # of the rows: a banded table has two usual looks
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"[^>]*(?<!/)>(.*?)</(?:\w+:)?row>', re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>/]*)>(?!</)")
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<'
)
_STYLE, _PLACE = re.compile(rb'\bs="(\d+)"'), re.compile(rb'\br="([A-Z]+)')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')


def marks_in(path: Path) -> dict[str, Marks]:
    """Return sheet title → what the sheet holds beside its values; nothing for a damaged workbook."""
    try:
        with path.open("rb") as stream:
            is_new = stream.read(2) == b"PK"
        return _new(path) if is_new else marks_of(book_stream(path.read_bytes()))
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError):
        return {}


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


def _marks(data: bytes, filled: frozenset[int]) -> Marks:
    marks = Marks()
    for match in _COLUMN.finditer(data[: data.find(b"sheetData")]):
        if _HIDDEN.search(match[0]):
            span = {key: int(value) for key, value in _SPAN.findall(match[0])}
            marks.hidden_columns += min(span.get(b"max", 0) - span.get(b"min", 0) + 1, 1000)
    for match in _ROW.finditer(data):
        row = int(match[1])
        marks.hidden_rows += bool(_HIDDEN.search(match[0][: match[0].find(b">")]))
        marks.uncomputed += [cell.decode() for cell in _UNCOMPUTED.findall(match[2])]
        for letters, number, text in _ERROR.findall(match[2]):
            marks.errors[int(number) - 1, column_number(letters) - 1] = text.decode("ascii", "replace")
        for cell in _CELL.findall(match[2]):
            marks.cells[row] += 1
            style, place = _STYLE.search(cell), _PLACE.search(cell)
            if style and place and int(style[1]) in filled:
                marks.fills.setdefault(row, []).append(int.from_bytes(place[1], "big"))
    return marks


def _filled_styles(archive: zipfile.ZipFile) -> frozenset[int]:
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
    return frozenset(i for i, form in enumerate(forms) if int(form.get("fillId") or 0) in solid)


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
