"""An official paper by its elements, as found in a written text (GB/T 9704 §7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hqe_docs.paper.written.block import Block, shown
from hqe_docs.problems import Location, Problems


@dataclass(slots=True, eq=False)
class Part:
    """A text with a title of its own: the paper itself, a plan printed with it, or an annex."""

    title: list[str] = field(default_factory=list)
    subtitle: str = ""
    body: list[Block] = field(default_factory=list)
    note: list[str] = field(default_factory=list)  # names of 附件说明
    line: int = 1
    label: str = ""  # 附件1, of an annex
    wide: bool | None = None
    own_breaks: bool = False  # the title's lines are the author's

    @property
    def name(self) -> str:
        """Return the title in one line."""
        return "".join(self.title)


@dataclass(slots=True)
class Draft:
    """All elements of one paper; what the text doesn't have is empty."""

    file: str
    given: Mapping[str, Any]  # the front matter, under its keys
    found: Problems
    main: Part = field(default_factory=Part)
    printed: Part | None = None
    annexes: list[Part] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)  # 文号, 份号, 密级, 紧急程度, 签发人, 标志
    addressees: str = ""
    signature: list[str] = field(default_factory=list)
    date: str = ""
    signs_as_usual: bool = False  # organ and day as 发文 says them
    remark: str = ""
    copies: str = ""
    printing: tuple[str, str] = ("", "")  # 印发机关, 印发日期

    def at(self, line: int) -> Location:
        return Location(self.file, line=line)

    def tell(self, block: Block, what: str) -> None:
        """Note as an info that a piece of the text was taken for an element."""
        self.found.add("G605", self.at(block.line), text=shown(block.text), what=what)

    @property
    def noted(self) -> Part:
        """Return the part that has the list of annexes, or should have it."""
        if self.printed is not None and (self.printed.note or not self.main.note):
            return self.printed
        return self.main
