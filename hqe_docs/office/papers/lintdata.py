"""What dossiers state, as wording → value: the paper wing holds it against the text of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.data.schema import plain
from hqe_docs.office.mapping.context import issue_of
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.paper.lint.stated import Facts, Stated
from hqe_docs.problems import Problem
from hqe_docs.values import decimal_text, fixed_text

_IS = r"(?:[共总合]?计|共有|共|总额|总数|为|是|有|约|达到|达|：|:)*"
_COUNT = r"(?P<v>\d[\d,]*)"
_YUAN = r"(?P<v>\d[\d,]*(?:\.\d+)?)(?P<u>万?)元"
_NOT_A_GOAL = r"(?<!平均)(?<!目标)(?<!上年)(?<!去年)(?<!脱贫劳动力)"
_WHOLE = r"(?:(?<![\u4e00-\u9fff])|(?<=全村)|(?<=全镇)|(?<=全乡)|(?<=本村)|(?<=共有))"  # not 零就业家庭, 劳动年龄户籍人口
_PEOPLE = (
    ("户籍总人口", rf"(?:户籍总人口|{_WHOLE}户籍人口)", "人"),
    ("常住总人口", rf"(?:常住总人口|{_WHOLE}常住人口)", "人"),
    ("家庭户数", rf"{_WHOLE}家庭(?:总?户数)?", "户"),
)
_AMOUNTS = (
    ("标准", "奖补资金标准", r"(?:奖补|市级|县级|区级)(?:奖补)?(?:资金)?标准"),
    ("已拨付", "已拨付的资金", r"(?:已拨付|先期拨付|已到位)(?:资金)?"),
    ("差额", "差额资金", r"差额(?:资金|部分)?"),
)


def facts_of(paths: Sequence[Path], libraries: Sequence[Path] = ()) -> tuple[Facts, list[Problem]]:
    """Return what the dossiers at `paths` and those below them state, and what hindered reading them."""
    opened = open_dossiers(paths, libraries=libraries)
    loaded = [each for outer in opened for each in outer.each()]
    problems = [item for each in loaded if not each.is_sound for item in each.problems]
    return stated_facts([each for each in loaded if each.is_sound]), problems


def stated_facts(loaded: Sequence[Loaded]) -> Facts:
    """Return what sound dossiers state; a number is right that any of them gives."""
    data = [plain(each.sound.data) for each in loaded]
    issues = [issue_of(each.sound.data, name) for each in loaded for name in each.sound.data.papers]
    stated = (*_populations(data), *_amounts(data), *_stages(data), *_bases(data), *_rates(loaded))
    return Facts(
        stated, _dates(issues, "成文日期"), _dates(issues, "印发日期"), _posts(data), _organs(issues)
    )


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _shown(values: set[str], unit: str = "") -> str:
    return "或".join(f"{value}{unit}" for value in sorted(values, key=lambda text: (len(text), text)))


def _populations(data: Sequence[Mapping[str, Any]]) -> Iterator[Stated]:
    for name, wording, unit in _PEOPLE:
        values = {str(each["人口"][name]) for each in data if each["人口"][name] is not None}
        if values:
            pattern = rf"{wording}{_IS}{_COUNT}(?=[{unit}，。；、）]|$)"
            yield Stated("G340", name, pattern, frozenset(values), _shown(values, unit))


def _amounts(data: Sequence[Mapping[str, Any]]) -> Iterator[Stated]:
    """Yield each kind of amount: right is a line of 资金, the sum of a level, of a dossier, of all."""
    funds = [[_with_rest(line) for line in each["资金"]] for each in data]
    lines = [line for each in funds for line in each]
    groups: list[Sequence[Mapping[str, Any]]] = [
        *funds,
        *(level for each in funds for level in _by_level(each)),
        *([line] for line in lines),
        lines,
    ]
    for key, name, wording in _AMOUNTS:
        values = {decimal_text(sum((line[key] for line in group), Decimal(0))) for group in groups if group}
        if values:
            yield Stated("G340", name, rf"{wording}{_IS}{_YUAN}", frozenset(values), _shown(values, "元"))


def _with_rest(line: Mapping[str, Any]) -> dict[str, Any]:
    paid = line["已拨付"] or Decimal(0)
    return {"层级": line["层级"], "标准": line["标准"], "已拨付": paid, "差额": line["标准"] - paid}


def _by_level(lines: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    levels = dict.fromkeys(line["层级"] for line in lines)
    return [[line for line in lines if line["层级"] == level] for level in levels]


def _stages(data: Sequence[Mapping[str, Any]]) -> Iterator[Stated]:
    spans: dict[str, set[str]] = {}
    for each in data:
        for stage in each["阶段"]:
            if stage["起"] and stage["止"]:
                spans.setdefault(stage["名称"], set()).add(f"{_day(stage['起'])}至{_day(stage['止'])}")
    date_pattern = r"\d{4}年\d{1,2}月\d{1,2}日"
    for name, values in spans.items():
        pattern = rf"{re.escape(name)}(?:阶段)?[（(](?P<v>{date_pattern}至{date_pattern})[）)]"
        yield Stated("G341", f"{name}阶段", pattern, frozenset(values), _shown(values))


def _bases(data: Sequence[Mapping[str, Any]]) -> Iterator[Stated]:
    for basis in {(each["标题"], each["文号"]) for item in data for each in item["依据"]}:
        title, number = basis
        if title and number:
            pattern = rf"《{re.escape(title)}》[（(](?P<v>[^（）()]{{2,16}}〔\d{{4}}〕\d+号)"
            yield Stated("G343", f"《{title}》的文号", pattern, frozenset([number]), number)


def _rates(loaded: Sequence[Loaded]) -> Iterator[Stated]:
    """Yield the rates counted from ledgers; what is wanted (达到95%以上) and what is told of others is passed by."""
    rates: dict[str, set[str]] = {}
    for each in loaded:
        for name, figure in each.figures.items():
            if figure.text.endswith("%"):
                rates.setdefault(name, set()).add(figure.text)
    for name, values in rates.items():
        pattern = rf"{_NOT_A_GOAL}{re.escape(name)}(?:为|是|：|（)(?P<v>\d+(?:\.\d+)?)%(?!以[上内]|的目标)"
        rounded = {fixed_text(Decimal(value[:-1]), places) for value in values for places in (0, 1)}
        yield Stated("G340", name, pattern, frozenset(values | rounded), _shown(values))


def _dates(issues: Sequence[Mapping[str, Any]], key: str) -> dict[str, str]:
    return {issue["文号"]: _day(issue[key]) for issue in issues if issue["文号"] and issue[key]}


def _posts(data: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    posts: dict[str, list[str]] = {}
    for each in data:
        group = each["领导小组"]
        people = [group["组长"], group["第一副组长"], *group["副组长"], *group["成员"]]
        for person in filter(None, people):
            known = posts.setdefault(person["姓名"], [])
            if person["职务"] and person["职务"] not in known:
                known.append(person["职务"])
    return posts


def _organs(issues: Sequence[Mapping[str, Any]]) -> list[str]:
    names = [name for issue in issues for name in (issue["机关"], issue["印发机关"])]
    return list(dict.fromkeys(name for name in names if name))
