"""The header of an official score form: which column holds what, in one row or in two, wherever it is repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hqe_docs.values import squeeze

LEVELS = 3
FEWEST = 3
LONGEST_TITLE = 20
_ROLES = (  # the first that fits
    ("满分", r"(?:标准|基本|基准)?分值?|满分[值数]?|配分|权重分?|标准分"),
    ("序号", r"序号|编号|项次|项?目?号"),
    ("类别", r".*(?:类别|大类|一级指标)"),
    ("标准", r".*(?:标准|办法|细则|要求|计分).*"),
    ("", r".*[得扣评打]分?(?:依据|说明|理由|原因|材料|意见|评语|人)"),  # words about a score
    ("得分", r".*(?:得分|自评|打分|核分|复核|核定).*|.*评分"),
    ("内容", r".*(?:内容|三级指标).*"),
    ("指标", r".*(?:指标|项目).*|名称"),
    ("备注", r".*(?:备注|说明).*"),
)
_OTHERS = re.compile(r".*(?:考核|考评|复核|核定|核分|复评|验收|审核|评审|[市县区]级?评).*")
_NAMES = ("指标", "内容")
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")


@dataclass(frozen=True, slots=True)
class FormHeader:
    """The first and last row of a header and the column of each role that stands in it; all 0-based.

    Roles are 序号, 类别, 指标, 内容, 标准, 满分, 得分, 备注.
    """

    first: int
    last: int
    columns: Mapping[str, int]


def header_at(rows: Sequence[Sequence[str]], first: int) -> FormHeader | None:
    """Return the header whose first level is row `first`, with the rows below that belong to it."""
    found: list[FormHeader] = []
    for last in range(first, min(first + LEVELS, len(rows))):
        if not _is_level(rows[last], rows[last - 1] if last > first else ()):
            break
        columns = _columns(rows[first : last + 1])
        if _is_header(columns):
            found.append(FormHeader(first, last, columns))
    return max(found, key=lambda header: (len(header.columns), header.last), default=None)


def _is_header(columns: Mapping[str, int]) -> bool:
    names = any(name in columns for name in _NAMES)
    return len(columns) >= FEWEST and names and ("序号" in columns or "标准" in columns)


def _is_level(row: Sequence[str], above: Sequence[str]) -> bool:
    """Say whether every cell may be a title, or goes on from the row above as merged cells do."""
    texts = [
        (plain, above[i] if i < len(above) else "") for i, text in enumerate(row) if (plain := squeeze(text))
    ]
    fresh = [plain for plain, over in texts if plain != squeeze(over)]
    return bool(texts) and all(map(_may_be_title, fresh)) and (not fresh or any(map(_role, fresh)))


def _may_be_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not re.search(r"\d", _BRACKETS.sub("", text))


def _columns(levels: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return role → column: the first of a role, but of the scores the self-score, and never one that others give."""
    found = [(column, texts, _role(texts[-1]) or _role("".join(texts))) for column, texts in _titles(levels)]
    columns: dict[str, int] = {}
    for column, _, role in found:
        if role and role != "得分":
            columns.setdefault(role, column)
    scores = [(column, texts) for column, texts, role in found if role == "得分"]
    if (score := _own_score(scores, any_will_do="备注" not in columns)) is not None:
        columns["得分"] = score
    contents = [column for column, _, role in found if role == "内容"]
    if len(contents) > 1 and "标准" not in columns:
        columns["标准"] = contents[-1]  # 指标内容 and 考核内容
    return columns


def _own_score(scores: Sequence[tuple[int, Sequence[str]]], *, any_will_do: bool) -> int | None:
    """Return the column of the self-score, else the first that is not said to be given by others, else the first."""
    own = [column for column, texts in scores if "自评" in "".join(texts)]
    plain = [column for column, texts in scores if not _OTHERS.fullmatch(texts[-1])]
    rest = [column for column, _ in scores] if any_will_do else []
    return next(iter([*own, *plain, *rest]), None)


def _titles(levels: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each column that has titles, with them from the top."""
    for column in range(max(map(len, levels))):
        texts = [plain for level in levels if column < len(level) and (plain := squeeze(level[column]))]
        if texts:
            yield column, list(dict.fromkeys(texts))


def _role(title: str) -> str | None:
    if not _may_be_title(title):
        return None
    plain = _BRACKETS.sub("", title).strip("*:")
    return next((role for role, pattern in _ROLES if re.fullmatch(pattern, plain)), None)
