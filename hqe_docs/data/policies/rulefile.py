"""What files of policies and of alerts have alike: settings, named conditions, columns looked up, days, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal, Self, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hqe_docs.data.conditions import BadCondition, Condition, Terms, columns_of
from hqe_docs.data.definitions import (
    DEFAULT,
    Conditions,
    Definitions,
    Setting,
    condition_faults,
    definitions_at,
    find_definitions,
)
from hqe_docs.data.fields import Keys, Text
from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.modelled import read_model
from hqe_docs.data.persons import ID
from hqe_docs.data.programme.schedule import clamped, day_of
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from hqe_docs.yamlfile import KeyPath, read_yaml

OPEN = "待定"
SOME_DAY = "2023-12-31"
TYPED = ("_年龄", "_性别", "_劳动年龄", "_出生")
MOST = 10_000  # months or days
Number = Any  # a number as text, or {口径: name}


class Lookup(Keys):
    """取数.<名称>: a column that another ledger gives: of a person's rows there the last (or first) one's cell.

    Or how many of the rows have the cell filled (行数), or how many different texts it has in them (种数).
    Where the dossier has no such ledger nothing is known of it, unless it counts as empty.
    """

    ledger: Text = Field(alias="台账")
    column: Text = Field(alias="列")
    rows: Conditions = Field([], alias="条件")
    key: Text = Field(ID, alias="按")
    pick: Literal["最早", "最晚", "行数", "种数"] = Field("最晚", alias="取")
    absent: Literal["待核", "视为没有"] = Field("待核", alias="没有台账")

    @property
    def is_count(self) -> bool:
        """Whether it gives a number of rows, not one row's cell."""
        return self.pick in ("行数", "种数")

    @property
    def nothing(self) -> str:
        """What it gives where there are no rows."""
        return "0" if self.is_count else ""


class Law(Keys):
    """依据: the document a rule stands in."""

    number: Text = Field("", alias="文号")
    title: Text = Field("", alias="名称")
    clause: Text = Field("", alias="条款")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if not (self.number or self.title):
            raise PydanticCustomError("D106", "", {"name": "依据.文号"})
        return self

    @property
    def text(self) -> str:
        """The document as it is quoted."""
        named = f"《{self.title}》" if self.title else ""
        both = f"{named}（{self.number}）" if named and self.number else named or self.number
        return both + self.clause


class Term(Keys):
    """时限, 到期: a day by a date in a column, so many months and days on; or a day of each year; or none known."""

    column: Text | None = Field(None, alias="自")
    months: Number = Field("0", alias="月数")
    days: Number = Field("0", alias="天数")
    until: Text | None = Field(None, alias="止")

    def last_day(self, text: str, year: int, terms: Terms) -> date | None:
        """Return the day that a cell's date leads to, or the day of the year; None where there is none."""
        if self.until:
            return day_of(self.until, year)
        try:
            begun = date.fromisoformat(text)
        except ValueError:
            return None
        later = months_later(begun, int(terms.value(self.months)))
        return date.fromordinal(min(later.toordinal() + int(terms.value(self.days)), date.max.toordinal()))

    def faults(self, terms: Terms) -> Iterator[str]:
        """Yield why it names no day, in words."""
        if (self.column is None) == (self.until is None):
            yield "要写“自”哪一栏，或者“止”于哪一天"
        if self.until and day_of(self.until, 2000) is None:
            yield f"“止：{self.until}”要写成 10月31日 或 2023-10-31"
        for name, number in (("月数", self.months), ("天数", self.days)):
            yield from number_faults(name, number, terms)


def number_faults(name: str, number: Number, terms: Terms) -> Iterator[str]:
    """Yield why a text is no number, nor a setting that gives one."""
    try:
        text = str(terms.value(number))
        if not (text.isascii() and text.isdigit() and int(text) <= MOST):
            yield f"“{name}”要写 0 至 {MOST} 的整数或 {{口径: …}}，现为 {number}"
    except (BadCondition, TypeError) as error:
        yield f"{name}：{error}"


def months_later(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where that has no such day (民法典 §202)."""
    number = min(day.year * 12 + day.month - 1 + months, date.max.year * 12 + 11)
    return clamped(number // 12, number % 12 + 1, day.day)


class RuleFile(Keys):
    """What both kinds of files begin with; `RULES`: the key under which its rules stand, and their attribute."""

    RULES: ClassVar[tuple[str, str]] = ("", "")

    title: Text = Field(alias="名称")
    ground: Text = Field(DEFAULT, alias="定义")
    settings: dict[str, Setting] = Field({}, alias="口径")
    conditions: dict[str, Any] = Field({}, alias="条件")
    lookups: dict[str, Lookup] = Field({}, alias="取数")

    def over(self, definitions: Definitions) -> Definitions:
        """Return the definitions that rows are judged by: the file's conditions and settings beside them.

        What an edition says of a setting of the same name wins: it is the dossier's own.
        """
        settings = {name: it for name, it in self.settings.items() if name not in definitions.settings}
        return definitions.under(settings, self.conditions)

    def called(self, where: KeyPath) -> str:
        """Return how a message calls the place of a fault: by the rule's name, else by its keys."""
        key, attribute = self.RULES
        if where[0] == key and len(where) > 1:
            return str(getattr(self, attribute)[int(where[1])].name)
        return ".".join(str(part) for part in where if isinstance(part, str))


# ---------------------------------------------------------------- a file looked through
Fault = tuple[tuple[str | int, ...], str]  # where it stands, what is wrong
Book = TypeVar("Book", bound=RuleFile)


def read_rules(
    path: Path,
    shown: str,
    model: type[Book],
    library: Library,
    found: Problems,
    *,
    code: str,
    faults: Callable[[Book, Definitions, Mapping[str, LedgerKind]], Iterator[Fault]],
) -> Book | None:
    """Return the rules in a file, looked through; None, with every fault (`code`) and its line, when it can't be used."""
    mine = Problems()
    file = read_yaml(path, shown, mine)
    book = read_model(file, model, mine) if file else None
    ground = find_definitions(book.ground, library, mine) if book else None
    definitions, wrong = definitions_at(ground) if ground else (None, ())
    mine.extend(wrong)
    if file and book and definitions:
        kinds = load_kinds(library, mine)
        for where, detail in (*common_faults(book, definitions, kinds), *faults(book, definitions, kinds)):
            mine.add(code, file.at(where), name=book.called(where), detail=detail)
    found.extend(mine)
    return None if mine.has_errors else book


def common_faults(
    book: RuleFile, definitions: Definitions, kinds: Mapping[str, LedgerKind]
) -> Iterator[Fault]:
    """Yield what is wrong with named conditions and columns looked up."""
    terms = book.over(definitions).terms({}, SOME_DAY, 2023)
    for name, condition in book.conditions.items():
        yield from ((("条件", name), fault) for fault in condition_faults(condition, terms))
    for name, lookup in book.lookups.items():
        if owner := next((kind.name for kind in kinds.values() if kind.field(name)), ""):
            yield ("取数", name), f"“{name}”是《{owner}》的栏目，换一个名称"
        yield from ((("取数", name), fault) for fault in _lookup_faults(lookup, kinds, terms))


def _lookup_faults(lookup: Lookup, kinds: Mapping[str, LedgerKind], terms: Terms) -> Iterator[str]:
    kind = kinds.get(lookup.ledger)
    if kind is None:
        yield f"没有台账类别“{lookup.ledger}”"
        return
    yield from (
        f"《{kind.name}》没有“{it}”这一栏" for it in (lookup.column, lookup.key) if not kind.field(it)
    )
    yield from row_faults(lookup.rows, kind, terms, {})


def row_faults(
    conditions: Sequence[Condition], kind: LedgerKind, terms: Terms, lookups: Mapping[str, Lookup]
) -> Iterator[str]:
    """Yield what is wrong with conditions on the rows of a kind: words, names, columns it does not have."""
    faults = [fault for part in conditions for fault in condition_faults(part, terms)]
    yield from faults
    columns = [] if faults else [name for part in conditions for name in columns_of(part, terms)]
    yield from (f"“列”后面应是栏目的名称，现为 {it}" for it in columns if not isinstance(it, str))
    yield from column_faults(dict.fromkeys(it for it in columns if isinstance(it, str)), kind, lookups)


def column_faults(
    columns: Sequence[str] | Mapping[str, Any], kind: LedgerKind, lookups: Mapping[str, Lookup]
) -> Iterator[str]:
    """Yield the columns that neither a kind nor 取数 has."""
    for name in columns:
        if not kind.field(name) and name not in lookups and name not in TYPED:
            yield f"《{kind.name}》和取数都没有“{name}”这一栏"


def texts_of(laws: Sequence[Law]) -> str:
    """Return sources as they are quoted, one after the other."""
    return "；".join(law.text for law in laws)
