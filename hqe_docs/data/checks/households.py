"""Checks of households: one head each, whose name the others give; who is older, and who can be whose spouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hqe_docs.data.persons import HOUSE
from hqe_docs.problems import Problem, problem

if TYPE_CHECKING:
    import polars as pl

    from hqe_docs.data.checks.rules import Subject

RELATION, HEAD, SPOUSE = "与户主关系", "户主", "配偶"
HEAD_NAME = "户主姓名"
OLDER = ("父亲", "母亲", "岳父", "岳母", "公公", "婆婆", "祖父", "祖母", "外祖父", "外祖母", "兄", "姐")
YOUNGER = ("子", "女", "孙子", "孙女", "外孙子", "外孙女", "曾孙子", "曾孙女", "弟", "妹")
_MEN = "子 女婿 孙子 外孙子 孙女婿 曾孙子 父亲 岳父 公公 祖父 外祖父 兄 弟 姐夫 妹夫 侄子 伯父 叔父"
_WOMEN = "女 儿媳 孙女 外孙女 孙媳 曾孙女 母亲 岳母 婆婆 祖母 外祖母 姐 妹 嫂 弟媳 侄女 外甥女 伯母 婶母"
MALE, FEMALE = _MEN.split(), _WOMEN.split()


def _members(it: Subject, *more: str) -> pl.DataFrame:
    """Return index, house, relation and `more` of those that are still there and have a house."""
    import polars as pl

    there = (pl.col(HOUSE) != "") & pl.col("_在册")
    rows = it.persons.select(there.arg_true().alias("_序")).to_series()
    return it.persons.select(rows, pl.col(HOUSE, RELATION, *more).gather(rows))


def _has_houses(it: Subject) -> bool:
    return it.ledger.has(HOUSE) and it.ledger.has(RELATION)


def heads(it: Subject) -> Iterator[Problem]:
    """Every household has one head; told at the second one's relation, or at the first row's when there is none."""
    import polars as pl

    if not _has_houses(it):
        return
    # hashes are looked up five times as fast as texts, and two of a county's houses don't share one
    is_head, number = pl.col(RELATION) == HEAD, pl.col("_户")
    members = _members(it).with_columns(pl.col(HOUSE).hash().alias("_户"))
    headed = members.filter(is_head)["_户"]
    several = headed.filter(headed.is_duplicated())
    odd = members.filter(~number.is_in(headed.implode()) | number.is_in(several.implode()))
    if odd.is_empty():
        return
    houses = odd.group_by(HOUSE, maintain_order=True).agg(
        pl.col("_序").first(), pl.col("_序").filter(is_head).alias("户主")
    )
    unclear = set(it.values(sorted(it.ledger.faults.get(RELATION, ())), HOUSE))
    unclear |= set(it.values(it.rows(pl.col(RELATION) == ""), HOUSE))
    strays = set(it.values(it.rows(is_head & ((pl.col(HOUSE) == "") | ~pl.col("_在册"))), HOUSE))
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


def _beside_heads(it: Subject) -> pl.DataFrame:
    """Return the members beside the row, birth and sex of their head, which are missing unless there is just one."""
    import polars as pl

    members = _members(it, "_出生", "_性别")
    is_head = pl.col(RELATION) == HEAD
    own = members.filter(is_head & ((is_head.sum().over(HOUSE)) == 1))
    own = own.select(
        HOUSE, pl.col("_序").alias("主"), pl.col("_出生").alias("主生"), pl.col("_性别").alias("主性")
    )
    return members.filter(~is_head).join(own, on=HOUSE, how="left", maintain_order="left")


def relations(it: Subject) -> Iterator[Problem]:
    """Words for men are said of men; parents are older than the head, children younger, a spouse of the other sex.

    Told at the member, or once at the head when several members contradict him.
    """
    import polars as pl

    if not _has_houses(it):
        return
    relation, sex, head = pl.col(RELATION), pl.col("_性别"), pl.col("主生")
    known = sex.is_in(["男", "女"]) & (sex == pl.col("主性"))
    cases = (
        (relation.is_in(MALE) & (sex == "女"), "是男性的称谓，本人却是女性"),
        (relation.is_in(FEMALE) & (sex == "男"), "是女性的称谓，本人却是男性"),
        (relation.is_in(OLDER) & (pl.col("_出生") > head), "比户主年轻"),
        (relation.is_in(YOUNGER) & (pl.col("_出生") < head), "比户主年长"),
        ((relation == SPOUSE) & known, "与户主同性别"),
    )
    reason = pl.coalesce(pl.when(case).then(pl.lit(words)) for case, words in cases)
    rows = _beside_heads(it).with_columns(reason.alias("因")).filter(pl.col("因").is_not_null())
    odd = [
        row
        for row in rows.select("_序", "主", "因").iter_rows()
        if not it.ledger.is_faulty(row[0], (RELATION,))
    ]
    against = Counter(head for _, head, why in odd if "户主" in why)
    for i, head_at, why in odd:
        if "户主" not in why or against[head_at] == 1:
            yield problem("L233", it.ledger.at(i, RELATION), detail=f"“{it.value(i, RELATION)}”{why}")
    for head_at, count in against.items():
        if count > 1:
            detail = _say(it.value(head_at, HOUSE), f"的户主与 {count} 名成员的年龄、性别不合")
            yield problem("L233", it.ledger.at(head_at, RELATION), detail=detail)


def names_of_heads(it: Subject) -> Iterator[Problem]:
    """Where the head's name stands in each row, it is that of the household's head; told once a household."""
    import polars as pl

    if not (_has_houses(it) and it.ledger.has(HEAD_NAME)):
        return
    own = _members(it, "姓名").lazy().filter((pl.col(RELATION) == HEAD) & (pl.col("姓名") != ""))
    own = own.filter(pl.len().over(HOUSE) == 1).select(
        HOUSE, pl.col("_序").alias("主"), pl.col("姓名").alias("主名")
    )
    said = (
        it.persons.lazy()
        .with_row_index("_序")
        .filter(pl.col(HEAD_NAME) != "")
        .join(own, on=HOUSE, maintain_order="left")
    )
    apart = pl.col(HEAD_NAME) != pl.col("主名")
    houses = said.group_by(HOUSE, maintain_order=True).agg(
        pl.col("主", "主名").first(), pl.len().alias("行数"), pl.col("_序").filter(apart).alias("不符")
    )
    houses = houses.filter(pl.col("不符").list.len() > 0)
    for house, head, name, rows, wrong in houses.collect().iter_rows():
        odd = [i for i in wrong if not it.ledger.is_faulty(i, (HEAD_NAME, HOUSE))]
        if not odd or it.ledger.is_faulty(head, ("姓名",)):
            continue
        # when all rows agree against the head's own name, that one is odd
        field, at = ("姓名", head) if len(wrong) == rows > 1 else (HEAD_NAME, odd[0])
        facts = {"found": it.value(odd[0], HEAD_NAME), "name": name, "house": house}
        yield problem("L234", it.ledger.at(at, field), **facts)
