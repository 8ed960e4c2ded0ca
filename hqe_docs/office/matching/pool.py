"""What is matched for one outermost dossier: its posts, its persons, the rules and settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from hqe_docs.data.conditions import BadCondition
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.matching import posts as posting
from hqe_docs.data.matching import seekers as seeking
from hqe_docs.data.matching.criteria import Bench
from hqe_docs.data.matching.places import Home
from hqe_docs.data.matching.posts import Post, Span, merged, posts_of
from hqe_docs.data.matching.rules import FILE, Rules, load_rules
from hqe_docs.data.matching.seekers import Seeker, in_turn, seekers_of
from hqe_docs.data.persons import ID
from hqe_docs.office.ledgers.asked import day_asked
from hqe_docs.office.ledgers.masters import Stated, of_dossier
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for, as typed: files with further posts, the folder for results, the day, settings, sheets by what.

    `most`: of how many persons the answer tells the proposals, of all when it isn't said.
    """

    out: Path
    jobs: Sequence[Path] = ()
    day: str | None = None
    settings: Sequence[str] = ()
    by: str = "户"
    unmask: bool = False
    most: int | None = None


@dataclass(frozen=True)
class Pool:
    """All that takes part: open posts, those that are closed with the reason, persons in their turn."""

    name: str
    bench: Bench
    day: date | None
    posts: Sequence[Post]
    closed: Sequence[tuple[Post, str]]
    seekers: Sequence[Seeker]
    points: Sequence[tuple[Home, PurePath]] = field(default=())


def pool_of(top: Loaded, order: Order, found: Problems) -> Pool | None:
    """Return what is to be matched in a dossier and those below it; None, with the reasons, when nothing can be."""
    rules = load_rules(top.library, found)
    said = settings_asked(order.settings, rules, found) if rules else None
    day = day_asked(order.day, "L328", found)
    if rules is None or said is None or (order.day and day is None):
        return None
    own = dict(top.sound.data.settings) if top.is_sound else {}
    bench = Bench.of(rules, {**own, **said})
    offered, seekers, points = list[Post](), list[Seeker](), list[tuple[Home, PurePath]]()
    for loaded in top.each():
        day = day or (loaded.sound.data.point.reference_date if loaded.is_sound else None)
        home = home_of(loaded)
        points.append((home, loaded.inside))
        offered += _own_posts(loaded, home, rules, found)
        seekers += _seekers(loaded, top, home, rules, day, found)
        loaded.let_go()
    offered += _further(order.jobs, top, rules, found)
    return _pooled(
        top.name, bench, day, offered=offered, seekers=in_turn(seekers), points=points, found=found
    )


def _pooled(
    name: str,
    bench: Bench,
    day: date | None,
    *,
    offered: Sequence[Post],
    seekers: Sequence[Seeker],
    points: Sequence[tuple[Home, PurePath]],
    found: Problems,
) -> Pool:
    whole, repeated = merged(offered)
    if repeated:
        found.add("H305", count=repeated)
    reasons = [(post, post.closed(day)) for post in whole]
    posts = [post for post, why in reasons if not why]
    if not posts:
        found.add("H302", why=f"{len(whole)} 个岗位都已招满或过期" if whole else "没有读到岗位")
    for post in posts:
        _tell_grounds(post, found)
    if not seekers:
        found.add("H306", name=name)
    return Pool(name, bench, day, posts, [it for it in reasons if it[1]], seekers, points)


def home_of(loaded: Loaded) -> Home:
    """Return a dossier's creation point as places are measured from it."""
    if not loaded.is_sound:
        return Home((), loaded.name)
    point = loaded.sound.data.point
    return Home(tuple(point.parents), point.name)


def settings_asked(texts: Sequence[str], rules: Rules, found: Problems) -> dict[str, str] | None:
    """Return the settings of matching that the command line states; None, with problems, when one can't be used."""
    said: dict[str, str] = {}
    before = len(found)
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        known = rules.settings.get(name)
        if known is None:
            found.add(
                "H312", hint=did_you_mean(name, rules.settings), name=name, known="、".join(rules.settings)
            )
        elif not known.accepts(value):
            found.add("H313", name=name, value=value, options=known.range_text)
        else:
            said[name] = value
    return said if len(found) == before else None


# ---------------------------------------------------------------- posts
def _own_posts(loaded: Loaded, home: Home, rules: Rules, found: Problems) -> Iterator[Post]:
    found.extend(loaded.dossier_problems)
    found.extend(loaded.shelf.by_kind.get(posting.KIND, ()))
    ledger = loaded.ledgers.get(posting.KIND)
    return posts_of(ledger, home, rules, found) if ledger else iter(())


def _further(paths: Sequence[Path], top: Loaded, rules: Rules, found: Problems) -> Iterator[Post]:
    """Yield the posts of files that lie anywhere; areas in them are as seen from the outermost dossier."""
    kind = top.kinds.get(posting.KIND)
    for path in paths:
        ledger: Ledger | None = read_ledger(path, path.name, kind, found) if kind else None
        if ledger:
            yield from posts_of(ledger, home_of(top), rules, found)


def _tell_grounds(post: Post, found: Problems) -> None:
    """Report what a post asks of age or sex without a lawful ground."""
    for what, bound in (("年龄", post.age), ("性别", post.sex)):
        if bound.is_asked and not bound.counts:
            asked = bound.asked.text("周岁") if isinstance(bound.asked, Span) else bound.asked
            found.add("H304", post.where, post=post.name, what=what, asked=asked)


# ---------------------------------------------------------------- persons
def _seekers(
    loaded: Loaded, top: Loaded, home: Home, rules: Rules, day: date | None, found: Problems
) -> list[Seeker]:
    master = of_dossier(loaded, top, Stated(), day, found)
    if master is None:
        return []
    registered = loaded.ledgers.get(seeking.KIND)
    found.extend(loaded.shelf.by_kind.get(seeking.KIND, ()))
    if registered:
        _tell_strangers(registered, set(master.basis.master.frame[ID].to_list()), found)
    try:
        return seekers_of(master.basis, registered, home, rules, found)
    except (BadCondition, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        found.add("H314", Location(FILE), why=error)
        return []


def _tell_strangers(registered: Ledger, known: set[str], found: Problems) -> None:
    for index, number in enumerate(registered.frame[ID].to_list()):
        if number and number not in known:
            found.add("H307", registered.at(index, ID))
