"""Which numbers of a map a public version lists: tallies put into one table with all sums that anybody can work out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from hqe_docs.data.maps.counting import Place, Rows, Tally
from hqe_docs.data.maps.hiding import Sum, Table, hide

ABOVE, BELOW, REST = "分子", "分母", "其余"
ALL = ""  # the key of everything together
Count = tuple[str, str]  # a tally's name, which of its numbers
_Areas = Mapping[str, frozenset[int]]  # area → rows
_Key = tuple[str, frozenset[int]]  # the same rows in the same area are one number, whatever layer shows them


def hidden_cells(
    tallies: Mapping[str, Tally], keys: Mapping[Place, Sequence[str]], least: int
) -> set[tuple[str, str]]:
    """Return (layer, area) of each number that is not to be listed; the area of a total is empty.

    `keys` say of each place the areas it lies in, from the finest to the village. A rate goes when one of the three
    numbers that it tells of goes.
    """
    counts = dict(_counts(tallies, keys))
    by_name: dict[str, list[Count]] = {}
    for count in counts:
        by_name.setdefault(count[0], []).append(count)
    values = {(area, rows): len(rows) for areas in counts.values() for area, rows in areas.items()}
    sums = [*_over_areas(counts, keys), *_over_layers(counts, tallies)]
    shown = {
        (area, rows) for count, areas in counts.items() if count[1] != REST for area, rows in areas.items()
    }
    hidden = hide(Table(values, sums, shown, least))
    return {
        (name, area)
        for name, own in by_name.items()
        for count in own
        for area, rows in counts[count].items()
        if (area, rows) in hidden
    }


def _counts(
    tallies: Mapping[str, Tally], keys: Mapping[Place, Sequence[str]]
) -> Iterator[tuple[Count, _Areas]]:
    """Yield every number of persons by area, of rates also how many are below the line and how many lack."""
    for name, tally in tallies.items():
        if not tally.personal or tally.weights:
            continue
        yield (name, ABOVE), rows_by_area(tally, tally.above, keys)
        if tally.is_rate:
            yield (name, BELOW), rows_by_area(tally, tally.below, keys)
            rest = {place: rows - tally.above.get(place, set()) for place, rows in tally.below.items()}
            yield (name, REST), rows_by_area(tally, rest, keys)


def rows_by_area(tally: Tally, rows: Rows, keys: Mapping[Place, Sequence[str]]) -> dict[str, frozenset[int]]:
    """Return the rows of every area that a tally tells of, and of all together."""
    found: dict[str, set[int]] = {area: set() for areas in keys.values() for area in areas_of(tally, areas)}
    found[ALL] = set()
    for place, own in rows.items():
        for area in (*areas_of(tally, keys[place]), ALL):
            found[area] |= own
    return {area: frozenset(own) for area, own in found.items()}


def areas_of(tally: Tally, areas: Sequence[str]) -> Sequence[str]:
    """Return those of a place's areas that a tally tells of: all, or the village alone."""
    return areas if tally.level == "组" else areas[-1:]


# ---------------------------------------------------------------- sums
def _over_areas(counts: Mapping[Count, _Areas], keys: Mapping[Place, Sequence[str]]) -> Iterator[Sum[_Key]]:
    """Yield each total with its villages, each village with its groups."""
    inner: dict[str, dict[str, None]] = {ALL: {}}
    for areas in keys.values():
        inner[ALL][areas[-1]] = None
        for area in areas[:-1]:
            inner.setdefault(areas[-1], {})[area] = None
    for rows in counts.values():
        for area, parts in inner.items():
            if area in rows and all(part in rows for part in parts):
                yield Sum((area, rows[area]), tuple((part, rows[part]) for part in parts))


def _over_layers(counts: Mapping[Count, _Areas], tallies: Mapping[str, Tally]) -> Iterator[Sum[_Key]]:
    """Yield in each area what adds up there: a layer and its parts, any two numbers that make a third."""
    parts: dict[str, list[Count]] = {}
    for count in counts:
        if parent := tallies[count[0]].parent:
            parts.setdefault(parent, []).append(count)
    found = [((parent, ABOVE), own) for parent, own in parts.items() if (parent, ABOVE) in counts]
    wholes = {count: rows[ALL] for count, rows in counts.items() if not tallies[count[0]].parent}
    by_rows = {rows: count for count, rows in wholes.items()}
    for whole, part in permutations(by_rows.values(), 2):
        if wholes[part] < wholes[whole] and (rest := by_rows.get(wholes[whole] - wholes[part])):
            found.append((whole, [part, rest]))
    for whole, own in found:
        for area, rows in counts[whole].items():
            if all(area in counts[part] for part in own):
                yield Sum((area, rows), tuple((area, counts[part][area]) for part in own))
