"""The matters that an office makes public: templates/政务公开事项.yaml of the library, the first one found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from hqe_docs.data.fields import Keys, ListOf, Text, TextList
from hqe_docs.data.modelled import read_model
from hqe_docs.data.schema import plain
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Problem, Problems
from hqe_docs.yamlfile import read_yaml

FILE = "templates/政务公开事项.yaml"
_TIERS = {"乡镇": "乡镇", "街道": "乡镇", "村": "村", "社区": "村", "县区": "县区"}


class Matter(Keys):
    """One matter to be made public."""

    name: Text = Field(alias="事项", min_length=1)
    content: TextList = Field(alias="内容")
    basis: Text = Field("", alias="依据")
    within: Text = Field("", alias="时限")
    ways: TextList = Field([], alias="方式")
    readers: Text = Field("全社会", alias="对象")
    body: Text = Field("", alias="主体", description="不写时用本级的公开主体")
    tiers: TextList = Field([], alias="层级", description="县区、乡镇、村；不写时各级都公开")


class Category(Keys):
    """A category of matters."""

    name: Text = Field(alias="类别", min_length=1)
    matters: Annotated[list[Matter], ListOf] = Field(alias="事项")


class Matters(Keys):
    """政务公开事项.yaml."""

    bodies: dict[str, Text] = Field({}, alias="公开主体", description="县区、乡镇、村各一个")
    categories: Annotated[list[Category], ListOf] = Field(alias="目录")


Groups = list[dict[str, Any]]


def read_matters(library: Library, found: Problems) -> Mapping[str, Groups]:
    """Return kind of place → 公开事项, from the first library that has the file."""
    path = library.find(FILE)
    if path is None:
        return {}
    groups, faults = _load(path)
    found.extend(faults)
    return groups


def matters_for(library: Library, kind: str) -> Groups:
    """Return 公开事项: the categories with the matters that a place of this kind makes public, numbered through."""
    return read_matters(library, Problems()).get(kind, [])


@once_a_file
def _load(path: Path) -> tuple[Mapping[str, Groups], tuple[Problem, ...]]:
    found = Problems()
    file = read_yaml(path, FILE, found)
    whole = read_model(file, Matters, found) if file else None
    return ({kind: _groups(whole, kind) for kind in _TIERS} if whole else {}), tuple(found)


def _groups(whole: Matters, kind: str) -> Groups:
    tier, groups, number = _TIERS[kind], [], 0
    for category in whole.categories:
        mine = [it for it in category.matters if not it.tiers or tier in it.tiers]
        lines = [plain(it) | {"主体": it.body or whole.bodies.get(tier, "")} for it in mine]
        if lines:
            numbered = [{"序号": i, **line} for i, line in enumerate(lines, number + 1)]
            groups.append({"类别": category.name, "事项": numbered})
            number += len(lines)
    return groups
