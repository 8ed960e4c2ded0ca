"""The plain mapping that templates see, made from a loaded dossier: Chinese keys, printed numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from hqe_docs.data.facts import Facts
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import VILLAGE, typed
from hqe_docs.data.schema import Bureau, DossierData, Kind, Level, PaperIssue, plain
from hqe_docs.data.scores.evidence import Paper
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import pick, targets
from hqe_docs.data.troubles import is_closed
from hqe_docs.office.catalogue import Document
from hqe_docs.office.mapping.funds import payments, subsidy, yuan
from hqe_docs.office.mapping.grants import grants
from hqe_docs.office.mapping.openness import matters_for
from hqe_docs.office.mapping.pointlist import point_list
from hqe_docs.office.mapping.provision import provision
from hqe_docs.office.mapping.reporting import report_parts
from hqe_docs.office.mapping.schedule import schedule_parts
from hqe_docs.office.mapping.scorecontext import asked_papers, score_parts, sheet_context
from hqe_docs.office.mapping.superiors import superior
from hqe_docs.office.mapping.troublelist import trouble_list
from hqe_docs.office.mapping.weekly import week_parts
from hqe_docs.office.scores.summary import Entry, entry_of, summary
from hqe_docs.office.subsidies import account
from hqe_docs.office.wanted import is_wanted, missing_needs
from hqe_docs.office.workspace import Loaded, Standing
from hqe_docs.paper.language.origins import Sourced, joined_sources
from hqe_docs.problems import Location
from hqe_docs.values import Fault, as_number, as_whole, decimal_text, percent_text
from hqe_docs.yamlfile import path_text

NO_MATTER = "要写进这份文书的内容"


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
    points = [point for inner in below for point in _points(inner)]
    whole = {
        "创建点": point_context(data) | {"对象": _aim(data, below), "各点名称": _named(data, below)},
        "人口": shown["人口"],
        "依据": _bases(loaded, shown["依据"]),
        "领导小组": _group(loaded),
        "阶段": written(loaded, shown["阶段"], "阶段"),
        "任务": written(loaded, [_task(t, data.point.reference_date) for t in shown["任务"]], "任务"),
        "条件": _facts(data.facts),
        "外部数据": {name: _external(item) for name, item in shown["外部数据"].items()},
        **_targets(loaded, below),
        "验收": shown["验收"],
        "问题": written(loaded, [t | {"办结": is_closed(t["状态"])} for t in shown["问题"]], "问题"),
        "问题台账": trouble_list(loaded, below),
        **_creation(loaded, points),
        **schedule_parts(loaded),
        "数据": {name: _figure(figure) for name, figure in loaded.figures.items()},
        "自评": sheet_context(loaded.sheet) if loaded.sheet else None,
        "台账": {name: ledger_context(loaded, item, rows=rows) for name, item in loaded.ledgers.items()}
        | _merged(below),
        "汇总": summary([entry for each in told for entry in each.entries]),
        "下辖": below,
        "各点": points,
    }
    whole |= score_parts(loaded, _can_be_made(loaded, whole), rows=rows, unmask=unmask)
    whole |= week_parts(loaded, whole)
    return whole | report_parts(loaded, whole)


def _creation(loaded: Loaded, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is told of creation points together: earlier ones, money, facilities, staff."""
    earlier = [plain(item) for item in loaded.sound.data.earlier]
    funds, total = subsidy(loaded)
    subsidies = account(loaded)
    return {
        "往年创建点": written(loaded, earlier, "往年创建点"),
        "创建点清单": point_list(loaded.sound.data, points),
        "资金": written(loaded, funds, "资金"),
        "资金合计": total,
        "拨付": payments(loaded, subsidies, points),
        "奖补": grants(loaded, subsidies, points),
        **provision(loaded, points),
    }


def _can_be_made(loaded: Loaded, context: Mapping[str, Any]) -> list[Paper]:
    """Return the papers that may serve as evidence, each with what it lacks."""
    data, papers = loaded.sound.data, []
    matters = matters_for(loaded.library, data.point.kind)
    for name in asked_papers(loaded):
        document = loaded.documents[name]
        whole = {**context, "公开事项": matters, "发文": issue_of(data, name, document)}
        lacks = [path_text(path) for path in missing_needs(name, document, whole)]
        if not is_wanted(document, whole):
            lacks.append(NO_MATTER)
        papers.append(Paper(name, "、".join(lacks)))
    return papers


def issue_of(data: DossierData, name: str, document: Document | None = None) -> dict[str, Any]:
    """Return 发文 for one paper: the defaults under what 文书 says of it, and the 文号 made from both.

    An upward paper goes to the one organ above, whatever the defaults say. 专送 are addressees of its own.
    """
    own = plain(data.papers.get(name) or PaperIssue())
    merged = own | plain(data.issue) | {key: value for key, value in own.items() if value is not None}
    merged |= {key: merged[key] or [] for key in ("主送", "抄送", "联合机关", "签发人")}
    merged["专送"] = own["主送"] or []
    above = [superior(data.point)] if document and document.is_upward else None
    merged["主送"] = merged["专送"] or above or merged["主送"]
    merged["抄送"] = [organ for organ in merged["抄送"] if organ not in merged["主送"]]
    merged["联系人"] = merged["联系人"] or {"姓名": None, "电话": None}
    merged["报送日"] = _thursday(merged["止"])
    merged["文号"] = _document_number(merged, data.point.year)
    return merged


def _thursday(last: date | None) -> date | None:
    """Return the day of a weekly report: the Thursday of the week in which its period ends."""
    return last + timedelta(days=3 - last.weekday()) if last else None


def _document_number(issue: Mapping[str, Any], year: int) -> str | None:
    """Return 发文字号; room to write the number by hand where it isn't known yet, None without 代字."""
    code, signed, number = issue["代字"], issue["成文日期"], issue["序号"]
    return f"{code}〔{signed.year if signed else year}〕{number or '　　'}号" if code else None


def point_context(data: DossierData) -> dict[str, Any]:
    """Return 创建点."""
    point = data.point
    names = {
        "全称": "".join((*point.parents, point.name)),
        "上级": point.parents[-1] if point.parents else "",
        "县区": point.parents[0] if point.parents else "",
        "报送机关": superior(point),
        "上级机关": organ_of(point.parents[-1]) if point.parents else "",
    }
    return plain(point) | names


_ORGANS = (
    (("镇", "乡", "县", "市", "省"), "人民政府"),
    (("街道",), "办事处"),
    (("名胜区", "开发区", "新区", "园区", "管理区", "示范区", "度假区", "功能区"), "管理委员会"),
    (("区",), "人民政府"),
)


def organ_of(place: str) -> str:
    """Return the organ that governs a place by the place's name, the name itself where that does not tell."""
    return next((place + organ for ends, organ in _ORGANS if place.endswith(ends)), place)


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
    if not kinds and data.point.role == "主管部门":
        return "乡镇（街道）、村（社区）"
    if kinds <= {"村", "社区"}:
        return "村（社区）"
    return "乡镇（街道）" if kinds <= {"乡镇", "街道"} else "乡镇（街道）、村（社区）"


MOST_NAMES = 6


def _named(data: DossierData, below: Sequence[Mapping[str, Any]]) -> str:
    """Return the creation points spoken of, by name; the first few of many."""
    names = [point["创建点"]["名称"] for inner in below for point in _points(inner)]
    if data.point.role == "创建点":
        return data.point.name
    some = "、".join(names if len(names) <= MOST_NAMES else names[:3])
    return some + ("" if len(names) <= MOST_NAMES else f"等{len(names)}个创建点") or "各创建点"


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


def _task(task: Mapping[str, Any], day: date | None) -> dict[str, Any]:
    """Return a task with its name in quotes, its progress printed, and whether it is late on the reference day."""
    late = bool(day and task["完成时限"] and task["完成时限"] < day and task["状态"] != "已完成")
    name = task["任务"].replace("“", "‘").replace("”", "’")
    return {**task, "引名": f"“{name}”", "进度": _progress(task["进度"]), "逾期": late}


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
    usual = "村" if point.role == "实施单位" else point.kind
    kind = next((inner["创建点"]["类型"] for outer in below for inner in _points(outer)), usual)
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
