"""The template language in Word parts: values escaped for XML, docxtpl's objects printed as they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, nodes
from markupsafe import Markup

from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.shown import legal, printed
from hqe_docs.paper.language.tags import PaperEnvironment
from hqe_docs.paper.language.walking import every
from hqe_docs.paper.picture import Picture
from hqe_docs.paper.word.wordpicture import drawing

_AWKWARD = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[&<>'\"]")
ESCAPED_TAGS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


class NeedsDocxtpl(BaseException):
    """A value that only docxtpl itself can put into a document: a picture, a sub-document, a link.

    No Exception, so that nothing takes it for a fault of the template.
    """

    def __init__(self, value: Any) -> None:
        super().__init__(type(value).__name__)
        self.value = value


class WordEnvironment(PaperEnvironment):
    """The environment of Word parts prepared by us."""

    def __init__(self, notes: Notes) -> None:
        super().__init__(notes, _shower(notes), autoescape=True)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        tidy(tree)
        return tree


class DocxtplsEnvironment(Environment):
    """The environment that docxtpl itself takes by default, with autoescape, for parts prepared by us."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, finalize=_left_to_docxtpl)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        tidy(tree)
        return tree


def tidy(tree: nodes.Template) -> None:
    """Do once to the static texts of `tree` what docxtpl does to every rendered part."""
    for text in every(tree, nodes.TemplateData):
        text.data = text.data.replace("\n<w:p ", "<w:p ").replace("\n<w:p>", "<w:p>")
        for escaped, meant in ESCAPED_TAGS:
            text.data = text.data.replace(escaped, meant)


def docxtpl_environment(notes: Notes) -> PaperEnvironment:
    """Return the environment of parts that docxtpl itself renders."""

    def shown(value: Any) -> str:
        if isinstance(value, Markup):
            return value
        if hasattr(value, "__html__") and prints_itself(value):
            return Markup(value.__html__())  # noqa: S704 - XML of docxtpl's making
        if isinstance(value, Picture):
            return drawing(value, notes)
        # docxtpl turns {_{ into {{ after rendering; a character reference hides the value's own underscore
        return Markup(str(Markup.escape(printed(value, notes))).replace("_", "&#95;"))  # noqa: S704 - escaped here

    return PaperEnvironment(notes, shown, autoescape=True)


def _shower(notes: Notes) -> Callable[[Any], str]:
    def shown(value: Any) -> str:
        if type(value) is str:
            # letters and digits need no look at each character: the usual case
            if value.isalnum() or not _AWKWARD.search(value):
                return value
        elif isinstance(value, Markup):
            return value
        elif hasattr(value, "__html__") and prints_itself(value):
            return _marked_up(value, notes)
        elif isinstance(value, Picture):
            return drawing(value, notes)
        return Markup.escape(printed(value, notes))

    return shown


def prints_itself(value: Any) -> bool:
    """Say whether `value` is one of docxtpl's objects, which make their XML themselves."""
    library = sys.modules.get("docxtpl")
    if library is None:
        return False
    names = ("RichText", "RichTextParagraph", "Listing", "InlineImage", "Subdoc")
    return isinstance(value, tuple(found for name in names if (found := getattr(library, name, None))))


def _marked_up(value: Any, notes: Notes) -> Markup:
    xml = _left_to_docxtpl(value).xml
    legal(xml.replace("\a", "").replace("\f", ""), notes)  # these two end paragraphs and pages in a Listing
    return Markup(xml)  # noqa: S704 - XML of docxtpl's making, its texts escaped by it


def _left_to_docxtpl(value: Any) -> Any:
    """Return `value`, unless it needs a part or relationship in the document: then raise NeedsDocxtpl."""
    if hasattr(value, "__html__") and prints_itself(value):
        xml = value.__dict__.get("xml")
        if xml is None or "<w:hyperlink r:id=" in xml:
            raise NeedsDocxtpl(value)
    return value
