"""The names a template uses, loops followed to what they run over: `任务[].责任人`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from hqe_docs.paper.checking.tagpieces import Program
from hqe_docs.paper.language.notes import Notes, did_you_mean
from hqe_docs.paper.language.tags import PaperEnvironment, text_environment
from hqe_docs.problems import Location, Problem, problem

ITEM = "[]"
Path = tuple[str, ...]
Scope = dict[str, Path | None]  # name → what it stands for, None where that can't be said
_SAME = {"selectattr", "rejectattr", "select", "reject", "sort", "unique", "list", "reverse", "default", "d"}
_ONE = {"first", "last", "random"}
_OF_ITEMS = {"map", "sum", "sort", "unique", "min", "max", "groupby", "selectattr", "rejectattr"}
_BY_POSITION = {"selectattr", "rejectattr", "groupby"}


@dataclass(frozen=True, slots=True)
class Use:
    """A name where it is used; a `guarded` one is asked for first (is defined, default), so it may be absent."""

    path: Path
    where: Location
    guarded: bool = False


def path_text(path: Path) -> str:
    """Return 任务[].责任人 for ("任务", "[]", "责任人")."""
    return "".join(part if part == ITEM or not i else f".{part}" for i, part in enumerate(path))


def names_in(program: Program) -> tuple[list[Use], list[Problem]]:
    """Return the uses of names in a program, and the filters, tests and attributes that don't exist."""
    environment = text_environment(Notes())
    try:
        tree = environment.parse("\n".join(" ".join(piece.text.split("\n")) for piece in program))
    except TemplateSyntaxError:  # told by those who check the syntax
        return [], []
    reader = _Reader(environment, program)
    reader.visit_all(tree.body, {})
    uses = [
        Use(path, where, any(path[: len(one)] == one for one in reader.guarded))
        for path, where in reader.uses
    ]
    return uses, list(dict.fromkeys(reader.found))


@dataclass(slots=True)
class _Reader:
    environment: PaperEnvironment
    program: Program
    uses: list[tuple[Path, Location]] = field(default_factory=list)
    guarded: list[Path] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)

    def at(self, node: nodes.Node) -> Location:
        return self.program[min(node.lineno, len(self.program)) - 1].where

    # ------------------------------------------------------------ what a name stands for
    def path(self, node: Any, scope: Scope) -> Path | None:
        """Return what an expression names, None when it is more than a name."""
        if isinstance(node, nodes.Name):
            unknown = node.name in self.environment.globals or node.name == "loop"
            return scope.get(node.name, None if unknown else (node.name,))
        if isinstance(node, nodes.Getattr):
            return self._below(node.node, node.attr, scope)
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope)
        if isinstance(node, nodes.Filter) and node.name in _SAME | _ONE:
            base = self.path(node.node, scope)
            return (*base, ITEM) if base and node.name in _ONE else base
        return self.path(node.left, scope) if isinstance(node, nodes.Or) else None

    def _below(self, node: nodes.Node, key: str, scope: Scope) -> Path | None:
        base = self.path(node, scope)
        return (*base, key) if base else None

    def _item(self, node: nodes.Getitem, scope: Scope) -> Path | None:
        base, key = self.path(node.node, scope), node.arg
        if base is None or isinstance(key, nodes.Slice):
            return base
        value = key.value if isinstance(key, nodes.Const) else None
        if isinstance(value, str):
            return (*base, value)
        return (*base, ITEM) if isinstance(value, int) else None

    # ------------------------------------------------------------ going through
    def visit_all(self, several: Sequence[nodes.Node], scope: Scope) -> None:
        for node in several:
            self.visit(node, scope)

    def visit(self, node: nodes.Node, scope: Scope) -> None:
        """Note the names used in `node`; `scope` learns those that it gives values to."""
        special = getattr(self, f"_{type(node).__name__.lower()}", None)
        if special:
            special(node, scope)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self._name(node, scope)
        else:
            self.visit_all(list(node.iter_child_nodes()), scope)

    def _name(self, node: nodes.Name | nodes.Getattr | nodes.Getitem, scope: Scope) -> None:
        path = self.path(node, scope)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            self.found.append(problem("T105", self.at(node), detail=f"使用“{node.attr}”"))
        elif path:
            self.uses.append((path, self.at(node)))
        else:
            self.visit_all(list(node.iter_child_nodes()), scope)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        self.visit(node.iter, scope)
        path = self.path(node.iter, scope)
        inner: Scope = {**scope, "loop": None, **dict.fromkeys(_names(node.target))}
        if isinstance(node.target, nodes.Name) and path:
            inner[node.target.name] = (*path, ITEM)
        self.visit_all([*([node.test] if node.test else []), *node.body], inner)
        self.visit_all(node.else_, scope)

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        self.visit(node.node, scope)
        scope |= dict.fromkeys(_names(node.target))
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = self.path(node.node, scope)

    def _assignblock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self.visit_all(node.body, scope)
        scope |= dict.fromkeys(_names(node.target))

    def _with(self, node: nodes.With, scope: Scope) -> None:
        self.visit_all(node.values, scope)
        inner = {**scope, **{name: None for target in node.targets for name in _names(target)}}
        for target, value in zip(node.targets, node.values, strict=True):
            if isinstance(target, nodes.Name):
                inner[target.name] = self.path(value, scope)
        self.visit_all(node.body, inner)

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope[node.name] = None
        inner = {**scope, "caller": None, **{argument.name: None for argument in node.args}}
        self.visit_all([*node.defaults, *node.body], inner)

    def _callblock(self, node: nodes.CallBlock, scope: Scope) -> None:
        self.visit(node.call, scope)
        self.visit_all(node.body, {**scope, **{argument.name: None for argument in node.args}})

    def _call(self, node: nodes.Call, scope: Scope) -> None:
        """Note what a method belongs to, not the method."""
        owner = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
        self.visit_all([owner, *node.args, *node.kwargs], scope)

    def _filter(self, node: nodes.Filter, scope: Scope) -> None:
        self._ask(node, "T106", self.environment.filters)
        base = self.path(node.node, scope) if node.node else None
        if base and node.name in ("default", "d"):
            self.guarded.append(base)
        if base and node.name in _OF_ITEMS:
            self.uses += [((*base, ITEM, *key), self.at(node)) for key in _attribute(node)]
        self.visit_all(list(node.iter_child_nodes()), scope)

    def _test(self, node: nodes.Test, scope: Scope) -> None:
        self._ask(node, "T146", self.environment.tests)
        base = self.path(node.node, scope)
        if base and node.name in ("defined", "undefined"):
            self.guarded.append(base)
        self.visit_all(list(node.iter_child_nodes()), scope)

    def _ask(self, node: nodes.Filter | nodes.Test, code: str, known: dict[str, Any]) -> None:
        if node.name not in known:
            guess = did_you_mean(node.name, set(known))
            self.found.append(problem(code, self.at(node), name=node.name, guess=guess))


def _names(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    yield from (node.name for node in target.find_all(nodes.Name))


def _attribute(node: nodes.Filter) -> Iterator[Path]:
    """Yield the key of each item that a filter looks at: 状态 of selectattr('状态', …)."""
    said = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    said += node.args[:1] if node.name in _BY_POSITION else []
    for value in said:
        if isinstance(value, nodes.Const) and isinstance(value.value, str):
            yield tuple(value.value.split("."))
