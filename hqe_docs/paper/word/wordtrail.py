"""Marks round the values of a Word part: control characters, which neither XML nor a value can hold.

\\x0e expression \\x0f value \\x10; round a loop \\x14 … \\x12, at each of its turns \\x11 variable in list \\x0f; where a name is
given a value \\x13 name = expression \\x0f.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from hqe_docs.paper.trail import Trail

if TYPE_CHECKING:
    from jinja2 import Environment

VALUE, SAID, END, TURN, LEFT, SET, LOOP = "\x0e", "\x0f", "\x10", "\x11", "\x12", "\x13", "\x14"
_MARKS = re.compile(b"[\x0e\x11\x13][^\x0f]*\x0f|[\x10\x12\x14]")
_EACH = re.compile("([\x0e\x11\x13])([^\x0f]*)\x0f|([\x10\x12\x14])")
# while XML is read: noncharacters, which it may hold (XML 1.0 §2.2)
_SHOWN = {END: "\ufdd2", VALUE: "\ufdd0", SAID: "\ufdd1"}
_IN_TEXT = re.compile("\ufdd0(\\d+)\ufdd1|\ufdd2")
_CAUGHT = ("macro", "call", "filter")  # blocks whose output the template itself may look at


GIVEN = -1  # the number of what is no turn, but a name given a value


class Turn(NamedTuple):
    """A turn of a loop: its variable, what it goes over, its number from 0; or a name, its expression and GIVEN."""

    name: str
    items: str
    number: int


class Origin(NamedTuple):
    """Where a value came from in the template: its expression and the loops around it, outermost first."""

    expression: str
    turns: tuple[Turn, ...] = ()


# ---------------------------------------------------------------- putting them in
def marked(source: str, environment: Environment) -> str:
    """Return the template's source with marks round each value and at each turn of a loop."""
    return "".join(_Marker().pieces(environment.lex(source)))


@dataclass(slots=True)
class _Marker:
    """The tags as they are met: the texts of the one that is open, how many blocks that catch output are around."""

    tag: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    caught: list[str] = field(default_factory=list)

    def pieces(self, tokens: Iterator[tuple[int, str, str]]) -> Iterator[str]:
        for _line, kind, text in tokens:
            if kind in ("variable_begin", "block_begin"):
                self.tag, self.words = [text], []
            elif kind in ("variable_end", "block_end"):
                yield from self._whole("".join([*self.tag, text]), "".join(self.words), kind)
                self.tag = []
            elif self.tag:
                self.tag.append(text)
                self.words.append(text)
            else:
                yield text

    def _whole(self, tag: str, inside: str, kind: str) -> Iterator[str]:
        said = " ".join(inside.split())
        if kind == "variable_end":
            yield tag if self.caught or "{" in said else f"{VALUE}{escape(said)}{SAID}{tag}{END}"
            return
        word, _, rest = said.partition(" ")
        if word in _CAUGHT or (word == "set" and "=" not in rest):
            self.caught.append(word)
        elif self.caught and word == f"end{self.caught[-1]}":
            self.caught.pop()
        before = after = ""
        if not self.caught and word == "for":
            before, after = LOOP, f"{TURN}{escape(rest)}{SAID}"
        elif not self.caught and word == "endfor":
            after = LEFT
        elif not self.caught and word == "set" and "." not in rest.partition("=")[0]:
            after = f"{SET}{escape(rest)}{SAID}"
        yield before + tag + after


def taken(trail: Trail | None, part: str, xml: bytes) -> bytes:
    """Return a part without marks, which go into the trail with it."""
    if trail is None:
        return xml
    trail.parts[part] = xml
    return _MARKS.sub(b"", xml)


# ---------------------------------------------------------------- reading them
def numbered(xml: bytes, origins: list[Origin]) -> bytes:
    """Return the part as XML, each value between noncharacters after its number in `origins`, which takes them."""
    around = _Around()

    def put(match: re.Match[str]) -> str:
        if match[3]:
            around.pass_by(match[3])
            return _SHOWN.get(match[3], "")
        said = unescape(match[2])
        if match[1] == VALUE:
            origins.append(Origin(said, around.turns()))
            return f"{_SHOWN[VALUE]}{len(origins) - 1}{_SHOWN[SAID]}"
        around.give(said) if match[1] == SET else around.turn(said)
        return ""

    return _EACH.sub(put, xml.decode()).encode()


@dataclass(slots=True)
class _Around:
    """The loops that are open, each with the names given in its turn; the first is no loop, but the whole part."""

    loops: list[list[Turn]] = field(default_factory=lambda: [[]])

    def turns(self) -> tuple[Turn, ...]:
        return tuple(turn for loop in self.loops for turn in loop)

    def pass_by(self, mark: str) -> None:
        """Go into a loop, or out of it."""
        if mark == LOOP:
            self.loops.append([])
        elif mark == LEFT:
            self.loops.pop()

    def turn(self, said: str) -> None:
        """Begin the next turn of the loop, or the first."""
        name, items = _parted(said, " in ")
        number = self.loops[-1][0].number + 1 if self.loops[-1] else 0
        self.loops[-1] = [Turn(name, items, number)]

    def give(self, said: str) -> None:
        """Note that a name was given a value."""
        name, value = _parted(said, "=")
        self.loops[-1] = [*(it for it in self.loops[-1] if it.name != name or it.number != GIVEN)]
        self.loops[-1].append(Turn(name, value, GIVEN))


def _parted(said: str, mark: str) -> tuple[str, str]:
    name, _, rest = said.partition(mark)
    return name.strip(), rest.strip()


class Value(NamedTuple):
    """A value in a text: what stands there, and where it came from."""

    text: str
    origin: Origin


def values_in(
    text: str, origins: Sequence[Origin], opened: int | None = None
) -> tuple[list[Value], int | None]:
    """Return the values in the text of a place, and the number of the one that goes on in the next (`opened` there)."""
    found: list[Value] = []
    start = 0
    for match in _IN_TEXT.finditer(text):
        if match[1] is None and opened is not None:
            found.append(Value(text[start : match.start()], origins[opened]))
            opened = None
        elif match[1] is not None:
            opened = int(match[1])
        start = match.end()
    if opened is not None and text[start:]:
        found.append(Value(text[start:], origins[opened]))
    return found, opened


def plain(text: str) -> str:
    """Return the text of a place as it reads, without marks."""
    return _IN_TEXT.sub("", text)
