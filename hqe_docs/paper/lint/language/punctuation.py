"""Punctuation of Chinese text: full width, in its right form, not doubled (GB/T 15834)."""

from __future__ import annotations

import re
from collections import defaultdict

from hqe_docs.paper.lint.language.levels import head_of
from hqe_docs.paper.lint.language.prose import HAN, Line, Prose
from hqe_docs.problems import Problems

_FULL = dict(zip(",.;:!?()．｡､<>", "，。；：！？（）。。、〈〉", strict=True)) | {
    '"': "“”",
    "'": "‘’",
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
}
_HALF = re.compile(
    rf"(?<=[{HAN}》”’）〕])[,;:!?]|[,;:!?](?=[{HAN}《“（])"
    rf"|(?<=[{HAN}》”）])\.(?![A-Za-z0-9.])|(?<=[{HAN}》”）])[．｡､]"
    rf"|\((?=[{HAN}《“])|(?<=[{HAN}》”])\(|(?<=[{HAN}》”。])\)|\)(?=[{HAN}，。；、])"
    rf"|(?<=[{HAN}，。：（])[\"']|[\"'](?=[{HAN}《])|[「」『』]"
    rf"|(?<=[{HAN}《])<(?=[{HAN}][^\n]*》)|(?<=[{HAN}])>(?=[^\n]*》)"
)
_HALF_MARK = re.compile("[,;:!?.．｡､()\"'「」『』<>]")
_COMMA, _LINE, _SPACE, _DOT = (re.compile(mark) for mark in ("、", "[-－─―–]", " ", "[.。·…]"))
_TWO_MARKS = re.compile("[，、；：。](?=[，、；：。])")
_BETWEEN = re.compile(r"(?<=》)、(?=《)|(?<=”)、(?=“)")
_DOTS = re.compile(r"\.{3,}|。{2,}|·{3,}|(?<!…)…(?!…)")
_ETC = re.compile(r"…+等|等…+")
_DASH = re.compile(rf"(?<=[{HAN}”》）])(?:-{{2,}}|[－─―–]+)(?=[{HAN}“《（])")
_DOUBLED = re.compile(r"([，、；：])\1+|，。|。，|、，|，、|；。|。；|：。|、。|，；|；，|。、|；、")
_YEAR = re.compile(r"\((?:19|20)\d\d\) ?第?\d+号")
_GAP = re.compile(rf"(?<=[{HAN}，。；：、）]) +(?=[{HAN}（])")


def check_half_width(prose: Prose, found: Problems) -> None:
    """Find half-width marks in Chinese text, told once a line."""
    met: dict[int, list[tuple[str, str, Line]]] = defaultdict(list)
    for match, line in prose.each(_HALF, _HALF_MARK):
        if not _numbers_heading(prose, match) and not _holds_year(prose, match):
            met[id(line)].append((match[0], prose.near(match), line))
    for marks in met.values():
        shown = dict.fromkeys(mark for mark, _, _ in marks)
        wanted = "".join(dict.fromkeys(_FULL[mark] for mark in shown))
        _, sample, line = marks[0]
        found.add("G313", line.where, found=" ".join(shown), wanted=wanted, number=len(marks), sample=sample)


def _numbers_heading(prose: Prose, match: re.Match[str]) -> bool:
    """Say whether the mark belongs to the number of a heading, whose form is another matter."""
    begin = prose.whole.rfind("\n", 0, match.start()) + 1
    if match.start() - begin > 12:
        return False
    head = head_of(prose.whole[begin : match.end() + 12].partition("\n")[0])
    return head is not None and match.start() < begin + head.end


def _holds_year(prose: Prose, match: re.Match[str]) -> bool:
    """Say whether the bracket is that of a document number, whose form is another matter."""
    return match[0] in "()" and _YEAR.search(prose.whole, match.start() - 6, match.end() + 10) is not None


def check_forms(prose: Prose, found: Problems) -> None:
    """Find 、 between 》《, false ellipses and dashes, doubled marks and blanks inside a sentence."""
    for match, line in prose.each(_BETWEEN, _COMMA):
        found.add("G316", line.where, sample=prose.near(match))
    if prose.holds("...", "。。", "···", "…"):
        _check_dots(prose, found)
    for match, line in prose.each(_DASH, _LINE) if prose.holds(*"-－─―–") else ():
        found.add("G319", line.where, found=match[0], sample=prose.near(match))
    for match, line in prose.each(_DOUBLED, _TWO_MARKS):
        if match[0] != "：。" or line.cell is None:  # a blank of a form stands between
            found.add("G320", line.where, found=match[0], sample=prose.near(match))
    for match, line in prose.each(_GAP, _SPACE):
        if line.cell is None and "。" in line.text and "  " not in line.text:
            found.add("G334", line.where, sample=prose.near(match))


def _check_dots(prose: Prose, found: Problems) -> None:
    for match, line in prose.each(_DOTS, _DOT):
        if not _leads_to_a_page(prose, match) and not line.text.isascii():
            found.add("G317", line.where, found=match[0][:6], sample=prose.near(match))
    for match, line in prose.each(_ETC):
        found.add("G318", line.where, found=match[0])


def _leads_to_a_page(prose: Prose, match: re.Match[str]) -> bool:
    """Say whether the dots lead to a page number, as in a table of contents."""
    rest = prose.whole[match.end() : match.end() + 6].partition("\n")[0]
    return rest.strip(" .…·").isdecimal() and len(match[0]) > 3
