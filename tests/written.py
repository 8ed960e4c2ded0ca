"""Texts of an office written as papers and read back by python-docx."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docx import Document

from hqe_docs.office.papers.writing import WriteOrder, write_paper
from hqe_docs.problems import Problem


@dataclass(frozen=True)
class Written:
    """A paper as it was written: its paragraphs as (style, text), its tables, what was told."""

    found: list[Problem]
    path: Path | None

    @property
    def codes(self) -> list[str]:
        """Return the codes of errors and warnings."""
        return [item.code for item in self.found if item.severity != "info"]

    @property
    def infos(self) -> list[str]:
        return [item.message for item in self.found if item.severity == "info"]

    @property
    def document(self):
        assert self.path is not None, [str(item.where) + item.message for item in self.found]
        return Document(str(self.path))

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Return style and text of each paragraph with text, in order."""
        return [(one.style.name, one.text) for one in self.document.paragraphs if one.text.strip()]

    def texts(self, style: str) -> list[str]:
        """Return the texts of one style."""
        return [text for name, text in self.paragraphs if name == style]

    def style_of(self, start: str) -> str:
        """Return the style of the paragraph that begins so."""
        return next(name for name, text in self.paragraphs if text.startswith(start))


def written(folder: Path, text: str, kind: str = ".md", **order) -> Written:
    """Return the paper made of a source of that text."""
    source = folder / f"原文{kind}"
    source.write_text(text, encoding="utf-8")
    out = folder / "公文.docx"
    found, path = write_paper(source, WriteOrder(out, overwrite=True, **order))
    return Written(found, path)


FRONT = "---\n文种: 通知\n标题: 关于开展入户调查的通知\n机关: 青禾镇人民政府\n成文日期: 2023-07-03\n主送: [各村民委员会]\n---\n"
