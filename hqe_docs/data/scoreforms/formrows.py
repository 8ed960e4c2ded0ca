"""The rows of an official score form matched to an edition's indicators, by number and by text, never by guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from hqe_docs.data.freeform import is_total
from hqe_docs.data.scoreforms.formhead import FormHeader, header_at
from hqe_docs.data.scoreforms.likeness import Likeness
from hqe_docs.data.scores.indicators import Indicator, IndicatorSet
from hqe_docs.values import squeeze

MOST_ROWS = 300  # a table with more is no form
FEWEST_LIKE = 3  # one row in so many must be like an indicator, else the table is no part of the form
Texts = Sequence[Sequence[str]]  # rows of cells; a merged cell's text stands in its first or in all

_NUMBER = re.compile(r"第?\(?第?0*(\d{1,3})\)?[项条号]?[.、,:]?")
_DIGITS = "零一二三四五六七八九"
_MARKS = re.compile(r"(\d+(?:\.\d+)?)分(?=[)\]】]|$)")
_SAID_MARKS = re.compile(r"(?:满分|分值)(?:为|是)?:?(\d+(?:\.\d+)?)分?")
_TOTAL = re.compile(r"(?:总|合计)得?分")
_SIGNED = re.compile(r".{0,20}(?:签字|签名|签章|盖章)[)]?:?")
_ONLY_MARKS = re.compile(r"(\d+(?:\.\d+)?)分?")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form: its 0-based table and first row, the columns of its header, and the text of each role.

    `marked`: the role whose texts end with their full marks in this table, as “（3分）”.
    """

    table: int
    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    marked: str = ""

    def text(self, role: str) -> str:
        return self.texts.get(role, "")

    @property
    def number(self) -> int | None:
        """The number in 序号, None when there is none or it is of another form."""
        return read_number(self.text("序号"))

    @property
    def title(self) -> str:
        """What a person knows the row by."""
        return next(
            (plain for role in ("内容", "指标", "标准", "序号") if (plain := squeeze(self.text(role)))), ""
        )

    @property
    def full(self) -> Decimal | None:
        """The full marks that the row names, None when it names none, or several."""
        if plain := squeeze(self.text("满分")):
            found = _ONLY_MARKS.fullmatch(plain)
            return Decimal(found[1]) if found else None
        said = (mark for role in ("备注", "标准") for mark in _SAID_MARKS.findall(squeeze(self.text(role))))
        marks = {Decimal(mark) for mark in _MARKS.findall(squeeze(self.text(self.marked))) or said}
        return marks.pop() if len(marks) == 1 else None


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the number of the indicator it is, with how that is known."""

    row: FormRow
    no: int
    how: Literal["序号和文字", "文字"]


@dataclass(slots=True)
class FormMatch:
    """What fits and what does not: rows like no indicator, rows whose number and text name two indicators
    (with the one by text), rows that come again (with the first), indicators without a row."""

    matches: list[Match] = field(default_factory=list)
    strangers: list[FormRow] = field(default_factory=list)
    contradictions: list[Match] = field(default_factory=list)
    repeated: list[tuple[Match, Match]] = field(default_factory=list)
    lacking: list[Indicator] = field(default_factory=list)
    differing: list[Match] = field(default_factory=list)
    rows: int = 0


def match_form(tables: Sequence[Texts], edition: IndicatorSet) -> FormMatch:
    """Return how the form that stands in `tables`, in one or in several, fits the edition."""
    likeness = Likeness.of(edition.indicators)
    rows = _by_own_number([row for part in _parts(tables, likeness) for row in part])
    result = FormMatch(rows=len(rows))
    found: dict[int, list[Match]] = {}
    for row in rows:
        match = _match(row, likeness)
        if match is None:
            result.strangers.append(row)
        elif match.how == "序号和文字" or row.number is None:
            found.setdefault(match.no, []).append(match)
        else:
            result.contradictions.append(match)
    for first, *more in found.values():
        result.repeated += [(first, match) for match in more]
        result.matches += [] if more else [first]
    _compare(result, found, edition)
    return result


def _by_own_number(rows: list[FormRow]) -> list[FormRow]:
    """Return the rows, without their numbers where these count the categories, or begin anew in each."""
    numbers = {row.number for row in rows} - {None}
    if len(numbers) * 2 > len(rows):
        return rows
    return [replace(row, texts={**row.texts, "序号": ""}) for row in rows]


def _match(row: FormRow, likeness: Likeness) -> Match | None:
    no = likeness.nearest((row.text("指标"), row.text("内容")), row.text("标准"), row.number)
    if no is None:
        return None
    return Match(row, no, "序号和文字" if no == row.number else "文字")


def _compare(result: FormMatch, found: Iterable[int], edition: IndicatorSet) -> None:
    known = {*found, *(match.no for match in result.contradictions)}
    result.lacking = [item for item in edition.indicators if item.no not in known]
    full = {item.no: item.full for item in edition.indicators}
    result.differing = [item for item in result.matches if item.row.full not in (None, full[item.no])]


def read_number(text: str) -> int | None:
    """Return the number of a row: 1, １, 1., (1), 第1项, 十二; None for anything else."""
    plain = squeeze(text)
    match = _NUMBER.fullmatch(plain)
    if match:
        return int(match[1])
    return _chinese_numbers().get(plain.removeprefix("第").rstrip("项条.、"))


def _chinese_numbers() -> dict[str, int]:
    """Return 一 to 九十九 with what they mean."""
    tens = [("", 0), *((f"{'' if i == 1 else _DIGITS[i]}十", i * 10) for i in range(1, 10))]
    units = ["", *_DIGITS[1:]]
    return {ten + unit: number + i for ten, number in tens for i, unit in enumerate(units) if number + i}


# ---------------------------------------------------------------- which rows
def _parts(tables: Sequence[Texts], likeness: Likeness) -> list[list[FormRow]]:
    """Return the rows of each table that belongs to the form; a table without a header goes on from the one before."""
    parts: list[list[FormRow]] = []
    header: FormHeader | None = None
    for index, table in enumerate(tables):
        header, rows = _rows(table, index, header)
        if rows:
            parts.append(rows)
    like = [part for part in parts if _likes(part, likeness) * FEWEST_LIKE >= len(part)]
    return like or parts


def _likes(rows: Sequence[FormRow], likeness: Likeness) -> int:
    return sum(_match(row, likeness) is not None for row in rows)


def _rows(table: Texts, index: int, header: FormHeader | None) -> tuple[FormHeader | None, list[FormRow]]:
    """Return the header in force at the table's end, and its rows; without a header of its own some must be numbered."""
    rows: list[FormRow] = []
    at, is_headed = 0, False
    while at < len(table) and len(rows) <= MOST_ROWS:
        if found := header_at(table, at):
            header, is_headed, at = found, True, found.last
        elif header:
            _add(_row(table[at], index, at, header.columns), table[at], rows)
        at += 1
    is_part = is_headed or any(row.number for row in rows)
    return header, _with_marked(rows) if is_part and len(rows) <= MOST_ROWS else []


def _with_marked(rows: list[FormRow]) -> list[FormRow]:
    """Return the rows with the role in which most of them name their marks: one merged over many has their sum."""
    for role in ("内容", "指标"):
        if sum(bool(_MARKS.search(squeeze(row.text(role)))) for row in rows) * 2 >= len(rows):
            return [replace(row, marked=role) for row in rows]
    return rows


def _row(cells: Sequence[str], table: int, row: int, columns: Mapping[str, int]) -> FormRow:
    texts = {role: cells[column] for role, column in columns.items() if column < len(cells)}
    return FormRow(table, row, columns, texts)


def _add(row: FormRow, cells: Sequence[str], rows: list[FormRow]) -> None:
    """Add the row to `rows`, or its text to the last of them where it goes on; titles, totals, signatures go."""
    is_numbered = row.number is not None and any(map(str.isdigit, row.text("序号")))
    if not is_numbered and _is_furniture(row, cells):
        return
    if rows and _goes_on(row, rows[-1]):
        texts = dict(rows[-1].texts)
        texts["标准"] = f"{rows[-1].text('标准')}\n{row.text('标准')}"
        rows[-1] = replace(rows[-1], texts=texts)
    elif is_numbered or any(squeeze(row.text(role)) for role in ("指标", "内容")):
        rows.append(row)


def _is_furniture(row: FormRow, cells: Sequence[str]) -> bool:
    """Say whether a row without a number is a title, a row of totals, a signature or a section."""
    label = squeeze(row.text("序号"))
    if label and not any(map(str.isdigit, label)) and row.number is None:
        return True
    first = row.columns.get("序号")
    others = [plain for i, text in enumerate(cells) if i != first and (plain := squeeze(text))]
    is_one = len(others) > 1 and len(set(others)) == 1
    return is_one or any(
        is_total(plain) or _TOTAL.match(plain) or _SIGNED.fullmatch(plain) for plain in others
    )


def _goes_on(row: FormRow, before: FormRow) -> bool:
    """Say whether the row only goes on with the standard of the row before: what names it is merged with that."""
    names = ((squeeze(row.text(role)), squeeze(before.text(role))) for role in ("序号", "指标", "内容"))
    standard = squeeze(row.text("标准"))
    is_new = standard != squeeze(before.text("标准"))
    return bool(standard) and is_new and all(own in ("", above) for own, above in names)
