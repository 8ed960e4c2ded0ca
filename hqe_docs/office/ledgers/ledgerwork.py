"""What the commands that work on ledgers share: files and dossiers taken in, and the workbook they write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath

from hqe_docs.data.dossier import is_ledger_file
from hqe_docs.data.files.grid import APPENDED
from hqe_docs.data.files.reading import read_grids
from hqe_docs.data.idnumber import tidy
from hqe_docs.data.kinds import MASTER, Field, LedgerKind, header_key, load_kinds
from hqe_docs.data.received.columnmap import ColumnMap
from hqe_docs.data.received.importing import Imported, import_grids
from hqe_docs.library import Library
from hqe_docs.masking import mask_identity, mask_name, mask_phone, shorten
from hqe_docs.office.disclosure import fields_of, public_sheet
from hqe_docs.office.ledgers.asked import kind_asked
from hqe_docs.office.versions import PUBLIC, RELEASE, marked
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet, write_book
from hqe_docs.problems import Location, Problems

GAPS = ("D117", "R101")  # a dossier that is named is not there
MOST_ROWS = 1_000_000
WIDE = 24  # digits: a column of sentences


# ---------------------------------------------------------------- what comes in
@dataclass(frozen=True, slots=True)
class Received:
    """One ledger file as it came in: its path, what stands in it, and the name of its dossier if it has one."""

    path: Path
    made: Imported
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """How ledgers are taken in: their kind, the map of columns, the day of ages, the libraries.

    `lost` are the ledgers met that could not be read.
    """

    kind: LedgerKind
    columns: ColumnMap = field(default_factory=ColumnMap)
    day: date | None = None
    libraries: tuple[Path, ...] = ()
    lost: list[str] = field(default_factory=list)

    def receive(self, paths: Sequence[Path], found: Problems) -> list[Received]:
        """Return the ledgers at `paths`: files, and dossiers with all that lie below them."""
        names = Counter(path.name for path in paths)
        return [
            item
            for path in dict.fromkeys(paths)
            for item in self._at(path, path.name if names[path.name] == 1 else path.as_posix(), found)
        ]

    def one(self, path: Path, doing: str, found: Problems) -> Received | None:
        """Return the only ledger at `path`; None, with problems, when there is none or there are several."""
        received = self.receive([path], found)
        if len(received) > 1:
            found.add(
                "L546", Location(path.as_posix()), name=path.name, count=len(received), kind=self.kind.name
            )
        if len(received) != 1:
            return None
        count = sum(item.severity == "error" for item in received[0].made.problems)
        if count:
            found.add("L545", Location(path.as_posix()), count=count, doing=doing)
        return received[0]

    def _at(self, path: Path, name: str, found: Problems) -> Iterator[Received]:
        if is_ledger_file(path):
            yield from self._file(path, name, "", self.day, found)
            return
        received = [
            item
            for top in open_dossiers([path], libraries=self.libraries)
            for loaded in top.each()
            for item in self._in(loaded, found)
        ]
        if not received and not found.has_errors:
            found.add("L527", Location(path.as_posix()), name=path.name, kind=self.kind.name)
        yield from received

    def _in(self, loaded: Loaded, found: Problems) -> Iterator[Received]:
        """Yield the ledger of one dossier, unless it is made up from those of the dossiers below."""
        found.extend(loaded.dossier_problems)
        if any(item.code in GAPS for item in loaded.dossier_problems):
            self.lost.append(loaded.label or loaded.name)
        if loaded.below:
            return
        ledger = loaded.ledgers.get(self.kind.name)
        if self.kind.name in loaded.shelf.unreadable:
            found.extend(loaded.shelf.by_kind[self.kind.name])
            self.lost.append(loaded.label or loaded.name)
        elif ledger is None:
            if loaded.inside.parts:
                found.add("L533", Location(loaded.label or None), name=loaded.name, kind=self.kind.name)
        else:
            file = loaded.folder / PurePath(ledger.sources[0].file).name
            point = loaded.dossier.data.point if loaded.dossier else None
            day = self.day or (point.reference_date if point else None)
            label = f"{loaded.label}/{file.name}" if loaded.label else file.name
            yield from self._file(file, label, loaded.name, day, found)

    def _file(
        self, path: Path, name: str, dossier: str, day: date | None, found: Problems
    ) -> Iterator[Received]:
        grids = read_grids(path, name, found)
        mapped = self.columns.titles
        made = import_grids(grids, name, self.kind, found, day=day, mapped=mapped) if grids else None
        if made:
            yield Received(path, made, dossier)
        else:
            self.lost.append(name)


def kind_of(text: str | None, libraries: Sequence[Path], found: Problems) -> LedgerKind | None:
    """Return the kind that is asked for, the master ledger unless said; None, with a problem, when there is none."""
    return kind_asked(text or MASTER, load_kinds(Library.over_shipped(libraries), found), found)


def columns_named(names: Sequence[str], kind: LedgerKind, found: Problems) -> tuple[str, ...]:
    """Return the columns of `kind` that `names`, titles or other names of theirs, mean; others are reported."""
    known, chosen = kind.by_header(), []
    for name in names:
        field = known.get(header_key(name))
        if field is None:
            found.add("L526", kind=kind.name, name=name, fields="、".join(item.name for item in kind.fields))
        else:
            chosen.append(field.name)
    return tuple(chosen)


# ---------------------------------------------------------------- what goes out
def may_write(out: Path, sources: Iterable[Path], found: Problems) -> bool:
    """Say whether `out` is a workbook's name and none of the files that are read; if not, that is a problem."""
    if out.suffix.lower() != ".xlsx":
        found.add("L522", Location(str(out)), name=out.name, stem=out.stem or "台账")
        return False
    if any(_is_same(out, source) for source in sources):
        found.add("L521", Location(str(out)))
        return False
    return True


def _is_same(out: Path, source: Path) -> bool:
    return out.resolve() == source.resolve() or (out.exists() and source.exists() and out.samefile(source))


def write_sheets(out: Path, sheets: Sequence[BookSheet], found: Problems, *kinds: LedgerKind) -> Path | None:
    """Write `sheets` to `out`, whole or not at all; return where, or None, with problems, when it could not be.

    The version of the run is in the file's name; in the public one the columns stand as these `kinds` say.
    """
    version = RELEASE.get()
    if version == PUBLIC:
        fields = fields_of(kinds)
        public = (public_sheet(sheet, fields, found) for sheet in sheets)
        sheets = [sheet for sheet in public if sheet]
    path = marked(out, version)
    problems = write_book(path, [part for sheet in sheets for part in _parts(sheet)])
    found.extend(problems)
    return None if problems else path


def _parts(sheet: BookSheet) -> Iterator[BookSheet]:
    """Yield the sheet, in pieces where it is longer than a worksheet can be."""
    yield replace(sheet, rows=sheet.rows[:MOST_ROWS])
    for number, start in enumerate(range(MOST_ROWS, len(sheet.rows), MOST_ROWS), start=2):
        yield replace(sheet, tab=f"{sheet.tab}{number}", rows=sheet.rows[start : start + MOST_ROWS])


def appended_sheet(
    tab: str,
    titles: Mapping[str, float],
    rows: Sequence[Sequence[str]],
    remark: str = "",
    *,
    numbers: bool = False,
) -> BookSheet:
    """Return a sheet that stands beside a ledger for people to read; `titles` give the width of each column."""
    columns = [
        BookColumn(
            name,
            "integer" if numbers and i else "string",
            width,
            across="left" if width >= WIDE else "center",
        )
        for i, (name, width) in enumerate(titles.items())
    ]
    return BookSheet(tab, tab + APPENDED, columns, rows, remark)


def widened(sheet: BookSheet, widths: Mapping[str, float]) -> BookSheet:
    """Return `sheet` with other widths of some columns, which hold sentences."""
    columns = [
        replace(item, width=widths[item.name], across="left") if item.name in widths else item
        for item in sheet.columns
    ]
    return replace(sheet, columns=columns)


def masked_cell(text: str, column: Field | None) -> str:
    """Return a cell's text as the console may show it."""
    if column is None or not text:
        return shorten(text)
    if column.format == "公民身份号码":
        return mask_identity(tidy(text))
    if column.mask == "电话":
        return mask_phone(text)
    if column.public == "遮姓名":
        return mask_name(text)
    return "（已隐去）" if column.type == "date" and column.mask else shorten(text)
