"""What `hqe lint` found, as people read it: file by file, by what it is about, with clause and strength."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from hqe_docs.cli.report import COLOURS, count_line

if TYPE_CHECKING:
    from hqe_docs.office.papers.linting import Linted
    from hqe_docs.office.papers.relaying import Fixed
    from hqe_docs.problems import Problem

_SHOWN = 4  # places of one finding
# by the beginnings of their codes
_SUBJECTS = {
    "页面": ("G10",),
    "版头、主体、版记": ("G2",),
    "正文": ("G11", "G12"),
    "页码": ("G13",),
    "表格": ("G14",),
    "字体": ("G15",),
    "文字": ("G3",),
    "文件": ("",),
}


def linted_text(linted: Sequence[Linted]) -> str:
    """Return the whole report; the files in their order, then how many problems there are."""
    found = [item for one in linted for item in one.problems]
    lines = [line for one in linted for line in _file_lines(one)]
    last = count_line(found) if found else "没有发现问题" if linted else "没有 .docx 文件"
    return "\n".join([*lines, "", last])


def fixed_text(fixed: Sequence[Fixed]) -> str:
    """Return for each file the copy that was written, what was mended in it and what is left to do."""
    blocks = []
    for one in fixed:
        lines = [click.style(one.file, bold=True) + (f" → {one.path}" if one.path else "（没有写）")]
        lines += [f"  已改好：{'、'.join(one.mended_titles())}"] if one.mended else []
        lines += ["  还要人来改："] if one.path and one.problems else []
        blocks.append("\n".join([*lines, *_by_subject(one.problems)]))
    return "\n\n".join(blocks)


def _file_lines(one: Linted) -> Iterator[str]:
    form = "（没有正文段落，只检查了文字和文件内部结构）" if one.form else ""
    yield click.style(one.file, bold=True) + form + ("" if one.problems else "：没有发现问题")
    yield from _by_subject(one.problems)


def _by_subject(found: Sequence[Problem]) -> Iterator[str]:
    left = list(found)
    for subject, beginnings in _SUBJECTS.items():
        ours = [item for item in left if item.code.startswith(beginnings)]
        left = [item for item in left if item not in ours]
        if ours:
            yield f"【{subject}】"
            yield from _subject_lines(ours)


def _subject_lines(found: Sequence[Problem]) -> Iterator[str]:
    """Yield each finding once, with the places it was met at; a hint that was just given is not repeated."""
    places: dict[tuple[str, str], list[Problem]] = {}
    for item in found:
        places.setdefault((item.code, item.message), []).append(item)
    before = ""
    for same in places.values():
        yield _first_line(same)
        if same[0].hint and same[0].hint != before:
            yield f"      提示: {same[0].hint}"
        before = same[0].hint


def _first_line(same: Sequence[Problem]) -> str:
    from hqe_docs.codes import CODES
    from hqe_docs.problems import SEVERITIES

    item = same[0]
    kind = click.style(f"{SEVERITIES[item.severity]} {item.code}", fg=COLOURS[item.severity], bold=True)
    names = list(dict.fromkeys(name for one in same if (name := _place(one))))
    many = f"等 {len(names)} 处" if len(names) > _SHOWN else ""
    place = "、".join(names[:_SHOWN]) + many + "：" if names else ""
    basis = f"（{CODES[item.code].basis}）" if CODES[item.code].basis else ""
    return f"  {kind} {place}{item.message}{basis}"


def _place(item: Problem) -> str:
    return str(item.where)[len(item.where.file or "") :].lstrip("#").strip()
