"""Ledger kinds: a ledger's columns, codes and rules, read from ledgers/kinds/*.yaml (Table Schema)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hqe_docs.data.conditions import Condition, Terms, columns_of, expression
from hqe_docs.data.derivation import Derivation, derivation_of
from hqe_docs.data.kindshape import check_shape
from hqe_docs.data.patterns import check_pattern
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Problem, Problems
from hqe_docs.values import did_you_mean, squeeze
from hqe_docs.yamlfile import read_yaml

FOLDER = "ledgers/kinds"
NEVER: Mapping[str, Any] = MappingProxyType({"任一": []})
COMMON = "ledgers/通用栏目.yaml"
MASTER = "劳动力资源台账"  # the kind that the others follow from
YES_NO = ("是", "否")
# the keys of a kind, a column and its constraints; what they mean stands in docs/台账类别.md
KIND_KEYS = {"name", "title", "description", "fields", "missingValues", "primaryKey", "foreignKeys"}
KIND_KEYS |= {"别名", "对应指标", "核对", "状态栏目", "更新栏目", "核查栏目", "逐项记录", "派生"}
FIELD_KEYS = {"name", "title", "type", "format", "constraints", "delimiter", "missingValues"}
FIELD_KEYS |= {
    "trueValues",
    "falseValues",
    "推荐值",
    "别名",
    "同义",
    "掩码",
    "示例",
    "说明",
    "必填条件",
    "推算",
    "可选",
    "公示",
}
# how a column stands in a version for everybody, and what follows from its 掩码 where the kind says nothing
PUBLIC_WAYS = ("列出", "遮姓名", "遮号码", "遮电话", "到村", "不列")
_BY_MASK = {"姓名": "遮姓名", "身份证": "遮号码", "电话": "遮电话", "敏感": "不列"}
_BY_FORMAT = {"公民身份号码": "遮号码", "电话": "遮电话", "姓名": "遮姓名", "银行账号": "不列"}
_ADDRESS = re.compile("地址|住址|住所|住处")
LIMITS = {"required", "unique", "enum", "minimum", "maximum", "pattern"}


@lru_cache(maxsize=8_192)
def header_key(text: str) -> str:
    """Return a column title as it is compared: no white space, no remarks in brackets, half-width."""
    plain = re.sub(r"[（(]\s*(必填|选填|元|岁|人)\s*[)）]", "", text)
    return squeeze(plain).strip("*＊:：").lower()


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list, or of a single one that stands in its place."""
    items = value if isinstance(value, list) else [value] if value else []
    return tuple(str(item) for item in items)


@dataclass(frozen=True, slots=True)
class Field:
    """One column: Frictionless Table Schema's name, type and constraints, and what is ours beside them."""

    name: str
    type: str = "string"
    format: str = ""
    required: bool = False
    unique: bool = False
    codes: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    aliases: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    mask: str = ""
    public_way: str = ""
    example: str = ""
    hint: str = ""
    required_when: Mapping[str, Any] | None = None
    derived: str = ""
    optional: bool = False
    missing: frozenset[str] = frozenset()
    true_values: frozenset[str] = frozenset()
    false_values: frozenset[str] = frozenset()

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which a cell is one, or several; () where any text may stand."""
        return self.codes or (YES_NO if self.type == "boolean" else ())

    @property
    def public(self) -> str:
        """How the column stands in a version for everybody, one of PUBLIC_WAYS."""
        usual = _BY_MASK.get(self.mask) or _BY_FORMAT.get(self.format)
        return self.public_way or usual or ("到村" if _ADDRESS.search(self.name) else "列出")


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values stand in a column of another ledger (Table Schema §foreignKeys, one field)."""

    field: str
    ledger: str
    there: str


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """A ledger's schema."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()
    indicators: tuple[int, ...] = ()
    primary_key: str = ""
    row_key: tuple[str, ...] = ()  # the primary key, or of several columns those that tell rows apart
    checks: tuple[Mapping[str, Any], ...] = ()
    states: tuple[
        str, ...
    ] = ()  # a change in these columns changes what somebody does, in others what is known
    unwatched: tuple[str, ...] = ()  # columns that change with every update
    is_log: bool = False  # a row is something that happened, and the same people return
    verified: tuple[str, ...] = ()  # columns held against the facts when a ledger is verified
    foreign_keys: tuple[ForeignKey, ...] = ()
    derivation: Derivation | None = None
    _titles: dict[str, Field] = field(default_factory=dict, init=False, compare=False, repr=False)

    def field(self, name: str) -> Field | None:
        return next((item for item in self.fields if item.name == name), None)

    def by_header(self) -> Mapping[str, Field]:
        """Return header key → field, for titles and their aliases."""
        if not self._titles:
            pairs = [(alias, item) for item in self.fields for alias in item.aliases]
            pairs += [(item.name, item) for item in self.fields]
            self._titles.update({header_key(title): item for title, item in pairs})
        return self._titles


def load_kinds(library: Library, found: Problems) -> dict[str, LedgerKind]:
    """Return name → kind of every kind file in the library that can be used."""
    kinds: dict[str, LedgerKind] = {}
    for path in sorted(library.names(FOLDER, ".yaml").values()):
        kind, faults = _load(path)
        found.extend(faults)
        if kind:
            kinds[kind.name] = kind
    return kinds


def common_columns(library: Library, found: Problems) -> LedgerKind | None:
    """Return the columns that tables of no kind have, as a kind; None when the library has no such file."""
    path = library.find(COMMON)
    if path is None:
        return None
    kind, faults = _load(path)
    found.extend(faults)
    return kind


@once_a_file
def _load(path: Path) -> tuple[LedgerKind | None, tuple[Problem, ...]]:
    found = Problems()
    file = read_yaml(path, path.name, found)
    if file is None or found.has_errors:
        return None, tuple(found)
    try:
        return _kind(file.value), tuple(found)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, re.error) as error:
        found.add("L110", file.at(()), detail=f"缺少或写错 {error}")
        return None, tuple(found)


def _refuse_others(raw: Mapping[str, Any], keys: set[str]) -> None:
    unknown = next((key for key in raw if key not in keys), None)
    if unknown is not None:
        raise ValueError(f"“{unknown}”，没有这个键。{did_you_mean(unknown, keys)}")


def _kind(raw: Mapping[str, Any]) -> LedgerKind:
    check_shape(raw, ("name", "fields"))
    _refuse_others(raw, KIND_KEYS)
    missing = frozenset(text or "" for text in raw.get("missingValues") or [""])
    key = raw.get("primaryKey") or []
    key = (key,) if isinstance(key, str) else tuple(key)
    kind = LedgerKind(
        name=raw["name"],
        title=raw.get("title") or raw["name"],
        description=raw.get("description") or "",
        fields=tuple(_field(item, missing) for item in raw["fields"]),
        aliases=_texts(raw.get("别名")),
        indicators=tuple(int(no) for no in raw.get("对应指标") or ()),
        primary_key=key[0] if len(key) == 1 else "",
        row_key=key,
        checks=tuple(check_of(item) for item in raw.get("核对") or ()),
        states=tuple(raw.get("状态栏目") or ()),
        unwatched=tuple(raw.get("更新栏目") or ()),
        is_log=raw.get("逐项记录") == "是",
        verified=tuple(raw.get("核查栏目") or ()),
        foreign_keys=tuple(_foreign_key(item) for item in raw.get("foreignKeys") or ()),
        derivation=derivation_of(raw.get("派生")),
    )
    unknown = [name for name in _columns_used(kind) if not name.startswith("_") and kind.field(name) is None]
    if unknown:
        raise ValueError(f"栏目“{unknown[0]}”（primaryKey、核对、必填条件、foreignKeys 用到，fields 里没有）")
    return kind


def _columns_used(kind: LedgerKind) -> Iterator[str]:
    terms = Terms({}, {})
    conditions: list[Condition] = [part for check in kind.checks for part in (check["当"], check["则"])]
    for condition in conditions + [item.required_when for item in kind.fields if item.required_when]:
        yield from columns_of(condition, terms)
    yield from (key.field for key in kind.foreign_keys)
    yield from kind.row_key


def check_of(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a case (当), what must then be so (则), and what finds the rows that break it (违).

    不应 names a case that must not be.
    """
    case, then = (raw["不应"], NEVER) if "不应" in raw else (raw["当"], raw["则"])
    broken = expression(case, Terms({}, {})) & ~expression(then, Terms({}, {}))
    check_shape(raw, ("说明",))
    words = {"说明": raw["说明"], "建议": raw.get("建议") or "核对这几栏"}
    return {"当": case, "则": then, "违": broken, **words}


def _public_way(text: str) -> str:
    if text and text not in PUBLIC_WAYS:
        raise ValueError(f"公示“{text}”。{did_you_mean(text, PUBLIC_WAYS)}")
    return text


def _foreign_key(raw: Mapping[str, Any]) -> ForeignKey:
    there = raw["reference"]
    check_shape(raw, ("fields",))
    check_shape(there, ("resource", "fields"))
    return ForeignKey(str(raw["fields"]), str(there["resource"]), str(there["fields"]))


def _field(raw: Mapping[str, Any], missing: frozenset[str]) -> Field:
    check_shape(raw, ("name",))
    _refuse_others(raw, FIELD_KEYS)
    limits = raw.get("constraints") or {}
    check_shape(limits)
    _refuse_others(limits, LIMITS)
    codes = tuple(limits.get("enum") or ())
    own_missing = raw.get("missingValues")
    if own_missing is not None:
        missing = frozenset(text or "" for text in own_missing)
    for bound in (limits.get("minimum"), limits.get("maximum")):
        Decimal(bound or 0)
    if limits.get("pattern"):
        check_pattern(limits["pattern"])
    if raw.get("必填条件"):
        expression(raw["必填条件"], Terms({}, {}))
    return Field(
        name=raw["name"],
        type=raw.get("type") or "string",
        format=raw.get("format") or "",
        required=limits.get("required") in ("true", "是"),
        unique=limits.get("unique") in ("true", "是"),
        codes=codes,
        proposals=tuple(raw.get("推荐值") or ()),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        pattern=limits.get("pattern"),
        aliases=_texts(raw.get("别名")),
        synonyms={squeeze(wrong): right for wrong, right in (raw.get("同义") or {}).items()},
        mask=raw.get("掩码") or "",
        public_way=_public_way(raw.get("公示") or ""),
        example=raw.get("示例") or "",
        hint=raw.get("说明") or "",
        required_when=raw.get("必填条件"),
        derived=raw.get("推算") or "",
        optional=raw.get("可选") == "是",
        missing=missing - set(codes),
        true_values=frozenset(map(squeeze, raw.get("trueValues") or ())),
        false_values=frozenset(map(squeeze, raw.get("falseValues") or ())),
    )
