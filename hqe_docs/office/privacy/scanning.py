"""hqe privacy: files and folders looked through for personal numbers that are not masked."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from hqe_docs.office.privacy.boundedpdf import in_bounded_pdf
from hqe_docs.office.privacy.loose import text_of
from hqe_docs.office.privacy.numbers import Number, joined_numbers, numbers_in
from hqe_docs.office.privacy.packages import Unsafe, in_binary, in_package
from hqe_docs.office.privacy.pdfs import Locked
from hqe_docs.problems import Location, Problems, column_letters, reason_of

Finding = tuple[Location, Number]
MOST_FILE = 512 * 1024 * 1024
MOST_FILES = 100_000
MOST_SHOWN = 200  # findings of one file
MOST_DEPTH = 4  # packages inside packages
TEXTS = (".csv", ".txt", ".json", ".yaml", ".yml", ".md", ".html", ".htm", ".xml", ".ics", ".tsv", ".sha256")
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_SUM = re.compile(r"\b[0-9a-f]{64}\b")


class _Closed(Exception):
    """A file that can't be looked into: it has a password."""


LOCKED = (_Closed, Locked)


@dataclass(frozen=True, slots=True)
class Found:
    """One number that is not masked: where it stands, what it is, how it may be shown."""

    where: Location
    number: Number

    def as_json(self) -> dict[str, Any]:
        """Return the keys that --json prints."""
        place = str(self.where).removeprefix(self.where.file or "").strip(" #:")
        return {
            "file": self.where.file,
            "place": place,
            "kind": self.number.kind,
            "sample": self.number.sample,
            "where": self.where.as_json(),
        }


@dataclass(slots=True)
class Scan:
    """What was looked through, and what was found."""

    files: int = 0
    findings: list[Found] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def as_json(self) -> dict[str, Any]:
        """Return the object that --json prints."""
        return {"problems": list(self.problems), "files": self.files, "findings": self.findings}


def scan(paths: Sequence[Path]) -> Scan:
    """Look through the files at `paths` and in the folders among them."""
    made = Scan()
    for path in _files(paths):
        made.files += 1
        if made.files > MOST_FILES:
            made.problems.add("P504", Location(str(path)), detail=f"文件超过 {MOST_FILES} 个，其余没有检查")
            break
        _scan_file(path, made)
    return made


def whats_unmasked(path: Path) -> list[Found] | str:
    """Return what is not masked in one file, or in words why it can't be looked into."""
    made = Scan()
    _scan_file(path, made)
    unread = next((item.message for item in made.problems if item.code in ("P503", "P504")), "")
    return unread or made.findings


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (item for item in sorted(path.rglob("*")) if item.is_file() and not item.is_symlink())
        else:
            yield path


def _scan_file(path: Path, made: Scan) -> None:
    file = str(path)
    try:
        if path.stat().st_size > MOST_FILE:
            made.problems.add("P504", Location(file), detail=f"超过 {MOST_FILE // 1024 // 1024} MiB")
            return
        content = path.read_bytes()
    except OSError as error:
        made.problems.add("P504", Location(file), detail=reason_of(error))
        return
    named = ((Location(file, path="文件名"), number) for number in numbers_in(path.name))
    try:
        _note(chain(named, inside(path.name, content, file, 0)), file, made)
    except LOCKED:
        made.problems.add("P503", Location(file))
    except Unsafe as error:
        made.problems.add("P504", Location(file), detail=str(error))
    except MemoryError:
        made.problems.add("P504", Location(file), detail="太大，内存不够")
    except Exception:  # whatever a damaged file makes its reader stumble over
        made.problems.add("P504", Location(file), detail="已损坏，读不出")


def _note(findings: Iterator[Finding], file: str, made: Scan) -> None:
    """Put down each number once a place, of one file no more than can be read."""
    known: set[Found] = set()
    for finding in findings:
        found = Found(*finding)
        if found in known:
            continue
        if len(known) == MOST_SHOWN:
            made.problems.add("P502", Location(file), count=MOST_SHOWN)
            return
        known.add(found)
        made.findings.append(found)
        made.problems.add("P501", found.where, kind=found.number.kind, sample=found.number.sample)


# ---------------------------------------------------------------- what a file is
def is_pdf(content: bytes) -> bool:
    """Say whether a file is a PDF, by its first bytes."""
    return content[:1024].lstrip().startswith(_PDF)


def inside(name: str, content: bytes, file: str, depth: int) -> Iterator[Finding]:
    """Yield the numbers in a file or in a part of one, told apart by its first bytes."""
    if depth > MOST_DEPTH:
        raise Unsafe(f"压缩包套了 {MOST_DEPTH} 层以上")
    if content.startswith(_ZIP):
        yield from in_package(content, file, inside, depth)
    elif is_pdf(content):
        yield from in_bounded_pdf(content, file, depth)
    elif content.startswith(_OLE):
        yield from _in_old(name, content, file, depth)
    elif name.lower().endswith(TEXTS):
        yield from _in_lines(_SUM.sub("", text_of(content)), file, name if depth else "")
    else:
        yield from in_binary(name, content, file)


def _in_lines(text: str, file: str, inner: str) -> Iterator[Finding]:
    for line, said in enumerate(text.splitlines(), start=1):
        place = Location(file, path=f"{inner} 第 {line} 行") if inner else Location(file, line=line)
        cells = [cell.strip('" ') for cell in re.split(r"[,\t;]", said)]
        whole = numbers_in(said) or [number for cell in cells for number in numbers_in(cell)]
        for number in (*whole, *joined_numbers(cells)):
            yield place, number


def _in_old(name: str, content: bytes, file: str, depth: int) -> Iterator[Finding]:
    """Yield the numbers of an old Office file; a new one with a password comes in the same container."""
    from hqe_docs.data.files.locked import is_locked, unlocked

    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        path = Path(folder) / f"文件{Path(name).suffix}"
        path.write_bytes(content)
        if is_locked(path):
            with unlocked(path) as opened:
                if not isinstance(opened, Path):
                    raise _Closed
                yield from inside(name, opened.read_bytes(), file, depth + 1)
            return
        yield from in_binary(name if depth else "文档内", content, file)
        if path.suffix.lower() in (".xls", ".et"):
            yield from _in_cells(path, file)


def _in_cells(path: Path, file: str) -> Iterator[Finding]:
    from hqe_docs.data.files.reading import read_grids

    for grid in read_grids(path, path.name, Problems()):
        for row, cells in enumerate(grid.rows, start=1):
            for column, text in enumerate(cells, start=1):
                for number in numbers_in(text):
                    yield Location(file, grid.sheet, f"{column_letters(column)}{row}"), number
            for number in joined_numbers(cells):
                yield Location(file, grid.sheet, row=row), number


def told(found: Sequence[Found]) -> str:
    """Return in words how many numbers are not masked, with one as an example."""
    numbers = list(dict.fromkeys(it.number.sample for it in found))
    return f"有 {len(numbers)} 个没有遮去的号码，如 {numbers[0][:3]}…{numbers[0][-2:]}" if numbers else ""
