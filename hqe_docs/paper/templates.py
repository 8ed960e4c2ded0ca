"""Templates opened once in a process: the same bytes at the same path aren't read, tried and prepared again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from hqe_docs import zipsafe
from hqe_docs.paper.package import Parts, opened, read_bytes, zipped
from hqe_docs.paper.word.wordpart import PAPER
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from hqe_docs.paper.gongwen.restyle import Look
    from hqe_docs.paper.word.word import PreparedWord

_MOST_FILES, _MOST_BYTES = 64, 32 * 1024 * 1024
_KNOWN: dict[Path, TemplateFile] = {}
_CHANGING = Lock()


@dataclass(slots=True)
class TemplateFile:
    """A template's bytes and parts, which nobody changes; as a Word template prepared when asked for."""

    data: bytes
    parts: Parts
    _word: dict[str, PreparedWord] = field(default_factory=dict)
    _looks: dict[str, TemplateFile] = field(default_factory=dict)

    def word(self, manner: str = PAPER) -> PreparedWord:
        """Return the Word template prepared for a manner of filling; word.DAMAGED when it is none."""
        if manner not in self._word:
            from hqe_docs.paper.word.word import prepared_word

            self._word[manner] = prepared_word(self.parts, self.data, manner)
        return self._word[manner]

    def in_look(self, look: Look) -> TemplateFile:
        """Return the Word template with styles, pages and binding as asked; XMLSyntaxError when it is none."""
        if look.digest not in self._looks:
            from hqe_docs.paper.gongwen.restyle import restyled

            parts = restyled(self.parts, look)
            self._looks[look.digest] = TemplateFile(zipped(parts), parts)
        return self._looks[look.digest]


def template_file(path: Path) -> TemplateFile | Problem:
    """Return the template at `path`, or why it can't be read."""
    data = read_bytes(path)
    if isinstance(data, Problem):
        return data
    known = _KNOWN.get(path)
    if known is not None and known.data == data:
        return known
    parts = opened(data, path.name, trees=zipsafe.TEMPLATE_TREES)
    if isinstance(parts, Problem):
        return parts
    return _keep(path, TemplateFile(data, parts))


def _keep(path: Path, made: TemplateFile) -> TemplateFile:
    if len(made.data) > _MOST_BYTES:
        return made
    with _CHANGING:
        _KNOWN.pop(path, None)
        _KNOWN[path] = made
        while len(_KNOWN) > _MOST_FILES or sum(len(one.data) for one in _KNOWN.values()) > _MOST_BYTES:
            del _KNOWN[next(iter(_KNOWN))]
    return made
