"""What holds for every ledger of the subsidy: sums counted another way, rows in any order, one cent found."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.office.subsidies import funds_json
from tests.examples import examples
from tests.test_funds import COLUMNS, HONGJIANG, folder_of

FEN = st.integers(1, 200_000)
ROWS = st.lists(
    st.tuples(st.sampled_from(["拨入", "支出"]), st.sampled_from(["市级", "县级"]), FEN, st.integers(1, 28)),
    max_size=12,
)


def row(kind: str, level: str, fen: int, day: int) -> str:
    return f"2023-08-{day:02d},{level}奖补,{level},{kind},,{Decimal(fen) / 100},,宣传,记-{day}\n"


def entry_of(dossier: str, rows: list[str]) -> tuple[dict[str, Any], set[str]]:
    with TemporaryDirectory() as name:
        place = folder_of(Path(name) / "洪江村", dossier)
        (place / "资金台账.csv").write_text(COLUMNS + "".join(rows), "utf-8")
        answer = funds_json([place])
        return answer["dossiers"][0], {item.code for item in answer["problems"]}


@examples(60)
@given(ROWS, st.randoms(use_true_random=False))
def test_sums_are_those_of_the_rows_in_whatever_order(rows: list[Any], shuffler: Any) -> None:
    texts = [row(*it) for it in rows]
    entry, _ = entry_of(HONGJIANG, texts)
    for line in entry["lines"]:
        flows = {"拨入": 0, "支出": 0}
        for kind, level, fen, _ in rows:
            flows[kind] += fen * (level == line["level"])
        said = [Decimal(line[key]) * 100 for key in ("received", "spent", "left")]
        assert said == [flows["拨入"], flows["支出"], flows["拨入"] - flows["支出"]]
        assert Decimal(line["standard"]) == Decimal(line["before"]) + Decimal(line["paid"]) + Decimal(
            line["rest"]
        )
    assert Decimal(entry["total"]["spent"]) == sum(Decimal(use["amount"]) for use in entry["uses"])
    shuffler.shuffle(texts)
    other, _ = entry_of(HONGJIANG, texts)
    assert [other[key] for key in ("lines", "total")] == [entry[key] for key in ("lines", "total")]


@examples(60)
@given(st.lists(FEN, min_size=1, max_size=8), st.integers(-1, 1))
def test_a_cent_too_much_or_too_little_is_found(parts: list[int], off: int) -> None:
    paid = Decimal(sum(parts)) / 100
    dossier = HONGJIANG.replace("已拨付: 5万元", f"已拨付: {paid}")
    parts[0] += off
    _, codes = entry_of(dossier, [row("拨入", "市级", fen, 1) for fen in parts if fen])
    assert ("P303" in codes) is (off != 0)
