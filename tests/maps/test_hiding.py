"""A public version: small numbers are not listed, and nobody can work them out from the others."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.maps.hiding import Sum, Table, determined, hide

LEAST = 5


def hidden(values: dict[str, int], *sums: tuple[str, str]) -> list[str]:
    """Return what is hidden; a sum is written as ("all", "a b c")."""
    made = [Sum(whole, tuple(parts.split())) for whole, parts in sums]
    return sorted(hide(Table(values, made, set(values), LEAST)))


def test_a_small_number_takes_a_second_one_with_it():
    values = {"all": 60, "a": 3, "b": 20, "c": 37}
    assert hidden(values, ("all", "a b c")) == ["a", "b"]


def test_nothing_small_hides_nothing_and_a_zero_is_no_secret():
    assert hidden({"all": 25, "a": 0, "b": 25}, ("all", "a b")) == []


def test_two_small_numbers_that_are_small_together_take_a_third():
    assert hidden({"all": 34, "a": 2, "b": 2, "c": 30}, ("all", "a b c")) == ["a", "b", "c"]
    assert hidden({"all": 37, "a": 4, "b": 3, "c": 30}, ("all", "a b c")) == ["a", "b"]


def test_a_small_total_of_one_area_is_hidden_with_it():
    assert hidden({"all": 3, "a": 3, "b": 0}, ("all", "a b")) == ["a", "all"]


def test_persons_at_work_and_not_give_each_other_away():
    # in each village: all = at work + not; over the villages: each of the three
    values = {"L": 100, "E": 90, "U": 10, "L1": 50, "E1": 47, "U1": 3, "L2": 50, "E2": 43, "U2": 7}
    sums = [("L1", "E1 U1"), ("L2", "E2 U2"), ("L", "E U"), ("L", "L1 L2"), ("E", "E1 E2"), ("U", "U1 U2")]
    gone = hidden(values, *sums)
    assert {"U1", "U2"} <= set(gone)
    assert "U1" not in determined([Sum(whole, tuple(parts.split())) for whole, parts in sums], set(gone))


def test_sums_that_only_together_give_a_number_away_are_solved_together():
    # rows a, b, c and columns x, y, z: the hidden ones of rows a, b and of row c hang together by one number alone
    sums = [Sum("r", ("a", "b")), Sum("s", ("a", "c")), Sum("t", ("b", "c"))]
    assert determined(sums, {"a", "b", "c"}) == {"a", "b", "c"}
    assert determined(sums[:2], {"a", "b", "c"}) == set()


COUNTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=3)


def others(rows: list[tuple[int, int]], gone: set[str]) -> dict[str, set[int]]:
    """Return each hidden number's values that all shown numbers allow, found by trying every one."""
    most = sum(a + b for a, b in rows)
    choices = []
    for i, (a, b) in enumerate(rows):
        lefts = range(most + 1) if f"E{i}" in gone else [a]
        rights = range(most + 1) if f"U{i}" in gone else [b]
        choices.append([p for p in product(lefts, rights) if f"L{i}" in gone or sum(p) == a + b])
    fits = [dict[tuple[int, int], None]() for _ in rows]
    for i in range(len(rows)):
        rest = {(0, 0)}
        for j, own in enumerate(choices):
            if j != i:
                rest = {(x + a, y + b) for x, y in rest for a, b in own if x + a <= most and y + b <= most}
        totals = sum(a for a, _ in rows), sum(b for _, b in rows)
        for a, b in choices[i]:
            if any(
                ("E" in gone or x + a == totals[0])
                and ("U" in gone or y + b == totals[1])
                and ("L" in gone or x + a + y + b == sum(totals))
                for x, y in rest
            ):
                fits[i][a, b] = None
    found: dict[str, set[int]] = {}
    for i, own in enumerate(fits):
        found[f"E{i}"], found[f"U{i}"] = {a for a, _ in own}, {b for _, b in own}
        found[f"L{i}"] = {a + b for a, b in own}
    return found


@given(COUNTS)
def test_no_small_number_can_be_worked_out_by_trying_all_that_fit(rows):
    values = {"E": sum(a for a, _ in rows), "U": sum(b for _, b in rows)}
    values["L"] = values["E"] + values["U"]
    for i, (a, b) in enumerate(rows):
        values |= {f"E{i}": a, f"U{i}": b, f"L{i}": a + b}
    sums = [Sum(f"L{i}", (f"E{i}", f"U{i}")) for i in range(len(rows))]
    sums += [Sum(key, tuple(f"{key}{i}" for i in range(len(rows)))) for key in "EUL"] + [Sum("L", ("E", "U"))]
    gone = hide(Table(values, sums, set(values), LEAST))
    assert {key for key, value in values.items() if 0 < value < LEAST} <= gone
    allowed = others(rows, gone)
    for key in gone & allowed.keys():
        if 0 < values[key] < LEAST:
            assert len(allowed[key]) > 1, (key, rows, gone)
