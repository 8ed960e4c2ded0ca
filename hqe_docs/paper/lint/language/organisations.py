"""Names of organisations: what stands once beside the same name many times, one character apart, is a slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hqe_docs.paper.lint.language.prose import HAN, Prose
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
_END = re.compile(rf"(?:{'|'.join(KINDS)})(?![{HAN}])")
_START = re.compile(rf"(?<![{HAN}])[{HAN}]{{1,16}}\Z")
_JOINING = re.compile(r"[的由和与及向报至是在对将经按为到从被让请或以各本该]")
_PLACES = set("省市县区乡镇村社街东西南北上下中一二三四五六七八九十大小新老前后甲乙丙丁〇分副总级")
_SHORTEST = 5
_TOLD_APART = 3  # how often the right name must stand for each time the other does


def check_organisations(prose: Prose, found: Problems) -> None:
    """Find names of organisations one character off a name that stands there often."""
    often = _often(prose.whole)
    slips = (slip for name in often for slip in _slips(prose.whole, name, prose.whole.count(name)))
    _tell(prose, slips, found)


def check_known_organisations(prose: Prose, names: Iterable[str], found: Problems) -> None:
    """Find names one character off those known to be right, unless these stand there so often that they are known."""
    known = [name for name in names if len(name) >= _SHORTEST and name not in _often(prose.whole)]
    _tell(prose, (slip for name in known for slip in _slips(prose.whole, name, len(prose.whole))), found)


def _tell(prose: Prose, slips: Iterable[tuple[str, str, int]], found: Problems) -> None:
    told: set[int] = set()
    for right, wrong, place in sorted(slips):
        if place in told:
            continue
        for match, line in prose.each(re.compile(re.escape(wrong))):
            if match.start() not in told:
                told.update(range(match.start(), match.end()))
                found.add("G330", line.where, found=wrong, wanted=right, number=prose.whole.count(right))


def _often(whole: str) -> list[str]:
    """Return the names that stand between marks and at least three times in all."""
    met = {name for name in _bounded(whole) if not _JOINING.search(name[:-3].replace("资源和", ""))}
    return [name for name in sorted(met) if len(name) >= _SHORTEST and whole.count(name) >= _TOLD_APART]


def _bounded(whole: str) -> Iterator[str]:
    """Yield the names of organisations that stand between marks."""
    for end in _END.finditer(whole):
        before = _START.search(whole, max(0, end.start() - 17), end.start())
        if before:
            yield before[0] + end[0]


def _slips(whole: str, name: str, known: int) -> Iterator[tuple[str, str, int]]:
    """Yield each (name, near-duplicate, place) that is so rare beside a name met `known` times."""
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
            if (length == half or other[:1] == name[:1]) and _is_slip(name, other):
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
        places = [
            (text[0] - 0xA1) * 94 + text[1] - 0xA1 for text in (one.encode("gb2312"), other.encode("gb2312"))
        ]
    except UnicodeEncodeError:
        return False
    return all(place < 55 * 94 for place in places) and abs(places[0] - places[1]) <= 14
