"""What everybody may see of a dossier: each column by its ledger kind and the programme's 公开, the mapping as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hqe_docs.data.files.grid import APPENDED
from hqe_docs.data.kinds import Field, LedgerKind, header_key
from hqe_docs.data.programme.bundle import Disclosure
from hqe_docs.masking import mask_identity, mask_name, mask_phone, to_village, without_personal
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.books.booksheet import BookSheet
from hqe_docs.paper.language.origins import Sourced
from hqe_docs.problems import Location, Problems

NOTHING = Disclosure()  # an edition without a programme: no paper, no ledger is public
LEFT_OUT = "不列"
_LEAST = 10**10  # a phone has eleven digits
BESIDE = "表里有遮去几位的身份证号，出生日期和年龄会把它还原"
_WAYS: Mapping[str, Callable[[str], str]] = {
    "遮姓名": mask_name,
    "遮号码": mask_identity,
    "遮电话": mask_phone,
    "到村": lambda text: without_personal(to_village(text)),
    "列出": without_personal,
    LEFT_OUT: lambda _: "",
}
_BIRTH = ("出生", "生日", "年龄", "周岁")


def rules_of(loaded: Loaded) -> Disclosure:
    """Return what the programme of a dossier lets be public."""
    bundle = loaded.programme.bundle if loaded.programme else None
    return bundle.disclosure if bundle else NOTHING


def is_shown(field: Field, rules: Disclosure = NOTHING) -> bool:
    """Say whether a column may stand in a public version, whatever stands beside it."""
    return field.public != LEFT_OUT and not any(word in field.name for word in rules.left_out)


def tells_age(field: Field) -> bool:
    """Say whether a column gives back what is masked of an identity number."""
    return field.derived in ("出生日期", "年龄") or any(word in field.name for word in _BIRTH)


def public_fields(fields: Sequence[Field], rules: Disclosure = NOTHING) -> tuple[list[Field], list[Field]]:
    """Return the columns of a public version, and those refused for standing beside a masked identity number."""
    shown = [field for field in fields if is_shown(field, rules)]
    if not any(field.public == "遮号码" and field.mask == "身份证" for field in shown):
        return shown, []
    return [it for it in shown if not tells_age(it)], [it for it in shown if tells_age(it)]


def shown_cell(field: Field, text: str, rules: Disclosure = NOTHING) -> str:
    """Return a cell's text as everybody may see it; nothing of a column that is left out."""
    if not text or not is_shown(field, rules):
        return ""
    way = field.public
    if way == "列出" and any(word in field.name for word in rules.to_village):
        way = "到村"
    return _WAYS[way](text)


def tell_refused(kind: str, refused: Sequence[Field], found: Problems) -> None:
    """Say which columns a public ledger does not list although its kind would."""
    if refused:
        names = "”“".join(field.name for field in refused)
        found.add("P505", Location(kind), names=names, why=BESIDE)


# ---------------------------------------------------------------- the mapping of templates
def disclosed(context: Mapping[str, Any], loaded: Loaded) -> dict[str, Any]:
    """Return the mapping of templates without what is personal: rows by their columns, numbers in any other text."""
    rules = rules_of(loaded)
    ledgers = {
        name: {**ledger, "行": _rows(ledger["行"], loaded.kinds.get(name), rules)}
        for name, ledger in context["台账"].items()
    }
    whole = {name: without_numbers(value) for name, value in context.items() if name != "台账"}
    return whole | {"台账": ledgers} | ({"差距": _gaps(whole["差距"])} if whole.get("差距") else {})


def _gaps(gaps: Mapping[str, Any]) -> dict[str, Any]:
    """Return 差距 without persons: what is said beside a masked number may tell the age, and why somebody is poor."""
    return {**gaps, "项": [{**item, "对象": []} for item in gaps["项"]]}


def _rows(rows: list[Any], kind: LedgerKind | None, rules: Disclosure) -> list[Any]:
    fields = kind.fields if kind else ()
    shown = {field.name: field for field in public_fields(fields, rules)[0]}
    hidden = {field.name for field in fields} - set(shown)
    made = [
        {name: "" if name in hidden else _cell(shown.get(name), value, rules) for name, value in row.items()}
        for row in rows
    ]
    return Sourced(made, rows.source) if isinstance(rows, Sourced) else made


def _cell(field: Field | None, value: Any, rules: Disclosure) -> Any:
    if field is None:
        return without_numbers(value)
    if isinstance(value, str) or field.public != "列出":
        return shown_cell(field, "" if value is None else str(value), rules)
    return without_numbers(value)


def without_numbers(value: Any) -> Any:
    """Return any part of the mapping with the personal numbers in it hidden, a number that is one as a text."""
    if isinstance(value, str):
        return without_personal(value)
    if isinstance(value, int) and value > _LEAST:
        return value if (text := without_personal(str(value))) == str(value) else text
    if isinstance(value, Mapping):
        return {name: without_numbers(inner) for name, inner in value.items()}
    if isinstance(value, list):
        made = [without_numbers(inner) for inner in value]
        return Sourced(made, value.source) if isinstance(value, Sourced) else made
    return value


def public_values(value: Any, fields: Mapping[str, Field]) -> Any:
    """Return data of any shape as everybody may see them: what is called like a column of `fields` stands as that does.

    `fields` are by header key; beside a masked identity number neither birth date nor age stays.
    """
    if isinstance(value, Mapping):
        known = {name: fields.get(header_key(str(name))) for name in value}
        shown = public_fields([field for field in known.values() if field])[0]
        return {name: _value(inner, known[name], shown, fields) for name, inner in value.items()}
    if isinstance(value, list):
        made = [public_values(inner, fields) for inner in value]
        return Sourced(made, value.source) if isinstance(value, Sourced) else made
    return without_numbers(value)


def _value(value: Any, field: Field | None, shown: Sequence[Field], fields: Mapping[str, Field]) -> Any:
    if field is None or isinstance(value, Mapping | list):
        return public_values(value, fields)
    return _cell(field, value, NOTHING) if field in shown else ""


# ---------------------------------------------------------------- sheets
PUBLIC_TITLE = "（公示版，已遮去个人信息）"
INTERNAL_TABS = ("修改记录", "待核", "重复人员")


def public_sheet(
    sheet: BookSheet, fields: Mapping[str, Field], found: Problems, rules: Disclosure = NOTHING
) -> BookSheet | None:
    """Return a sheet as everybody may see it, None for one that is for the office only.

    `fields` say by their names what the columns are; what they do not know is shown without numbers.
    """
    if sheet.tab in INTERNAL_TABS:
        return None
    known = [fields.get(column.name) or Field(column.name) for column in sheet.columns]
    shown, refused = public_fields(known, rules)
    tell_refused(sheet.tab, refused, found)
    places = [index for index, field in enumerate(known) if field in shown]
    return replace(
        sheet,
        title=sheet.title if sheet.title.endswith(APPENDED) else f"{sheet.title}{PUBLIC_TITLE}",
        columns=[sheet.columns[index] for index in places],
        rows=[[shown_cell(known[index], row[index], rules) for index in places] for row in sheet.rows],
        kept=min(sheet.kept, sum(index < sheet.kept for index in places)),
        remark=without_personal(sheet.remark),
    )


def fields_of(kinds: Iterable[LedgerKind]) -> dict[str, Field]:
    """Return name → column of these kinds, one that is masked before one that is not."""
    known: dict[str, Field] = {}
    for field in (field for kind in kinds for field in kind.fields):
        if field.name not in known or known[field.name].public == "列出":
            known[field.name] = field
    return known


def by_header(kinds: Iterable[LedgerKind]) -> dict[str, Field]:
    """Return header key → column of these kinds, by other names too, one that is masked before one that is not."""
    known: dict[str, Field] = {}
    for kind in kinds:
        for key, field in kind.by_header().items():
            if key not in known or known[key].public == "列出":
                known[key] = field
    return known
