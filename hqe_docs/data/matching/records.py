"""What became of proposals: answered rows told from open ones, one record a proposal, services counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hqe_docs.data.persons import ID

KIND = "岗位推荐记录台账"
DAY, ANSWER, RESULT = "推荐日期", "本人答复", "推荐结果"
TYPED = (
    DAY,
    "推荐方式",
    ANSWER,
    "不愿意原因",
    RESULT,
    "结果日期",
    "推荐人",
    "备注",
)  # what is written in by hand
EACH_POST, EACH_DAY = "每个岗位计一次", "每天计一次"
Row = Mapping[str, str]


def is_answered(row: Row) -> bool:
    """Say whether somebody wrote down that the proposal was made or what came of it."""
    return any(row.get(name) for name in (DAY, ANSWER, RESULT))


def key_of(row: Row) -> tuple[str, ...]:
    """Return what tells one proposal from another."""
    return tuple(row.get(name, "") for name in (ID, "单位名称", "岗位名称", DAY))


def joined(old: Iterable[Row], new: Iterable[Row]) -> tuple[list[Row], int, int]:
    """Return the records with the new ones, one that is told anew in its old place; how many are new, how many changed.

    A blank cell of a new row takes nothing away.
    """
    rows = {key_of(row): row for row in old}
    added = changed = 0
    for row in new:
        before = rows.get(key_of(row))
        after = {**(before or {}), **{name: text for name, text in row.items() if text or before is None}}
        added += before is None
        changed += before is not None and after != before
        rows[key_of(row)] = after
    return list(rows.values()), added, changed


def services(rows: Sequence[Row], way: str) -> dict[str, int]:
    """Return identity number → how often job information was given (131 services), counted as the setting says."""
    if way == EACH_DAY:
        told = {(row[ID], row[DAY]) for row in rows if row.get(DAY)}
    else:
        told = {(row[ID], "\t".join(key_of(row))) for row in rows if row.get(DAY) and way == EACH_POST}
    counts: dict[str, int] = {}
    for number, _ in sorted(told):
        counts[number] = counts.get(number, 0) + 1
    return counts
