"""What everybody may see of a dossier: the rules of its programme's 公开 put to ledgers and to the whole mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.programme.bundle import Disclosure
from hqe_docs.masking import MASKS, masked, to_village, without_personal
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.language.origins import Sourced

NOTHING = Disclosure()  # an edition without a programme: no paper, no ledger is public


def rules_of(loaded: Loaded) -> Disclosure:
    """Return what the programme of a dossier lets be public."""
    bundle = loaded.programme.bundle if loaded.programme else None
    return bundle.disclosure if bundle else NOTHING


def is_shown(field: Field, rules: Disclosure) -> bool:
    """Say whether a column stands in the public version at all."""
    return field.mask != "敏感" and not any(word in field.name for word in rules.left_out)


def shown_cell(field: Field, text: str, rules: Disclosure) -> str:
    """Return a cell's text as everybody may see it; nothing of a column that is left out."""
    if not is_shown(field, rules):
        return ""
    if field.mask in MASKS:
        return masked(text, field.mask)
    if any(word in field.name for word in rules.to_village):
        text = to_village(text)
    return without_personal(text)


def disclosed(context: Mapping[str, Any], loaded: Loaded) -> dict[str, Any]:
    """Return the mapping of templates without what is personal: rows by their columns, numbers in any other text."""
    rules = rules_of(loaded)
    ledgers = {
        name: {**ledger, "行": _rows(ledger["行"], loaded.kinds.get(name), rules)}
        for name, ledger in context["台账"].items()
    }
    return {
        **{name: without_numbers(value) for name, value in context.items() if name != "台账"},
        "台账": ledgers,
    }


def _rows(rows: list[Any], kind: LedgerKind | None, rules: Disclosure) -> list[Any]:
    fields = {field.name: field for field in kind.fields} if kind else {}
    made = [{name: _cell(fields.get(name), value, rules) for name, value in row.items()} for row in rows]
    return Sourced(made, rows.source) if isinstance(rows, Sourced) else made


def _cell(field: Field | None, value: Any, rules: Disclosure) -> Any:
    if field is None:
        return without_numbers(value)
    if isinstance(value, str) or field.mask in MASKS:
        return shown_cell(field, str(value or ""), rules)
    return value if is_shown(field, rules) else ""


def without_numbers(value: Any) -> Any:
    """Return any part of the mapping with the personal numbers in its texts hidden."""
    if isinstance(value, str):
        return without_personal(value)
    if isinstance(value, Mapping):
        return {name: without_numbers(inner) for name, inner in value.items()}
    if isinstance(value, list):
        made = [without_numbers(inner) for inner in value]
        return Sourced(made, value.source) if isinstance(value, Sourced) else made
    return value
