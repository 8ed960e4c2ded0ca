"""The house rules, read from the source: rooms and walls, sizes, start-up, commands, codes."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import click
import pytest

from hqe_docs.cli.ledgers import ledger
from hqe_docs.cli.main import root
from hqe_docs.cli.templates import template
from hqe_docs.codes import AREAS, CODES
from tools.docs import PAGE, page

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "hqe_docs"
HEAVY = {
    *("docxtpl", "docx", "jinja2", "lxml", "polars", "pydantic", "yaml", "openpyxl", "python_calamine"),
    *("sqlalchemy", "pandas", "numpy", "matplotlib", "email", "http", "pathlib", "decimal", "hqe_docs.codes"),
    *("hqe_docs.problems", "hqe_docs.data", "hqe_docs.paper", "hqe_docs.office"),
}
LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION, LONGEST_COMMAND = 400, 40, 8, 20


# ---------------------------------------------------------------- reading the source
@dataclass(frozen=True)
class Import:
    """One import: who imports what, and whether it happens when the module is loaded."""

    module: str
    target: str
    at_load: bool


def module_name(path: Path) -> str:
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[str, ast.Module]:
    """Return module → its syntax tree."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def imports_of(module: str) -> Iterator[Import]:
    return imports_below(module, trees()[module], at_load=True)


def imports_below(module: str, node: ast.AST, *, at_load: bool) -> Iterator[Import]:
    for target in targets(node):
        yield Import(module, target, at_load)
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):
            yield from imports_below(module, child, at_load=at_load and not is_later(node))


def is_later(node: ast.AST) -> bool:
    """Say whether what stands in `node` isn't run when the module is loaded."""
    checks_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    return checks_types or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def targets(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0 and node.module, "imports are absolute"
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in trees() else node.module


@cache
def imports() -> list[Import]:
    return [item for module in trees() for item in imports_of(module)]


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """Return all functions and constants, each with its module."""
    wanted = ast.FunctionDef | ast.AsyncFunctionDef | ast.Constant
    return [
        (module, node)
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, wanted)
    ]


def functions() -> Iterator[tuple[str, int]]:
    for module, node in nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}.{node.name}", (node.end_lineno or 0) - node.lineno + 1


# ---------------------------------------------------------------- walls
def rooms() -> dict[str, set[str]]:
    """Return room → rooms it may import, as ARCHITECTURE.md says; ground modules are one room."""
    text = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    names = [tuple(re.findall(r"`(\w+)/?`", row[0])) for row in rows]
    words = {*(name for name, *_ in names[1:]), "ground"}
    allowed = {}
    for room, row in zip(names, rows, strict=True):
        said = row[1].partition(";")[0]
        may = words if "everything" in said else {word for word in words if word in said}
        allowed |= {name: may | ({"ground"} if "each other" in said else {name}) for name in room}
    return allowed


ROOMS = rooms()
GROUND = {name for name, may in ROOMS.items() if may == {"ground"}}


def room_of(module: str) -> str:
    name = module.split(".")[1] if "." in module else "problems"  # hqe_docs itself holds the version: ground
    return {"__main__": "cli"}.get(name, "ground" if name in GROUND else name)


def test_the_table_in_architecture_names_every_room():
    found = {module.split(".")[1] for module in trees() if "." in module}
    assert found - {"__main__"} <= set(ROOMS)
    assert {"data", "paper", "office", "cli"} <= set(ROOMS)
    assert {"problems", "codes", "values"} <= GROUND


def test_rooms_import_only_what_the_table_in_architecture_allows():
    ours = [item for item in imports() if item.target.split(".")[0] == "hqe_docs"]
    allowed = ROOMS | {"ground": {"ground"}}
    wrong = [
        f"{item.module} imports {item.target}"
        for item in ours
        if room_of(item.target) not in allowed[room_of(item.module)] | {room_of(item.module)}
    ]
    assert wrong == []


def test_the_two_wings_never_import_each_other():
    # said here too, so that the table in ARCHITECTURE.md can't be loosened without this failing
    wings = {"data": "hqe_docs.paper", "paper": "hqe_docs.data"}
    for item in imports():
        wing = item.module.split(".")[1] if "." in item.module else ""
        for other in (wings.get(wing), "hqe_docs.office", "hqe_docs.cli") if wing in wings else ():
            assert not (item.target + ".").startswith(f"{other}."), item


def test_modules_import_each_other_without_cycles():
    graph: dict[str, set[str]] = {module: set() for module in trees()}
    for item in imports():
        if item.at_load and item.target in trees() and item.target != item.module:
            graph[item.module].add(item.target)
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the cycle


def test_click_stands_only_in_cli():
    assert {item.module for item in imports() if item.target.split(".")[0] == "click"} <= {
        module for module in trees() if module.startswith("hqe_docs.cli")
    }


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"], ["new", "-h"]])
def test_help_imports_nothing_heavy(arguments: list[str]):
    script = (
        "import sys\nbefore = set(sys.modules)\nfrom hqe_docs.cli.main import root\n"
        f"root({arguments!r}, prog_name='hqe', standalone_mode=False)\n"
        "print('\\n'.join(set(sys.modules) - before), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    assert set(run.stderr.splitlines()) & HEAVY == set()


# ---------------------------------------------------------------- sizes
def test_no_module_is_longer_than_400_lines():
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")}
    assert {str(p.relative_to(CHECKOUT)): n for p, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_40_lines():
    assert {name: lines for name, lines in functions() if lines > LONGEST_FUNCTION} == {}


def test_the_median_function_has_at_most_8_lines():
    assert statistics.median(lines for _, lines in functions()) <= MEDIAN_FUNCTION


def test_no_command_is_longer_than_20_lines():
    targets = [*root.targets(), *ledger.targets(), *template.targets()]
    commands = {f"hqe_docs.cli.{t.rpartition('.')[2].replace(':', '.')}" for t in targets}
    lengths = dict(functions())
    assert {name: lengths[name] for name in commands if lengths[name] > LONGEST_COMMAND} == {}


def test_modules_have_no_meaningless_names():
    empty = {"utils", "util", "helpers", "common", "manager", "base", "engine", "processor", "misc"}
    assert {module for module in trees() if empty & set(module.split("."))} == set()


# ---------------------------------------------------------------- commands, codes
def command_lines(command: click.Command = root, name: str = "hqe") -> Iterator[str]:
    """Yield the full name of every command and sub-command."""
    context = click.Context(command)
    for inner in command.list_commands(context) if isinstance(command, click.Group) else ():
        child = command.get_command(context, inner)
        assert child is not None
        yield f"{name} {inner}"
        yield from command_lines(child, f"{name} {inner}")


def test_every_command_stands_in_the_readme():
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert [line for line in command_lines() if not re.search(rf"{line}\b", readme)] == []


def codes_in_source() -> set[str]:
    """Return every string in hqe_docs, the table of codes apart, that looks like a code."""
    others = (node for module, node in nodes() if not module.startswith("hqe_docs.codes"))
    values = {node.value for node in others if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {value for value in values if re.fullmatch(r"[A-Z]\d{3}", value)}


def test_every_code_of_the_table_is_used():
    assert sorted(set(CODES) - codes_in_source()) == []


def test_every_code_that_is_used_stands_in_the_table():
    assert sorted(codes_in_source() - set(CODES)) == []


def test_every_code_belongs_to_an_area():
    assert {code[0] for code in CODES} <= set(AREAS)


def test_the_page_of_codes_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/docs.py"
