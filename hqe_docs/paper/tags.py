"""The language of the templates: a strict, sandboxed Jinja that notes faults instead of raising them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import Any

from jinja2 import Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from hqe_docs.paper.blame import note_exception
from hqe_docs.paper.filters import FILTERS, FilterFault, full_date
from hqe_docs.paper.notes import Missing, Notes, as_problems, missing_for
from hqe_docs.problems import NOWHERE, Location, Problem

MOST_OUTPUT = 256 * 1024 * 1024  # characters of one part
MOST_NUMBERS = 100_000  # given out by range() in one rendering
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFUSED_FILTERS = ("safe", "xmlattr", "urlize", "tojson", "pprint", "random")
_OTHER_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_REFUSED_NODES = (*_OTHER_FILES, nodes.ScopedEvalContextModifier)
_MAPPING_METHODS = frozenset({"items", "keys", "values", "get"})
_KINDS: dict[type, str] = {list: "列表", tuple: "列表", set: "列表", dict: "分项"}


class OutputTooLarge(Exception):
    """The rendering grew past its bound; its text is the Chinese reason."""


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Jinja as templates see it: items before attributes, unknown names noted, output bounded."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, notes: Notes, show: Callable[[Any], str], *, autoescape: bool = False) -> None:
        @pass_context
        def finalize(_context: Context, value: Any) -> str:
            return show(value)

        # neither optimized nor finalized without context: a fault in a constant would have no line
        super().__init__(
            undefined=missing_for(notes),
            finalize=finalize,
            autoescape=autoescape,
            keep_trailing_newline=True,
            optimized=False,
        )
        self.notes = notes
        self.globals["range"] = _counted_range()
        del self.globals["lipsum"]
        for name in _REFUSED_FILTERS:
            self.filters.pop(name, None)
        self.filters.update({name: _noting(name, function, notes) for name, function in FILTERS.items()})

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        self.notes.source = str(source)
        return super().from_string(source, *args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_REFUSED_NODES):
            raise TemplateSyntaxError("refused", node.lineno)
        self.notes.names.update(node.name for node in tree.find_all(nodes.Name) if node.ctx == "store")
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return self._item(obj, attribute)
        if isinstance(obj, Missing):
            obj.use()
            return obj
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._item(obj, argument) if isinstance(obj, Mapping) else super().getitem(obj, argument)

    def _item(self, obj: Mapping[Any, Any], key: Any) -> Any:
        try:
            return obj[key]
        except (KeyError, TypeError):
            if key in _MAPPING_METHODS:
                return super().getattr(obj, key)
            return self.undefined(obj=obj, name=str(key))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if _grows(operator, left, right):
            raise OutputTooLarge("一次运算的结果过大")
        return super().call_binop(context, operator, left, right)

    def concat(self, pieces: Iterable[str]) -> str:
        """Return the pieces joined, unless there is no end of them."""
        kept, size = [], 0
        for piece in pieces:
            kept.append(piece)
            size += len(piece)
            if size > MOST_OUTPUT:
                raise OutputTooLarge(f"超过 {MOST_OUTPUT} 个字符")
        return "".join(kept)


def _grows(operator: str, left: Any, right: Any) -> bool:
    if operator == "*":
        return _long(left, right) or _long(right, left)
    if operator == "**":
        return isinstance(right, int | float | Decimal) and abs(float(right)) > 100
    return isinstance(left, str) and bool(re.search(r"\*|\d{4}", left))


def _long(text: Any, times: Any) -> bool:
    return isinstance(text, str | list | tuple) and isinstance(times, int) and len(text) * times > 10**6


def _counted_range() -> Callable[..., range]:
    spent = 0

    def counted(*bounds: int) -> range:
        nonlocal spent
        numbers = range(*bounds)
        spent += len(numbers)
        if spent > MOST_NUMBERS:
            raise OutputTooLarge(f"range 给出的数超过 {MOST_NUMBERS} 个")
        return numbers

    return counted


def _noting(name: str, function: Callable[..., Any], notes: Notes) -> Callable[..., Any]:
    @wraps(function)
    def apply(value: Any, *args: Any) -> Any:
        if isinstance(value, Missing):
            return str(value)
        try:
            return function(value, *args)
        except FilterFault as fault:
            notes.add("T205", word=name, name=name, detail=str(fault))
        except (ValueError, TypeError, ArithmeticError):
            notes.add("T205", word=name, name=name, detail=f"不能处理“{str(value)[:40]}”")
        return ""

    return apply


_SHOWN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "是" if value else "否"),
    (date, full_date),
    (Decimal, lambda value: f"{value:f}"),
    (int, str),
    (float, str),
    (Fraction, str),
)


def printed(value: Any, notes: Notes) -> str:
    """Return `value` as it stands on paper; what can't stand there is noted and left out."""
    if isinstance(value, str):
        return legal(value, notes)
    if value is None or isinstance(value, Undefined):  # plain Undefined: a condition without else
        return "" if value is None else str(value)
    for kind, show in _SHOWN:
        if isinstance(value, kind):
            return show(value)
    notes.add("T204", kind=_KINDS.get(type(value), "内部对象"))
    return ""


def legal(text: str, notes: Notes) -> str:
    """Return `text` with line ends as one character and without what XML can't hold, which is noted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in dict.fromkeys(ILLEGAL.findall(text)):
        shown = ILLEGAL.sub("□", text)
        excerpt = shown if len(shown) <= 20 else shown[:20] + "…"
        notes.add("T202", text=excerpt, character=f"U+{ord(match):04X}")
    return ILLEGAL.sub("", text)


def word_environment(notes: Notes) -> PaperEnvironment:
    """Return the environment of Word parts: values are escaped for XML."""

    def escaped(value: Any) -> str:
        if isinstance(value, Markup):
            return value
        # docxtpl turns {_{ into {{ after rendering; a character reference hides the value's own underscore
        return Markup(str(Markup.escape(printed(value, notes))).replace("_", "&#95;"))  # noqa: S704 - escaped here

    return PaperEnvironment(notes, escaped, autoescape=True)


def text_environment(notes: Notes, escape: Callable[[str], str] | None = None) -> PaperEnvironment:
    """Return the environment of plain texts and Excel cells; `escape` is put on each value."""

    def plain(value: Any) -> str:
        if type(value) is str and not value:
            return value
        return escape(printed(value, notes)) if escape else printed(value, notes)

    return PaperEnvironment(notes, plain)


def has_tags(text: str) -> bool:
    """Say whether `text` holds anything that the template language would read."""
    return "{{" in text or "{%" in text or "{#" in text


def render_text(
    source: str, context: Mapping[str, Any], where: Location = NOWHERE
) -> tuple[str, list[Problem]]:
    """Return `source` filled as plain text (titles, file names), and its problems, all at `where`."""
    notes = Notes(names=set(context))
    text = render_into(text_environment(notes), source, context)
    return text, as_problems(notes, lambda _note: where)


def render_into(environment: PaperEnvironment, source: str, context: Mapping[str, Any]) -> str:
    """Return `source` filled; a fault that stops it is noted and gives nothing."""
    if not has_tags(source):
        return source
    notes = environment.notes
    try:
        return str(environment.from_string(source).render(context))
    except Exception as error:  # whatever a template does wrong becomes a note
        note_exception(error, notes, environment.filters)
        return ""


__all__ = ["MOST_OUTPUT", "OutputTooLarge", "PaperEnvironment", "SecurityError", "has_tags", "render_text"]
