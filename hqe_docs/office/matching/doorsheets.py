"""入户送岗单: what is carried to a door, a page a household or a person, filled from templates/入户送岗单.docx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.matching.criteria import Bench
from hqe_docs.data.matching.places import Home
from hqe_docs.data.matching.posts import KIND, post_of
from hqe_docs.data.matching.ranking import Pick, Ranking, Reason
from hqe_docs.data.matching.rules import load_rules
from hqe_docs.data.matching.seekers import Seeker
from hqe_docs.library import Library
from hqe_docs.office.matching.pool import Pool
from hqe_docs.office.matching.resultsheets import pending_text, points_text, tells
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.fill import fill
from hqe_docs.problems import Location, Problems
from hqe_docs.values import as_date

NAME = "入户送岗单"
TEMPLATE = f"templates/{NAME}.docx"
HOUSEHOLD, PERSON = "户", "人"
# what is to be asked at the door where a criterion is open
QUESTIONS = {
    "工种": "想做什么工种",
    "地点": "最远愿意去哪里上班",
    "工资": "最低要多少月薪",
    "技能": "有没有技能证书",
    "学历": "文化程度",
    "年龄": "出生年月",
    "性别": "性别",
    "对象": "是否属于专门招用的人员",
    "体力": "身体状况能否胜任",
}
SAID = {"地点": "地点合意", "工资": "工资够", "技能": "证书符合", "学历": "学历够", "对象": "属于招用对象"}
OTHERS = "其他要求"


def write_sheets_for(
    home: Home, pool: Pool, ranking: Ranking, path: Path, *, library: Library, by: str, found: Problems
) -> Path | None:
    """Write the sheets of a creation point; return where, None where there are none or they can't be written."""
    pages = list(_pages(ranking, home, by))
    if not pages:
        return None
    template = library.find(TEMPLATE)
    if template is None:
        found.add("R108", Location(TEMPLATE), document=NAME, file=TEMPLATE)
        return None
    problems = fill(template, _context(home, pages, pool), path)
    found.extend(problems)
    return path if path.is_file() and not any(it.severity == "error" for it in problems) else None


def sample(loaded: Loaded) -> dict[str, Any]:
    """Return what the sheet is filled with beside names that every paper has, for an invented person and post."""
    rules, kind = load_rules(loaded.library, Problems()), loaded.kinds.get(KIND)
    if rules is None or kind is None:
        return {}
    home, bench = Home((), loaded.name), Bench.of(rules, {})
    seeker = Seeker("1", "某人", home, 40, "男", "初中", (), (), "", None, frozenset(), "", house="1")
    post = post_of({field.name: field.example for field in kind.fields}, home, rules)
    ranking = Ranking(bench, [seeker], [post], [], [[Pick(0, 0, 0)]], [])
    return {"送岗页": list(_pages(ranking, home, HOUSEHOLD))}


def _context(home: Home, pages: list[dict[str, Any]], pool: Pool) -> dict[str, Any]:
    town = home.parents[-1] if home.parents else ""
    lines = [f"{town}{home.name}", NAME]
    return {
        "文书": {"名称": NAME, "题名": "".join(lines), "题名行": lines, "草稿": False},
        "创建点": {"名称": home.name, "全称": "".join((*home.parents, home.name)), "基准日": pool.day},
        "送岗页": pages,
    }


def _pages(ranking: Ranking, home: Home, by: str) -> Iterator[dict[str, Any]]:
    """Yield the pages: the persons of a household together, in the order of group and household."""
    houses: dict[tuple[str, ...], list[int]] = {}
    for index, seeker in enumerate(ranking.seekers):
        if seeker.home == home and ranking.of_person[index]:
            single = () if by == HOUSEHOLD and seeker.house else (seeker.number, str(index))
            houses.setdefault((seeker.group, seeker.house, *single), []).append(index)
    for number, key in enumerate(sorted(houses, key=lambda it: (_numbered(it[0]), it[1:])), 1):
        first = ranking.seekers[houses[key][0]]
        yield {
            "编号": f"{number:03d}",
            "满分": ranking.bench.rules.full,
            "户编号": first.house,
            "组别": first.group,
            "户主姓名": first.head or first.name,
            "帮扶责任人": first.helper,
            "帮扶电话": first.helper_phone,
            "人": [_person(ranking, index) for index in houses[key]],
        }


def _numbered(group: str) -> tuple[int, str]:
    """Return a group as it is put in order: 第2组 before 第10组."""
    digits = "".join(char for char in group if char.isdecimal())
    return int(digits or 0), group


def _person(ranking: Ranking, index: int) -> dict[str, Any]:
    seeker = ranking.seekers[index]
    picks = ranking.of_person[index]
    told = [ranking.reasons(index, pick.index) for pick in picks]
    return {
        "姓名": seeker.name,
        "性别": seeker.sex,
        "年龄": seeker.age,
        "文化程度": seeker.schooling,
        "联系电话": seeker.phone,
        "技能证书": "；".join(seeker.certificates) or "没有登记",
        "意向工种": "、".join(seeker.wishes) or "没有登记",
        "意向区域": seeker.area or "没有登记",
        "期望月薪": f"{seeker.pay} 元" if seeker.pay is not None else "没有登记",
        "岗位": [
            _post(ranking, number, pick, reasons)
            for number, (pick, reasons) in enumerate(zip(picks, told, strict=True), 1)
        ],
        "要问": _questions(told),
    }


def _post(ranking: Ranking, number: int, pick: Pick, reasons: Sequence[Reason]) -> dict[str, Any]:
    post = ranking.posts[pick.index]
    return {
        "序号": number,
        "编号": post.number,
        "单位": post.unit,
        "名称": post.title,
        "地点": post.place.text,
        "月薪": post.pay_text or "面议",
        "人数": post.left,
        "联系": " ".join(part for part in (post.contact, post.phone) if part),
        "有效期": _until(post.until),
        "得分": points_text(pick.points),
        "理由": "、".join(_short(it) for it in reasons if it.outcome.state == "符合" and tells(it)),
        "待核": pending_text([it for it in reasons if it.criterion != OTHERS]),
        OTHERS: next(
            (it.outcome.post for it in reasons if it.criterion == OTHERS and it.outcome.state == "待核"), ""
        ),
    }


def _short(reason: Reason) -> str:
    """Return a reason in the words that are said at a door."""
    note = reason.outcome.note
    if reason.criterion == "工种":
        return "工种相同" if note == "同工种" else f"工种{note}"
    if reason.criterion == "地点" and note:
        return f"比意向{note}"
    if reason.criterion == "工资" and note:
        return "工资部分够"
    return SAID.get(reason.criterion, f"{reason.criterion}符合")


def _until(text: str) -> str:
    """Return until when a post is open, in few words."""
    day = as_date(text) if text else None
    return f"{day.month}月{day.day}日止" if isinstance(day, date) else text and f"{text}有效"


def _questions(told: Sequence[Sequence[Reason]]) -> str:
    """Return what is to be asked, once each."""
    open_ones = dict.fromkeys(
        it.criterion for reasons in told for it in reasons if it.outcome.state == "待核"
    )
    return "；".join(QUESTIONS[name] for name in open_ones if name in QUESTIONS)
