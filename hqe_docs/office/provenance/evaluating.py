"""An expression of a template evaluated on the mapping of today, and the way through the mapping that it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hqe_docs.paper.language.notes import Missing, Notes
from hqe_docs.paper.language.tags import PaperEnvironment, render_into, text_environment
from hqe_docs.paper.language.walking import every
from hqe_docs.paper.word.wordtrail import GIVEN, Origin, Turn

Key = str | int | tuple[Any, ...]  # of a chain: a name, a number, or the chain that leads to it


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the mapping: its keys, and what was met at each of them, the mapping itself first."""

    keys: tuple[str | int, ...]
    met: tuple[Any, ...]

    def step(self, key: str | int, value: Any) -> Way:
        return Way((*self.keys, key), (*self.met, value))

    def __str__(self) -> str:
        """Return the way as people say it: 自评.类别[2].指标[1].得分, items counted from 1."""
        texts = (f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in self.keys)
        return "".join(texts).removeprefix(".")


@dataclass(slots=True)
class Evaluation:
    """The mapping of a paper, with the names that loops give on the way to one place."""

    mapping: Mapping[str, Any]
    ways: dict[str, Way] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    lost: bool = False  # whether a loop does not turn as often any more

    def enter(self, turns: Sequence[Turn], known: Mapping[str, Any]) -> None:
        """Know the names that hold inside these turns of loops."""
        self.names = {**self.mapping, **known}
        for turn in turns:
            if turn.number == GIVEN:
                self._give(turn)
                continue
            items = self._items(turn)
            self.lost = self.lost or turn.number >= len(items)
            if self.lost:
                return
            self._bind(turn, items)

    def _give(self, turn: Turn) -> None:
        """Know a name that was given a value."""
        value = self._object(turn.items)
        self.names[turn.name] = value
        ways = self.ways_of(turn.items)
        self.ways.pop(turn.name, None)
        if len(ways) == 1 and ways[0].keys:  # of 任务|list the way is that of 任务
            self.ways[turn.name] = replace(ways[0], met=(*ways[0].met[:-1], value))

    def _bind(self, turn: Turn, items: Sequence[Any]) -> None:
        names = _names_in(turn)
        item = items[turn.number]
        values = [item] if len(names) == 1 else list(item)
        last = len(items) - 1
        state = {"index": turn.number + 1, "index0": turn.number, "length": len(items)}
        state |= {"first": turn.number == 0, "last": turn.number == last, "revindex": last - turn.number + 1}
        above = next(iter(self.ways_of(turn.items.partition(" if ")[0])), None)
        self.names |= {**dict(zip(names, values, strict=False)), "loop": state}
        for name in names:
            self.ways.pop(name, None)
        if above and len(names) == 1:
            self.ways[names[0]] = above.step(_number(above.met[-1], item, turn.number), item)
        elif above and isinstance(above.met[-1], Mapping) and len(names) == 2:
            self.ways[names[1]] = above.step(values[0], values[1])

    def text(self, origin: Origin) -> str | None:
        """Return what the expression prints now, None where it can't be told."""
        notes = Notes(names=set(self.names))
        printed = render_into(text_environment(notes), f"{{{{ {origin.expression} }}}}", self.names)
        return None if self.lost or list(notes) else printed

    def ways_of(self, expression: str) -> list[Way]:
        """Return the ways that an expression takes, each as far as it leads."""
        environment = text_environment(Notes(names=set(self.names)))
        try:
            tree = environment.parse(f"{{{{ {expression} }}}}")
        except Exception:  # what can't be read leads nowhere
            return []
        return [way for chain in _chains(tree) if (way := self._follow(environment, chain))]

    def _follow(self, environment: PaperEnvironment, chain: Sequence[Key]) -> Way | None:
        first, *rest = chain
        if not isinstance(first, str) or first not in self.names or first == "loop":
            return None
        way = self.ways.get(first) or Way((), (self.mapping,)).step(first, self.names[first])
        for said in rest:
            key = said
            if isinstance(said, tuple):
                inner = self._follow(environment, said)
                key = inner.met[-1] if inner else ""
            if not isinstance(key, str | int):
                return way
            value = environment.getitem(way.met[-1], key)
            if value is None or isinstance(value, Missing):
                return way.step(key, None)
            way = way.step(key, value)
        return way

    def _object(self, expression: str) -> Any:
        """Return the value of an expression itself, not as it is printed."""
        return next(iter(self._taken(f"{{{{ ({expression})|_taken }}}}")), None)

    def _items(self, turn: Turn) -> list[Any]:
        """Return what a loop goes over, those of its condition."""
        taken = f"({', '.join(_names_in(turn))})"
        return self._taken(f"{{% for {turn.name} in {turn.items} %}}{{{{ {taken}|_taken }}}}{{% endfor %}}")

    def _taken(self, source: str) -> list[Any]:
        environment = text_environment(Notes(names=set(self.names)))
        taken: list[Any] = []

        def take(value: Any) -> str:
            taken.append(value)
            return ""

        environment.filters["_taken"] = take
        render_into(environment, source, self.names)
        return [None if isinstance(value, Missing) else value for value in taken]


def _names_in(turn: Turn) -> list[str]:
    return [name.strip() for name in turn.name.strip("()").split(",")]


def _number(items: Any, item: Any, number: int) -> int:
    """Return the number of an item in the whole list, of which a loop may see only a part."""
    whole = items if isinstance(items, list) else []
    return next((n for n, it in enumerate(whole) if it is item), number)


def _chains(tree: Any) -> Iterator[tuple[Key, ...]]:
    """Yield the longest chains of names and keys in an expression."""
    from jinja2 import nodes

    inside: set[int] = set()
    for node in every(tree, nodes.Getattr, nodes.Getitem, nodes.Name):
        if id(node) not in inside and (chain := _chain(node, inside)):
            yield chain


def _chain(node: Any, inside: set[int]) -> tuple[Key, ...]:
    """Return the names and keys of a chain, nothing where it begins otherwise; a key may be a chain itself."""
    from jinja2 import nodes

    inside.add(id(node))
    if isinstance(node, nodes.Name):
        return (node.name,)
    if not isinstance(node, nodes.Getattr | nodes.Getitem):
        return ()
    above = _chain(node.node, inside)
    if isinstance(node, nodes.Getattr):
        return (*above, node.attr) if above else ()
    key: Key = node.arg.value if isinstance(node.arg, nodes.Const) else _chain(node.arg, inside)
    return (*above, key) if above and key != () else above
