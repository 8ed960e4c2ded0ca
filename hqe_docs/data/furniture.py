"""Which rows below a header are data: totals, signatures, repeated headers and sample rows are not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.data.cells import read_cell
from hqe_docs.data.files.grid import Grid
from hqe_docs.data.files.textrows import TextRows
from hqe_docs.data.freeform import Sum, is_total, sum_at
from hqe_docs.data.header import Header
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.values import squeeze

MANY_TYPED = 3
_SAMPLE = re.compile(r"[(\[【]?(?:填写|填表)?(?:例|示例|样例|范例|例子)行?\d*[)\]】]?(?::.*)?", re.DOTALL)
_SAMPLE_STARTS = frozenset("例示样范填([【（［ \t\u3000\u200b\ufeff")
_FOOTER = re.compile(
    r"(?:[^:]{0,8}(?:合计|小计|总计|共计|累计)(?:[人户]?数|人口|金额)?(?:\d+[人名户]?)?"
    r"|(?:单位)?(?:填表|制表|填报|审核|审批|复核|经办|负责|联系|统计|登记|调查)人员?"
    r"|(?:填表|填报|制表|审核|统计|调查)(?:时间|日期|单位)|日期|单位|(?:填表|填写)?说明|备?注\d*|以下空白|盖章|公章)"
    r"(?:\([^)]*\))?(?:签字|签名|签章|盖章)?(?:\([^)]*\))?(?::.*)?",
    re.DOTALL,
)
_ID_LIKE = re.compile(r"\W*(?:(?:[\d*]\s?){12}|\d\.\d+E\+?\d)", re.IGNORECASE)
_KEY_LIKE = re.compile(r"(?=.*\d).{6}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rows:
    """0-based rows of a table: those that are data, the sample rows left out, and the rows of totals."""

    data: tuple[int, ...]
    samples: tuple[int, ...]
    sums: tuple[Sum, ...] = ()


def sort_rows(grid: Grid, header: Header, kind: LedgerKind) -> Rows:
    """Return which rows below the header are data; a row with a key in it is, unless it says it is a sample."""
    judge = _Judge.of(grid, header, kind)
    sure = _sure(grid.rows, header.last + 1, judge)
    others, samples, sums, start = list[int](), [], [], 0
    key, is_key = judge.key, judge.key_form.match
    for index, row in _others(grid.rows, header.last + 1, sure):
        keyed = 0 <= key < len(row) and is_key(row[key]) is not None
        if keyed and not judge.may_be_sample(row):
            others.append(index)
            continue
        first = next((plain for text in row if text and (plain := squeeze(text))), "")
        if first and judge.is_sample(first, row):
            samples.append(index)
        elif first and (keyed or not judge.is_furniture(first, row)):
            others.append(index)
        elif first and is_total(first):
            before = bisect_left(sure, index) + len(others)
            sums.append(sum_at(index, first, start, before))
            start = before if sums[-1].of_part else start
    return Rows(tuple(sorted(sure + others)), tuple(samples), tuple(sums))


def _sure(rows: Sequence[Sequence[str]], start: int, judge: _Judge) -> list[int]:
    """Return the rows of a large table that have a key in its usual form and can't be samples, all tested at once."""
    import polars as pl

    if not isinstance(rows, TextRows) or not 0 <= judge.key < rows.frame.width:
        return []
    names = rows.frame.columns
    first = pl.coalesce(pl.when(pl.col(name) != "").then(pl.col(name)) for name in names)
    marks = [first, *(pl.col(name) for name in names[judge.name : judge.name + 1] if judge.name >= 0)]
    may_be_sample = pl.any_horizontal(mark.str.head(1).is_in(list(_SAMPLE_STARTS)) for mark in marks)
    is_sure = pl.col(names[judge.key]).str.contains("^[0-9]{12}") & ~may_be_sample
    found = rows.frame.slice(start).select(is_sure).to_series().arg_true()
    return (found + start).to_list()


def _others(
    rows: Sequence[Sequence[str]], start: int, known: Sequence[int]
) -> Iterator[tuple[int, Sequence[str]]]:
    if not isinstance(rows, TextRows):
        return zip(range(start, len(rows)), rows[start:], strict=True)
    left = sorted(set(range(start, len(rows))).difference(known))
    return zip(left, rows.pick(left), strict=True)


@dataclass(frozen=True, slots=True)
class _Judge:
    key: int
    key_form: re.Pattern[str]
    name: int
    fields: tuple[tuple[int, Field], ...]
    heads: tuple[tuple[str, ...], ...]
    above: frozenset[str]

    @classmethod
    def of(cls, grid: Grid, header: Header, kind: LedgerKind) -> _Judge:
        field = kind.field(kind.primary_key)
        is_id = field is not None and field.format == "公民身份号码"
        levels = grid.rows[header.first : header.last + 1]
        return cls(
            key=header.columns.get(kind.primary_key, -1),
            key_form=_ID_LIKE if is_id else _KEY_LIKE,
            name=header.columns.get("姓名", -1),
            fields=tuple((t.column, t.field) for t in header.titles if t.field and _is_typed(t.field)),
            heads=tuple(tuple(squeeze(text) for text in row) for row in levels),
            above=frozenset(squeeze(text) for row in grid.rows[: header.first] for text in row if text),
        )

    def may_be_sample(self, row: Sequence[str]) -> bool:
        """Say, quickly, whether one of the two cells that can hold the mark begins like it."""
        first = next(filter(None, row), "")
        name = row[self.name] if 0 <= self.name < len(row) else ""
        return first[:1] in _SAMPLE_STARTS or name[:1] in _SAMPLE_STARTS

    def is_sample(self, first: str, row: Sequence[str]) -> bool:
        name = squeeze(row[self.name]) if 0 <= self.name < len(row) else ""
        return bool(_SAMPLE.fullmatch(first) or _SAMPLE.fullmatch(name))

    def is_furniture(self, first: str, row: Sequence[str]) -> bool:
        if any(first in head for head in self.heads) and self._repeats_header(row):
            return True
        if first in self.above and all(squeeze(text) in self.above for text in row if text.strip()):
            return True
        return bool(_FOOTER.fullmatch(first)) and not self._has_typed_cells(row)

    def _repeats_header(self, row: Sequence[str]) -> bool:
        texts = [squeeze(text) for text in row]
        for head in self.heads:
            titles = sum(1 for title in head if title)
            same = sum(1 for a, b in zip(texts, head, strict=False) if a and a == b)
            if same >= max(min(3, titles), titles // 2):
                return True
        return False

    def _has_typed_cells(self, row: Sequence[str]) -> bool:
        read = [read_cell(row[column], field) for column, field in self.fields if column < len(row)]
        return sum(1 for value, fault in read if value and fault is None) >= MANY_TYPED


def _is_typed(field: Field) -> bool:
    """Say whether a cell of this column can be told from a total or a signature by its form."""
    return bool(field.codes) or field.format == "电话" or field.type in ("boolean", "date")
