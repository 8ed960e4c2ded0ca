"""Many units worked off by an executor of concurrent.futures, whichever it is: one that fails leaves the others alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

Made = TypeVar("Made")


class Numbered(Protocol):
    """What the batch must know of a unit: its number in the list, and the numbers of those it waits for."""

    @property
    def number(self) -> int: ...
    @property
    def waits_for(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works: `start` gives an executor, again when one is broken; it gets at most `width` units at a time."""

    start: Callable[[], Executor]
    width: int = 1


@dataclass(slots=True)
class Batch(Generic[Made]):
    """Units on their way: `work` is called with what `call` gives for a unit, `finished` with what became of it.

    What becomes of one that raised says `failed`, with None where the process that worked on it has died.
    """

    units: Sequence[Numbered]
    work: Callable[..., Made]
    call: Callable[[int], Sequence[object]]
    failed: Callable[[int, BaseException | None], Made]
    finished: Callable[[int, Made], None]
    waiting: deque[int] = field(default_factory=deque)
    flying: dict[Future[Made], int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)

    def run(self, crew: Crew, order: Iterable[int]) -> bool:
        """Work off the units in about this order; False when it was interrupted, what is done being finished."""
        self.waiting.extend(order)
        try:
            while self.waiting:
                self._with(crew.start(), crew.width)
        except KeyboardInterrupt:
            self._gather(it for it in list(self.flying) if it.done() and not it.cancelled())
            return False
        return True

    def _with(self, executor: Executor, width: int) -> None:
        """Go on with this executor until all is done or it breaks."""
        try:
            while self._send(executor, width) or self.flying:
                ready = wait(self.flying, return_when=FIRST_COMPLETED).done
                if self._gather(ready):
                    self._take_back()
                    break
        finally:
            for future in self.flying:
                future.cancel()
            executor.shutdown(wait=True)

    def _send(self, executor: Executor, width: int) -> bool:
        """Send what may be worked on now; those that a process may have died of go one by one."""
        while len(self.flying) < width and (number := self._next()) is not None:
            try:
                self.flying[executor.submit(self.work, *self.call(number))] = number
            except BrokenExecutor:
                self.waiting.appendleft(number)
                break
        return bool(self.flying)

    def _next(self) -> int | None:
        for number in self.waiting:
            if self.done.issuperset(self.units[number].waits_for):
                if self.flying and self.suspects.intersection({number, *self.flying.values()}):
                    return None
                self.waiting.remove(number)
                return number
        return None

    def _gather(self, futures: Iterable[Future[Made]]) -> bool:
        """Take in what is finished; say whether the executor is broken."""
        broken = False
        for future in futures:
            if isinstance(error := _error_of(future), BrokenExecutor):
                broken = True
                continue
            number = self.flying.pop(future)
            self._finish(number, future.result() if error is None else self.failed(number, error))
        return broken

    def _take_back(self) -> None:
        """Put the units of a broken executor before the others; one that was alone with it is to blame."""
        numbers = sorted(self.flying.values())
        self.flying.clear()
        if len(numbers) == 1 and numbers[0] in self.suspects:
            self._finish(numbers[0], self.failed(numbers[0], None))
            return
        self.suspects.update(numbers)
        self.waiting.extendleft(reversed(numbers))

    def _finish(self, number: int, made: Made) -> None:
        self.done.add(number)
        self.suspects.discard(number)
        self.finished(number, made)


def _error_of(future: Future[Made]) -> BaseException | None:
    try:
        return future.exception()
    except BaseException as error:  # cancelled, from outside
        return error
