"""WordTemplate: used like docxtpl's DocxTemplate, and fast wherever nothing needs docxtpl itself."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import IO, Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # has no hints
from jinja2 import Environment

from hqe_docs.paper.package import Parts, opened, zipped
from hqe_docs.paper.properties import CORE
from hqe_docs.paper.templates import TemplateFile, template_file
from hqe_docs.paper.wholefiles import replace_file
from hqe_docs.paper.word.wordfinish import Misplaced
from hqe_docs.paper.word.wordpart import DOCXTPL
from hqe_docs.paper.word.wordprogram import rendered
from hqe_docs.paper.word.wordtags import NeedsDocxtpl
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Problem

Source = str | PathLike[str] | IO[bytes]
_LONGEST = 255  # characters of a property
_PROPERTIES = ("creator", "description", "identifier", "language", "subject", "title")
_DC = "{http://purl.org/dc/elements/1.1/}"


class WordTemplate(DocxTemplate):  # type: ignore[misc]
    """A template that does all that docxtpl's does, with autoescape on unless it is turned off.

    The first rendering prepares it; further ones, of other objects of the same file too, only fill in. docxtpl itself
    renders when the values hold pictures, sub-documents or links, when the document was already opened or changed
    (`get_docx`, `new_subdoc`, `build_url_id`), when a Jinja environment is given, or without autoescape.
    """

    is_rendered: bool
    pic_map: dict[str, Any]
    _opened: Any = None
    _filled: bytes | None = None
    way = ""  # of the last rendering: "prepared" or "docxtpl"

    @property
    def docx(self) -> Any:
        """Return the python-docx document; after a fast rendering it is opened when asked for."""
        if self._opened is None and self._filled is not None:
            import docx

            self._opened = docx.Document(io.BytesIO(self._filled))
        return self._opened

    @docx.setter
    def docx(self, document: Any) -> None:
        self._opened, self._filled = document, None

    def render(
        self, context: Mapping[str, Any], jinja_env: Environment | None = None, autoescape: bool = True
    ) -> None:
        """Fill the template with `context`; errors are docxtpl's."""
        if self.is_rendered:
            self.docx, self.is_rendered = None, False
        if jinja_env is None and autoescape and self._opened is None:
            filled = self._prepared(context)
            if filled is not None:
                self.pic_map, self.is_saved, self.is_rendered = {}, False, True
                self._filled, self.way = filled, "prepared"
                return
        super().render(context, jinja_env, autoescape)
        self.way = "docxtpl"

    def save(self, filename: Source, *args: Any, **kwargs: Any) -> None:
        """Write the document to a path or file; a path is written whole or not at all."""
        if self._filled is None or self._opened is not None or self._replaces():
            super().save(filename, *args, **kwargs)
            return
        if isinstance(filename, str | PathLike):
            replace_file(Path(filename), self._filled)
        else:
            filename.write(self._filled)
        self.is_saved = True

    def _replaces(self) -> bool:
        asked = (
            self.crc_to_new_media,
            self.crc_to_new_embedded,
            self.zipname_to_replace,
            self.pics_to_replace,
        )
        return any(asked)

    def _prepared(self, context: Mapping[str, Any]) -> bytes | None:
        """Return the document filled by the prepared template, None when docxtpl has to do or say something."""
        found = self._template()
        if found is None:
            return None
        # whatever a template does wrong is left to docxtpl to say
        with suppress(NeedsDocxtpl, Misplaced, Exception):
            return zipped(_filled(found, context))
        return None

    def _template(self) -> TemplateFile | None:
        source = self.template_file
        if isinstance(source, str | PathLike):
            found = template_file(Path(source))
            return None if isinstance(found, Problem) else found
        source.seek(0)
        data = source.read()
        source.seek(0)
        parts = opened(data, "")
        return None if isinstance(parts, Problem) else TemplateFile(data, parts)


def _filled(found: TemplateFile, context: Mapping[str, Any]) -> Parts:
    prepared = found.word(DOCXTPL)
    bench = prepared.take_bench()
    try:
        made = Parts(prepared.parts)
        for program in prepared.programs:
            if program.fault is not None:
                raise program.fault
            made[program.part] = rendered(bench.bound[program.part], context)
        if CORE in made:
            made[CORE] = _properties(made[CORE], context, bench.environment)
        return made
    finally:
        prepared.give_back(bench)


def _properties(core: bytes, context: Mapping[str, Any], environment: Environment) -> bytes:
    """Return the part docProps/core.xml as docxtpl leaves it: these properties filled, missing ones empty."""
    from lxml import etree

    tree = etree.fromstring(core)
    for name in _PROPERTIES:
        element = tree.find(_DC + name)
        if element is None:
            element = etree.SubElement(tree, _DC + name)
        text = element.text or ""
        element.text = environment.from_string(text).render(context) if "{" in text else text
        if len(element.text) > _LONGEST:
            raise ValueError("too long for python-docx")
    return xml_bytes(tree)
