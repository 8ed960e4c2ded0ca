"""The language of the templates: a strict, sandboxed Jinja that notes faults instead of raising them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from hqe_docs.paper.language.blame import note_exception
from hqe_docs.paper.language.bounds import (
    MOST_OUTPUT,
    REFUSED_METHODS,
    SIZES,
    Allowance,
    OutputTooLarge,
    size_of_operation,
)
from hqe_docs.paper.language.filters import FILTERS, FilterFault, Unprintable, met
from hqe_docs.paper.language.formats import brace_formatted, percent_formatted
from hqe_docs.paper.language.notes import Missing, Notes, as_problems, missing_for
from hqe_docs.paper.language.shown import printed
from hqe_docs.paper.language.standard import standard_filters
from hqe_docs.paper.language.walking import every, stored_names
from hqe_docs.problems import NOWHERE, Location, Problem

_OTHER_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_REFUSED_NODES = (*_OTHER_FILES, nodes.ScopedEvalContextModifier)
_CLOSED = ("docxtpl", "docx", "hqe_docs")  # their objects print; what hangs on them is the program's
_OF_LOOPS = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"}
)
_COMPILED: dict[tuple[str, bool], tuple[Any, frozenset[str]]] = {}  # programs with the names that they give
_MOST_COMPILED = 64
_MAPPING_METHODS = frozenset({"items", "keys", "values", "get"})


class _Generator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write the output of a value as one call, `show`, which escapes where the environment asks for it."""
        self.write("environment.show(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """Write a loop over what the environment has counted."""
        counted = nodes.EnvironmentAttribute("counted", lineno=node.lineno)
        bare, node.iter = node.iter, nodes.Call(counted, [node.iter], [], None, None, lineno=node.lineno)
        super().visit_For(node, frame)
        node.iter = bare  # others read the tree after this (`word/wordplan`)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Write `~` as a call of the environment, which joins values as they are printed."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Jinja as templates see it: items before attributes, unknown names noted, output bounded."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class = _Generator

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
        self.show = show
        self.stored: frozenset[str] = frozenset()  # by the text parsed last
        self.allowance = Allowance()
        self.globals["range"] = self.allowance.range
        del self.globals["lipsum"]
        own = {name: _noting(name, function, notes) for name, function in FILTERS.items()}
        self.filters = standard_filters(self) | own

    def restart(self, names: Iterable[str]) -> None:
        """Forget what earlier renderings noted and used; `names` are those of the next one's mapping."""
        self.notes.restart(names)
        self.allowance = Allowance()
        self.globals["range"] = self.allowance.range

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        self.notes.source = str(source)
        return super().from_string(source, *args, **kwargs)

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the program of `source`; the same text is compiled once, for all files and sheets made of it."""
        if not isinstance(source, str) or args or kwargs:
            return super().compile(source, *args, **kwargs)
        known = _COMPILED.get((source, bool(self.autoescape)))
        if known is None:
            code = super().compile(source)
            known = _COMPILED[source, bool(self.autoescape)] = code, self.stored
            if len(_COMPILED) > _MOST_COMPILED:
                _COMPILED.pop(next(iter(_COMPILED)), None)
        self.notes.names.update(known[1])
        return known[0]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in every(tree, *_REFUSED_NODES):
            raise TemplateSyntaxError("refused", node.lineno)
        self.stored = stored_names(tree)
        self.notes.names.update(self.stored)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:  # the usual case, told apart without asking ABCs
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
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

    # ------------------------------------------------------------ values as text
    def text(self, value: Any) -> str:
        """Return `value` as it is printed; a text stays as it is."""
        return value if isinstance(value, str) else printed(value, self.notes)

    def joined(self, values: Iterable[Any], mark: str = "") -> str:
        """Return `values` as they are printed, with `mark` between them; nothing stands for None."""
        texts = [self.text(value) for value in values]
        self.allowance.spend(sum(map(len, texts)) + len(mark) * len(texts))
        if any(isinstance(text, Markup) for text in (mark, *texts)):
            return Markup(self.show(mark)).join(Markup(self.show(text)) for text in texts)  # noqa: S704 - as printed
        return mark.join(texts)

    def replaced(self, value: Any, old: Any, new: Any, count: int = -1) -> str:
        """Return `value` as text with `new` in the place of `old`; nothing is replaced by nothing."""
        text, old, new = self.text(value), self.text(old), self.text(new)
        self.allowance.spend(SIZES["replace"](text, old, new))
        return text.replace(old, new, count) if old else text

    def formatted(self, pattern: str, values: Any) -> str:
        """Return `pattern % values`."""
        if isinstance(pattern, Markup):
            return Markup(percent_formatted(pattern, values, self.show))  # noqa: S704 - as printed
        return percent_formatted(pattern, values, self.text)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        pattern = getattr(value, "__self__", None)
        if not isinstance(pattern, str) or getattr(value, "__name__", "") not in ("format", "format_map"):
            return None

        def formatted(*args: Any, **named: Any) -> str:
            if value.__name__ == "format_map":
                args, named = (), *args
            if isinstance(pattern, Markup):
                return Markup(brace_formatted(self, pattern, args, named, self.show))  # noqa: S704 - as printed
            return brace_formatted(self, pattern, args, named, self.text)

        return formatted

    # ------------------------------------------------------------ bounds
    def counted(self, values: Iterable[Any]) -> Iterable[Any]:
        """Return `values`, their number taken from the allowance."""
        items = values if isinstance(values, list | tuple | range) else list(values)
        self.allowance.turn(len(items))
        return items

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if type(obj).__module__.partition(".")[0] in _CLOSED:
            return False
        return attr not in REFUSED_METHODS and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return the outcome of a call; methods of texts that grow are asked for their size first."""
        if isinstance(called, Macro):
            self.allowance.turn(10)  # takes about as long as ten turns of a loop
        text, name = getattr(called, "__self__", None), getattr(called, "__name__", "")
        if isinstance(text, str) and isinstance(called, BuiltinMethodType | MethodType):
            if name == "join" and len(args) == 1:
                return self.joined(args[0], text)
            if name in SIZES:
                self.allowance.spend(SIZES[name](text, *args))
        return super().call(context, called, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            return self.formatted(left, right)
        self.allowance.spend(size_of_operation(operator, left, right))
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


def _noting(name: str, function: Callable[..., Any], notes: Notes) -> Callable[..., Any]:
    @wraps(function)
    def apply(value: Any, *args: Any) -> Any:
        if isinstance(value, Missing):
            return str(value)
        try:
            return function(value, *args)
        except Unprintable as fault:
            notes.add("T204", kind=str(fault))
        except FilterFault as fault:
            notes.add("T205", word=name, name=name, detail=str(fault))
        except (ValueError, TypeError, ArithmeticError):
            notes.add("T205", word=name, name=name, detail=f"不能处理“{met(value)}”")
        return ""

    return apply


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
