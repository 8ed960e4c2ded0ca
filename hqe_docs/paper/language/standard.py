"""Jinja's own filters as templates get them: nothing becomes text but as it is printed, nothing grows unbounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Protocol

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, make_attrgetter

from hqe_docs.paper.language.bounds import SIZES, Allowance

Filter = Callable[..., Any]
REFUSED = ("safe", "xmlattr", "urlize", "tojson", "pprint", "random")
_ESCAPES = ("e", "escape", "forceescape")  # values are escaped when printed; Markup would pass by the checks
_OF_TEXT = (
    *("capitalize", "center", "indent", "lower", "striptags", "string", "title", "trim", "truncate"),
    *("upper", "urlencode", "wordcount", "wordwrap"),
)
_BOUNDED = ("batch", "round", "slice")


class Texts(Protocol):
    """What turns values into text: an environment of the templates."""

    allowance: Allowance

    def text(self, value: Any) -> str: ...
    def joined(self, values: Iterable[Any], mark: str = "") -> str: ...
    def replaced(self, value: Any, old: Any, new: Any, count: int = -1) -> str: ...
    def formatted(self, pattern: str, values: Any) -> str: ...


def standard_filters(texts: Texts) -> dict[str, Filter]:
    """Return Jinja's filters by name, those that are safe on paper, bound to `texts`."""
    kept = {name: function for name, function in FILTERS.items() if name not in REFUSED}
    made = {name: _of_text(name, kept[name], texts) for name in _OF_TEXT}
    bounded = {name: _bounded(name, kept[name], texts) for name in _BOUNDED}
    return kept | made | bounded | dict.fromkeys(_ESCAPES, _same) | _own(texts)


def _same(value: Any) -> Any:
    return value


def _leading(function: Filter) -> int:
    """Return how many arguments Jinja puts before the value: a context or environment, or nothing."""
    return int(hasattr(function, "jinja_pass_arg"))


def _of_text(name: str, function: Filter, texts: Texts) -> Filter:
    before, size = _leading(function), SIZES.get(name)

    @wraps(function)  # takes the mark along by which Jinja knows what to put before the value
    def apply(*args: Any, **named: Any) -> Any:
        head, value, rest = args[:before], texts.text(args[before]), args[before + 1 :]
        if size:
            texts.allowance.spend(size(value, *rest, **named))
        return function(*head, value, *rest, **named)

    return apply


def _bounded(name: str, function: Filter, texts: Texts) -> Filter:
    before = _leading(function)

    @wraps(function)
    def apply(*args: Any, **named: Any) -> Any:
        texts.allowance.spend(SIZES[name](*args[before:], **named))
        return function(*args, **named)

    return apply


def _own(texts: Texts) -> dict[str, Filter]:
    @pass_environment
    def join(environment: Environment, value: Any, d: Any = "", attribute: str | int | None = None) -> str:
        items = () if value is None else value
        if attribute is not None:
            items = map(make_attrgetter(environment, attribute), items)
        return texts.joined(items, texts.text(d))

    def formatted(value: Any, *args: Any, **named: Any) -> str:
        if args and named:
            raise TypeError("either positions or names")
        values: tuple[Any, ...] | Mapping[str, Any] = named or args
        return texts.formatted(texts.text(value), values)

    return {"join": join, "format": formatted, "replace": texts.replaced}
