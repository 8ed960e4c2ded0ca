"""Findings of one kind gathered, so that a fault of a hundred paragraphs is told once, with its first place."""

from __future__ import annotations

from hqe_docs.problems import Location, Problems


class Gathered:
    """Findings by code and facts; `tell` hands each over once, the fact {more} saying how often it was met."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, tuple[tuple[str, str], ...]], list[Location]] = {}

    def add(self, code: str, where: Location, **facts: str) -> None:
        self._places.setdefault((code, tuple(facts.items())), []).append(where)

    def tell(self, found: Problems) -> None:
        """Add the findings to `found`, in the order they were first met."""
        for (code, facts), places in self._places.items():
            more = f"，共 {len(places)} 处" if len(places) > 1 else ""
            found.add(code, places[0], more=more, **dict(facts))
