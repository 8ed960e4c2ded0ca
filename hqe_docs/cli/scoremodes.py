"""What `hqe score` is asked for: one of its modes; options that make no sense together are wrong usage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path

Step = Callable[[str], None]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments and options as typed."""

    paths: tuple[Path, ...]
    libraries: tuple[Path, ...]
    as_json: bool
    no: int | None
    supposed: tuple[str, ...]
    compared: tuple[str, ...]
    out: Path | None
    picture: Path | None


@dataclass(frozen=True, slots=True)
class Mode:
    """How the answer is made, and what it looks like on a terminal."""

    answer: Callable[[Step], Answer]
    text: Callable[[Mapping[str, Any]], str]


def mode_of(asked: Asked) -> Mode:
    """Return the one mode that is asked for; wrong usage where there are several, or nothing to work on."""
    modes: dict[str, tuple[object, Callable[[Asked], Mode]]] = {
        "--explain": (asked.no is not None, _explaining),
        "--what-if": (asked.supposed, _supposing),
        "--compare": (asked.compared, _comparing),
        "-o、--picture": (asked.out or asked.picture, _writing),
    }
    wanted = [name for name, (value, _) in modes.items() if value]
    if len(wanted) > 1:
        raise click.UsageError(f"{' 和 '.join(wanted)} 不能一起用")
    if not asked.paths and not asked.compared:
        raise click.UsageError("缺少参数 '档案...'")
    return modes[wanted[0]][1](asked) if wanted else _scoring(asked)


def _scoring(asked: Asked) -> Mode:
    from hqe_docs.cli.scoretables import score_text
    from hqe_docs.office.scores.numbers import score_json

    return Mode(
        lambda step: score_json(asked.paths, asked.libraries, step, rows=asked.as_json),
        lambda answer: score_text(answer["dossiers"]),
    )


def _explaining(asked: Asked) -> Mode:
    from hqe_docs.cli.scoretables import explanation_text
    from hqe_docs.office.scores.numbers import score_json

    no = asked.no or 0
    return Mode(
        lambda step: score_json(asked.paths, asked.libraries, step, only=no),
        lambda answer: explanation_text(answer["dossiers"], no),
    )


def _supposing(asked: Asked) -> Mode:
    from hqe_docs.cli.scoretables import what_if_text
    from hqe_docs.office.scores.whatif import what_if

    return Mode(lambda step: what_if(asked.paths, asked.supposed, asked.libraries, step), what_if_text)


def _writing(asked: Asked) -> Mode:
    from hqe_docs.cli.scoretables import written_text
    from hqe_docs.office.scores.scorepapers import score_papers

    return Mode(
        lambda step: score_papers(asked.paths, asked.out, asked.picture, asked.libraries, step), written_text
    )


def _comparing(asked: Asked) -> Mode:
    """Compare two days where a dossier is named, two dossiers where none is."""
    from hqe_docs.cli.scoretables import compare_text
    from hqe_docs.office.scores.scorecompare import compare_days, compare_dossiers

    if not asked.paths:
        first, second = (_existing(text) for text in asked.compared)
        return Mode(lambda step: compare_dossiers(first, second, asked.libraries, step), compare_text)
    if len(asked.paths) > 1:
        raise click.UsageError("比较两个日期时只写一份档案")
    early, late = (_day(text) for text in asked.compared)
    return Mode(lambda step: compare_days(asked.paths[0], (early, late), asked.libraries, step), compare_text)


def _existing(text: str) -> Path:
    from pathlib import Path

    path = Path(text)
    if not path.exists():
        hint = "；比较两个日期时，前面要写一份档案" if text[:4].isdigit() else ""
        raise click.UsageError(f"路径 '{text}' 不存在{hint}")
    return path


def _day(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        words = f"'{text}' 不是日期（如 2023-10-31）；比较两份档案时，前面不写档案"
        raise click.UsageError(words) from None
