"""A written text taken apart: main text, signature, what is printed with it, annexes, imprint."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from hqe_docs.paper.written import shapes
from hqe_docs.paper.written.block import Block, bare
from hqe_docs.paper.written.draft import Draft, Part
from hqe_docs.paper.written.heads import read_head, read_title, title_blocks
from hqe_docs.problems import Problems

_ALIKE = 0.6
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def read_draft(blocks: Sequence[Block], file: str, given: Mapping[str, Any], found: Problems) -> Draft:
    """Return the elements of a text; `given` is its front matter, which wins."""
    draft = Draft(file, given, found)
    draft.main.title = list(given.get("标题") or ())
    draft.main.own_breaks = len(draft.main.title) > 1
    draft.main.subtitle = given.get("副标题") or ""
    _Reading(draft, blocks).read(read_head(draft, blocks))
    return draft


@dataclass(slots=True)
class _Reading:
    """Walks the blocks after the head; `part` is the one being filled."""

    draft: Draft
    blocks: Sequence[Block]
    part: Part | None = None
    ended: bool = False  # the date was seen: what follows isn't the main text

    def read(self, at: int) -> None:
        self.part = self.draft.main
        while at < len(self.blocks):
            at = self._next(at)

    def _next(self, at: int) -> int:
        """Take what begins at `at` and return the index after it."""
        block = self.blocks[at]
        if block.kind not in ("text", "heading"):
            self._body().append(block)
            return at + 1
        for step in (self._note, self._annex, self._closing, self._printed, self._unlabelled):
            after = step(at)
            if after > at:
                return after
        self._body().append(block)
        return at + 1

    def _body(self) -> list[Block]:
        return (self.part or self.draft.main).body

    # ------------------------------------------------------------ annexes
    def _note(self, at: int) -> int:
        """Take 附件说明 with its numbered lines."""
        block, part = self.blocks[at], self.part
        match = shapes.NOTE.fullmatch(block.text)
        if (
            match is None
            or part is None
            or part.label  # an annex
            or part.note
            or block.kind == "heading"
        ):
            return at
        first, end = match[1].strip(), at + 1
        names = [first] if first else []
        if not first or shapes.NOTE_ITEM.fullmatch(first):
            while end < len(self.blocks) and self._goes_on(end, len(names) + 1):
                names.append(self.blocks[end].text)
                end += 1
        if not names:
            return at
        part.note = [re.sub(r"^\d{1,2}\s*[.．、]\s*", "", name) for name in names]
        self.draft.tell(block, "附件说明")
        return end

    def _goes_on(self, at: int, number: int) -> bool:
        item = shapes.NOTE_ITEM.fullmatch(self.blocks[at].text) if self.blocks[at].kind == "text" else None
        return item is not None and int(item[1]) == number

    def _annex(self, at: int) -> int:
        """Begin an annex at its label, 附件1 or 附件1 name."""
        block = self.blocks[at]
        match = shapes.ANNEX.fullmatch(block.text)
        if match is None or (block.kind == "text" and len(block.text) > shapes.LONGEST_TITLE_LINE):
            return at
        label = re.sub(r"\s", "", match[1]).translate(_DIGITS)
        part = self.part = Part(label=label, line=block.line, title=[match[2]] if match[2] else [])
        self.draft.annexes.append(part)
        self.draft.tell(block, "附件")
        if match[2]:
            return at + 1
        return self._annex_title(part, at + 1)

    def _annex_title(self, part: Part, at: int) -> int:
        after = read_title(self.draft, part, self.blocks, at)
        if part.title or at >= len(self.blocks) or self.blocks[at].kind != "text":
            return after
        text = self.blocks[at].text
        if shapes.is_titleish(text):
            part.title, part.line = [text], self.blocks[at].line
            return at + 1
        return at

    def _unlabelled(self, at: int) -> int:
        """Begin an annex at a title that is nearly the next name of the list."""
        names = self.draft.noted.note
        nth = len(self.draft.annexes)
        block = self.blocks[at]
        if nth >= len(names) or not shapes.is_titleish(block.text) or self.part is None:
            return at
        if SequenceMatcher(None, bare(block.text), bare(names[nth]), autojunk=False).ratio() < _ALIKE:
            return at
        label = "附件" if len(names) == 1 else f"附件{nth + 1}"
        self.part = Part(label=label, line=block.line, title=[block.text])
        self.draft.annexes.append(self.part)
        self.draft.tell(block, f"{label}的标题")
        return at + 1

    # ------------------------------------------------------------ the end
    def _closing(self, at: int) -> int:
        block = self.blocks[at]
        if block.kind == "heading":
            return at
        if copies := shapes.COPIES.fullmatch(block.text):
            self.draft.copies = copies[1]
        elif printing := shapes.PRINTED.fullmatch(block.text):
            self.draft.printing = (printing[1], printing[2])
        elif (
            self.ended
            and not self.draft.remark
            and self._follows_date(at)
            and shapes.REMARK.fullmatch(block.text)
        ):
            self.draft.remark = block.text[1:-1]
        else:
            return self._date(at)
        self.draft.tell(block, "版记" if copies or not self.draft.remark else "附注")
        return at + 1

    def _follows_date(self, at: int) -> bool:
        return at > 0 and bare(self.blocks[at - 1].text) == bare(self.draft.date)

    def _date(self, at: int) -> int:
        block = self.blocks[at]
        if self.ended or self.part is not self.draft.main or not shapes.DATE.fullmatch(block.text):
            return at
        self.draft.date, self.ended = block.text, True
        body = self.draft.main.body
        while body and body[-1].kind == "text" and self._signs(body[-1]) and len(self.draft.signature) < 6:
            self.draft.signature.insert(0, body.pop().text)
        self.draft.tell(block, "成文日期")
        return at + 1

    def _signs(self, block: Block) -> bool:
        # a title's line that nothing follows but the date is no signature
        return shapes.is_signature(block.text) and len(self.draft.main.body) > 1

    def _printed(self, at: int) -> int:
        """Begin what is printed with the paper: a title after the date, or the one the front matter names."""
        if self.draft.printed is not None or self.part is not self.draft.main:
            return at
        taken = title_blocks(self.blocks, at)
        text = bare("".join(block.text for block in taken))
        if not taken or not (self.ended or text in self._named()):
            return at
        self.part = self.draft.printed = Part()
        return read_title(self.draft, self.part, self.blocks, at)

    def _named(self) -> set[str]:
        """Return the titles by which the paper names what it brings: 关于印发《…》的通知."""
        title = bare(self.draft.main.name)
        quoted = re.findall(r"《(.+?)》(?=的|$)", title)
        plain = re.findall(r"关于印发(.+)的通知$", title)
        return {bare(self.draft.given.get("印发件") or ""), *quoted, *plain} - {""}
