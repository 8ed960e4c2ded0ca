"""Names in columns: two characters stand as wide as three by one full-width blank, never by half-width ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from hqe_docs.paper.lint.language.prose import HAN, Line, Prose
from hqe_docs.problems import Problems

_ROW = re.compile(
    rf"[ \t\u3000]*(?:(?P<label>[{HAN}](?:[ \u3000]*[{HAN}]){{1,7}})：[ \t\u3000]*)?"
    rf"(?P<name>[{HAN}](?:[{HAN}]{{1,2}}|[ \u3000]+[{HAN}]))(?P<gap>[ \u3000\t]+)(?P<post>[{HAN}][^。；]{{1,40}})"
)
_NAME = re.compile(rf"[{HAN}]([ \u3000]*)[{HAN}]")
_LONG_NAME = re.compile(rf"[{HAN}]{{3}}")
_HEADINGS = re.compile(r"姓[ \u3000]*名|责任人|联系人|负责人")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍"
    "韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包"
    "司柏宁柯阮桂解卓肖揭付晏蓝简古邬揭习皮"
)


def check_names(prose: Prose, found: Problems) -> None:
    """Find names and labels spread by half-width blanks, or padded in some rows of a column only."""
    for rows in rosters(prose.lines):
        _check_labels(rows, found)
        _check_column([(match["name"], line) for match, line in rows], found, aligned=True)
    for cells in _columns(prose.lines):
        _check_column([(line.text.strip(), line) for line in cells], found, aligned=False)


def rosters(lines: Iterable[Line]) -> list[list[tuple[re.Match[str], Line]]]:
    """Return the runs of two rows and more that hold a name and a post; empty lines don't end them."""
    runs: list[list[tuple[re.Match[str], Line]]] = [[]]
    for line in lines:
        if line.cell is not None or not line.text.strip():
            continue
        match = _ROW.fullmatch(line.text.replace("\n", "\t"))
        if match:
            runs[-1].append((match, line))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _check_labels(rows: list[tuple[re.Match[str], Line]], found: Problems) -> None:
    for match, line in rows:
        label = match["label"] or ""
        if "  " in label:  # one each in 副 组 长 makes it as wide as four
            found.add("G327", line.where, found=label, why="用半角空格撑开", wanted="全角空格")


def _columns(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the cells below each heading that says that names follow."""
    below: dict[tuple[int, int], list[Line]] = defaultdict(list)
    headed: set[tuple[int, int]] = set()
    for line in lines:
        if line.cell is None:
            continue
        place = (line.cell[0], line.cell[2])
        if _HEADINGS.fullmatch(line.text.strip()):
            headed.add(place)
        elif place in headed and line.text.strip():
            below[place].append(line)
    return list(below.values())


def _check_column(names: list[tuple[str, Line]], found: Problems, *, aligned: bool) -> None:
    """Check the names of a column; where it is `aligned` by its text alone, short names need the blank."""
    padded = [match[1] for name, _ in names if (match := _NAME.fullmatch(name)) and match[1]]
    if len(names) < 2 or sum(name[:1] in _SURNAMES for name, _ in names) * 5 < len(names) * 4:
        return  # not a column of names
    has_long = any(_LONG_NAME.fullmatch(name) for name, _ in names)
    for name, line in names:
        match = _NAME.fullmatch(name)
        if not match:
            continue
        wanted = f"{name[0]}\u3000{name[-1]}"
        if " " in match[1] or len(match[1]) > 1:
            found.add("G327", line.where, found=name, why="中间不是一个全角空格", wanted=f"“{wanted}”")
        elif not match[1] and has_long and (aligned or padded):
            why = "没有与三字姓名对齐"
            found.add("G327", line.where, found=name, why=why, wanted=f"“{wanted}”")
