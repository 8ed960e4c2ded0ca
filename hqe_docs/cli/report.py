"""What a command says: problems, progress and JSON; data go to stdout, all else to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

import click

from hqe_docs.cli.console import colour_wanted, speaks_utf8

if TYPE_CHECKING:
    from pathlib import Path

    from hqe_docs.problems import Problem

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
BEFORE = "hqe.before"  # where a context keeps what was found before a command began
COUNTED = {"error": "个错误", "warning": "个警告", "info": "条说明"}
USAGE = frozenset(
    [
        "H206",
        "H312",
        "H313",
        "H401",
        "H408",
        "H104",
        "I209",
        "L327",
        "L328",
        "L526",
        "L544",
        "L608",
        "L611",
        "L612",
        "P109",
        "P514",
        "R105",
        "R109",
        "R121",
        "R122",
        "R123",
        "R124",
        "R126",
        "R140",
        "R143",
        "R144",
        "R145",
        "R149",
        "R161",
    ]
)  # no such edition, kind, day, column, group, setting, figure, indicator, thing to suppose, picture, data, copy, .ics


# ---------------------------------------------------------------- problems
def print_problems(found: Sequence[Problem], *, to_stdout: bool = False) -> None:
    """Print the problems file by file, each with its place and its hint, and how many there are."""
    if found:
        text = "\n".join([*problem_lines(found), count_line(found)])
        click.echo(text, err=not to_stdout)


def print_checked(found: Sequence[Problem], marked: Iterable[Path], notes: Iterable[str] = ()) -> None:
    """Print on stdout what a check has looked at and found, and which marked copies it has written."""
    for note in notes:
        click.echo(note)
    if found:
        print_problems(found, to_stdout=True)
    else:
        click.echo("没有发现问题")
    for path in marked:
        click.echo(f"已标注 {path}")


def problem_lines(found: Iterable[Problem]) -> list[str]:
    """Return the lines that show `found`; a hint that was just given is not repeated."""
    lines: list[str] = []
    before = ""
    for item in by_file(found):
        lines += [*_lines(item, "" if item.hint == before else item.hint), ""]
        before = item.hint
    return lines


def by_file(found: Iterable[Problem]) -> list[Problem]:
    """Return the problems with those of one file together, files and problems in the order they were met."""
    groups: dict[str | None, list[Problem]] = {}
    for item in found:
        groups.setdefault(item.where.file, []).append(item)
    return [item for group in groups.values() for item in group]


def _lines(item: Problem, hint: str) -> list[str]:
    from hqe_docs.problems import SEVERITIES

    first, *more = item.message.splitlines() or [""]
    place = click.style(f"{item.where}: ", bold=True) if str(item.where) else ""
    kind = click.style(f"{SEVERITIES[item.severity]} {item.code}", fg=COLOURS[item.severity], bold=True)
    head = [f"{place}{kind} {first}", *(f"    {line}" for line in more)]
    return [*head, "", f"    提示: {hint}"] if hint else head


def count_line(found: Iterable[Problem]) -> str:
    """Return how many problems there are, as “共 3 个错误、2 个警告”."""
    from hqe_docs.problems import counts

    parts = (f"{number} {COUNTED[severity]}" for severity, number in counts(found).items() if number)
    return "共 " + "、".join(parts)


# ---------------------------------------------------------------- JSON and the end
def emit_json(answer: Mapping[str, Any]) -> None:
    """Print `answer` as one JSON object; where the console can't show all characters, in ASCII escapes."""
    import json

    context = click.get_current_context(silent=True)
    if before := context and context.meta.get(BEFORE):  # told before the command's own work
        answer = {**answer, "problems": [*before, *answer.get("problems", ())]}
    text = json.dumps(answer, ensure_ascii=not speaks_utf8(sys.stdout), default=_plain)
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name that isn't UTF-8
        text = json.dumps(answer, default=_plain)
    click.echo(text)


def _plain(value: object) -> object:
    return value.as_json() if hasattr(value, "as_json") else str(value)


def leave(found: Sequence[Problem], *, unwritten: bool = False) -> NoReturn:
    """End the command: 2 when an option's value can't be used, 1 on an error or what was not written, else 0."""
    from hqe_docs.problems import has_errors

    misused = any(item.code in USAGE for item in found)
    click.get_current_context().exit(2 if misused else 1 if unwritten or has_errors(found) else 0)


# ---------------------------------------------------------------- progress
class Progress:
    """A line on stderr that says what is being done, once the work has taken a second.

    On a terminal the line is rewritten and goes away at the end; a log gets one each five seconds.
    """

    AFTER = 1.0
    EVERY_ON_TERMINAL = 0.1
    EVERY_IN_LOG = 5.0

    def __init__(self, total: int | None = None) -> None:
        self.total = total
        self.done = 0
        # click takes escapes out of what it prints where colours are refused
        self.on_terminal = sys.stderr.isatty() and colour_wanted() is not False
        self.next_at = monotonic() + self.AFTER
        self.shown = False

    def step(self, text: str) -> None:
        """Count one step and show it as `text` when it is time."""
        self.done += 1
        now = monotonic()
        if now >= self.next_at:
            self.next_at = now + (self.EVERY_ON_TERMINAL if self.on_terminal else self.EVERY_IN_LOG)
            self._show(f"[{self.done}/{self.total}] {text}" if self.total else f"… {text}")

    def _show(self, line: str) -> None:
        self.shown = True
        click.echo(f"\r\x1b[K{line}" if self.on_terminal else line, err=True, nl=not self.on_terminal)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown and self.on_terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
