"""What only docxtpl can put into a document (pictures, sub-documents, links), rendered by it, under our rules."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # has no hints
from lxml import etree

from hqe_docs.paper.language.blame import note_exception
from hqe_docs.paper.package import Parts, unzipped
from hqe_docs.paper.word.wordfilling import Filling
from hqe_docs.paper.word.wordfinish import Misplaced, put_in_order
from hqe_docs.paper.word.wordmarks import prepared
from hqe_docs.paper.word.wordtags import docxtpl_environment, prints_itself
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Location, Problem, problem

_DEEPEST = 20


def filled_by_docxtpl(filling: Filling) -> tuple[Parts, list[Problem]]:
    """Return the parts filled by the docxtpl object that the values in the mapping belong to, and what was wrong."""
    template = _template(filling)
    if isinstance(template, Problem):
        return filling.parts, [template]
    filling.notes.restart(filling.context)
    environment = docxtpl_environment(filling.notes)
    try:
        with _our_rules(template):
            template.render(dict(filling.context), environment, autoescape=True)
        stream = io.BytesIO()
        template.save(stream)
    except (Misplaced, etree.XMLSyntaxError):
        return filling.parts, [filling.misplaced(), *filling.problems()]
    except Exception as error:  # whatever a template does wrong becomes a note
        note_exception(error, filling.notes, environment.filters)
        return filling.parts, filling.problems()
    return _as_it_was(unzipped(stream), filling), filling.problems()


# ---------------------------------------------------------------- whose values they are
def _template(filling: Filling) -> DocxTemplate | Problem:
    """Return the one template object that the values belong to, or why there is none."""
    found = {id(value.tpl): value.tpl for value in _values(filling.context) if hasattr(value, "tpl")}
    where = Location(file=filling.file)
    if not found:
        return problem("T113", where, what="链接", detail="没有说明由哪个模板对象建立")
    if len(found) > 1:
        return problem("T113", where, what="图片、子文档", detail="由几个模板对象分别建立")
    (template,) = found.values()
    if not _same_file(template, filling.parts):
        return problem("T113", where, what="图片、子文档", detail="由另一份文件的模板对象建立")
    return template


def _values(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield docxtpl's objects in `value`, however deep."""
    if prints_itself(value):
        yield value
    elif depth < _DEEPEST and isinstance(value, Mapping | list | tuple | set):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _values(inner, depth + 1)


def _same_file(template: DocxTemplate, parts: Parts) -> bool:
    source = template.template_file
    if hasattr(source, "read"):
        source.seek(0)
        content = unzipped(io.BytesIO(source.read()))
        source.seek(0)
    else:
        content = unzipped(io.BytesIO(Path(source).read_bytes()))
    return dict(content) == dict(parts)


# ---------------------------------------------------------------- rendering
@contextmanager
def _our_rules(template: DocxTemplate) -> Iterator[None]:
    """Let `template` refuse to mend broken XML (it would lose text) and leave the properties to us."""
    fix_tables, get_xml = template.fix_tables, template.get_xml

    def with_marks() -> str:
        return prepared(get_xml().encode()).decode()

    def strict(xml: str) -> Any:
        etree.fromstring(xml)
        return fix_tables(xml)

    def without_copying(tree: Any) -> None:
        # swapping the body under the old root re-homes every node, which is quadratic in the body's size
        root = template.docx._element
        index = root.index(root.body)
        root.remove(root.body)
        root.insert(index, tree)

    rules = {
        "fix_tables": strict,
        "get_xml": with_marks,
        "map_tree": without_copying,
        "render_properties": lambda *_args: None,
    }
    template.__dict__.update(rules)
    try:
        yield
    finally:
        for name in rules:
            del template.__dict__[name]


def _as_it_was(saved: Parts, filling: Filling) -> Parts:
    """Return what docxtpl saved, parts that mean the same as in the template byte for byte as there."""
    programs = {program.part for program in filling.programs}
    made = Parts()
    for name, content in saved.items():
        if name in programs:
            made[name] = _in_order(content)
        elif name in filling.parts and _means_the_same(content, filling.parts[name], name):
            made[name] = filling.parts[name]
        else:
            made[name] = content
    return made


def _in_order(content: bytes) -> bytes:
    if b"<w:vMerge" not in content and b"<w:gridSpan" not in content:
        return content
    tree = etree.fromstring(content)
    put_in_order(tree)
    return xml_bytes(tree)


def _means_the_same(one: bytes, other: bytes, name: str) -> bool:
    if one == other or not name.endswith((".xml", ".rels")):
        return one == other
    return etree.tostring(etree.fromstring(one), method="c14n") == etree.tostring(
        etree.fromstring(other), method="c14n"
    )
