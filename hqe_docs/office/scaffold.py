"""A new dossier: a commented dossier.yaml with its JSON Schema, or a 填报表.xlsx; and blank ledgers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.dossier import BOOK, FILE, FILES
from hqe_docs.data.kinds import load_kinds
from hqe_docs.data.modelled import json_schema
from hqe_docs.data.schema import DossierData
from hqe_docs.library import Library
from hqe_docs.office.converting import write_filled
from hqe_docs.office.ledgers.beside import files_by_kind
from hqe_docs.office.ledgers.blank import write_blank
from hqe_docs.paper.language.tags import render_text
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.yamlfile import parse_yaml, read_yaml

SCHEMA = "dossier.schema.json"
PATTERN = "templates/新建/dossier.yaml"
TASKS = "templates/新建/任务清单.yaml"


def new(
    target: Path,
    *,
    type_: str | None = None,
    level: str | None = None,
    name: str | None = None,
    role: str | None = None,
    parents: Sequence[str] = (),
    year: int | None = None,
    workbook: bool = False,
    libraries: Sequence[Path] = (),
) -> tuple[list[Path], list[Problem]]:
    """Write a new dossier, as a `workbook` or YAML, into the folder `target`; files there are not touched."""
    library, found = Library.over_shipped(libraries), Problems()
    answers = {
        "名称": _quoted(name),
        "类型": type_ or "",
        "级别": level or "",
        "角色": role or ("主管部门" if type_ == "县区" else "创建点"),
        "所属": "[" + ", ".join(map(_quoted, parents)) + "]",
        "年度": year or "",
    }
    text = _dossier_text(library, answers, found)
    if found.has_errors:
        return [], list(found)
    written = (_write_book if workbook else _write_yaml)(target, text, library, found)
    if answers["角色"] == "创建点" and not found.has_errors:
        written += _blank_ledgers(target, library, "".join((*parents, name or "")), found)
    return written, list(found)


def _write_yaml(target: Path, text: str, _library: Library, found: Problems) -> list[Path]:
    written: list[Path] = []
    schema = json.dumps(schema_of_dossier(), ensure_ascii=False, indent=1) + "\n"
    if _is_free(target / BOOK, found):
        for path, content in ((target / FILE, text), (target / SCHEMA, schema)):
            _write_text(path, content, written, found)
    return written


def _write_book(target: Path, text: str, library: Library, found: Problems) -> list[Path]:
    if not all(_is_free(target / name, found) for name in FILES):
        return []
    source = parse_yaml(text, BOOK, found)
    source.value = {section: _unsaid(value) for section, value in source.value.items()}
    return write_filled(source, target / BOOK, library, found, is_new=True)


def _unsaid(value: Any) -> Any:
    """Return a blank form's value without its empty lists: in a workbook they would say that there is nothing."""
    if isinstance(value, list):
        return [_unsaid(item) for item in value] or None
    if not isinstance(value, dict):
        return value
    return {key: _unsaid(item) for key, item in value.items()}


def _is_free(path: Path, found: Problems) -> bool:
    if path.exists():
        found.add("R103", Location(str(path)), path=path)
    return not path.exists()


def schema_of_dossier() -> dict[str, Any]:
    """Return the JSON Schema of dossier.yaml."""
    return json_schema(DossierData) | {"title": "创建点档案 dossier.yaml"}


def _quoted(text: str | None) -> str:
    """Return `text` as YAML writes it: plain when nothing in it is special, else in double quotes."""
    if not text:
        return ""
    if text.isalnum() and not text.isdigit() and text not in ("null", "Null", "NULL"):
        return text
    return json.dumps(text, ensure_ascii=False)


def _dossier_text(library: Library, answers: Mapping[str, Any], found: Problems) -> str:
    pattern, tasks = library.find(PATTERN), library.find(TASKS)
    if pattern is None or tasks is None:
        found.add("R108", Location(PATTERN), document="新档案", file=PATTERN)
        return ""
    listed = read_yaml(tasks, TASKS, found)
    context = {**answers, "任务": listed.value["任务"] if listed else []}
    text, problems = render_text(pattern.read_text("utf-8"), context)
    found.extend(problems)
    return text


def _write_text(path: Path, content: str, written: list[Path], found: Problems) -> None:
    if not _is_free(path, found):
        return
    problems = write_file(path, content.encode("utf-8"), is_new=True)
    found.extend(problems)
    written += [] if problems else [path]


def _blank_ledgers(target: Path, library: Library, unit: str, found: Problems) -> list[Path]:
    """Write one blank workbook for each ledger kind that has a template: those that papers are made from."""
    written, kinds = [], load_kinds(library, found)
    there = files_by_kind(target, "", kinds, Problems())
    for kind in kinds.values():
        if library.find(f"templates/{kind.name}.xlsx"):
            own = there.get(kind.name, [target / f"{kind.name}.xlsx"])
            written += write_blank(own[0], kind, found, unit=unit)
    return written
