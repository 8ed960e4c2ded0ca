"""The catalogue of documents: templates/文书目录.yaml of every library, merged entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, get_args

from pydantic import Field

from hqe_docs.data.fields import Keys, ListOf, Text, TextList, YesNo
from hqe_docs.data.modelled import read_model
from hqe_docs.data.schema import Role
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Problem, Problems
from hqe_docs.yamlfile import read_yaml

FILE = "templates/文书目录.yaml"


class Document(Keys):
    """One document: its title, its templates, whom it is made for, what it needs."""

    note: Text = Field("", alias="说明")
    title: TextList = Field([], alias="题名", description="题名分段，只在段间换行")
    templates: TextList = Field(alias="模板")
    by_role: dict[str, TextList] = Field({}, alias="按角色模板")
    roles: Annotated[list[Role], ListOf] = Field(list(get_args(Role)), alias="角色")
    needs: TextList = Field([], alias="需要")
    only_with: TextList = Field([], alias="仅当", description="没有这些内容时不生成，也不算错")
    printed_ledgers: TextList = Field([], alias="列印台账")
    sums_up: YesNo = Field(False, alias="汇总下辖")
    figures_then: YesNo = Field(False, alias="数据到成文", description="文中数据应是成文那天的，不是后来的")
    is_upward: YesNo = Field(False, alias="上行", description="报上级机关：主送只有上级，不取发文的主送")

    def templates_for(self, role: str) -> list[str]:
        """Return the template file names for a dossier of `role`."""
        return self.by_role.get(role, self.templates)


class Catalogue(Keys):
    """文书目录.yaml."""

    documents: dict[str, Document] = Field(alias="文书")


def load_catalogue(library: Library, found: Problems) -> Mapping[str, Document]:
    """Return name → document; a workspace's entries go over the shipped ones."""
    documents: dict[str, Document] = {}
    for path in library.each(FILE):
        entries, faults = _load(path)
        found.extend(faults)
        documents.update(entries)
    return documents


@once_a_file
def _load(path: Path) -> tuple[Mapping[str, Document], tuple[Problem, ...]]:
    found = Problems()
    file = read_yaml(path, f"templates/{path.name}", found)
    catalogue = read_model(file, Catalogue, found) if file else None
    return (catalogue.documents if catalogue else {}), tuple(found)
