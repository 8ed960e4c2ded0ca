"""How far a long run has come: which of how many, and about how long the rest will take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

ENOUGH = 5  # turns, before the time they took says anything of the rest
MINUTE = 60


@dataclass(slots=True)
class Turns:
    """The turns taken so far, told to `progress`."""

    progress: Callable[[str], None] | None
    done: int = 0
    started: float = field(default_factory=monotonic)

    def step(self, name: str, left: int) -> None:
        """Count one turn, that of `name`; `left` more are known to come."""
        self.done += 1
        if self.progress:
            text = f"第 {self.done}/{self.done + left} 个 {name}"
            self.progress(text + self._rest(left))

    def _rest(self, left: int) -> str:
        if self.done <= ENOUGH or not left:
            return ""
        each = (monotonic() - self.started) / (self.done - 1)
        return f"，{rate(each)}，约剩 {duration(left * each)}"


def rate(each: float) -> str:
    """Return how many turns a time has, where one takes `each` seconds: 每秒 12 个, 每分钟 30 个, 每小时 5 个."""
    for name, seconds in (("秒", 1), ("分钟", MINUTE)):
        if each * 3 < seconds:
            return f"每{name} {seconds / each:.0f} 个"
    return f"每小时 {MINUTE * MINUTE / each:.0f} 个"


def duration(seconds: float) -> str:
    """Return a time as people say it: 40 秒, 3 分钟, 2 小时 10 分钟."""
    if seconds < MINUTE:
        return f"{max(round(seconds), 1)} 秒"
    minutes = round(seconds / MINUTE)
    hours, rest = divmod(minutes, 60)
    return f"{hours} 小时 {rest} 分钟" if hours else f"{minutes} 分钟"
