"""A sheet of no declared kind: where its header is, what its rows are, what its totals and remarks say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from hqe_docs.data.files.grid import Grid
from hqe_docs.data.header import Title
from hqe_docs.data.kinds import header_key
from hqe_docs.values import squeeze

SEARCHED = 20
LEVELS = 3
FEWEST = 3
LONGEST = 30
MONTHS = 12
SOME = 0.3  # of the cells a row of this table usually fills
_VALUE = re.compile(r"[-¥]?[\d,.]+(?:E\+?\d+)?%?|\d{15,18}[xX]?|\d{4}[-/.年]\d{1,2}.*", re.IGNORECASE)
_COUNTER = re.compile(r"\(?(\d{1,2})\)?|[甲乙丙丁]")
_NOTE = re.compile(
    r"[(\[【]?(?:填写|填表|填报)?(?:说明|要求|须知|示例|样例|范例|例|注|备注)(?:\d*[)\]】]|[:、.].*|\d*)?",
    re.DOTALL,
)
_SIGNED = re.compile(
    r"(?:[^:]{0,6}(?:填表|制表|填报|审核|审批|复核|经办|负责|联系|统计|登记|调查|监督)(?:人|人员|单位|时间|日期)?"
    r"|日期|单位|时间|以下空白|盖章|公章)(?:\([^)]*\))?:.*|以下空白.*|.*\(盖章\).*",
    re.DOTALL,
)
_TOTAL = re.compile(
    r"([^:\d]{0,8}?)(合计|小计|总计|共计|累计|总数)(?:[人户]?数|人口|金额)?(?:\([^)]*\))?:?(?:\d.*)?"
)
_PART = re.compile(r"小计|本页|本组")
_MARKED = re.compile(r"[(\[【]?(?:示例|样例|范例|例)[)\]】]?(?:[:、].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of totals: of the rows since the last one (小计) or of all of them."""

    row: int
    of_part: bool
    first: int  # the position, among the data rows, of the first row it sums
    end: int  # and of the row after its last one


@dataclass(frozen=True, slots=True)
class Block:
    """The first and last row of a header, and its titles."""

    first: int
    last: int
    titles: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What the rows below a header are: data, totals, remarks (which may list choices), left unread."""

    data: tuple[int, ...]
    sums: tuple[Sum, ...]
    notes: tuple[int, ...]
    left: tuple[int, ...]


# ---------------------------------------------------------------- header
def find_block(grid: Grid, known: Collection[str]) -> Block | None:
    """Return the header of a sheet: the row of many short words, most of which are known as titles."""
    best, most = -1, 0.0
    for index, row in enumerate(grid.rows[:SEARCHED]):
        score = _score(row, known)
        if score > most:
            best, most = index, score
    if best < 0:
        return None
    first = last = best
    while first > 0 and last - first < LEVELS - 1 and _is_above(grid, first - 1, first):
        first -= 1
    while last + 1 < len(grid.rows) and last - first < LEVELS - 1 and _is_above(grid, last, last + 1):
        last += 1
    return Block(first, last, tuple(_titles(grid, first, last)))


def _score(row: Sequence[str], known: Collection[str]) -> float:
    texts = _without_days([plain for text in row if (plain := squeeze(text))])
    if len(set(texts)) < FEWEST or any(_VALUE.fullmatch(text) for text in texts):
        return 0
    short = sum(len(text) <= LONGEST for text in texts)
    return 0 if short < FEWEST else short + 3 * sum(header_key(text) in known for text in texts)


def _without_days(texts: Sequence[str]) -> list[str]:
    """Return the titles of a row without those that number days or months: 1 2 3 … 31."""
    days = 0
    while str(days + 1) in texts:
        days += 1
    own = {str(day) for day in range(1, days + 1)}
    return [text for text in texts if days < MONTHS or text not in own]


def _is_above(grid: Grid, upper: int, lower: int) -> bool:
    """Say whether two rows are levels of one header: cells merged over both, or blanks filled by the other."""
    texts = [plain for text in grid.rows[lower] if (plain := squeeze(text))]
    above = [plain for text in grid.rows[upper] if (plain := squeeze(text))]
    if not texts or len(above) < 2 or any(_VALUE.fullmatch(text) for text in texts + above):
        return False
    if any(top <= upper and bottom >= lower for (top, _), (bottom, _) in grid.merges):
        return True
    width = max(len(grid.rows[upper]), len(grid.rows[lower]))
    pairs = [(bool(grid.text(upper, c).strip()), bool(grid.text(lower, c).strip())) for c in range(width)]
    return (
        pairs.count((True, False)) >= 2 and pairs.count((False, True)) >= 1 and not _NOTE.fullmatch(texts[0])
    )


def _titles(grid: Grid, first: int, last: int) -> Iterator[Title]:
    width = max(len(grid.rows[row]) for row in range(first, last + 1))
    for column in range(width):
        parts, place = [], first
        for row in range(first, last + 1):
            text = grid.text(row, column).strip() or _merged(grid, row, column, last)
            if text and text not in parts:
                parts.append(text)
                place = row if grid.text(row, column).strip() else place
        if parts:
            yield Title("/".join(parts), place, column, None)


def _merged(grid: Grid, row: int, column: int, last: int) -> str:
    """Return the text of the cell merged over this one sideways; the unmerged title of a group counts too."""
    for (top, left), (bottom, right) in grid.merges:
        if top <= row <= bottom and left <= column <= right:
            return grid.text(top, left).strip() if top == row else ""
    if grid.merges or row == last or not grid.text(row + 1, column).strip():
        return ""
    before = [grid.text(row, c).strip() for c in range(column) if grid.text(row, c).strip()]
    return before[-1] if before else ""


def halves(grid: Grid, block: Block) -> list[tuple[Grid, Block]]:
    """Return the tables side by side under one header, each as a grid with nothing else in it."""
    keys = [header_key(title.text) for title in block.titles]
    size = len(keys) // (keys.count(keys[0]) if keys else 1)
    starts = range(0, len(keys), size or 1)
    if size < FEWEST or len(starts) < 2 or any(keys[start : start + size] != keys[:size] for start in starts):
        return [(grid, block)]
    return [_half(grid, block, block.titles[start : start + size]) for start in starts]


def _half(grid: Grid, block: Block, titles: tuple[Title, ...]) -> tuple[Grid, Block]:
    first, last = titles[0].column, titles[-1].column + 1
    rows = [
        (*[""] * first, *row[first:last]) if number > block.last else row
        for number, row in enumerate(grid.rows)
    ]
    return replace(grid, rows=rows), replace(block, titles=titles)


# ---------------------------------------------------------------- rows
def sort_freely(grid: Grid, block: Block, key: int, name: int) -> Sorted:
    """Return what each row below the header is; `key` and `name` are the columns of number and name, or -1."""
    counts = [sum(bool(t.strip()) for t in row) for row in grid.rows[block.last + 1 :]]
    usual = median([n for n in counts if n > 1] or [1])
    heads = [[squeeze(t) for t in grid.rows[row]] for row in range(block.first, block.last + 1)]
    titles = {text for head in heads for text in head if text}
    data: list[int] = []
    sums: list[Sum] = []
    notes, left, start = [], [], 0
    squeezed = cache(squeeze)  # most cells repeat
    for index in range(block.last + 1, len(grid.rows)):
        row = grid.rows[index]
        cells = [squeezed(text) for text in row]
        texts = [plain for plain in cells if plain]
        if not texts or (not titles.isdisjoint(texts) and _repeats(cells, heads)):
            continue
        keyed = 0 <= key < len(row) and len(re.sub(r"\D", "", row[key])) >= 12
        if not keyed and is_total(texts[0]) and not _is_person(row, name, texts[0]):
            sums.append(sum_at(index, texts[0], start, len(data)))
            start = len(data) if sums[-1].of_part else start
        elif _is_note(texts, row, name) or (not data and _is_counter(texts)):
            notes.append(index)
        elif keyed or len(texts) >= max(2, usual * SOME):
            data.append(index)
        elif len(texts) > 1 and not _SIGNED.fullmatch(texts[0]):
            if _is_person(row, name, ""):
                data.append(index)
            elif not texts[0].isdigit():
                left.append(index)
    return Sorted(tuple(data), tuple(sums), tuple(notes), tuple(left))


def is_total(label: str) -> bool:
    """Say whether a row that begins with `label` (squeezed) is one of totals."""
    return _TOTAL.fullmatch(label) is not None


def sum_at(row: int, label: str, start: int, end: int) -> Sum:
    """Return the row of totals at `row`: of the data since `start` when it says that it is of a part, else of all."""
    whole = _TOTAL.fullmatch(label)
    own = whole[1] if whole else ""
    of_part = bool(_PART.search(label) or (own and not re.fullmatch("全.|总|本表", own)))
    return Sum(row, of_part, start if of_part else 0, end)


def _is_person(row: Sequence[str], name: int, label: str) -> bool:
    text = squeeze(row[name]) if 0 <= name < len(row) else ""
    return bool(re.fullmatch(r"[\u3400-\u9fff·]{2,8}", text)) and text != label


def _is_note(texts: Sequence[str], row: Sequence[str], name: int) -> bool:
    marked = squeeze(row[name]) if 0 <= name < len(row) else ""
    return bool(_NOTE.fullmatch(texts[0]) or _MARKED.fullmatch(marked))


def _is_counter(texts: Sequence[str]) -> bool:
    """Say whether a row numbers the columns: 1 2 3 …, or 甲 乙 1 2 …."""
    if len(texts) < FEWEST or not all(_COUNTER.fullmatch(text) for text in texts):
        return False
    numbers = [int(match[1]) for text in texts if (match := _COUNTER.fullmatch(text)) and match[1]]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False


def _repeats(texts: Sequence[str], heads: Iterable[Sequence[str]]) -> bool:
    for head in heads:
        same = sum(1 for a, b in zip(texts, head, strict=False) if a and a == b)
        if same >= max(2, sum(map(bool, head)) // 2):
            return True
    return False


def choices(grid: Grid, notes: Iterable[int], column: int) -> tuple[str, ...]:
    """Return the choices that a remark under the header lists for a column: ①大龄②残疾, 男/女."""
    for row in notes:
        text = grid.text(row, column).strip()
        parts = re.split(r"(?=[\u2460-\u2473])|[/、|；;]", text)
        wanted = tuple(part.strip() for part in parts if part.strip())
        if len(wanted) > 1 and max(map(len, wanted)) <= 12:
            return wanted
    return ()


def most_common(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return the values of a column that are not empty, the most frequent first."""
    return Counter(plain for text in texts if (plain := squeeze(text))).most_common()
