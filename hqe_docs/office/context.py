"""The plain mapping that templates see, made from a loaded dossier: Chinese keys, printed numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import VILLAGE, typed
from hqe_docs.data.schema import Bureau, DossierData, Facts, Kind, Level, PaperIssue, plain
from hqe_docs.data.scores.evidence import Paper
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import pick, targets
from hqe_docs.office.scorecontext import asked_papers, score_parts, sheet_context
from hqe_docs.office.summary import Entry, entry_of, summary
from hqe_docs.office.wanted import missing_needs
from hqe_docs.office.workspace import Loaded, Standing
from hqe_docs.paper.language.origins import Sourced, joined_sources
from hqe_docs.problems import Location
from hqe_docs.values import Fault, as_number, as_whole, decimal_text, percent_text
from hqe_docs.yamlfile import path_text


@dataclass(frozen=True, slots=True)
class Told:
    """What a dossier tells the one above: how it stands, its mapping (None unless sound), the scores of its points."""

    standing: Standing
    context: dict[str, Any] | None
    entries: tuple[Entry, ...]


def tell(loaded: Loaded, below: Sequence[Told], context: dict[str, Any] | None) -> Told:
    """Return what a dossier of this mapping tells the one above; `below` is what those below it told."""
    own = [entry_of(loaded.sheet)] if loaded.sheet else []
    return Told(loaded.standing, context, (*own, *(entry for told in below for entry in told.entries)))


def tell_all(loaded: Loaded, *, rows: bool = True, unmask: bool = False) -> Told:
    """Return what a dossier tells the one above, where all below it are opened."""
    below = [tell_all(inner, rows=rows, unmask=unmask) for inner in loaded.below]
    context = context_of(loaded, below, rows=rows, unmask=unmask) if loaded.is_sound else None
    return tell(loaded, below, context)


def context_of(
    loaded: Loaded, told: Sequence[Told] | None = None, *, rows: bool = True, unmask: bool = False
) -> dict[str, Any]:
    """Return the mapping of one dossier, that of each below inside it; without 发文 and 文书.

    Those below are opened unless they have `told` already. Without `rows` ledgers are there, but empty: enough to see
    what a paper lacks. With `unmask` the persons to work on are named in full.
    """
    data = loaded.sound.data
    shown = plain(data)
    if told is None:
        told = [tell_all(inner, rows=rows, unmask=unmask) for inner in loaded.below]
    below = [each.context for each in told if each.context is not None]
    whole = {
        "创建点": point_context(data) | {"对象": _aim(data, below)},
        "人口": shown["人口"],
        "依据": _bases(loaded, shown["依据"]),
        "领导小组": _group(loaded),
        "阶段": written(loaded, shown["阶段"], "阶段"),
        "任务": written(loaded, [t | {"进度": _progress(t["进度"])} for t in shown["任务"]], "任务"),
        "条件": _facts(data.facts),
        "外部数据": {name: _external(item) for name, item in shown["外部数据"].items()},
        **_funds(loaded),
        **_targets(loaded, below),
        "问题": written(loaded, shown["问题"], "问题"),
        "数据": {name: _figure(figure) for name, figure in loaded.figures.items()},
        "自评": sheet_context(loaded.sheet) if loaded.sheet else None,
        "台账": {name: ledger_context(loaded, item, rows=rows) for name, item in loaded.ledgers.items()}
        | _merged(below),
        "汇总": summary([entry for each in told for entry in each.entries]),
        "下辖": below,
        "各点": [point for inner in below for point in _points(inner)],
    }
    return whole | score_parts(loaded, _can_be_made(loaded, whole), rows=rows, unmask=unmask)


def _can_be_made(loaded: Loaded, context: Mapping[str, Any]) -> list[Paper]:
    """Return the papers that may serve as evidence, each with what it lacks."""
    papers = []
    for name in asked_papers(loaded):
        document = loaded.documents[name]
        lacks = missing_needs(name, document, {**context, "发文": issue_of(loaded.sound.data, name)})
        papers.append(Paper(name, "、".join(path_text(path) for path in lacks)))
    return papers


def issue_of(data: DossierData, document: str) -> dict[str, Any]:
    """Return 发文 for one paper: the defaults under what 文书 says of it, and the 文号 made from both."""
    own = plain(data.papers.get(document) or PaperIssue())
    merged = plain(data.issue) | {key: value for key, value in own.items() if value is not None}
    merged |= {key: merged[key] or [] for key in ("主送", "抄送", "联合机关", "签发人")}
    merged["联系人"] = merged["联系人"] or {"姓名": None, "电话": None}
    merged.setdefault("序号", None)
    merged["文号"] = _document_number(merged)
    return merged


def _document_number(issue: Mapping[str, Any]) -> str | None:
    code, signed, number = issue["代字"], issue["成文日期"], issue["序号"]
    return f"{code}〔{signed.year}〕{number}号" if code and signed and number else None


def point_context(data: DossierData) -> dict[str, Any]:
    """Return 创建点."""
    point = data.point
    names = {
        "全称": "".join((*point.parents, point.name)),
        "上级": point.parents[-1] if point.parents else "",
        "县区": point.parents[0] if point.parents else "",
    }
    return plain(point) | names


def _points(context: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the creation points of a mapping: itself, or those below it."""
    return [context] if context["创建点"]["角色"] == "创建点" else list(context["各点"])


def _aim(data: DossierData, below: Sequence[Mapping[str, Any]]) -> str:
    """Return what is being created, for titles: 村, or 村（社区） where several kinds are, or may be."""
    if data.point.role == "创建点":
        return data.point.kind
    kinds = {point["创建点"]["类型"] for inner in below for point in _points(inner)}
    if len(kinds) == 1:
        return str(kinds.pop())
    return "村（社区）" if data.point.role == "实施单位" else "乡镇（街道）、村（社区）"


def written(loaded: Loaded, items: Sequence[Any], *path: str) -> Sourced:
    """Return a list of dossier.yaml, each item with the line it stands on."""

    def source(index: int, key: str | None) -> Location:
        return loaded.sound.at(*path, index, *([key] if key else []))

    return Sourced(items, source)


def _bases(loaded: Loaded, bases: Sequence[Mapping[str, Any]]) -> Sourced:
    """Return 依据 without the empty ones."""
    kept = [number for number, basis in enumerate(bases) if basis["文号"] or basis["标题"]]
    whole = written(loaded, bases, "依据")
    return Sourced([bases[number] for number in kept], lambda index, key: whole.source(kept[index], key))


def _group(loaded: Loaded) -> dict[str, Any]:
    group = plain(loaded.sound.data.group)
    group["办公室"] = group["办公室"] or plain(Bureau())
    people = {name: written(loaded, group[name], "领导小组", name) for name in ("副组长", "成员")}
    return group | people


def _progress(rate: Fraction | None) -> str:
    return "" if rate is None else decimal_text(rate * 100) + "%"


def _external(item: dict[str, Any] | None) -> dict[str, Any] | None:
    if item is None or item["数值"] is None:
        return None
    return item | {"数值": percent_text(item["数值"])}


def _facts(facts: Facts) -> dict[str, Any]:
    """Return every declared fact; what is not declared is None, [] or a mapping of these."""
    shown: dict[str, Any] = {}
    for name, field in Facts.model_fields.items():
        value = getattr(facts, name)
        if value is None:
            value = _unset(field.annotation)
        item = plain(value)
        shown[field.alias or name] = item.get("值", item)
    for name in ("服务场所", "办公设备", "专职人员", "机制"):
        shown[name] = shown[name] or []
    return shown


def _unset(annotation: Any) -> Any:
    model = next(part for part in annotation.__args__ if part is not type(None))
    return getattr(model, "__origin__", model).model_construct()


def _funds(loaded: Loaded) -> dict[str, Any]:
    lines = []
    for fund in loaded.sound.data.funds:
        paid = fund.paid or Decimal(0)
        amounts = {"标准": yuan(fund.standard), "已拨付": yuan(paid), "差额": yuan(fund.standard - paid)}
        lines.append(plain(fund) | amounts)
    total = {key: sum(line[key] for line in lines) for key in ("标准", "已拨付", "差额")}
    return {"资金": written(loaded, lines, "资金"), "资金合计": total}


def yuan(amount: Decimal) -> int | Decimal:
    """Return an amount as an int when it has no fen."""
    return int(amount) if amount == amount.to_integral_value() else amount


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "显示": figure.text,
        "分子": figure.numerator,
        "分母": figure.denominator,
        "说明": figure.note,
        "来源": figure.source,
        "缺": figure.missing,
    }


def _targets(loaded: Loaded, below: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return 目标 (figure → bound for full marks here) and 各级目标 (figure → level → kind → bound)."""
    point = loaded.sound.data.point
    # a unit above pursues the targets of its creation points
    kind = next((inner["创建点"]["类型"] for outer in below for inner in _points(outer)), point.kind)
    bounds = targets(loaded.edition) if loaded.edition else {}
    here = {name: pick(bound, point.level, kind) for name, bound in bounds.items()}
    each = {
        name: {
            level: {kind: pick(bound, level, kind) for kind in get_args(Kind)} for level in get_args(Level)
        }
        for name, bound in bounds.items()
    }
    return {"目标": here, "各级目标": each}


# ---------------------------------------------------------------- ledgers
def without_rows(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping with all ledgers empty, also those of the dossiers below."""
    below = [without_rows(inner) for inner in context["下辖"]]
    points = [point for inner in below for point in _points(inner)]
    ledgers = {name: {**ledger, "行": []} for name, ledger in context["台账"].items()}
    return {**context, "台账": ledgers, "下辖": below, "各点": points}


def ledger_context(loaded: Loaded, ledger: Ledger, *, rows: bool = True) -> dict[str, Any]:
    """Return a ledger as templates print it: derived columns computed, numbers and dates typed."""
    lines = _rows(ledger, loaded.sound.data.point.reference_date) if rows else []
    return {
        "标题": ledger.kind.title,
        "列": [field.name for field in ledger.kind.fields],
        "行": Sourced(lines, ledger.at),
        "行数": ledger.frame.height,
    }


def _merged(below: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the ledgers of the dossiers below as one each, every row with its 村（社区）, numbered through."""
    merged: dict[str, Any] = {}
    parts: dict[str, list[Sequence[Any]]] = {}
    for inner in below:
        for name, ledger in inner["台账"].items():
            parts.setdefault(name, []).append(ledger["行"])
            whole = merged.setdefault(name, {"标题": ledger["标题"], "列": ledger["列"], "行": [], "行数": 0})
            village = {VILLAGE: inner["创建点"]["名称"]}
            for number, row in enumerate(ledger["行"], start=whole["行数"] + 1):
                whole["行"].append(row | village | ({"序号": number} if "序号" in row else {}))
            whole["行数"] += ledger["行数"]
    for name, whole in merged.items():
        whole["行"] = Sourced(whole["行"], joined_sources(parts[name]))
    return merged


def _rows(ledger: Ledger, day: date | None) -> list[dict[str, Any]]:
    import polars as pl

    frame = typed(ledger.frame, day)
    columns: dict[str, list[Any]] = {}
    for field in ledger.kind.fields:
        texts = frame[_DERIVED.get(field.derived, field.name)].cast(pl.String).fill_null("").to_list()
        read = {"integer": _whole, "number": _decimal, "date": _day}.get(field.type, str)
        known = {text: read(text) if text else "" for text in set(texts)}
        columns[field.name] = [known[text] for text in texts]
    for field in ledger.kind.fields:
        if field.derived == "序号":
            columns[field.name] = list(range(1, frame.height + 1))
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


_DERIVED = {"性别": "_性别", "出生日期": "_出生", "年龄": "_年龄"}


def _whole(text: str) -> int | str:
    number = as_whole(text)
    return text if isinstance(number, Fault) else number


def _decimal(text: str) -> int | Decimal | str:
    number = as_number(text)
    return text if isinstance(number, Fault) else yuan(number)


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
