"""How far a place of work is from a village: one of AREAS, told from what is written and from the village's own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.data.matching.rules import AREAS, Regions
from hqe_docs.values import squeeze


@dataclass(frozen=True, slots=True)
class Home:
    """A creation point as places are measured from it: what it belongs to, outermost first, and its own name."""

    parents: tuple[str, ...] = ()
    name: str = ""

    @property
    def town(self) -> tuple[str, ...]:
        """The names down to the township, which tell whether two villages lie in the same one."""
        return self.parents if len(self.parents) > 1 else (*self.parents, self.name)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a post is: as written, the area as its ledger states it, and whose ledger that is."""

    text: str = ""
    stated: str = ""
    home: Home = Home()


def known_area(text: str) -> str:
    """Return an area as it stands in a ledger, "" for what is none: a faulty cell has been reported as such."""
    return text if text in AREAS else ""


def area_of(place: Workplace, home: Home, regions: Regions) -> str:
    """Return how far a post is from a home; "" when nothing tells."""
    if place.stated and place.home.town == home.town:
        return place.stated
    plain = squeeze(place.text)
    if not plain:
        return ""
    layers = zip(AREAS, _names(home, regions), strict=True)
    return next((area for area, names in layers if any(squeeze(n) in plain for n in names if n)), "")


def _names(home: Home, regions: Regions) -> Iterator[Sequence[str]]:
    """Yield the names that mean each area, from near to far."""
    county = home.parents[0] if home.parents else ""
    yield [home.name, *home.parents[1:]]
    yield [county, *regions.county.get(county, ())]
    yield [*regions.in_city, regions.city]
    yield regions.in_province
    yield regions.outside
    yield regions.abroad


def steps(area: str, wished: str) -> int:
    """Return how many steps an area is nearer than the one that is wished; less than 0 where it is farther."""
    return AREAS.index(wished) - AREAS.index(area)
