"""A formula as a tree (ECMA-376 §18.17.2); its references are taken out before and stand in it by number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hqe_docs.paper.excel.refs import REFERENCE_MARK
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r'|"(?P<text>(?:[^"]|"")*)"'
    r"|(?P<fault>#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!))"
    rf"|(?P<slot>{REFERENCE_MARK})"
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>%(),;{}]))\s*"
)
# weakest first; all of them bind to the left
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the formula; None for an argument left out."""

    value: Value


@dataclass(frozen=True, slots=True)
class Rows:
    """An array that stands in the formula."""

    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """The formula's reference of this number, counted from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name, in small letters."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments; operators are functions called by their sign."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | Rows | Slot | Name | Call


def parsed(skeleton: str) -> Node:
    """Return the tree of a formula whose references are marks; Unknown when it is not understood."""
    reader = _Reader(_tokens(skeleton))
    node = reader.level(0)
    if reader.kind:
        raise Unknown(skeleton)
    return node


def _tokens(skeleton: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    while place < len(skeleton):
        match = _TOKEN.match(skeleton, place)
        if match is None or match.lastgroup is None:
            raise Unknown(skeleton)
        tokens.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return [*tokens, ("", "")]


@dataclass(slots=True)
class _Reader:
    tokens: list[tuple[str, str]]
    place: int = 0
    slots: int = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.place][0]

    @property
    def word(self) -> str:
        return self.tokens[self.place][1]

    def sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.word in signs

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            raise Unknown(self.word)
        self.take()

    def level(self, depth: int) -> Node:
        if depth == len(_LEVELS):
            return self.signed()
        node = self.level(depth + 1)
        while self.sign(*_LEVELS[depth]):
            sign = self.take()
            node = Call(sign, (node, self.level(depth + 1)))
        return node

    def signed(self) -> Node:
        # a sign binds closer than a power: -2^2 is 4
        if self.sign("-", "+"):
            return Call("negative" if self.take() == "-" else "positive", (self.signed(),))
        node = self.primary()
        while self.sign("%"):
            self.take()
            node = Call("%", (node,))
        return node

    def primary(self) -> Node:
        if self.sign("("):
            self.take()
            node = self.level(0)
            self.expect(")")
            return node
        if self.sign("{"):
            return self.rows()
        if self.kind == "name":
            return self.named(self.take())
        if self.kind == "slot":
            self.take()
            self.slots += 1
            return Slot(self.slots - 1)
        return Constant(self.constant())

    def constant(self) -> Value:
        kind, word = self.kind, self.take()
        if kind == "number":
            return float(word)
        if kind == "text":
            return word.replace('""', '"')
        if kind == "fault":
            return Fault(word)
        if kind == "name" and word.upper() in ("TRUE", "FALSE"):
            return word.upper() == "TRUE"
        raise Unknown(word)

    def named(self, name: str) -> Node:
        if not self.sign("("):
            truth = name.upper() in ("TRUE", "FALSE")
            return Constant(name.upper() == "TRUE") if truth else Name(name.lower())
        self.take()
        arguments: list[Node] = []
        while not self.sign(")"):
            arguments.append(Constant(None) if self.sign(",") else self.level(0))
            if self.sign(","):
                self.take()
                if self.sign(")"):
                    arguments.append(Constant(None))
            elif not self.sign(")"):
                raise Unknown(self.word)
        self.take()
        return Call(name.upper().removeprefix("_XLFN.").removeprefix("_XLWS."), tuple(arguments))

    def rows(self) -> Node:
        rows: list[list[Value]] = [[]]
        while not self.sign("}"):
            self.take()  # the brace, a comma or a semicolon
            negative = self.sign("-") and bool(self.take())
            value = self.constant()
            rows[-1].append(-value if negative and type(value) is float else value)
            if self.sign(";"):
                rows.append([])
            elif not self.sign(",", "}"):
                raise Unknown(self.word)
        self.take()
        if len({len(row) for row in rows}) != 1:
            raise Unknown("{}")
        return Rows(tuple(tuple(row) for row in rows))
