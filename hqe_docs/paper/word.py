"""Word templates: docxtpl's language, strict, with every fault at its place in the template."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # has no hints
from lxml import etree

from hqe_docs.paper.blame import note_exception
from hqe_docs.paper.notes import Note, Notes, as_problems
from hqe_docs.paper.package import Parts
from hqe_docs.paper.places import PlacedTag, place_in, placed_tags
from hqe_docs.paper.properties import CORE, core_properties
from hqe_docs.paper.tags import has_tags, render_into, text_environment, word_environment
from hqe_docs.paper.wordfit import too_full
from hqe_docs.paper.wordmarks import finished, prepared
from hqe_docs.problems import Location, Problem, problem

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_NAMES = {"header": "页眉", "footer": "页脚", "footno": "脚注"}
_ROOTS = {"docume": "<w:body", "header": "<w:hdr", "footer": "<w:ftr", "footno": "<w:footnotes"}


class Misplaced(Exception):
    """The filled part is no longer XML: tags cut through its elements."""


class _StrictTemplate(DocxTemplate):  # type: ignore[misc]
    """docxtpl that refuses to mend broken XML (it would lose text) and leaves the properties to us."""

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        return

    def fix_tables(self, xml: str) -> Any:
        try:
            etree.fromstring(xml)
        except etree.XMLSyntaxError as error:
            raise Misplaced from error
        return super().fix_tables(xml)

    def map_tree(self, tree: Any) -> None:
        # swapping the body under the old root re-homes every node, which is quadratic in the body's size
        root = self.docx._element
        index = root.index(root.body)
        root.remove(root.body)
        root.insert(index, tree)


@dataclass(slots=True)
class _Filling:
    parts: Parts
    file: str
    context: Mapping[str, Any]
    notes: Notes
    placed: dict[str, list[PlacedTag]] = field(default_factory=dict)

    def place(self, note: Note) -> Location:
        """Return where `note` arose: the part whose tags are in the note's program, and the place in it."""
        for name in self.parts:
            if _FILLED.fullmatch(name):
                where = place_in(self._tags(name), note.source, note.line, note.word)
                if where is not None and self._made_from(name, note.source):
                    return where
        return Location(file=self.file)

    def _tags(self, name: str) -> list[PlacedTag]:
        if name not in self.placed:
            part = _NAMES.get(name.removeprefix("word/")[:6], "")
            self.placed[name] = placed_tags(self.parts[name], self.file, part)
        return self.placed[name]

    def _made_from(self, name: str, source: str) -> bool:
        return _ROOTS[name.removeprefix("word/")[:6]] in source[:200]


def fill_word(
    parts: Parts, file: str, context: Mapping[str, Any], fallback_title: str
) -> tuple[Parts, list[Problem]]:
    """Return the parts of the filled document and what was wrong; with an error the parts are of no use."""
    notes = Notes(names=set(context))
    try:
        filling = _Filling(_prepared(parts), file, context, notes)
        filled = _render(filling)
        unfit = _finish(filled, file, f"{fallback_title}.docx")
    except Misplaced:
        detail = "段落或表格行被标签切断"
        return parts, [problem("T104", _misplaced(filling), detail=detail), *_problems(filling)]
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return parts, [problem("T101", Location(file=file), detail="不是完整的 Word 文档")]
    found = _problems(filling) + unfit
    if CORE in parts:
        text_notes = Notes(names=set(context))
        plain = text_environment(text_notes)
        filled[CORE] = core_properties(
            parts[CORE], context, fallback_title, lambda text: render_into(plain, text, context)
        )
        found += as_problems(text_notes, lambda _note: Location(file=file, path="文档属性"))
    return filled, found


def _prepared(parts: Parts) -> Parts:
    return {name: prepared(data) if _FILLED.fullmatch(name) else data for name, data in parts.items()}


def _finish(filled: Parts, template: str, out: str) -> list[Problem]:
    """Carry out the marks in the filled parts; return what doesn't fit, in the template's or the written file."""
    found = []
    for name in filter(_FILLED.fullmatch, list(filled)):
        part = _NAMES.get(name.removeprefix("word/")[:6], "")
        filled[name], problems = finished(filled[name], template, part)
        found += problems + too_full(filled[name], filled.get("word/styles.xml"), out, part)
    return found


def _problems(filling: _Filling) -> list[Problem]:
    return as_problems(filling.notes, filling.place)


def _misplaced(filling: _Filling) -> Location:
    block = re.compile(r"\{%(for|if|else|endfor|endif)")
    for name in filling.parts:
        if _FILLED.fullmatch(name):
            crooked = _crooked([(tag, place) for tag, place in filling._tags(name) if block.match(tag)])
            if crooked is not None:
                return crooked
    return Location(file=filling.file)


def _crooked(blocks: list[PlacedTag]) -> Location | None:
    """Return the place of a block's end that stands in another table or cell than its beginning."""
    still_open: list[Location] = []
    for tag, place in blocks:
        if not tag.startswith("{%end"):
            if not tag.startswith("{%else"):
                still_open.append(place)
        elif still_open:
            opened = still_open.pop()
            if (opened.table, opened.column) != (place.table, place.column):
                return place
    return None


def _render(filling: _Filling) -> Parts:
    template = _StrictTemplate(_archive(filling.parts))
    template.init_docx()
    environment = word_environment(filling.notes)
    try:
        template.render(dict(filling.context), environment)
    except (Misplaced, etree.XMLSyntaxError) as error:
        raise Misplaced from error
    except Exception as error:  # whatever a template does wrong becomes a note
        note_exception(error, filling.notes, environment.filters)
        return {}
    made = {str(part.partname).lstrip("/"): part for part in template.docx.part.package.iter_parts()}
    return {
        name: in_schema_order(made[name].blob) if name in made and _holds_tags(name, data) else data
        for name, data in filling.parts.items()
    }


_CELL_ORDER = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar")


def in_schema_order(part: bytes) -> bytes:
    """Return `part` with merged cells' properties in the order of ECMA-376 §17.4.69: docxtpl puts vMerge last."""
    if b"<w:vMerge" not in part and b"<w:gridSpan" not in part:
        return part
    root = etree.fromstring(part)
    for properties in root.iter("{*}tcPr"):
        properties[:] = sorted(properties, key=_place)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place(child: etree._Element) -> int:
    name = etree.QName(child).localname
    return _CELL_ORDER.index(name) if name in _CELL_ORDER else len(_CELL_ORDER)


def _archive(parts: Parts) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream


def _holds_tags(name: str, data: bytes) -> bool:
    # a tag may be cut into runs, so the braces are looked for apart
    if not _FILLED.fullmatch(name):
        return False
    text = re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))
    return has_tags(text)
