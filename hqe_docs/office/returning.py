"""Checked workbooks given back: a copy of each, as it was received, with its problems marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from hqe_docs.data.columns import Dictionary
from hqe_docs.data.dossier import BOOK
from hqe_docs.data.files.grid import Grid
from hqe_docs.data.files.locked import PASSWORD, is_locked, unlocked
from hqe_docs.data.files.reading import read_grids
from hqe_docs.data.filled.lines import titles
from hqe_docs.data.freeform import find_block
from hqe_docs.data.kinds import common_columns, load_kinds
from hqe_docs.library import Library
from hqe_docs.office.loose import Checked
from hqe_docs.office.workspace import Loaded, Progress
from hqe_docs.problems import Location, Problem, Problems, reason_of

if TYPE_CHECKING:
    from hqe_docs.paper.package import Parts

NEW_SUFFIXES = (".xlsx", ".xlsm")
NEW, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
FROM_OLD = "原文件是 .xls，公式只留结果，图片、图表、下拉选项没有带过来"
FROM_TEXT = "原文件是文本，每格都按文字写"


@dataclass(frozen=True, slots=True)
class Received:
    """A checked workbook: its path, what messages call it, and the folder of its copy inside the target."""

    path: Path
    label: str
    inside: PurePath

    @property
    def keeps_name(self) -> bool:
        return self.path.suffix.lower() in NEW_SUFFIXES

    @property
    def where(self) -> Location:
        return Location(self.label)


def give_back(
    checked: Checked, target: Path | None, *, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> tuple[list[Path], list[Problem]]:
    """Write a marked copy of each readable workbook of `checked` into `target`; return them, and what hindered.

    Nothing is written where no target is named.
    """
    if target is None:
        return [], []
    found, written = Problems(), set[Path]()
    received = _once(_received(checked))
    names = Counter(item.label for item in received)
    folders = {item.path.resolve().parent for item in received}
    words = _known_titles(Library.over_shipped(libraries))
    for item in received:
        if progress:
            progress(f"标注 {item.label}")
        path = _path(target / item.inside, item, written)
        if names[item.label] > 1 or path in written:
            found.add("L404", item.where, file=item.label)
        elif _may_be_written(path, item, folders, found):
            copy = _Copy(
                item, [one for one in checked.problems if one.where.file == item.label], words, found
            )
            written |= {path} if copy.write(path) else set()
    return sorted(written), list(found)


def _received(checked: Checked) -> Iterator[Received]:
    """Yield what was checked and can be given back: the ledgers of the dossiers, then the loose workbooks."""
    for opened in checked.dossiers:
        for loaded in opened.each():
            inside = PurePath(opened.folder.resolve().name) / loaded.inside
            for label in (*_own_file(loaded), *_ledger_files(loaded)):
                yield Received(loaded.folder / PurePath(label).name, label, inside)
    for path in checked.workbooks:
        yield Received(path, path.name, PurePath())


def _own_file(loaded: Loaded) -> list[str]:
    """Return the file of a dossier that stands in a workbook."""
    name = loaded.dossier.source.name if loaded.dossier else ""
    return [name] if PurePath(name).name == BOOK else []


def _once(received: Iterable[Received]) -> list[Received]:
    """Return each workbook once, those that keep their names before those that become an .xlsx."""
    first: dict[Path, Received] = {}
    for item in received:  # a dossier may be named along with the one above it
        first.setdefault(item.path.resolve(), item)
    return sorted(first.values(), key=lambda item: not item.keeps_name)


def _ledger_files(loaded: Loaded) -> list[str]:
    """Return the files of the dossier's ledgers; of one that holds no table of its kind only a problem tells."""
    read = (source.file for ledger in loaded.ledgers.values() for source in ledger.sources)
    blamed = (one.where.file for found in loaded.shelf.by_kind.values() for one in found)
    files = dict.fromkeys(file for file in (*read, *blamed) if file)
    return [file for file in files if PurePath(file).parent == PurePath(loaded.label)]


def _known_titles(library: Library) -> set[str]:
    ignored = Problems()  # what is wrong with the kinds was said when the workbooks were checked
    kinds, general = load_kinds(library, ignored), common_columns(library, ignored)
    return set(Dictionary([general] if general else [], kinds.values()).exact)


# ---------------------------------------------------------------- where it goes
def _path(folder: Path, item: Received, written: Collection[Path]) -> Path:
    """Return the path of the copy: an .xlsx; 名册.xls beside 名册.xlsx becomes 名册.xls.xlsx."""
    path = folder / item.path.name
    if not item.keeps_name:
        path = path.with_suffix(".xlsx")
        path = folder / f"{item.path.name}.xlsx" if path in written else path
    return path


def _may_be_written(path: Path, item: Received, folders: Collection[Path], found: Problems) -> bool:
    """Say whether `path` is in none of the received workbooks' `folders`, and nothing but an earlier copy stands there."""
    from hqe_docs.paper.marks.unmarking import is_marked

    if path.resolve().parent in folders:
        found.add("L402", item.where, file=item.label, path=path)
    elif not path.exists():
        return True
    else:
        with _opened(path) as (plain, _):
            if is_marked(plain):
                return True
        found.add("L403", item.where, file=item.label, path=path)
    return False


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Path, str]]:
    """Give the workbook without its password while the block runs, and that password; "" where it has none."""
    if not path.is_file() or not is_locked(path):
        yield path, ""
        return
    with unlocked(path) as plain:
        yield (plain if isinstance(plain, Path) else path), PASSWORD.get()


# ---------------------------------------------------------------- one copy
@dataclass(frozen=True, slots=True)
class _Copy:
    """The copy of one workbook, with what was found in it; `words` are titles by which a header is known."""

    item: Received
    problems: Sequence[Problem]
    words: Collection[str]
    found: Problems

    def write(self, path: Path) -> bool:
        """Write the copy; say whether it was written."""
        from lxml.etree import XMLSyntaxError

        from hqe_docs.paper.marks.marking import marked
        from hqe_docs.paper.package import write_package
        from hqe_docs.paper.sealing import SEAL

        grids = read_grids(self.item.path, self.item.label, Problems())
        if not grids:  # which was said when it was checked
            return False
        try:
            with _opened(self.item.path) as (plain, password):
                parts, origin = self._parts(plain, grids)
            if isinstance(parts, str):
                return self._refuse(parts)
            done = marked(parts, list(self._renamed()), self._headers(grids), origin)
        except OSError as error:
            return self._refuse(f"打不开：{reason_of(error)}")
        except (ValueError, KeyError, IndexError, XMLSyntaxError):
            return self._refuse("工作簿的内部结构不完整")
        before = SEAL.set(password or SEAL.get())  # what came with a password goes back with it
        try:
            hindered = write_package(path, done)
        finally:
            SEAL.reset(before)
        self.found.extend(hindered)
        if origin and not hindered:
            self.found.add("L405", self.item.where, file=self.item.label, detail=origin)
        return not hindered

    def _refuse(self, detail: str) -> bool:
        self.found.add("L401", self.item.where, file=self.item.label, detail=detail)
        return False

    def _parts(self, path: Path, grids: Sequence[Grid]) -> tuple[Parts | str, str]:
        """Return the workbook as parts, or why there are none; and what it was before, if it was no .xlsx."""
        from hqe_docs.paper.oldbook import converted, text_book
        from hqe_docs.paper.package import read_package

        with path.open("rb") as stream:
            head = stream.read(4)
        if head.startswith(NEW):
            parts = read_package(path, large_sheets=True)
            return (parts.message if isinstance(parts, Problem) else parts), ""
        if head.startswith(OLD):
            return converted(path.read_bytes()), FROM_OLD
        return text_book({grid.sheet: grid.rows for grid in grids}), FROM_TEXT

    def _renamed(self) -> Iterator[Problem]:
        """Yield the problems with the sheets' names as the copy has them: at most 31 characters."""
        from hqe_docs.paper.excel.sheetnames import legal_name

        for one in self.problems:
            sheet = one.where.sheet
            yield replace(one, where=replace(one.where, sheet=legal_name(sheet))) if sheet else one

    def _headers(self, grids: Sequence[Grid]) -> dict[str, int]:
        """Return the row, from 1, of the titles of each sheet's table."""
        from hqe_docs.paper.excel.sheetnames import legal_name

        words = titles() if self.item.path.name == BOOK else self.words
        blocks = ((grid.sheet, find_block(grid, words)) for grid in grids)
        return {legal_name(sheet): block.last + 1 for sheet, block in blocks if block}
