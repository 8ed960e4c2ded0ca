"""A dossier made of examples, to see which names a template may use: every key filled, every ledger with a row."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hqe_docs.data.dossier import FILE
from hqe_docs.data.kinds import MASTER, LedgerKind, load_kinds
from hqe_docs.data.scores.editionfile import FOLDER as EDITIONS
from hqe_docs.library import Library
from hqe_docs.office.bundle.listing import sample
from hqe_docs.office.check import with_issue
from hqe_docs.office.helping.samples import helping
from hqe_docs.office.ledgers.survey import survey_context
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.mapping.paperparts import listed_problems, paper_title
from hqe_docs.office.matching.doorsheets import sample as door_sheet
from hqe_docs.office.scaffold import schema_of_dossier
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.problems import Problems, problem

Context = Mapping[str, Any]
_LIKE = re.compile(r"如\s*([^\s，、）]+)")
TOWN, VILLAGE, PAPER = "试点镇", "试点村", "〔文书〕"


@cache
def sample_contexts(library: Library) -> tuple[Context, ...]:
    """Return the mappings of an invented town and of a village below it for each edition of the library."""
    kinds = load_kinds(library, Problems())
    editions = sorted(library.names(EDITIONS, ".yaml"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        villages = {f"{VILLAGE}{number}": edition for number, edition in enumerate(editions, 1)}
        _write_dossier(folder, {"名称": TOWN, "类型": "乡镇", "角色": "实施单位"}, [*villages])
        for village, edition in villages.items():
            _write_dossier(folder / village, {"名称": village, "类型": "村", "指标体系": edition}, [])
            _write_ledgers(folder / village, kinds)
        (town,) = open_dossiers([folder], libraries=library.roots[:-1])
        return tuple(paper_context(loaded, context_of(loaded)) for loaded in town.each())


def paper_context(loaded: Loaded, context: Context, document: str = PAPER) -> Context:
    """Return a dossier's mapping with all that single papers see beside it, invented where no dossier has it."""
    listed = {"问题清单": listed_problems(loaded.ledger_problems or [problem("R199", detail="")])}
    kind = loaded.kinds.get(MASTER)
    survey = survey_context(kind, [[]]) if kind else {}
    title = {"文书": paper_title(document, [document], draft=False)}
    own = {**survey, **title, **listed, **sample(loaded), **helping(), **door_sheet(loaded)}
    return {**own, **with_issue(context, loaded, document)}


def _write_dossier(folder: Path, point: Mapping[str, str], below: list[str]) -> None:
    schema = schema_of_dossier()
    whole = _example(schema, schema["$defs"], "")
    whole["文书"] = {PAPER: _example(schema["$defs"]["PaperIssue"], schema["$defs"], PAPER)}
    shared = {"级别": "市级", "年度": "2023", "基准日": "2023-10-31", "所属": ["试点县"]}
    folder.mkdir(exist_ok=True)
    text = json.dumps(whole | {"创建点": shared | dict(point), "下辖": below}, ensure_ascii=False)
    (folder / FILE).write_text(text, encoding="utf-8")


def _example(node: Mapping[str, Any], defs: Mapping[str, Any], name: str) -> Any:
    """Return a value that fits a node of a JSON Schema: every key there, a list with one item."""
    if "$ref" in node:
        node = {**defs[node["$ref"].rsplit("/", 1)[-1]], **node, "$ref": None}
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    if options:
        return _example({**options[0], **_said(node)}, defs, name)
    if "enum" in node:
        return str(node["enum"][0])
    if node.get("type") == "object":
        return {key: _example(inner, defs, key) for key, inner in node.get("properties", {}).items()}
    if node.get("type") == "array":
        return [_example(node["items"], defs, name)]
    like = _LIKE.search(node.get("description", ""))
    is_number = "minimum" in node or node.get("type") in ("integer", "number")
    number = str(max(int(node.get("minimum", 1)), 1)) if is_number else ""
    return like[1] if like else number or f"〔{name}〕"


def _said(node: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": node["description"]} if "description" in node else {}


def _write_ledgers(folder: Path, kinds: Mapping[str, LedgerKind]) -> None:
    for kind in kinds.values():
        fields = [item for item in kind.fields if not item.optional]
        with (folder / f"{kind.name}.csv").open("w", newline="", encoding="utf-8") as stream:
            rows = ([item.name for item in fields], [item.example for item in fields])
            csv.writer(stream).writerows(rows)
