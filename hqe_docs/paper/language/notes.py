"""What a rendering noticed: notes at lines of the template program, and the unknown name that takes them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import FrameType
from typing import Any, ClassVar, NoReturn

from jinja2 import Template, Undefined
from jinja2.exceptions import SecurityError
from jinja2.utils import missing as not_there

from hqe_docs.paper.language.origins import Found, context_behind, items_of, place_behind
from hqe_docs.problems import Location, Problem, problem
from hqe_docs.values import nearest

MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class Note:
    """A finding at a line (from 1) of the rendered program; `word` is what to look for in that line."""

    code: str
    line: int | None
    facts: tuple[tuple[str, object], ...]
    word: str = ""
    source: str = ""

    def as_problem(self, where: Location) -> Problem:
        facts: dict[str, Any] = dict(self.facts)
        return problem(self.code, where, **facts)


@dataclass(slots=True)
class Notes:
    """The notes of one rendering, each place and fault once with where its data were read first.

    `source` is the program being rendered; `pictures` are the files of the pictures it has printed.
    """

    source: str = ""
    names: set[str] = field(default_factory=set)
    found: dict[Note, str] = field(default_factory=dict)
    items: Found | None = None
    pictures: list[bytes] = field(default_factory=list)

    def add(
        self,
        code: str,
        *,
        word: str = "",
        line: int | None = None,
        frame: FrameType | None = None,
        **facts: object,
    ) -> None:
        """Note `code` at `line`, by default the line of the program that is running now, or ran in `frame`."""
        if len(self.found) < MOST_NOTES:
            frame = frame or running_frame()
            place = line if line is not None else line_of(frame)
            note = Note(code, place, tuple(facts.items()), word, self.source)
            if note not in self.found:
                self.found[note] = self._behind(frame, note)

    def _behind(self, frame: FrameType | None, note: Note) -> str:
        """Return where the item of the loop was read that is being printed, or nothing."""
        if frame is None:
            return ""
        if self.items is None:
            self.items = items_of(context_behind(frame))
        return place_behind(frame, self.items, line_text(note.source, note.line), note.word)

    def restart(self, names: Iterable[str]) -> None:
        """Forget all; `names` are those of the next rendering's mapping."""
        self.source, self.names, self.found, self.items, self.pictures = "", set(names), {}, None, []

    def __iter__(self) -> Iterator[Note]:
        return iter(self.found)


def running_frame() -> FrameType | None:
    """Return the frame of the innermost template program that is running, or None."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not isinstance(frame.f_globals.get("__jinja_template__"), Template):
        frame = frame.f_back
    return frame


def line_of(frame: FrameType | None) -> int | None:
    """Return the line of the template program that runs in `frame`."""
    if frame is None:
        return None
    template: Template = frame.f_globals["__jinja_template__"]
    return template.get_corresponding_lineno(frame.f_lineno)


def line_text(source: str, line: int | None) -> str:
    """Return that line of the program, counted from 1."""
    lines = re.split(r"\r\n|\r|\n", source)
    return lines[line - 1] if line and line <= len(lines) else ""


def did_you_mean(name: str, known: Iterable[str], before: str = "") -> str:
    """Return `，是不是“…”？` or nothing; `before` is what stands before the name: 任务."""
    guess = nearest(name, sorted(set(known) - {name}))  # known elsewhere, in a loop of that name
    return f"，是不是“{before}{guess}”？" if guess else ""


def dotted(name: str, source: str, line: int | None) -> str:
    """Return `name` with what stands before its dot in that line of the program: 人.责任仁."""
    text = line_text(source, line)
    inside = " ".join(re.findall(r"\{[{%].*?[%}]\}", text)) or text
    whole = rf"(?<![\w.])(?:\w+\.)+{re.escape(name)}(?!\w)"
    match = re.search(whole, inside) or re.search(whole, text)
    return match[0] if match else name


class Missing(Undefined):
    """An unknown name: prints nothing, but each use is noted, so that all are reported in one run."""

    __slots__ = ()
    notes: ClassVar[Notes]

    def use(self) -> None:
        """Note this name as unknown at the running line; a condition without else is no name."""
        name = self._undefined_name
        if name is None:
            return
        if self._undefined_exception is SecurityError:
            self.notes.add("T105", word=str(name), detail=f"使用“{name}”")
            return
        full = dotted(str(name), self.notes.source, line_of(running_frame()))
        guess = did_you_mean(str(name), self._known(), full.removesuffix(str(name)))
        self.notes.add("T201", word=str(name), name=full, guess=guess)

    def _known(self) -> set[str]:
        if self._undefined_obj is not_there:
            return self.notes.names
        if isinstance(self._undefined_obj, Mapping):
            return {str(key) for key in self._undefined_obj}
        return set()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        self.use()
        raise TypeError("unknown name")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.use()
        return self

    def __str__(self) -> str:
        self.use()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self.use()
        return iter(())

    def __len__(self) -> int:
        self.use()
        return 0

    def __bool__(self) -> bool:
        self.use()
        return False

    def __eq__(self, other: object) -> bool:
        self.use()
        return False

    def __ne__(self, other: object) -> bool:
        self.use()
        return True

    def __hash__(self) -> int:
        return id(type(self))

    def __int__(self) -> int:  # type: ignore[override]
        self.use()
        return 0

    def __float__(self) -> float:  # type: ignore[override]
        self.use()
        return 0.0

    def _itself(self, *_args: Any, **_kwargs: Any) -> Any:
        self.use()
        return self

    def _no(self, _other: Any) -> bool:
        self.use()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _no  # type: ignore[assignment]
    __call__ = __getitem__ = __neg__ = __pos__ = _itself
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _itself
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _itself
    __mod__ = __rmod__ = __pow__ = __rpow__ = _itself


def missing_for(notes: Notes) -> type[Missing]:
    """Return the class of unknown names whose uses go into `notes`."""
    return type("Missing", (Missing,), {"notes": notes, "__slots__": ()})


Placing = Callable[[Note], Location]


def as_problems(notes: Notes, place: Placing) -> list[Problem]:
    """Return the notes as problems, each at the place that `place` finds for it, with the data behind it."""
    behind: dict[Problem, str] = {}
    for note, origin in notes.found.items():
        behind.setdefault(note.as_problem(place(note)), origin)
    return [
        replace(item, message=f"{item.message}（数据来自 {origin}）") if origin else item
        for item, origin in behind.items()
    ]
