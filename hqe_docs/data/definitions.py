"""Definitions: settings, named conditions, categories of persons and statistics, read from ledgers/definitions/*.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hqe_docs.data.conditions import BadCondition, Condition, Terms, columns_of, expression
from hqe_docs.data.fields import Count, Keys, ListOf, Text, TextList
from hqe_docs.data.modelled import read_model
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.yamlfile import read_yaml

FOLDER = "ledgers/definitions"
DEFAULT = "江西"
MOST_DIMENSIONS = 2
Conditions = Annotated[list[Any], ListOf]


def _not_one_of(options: str, found: str) -> PydanticCustomError:
    return PydanticCustomError("D110", "", {"options": options, "found": f"“{found}”"})


class Setting(Keys):
    """口径: a choice or a number that the rules leave open, with its stated default."""

    default: Text = Field(alias="默认")
    options: TextList = Field([], alias="可选")
    least: Count | None = Field(None, alias="最小")
    most: Count | None = Field(None, alias="最大")
    note: Text = Field(alias="说明")
    source: Text = Field("", alias="依据")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.accepts(self.default):
            raise _not_one_of(self.range_text, self.default)
        return self

    def accepts(self, value: str) -> bool:
        """Say whether `value` is one of the options, or a whole number within the bounds."""
        if self.options:
            return value in self.options
        return value.isascii() and value.isdigit() and self.lowest <= int(value) <= self.highest

    @property
    def lowest(self) -> int:
        return self.least or 0

    @property
    def highest(self) -> int:
        return 10**6 if self.most is None else self.most

    @property
    def range_text(self) -> str:
        """What may be said, in words."""
        return "、".join(self.options) if self.options else f"{self.lowest} 至 {self.highest} 的整数"


class Category(Keys):
    """One of a group of categories a person may belong to, and the reason a row gives for it."""

    name: Text = Field(alias="名称")
    rows: Conditions = Field(alias="条件")
    reason: Text = Field(alias="理由")


class Dimension(Keys):
    """统计.分组.<名称>: what rows are grouped by: a column, its values in order or in bands, and whom it concerns."""

    column: Text = Field(alias="列")
    order: TextList = Field([], alias="次序")
    bounds: Annotated[list[Count], ListOf] = Field([], alias="分段")
    unit: Text = Field("", alias="单位")
    base: Conditions = Field([], alias="范围")


class Measure(Keys):
    """统计.计量.<名称>: how many rows satisfy conditions, or the ratio of two such counts."""

    rows: Conditions | None = Field(None, alias="条件")
    ratio: TextList = Field([], alias="比率")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.rows is None) != (len(self.ratio) == 2):
            raise _not_one_of("“条件”，或两项的“比率”", "、".join(self.ratio) or "都有")
        return self


class Statistics(Keys):
    """统计: the base, what may be grouped by, the columns of a table by one dimension, the usual tables."""

    base: Conditions = Field(alias="范围")
    dimensions: dict[str, Dimension] = Field(alias="分组")
    measures: dict[str, Measure] = Field(alias="计量")
    tables: Annotated[list[TextList], ListOf] = Field([], alias="表")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        counted = {name for name, measure in self.measures.items() if measure.rows is not None}
        for measure in self.measures.values():
            if set(measure.ratio) - counted:
                raise _not_one_of("、".join(sorted(counted)), "、".join(measure.ratio))
        for table in self.tables:
            if not 1 <= len(table) <= MOST_DIMENSIONS or set(table) - set(self.dimensions):
                raise _not_one_of(f"{'、'.join(self.dimensions)} 中的一项或两项", "、".join(table))
        return self


class Definitions(Keys):
    """One province's definitions."""

    title: Text = Field(alias="名称")
    settings: dict[str, Setting] = Field({}, alias="口径")
    conditions: dict[str, Any] = Field({}, alias="条件")
    groups: dict[str, Annotated[list[Category], ListOf]] = Field({}, alias="类别")
    statistics: Statistics | None = Field(None, alias="统计")

    def under(self, settings: Mapping[str, Setting], conditions: Mapping[str, Condition]) -> Definitions:
        """Return these definitions with an edition's settings and conditions over them."""
        changed = {
            "settings": {**self.settings, **settings},
            "conditions": {**self.conditions, **conditions},
        }
        return self.model_copy(update=changed)

    def chosen(self, said: Mapping[str, str]) -> dict[str, str]:
        """Return every setting's value: what is said when it can be, else the default."""
        values = {name: said.get(name, setting.default) for name, setting in self.settings.items()}
        return {
            name: value if self.settings[name].accepts(value) else self.settings[name].default
            for name, value in values.items()
        }

    def names(self) -> dict[str, Condition]:
        """Return every named condition; a group's name means one of its categories."""
        groups = {
            name: {"任一": [{"全部": item.rows} for item in items]} for name, items in self.groups.items()
        }
        return {**groups, **self.conditions}

    def terms(self, said: Mapping[str, str], day: str = "", year: int = 0) -> Terms:
        """Return what conditions may refer to, for these settings and this reference date."""
        return Terms(self.names(), self.chosen(said), day, year)


NONE = Definitions(**{"名称": ""})


def load_definitions(name: str, library: Library, found: Problems) -> Definitions | None:
    """Return the definitions `name` of the library; None, with the reason, when there are none to be used."""
    path = find_definitions(name, library, found)
    definitions, faults = definitions_at(path) if path else (None, ())
    found.extend(faults)
    return definitions


def find_definitions(name: str, library: Library, found: Problems) -> Path | None:
    """Return where the definitions `name` stand; None, with the reason, when the library has none of that name."""
    path = library.find(f"{FOLDER}/{name}.yaml")
    if path is None:
        known = "、".join(sorted(library.names(FOLDER, ".yaml")))
        found.add("L601", Location(f"{FOLDER}/{name}.yaml"), name=name, known=known)
    return path


@once_a_file
def definitions_at(path: Path) -> tuple[Definitions | None, tuple[Problem, ...]]:
    """Return the definitions in a file, or None; and the reasons."""
    found = Problems()
    file = read_yaml(path, f"{FOLDER}/{path.name}", found)
    definitions = read_model(file, Definitions, found) if file else None
    if file and definitions:
        terms = definitions.terms({}, "2023-12-31", 2023)
        for name, condition in terms.names.items():
            section = "条件" if name in definitions.conditions else "类别"
            for fault in condition_faults(condition, terms):
                found.add("L602", file.at((section, name)), name=name, detail=fault)
        for name, condition in _counted(definitions.statistics):
            for fault in condition_faults(condition, terms):
                found.add("L602", file.at(("统计",)), name=name, detail=fault)
    return (None if found.has_errors else definitions), tuple(found)


def _counted(rules: Statistics | None) -> Iterator[tuple[str, Condition]]:
    """Yield the conditions of the statistics, named."""
    if rules:
        yield from (("范围", part) for part in rules.base)
        for name, side in rules.dimensions.items():
            yield from ((name, part) for part in side.base)
        for name, measure in rules.measures.items():
            yield from ((name, part) for part in measure.rows or ())


def condition_faults(condition: Condition, terms: Terms) -> Iterator[str]:
    """Yield why a condition can't be used, in words; nothing when it can."""
    try:
        expression(condition, terms)
        list(columns_of(condition, terms))
    except RecursionError:
        yield "条件引用了自己"
    except (BadCondition, ValueError, TypeError, AttributeError) as error:
        yield str(error)
