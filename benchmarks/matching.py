"""Persons and posts matched at the size of a county: time, memory, and a naive cross join beside it in the same run.

Invented persons and posts (half of their values blank or open) are ranked both ways by `data/matching/ranking`. The naive
way takes a sample of the persons: every pair in one polars frame, each criterion's points joined to it, sorted, the
first few kept. Its picks must be the same; printed are pairs a second of both and the ratio. Of picks drawn by chance
every criterion is judged again: none may break a condition, and the points must add up. Exit code 1 when something
differs, or memory has grown by more than --at-most MiB.

    python -m benchmarks.matching                              50,000 persons × 5,000 posts
    python -m benchmarks.matching --seekers 5000 --posts 500   CI's tenth
"""

# ruff: noqa: S311 - a benchmark prints; its chance needs no secrecy
from __future__ import annotations

import argparse
import random
import resource
import sys
from time import perf_counter

import polars as pl

from hqe_docs.data.matching.criteria import ALL, Bench, points_of
from hqe_docs.data.matching.places import Home, Workplace
from hqe_docs.data.matching.posts import Bound, Post, Span
from hqe_docs.data.matching.ranking import Ranking, rank
from hqe_docs.data.matching.rules import AREAS, LEAST, POSTS_EACH, load_rules
from hqe_docs.data.matching.seekers import Seeker
from hqe_docs.library import Library
from hqe_docs.problems import Problems

TOWNS = 20
PLACES = ["洪江镇", "温汤镇", "袁州区", "樟树市", "南昌市", "赣州市", "东莞市", "义乌市", "某工业园"]
LAW = "特种作业人员安全技术培训考核管理规定"


def main() -> int:
    """Measure, print, and say by the exit code whether all came out the same."""
    said = _arguments()
    rules = load_rules(Library.over_shipped(), Problems())
    if rules is None:
        return 1
    bench, chance = Bench.of(rules, {}), random.Random(said.seed)
    trades = [name for major in rules.classes for minor in major.groups for name in minor.trades]
    levels = [item.name for item in rules.schooling]
    seekers = [_seeker(i, chance, trades, levels) for i in range(said.seekers)]
    posts = [_post(i, chance, trades) for i in range(said.posts)]
    before = _mebibytes()
    start = perf_counter()
    ranking = rank(bench, seekers, posts)
    seconds = perf_counter() - start
    grown, pairs = _mebibytes() - before, said.seekers * said.posts
    print(
        f"{said.seekers:,} persons × {said.posts:,} posts, both ways: {seconds:.1f} s, {pairs / seconds / 1e6:.1f} million pairs/s"
    )
    print(f"memory: {before:.0f} MiB with the data, {grown:.0f} MiB more while ranking")
    same = _beside_naive(ranking, said.sample, pairs / seconds, chance)
    right = _judged_again(ranking, said.checked, chance)
    if grown > said.at_most:
        print(f"memory grew by {grown:.0f} MiB, more than {said.at_most}")
    return 0 if same and right and grown <= said.at_most else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, usual in (
        ("seekers", 50_000),
        ("posts", 5_000),
        ("sample", 300),
        ("checked", 20_000),
        ("at-most", 600),
        ("seed", 1),
    ):
        parser.add_argument(f"--{name}", type=int, default=usual)
    return parser.parse_args()


def _mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---------------------------------------------------------------- invented
def _seeker(order: int, chance: random.Random, trades: list[str], levels: list[str]) -> Seeker:
    home = Home(("明月山温泉风景名胜区", "洪江镇"), f"第{chance.randrange(TOWNS)}村")
    held = (f"{chance.choice(trades)}（五级/初级工）",) if chance.random() < 0.25 else ()
    return Seeker(
        number=str(order),
        name="某人",
        home=home,
        age=chance.randint(16, 59),
        sex=chance.choice("男女"),
        schooling=chance.choice([*levels, ""]),
        wishes=tuple(chance.sample(trades, chance.choice([0, 1, 1, 2]))),
        certificates=held,
        area=chance.choice(["", *AREAS[:5]]),
        pay=chance.choice([None, None, *range(2500, 7000, 100)]),
        categories=frozenset([chance.choice(["普通", "普通", "残疾人", "脱贫人口", "低保"])]),
        ability=chance.choice(["普通", "普通", "技能", "弱"]),
    )


def _post(order: int, chance: random.Random, trades: list[str]) -> Post:
    low, left = chance.randint(20, 60) * 100, chance.randint(1, 30)
    pay = Span() if chance.random() < 0.1 else Span(low, low + chance.randint(0, 20) * 100)
    return Post(
        number=f"G{order}",
        unit=f"第{order}厂",
        title="工",
        trade=chance.choice(trades),
        wanted=left,
        left=left,
        until="",
        schooling=chance.choice([None, 0, 1, 2, 3]),
        schooling_text="",
        pay=pay,
        pay_text="",
        place=Workplace(chance.choice(PLACES)),
        age=Bound(Span(18, chance.choice([None, 45, 55])), "", chance.choice(["", LAW])),
        sex=Bound(chance.choice(["", "", "男"]), "", chance.choice(["", LAW])),
        certificates=(f"{chance.choice(trades)}（五级/初级工）",) if chance.random() < 0.1 else (),
        effort=chance.choice(["", "轻", "重"]),
        reserved=frozenset(["残疾人"]) if chance.random() < 0.05 else frozenset(),
        suits_disabled=chance.random() < 0.3,
        others=("能上夜班",) if chance.random() < 0.2 else (),
    )


# ---------------------------------------------------------------- beside it
def _beside_naive(ranking: Ranking, sample: int, ours: float, chance: random.Random) -> bool:
    """Print the ratio to a cross join, and say whether both pick the same."""
    chosen = sorted(chance.sample(range(len(ranking.seekers)), min(sample, len(ranking.seekers))))
    before, start = _mebibytes(), perf_counter()
    picks = _naive(ranking, chosen)
    speed = len(chosen) * len(ranking.posts) / (perf_counter() - start)
    print(f"naive cross join: {_mebibytes() - before:.0f} MiB more")
    print(
        f"naive cross join of {len(chosen)} persons: {speed / 1e6:.2f} million pairs/s; ours {ours / speed:.1f} times as fast"
    )
    wrong = sum(picks.get(i, []) != [(it.index, it.points) for it in ranking.of_person[i]] for i in chosen)
    print(f"picks that differ: {wrong} of {len(chosen)} persons")
    return not wrong


def _naive(ranking: Ranking, chosen: list[int]) -> dict[int, list[tuple[int, int]]]:
    """Return person → (post, points) in their order, by a frame of all pairs."""
    bench, settings = ranking.bench, ranking.bench.settings
    persons, posts = {"人": chosen}, {"岗": list(range(len(ranking.posts)))}
    tables = []
    for number, it in enumerate(ALL):
        own = [it.person(ranking.seekers[i]) for i in chosen]
        offered = [it.post(post) for post in ranking.posts]
        left, right = (list(dict.fromkeys(values)) for values in (own, offered))
        persons[f"a{number}"] = [left.index(value) for value in own]
        posts[f"b{number}"] = [right.index(value) for value in offered]
        made = [(i, j, it.outcome(bench, a, b)) for i, a in enumerate(left) for j, b in enumerate(right)]
        rows = [
            (i, j, points_of(bench.rules.parts[it.name], out), out.state == "不符", out.state == "待核")
            for i, j, out in made
        ]
        names = [f"a{number}", f"b{number}", f"分{number}", f"破{number}", f"待{number}"]
        tables.append(pl.DataFrame(rows, schema=names, orient="row"))
    pairs = pl.DataFrame(persons).join(pl.DataFrame(posts), how="cross")
    for number, table in enumerate(tables):
        pairs = pairs.join(table, on=[f"a{number}", f"b{number}"])
    sums = {word: pl.sum_horizontal(f"{word}{n}" for n in range(len(ALL))) for word in "分破待"}
    pairs = pairs.with_columns(expression.alias(word) for word, expression in sums.items())
    good = pairs.filter((pl.col("破") == 0) & (pl.col("分") >= int(settings[LEAST]) * 100))
    good = good.sort(["人", "分", "待", "岗"], descending=[False, True, False, False])
    best = good.group_by("人", maintain_order=True).head(int(settings[POSTS_EACH]))
    picks: dict[int, list[tuple[int, int]]] = {}
    for person, post, points in best.select("人", "岗", "分").rows():
        picks.setdefault(person, []).append((post, points))
    return picks


def _judged_again(ranking: Ranking, count: int, chance: random.Random) -> bool:
    """Say whether no pick breaks a condition and all points add up, of picks of both sides drawn by chance."""
    pairs = [(i, it.index, it.points) for i, picks in enumerate(ranking.of_person) for it in picks]
    pairs += [(it.index, j, it.points) for j, picks in enumerate(ranking.of_post) for it in picks]
    drawn = chance.sample(pairs, min(count, len(pairs)))
    broken = wrong = 0
    for person, post, points in drawn:
        told = ranking.reasons(person, post)
        broken += any(it.outcome.state == "不符" for it in told)
        wrong += sum(it.points for it in told) != points
    print(
        f"{len(pairs):,} picks; of {len(drawn):,} judged again {broken} break a condition, {wrong} have other points"
    )
    return not broken and not wrong


if __name__ == "__main__":
    sys.exit(main())
