"""The fixed point of imports, tried many times over."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hqe_docs.data.kinds import Field
from tests.ledgerworks import KINDS, taken_in
from tests.test_ledger_import import MESSY_CELLS, messy_rows, written

ANYTHING = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
LIKELY = sorted({cell for cells in MESSY_CELLS.values() for cell in cells})


def cells_of(field: Field) -> st.SearchStrategy[str]:
    near = [field.example, *field.codes, *field.synonyms, *field.missing, *LIKELY]
    return st.one_of(st.sampled_from(near), st.sampled_from(near).map(lambda text: f"　{text} "), ANYTHING)


@given(messy_rows)
@settings(max_examples=400, deadline=None)
def test_the_master_ledger_is_imported_unchanged(rows: list[dict[str, str]]):
    _is_fixed(rows, "劳动力资源台账")


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_ledger_of_any_kind_is_imported_unchanged(data: st.DataObject):
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    row = st.fixed_dictionaries({field.name: cells_of(field) for field in kind.fields})
    _is_fixed(data.draw(st.lists(row, min_size=1, max_size=3)), kind.name)


def _is_fixed(rows: list[dict[str, str]], name: str) -> None:
    first = taken_in([{"序号": ""} | row | {"序号": str(n)} for n, row in enumerate(rows, 1)], KINDS[name])
    if first.rows:
        again = taken_in(written(first), KINDS[name])
        assert written(again) == written(first)
        assert again.changes == []
