"""Ledgers derived from the master ledger: which rows, each with its reason and its place in the master."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import HOUSEHOLD, BadCondition, Condition, expression
from hqe_docs.data.derivation import Derivation
from hqe_docs.data.derived.basis import INDEX, Basis
from hqe_docs.data.derived.rowtext import Composer, conditions_in, groups_in
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.ledger import ROW, SOURCE, Ledger
from hqe_docs.problems import Location, Problem, Problems, problem

if TYPE_CHECKING:
    import polars as pl

TYPED = {"性别": "{_性别}", "出生日期": "{_出生}", "年龄": "{_年龄}"}
NUMBER = "序号"
_ORDER = "_排"


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived ledger: `frame` has one text column a field of `kind`, `indices` the master's row of each row."""

    kind: LedgerKind
    master: Ledger
    frame: pl.DataFrame
    indices: tuple[int, ...]
    settings: tuple[str, ...]

    def at(self, row: int, field: str | None = None) -> Location:
        """Return where the row of the master stands that row `row` comes from."""
        return self.master.at(self.indices[row], field)


def derive(basis: Basis, kind: LedgerKind, found: Problems) -> Derived | None:
    """Return the ledger of `kind` that follows from the master; None, with the reason, when it can't be judged."""
    rule, name = kind.derivation, basis.master.kind.name
    if rule is None or rule.source != name:
        found.add("L604", _file(basis.master), kind=kind.name, source=name)
        return None
    try:
        missing = basis.missing(rule.rows)
        if missing:
            found.add("L603", _file(basis.master), kind=kind.name, missing=missing)
            return None
        found.extend(_unjudged(basis, kind, rule))
        taken = _rows(basis, kind, rule)
        found.extend(_reminders(basis, kind, rule))
    except (BadCondition, ValueError, TypeError, AttributeError, KeyError) as error:
        found.add("L602", Location(f"{kind.name}.yaml"), name=f"{kind.name} 的派生", detail=error)
        return None
    settings = basis.settings_used(conditions_of(rule))
    fields = [field.name for field in kind.fields]
    return Derived(kind, basis.master, taken.select(fields), tuple(taken[INDEX]), tuple(settings))


def conditions_of(rule: Derivation) -> list[Condition]:
    """Return every condition that decides which rows are listed and how they are filled."""
    forms = (*(rule.columns or {}).values(), *rule.reason, *rule.order)
    return [*rule.rows, *(part for form in forms for part in conditions_in(form))]


def _file(master: Ledger) -> Location:
    return Location(master.sources[0].file)


# ---------------------------------------------------------------- rows
def _rows(basis: Basis, kind: LedgerKind, rule: Derivation) -> pl.DataFrame:
    """Return the rows that are listed, their texts in the columns of `kind`."""
    import polars as pl

    composer = Composer(basis)
    texts = dict(_texts(composer, kind, rule))
    order = [composer.order(form).alias(f"{_ORDER}{i}") for i, form in enumerate(rule.order)]
    mask = expression({"全部": list(rule.rows)}, basis.terms)
    whole = basis.frame.with_columns(expr.alias(name) for name, expr in composer.needs.items())
    taken = whole.filter(mask)
    if rule.is_by_household:
        taken = _heads(taken)
    taken = _split(taken, rule)
    taken = taken.select(INDEX, *order, *(expr.alias(name) for name, expr in texts.items()))
    taken = taken.sort(*(f"{_ORDER}{i}" for i in range(len(order))), INDEX, maintain_order=True)
    numbers = pl.int_range(1, pl.len() + 1).cast(pl.String)
    return taken.with_columns(numbers.alias(NUMBER)) if NUMBER in texts else taken


def _texts(composer: Composer, kind: LedgerKind, rule: Derivation) -> Iterator[tuple[str, pl.Expr]]:
    """Yield each column of `kind` and the text it is filled with."""
    import polars as pl

    columns = rule.columns or {}
    for field in kind.fields:
        if field.name == rule.reason_column:
            place = _place(composer.basis.master)
            yield field.name, pl.concat_str([composer.joined(rule.reason), place])
        elif field.name in columns:
            yield field.name, composer.text(columns[field.name], field)
        else:
            yield field.name, composer.text(_copy(field, composer.basis.master))


def _copy(field: Field, master: Ledger) -> str:
    """Return the template that takes a column over from the master, nothing where it has no such column."""
    if field.derived:
        return TYPED.get(field.derived, "")
    return "{" + field.name + "}" if master.kind.field(field.name) else ""


def _place(master: Ledger) -> pl.Expr:
    """Return where a row stands in the master: （台账第 17 行）, with the sheet where there are several."""
    import polars as pl

    sheet: pl.Expr = pl.lit("")
    if len(master.sources) > 1:
        sheets = {i: f"“{source.sheet}”" for i, source in enumerate(master.sources)}
        sheet = pl.col(SOURCE).replace_strict(sheets, return_dtype=pl.String)
    return pl.concat_str(pl.lit("（台账"), sheet, pl.lit("第"), pl.col(ROW).cast(pl.String), pl.lit("行）"))


def _heads(taken: pl.DataFrame) -> pl.DataFrame:
    """Return one row a household: its head's, or the first where none is named."""
    import polars as pl

    ordered = taken.sort(pl.col("与户主关系") != "户主", INDEX, maintain_order=True)
    return ordered.unique(list(HOUSEHOLD), keep="first", maintain_order=True)


def _split(taken: pl.DataFrame, rule: Derivation) -> pl.DataFrame:
    """Return a row for each item of the first column of 拆分; the others go along where they have as many items."""
    import polars as pl

    if not rule.split:
        return taken
    first, *others = rule.split
    items = {name: pl.col(name).str.split(rule.separator) for name in rule.split}
    count = items[first].list.len()
    along = [
        pl.when(items[name].list.len() == count)
        .then(items[name])
        .otherwise(pl.concat_list(pl.col(name)).list.concat(pl.lit("").repeat_by(count - 1)))
        for name in others
    ]
    lists = taken.with_columns(items[first], *(expr.alias(n) for expr, n in zip(along, others, strict=True)))
    rows = lists.explode(rule.split).with_columns(pl.col(name).str.strip_chars() for name in rule.split)
    return rows.filter(pl.col(first) != "")


# ---------------------------------------------------------------- what is said beside
def _unjudged(basis: Basis, kind: LedgerKind, rule: Derivation) -> Iterator[Problem]:
    """Yield what could not be judged, once each: categories, reminders."""
    forms = (*(rule.columns or {}).values(), *rule.reason)
    groups = dict.fromkeys(group for form in forms for group in groups_in(form))
    lost = [pair for group in groups for pair in basis.unjudged(group)]
    lost += [(it.text, missing) for it in rule.reminders if (missing := basis.missing([it.when]))]
    for what, missing in lost:
        yield problem("L605", _file(basis.master), kind=kind.name, what=what, missing=missing)


def _reminders(basis: Basis, kind: LedgerKind, rule: Derivation) -> Iterator[Problem]:
    for item in rule.reminders:
        if basis.missing([item.when]):
            continue
        rows = basis.frame.filter(expression(item.when, basis.terms))
        for index in (_heads(rows) if rule.is_by_household else rows)[INDEX].to_list():
            where = basis.master.at(index, item.column)
            yield problem("L606", where, kind=kind.name, detail=item.text)


def derivable(kinds: Mapping[str, LedgerKind], source: str) -> list[LedgerKind]:
    """Return the kinds that follow from the ledger `source`."""
    return [kind for kind in kinds.values() if kind.derivation and kind.derivation.source == source]


def rows_of(derived: Derived, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the texts of `columns`, row by row."""
    return derived.frame.select(columns).rows()
