"""What each village did in 2023: its classes, checks, brand, new firms; who keeps which ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tools.example.trades import WISHES


@dataclass(frozen=True, slots=True)
class Course:
    """A training class: trade, school, days, hours; `issued` when its certificates came, None while they have not."""

    name: str
    trade: str
    school: str
    first: date
    last: date
    hours: int
    certificate: str
    issued: date | None
    failed: int
    examined: bool = True


@dataclass(frozen=True, slots=True)
class Checking:
    """One round of checks: how many rows were drawn, how many did not agree, how many of these stay uncorrected."""

    name: str
    first: date
    last: date
    drawn: int
    wrong: int
    open: int = 0


@dataclass(frozen=True, slots=True)
class Services:
    """The service side of a village; `others` who sat in a class without having wished for its trade."""

    officer: str
    party_clerk: str
    mediator: str
    courses: tuple[Course, Course]
    wishes: Mapping[str, float]
    others: int
    checks: tuple[Checking, Checking]
    old_phone: int
    brand: str
    brand_award: str
    jobs_of_new_firms: tuple[int, ...]
    loans: int
    loans_asked: int
    disputes: Mapping[str, int]
    case_word: str
    weeks_missed: frozenset[int]


def _wishes(first: int, second: int, rest: int, trades: tuple[str, str]) -> dict[str, float]:
    """Return trade → weight among those who wish to be trained: those of the two classes, then each other."""
    return dict.fromkeys(WISHES, float(rest)) | dict(zip(trades, (first, second), strict=True))


SERVICES = {
    "梅州村": Services(
        officer="谢雨禾",
        party_clerk="邱慕云",
        mediator="傅昌",
        courses=(
            Course(
                name="2023年第1期中式烹调班",
                trade="中式烹调师",
                school="宜春市启禾职业培训学校",
                first=date(2023, 7, 18),
                last=date(2023, 8, 31),
                hours=42,
                certificate="中式烹调师（五级/初级工）",
                issued=date(2023, 9, 15),
                failed=2,
            ),
            Course(
                name="2023年第2期养老护理班",
                trade="养老护理员",
                school="宜春市启禾职业培训学校",
                first=date(2023, 9, 2),
                last=date(2023, 9, 24),
                hours=64,
                certificate="养老护理员（五级/初级工）",
                issued=None,
                failed=3,
            ),
        ),
        wishes=_wishes(45, 40, 2, ("中式烹调师", "养老护理员")),
        others=9,
        checks=(
            Checking("2023年上半年", date(2023, 7, 3), date(2023, 7, 7), drawn=100, wrong=5),
            Checking("2023年下半年", date(2023, 9, 20), date(2023, 9, 25), drawn=110, wrong=3),
        ),
        old_phone=8001,
        brand="梅州厨娘",
        brand_award="2023年镇级劳务品牌",
        jobs_of_new_firms=(5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 1, 1, 1),
        loans=8,
        loans_asked=0,
        disputes={"成功": 9, "不成功": 2, "调解中": 2},
        case_word="梅劳调",
        weeks_missed=frozenset(),
    ),
    "洪江村": Services(
        officer="丁语桐",
        party_clerk="雷鸣山",
        mediator="汤锦程",
        courses=(
            Course(
                name="2023年第1期家政服务班",
                trade="家政服务员",
                school="宜春市沐谷职业培训学校",
                first=date(2023, 8, 1),
                last=date(2023, 8, 18),
                hours=80,
                certificate="家政服务员培训合格证",
                issued=date(2023, 9, 5),
                failed=2,
            ),
            Course(
                name="2023年第2期电工班",
                trade="电工",
                school="宜春市沐谷职业培训学校",
                first=date(2023, 9, 20),
                last=date(2023, 10, 14),
                hours=96,
                certificate="电工（五级/初级工）",
                issued=None,
                failed=0,
                examined=False,
            ),
        ),
        wishes=_wishes(36, 32, 4, ("家政服务员", "电工")),
        others=7,
        checks=(
            Checking("2023年上半年", date(2023, 7, 5), date(2023, 7, 11), drawn=80, wrong=11),
            Checking("2023年下半年", date(2023, 9, 20), date(2023, 9, 25), drawn=80, wrong=8, open=3),
        ),
        old_phone=8501,
        brand="洪江竹匠",
        brand_award="",
        jobs_of_new_firms=(4, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0),
        loans=4,
        loans_asked=1,
        disputes={"成功": 3, "不成功": 1, "调解中": 1},
        case_word="洪村劳调",
        weeks_missed=frozenset((3, 7, 11, 13)),
    ),
}
