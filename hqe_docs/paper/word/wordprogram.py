"""A Word template prepared once: each part with tags as a compiled program and its static text as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from types import CodeType
from typing import Any

from jinja2 import Environment, Template, nodes

from hqe_docs.paper.language.bounds import MOST_OUTPUT, OutputTooLarge
from hqe_docs.paper.language.tags import has_tags
from hqe_docs.paper.language.walking import stored_names
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordfinish import finished
from hqe_docs.paper.word.wordlines import BREAKS, with_breaks
from hqe_docs.paper.word.wordmarks import prepared
from hqe_docs.paper.word.wordpart import BODY, DOCXTPL, FIXED_ROW, TRACED, Check, PartProgram, part_title
from hqe_docs.paper.word.wordplan import plan_of
from hqe_docs.paper.word.wordshape import drawings_vary, is_whole, numbered, ordered, tables_vary, texts
from hqe_docs.paper.word.wordtags import ESCAPED_TAGS
from hqe_docs.paper.word.wordtrail import marked, taken

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORBIDDEN = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AT_ONCE = 4096  # pieces of output taken before their size is looked at


def programs_of(parts: Mapping[str, bytes], environment: Environment, manner: str) -> tuple[PartProgram, ...]:
    """Return the programs of the parts that hold tags; in docxtpl's manner of all that it renders.

    XMLSyntaxError, KeyError for what is no Word document.
    """
    from lxml import etree

    made = []
    for name in parts:
        if part_title(name) is not None:
            xml = parts[name] if manner == DOCXTPL else prepared(parts[name])
            text = etree.tostring(etree.fromstring(xml), encoding="unicode")
            if manner == DOCXTPL or holds_tags(xml):
                program = _prepared(name, text, environment, manner)
                marks = Check.MARKS if xml != parts[name] else Check.NOTHING
                fixed = Check.FIXED if FIXED_ROW in xml else Check.NOTHING
                made.append(program._replace(checks=program.checks | marks | fixed))
    return tuple(made)


def holds_tags(xml: bytes) -> bool:
    """Say whether a part has tags; one may be cut into runs, so the braces are looked for apart from elements."""
    text = xml.decode("utf-8", "replace")
    return has_tags(re.sub(r"<[^>]*>", "", text)) or any(escaped in text for escaped, _ in ESCAPED_TAGS)


def _prepared(name: str, xml: str, environment: Environment, manner: str) -> PartProgram:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # has no hints

    patched = DocxTemplate.patch_xml(None, xml)  # a method that asks nothing of its template
    in_order = patched if manner == DOCXTPL else ordered(patched)
    checks = Check.NOTHING if in_order is not None else Check.ORDER
    source = _HEAD + re.sub(r"<w:p([ >])", r"\n<w:p\1", in_order or patched)
    try:
        source = marked(source, environment) if manner == TRACED else source
        tree = environment.parse(source)
        in_numbers = numbered(source.encode()).decode()
        if name == BODY and in_numbers != source and not drawings_vary(tree):
            source, tree = in_numbers, environment.parse(in_numbers)
        checks |= _checks(name, tree, source)
        code = environment.compile(tree)
    except Exception as fault:  # told when the template is filled, at its place
        return PartProgram(name, source, None, frozenset(), checks, None, fault)
    stored = stored_names(tree)
    plan = plan_of(tree.body) if Check.BREAKS not in checks else None
    return PartProgram(name, source, code, stored, checks, plan)


def _checks(name: str, tree: nodes.Template, source: str) -> Check:
    checks = Check.NOTHING if is_whole(tree.body) else Check.XML
    if name == BODY and drawings_vary(tree):
        checks |= Check.DRAWINGS
    if name == BODY and tables_vary(source):
        checks |= Check.TABLES
    if any("<w:t" in text.data and with_breaks(text.data) != text.data for text in texts(tree)):
        checks |= Check.BREAKS
    return checks


def static_of(code: CodeType) -> dict[str, bytes]:
    """Return the static texts of a program as bytes: it gives out the very same constants each time.

    A line end may be a constant of an expression, so those are looked at as values are.
    """
    found: dict[str, bytes] = {}
    for constant in code.co_consts:
        if isinstance(constant, str) and ("<" in constant or not BREAKS.search(constant)):
            found[constant] = constant.encode("utf-8", "surrogatepass")
        elif isinstance(constant, CodeType):
            found |= static_of(constant)
    return found


# ---------------------------------------------------------------- filling
class BoundProgram:
    """A program bound to an environment."""

    __slots__ = ("program", "static", "template")

    def __init__(self, program: PartProgram, environment: Environment) -> None:
        if program.code is None:
            raise program.fault or ValueError("no program")
        self.program, self.static = program, static_of(program.code)
        self.template = Template.from_code(environment, program.code, environment.make_globals(None))


def rendered(bound: BoundProgram, context: Mapping[str, Any], trail: Trail | None = None) -> bytes:
    """Return the part filled; `Misplaced` when it is no longer XML."""
    pieces: list[bytes] = []
    template, static, checks = bound.template, bound.static, bound.program.checks
    try:
        for chunk in _chunks(template.root_render_func(template.new_context(dict(context)))):
            values = "".join(piece for piece in chunk if piece not in static)
            checks |= _checks_of_values(values)
            if _FORBIDDEN.search(values):
                chunk = [_FORBIDDEN.sub("", piece) for piece in chunk]  # noqa: PLW2901 - XML can't hold them
            pieces += [static.get(piece) or piece.encode() for piece in chunk]
    except Exception:
        template.environment.handle_exception()  # raises it with the lines of the program
    made = b"".join(pieces)
    if Check.BREAKS in checks:
        made = re.sub(
            b"[\a\f]", b"", with_breaks(made.decode()).encode()
        )  # outside of texts they mean nothing
    return finished(taken(trail, bound.program.part, made), checks)


def _checks_of_values(values: str) -> Check:
    """Return what a part is looked at for because of what was put into it."""
    checks = Check.BREAKS if BREAKS.search(values) else Check.NOTHING
    if "<" in values:  # XML that docxtpl's objects or a macro made
        checks |= Check.XML | (Check.TABLES if "<w:tbl" in values else Check.NOTHING)
    return checks


def _chunks(output: Iterator[str]) -> Iterator[list[str]]:
    """Yield the output in lists, unless there is no end of it."""
    size = 0
    while chunk := list(islice(output, _AT_ONCE)):
        size += sum(map(len, chunk))
        if size > MOST_OUTPUT:
            raise OutputTooLarge(f"超过 {MOST_OUTPUT} 个字符")
        yield chunk
