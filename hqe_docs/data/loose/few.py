"""Values that stand alone in a column of few: a type nobody else has, a place written almost like another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from hqe_docs.data.loose.table import Loose
from hqe_docs.masking import shorten
from hqe_docs.problems import Problem, problem
from hqe_docs.values import nearest, squeeze

RARE, COMMON, KINDS_OF = 0.005, 0.02, 15
FEWEST_TYPED, FEWEST_PLACES, PLACES = 100, 40, 40
ALIKE = 0.6
FEW_LEFT = 3
_RANGE = re.compile(r"\d\D{1,3}\d")
FEWEST_LIKE = 40
LONG, NEAR = 4, 12
_TYPE = re.compile(
    r"类型|类别|类形|性质|状态|状况|等级|档次|方式|程度|学历|情况|意愿|结果|原因|形式|民族|面貌|能力|关系|是否|要求|工种"
)
_FREE = re.compile(
    r"姓名|名称|单位|企业|地址|住址|地点|[村组镇乡]|备注|说明|措施|需求|问题|内容|经办|责任|编号|号$|人$|院校|专业|银行"
)
_PLACE = re.compile(r"村|社区|组别|地址|住址|所在地")
_VILLAGE = re.compile(r"(?:^|[省市县区镇乡]|街道)([\u4e00-\u9fff]{2,4}?(?:村|社区))(?!民)")


def rare_types(it: Loose) -> Iterator[Problem]:
    """In a column whose few values return again and again, one that stands alone is doubtful."""
    for item in it.ledger.kind.fields:
        heading = it.heading(item.name)
        if item.codes or item.format or item.type != "string" or _FREE.search(heading):
            continue
        cells = it.filled(item.name)
        uses = Counter(value for _, value in cells)
        usual = [value for value, count in uses.items() if count >= max(2, COMMON * len(cells))]
        alone = [(i, value) for i, value in cells if uses[value] <= max(1, RARE * len(cells))]
        if len(cells) < FEWEST_LIKE or not 1 <= len(usual) <= KINDS_OF:
            continue
        # the list of values must be a closed one: but for a few cells every value stands often
        if len(alone) > FEW_LEFT or sum(uses[value] for value in usual) + len(alone) < len(cells):
            continue
        is_type = bool(_TYPE.search(heading)) and len(cells) >= FEWEST_TYPED and len(usual) > 1
        for i, value in alone:
            guess = nearest(value, usual)
            if (
                not _RANGE.search(value)
                and not _is_part(value, usual)
                and (is_type or any(_is_mistyped(value, known) for known in usual))
            ):
                hint = f"您是不是想写“{guess}”？" if guess else ""
                facts = {"name": item.name, "found": shorten(value), "values": "、".join(usual)}
                yield problem("L317", it.ledger.at(i, item.name), hint=hint, **facts)


def _is_mistyped(value: str, known: str) -> bool:
    """Say whether two words differ in one character, and those two sound alike (or are one of four and more)."""
    apart = [(a, b) for a, b in zip(value, known, strict=False) if a != b]
    if len(value) != len(known) or len(value) < 2 or len(apart) != 1:
        return False
    return len(value) >= LONG or sounds_alike(*apart[0])


def sounds_alike(one: str, other: str) -> bool:
    """Say whether two common characters have about the same sound: GB 2312 orders the first 3,755 by it."""
    places = [_place(char) for char in (one, other)]
    return all(places) and abs(places[0] - places[1]) <= NEAR


def _place(char: str) -> int:
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return 0
    is_common = len(code) == 2 and 0xB0 <= code[0] <= 0xD7
    return (code[0] - 0xA0) * 94 + code[1] - 0xA0 if is_common else 0


def _is_part(value: str, usual: Sequence[str]) -> bool:
    return any(squeeze(value) in squeeze(known) or squeeze(known) in squeeze(value) for known in usual)


def rare_places(it: Loose) -> Iterator[Problem]:
    """A village that stands once, with a name almost like one that stands often, is misspelt."""
    for item in it.ledger.kind.fields:
        if not _PLACE.search(item.name) or item.type != "string" or item.codes:
            continue
        cells = [
            (i, match[1]) for i, text in it.filled(item.name) if (match := _VILLAGE.search(squeeze(text)))
        ]
        uses = Counter(place for _, place in cells)
        often = [place for place, count in uses.items() if count >= max(3, COMMON * len(cells))]
        # the list of villages must be a closed one: 上屋村 beside 下屋村 may well be right
        if len(cells) < FEWEST_PLACES or len(often) > PLACES or len(uses) - len(often) > FEW_LEFT:
            continue
        for i, place in cells:
            alone = uses[place] == 1
            like = next((known for known in often if alone and _is_misspelt(place, known)), None)
            if like:
                yield problem("L330", it.ledger.at(i, item.name), found=place, like=like)


def _is_misspelt(place: str, known: str) -> bool:
    """Say whether one character differs; 东村 and 西村 are two villages."""
    return len(place) == len(known) >= 3 and SequenceMatcher(None, place, known).ratio() >= ALIKE
