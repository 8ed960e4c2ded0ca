"""A dossier from one way of writing it into the other, dossier.yaml ⇄ 填报表.xlsx: without loss, or not at all."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.dossier import BOOK, FILE, dossier_file, read_source
from hqe_docs.data.filled.laying import Laid, laid_out
from hqe_docs.data.filled.shape import WHOLE, Shape, canonical
from hqe_docs.data.modelled import Source, read_what_fits
from hqe_docs.data.schema import DossierData
from hqe_docs.data.yamltext import dumped
from hqe_docs.library import Library
from hqe_docs.office.catalogue import load_catalogue
from hqe_docs.office.fillsheets import Look, sheets_of
from hqe_docs.paper.books.ledgerbook import write_book
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.yamlfile import KeyPath, path_text, read_yaml

SAMPLES = "templates/新建/填报示例.yaml"
YAML, EXCEL = (".yaml", ".yml"), (".xlsx",)
_COMMENT = re.compile(r"(?:^|\s)#")


def convert(
    source: Path, target: Path | None = None, *, libraries: Sequence[Path] = ()
) -> tuple[list[Path], list[Problem]]:
    """Write a dossier's file in the other way, beside it unless `target` says a folder or a file; never over one.

    What was written, and what was found: faults of the dossier itself are told and carried over as they stand.
    """
    found = Problems()
    path = (dossier_file(source) or source) if source.is_dir() else source
    goal = _goal(path, target)
    if goal is None:
        found.add("D310", Location(str(source)), path=source)
        return [], list(found)
    if goal.exists():
        found.add("R103", Location(str(goal)), path=goal)
        return [], list(found)
    written = _convert(path, goal, Library.over_shipped(libraries), found)
    if written and {path.name, goal.name} == {FILE, BOOK} and goal.parent.resolve() == path.parent.resolve():
        found.add("D312", Location(str(goal)), old=path.name, new=goal.name)
    return written, list(found)


def _goal(path: Path, target: Path | None) -> Path | None:
    """Return the file to write; None where `path` is no dossier's file, or the target not the other way."""
    suffix = path.suffix.lower()
    if not path.is_file() or suffix not in (*YAML, *EXCEL):
        return None
    name, wanted = (BOOK, EXCEL) if suffix in YAML else (FILE, YAML)
    if target is None:
        return path.with_name(name) if path.name in (FILE, BOOK) else path.with_suffix(wanted[0])
    if target.is_dir() or not target.suffix:
        return target / name
    return target if target.suffix.lower() in wanted else None


def _convert(path: Path, goal: Path, library: Library, found: Problems) -> list[Path]:
    source = read_source(path, path.as_posix(), found)
    if source is None or found.has_errors:
        return []
    read_what_fits(source, DossierData, found)  # faults of what was written are carried over, and told
    if not isinstance(source.value, dict):
        return []
    if goal.suffix.lower() in YAML:
        return _write_yaml(source, goal, found)
    comments = sum(bool(_COMMENT.search(line)) for line in path.read_text("utf-8", "replace").splitlines())
    written = write_filled(source, goal, library, found)
    if comments and written:
        found.add("D309", Location(path.as_posix()), count=comments)
    return written


# ---------------------------------------------------------------- workbooks
def write_filled(
    source: Source, goal: Path, library: Library, found: Problems, *, is_new: bool = False
) -> list[Path]:
    """Write a 填报表 of what `source` says, unless something in it would be lost; return what was written.

    A new one shows examples, and only the sections that are prepared.
    """
    value = source.value if is_new else canonical(source.value)
    laid = [each for each in laid_out(value) if not is_new or each.page.path[0] in value]
    sheets = sheets_of(laid, _look(source, library, found, shows_samples=is_new))
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        draft = Path(folder) / BOOK
        found.extend(write_book(draft, sheets))
        back = read_source(draft, BOOK, Problems()) if draft.is_file() else None
        if back is None or _told_lost(source, back.value, found):
            return []
        problems = write_file(goal, draft.read_bytes())
    found.extend(problems)
    return [] if problems else [goal]


def _look(source: Source, library: Library, found: Problems, *, shows_samples: bool) -> Look:
    path = library.find(SAMPLES)
    samples = read_yaml(path, SAMPLES, found) if path else None
    given: Mapping[str, Laid] = {each.page.name: each for each in laid_out(samples.value)} if samples else {}
    point = source.value.get("创建点")
    point = point if isinstance(point, dict) else {}
    above = point.get("所属")
    unit = "".join(map(str, [*(above if isinstance(above, list) else []), point.get("名称") or ""]))
    offers = {"文书": list(load_catalogue(library, Problems()))}
    return Look(unit, given, offers, shows_samples)


# ---------------------------------------------------------------- YAML
def _write_yaml(source: Source, goal: Path, found: Problems) -> list[Path]:
    text = yaml_text(source.value)
    with tempfile.TemporaryDirectory(prefix="hqe-") as folder:
        draft = Path(folder) / FILE
        draft.write_text(text, "utf-8", newline="\n")
        back = read_source(draft, FILE, Problems())
    if back is None or _told_lost(source, back.value, found):
        return []
    problems = write_file(goal, text.encode("utf-8"))
    found.extend(problems)
    return [] if problems else [goal]


def yaml_text(value: Any) -> str:
    """Return a dossier's nested value as dossier.yaml, its keys in the order of the schema."""
    return dumped(_ordered(canonical(value), WHOLE))


def _ordered(value: Any, shape: Shape) -> Any:
    if isinstance(value, list):
        return [_ordered(item, shape.inner or Shape("leaf")) for item in value]
    if not isinstance(value, dict):
        return value
    known = shape.keys()
    order = [*(key for key in known if key in value), *(key for key in value if key not in known)]
    return {key: _ordered(value[key], known.get(key) or shape.inner or Shape("leaf")) for key in order}


# ---------------------------------------------------------------- nothing may be lost
def _told_lost(source: Source, back: Any, found: Problems) -> bool:
    """Report each part of what was written that reading the other way back does not give; say whether there is any."""
    lost = list(_lost(canonical(source.value), canonical(back), ()))
    for path in lost:
        found.add("D308", source.at(path), path=path_text(path), detail=_why(path))
    return bool(lost)


def _why(path: KeyPath) -> str:
    return (
        "没有“" + str(path[0]) + "”这一章"
        if len(path) == 1
        else "内容的形式（文字、分项、列表）不对，或文字太长"
    )


def _lost(value: Any, back: Any, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(value, dict) and isinstance(back, dict):
        for key in dict.fromkeys((*value, *back)):
            yield from _lost(value.get(key), back.get(key), (*path, key))
    elif isinstance(value, list) and isinstance(back, list) and len(value) == len(back):
        for number, (one, other) in enumerate(zip(value, back, strict=True)):
            yield from _lost(one, other, (*path, number))
    elif value != back:
        yield path
