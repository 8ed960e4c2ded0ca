"""What a filled form must have been like when it was blank, as well as can be told without having it.

Values are taken out of their cells and lines, so that the finder of blank forms finds the places again: what stands
right of a label or under a row of labels, what follows a colon, underlined words, dates, ticks, numbers with a unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from lxml import etree

from hqe_docs.paper.forms.grids.wordform import is_underlined
from hqe_docs.paper.forms.model import Cell, Form, Grid, Text
from hqe_docs.paper.forms.returned.labels import LabelGuess
from hqe_docs.paper.forms.returned.slottext import EMPTY_BOXES, MOST_TEXT, TICKS
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import paragraphs_of, pieces

AnyText = TypeVar("AnyText", bound=Text)
_DAY = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?<!\d)(\d{{4}}|[〇零○一二三四五六七八九]{{4}})\s*年\s*({_DAY})\s*月(?:\s*({_DAY})\s*日)?"
)
_TICKED = re.compile(rf"(?<![打划画填勾“\"])[{TICKS}]")  # not of 在□内打√
_BRACKETED = re.compile(rf"([（(\[【])[ \u3000]*[{TICKS}×xXvV][ \u3000]*([)）\]】])")
_SAID = r"(?:[^：:。；;\n（）()]|[（(][^（）()：:]*[)）])*?"
_COLON = re.compile(
    rf"((?:[^\s：:。；;，,、（）()]|[（(][^（）()\s：:]{{1,10}}[)）]){{2,14}})([：:][ \u3000]*[￥¥]?)((?![□☐_\s]|年\s){_SAID})(?=$|\n|[ \u3000\xa0]{{2,}}|[；;。（()）])",
    re.M,
)
_CAPITALS = "[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+"  # whoever writes these writes 元整 behind them as well
_LEFT = re.compile(r"年 +月|__|[□☐]|[（(] *[)）]")  # of what was taken out before
ROOM = "____"
FEWEST_TOLD = 12  # characters around the days of a value that tells something
LONGEST, LONGEST_ADDRESS = 40, 200  # of what is said after a colon; of an address


def emptied(filled: Form, words: Words, labels: Collection[str] = ()) -> Form:
    """Return a form like the filled one with its values taken out; addresses stay the same."""
    emptier = _Emptier(words, LabelGuess(words, frozenset(labels)))
    grids = tuple(emptier.grid(grid) for grid in filled.grids)
    return replace(filled, grids=grids, lines=tuple(emptier.line(line) for line in filled.lines))


class _Emptier:
    def __init__(self, words: Words, guess: LabelGuess) -> None:
        self.words, self.guess = words, guess
        self._unit = re.compile(
            rf"^(?:([￥¥]?)\d[\d.,]*(?=(?:{words.unit})\s*(?:$|[（(]))|{_CAPITALS}(?=(?:{words.unit})\s*[（(]))"
        )
        levels = rf"(?:{words.region})+"
        self._region = re.compile(rf"([^（()）\s]+?)({levels}(?:[（(](?:{words.region})[)）])?)")
        self._printed = re.compile(rf"{levels}[（(](?:{words.region})[)）]")

    def grid(self, grid: Grid) -> Grid:
        values = self.guess.values(grid)
        return replace(
            grid, cells=tuple(self._cell(cell, is_value=id(cell) in values) for cell in grid.cells)
        )

    def line(self, line: Text) -> Text:
        return _with(line, self._inside(_marked(line)))

    def _cell(self, cell: Cell, *, is_value: bool) -> Cell:
        if cell.is_fixed or not cell.text.strip():
            return cell
        text = self._inside(_marked(cell))
        if not is_value:
            return _with(cell, text)
        text = text if text.lstrip().startswith("年") else text.strip()  # a day begins with its blank
        plain = self._unit.sub(rf"\g<1>{ROOM}", text, count=1)
        is_address = len(plain) <= LONGEST_ADDRESS and "：" not in plain and self._printed.search(plain)
        if is_address:  # 某某县（区）: nobody writes the choice himself
            plain = self._region.sub(rf"{ROOM}\2", plain)
        said = plain == text == cell.marked.strip() and not _LEFT.search(plain)
        return _with(cell, "" if said or _is_told(cell.text, plain) else plain)

    def _inside(self, text: str) -> str:
        """Return a text with dates, ticks and what follows a colon taken out."""
        if len(text) > MOST_TEXT:
            return text
        plain = _BRACKETED.sub(r"\1  \2", text)
        if any(box in plain for box in EMPTY_BOXES):
            plain = _TICKED.sub("□", plain)
        plain = _DATE.sub(lambda match: "    年    月    日" if match[3] else "    年    月", plain)
        return _COLON.sub(self._after_colon, plain)

    def _after_colon(self, match: re.Match[str]) -> str:
        said = match[3].strip()
        is_kept = self.words.is_note(match[0]) or self.words.keeps(match[1]) or self.words.leads(match[1])
        if not said or is_kept or _LEFT.search(said) or len(said) > LONGEST:
            return match[0]
        unit = self._unit.sub("", said)
        return f"{match[1]}{match[2]}{ROOM}{unit if unit != said else ''}"


def _is_told(text: str, plain: str) -> bool:
    """Say whether a value tells something in sentences, in which days stand as well: nothing of it was printed."""
    around = plain.replace("    年    月", "").replace("    日", "")
    is_plain = not any(box in text for box in EMPTY_BOXES + TICKS) and "__" not in plain and "：" not in text
    return is_plain and text.strip() != plain and len("".join(around.split())) > FEWEST_TOLD


def _marked(text: Text) -> str:
    """Return a text with all that is underlined as `_`: what was written on a line as well."""
    if text.element is None or not text.text:
        return text.marked
    paragraphs = [text.element] if text.element.tag == W + "p" else list(paragraphs_of(text.element))
    return "\n".join(map(_unlined, paragraphs))


def _unlined(paragraph: etree._Element) -> str:
    return "".join(
        "_" * max(len(text), 2) if text and "\n" not in text and is_underlined(element) else text
        for text, element in pieces(paragraph)
    )


def _with(text: AnyText, marked: str) -> AnyText:
    if marked == text.marked:
        return text
    return replace(text, lines=tuple(marked.split("\n")) if marked else (), marked=marked)
