"""Layout profiles read from the library, one laid over another; every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.library import Library, once_a_file
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import KeyPath, YamlFile, path_text, read_yaml

FOLDER = "templates/layout"
PORTABLE = "portable"  # what every other profile differs from in the end
TEXTS = frozenset(
    (
        "名称",
        "依据",
        "读法",
        "沿用",
        "说明",
        "条款",
        "强度",
        "字体",
        "对齐",
        "颜色",
        "类型",
        "位置",
        "替代",
        "类别",
    )
)
STYLE_KEYS: Mapping[str, type] = {
    **dict.fromkeys(("字体", "对齐", "颜色", "条款", "强度", "说明"), str),
    **dict.fromkeys(
        ("字号", "行距", "段前", "字顶", "占行", "补足", "字距", "左", "右", "首行", "悬挂", "制表右"), int
    ),
    **dict.fromkeys(("左字", "右字", "首行字", "悬挂字"), float),
    **dict.fromkeys(("与下段同页", "段中不分页", "另起页"), bool),
    **{"大纲级": int, "制表位": list, "下框线": dict},
}
STYLE_NEEDS = ("字体", "字号", "对齐", "条款", "强度")
KINDS = {int: "整数", float: "数", bool: "true 或 false", str: "文字", list: "列表", dict: "分项"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_YES_NO = {"true": True, "false": False, "是": True, "否": False}


def read_profile(name: str, library: Library, found: Problems) -> Profile | None:
    """Return the profile `name`: its own file over the one it builds on (沿用), these over the shipped ones.

    None where there is none of that name, or an error in it.
    """
    profile, problems = _read(name, library, ())
    found.extend(problems)
    return profile


def profile_names(library: Library) -> list[str]:
    """Return the names of the profiles that the library holds."""
    return sorted(library.names(FOLDER, ".yaml"))


def _read(name: str, library: Library, passed: tuple[str, ...]) -> tuple[Profile | None, list[Problem]]:
    files = tuple(library.each(f"{FOLDER}/{name}.yaml"))
    known = profile_names(library)
    if not files or name in passed:
        found = Problems()
        found.add("G001", hint=did_you_mean(name, known), found=name, known="、".join(known))
        return None, list(found)
    if name == PORTABLE:
        return _laid(*files)
    built_on = next(filter(None, map(_builds_on, reversed(files))), PORTABLE)
    below, problems = _read(built_on, library, (*passed, name))
    if below is None:
        return None, problems
    return _laid_over(below, files)


@once_a_file
def _builds_on(file: Path) -> str:
    yaml = read_yaml(file, file.name, Problems())
    value = yaml.value if yaml else None
    return str(value.get("沿用") or "") if isinstance(value, dict) else ""


@once_a_file
def _laid(*files: Path) -> tuple[Profile | None, list[Problem]]:
    """Return `portable`: the shipped file, which the others are held against, and what stands over it."""
    first = read_yaml(files[0], files[0].name, Problems())
    assert first is not None and isinstance(first.value, dict), files[0]  # noqa: S101  # ships with the program
    return _laid_over(Profile(_typed(first.value, ())), files[1:])


def _laid_over(below: Profile, files: tuple[Path, ...]) -> tuple[Profile | None, list[Problem]]:
    found, data = Problems(), below.data
    for file in files:
        yaml = read_yaml(file, f"{FOLDER}/{file.name}", found)
        if yaml is not None and isinstance(yaml.value, dict):
            data = _Laying(yaml, found).over(data, _typed(yaml.value, ()), ())
    return (None if found.has_errors else Profile(data)), list(found)


def _typed(value: Any, path: KeyPath) -> Any:
    """Return what YAML says with numbers and truth values as such; names and colours stay text."""
    if isinstance(value, dict):
        return {key: _typed(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item, path) for item in value]
    if value is None or path[-1] in TEXTS or path[0] == "颜色":
        return value
    if _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return _YES_NO.get(value, value)


@dataclass(frozen=True, slots=True)
class _Laying:
    """One file laid over what is known."""

    yaml: YamlFile
    found: Problems

    def over(self, below: Any, above: Any, path: KeyPath) -> Any:
        """Return `below` with what `above` says differently; what doesn't fit is left out and reported."""
        if not isinstance(below, Mapping):
            return above if self._fits(above, type(below), path) else below
        if not self._fits(above, dict, path):
            return below
        whole = dict(below)
        for key, value in above.items():
            inner = (*path, key)
            if key in below:
                whole[key] = self.over(below[key], value, inner)
            elif self._may_be_new(below, value, inner):
                whole[key] = value
        return whole

    def _may_be_new(self, below: Mapping[str, Any], value: Any, path: KeyPath) -> bool:
        if path == ("沿用",) or path[-1] == "说明":
            return True
        if path[0] == "样式" and len(path) == 2:  # a style of the office's own
            return self._is_whole(value, path)
        kind = STYLE_KEYS.get(str(path[-1])) if path[0] == "样式" else None
        if kind is not None:
            return self._fits(value, kind, path)
        known = STYLE_KEYS if path[0] == "样式" else below
        self.found.add("G002", self._at(path), hint=did_you_mean(str(path[-1]), known), found=path_text(path))
        return False

    def _is_whole(self, value: Any, path: KeyPath) -> bool:
        if not self._fits(value, dict, path):
            return False
        if lacks := [key for key in STYLE_NEEDS if key not in value]:
            self.found.add("G003", self._at(path), path=path_text(path), detail=f"还缺 {'、'.join(lacks)}")
            return False
        fitting = [self._may_be_new({}, item, (*path, key)) for key, item in value.items()]
        return all(fitting)

    def _fits(self, value: Any, kind: type, path: KeyPath) -> bool:
        if isinstance(value, kind) and (kind is bool) == isinstance(value, bool):
            return True
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return True
        self.found.add("G003", self._at(path), path=path_text(path), detail=f"应是{KINDS.get(kind, '文字')}")
        return False

    def _at(self, path: KeyPath) -> Location:
        return self.yaml.at(path)
