"""The workbook of a matching: posts for each person, persons for each post, who is left, and how points were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.matching.posts import Post
from hqe_docs.data.matching.ranking import Pick, Ranking, Reason, Refusals
from hqe_docs.data.matching.records import TYPED
from hqe_docs.data.matching.seekers import Seeker
from hqe_docs.data.persons import GROUP, ID, NAME, VILLAGE
from hqe_docs.office.ledgers.ledgersheets import book_column
from hqe_docs.office.ledgers.ledgerwork import appended_sheet
from hqe_docs.office.matching.pool import Pool
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet
from hqe_docs.values import decimal_text

PROPOSALS = "推荐岗位"
INSIDE = "内部资料，注意保管"
PERSON = {VILLAGE: 12, GROUP: 9, NAME: 9, ID: 20, "联系电话": 13}
PLACE = {"名次": 6, "岗位编号": 9, "单位名称": 22, "岗位名称": 12, "工作地点": 18, "月薪待遇": 15}
SCORE = {"匹配得分": 9, "待核": 14, "理由": 70}


def result_sheets(pool: Pool, ranking: Ranking, record: LedgerKind) -> list[BookSheet]:
    """Return the sheets; the first is typed into and read back as a ledger of the kind `record`."""
    return [
        _proposals(pool, ranking, record),
        _candidates(pool, ranking),
        _left_persons(pool, ranking),
        _left_posts(pool, ranking),
        _method(pool),
    ]


# ---------------------------------------------------------------- words
def points_text(points: int) -> str:
    """Return hundredths of points as printed."""
    return decimal_text(Fraction(points, 100))


def pending_text(reasons: Sequence[Reason]) -> str:
    """Return the criteria that are still to be asked."""
    return "、".join(reason.criterion for reason in reasons if reason.outcome.state == "待核")


def reasons_text(reasons: Sequence[Reason]) -> str:
    """Return what every criterion says that has something to say, with its points."""
    return "；".join(reason_text(reason) for reason in reasons if tells(reason))


def tells(reason: Reason) -> bool:
    """Say whether a reason is worth a line: it gives or could give points, is a condition that counted, or is open."""
    made = reason.outcome
    return bool(reason.points or made.note or made.state in ("符合", "待核"))


def reason_text(reason: Reason) -> str:
    """Return one reason: the person's value, the post's, how it comes out."""
    made = reason.outcome
    sides = f"本人{made.person}，岗位{made.post}" if made.person else f"岗位{made.post}"
    state = "、".join(part for part in (made.state if made.state != "不限" else "", made.note) if part)
    return f"{reason.criterion} {points_text(reason.points)}分（{sides}{'，' + state if state else ''}）"


def refusals_text(refused: Refusals, least: str, other: str) -> str:
    """Return why nothing was proposed, most frequent first, and what alone stood in the way."""
    each = sorted(refused.broken.items(), key=lambda it: -it[1])
    words = [f"{name}不符 {count} {other}" for name, count in each]
    alone = [f"{name} {count} {other}" for name, count in refused.alone.items()]
    words += [f"只差一项的：{'、'.join(alone)}"] if alone else []
    words += [f"条件都符合的 {refused.left} {other}，得分不到 {least}"] if refused.left else []
    return f"共 {refused.total} {other}；" + "；".join(words)


# ---------------------------------------------------------------- proposals
def _proposals(pool: Pool, ranking: Ranking, record: LedgerKind) -> BookSheet:
    widths = {**PERSON, **PLACE, **SCORE}
    columns = [_column(name, width) for name, width in widths.items()]
    columns += [book_column(field) for name in TYPED if (field := record.field(name))]
    rows = [
        [
            *_person(seeker),
            str(place),
            *_post(ranking.posts[pick.index]),
            *_scored(ranking, index, pick),
            *[""] * len(TYPED),
        ]
        for index, (seeker, picks) in enumerate(zip(ranking.seekers, ranking.of_person, strict=True))
        for place, pick in enumerate(picks, 1)
    ]
    remark = f"{_day(pool)}右边各栏（{TYPED[0]}起）推荐后填写，填好存盘，用 hqe match record 录入。{INSIDE}"
    return BookSheet(PROPOSALS, f"{pool.name}{PROPOSALS}", columns, rows, remark, kept=3)


def _column(name: str, width: float) -> BookColumn:
    length = 18 if name == ID else 0
    kind = "integer" if name == "名次" else "number" if name == "匹配得分" else "string"
    return BookColumn(name, kind, width, length=length, across="left" if width >= 22 else "center")


def _person(seeker: Seeker) -> list[str]:
    return [seeker.home.name, seeker.group, seeker.name, seeker.number, seeker.phone]


def _post(post: Post) -> list[str]:
    return [post.number, post.unit, post.title, post.place.text, post.pay_text]


def _scored(ranking: Ranking, person: int, pick: Pick) -> list[str]:
    reasons = ranking.reasons(person, pick.index)
    return [points_text(pick.points), pending_text(reasons), reasons_text(reasons)]


def _day(pool: Pool) -> str:
    return f"基准日 {pool.day}；" if pool.day else ""


def _candidates(pool: Pool, ranking: Ranking) -> BookSheet:
    titles = {
        "岗位编号": 9.0,
        "单位名称": 22.0,
        "岗位名称": 12.0,
        "招聘人数": 9.0,
        "名次": 6.0,
        **PERSON,
        **SCORE,
    }
    rows = [
        [
            post.number,
            post.unit,
            post.title,
            str(post.left),
            str(place),
            *_person(ranking.seekers[pick.index]),
            *_scored_for(ranking, index, pick),
        ]
        for index, (post, picks) in enumerate(zip(ranking.posts, ranking.of_post, strict=True))
        for place, pick in enumerate(picks, 1)
    ]
    return appended_sheet("推荐人选", titles, rows, f"招聘人数是还缺的人数。{INSIDE}")


def _scored_for(ranking: Ranking, post: int, pick: Pick) -> list[str]:
    return _scored(ranking, pick.index, Pick(post, pick.points, pick.pending))


# ---------------------------------------------------------------- who is left
def _left_persons(pool: Pool, ranking: Ranking) -> BookSheet:
    titles = {**PERSON, "求职理由": 12.0, "没有推荐的原因": 80.0}
    least = ranking.bench.settings["推荐最低得分"]
    rows = [
        [
            *_person(seeker),
            seeker.why,
            refusals_text(ranking.refusals(index, of_person=True), least, "个岗位"),
        ]
        for index, (seeker, picks) in enumerate(zip(ranking.seekers, ranking.of_person, strict=True))
        if not picks
    ]
    return appended_sheet("没有推荐岗位的人", titles, rows, f"一个岗位可以有几项不符。{INSIDE}")


def _left_posts(pool: Pool, ranking: Ranking) -> BookSheet:
    titles = {"岗位编号": 9.0, "单位名称": 24.0, "岗位名称": 14.0, "招聘人数": 9.0, "原因": 80.0}
    least = ranking.bench.settings["推荐最低得分"]
    rows = [
        [
            *_post(post)[:3],
            str(post.left),
            refusals_text(ranking.refusals(index, of_person=False), least, "人"),
        ]
        for index, (post, picks) in enumerate(zip(ranking.posts, ranking.of_post, strict=True))
        if not picks
    ]
    rows += [[*_post(post)[:3], str(post.wanted), f"没有参加匹配：{why}"] for post, why in pool.closed]
    return appended_sheet("没有人选的岗位", titles, rows, "已经招满、过期的岗位没有参加匹配。")


# ---------------------------------------------------------------- how points were given
def _method(pool: Pool) -> BookSheet:
    titles = {"名称": 16.0, "取值": 16.0, "说明": 60.0, "依据或默认": 60.0}
    return appended_sheet(
        "评分办法", titles, list(_rules(pool)), f"{pool.bench.rules.title}；满分 {pool.bench.rules.full} 分"
    )


def _rules(pool: Pool) -> Iterator[list[str]]:
    rules, settings = pool.bench.rules, pool.bench.settings
    for name, part in rules.parts.items():
        yield [name, f"{part.points} 分", part.note, "硬条件，不符的不推荐" if part.hard else "只计分"]
    for key, share in rules.shares.model_dump(by_alias=True).items():
        yield [key, f"{share}%", "得这一项满分的百分之几，或减去百分之几", ""]
    for name, setting in rules.settings.items():
        note = f"默认 {setting.default}；{setting.source}"
        yield [name, settings[name], setting.note, note]
    for what, grounds in (("年龄依据", rules.grounds.age), ("性别依据", rules.grounds.sex)):
        for ground in grounds:
            yield [what, "、".join(ground.words), "写有这些字的要求作为条件", ground.source]
    for seekers in rules.seekers:
        yield ["求职人员", seekers.name, f"理由：{seekers.reason}", "条件见 programmes/人岗匹配.yaml"]
