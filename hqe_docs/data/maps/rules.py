"""What the maps show, read from programmes/地图.yaml: layers by the figures they count, service points by declared facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hqe_docs.data.conditions import Terms
from hqe_docs.data.definitions import condition_faults
from hqe_docs.data.fields import Count, Keys, ListOf, Text
from hqe_docs.data.modelled import read_model
from hqe_docs.data.scores.indicators import FigureRule
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.yamlfile import read_yaml

FILE = "programmes/地图.yaml"


class LayerRule(Keys):
    """图层: its name, the figure it shows by area, the column by whose values it is shown in parts, too."""

    name: Text = Field(alias="名称")
    figure: Text = Field(alias="数据")
    parts: Text = Field("", alias="分项")


class PointRule(Keys):
    """服务点: a declared fact that is there (是, a number, a name in a list), or the names in a ledger's column."""

    name: Text = Field(alias="名称")
    sign: Text = Field(alias="符号")
    fact: Text = Field("", alias="事实")
    ledger: Text = Field("", alias="台账")
    column: Text = Field("", alias="列")


class MapRule(Keys):
    """地图.<名称>: the title, the layer that is drawn first, layers and service points."""

    title: Text = Field(alias="题名")
    first: Text = Field(alias="底图")
    layers: Annotated[list[LayerRule], ListOf] = Field(alias="图层")
    points: Annotated[list[PointRule], ListOf] = Field([], alias="服务点")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [layer.name for layer in self.layers]
        if self.first not in names:
            facts = {"options": "、".join(names), "found": f"“{self.first}”"}
            raise PydanticCustomError("D110", "", facts)
        return self


class MapRules(Keys):
    """The whole file; `figures` are those that an edition need not have."""

    most_villages: Count = Field(6, alias="分组村数")
    least: Count = Field(5, alias="公示最少")
    figures: dict[str, FigureRule] = Field({}, alias="数据")
    maps: dict[str, MapRule] = Field(alias="地图")


def load_map_rules(library: Library, found: Problems) -> MapRules | None:
    """Return the library's rules of maps; None, with the reason, where they can't be used."""
    path = library.find(FILE)
    if path is None:
        found.add("H201", Location(FILE))
        return None
    rules, faults = _rules_at(path)
    found.extend(faults)
    return rules


@once_a_file
def _rules_at(path: Path) -> tuple[MapRules | None, tuple[Problem, ...]]:
    found = Problems()
    file = read_yaml(path, FILE, found)
    rules = read_model(file, MapRules, found) if file else None
    return (None if found.has_errors else rules), tuple(found)


def faults_of(rule: FigureRule, terms: Terms) -> Iterator[str]:
    """Yield why a figure's conditions can't be judged by an edition's definitions, in words."""
    within = rule.within.rows if rule.within else []
    for condition in (*rule.base, *rule.counted, *within, *(part for it in rule.more for part in it.rows)):
        yield from condition_faults(condition, terms)
