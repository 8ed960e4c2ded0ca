"""Checks of households: one head each, whose name the others give; who is older, and who can be whose spouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hqe_docs.problems import Problem, problem

if TYPE_CHECKING:
    import polars as pl

    from hqe_docs.data.rules import Subject

HOUSE, RELATION, HEAD, SPOUSE = "户编号", "与户主关系", "户主", "配偶"
HEAD_NAME = "户主姓名"
OLDER = ("父亲", "母亲", "岳父", "岳母", "公公", "婆婆", "祖父", "祖母", "外祖父", "外祖母", "兄", "姐")
YOUNGER = ("子", "女", "孙子", "孙女", "外孙子", "外孙女", "曾孙子", "曾孙女", "弟", "妹")


def _members(it: Subject) -> pl.DataFrame:
    """Return index, house, relation, name, birth and sex of those that are still there and have a house."""
    import polars as pl

    wanted = (HOUSE, RELATION, "姓名", "_出生", "_性别")
    names = ["_序", *(name for name in wanted if name in it.persons.columns)]
    plan = it.persons.lazy().with_row_index("_序")  # a plan takes only the columns that are wanted
    return plan.filter((pl.col(HOUSE) != "") & pl.col("_在册")).select(names).collect()


def _has_houses(it: Subject) -> bool:
    return it.ledger.has(HOUSE) and it.ledger.has(RELATION)


def heads(it: Subject) -> Iterator[Problem]:
    """Every household has one head; told at the second one's relation, or at the first row's when there is none."""
    import polars as pl

    if not _has_houses(it):
        return
    is_head = pl.col(RELATION) == HEAD
    members, number = _members(it), pl.col(HOUSE)
    headed = members.filter(is_head)[HOUSE]
    several = headed.filter(headed.is_duplicated()).unique()
    # hashes are looked up five times as fast as texts, and two of a county's houses don't share one
    without = ~number.hash().is_in(headed.to_frame().select(number.hash()).to_series().implode())
    houses = (
        members.filter(without | number.is_in(several.implode()))
        .group_by(HOUSE, maintain_order=True)
        .agg(pl.col("_序").first(), pl.col("_序").filter(is_head).alias("户主"))
    )
    unclear = {it.value(i, HOUSE) for i in it.ledger.faults.get(RELATION, ())}
    unclear |= set(it.persons.select(pl.col(HOUSE).filter(pl.col(RELATION) == "")).to_series().to_list())
    strays = {it.value(i, HOUSE) for i in it.rows(is_head & ((pl.col(HOUSE) == "") | ~pl.col("_在册")))}
    for house, first, found in houses.iter_rows():
        if found:
            where, words = it.ledger.at(found[1], RELATION), f"有 {len(found)} 名户主"
            yield problem("L220", where, detail=_say(house, words))
        elif house not in unclear and strays.isdisjoint(
            ("", house)
        ):  # nor may its head lack the number, or be gone
            yield problem("L220", it.ledger.at(first, RELATION), detail=_say(house, "没有户主"))


def _say(house: str, words: str) -> str:
    return f"户编号 {house} {words}"


def _with_heads(it: Subject) -> pl.DataFrame:
    """Return the members of each household that has just one head, beside that head's row, name, birth and sex."""
    import polars as pl

    members = _members(it)
    own = members.filter(pl.col(RELATION) == HEAD).filter(pl.len().over(HOUSE) == 1)
    names = {"_序": "主", "姓名": "主名", "_出生": "主生", "_性别": "主性"}
    own = own.drop(RELATION).rename({old: new for old, new in names.items() if old in own.columns})
    return members.filter(pl.col(RELATION) != HEAD).join(own, on=HOUSE, maintain_order="left")


def relations(it: Subject) -> Iterator[Problem]:
    """Parents are older than the head, children younger, a spouse of the other sex; once at the head when he is odd."""
    import polars as pl

    if not _has_houses(it):
        return
    relation, born, head_born = pl.col(RELATION), pl.col("_出生"), pl.col("主生")
    known = pl.col("_性别").is_in(["男", "女"]) & pl.col("主性").is_in(["男", "女"])
    reason = (
        pl.when(relation.is_in(OLDER) & (born > head_born))
        .then(pl.lit("比户主年轻"))
        .when(relation.is_in(YOUNGER) & (born < head_born))
        .then(pl.lit("比户主年长"))
        .when((relation == SPOUSE) & known & (pl.col("_性别") == pl.col("主性")))
        .then(pl.lit("与户主同性别"))
    )
    odd = _with_heads(it).with_columns(reason.alias("因")).filter(pl.col("因").is_not_null())
    for (house, head), rows in odd.group_by(HOUSE, "主", maintain_order=True):
        sound = [i for i in rows["_序"].to_list() if not it.ledger.is_faulty(i, (RELATION,))]
        if len(sound) > 1:
            detail = _say(str(house), f"的户主与 {len(sound)} 名成员的年龄、性别不合")
            yield problem("L233", it.ledger.at(int(str(head)), RELATION), detail=detail)
        elif sound:
            detail = f"“{it.value(sound[0], RELATION)}”{rows['因'][0]}"
            yield problem("L233", it.ledger.at(sound[0], RELATION), detail=detail)


def names_of_heads(it: Subject) -> Iterator[Problem]:
    """Where the head's name stands in each row, it is that of the household's head; told once a household."""
    import polars as pl

    if not (_has_houses(it) and it.ledger.has(HEAD_NAME)):
        return
    own = _members(it).filter(pl.col(RELATION) == HEAD).filter(pl.len().over(HOUSE) == 1)
    heads_of = {house: (i, name) for i, house, name in own.select("_序", HOUSE, "姓名").iter_rows()}
    said: dict[str, list[int]] = {}
    for i in it.rows((pl.col(HEAD_NAME) != "") & pl.col(HOUSE).is_in(list(heads_of)), HEAD_NAME, HOUSE):
        said.setdefault(it.value(i, HOUSE), []).append(i)
    for house, rows in said.items():
        head, name = heads_of[house]
        wrong = [i for i in rows if it.value(i, HEAD_NAME) != name]
        if not wrong or not name or it.ledger.is_faulty(head, ("姓名",)):
            continue
        # when all rows agree against the head's own name, that one is odd
        field, at = ("姓名", head) if len(wrong) == len(rows) > 1 else (HEAD_NAME, wrong[0])
        facts = {"found": it.value(wrong[0], HEAD_NAME), "name": name, "house": house}
        yield problem("L234", it.ledger.at(at, field), **facts)
