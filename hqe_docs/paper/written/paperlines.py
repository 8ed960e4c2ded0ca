"""A draft as lines of the composer's language, with the tables they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.paper.gongwen.lines import Line
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import body_width
from hqe_docs.paper.written.block import BREAK, EMPHASIS, Block
from hqe_docs.paper.written.draft import Draft, Part
from hqe_docs.paper.written.escape import literal
from hqe_docs.paper.written.imagefile import Picture, read_picture
from hqe_docs.paper.written.levels import DEEPEST, levelled
from hqe_docs.paper.written.roster import rosters
from hqe_docs.paper.written.tablespec import fits, is_wide, table_spec
from hqe_docs.paper.written.titling import broken, signing

UPRIGHT, SIDEWAYS = "纵向", "横向"
HEADS = {"通知": "下行", "函": "信函", "报告": "上行", "请示": "上行", "纪要": "纪要", "令": "令"}
_COMMANDS = {"一级标题段": "一级段", "二级标题段": "二级段"}  # their first sentence is the heading
PRESENT = ("出席", "请假", "列席")


@dataclass(slots=True)
class Lines:
    """The lines of one paper, and its tables by name."""

    draft: Draft
    form: str
    profile: Profile
    folder: Path  # where pictures are looked for
    tables: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    kind: str = UPRIGHT
    emphasised: int = 0
    numbered: int = 0

    def lines(self) -> list[Line]:
        """Return all lines; counts what was numbered and emphasised on the way."""
        return [*self._main(), *self._printed(), *self._annexes(), *self._end()]

    # ------------------------------------------------------------ the paper
    def _main(self) -> Iterator[Line]:
        draft, main = self.draft, self.draft.main
        if self._has_head():
            yield Line("版头", HEADS[self.form], 1)
        if not (self.form == "令" and main.name in (draft.given["标志"], f"{draft.given['机关']}令")):
            yield Line("标题", r"{{ 文书.题名行|join('\n') }}", main.line)
        if main.subtitle:
            yield Line("副标题", literal(main.subtitle), main.line)
        if draft.addressees:
            yield Line("主送", literal(draft.addressees), main.line)
        yield from self._body(main)
        yield from self._note(main)
        yield from self._signature()

    def _has_head(self) -> bool:
        return self.form in HEADS and bool(self.draft.given["机关"] or self.draft.given["标志"])

    def _signature(self) -> Iterator[Line]:
        draft, line = self.draft, self.draft.main.line
        for label in PRESENT:
            if names := draft.given[label]:
                yield Line(label, literal("、".join(names)), line)
        if draft.signs_as_usual:
            yield Line("落款", "", line)
        else:
            yield from (
                Line("署名", literal(signing(name).replace("\n", BREAK)), line) for name in draft.signature
            )
            yield from [Line("日期", literal(draft.date), line)] if draft.date else []
        if draft.remark:
            yield Line("附注", literal(draft.remark), line)

    def _printed(self) -> Iterator[Line]:
        part = self.draft.printed
        if part is None:
            return
        yield Line("分节纵向", "", part.line)
        yield Line("标题", self._title(part), part.line)
        if part.subtitle:
            yield Line("副标题", literal(part.subtitle), part.line)
        yield from self._body(part)
        yield from self._note(part)

    def _note(self, part: Part) -> Iterator[Line]:
        many = len(part.note) > 1
        for number, name in enumerate(part.note, 1):
            label = "附件：" if number == 1 else "　　　"
            yield Line(
                "附件说明", f"{label}{number}.{literal(name)}" if many else label + literal(name), part.line
            )

    def _title(self, part: Part) -> str:
        return r"\n".join(literal(line) for line in broken(part, self.draft))

    # ------------------------------------------------------------ annexes
    def _annexes(self) -> Iterator[Line]:
        for part in self.draft.annexes:
            wide = self._is_wide(part)
            if wide or self.kind == SIDEWAYS:
                yield self._turned(SIDEWAYS if wide else UPRIGHT, part.line)
            yield Line("附件序号", literal(part.label), part.line)
            if part.title:
                yield Line("附件标题", self._title(part), part.line)
            yield from self._body(part)
        if self.kind == SIDEWAYS and self._has_imprint():
            yield self._turned(UPRIGHT, 1)

    def _turned(self, kind: str, line: int) -> Line:
        self.kind = kind
        return Line(f"分节{kind}", "", line)

    def _is_wide(self, part: Part) -> bool:
        if part.wide is not None:
            return part.wide
        room = body_width(self.profile, UPRIGHT)
        return any(block.kind == "table" and is_wide(block.rows, room) for block in part.body)

    def _end(self) -> Iterator[Line]:
        if self._has_imprint():
            yield Line("版记", "", 1)

    def _has_imprint(self) -> bool:
        given = self.draft.given
        return self._has_head() and bool(given["抄送"] or given["印发机关"] or given["主送移版记"])

    # ------------------------------------------------------------ text
    def _body(self, part: Part) -> Iterator[Line]:
        done = levelled(part.body, count=self.draft.given["标题编号"] == "自动")
        self.numbered += done.numbered
        if done.depth > DEEPEST:
            self.draft.found.add("G621", self.draft.at(part.line), depth=done.depth)
        rows = rosters(part.body)
        for index, (style, block) in enumerate(done.pairs):
            self.emphasised += block.text.count(EMPHASIS) // 2
            if index in rows:
                yield Line("名单", rows[index], block.line)
            elif block.kind == "table":
                yield self._table(block)
            elif block.kind == "picture":
                yield from self._picture(block)
            else:
                command = "表题" if _is_caption(part.body, index) else _COMMANDS.get(style, style)
                yield Line(command, literal(block.text), block.line)

    def _picture(self, block: Block) -> Iterator[Line]:
        file = block.rows[0][0]
        made = read_picture(self.folder, file, body_width(self.profile, self.kind))
        if isinstance(made, str):
            self.draft.found.add("G617", self.draft.at(block.line), file=file, detail=made)
            return
        self.pictures.append(made)
        number = len(self.pictures)
        yield Line("图片", f"{number} {made.width} {made.height} {block.text}", block.line)
        if block.text:
            yield Line("图题", literal(block.text), block.line)

    def _table(self, block: Block) -> Line:
        room = body_width(self.profile, self.kind)
        if not fits(block.rows, room):
            self.draft.found.add("G615", self.draft.at(block.line), columns=len(block.rows[0]))
        name = f"表{len(self.tables) + 1}"
        self.tables[name] = table_spec(block.rows, room, merged=block.merged)
        return Line(f"表:{name}", "", block.line)


_CAPTION = re.compile(r"表\s*[\d一二三四五六七八九十]+(?:[-－.]\d+)?(?:[ \u3000：:].{0,40}|$)")


def _is_caption(body: Sequence[Block], index: int) -> bool:
    """Say whether a line names the table below it."""
    below = body[index + 1].kind if index + 1 < len(body) else ""
    return below == "table" and bool(_CAPTION.match(body[index].text))
