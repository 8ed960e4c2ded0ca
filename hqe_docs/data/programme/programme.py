"""Programmes read from programmes/*.yaml: what a year's work asks for beside points; an edition names its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from pydantic import Field

from hqe_docs.data.calendar import FILE as HOLIDAYS
from hqe_docs.data.definitions import Setting
from hqe_docs.data.fields import Keys, Text
from hqe_docs.data.modelled import read_model
from hqe_docs.data.programme.bundle import Bundle
from hqe_docs.data.programme.money import Money
from hqe_docs.data.programme.reporting import Escalation, Reporting
from hqe_docs.data.programme.schedule import Schedule, check_schedule
from hqe_docs.data.scores.indicators import Reference
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.yamlfile import read_yaml

FOLDER = "programmes"
OTHERS = {PurePath(HOLIDAYS).stem, "人岗匹配", "帮扶预警", "地图"}  # tables and rules that lie beside them


class Programme(Keys):
    """One issuer's programme of one year; a section that is absent asks for nothing."""

    title: Text = Field(alias="名称")
    reference: Reference = Field(alias="依据")
    settings: dict[str, Setting] = Field({}, alias="口径")
    schedule: Schedule | None = Field(None, alias="日程")
    reporting: Reporting | None = Field(None, alias="周报")
    escalation: Escalation | None = Field(None, alias="问题")
    money: Money | None = Field(None, alias="奖补")
    bundle: Bundle | None = Field(None, alias="资料包")

    def chosen(self, said: Mapping[str, str]) -> dict[str, str]:
        """Return every setting's value: what a dossier's 口径 says when it can be, else the default."""
        return {
            name: said[name] if name in said and setting.accepts(said[name]) else setting.default
            for name, setting in self.settings.items()
        }


def load_programme(name: str, library: Library, found: Problems) -> Programme | None:
    """Return the programme `name` of the library; None, with the reason, when there is none to be used."""
    path = library.find(f"{FOLDER}/{name}.yaml")
    if path is None:
        known = "、".join(programme_names(library))
        found.add("P101", Location(f"{FOLDER}/{name}.yaml"), name=name, known=known)
        return None
    programme, faults = programme_at(path)
    found.extend(faults)
    return programme


def programme_names(library: Library) -> list[str]:
    """Return the programmes of a library, without what else lies beside them."""
    return sorted(library.names(FOLDER, ".yaml").keys() - OTHERS)


@once_a_file
def programme_at(path: Path) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Return the programme in a file, or None; and the reasons."""
    found = Problems()
    file = read_yaml(path, f"{FOLDER}/{path.name}", found)
    programme = read_model(file, Programme, found) if file else None
    if file and programme and programme.schedule:
        check_schedule(programme.schedule, programme.settings, file, found)
    if file and programme and programme.money:
        for path_in, why in programme.money.faults(programme.settings):
            found.add("P301", file.at(("奖补", *path_in)), why=why)
    return (None if found.has_errors else programme), tuple(found)
