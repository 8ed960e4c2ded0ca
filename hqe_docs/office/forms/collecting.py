"""Returned forms of a folder as one ledger: a row each, with its file, its problems, and whether it came twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hqe_docs import zipsafe
from hqe_docs.data.columns import Dictionary
from hqe_docs.data.idnumber import tidy
from hqe_docs.data.kinds import MASTER, common_columns, load_kinds
from hqe_docs.library import Library
from hqe_docs.office.forms.formledger import collected_sheets
from hqe_docs.office.forms.formrows import FormColumns, FormRow, row_of
from hqe_docs.office.forms.reading import FormReader, form_reader
from hqe_docs.office.ledgers.ledgerwork import may_write, write_sheets
from hqe_docs.paper.forms.inspection import form_of
from hqe_docs.paper.forms.model import Form
from hqe_docs.paper.forms.oldforms import modern_all
from hqe_docs.paper.package import opened, read_bytes
from hqe_docs.problems import Location, Problem, Problems, problem
from hqe_docs.values import squeeze

SUFFIXES = frozenset((".docx", ".docm", ".doc", ".wps", ".rtf", ".xlsx", ".xlsm", ".xls", ".et"))
_REFUSED = {"F304": "一处也没有填写", "F306": "不是这份表"}
AT_ONCE = 200  # files that are in memory together
Progress = Callable[[str], None]


@dataclass(slots=True)
class Collected:
    """What came of a folder: the ledger's rows, the files that could not be read with the reason, all problems."""

    rows: list[FormRow] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    path: Path | None = None
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        rows = [{"file": row.file, "values": row.values, "duplicate": row.twin or None} for row in self.rows]
        path = str(self.path) if self.path else None
        return {"problems": self.problems, "path": path, "rows": rows, "refused": list(self.refused)}


def collect_forms(
    folder: Path,
    out: Path,
    *,
    blank: Path | None = None,
    binding: Path | None = None,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Collected:
    """Write the returned forms below `folder` as one ledger to `out`; a bad file doesn't stop the rest."""
    found, collected = Problems(), Collected()
    files = list(forms_in(folder, (out, *([blank] if blank else []))))
    reader = form_reader(blank, binding, libraries, found) if may_write(out, files, found) else None
    if reader is not None:
        if not files:
            found.add("F311", Location(str(folder)), suffixes="、".join(sorted(SUFFIXES)))
        _read_all(files, folder, reader, collected, found, progress)
        _check(collected, reader, libraries, found)
        if collected.rows:
            collected.path = write_sheets(
                out,
                collected_sheets(
                    blank.stem if blank else folder.resolve().name, collected.rows, collected.refused
                ),
                found,
            )
    collected.problems = list(found)
    return collected


def forms_in(folder: Path, others: Sequence[Path]) -> Iterator[Path]:
    """Yield the forms of a folder and those below it in order; not the lock files of Office, nor `others`."""
    known = {other.resolve() for other in others}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file() and path.resolve() not in known:
            yield path


# ---------------------------------------------------------------- reading
def _read_all(
    files: Sequence[Path],
    folder: Path,
    reader: FormReader,
    collected: Collected,
    found: Problems,
    progress: Progress | None,
) -> None:
    for start in range(0, len(files), AT_ONCE):
        some = {path: read_bytes(path) for path in files[start : start + AT_ONCE]}
        old = modern_all(
            {path: data for path, data in some.items() if isinstance(data, bytes)},
            jobs=min(os.cpu_count() or 1, 4),
        )
        for path, data in some.items():
            name = str(path.relative_to(folder))
            if progress:
                progress(name)
            form = _form(old.get(path, data), name)
            if isinstance(form, str):
                collected.refused[name] = form
                found.add("F312", Location(name), detail=form)
            else:
                _read_one(form, reader, collected, found)


def _form(data: Any, name: str) -> Form | str:
    """Return the form in a file or in the parts of it, or why it can't be read."""
    parts = opened(data, name, trees=zipsafe.FORM_TREES) if isinstance(data, bytes) else data
    if isinstance(parts, Problem):
        return parts.message.rpartition("：")[2]
    return parts if isinstance(parts, str) else form_of(parts, name)


def _read_one(form: Form, reader: FormReader, collected: Collected, found: Problems) -> None:
    """Add a form's row; a form that is another one, or has nothing in it, is told and left out."""
    own = Problems()
    returned = reader.read(form, own)
    if not returned.values:
        reasons = [problem for problem in own if problem.code in _REFUSED]
        collected.refused[form.file] = "；".join(_REFUSED[problem.code] for problem in reasons)
        found.extend(reasons)
        return
    collected.rows.append(row_of(form.file, returned, list(own)))


# ---------------------------------------------------------------- checking
def _check(collected: Collected, reader: FormReader, libraries: Sequence[Path], found: Problems) -> None:
    """Name the columns, check the cells by the fields that their titles mean, mark who came twice."""
    columns = FormColumns(_dictionary(Library.over_shipped(libraries), found), reader.words)
    columns.learn(collected.rows)
    checked = [columns.checked(row) for row in collected.rows]
    collected.rows = list(_marked(checked))
    for row in collected.rows:
        found.extend(row.problems)


def _dictionary(library: Library, found: Problems) -> Dictionary:
    kinds, general = load_kinds(library, Problems()), common_columns(library, Problems())
    first = [kinds[MASTER]] if MASTER in kinds else []
    return Dictionary([*first, *([general] if general else [])], kinds.values())


def _marked(rows: Sequence[FormRow]) -> Iterator[FormRow]:
    """Yield the rows, those of a person who came before with the file of the first."""
    first: dict[tuple[str, ...], str] = {}
    for row in rows:
        keys = list(_persons(row.values))
        twin = next((first[key] for key in keys if key in first), "")
        for key in keys:
            first.setdefault(key, row.file)
        yield _repeating(row, twin) if twin else row


def _repeating(row: FormRow, twin: str) -> FormRow:
    name = str(row.values.get("姓名", "")) or "此人"
    return replace(
        row, twin=twin, problems=[*row.problems, problem("F314", row.where, name=name, first=twin)]
    )


def _persons(values: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield what tells a person: an identity number, if only by its length, or name and phone."""
    number = tidy(str(values.get("公民身份号码", "")))
    if len(number) in (15, 18):
        yield (number,)
    name, phone = (squeeze(str(values.get(key, ""))) for key in ("姓名", "联系电话"))
    if name and phone:
        yield (name, phone)
