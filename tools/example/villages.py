"""The two villages of the example: their size, and how far each gets on the indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

REFERENCE_DAY = date(2023, 10, 31)
FIRST_BATCH = date(2023, 6, 28)
SECOND_BATCH = date(2023, 9, 26)


@dataclass(frozen=True, slots=True)
class Village:
    """What the maker is told about a village; rates are shares of the notice's own denominators."""

    name: str
    letters: str
    population: int
    households: int
    groups: int
    surnames: Mapping[str, float]
    she_surnames: tuple[str, ...]
    first_sequence: int
    first_phone: int
    jobless_share: float
    uninsured_share: float
    holders: int
    founders: int
    poor_households: int
    poor_jobless: int
    zero_job_households: int
    welfare_posts: int
    fishers: int
    newcomers: int
    helpers: Mapping[str, str]


MEIZHOU = Village(
    name="梅州村",
    letters="MZ",
    population=2316,
    households=612,
    groups=9,
    surnames={
        "易": 17,
        "彭": 15,
        "邱": 12,
        "谢": 11,
        "李": 10,
        "黄": 8,
        "刘": 8,
        "晏": 5,
        "蓝": 4,
        "欧阳": 2,
    },
    she_surnames=("蓝",),
    first_sequence=1,
    first_phone=1,
    jobless_share=0.0415,
    uninsured_share=0.0125,
    holders=121,
    founders=194,
    poor_households=36,
    poor_jobless=4,
    zero_job_households=0,
    welfare_posts=12,
    fishers=0,
    newcomers=26,
    helpers={
        "谢雨禾": "19900009101",
        "易喆": "19900009102",
        "蓝秋月": "19900009103",
        "晏小满": "19900009104",
        "傅昌": "19900009105",
    },
)

HONGJIANG = Village(
    name="洪江村",
    letters="HJ",
    population=1742,
    households=466,
    groups=7,
    surnames={"钟": 16, "曾": 14, "龚": 12, "陈": 11, "张": 10, "雷": 8, "袁": 7, "丁": 5, "上官": 2},
    she_surnames=("雷", "钟"),
    first_sequence=500,
    first_phone=5001,
    jobless_share=0.066,
    uninsured_share=0.0265,
    holders=76,
    founders=116,
    poor_households=31,
    poor_jobless=3,
    zero_job_households=2,
    welfare_posts=9,
    fishers=3,
    newcomers=18,
    helpers={
        "丁语桐": "19900009201",
        "程堃": "19900009202",
        "曾玉珊": "19900009203",
        "万晴": "19900009204",
    },
)

VILLAGES = (MEIZHOU, HONGJIANG)
