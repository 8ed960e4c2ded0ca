"""docxtpl-lint run over a Word template, its rules told as our codes at our places."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from hqe_docs.masking import hide_numbers
from hqe_docs.paper.language.blame import syntax_reason
from hqe_docs.paper.language.notes import Notes, did_you_mean
from hqe_docs.paper.language.tagforms import MARK, MARKS
from hqe_docs.paper.language.tags import PaperEnvironment, has_tags, text_environment
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.places import Places, own_text
from hqe_docs.paper.word.wordpart import part_title
from hqe_docs.problems import Location, Problem, problem

# every rule of docxtpl-lint; those that only a rendering or a JSON Schema brings out are told in its own words
RULES = {
    "DTL001": "T140",
    "DTL002": "T141",
    "DTL003": "T142",
    "DTL005": "T143",
    "DTL101": "T144",
    "DTL102": "T145",
    "DTL103": "T103",
    "DTL104": "T106",
    "DTL105": "T146",
    "DTL106": "T147",
    "DTL201": "T148",
    "DTL202": "T149",
    "DTL203": "T150",
    "DTL204": "T151",
    "DTL205": "T152",
    "DTL206": "T153",
    "DTL207": "T154",
    "DTL208": "T155",
    "DTL209": "T156",
    "DTL210": "T157",
    "DTL301": "T201",
    "DTL302": "T159",
    "DTL303": "T158",
    "DTL304": "T201",
    "DTL305": "T158",
    "DTL306": "T160",
    "DTL307": "T161",
    "DTL308": "T159",
    "DTL401": "T159",
    "DTL402": "T159",
}
_UNKNOWN = "T159"
# names are held against the data by ourselves; our engine escapes what it prints
_LEFT_OUT = ("DTL301", "DTL308")
# our own marks are comments to the linter, or where they are cut into runs docxtpl's vm, which stands in the same places
_MARK = re.compile(MARK.pattern.encode())
_CUT = rb"((?:<[^<>]*>)*)"
_WORD = re.compile(b"|".join(_CUT.join(char.encode() for char in mark) for mark in MARKS))


def lint_word(parts: Parts, file: str, context: Mapping[str, Any] | None) -> list[Problem]:
    """Return what docxtpl-lint finds in a document; with a context also what doesn't fit the data."""
    from docxtpl_lint import lint  # type: ignore[import-untyped]  # has no hints

    environment = text_environment(Notes())
    result = lint(_filled_parts(parts), context, jinja_env=environment, autoescape=True, ignore=_LEFT_OUT)
    place = _placing(parts, file)
    return [
        as_problem(issue, place(issue.location), environment)
        for issue in result.issues
        if issue.params.get("type") != "null"  # what is empty here may be asked for before it is gone through
    ]


def _filled_parts(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            if part_title(name) is not None:
                archive.writestr(name, _WORD.sub(_as_vm, _MARK.sub(b"{##}", data)))
    return stream.getvalue()


def _as_vm(mark: re.Match[bytes]) -> bytes:
    """Return `vm` in the place of a mark, and what cut it into runs."""
    return b"vm" + b"".join(tags or b"" for tags in mark.groups())


def _placing(parts: Parts, file: str) -> Callable[[Any], Location]:
    """Return what turns the linter's place (part, number of the paragraph) into ours."""
    known: dict[str, dict[int, Location]] = {}

    def place(at: Any) -> Location:
        name = f"word/{'document' if at.part == 'body' else at.part}.xml"
        if name not in parts:
            return Location(file=file)
        title = part_title(name) or ""
        if name not in known:
            known[name] = dict(_tagged_paragraphs(parts[name], file, title))
        return known[name].get(at.paragraph - 1, Location(file=file, path=title or None))

    return place


def _tagged_paragraphs(xml: bytes, file: str, title: str) -> Iterator[tuple[int, Location]]:
    """Yield the paragraphs of a part that hold tags: number among all its paragraphs, place."""
    root = etree.fromstring(xml)
    places = Places(root, file, title)
    for number, paragraph in enumerate(root.iter(W + "p")):
        if has_tags(own_text(paragraph)):
            yield number, places.of(paragraph)


def as_problem(issue: Any, where: Location, environment: PaperEnvironment) -> Problem:
    """Return an issue of docxtpl-lint as a problem of ours at `where`."""
    code = RULES.get(issue.rule, _UNKNOWN)
    facts = {
        name: hide_numbers(fact) if isinstance(fact, str) else fact for name, fact in issue.params.items()
    }
    facts["rules"] = facts.get("rules_zh", "")
    facts["path"] = str(facts.get("path", "")).replace("[*]", "[]")
    if code == "T103":
        return problem(code, where, detail=syntax_reason(str(facts.get("msg", ""))))
    if code in ("T106", "T146"):
        known = environment.filters if code == "T106" else environment.tests
        return problem(code, where, name=facts["name"], guess=did_you_mean(facts["name"], set(known)))
    try:
        return problem(code, where, **facts)
    except KeyError:  # a rule whose facts have other names than when this was written
        return problem(_UNKNOWN, where, message=issue.message_for("zh"), rule=issue.rule)
