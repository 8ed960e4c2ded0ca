"""Names of organisations: what stands once beside the same name many times, one character apart, is a slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hqe_docs.paper.lint.prose import HAN, Prose
from hqe_docs.problems import Problems

KINDS = (
    *(
        "人民政府",
        "人民代表大会",
        "管理委员会",
        "村民委员会",
        "居民委员会",
        "委员会",
        "办公室",
        "办事处",
        "领导小组",
    ),
    *("保障局", "事业局", "财政局", "教育局", "民政局", "农业农村局", "劳保所", "财政所", "司法所", "派出所"),
    *("服务中心", "管理局", "服务局", "保障厅", "管委会", "有限公司", "合作社"),
)
_WHOLE = frozenset(
    ("人民政府", "人民代表大会", "管理委员会", "村民委员会", "居民委员会", "办公室", "领导小组")
)
_BOUND = re.compile(rf"(?<![{HAN}])([{HAN}]{{1,16}}?(?:{'|'.join(KINDS)}))(?![{HAN}])")
_JOINING = re.compile(r"[的由和与及向报至是在对将经按为到从被让请或以各本该]")
_PLACES = set("省市县区乡镇村社街东西南北上下中一二三四五六七八九十大小新老前后甲乙丙丁〇分副总级")
_TOLD_APART = 3  # how often the right name must stand for each time the other does


def check_organisations(prose: Prose, found: Problems, names: Iterable[str] = ()) -> None:
    """Find names of organisations one character off those `names`, or off a name that stands there often."""
    told: set[int] = set()
    slips = (_slips(prose.whole, name) for name in _known(prose, names))
    for right, wrong, place in sorted(slip for each in slips for slip in each):
        if place in told:
            continue
        for match, line in prose.each(re.compile(re.escape(wrong))):
            if match.start() not in told:
                told.update(range(match.start(), match.end()))
                found.add("G330", line.where, found=wrong, wanted=right, number=prose.whole.count(right))


def _known(prose: Prose, names: Iterable[str]) -> list[str]:
    """Return the names given and those that stand between marks and at least three times in all."""
    whole = prose.whole
    met = Counter(match[1] for match in _BOUND.finditer(whole) if not _JOINING.search(match[1][:-3]))
    often = [name for name in met if len(name) >= 5 and whole.count(name) >= _TOLD_APART]
    return list(dict.fromkeys([*(name for name in names if len(name) >= 5), *often]))


def _slips(whole: str, name: str) -> Iterator[tuple[str, str, int]]:
    """Yield each (name, near-duplicate, place): another character, one too few or too many inside the name."""
    known = whole.count(name)
    near = Counter(_near(whole, name))
    for wrong, number in near.items():
        if number * _TOLD_APART <= known and whole.count(wrong) == number:
            yield name, wrong, whole.find(wrong)


def _near(whole: str, name: str) -> Iterator[str]:
    """Yield the near-duplicates of a name: half of it must stand there as it is."""
    half = len(name) // 2
    head, tail = name[:half], name[half:]
    for place in _finds(whole, head):
        for length in (len(name), len(name) - 1, len(name) + 1):
            other = whole[place : place + length]
            if other[-2:] == name[-2:] and _is_slip(name, other):
                yield other
                break
    for place in _finds(whole, tail):
        for length in (half, half - 1, half + 1):
            other = whole[max(0, place - length) : place + len(tail)]
            if other[:1] == name[:1] and _is_slip(name, other):
                yield other
                break


def _finds(whole: str, part: str) -> Iterator[int]:
    place = whole.find(part)
    while place >= 0:
        yield place
        place = whole.find(part, place + 1)


def _is_slip(name: str, other: str) -> bool:
    """Say whether `other` is `name` with one character changed, lost or added inside, and no other organisation."""
    if other == name or not re.fullmatch(rf"[{HAN}]+", other):
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), len(other))
    more = len(other) - len(name)
    before, after = name[start : start + 1 - (more > 0)], other[start : start + 1 - (more < 0)]
    if name[start + len(before) :] != other[start + len(after) :]:
        return False
    if {*before, *after} & _PLACES:
        return False  # 洪江镇 and 洪江村, 东南村 and 西南村 are two
    if "和" in (before, after):
        return name[:start].endswith("资源")
    kind = next((kind for kind in KINDS if name.endswith(kind)), "")
    is_told_apart = (len(name) - len(kind) <= start and kind in _WHOLE) or len(name) - len(kind) >= 8
    return is_told_apart or bool(before and after and sounds_alike(before, after))


def sounds_alike(one: str, other: str) -> bool:
    """Say whether two common characters probably sound the same: GB 2312 sorts them by their sound."""
    try:
        places = [(text[0] - 0xA0) * 94 + text[1] for text in (one.encode("gb2312"), other.encode("gb2312"))]
    except UnicodeEncodeError:
        return False
    return all(place < 56 * 94 for place in places) and abs(places[0] - places[1]) <= 14
