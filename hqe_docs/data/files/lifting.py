"""A workbook whose large sheets have been lifted out: their rows as text, and the rest for calamine to read.

What is left of a lifted sheet are its merges, its place among the sheets, and one cell for each text that only
calamine can read (a date, a decimal, rich text …), so that there is one reader of such things.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from hqe_docs.data.files.extent import parts
from hqe_docs.data.files.grid import cell_text
from hqe_docs.data.files.sheetcells import Unusual
from hqe_docs.data.files.sheettexts import MARK, ODD, Terms
from hqe_docs.data.files.sheetxml import Sheet, read_sheet
from hqe_docs.data.files.textrows import TextRows

if TYPE_CHECKING:
    import polars as pl

LARGE = 8 << 20  # bytes of a sheet's XML, some 10,000 rows of 24 cells; calamine reads less in half a second
_LARGEST_STRINGS = 1 << 30
_STRINGS, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@dataclass(frozen=True, slots=True)
class Lifted:
    """What is left of a workbook, title → the rows of each sheet lifted out, and their cells left for calamine."""

    rest: IO[bytes]
    sheets: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    marked: Sequence[str] = ()

    def rows(self, title: str, asked: Sequence[Sequence[Any]]) -> TextRows:
        """Return the rows of a sheet; `asked` is what calamine has read in its place."""
        import polars as pl

        frame = self.sheets[title]
        texts = [cell_text(row[0]) if row else "" for row in asked]
        texts += [""] * (len(self.marked) - len(texts))
        with_marks = [name for name in frame.columns if frame[name].str.starts_with(MARK).any()]
        read = (pl.col(name).replace(list(self.marked), texts) for name in with_marks)
        return TextRows(frame.with_columns(read).rechunk())


def lift(path: Path, large: int | None = None) -> Lifted:
    """Return the workbook at `path` without its sheets of `large` bytes (LARGE); whole where one is not plain."""
    least = LARGE if large is None else large
    from lxml.etree import LxmlError
    from polars.exceptions import PolarsError

    try:
        with zipfile.ZipFile(path) as archive:
            found = parts(archive)
            wanted = {title: part for title, part in found if archive.getinfo(part).file_size >= least}
            if wanted:
                return _lifted(archive, wanted)
    except (
        Unusual,
        PolarsError,
        LxmlError,
        UnicodeDecodeError,
        KeyError,
        ValueError,
        RuntimeError,
        EOFError,
    ):
        pass  # the usual way says what is wrong with it, if anything is
    except (zipfile.BadZipFile, zlib.error):
        pass
    return Lifted(path.open("rb"))


def _lifted(archive: zipfile.ZipFile, large: Mapping[str, str]) -> Lifted:
    terms = Terms(_shared_strings(archive), frozenset(_dated(archive, large)))
    sheets = {}
    for title, part in large.items():
        with archive.open(part) as stream:
            sheets[title] = read_sheet(stream, terms)
    marked = sorted({text for sheet in sheets.values() for text in _marked(sheet)})
    cells = [text.removeprefix(MARK) for text in marked]
    left = {large[title]: sheet.before + _cells(cells) + sheet.after for title, sheet in sheets.items()}
    rest = _package(archive, left)
    return Lifted(rest, {title: sheet.frame for title, sheet in sheets.items()}, marked)


def _marked(sheet: Sheet) -> Iterator[str]:
    for column in sheet.frame:
        yield from column.filter(column.str.starts_with(MARK)).unique()


def _cells(cells: Iterable[str]) -> bytes:
    rows = (f'<row r="{i}"><c r="A{i}"{cell}</c></row>' for i, cell in enumerate(cells, 1))
    return "".join(rows).encode()


def _package(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> IO[bytes]:
    """Return the package with the parts that are changed, and nothing that is not XML."""
    rest = io.BytesIO()
    names = archive.namelist()
    sheets = {part for _, part in parts(archive)}
    with zipfile.ZipFile(rest, "w", zipfile.ZIP_STORED) as target:
        for name in names:
            if name in changed:
                target.writestr(name, changed[name])
            elif name.lower() == _STRINGS and sheets <= changed.keys():
                target.writestr(name, b"<sst " + _MAIN + b"/>")
            elif name.lower().endswith((".xml", ".rels")):
                target.writestr(name, archive.read(name))
    rest.seek(0)
    return rest


def _shared_strings(archive: zipfile.ZipFile) -> pl.Series:
    """Return the shared strings, those that are not one plain text marked (ECMA-376 part 1, §18.4.8)."""
    import polars as pl

    part = {name.lower(): name for name in archive.namelist()}.get(_STRINGS)
    if part is None:
        return pl.Series([], dtype=pl.String)
    if archive.getinfo(part).file_size > _LARGEST_STRINGS:
        raise Unusual("too many strings")
    head, *items = archive.read(part).decode("utf-8").split("<si>")
    raw = pl.Series(items, dtype=pl.String)
    texts = raw.str.strip_prefix("<t>").str.strip_suffix("</t></si>")
    is_plain = raw.str.starts_with("<t>") & raw.str.ends_with("</t></si>") & ~texts.str.contains(f"<|{ODD}")
    others = raw.filter(~is_plain)
    if "<sst" not in head or "<si" in head or others.str.contains("<!|<si[ /]").any():
        raise Unusual("strings in another form")
    inside = others.str.replace("(?s)</si>[^<]*(</sst>[^<]*)?$", "")
    cells = pl.select(pl.format(MARK + ' t="inlineStr"><is>{}</is>', inside)).to_series()
    return texts.scatter((~is_plain).arg_true(), cells)


def _dated(archive: zipfile.ZipFile, large: Mapping[str, str]) -> Iterator[str]:
    """Yield the numbers of the styles in which calamine takes a number for a date or a time."""
    from python_calamine import CalamineWorkbook

    part = {name.lower(): name for name in archive.namelist()}.get(_STYLES)
    if part is None:
        return
    styles = len(re.findall(rb"<xf\b", archive.read(part)))  # more than there are: those of cellStyleXfs too
    probe = b"<worksheet " + _MAIN + b"><sheetData>" + _cells(f' s="{i}"><v>45000</v>' for i in range(styles))
    probe += b"</sheetData></worksheet>"
    book = CalamineWorkbook.from_filelike(_package(archive, {part: probe for _, part in parts(archive)}))
    rows = book.get_sheet_by_name(next(iter(large))).to_python()
    yield from (str(i) for i, row in enumerate(rows) if not isinstance(row[0], int | float))
