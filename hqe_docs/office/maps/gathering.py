"""What a map of a dossier and those below it shows: layers counted, villages with their groups, service points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hqe_docs.data.kinds import MASTER
from hqe_docs.data.maps.counting import NO_GROUP, Place, Places, Register, Tally, count_layer, in_order
from hqe_docs.data.maps.rules import FILE, MapRule, MapRules, PointRule, faults_of
from hqe_docs.data.scores.declared import facts_of
from hqe_docs.data.scores.figures import Counter
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean


@dataclass(frozen=True, slots=True)
class Service:
    """A place of service in a village: what it is by the rules, what it is called, how many of the same."""

    rule: PointRule
    name: str
    village: str
    count: int = 1


@dataclass
class Gathered:
    """All that one map is made from; `groups` are those of each village, in order."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    days: dict[str, date | None] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """Every village and group that rows belong to, those of which no group is known among them."""
        known = {place: None for village, groups in self.groups.items() for place in _each(village, groups)}
        for tally in self.tallies.values():
            known |= dict.fromkeys([*tally.above, *tally.below])
        return list(known)


def _each(village: str, groups: Sequence[str]) -> Iterator[Place]:
    yield from ((village, group) for group in groups)


def gather(top: Loaded, rules: MapRules, rule: MapRule, found: Problems) -> Gathered:
    """Return what the map of `rule` shows of a dossier and those below it."""
    made = Gathered()
    counted = [(it, it.counter) for it in top.each() if it.ledgers and not it.below]
    register = Register(_same(top))
    for loaded, usual in counted:
        if usual is None:
            continue
        counter = _counter(usual, rules, found)
        places = Places(loaded.name, loaded.ledgers, register)
        _note_groups(loaded, places, made)
        made.days[loaded.name] = loaded.counted.data.point.reference_date
        for layer in rule.layers:
            if layer.figure in counter.edition.figures:
                count_layer(layer, counter, places, made.tallies)
            else:
                hint = did_you_mean(layer.figure, counter.edition.figures)
                found.add("H202", Location(FILE), hint=hint, layer=layer.name, figure=layer.figure)
        made.services += _services(loaded, counter, rule, places)
    _drop_empty(made, rule)
    return made


def _counter(usual: Counter, rules: MapRules, found: Problems) -> Counter:
    """Return what counts the edition's figures and those of the maps; the edition's go first."""
    own = {}
    for name, rule in rules.figures.items():
        faults = [] if name in usual.edition.figures else list(faults_of(rule, usual.terms))
        if faults:
            found.add("H203", Location(FILE), name=name, detail=faults[0])
        else:
            own[name] = rule
    edition = usual.edition.model_copy(update={"figures": {**own, **usual.edition.figures}})
    return replace(usual, edition=edition)  # with the frames and masks that it has already


def _same(top: Loaded) -> dict[str, Sequence[str]]:
    """Return by ledger the columns by which rows of several dossiers tell of one thing, as in weekly reports."""
    reporting = top.programme.reporting if top.programme else None
    return {event.ledger: event.same for event in reporting.events if event.same} if reporting else {}


def _note_groups(loaded: Loaded, places: Places, made: Gathered) -> None:
    master = loaded.ledgers.get(MASTER)
    known: dict[str, dict[str, None]] = {} if master else {loaded.name: {}}
    for village, group in places.of(master) if master else ():
        known.setdefault(village, {})[group] = None
    for village, groups in known.items():
        before = made.groups.get(village, [])
        made.groups[village] = in_order([*before, *(name for name in groups if name != NO_GROUP)])


def _drop_empty(made: Gathered, rule: MapRule) -> None:
    """Leave out the parts that nobody belongs to, and keep the layers in the order of the rules."""
    order = [layer.name for layer in rule.layers]
    made.tallies = {
        name: tally
        for name, tally in sorted(made.tallies.items(), key=lambda it: order.index(it[1].parent or it[0]))
        if not tally.parent or tally.above
    }


# ---------------------------------------------------------------- places of service
def _services(loaded: Loaded, counter: Counter, rule: MapRule, places: Places) -> Iterator[Service]:
    facts = facts_of(loaded.sound.data, counter.edition)
    for point in rule.points:
        if point.fact and (count := _declared(facts, point)):
            yield Service(point, point.name, loaded.name, count)
        ledger = loaded.ledgers.get(point.ledger) if point.ledger else None
        if ledger is not None and point.column in ledger.frame.columns:
            names = ledger.frame[point.column].to_list()
            yield from (
                Service(point, name, village)
                for name, (village, _) in zip(names, places.of(ledger), strict=True)
                if name
            )


def _declared(facts: Mapping[str, Any], point: PointRule) -> int:
    """Return how many of a thing are declared: a number, 1 for 是 or where the list names it."""
    value: Any = facts
    for key in point.fact.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, Mapping):
        value = value.get("值")
    if isinstance(value, bool) or value is None:
        return int(bool(value))
    if isinstance(value, list | tuple):
        return sum(str(item) == point.name for item in value)
    return int(value) if str(value).isdigit() else 0
