"""The head of a written text: marks, number, title, addressees, in whatever order an office wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hqe_docs.paper.written import shapes
from hqe_docs.paper.written.block import BREAK, EMPHASIS, Block, bare
from hqe_docs.paper.written.draft import Draft, Part

MOST_TITLE_LINES = 8
_SIMPLE = (
    ("份号", shapes.COPY_NUMBER),
    ("密级", shapes.SECRECY),
    ("紧急程度", shapes.URGENCY),
    ("文号", shapes.NUMBER),
    ("文号", shapes.ORDER_NUMBER),
)


def read_head(draft: Draft, blocks: Sequence[Block]) -> int:
    """Take the head out of `blocks` into `draft`; return the index of the first that belongs to the text."""
    at = _marks(draft, blocks, 0)
    at = read_title(draft, draft.main, blocks, at)
    at = _marks(draft, blocks, at)
    return _addressees(draft, blocks, at)


def _marks(draft: Draft, blocks: Sequence[Block], at: int) -> int:
    while at < len(blocks) and blocks[at].kind == "text" and _mark(draft, blocks[at]):
        at += 1
    return at


def _mark(draft: Draft, block: Block) -> bool:
    """Take a line of the head that stands alone; say whether it is one."""
    text, solid = re.sub(r"\s+", " ", block.text), re.sub(r"\s", "", block.text)
    for key, shape in _SIMPLE:
        if key not in draft.head and shape.fullmatch(solid):
            return _take(draft, block, key, solid)
    if both := shapes.NUMBER_AND_SIGNERS.fullmatch(text):
        return _take(draft, block, "文号", both[1]) and _take(draft, block, "签发人", both[2])
    if signers := shapes.SIGNERS.fullmatch(text):
        return _take(draft, block, "签发人", signers[1])
    if (mark := shapes.MARK.fullmatch(text)) and not draft.main.title:
        return _take(draft, block, "标志", bare(mark[1]))
    return False


def _take(draft: Draft, block: Block, key: str, text: str) -> bool:
    draft.head[key] = text
    draft.tell(block, "发文机关标志" if key == "标志" else "发文字号" if key == "文号" else key)
    if key == "文号" and shapes.NUMBER.fullmatch(text) and not shapes.RIGHT_NUMBER.fullmatch(text):
        draft.found.add("G609", draft.at(block.line), number=text)
    return True


# ---------------------------------------------------------------- the title
def read_title(draft: Draft, part: Part, blocks: Sequence[Block], at: int) -> int:
    """Take a part's title and subtitle from its first blocks; return the index after them."""
    if part.title:  # said in the front matter: the text may say it again
        return _same_title(draft, part, blocks, at)
    taken = title_blocks(blocks, at) or _first_line(draft, part, blocks, at)
    if not taken:
        return at
    first = taken[0]
    part.line, part.title = first.line, [line for block in taken for line in block.text.split(BREAK)]
    part.own_breaks = len(taken) == 1 and len(part.title) > 1
    part.title = [line.replace(EMPHASIS, "").strip() for line in part.title]
    draft.tell(Block("text", part.name, first.line), "标题")
    return _subtitle(draft, part, blocks, at + len(taken))


def _first_line(draft: Draft, part: Part, blocks: Sequence[Block], at: int) -> list[Block]:
    """Return a paper's first line where it may be a title that names no kind: the next is no such line."""
    if part is not draft.main or at + 1 >= len(blocks) or blocks[at].kind != "text":
        return []
    follows = blocks[at + 1].kind == "text" and shapes.is_titleish(blocks[at + 1].text)
    return [] if follows or not shapes.is_titleish(blocks[at].text) else [blocks[at]]


def _same_title(draft: Draft, part: Part, blocks: Sequence[Block], at: int) -> int:
    for end in range(at + 1, min(at + MOST_TITLE_LINES, len(blocks)) + 1):
        if bare("".join(block.text for block in blocks[at:end])) == bare(part.name):
            return _subtitle(draft, part, blocks, end)
    return _subtitle(draft, part, blocks, at)


def title_blocks(blocks: Sequence[Block], at: int) -> list[Block]:
    """Return the blocks of a title that begins at `at`, [] when none does."""
    if at < len(blocks) and blocks[at].kind == "heading":
        return [blocks[at]]
    lines: list[Block] = []
    for block in blocks[at : at + MOST_TITLE_LINES]:
        if block.kind != "text" or not shapes.is_titleish(block.text):
            break
        lines.append(block)
    whole = [count for count in range(1, len(lines) + 1) if shapes.names_a_kind(_text(lines[:count]))]
    return lines[: whole[-1]] if whole else []


def _text(blocks: Sequence[Block]) -> str:
    return bare("".join(block.text for block in blocks))


_SUBTITLE = re.compile(r"(?:——|—|--).{2,60}|（[^（）]{2,60}）")


def _subtitle(draft: Draft, part: Part, blocks: Sequence[Block], at: int) -> int:
    is_there = at < len(blocks) and blocks[at].kind == "text"
    if is_there and part.subtitle and bare(part.subtitle) == bare(blocks[at].text):
        return at + 1
    if is_there and not part.subtitle and _SUBTITLE.fullmatch(blocks[at].text):
        part.subtitle = blocks[at].text
        draft.tell(blocks[at], "副标题")
        return at + 1
    return at


# ---------------------------------------------------------------- addressees
MOST_ADDRESSEES = 150  # characters


def _addressees(draft: Draft, blocks: Sequence[Block], at: int) -> int:
    if at >= len(blocks) or blocks[at].kind != "text":
        return at
    text = blocks[at].text
    if len(text) > MOST_ADDRESSEES or not shapes.names_offices(text):
        return at
    draft.addressees = text
    draft.tell(blocks[at], "主送机关")
    return at + 1
