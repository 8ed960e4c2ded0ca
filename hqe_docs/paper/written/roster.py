"""Rosters that a typist aligned by spaces: 组长, 副组长, 成员 with names and posts, set in three columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from hqe_docs.paper.language.filters import padded_name
from hqe_docs.paper.written.block import Block, bare

_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_NAME = rf"{_HAN}[ \u3000]{{1,4}}{_HAN}(?=\s)|{_HAN}{{2,4}}(?![\u3400-\u9fff])|{_HAN}{{1,10}}(?:[·•]{_HAN}{{1,10}})+"
_ROLE = (
    "((?:第[一二三]|常务|执行|办公室)?(?:组长|副组长|成员|主任|副主任|组员|总指挥|副总指挥|指挥长|副指挥长|召集人|副召集人|联络员|顾问|"
    "秘书长|副秘书长|委员|会长|副会长|负责人|联系人|召集单位))"
)
_FIRST = re.compile(rf"([^：:]{{1,24}})[：:]\s*({_NAME})(?:\s+(\S.*))?")
_MORE = re.compile(rf"({_NAME})\s{{2,}}(\S.*)|({_NAME})[ \t\u3000]+(\S.*)")
_LONG_NAME = 4


def rosters(blocks: Sequence[Block]) -> Mapping[int, str]:
    """Return the index of each block that is a roster's row, with the row: label, name, post parted by \\t."""
    rows: dict[int, str] = {}
    for run in _runs(blocks):
        labels = [label for _, label, _, _ in run]
        widest = max(map(len, labels))
        for index, label, name, post in run:
            rows[index] = _row(spread(label, widest), name, post)
    return rows


def _runs(blocks: Sequence[Block]) -> Iterator[list[tuple[int, str, str, str]]]:
    """Yield runs of rows: the first has a role before its name, more than one row in all."""
    run: list[tuple[int, str, str, str]] = []
    for index, block in enumerate(blocks):
        row = _parsed(block.text, bool(run)) if block.kind == "text" else None
        if row is not None:
            run.append((index, *row))
        elif run:
            yield from [run] if len(run) > 1 else []
            run = []
    if len(run) > 1:
        yield run


def _parsed(text: str, goes_on: bool) -> tuple[str, str, str] | None:
    first = _FIRST.fullmatch(text)
    if first and re.fullmatch(_ROLE, bare(first[1])):
        return bare(first[1]), bare(first[2]), (first[3] or "").strip()
    more = _MORE.fullmatch(text) if goes_on else None
    if more and "。" not in text:
        return "", bare(more[1] or more[3]), (more[2] or more[4]).strip()
    return None


def _row(label: str, name: str, post: str) -> str:
    # a long name takes the whole line, its post the next
    mark = r"\n" if len(name) > _LONG_NAME else r"\t"
    return f"{label}{'：' if label else ''}\\t{padded_name(name)}{mark if post else ''}{post}"


def spread(label: str, length: int) -> str:
    """Return a label made as wide as `length` characters by spaces between its own."""
    gaps = len(label) - 1
    if gaps < 1 or len(label) >= length:
        return label
    halves = 2 * (length - len(label))
    each, over = divmod(halves, gaps)
    spaces = [each + (1 if gap < over else 0) for gap in range(gaps)]
    return label[0] + "".join(
        "\u3000" * (n // 2) + " " * (n % 2) + char for n, char in zip(spaces, label[1:], strict=True)
    )
