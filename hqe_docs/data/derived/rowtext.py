"""Texts made from rows, as data; each becomes a polars expression.

"{就业日期}起，满{月数.就业日期}个月"      a template: columns, {口径.名称}, {基准日}, {月数.日期栏}, {户内.条件}
"失业[，{失业日期}起]"                    what stands in [ ] goes when one of its values is empty
{类别: 组}  {首类: 组}  {理由: 组}         the categories of a group that apply, the first of them, their reasons
{是否: 条件}                              是 or 否
{情形: [{当: 条件, 填: 文字}, {填: 文字}]}  the first case that holds
{所含代码: 栏目}                           the code of the column filled that stands in that text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hqe_docs.data.conditions import BadCondition, Condition, expression, members
from hqe_docs.data.definitions import Category
from hqe_docs.data.derivation import Form
from hqe_docs.data.derived.basis import Basis
from hqe_docs.data.kinds import Field

if TYPE_CHECKING:
    import polars as pl

_HOLE = re.compile(r"\{([^{}]+)\}")
_OPTIONAL = re.compile(r"(\[[^\[\]]*\])")
JOINED, LISTED = "；", "、"


@dataclass
class Composer:
    """Makes expressions of texts; what they need of the whole ledger (conditions, households) is gathered in `needs`."""

    basis: Basis
    needs: dict[str, pl.Expr] = field(default_factory=dict)

    def holds(self, condition: Condition) -> pl.Expr:
        """Return the answer to a condition, judged over the whole ledger before rows are taken out."""
        return self._kept(f"_是 {condition}", lambda: expression(condition, self.basis.terms))

    def _kept(self, name: str, make: Callable[[], pl.Expr]) -> pl.Expr:
        """Return the column `name` of the whole ledger; what is asked twice is computed once."""
        import polars as pl

        if name not in self.needs:
            self.needs[name] = make()
        return pl.col(name)

    # ------------------------------------------------------------ forms
    def text(self, form: Form, target: Field | None = None) -> pl.Expr:
        """Return the text of a form; empty where what it reads is not there."""
        if isinstance(form, str):
            return self._template(form)
        name = next(iter(form), "") if isinstance(form, Mapping) else ""
        if name not in FORMS:
            raise BadCondition(f"没有这种写法 {form!r}，可用的有：文字、{'、'.join(FORMS)}")
        made: pl.Expr = FORMS[name](self, form[name], target)
        return made

    def joined(self, forms: Sequence[Form]) -> pl.Expr:
        """Return the texts of several forms, those that are not empty, with ； between them."""
        return _join([self.text(form) for form in forms], JOINED)

    def order(self, form: Form) -> pl.Expr:
        """Return what rows are sorted by: the place of the first category, or the text."""
        if isinstance(form, Mapping) and "首类" in form:
            items = self._categories(form["首类"])
            return _first([(self._applies(item), number) for number, item in enumerate(items)], len(items))
        return self.text(form)

    # ------------------------------------------------------------ templates
    def _template(self, text: str) -> pl.Expr:
        import polars as pl

        parts = [self._segment(part) for part in _OPTIONAL.split(text) if part]
        return pl.concat_str(parts) if parts else pl.lit("")

    def _segment(self, text: str) -> pl.Expr:
        import polars as pl

        is_optional = text.startswith("[") and text.endswith("]")
        pieces = _HOLE.split(text[1:-1] if is_optional else text)
        values = [self._hole(name) for name in pieces[1::2]]
        words = [pl.lit(word) for word in pieces[0::2]]
        mixed = [part for pair in zip(words, [*values, pl.lit("")], strict=True) for part in pair]
        whole = pl.concat_str(mixed)
        if not is_optional or not values:
            return whole
        return pl.when(pl.any_horizontal([value == "" for value in values])).then(pl.lit("")).otherwise(whole)

    def _hole(self, name: str) -> pl.Expr:
        import polars as pl

        sort, _, inner = name.partition(".")
        if sort == "口径" and inner:
            return pl.lit(self.basis.terms.value({"口径": inner}))
        if sort == "月数" and inner:
            return self._column(inner, lambda column: full_months(column, self.basis.day))
        if sort == "户内" and inner:
            count = self._kept(f"_户内 {inner}", lambda: members(inner, self.basis.terms))
            return count.cast(pl.String).fill_null("")
        return pl.lit(self.basis.terms.day) if name == "基准日" else self._column(name)

    def _column(self, name: str, change: Callable[[pl.Expr], pl.Expr] = lambda column: column) -> pl.Expr:
        import polars as pl

        if name not in self.basis.frame.columns:
            return pl.lit("")
        return change(pl.col(name)).cast(pl.String).fill_null("")

    # ------------------------------------------------------------ the other forms
    def _categories(self, group: str) -> list[Category]:
        if group not in self.basis.categories:
            raise BadCondition(f"没有名为“{group}”的一组类别")
        return self.basis.categories[group]

    def _applies(self, item: Category) -> pl.Expr:
        return self.holds({"全部": item.rows})

    def names(self, group: str, _target: Field | None) -> pl.Expr:
        import polars as pl

        items = self._categories(group)
        return _join([_if(self._applies(item), pl.lit(item.name)) for item in items], LISTED)

    def reasons(self, group: str, _target: Field | None) -> pl.Expr:
        items = self._categories(group)
        return _join([_if(self._applies(item), self.text(item.reason)) for item in items], JOINED)

    def first_name(self, group: str, _target: Field | None) -> pl.Expr:
        return _first([(self._applies(item), item.name) for item in self._categories(group)], "")

    def yes_no(self, condition: Condition, _target: Field | None) -> pl.Expr:
        import polars as pl

        if self.basis.missing([condition]):
            return pl.lit("")
        return pl.when(self.holds(condition)).then(pl.lit("是")).otherwise(pl.lit("否"))

    def cases(self, cases: Sequence[Mapping[str, Any]], _target: Field | None) -> pl.Expr:
        import polars as pl

        answer: pl.Expr = pl.lit("")
        for case in reversed(cases):
            if "当" not in case:
                answer = self.text(case["填"])
            elif not self.basis.missing([case["当"]]):
                answer = pl.when(self.holds(case["当"])).then(self.text(case["填"])).otherwise(answer)
        return answer

    def code_inside(self, column: str, target: Field | None) -> pl.Expr:
        import polars as pl

        codes = target.codes if target else ()
        return _first([(pl.col(column).str.contains(code, literal=True), code) for code in codes], "")


FORMS: Mapping[str, Callable[[Composer, Any, Field | None], Any]] = {
    "类别": Composer.names,
    "首类": Composer.first_name,
    "理由": Composer.reasons,
    "是否": Composer.yes_no,
    "情形": Composer.cases,
    "所含代码": Composer.code_inside,
}


def conditions_in(form: Form) -> Iterator[Condition]:
    """Yield the conditions and groups (whose names are conditions) that a form turns on."""
    for key, value in form.items() if isinstance(form, Mapping) else ():
        if key == "情形":
            yield from (case["当"] for case in value if "当" in case)
            for case in value:
                yield from conditions_in(case["填"])
        elif key in ("类别", "首类", "理由", "是否"):
            yield value
    if isinstance(form, str):
        yield from (name[3:] for name in _HOLE.findall(form) if name.startswith("户内."))


def holes_in(text: str) -> list[str]:
    """Return what stands in the braces of a template."""
    return [str(name) for name in _HOLE.findall(text)]


def groups_in(form: Form) -> Iterator[str]:
    """Yield the groups of categories that a form names."""
    for key, value in form.items() if isinstance(form, Mapping) else ():
        if key in ("类别", "首类", "理由"):
            yield value


def full_months(column: pl.Expr, day: date | None) -> pl.Expr:
    """Return how many full months have passed from a day to `day`; missing before it and without a day."""
    import polars as pl

    if day is None:
        return pl.lit(None, dtype=pl.Int64)
    since = column.str.to_date("%Y-%m-%d", strict=False)
    months = (day.year - since.dt.year()).cast(pl.Int64) * 12 + (day.month - since.dt.month().cast(pl.Int64))
    is_last = (day + timedelta(days=1)).day == 1  # the last day of a month completes it (民法典 §202)
    begun = pl.lit(False) if is_last else since.dt.day() > day.day
    full = months - begun.cast(pl.Int64)
    return pl.when(full >= 0).then(full)


def _if(test: pl.Expr, text: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.when(test).then(text).otherwise(pl.lit(""))


def _join(texts: Sequence[pl.Expr], between: str) -> pl.Expr:
    import polars as pl

    if not texts:
        return pl.lit("")
    filled = [pl.when(text != "").then(text) for text in texts]
    return pl.concat_str(filled, separator=between, ignore_nulls=True)


def _first(cases: Sequence[tuple[pl.Expr, Any]], otherwise: Any) -> pl.Expr:
    import polars as pl

    answer: pl.Expr = pl.lit(otherwise)
    for test, value in reversed(cases):
        answer = pl.when(test).then(pl.lit(value)).otherwise(answer)
    return answer
