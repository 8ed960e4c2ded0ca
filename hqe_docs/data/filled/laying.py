"""A dossier's nested value laid out on the sheets of a 填报表: rows of texts for tables, lines for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hqe_docs.data.filled.celltext import KEPT, written
from hqe_docs.data.filled.pages import JOIN, Blank, Keys, Page, pages
from hqe_docs.data.modelled import WRAPPED


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line: its blank, its text, the texts of the columns beside it, which its group's first line has."""

    blank: Blank
    text: str = ""
    beside: tuple[str, ...] = ()
    is_known: bool = True

    @property
    def labels(self) -> tuple[str, str]:
        """The group that the line stands in, and what it is called there."""
        group, *inner = self.blank.keys
        return group, JOIN.join(key for key in inner if key != WRAPPED)


@dataclass(frozen=True, slots=True)
class Laid:
    """A page with what a dossier says on it: `rows` of a table (the name first, where it has names) or `lines`.

    `further` are columns that the page does not know; they stand last.
    """

    page: Page
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[Line, ...] = ()
    further: tuple[Blank, ...] = ()

    @property
    def columns(self) -> tuple[Blank, ...]:
        """The columns of a table, that of names first."""
        key = (
            (Blank((), self.page.key, "text", tuple(self.page.known), is_required=True),)
            if self.page.key
            else ()
        )
        return (*key, *self.page.blanks, *self.further)


def laid_out(value: Any) -> list[Laid]:
    """Return every page with what `value`, a dossier's in canonical form, says on it; what fits nowhere is not."""
    claimed = _claimed()
    done: set[Keys] = set()
    laid = []
    for page in pages():
        own = _inside(value, page.path)
        others = claimed[page.path] if page.path not in done and page.path else None
        done.add(page.path)
        laid.append(_LAYERS[page.shape](page, own, others))
    return laid


def _claimed() -> dict[Keys, set[str]]:
    """Return, for the path of each page, the keys there that some page knows."""
    known: dict[Keys, set[str]] = {}
    for page in pages():
        own = known.setdefault(page.path, set())
        own |= (
            {*page.known}
            if page.shape == "roster"
            else {blank.keys[0] for blank in page.blanks if blank.keys}
        )
        for length in range(len(page.path)):
            known.setdefault(page.path[:length], set()).add(page.path[length])
    return known


def _inside(value: Any, path: Keys) -> Any:
    for key in path:
        if isinstance(value, list) and key == WRAPPED:  # a fact that is written plainly
            return value
        value = value.get(key) if isinstance(value, dict) else None
    return value


# ---------------------------------------------------------------- tables
def _rows(page: Page, value: Any, _others: object) -> Laid:
    return _table(page, [((), item) for item in value] if isinstance(value, list) else [])


def _keyed(page: Page, value: Any, _others: object) -> Laid:
    named = {**dict.fromkeys(page.known), **(value if isinstance(value, dict) else {})}
    return _table(page, [((key,), item) for key, item in named.items()])


def _roster(page: Page, value: Any, others: set[str] | None) -> Laid:
    held = value if isinstance(value, dict) else {}
    names = [*page.known, *(key for key in held if key not in (others or held))]
    rows = []
    for name in names:
        item = held.get(name)
        rows += [((name,), each) for each in (item if isinstance(item, list) and item else [item])]
    return _table(page, rows)


def _table(page: Page, items: Sequence[tuple[tuple[str, ...], Any]]) -> Laid:
    further: dict[Keys, None] = {}
    for _, item in items:
        further |= {keys: None for keys, _ in _unknown(item, page.blanks)}
    extra = tuple(Blank(keys, JOIN.join(keys)) for keys in further)
    columns = (*page.blanks, *extra)
    rows = [(*(written("text", name) for name in names), *_cells(item, columns)) for names, item in items]
    return Laid(page, tuple(rows), (), extra)


def _cells(item: Any, columns: Sequence[Blank]) -> Iterator[str]:
    for blank in columns:
        # a row must not be empty for the empty text that it is
        text = KEPT if item == "" and not blank.keys else ""
        yield text or written(blank.form, _inside(item, blank.keys) if blank.keys else item)


def _unknown(item: Any, blanks: Sequence[Blank], above: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yield what of a mapping no blank holds."""
    for key, value in item.items() if isinstance(item, dict) else ():
        keys = (*above, key)
        if any(blank.keys == keys for blank in blanks):
            continue
        if isinstance(value, dict) and any(blank.keys[: len(keys)] == keys for blank in blanks):
            yield from _unknown(value, blanks, keys)
        else:
            yield keys, value


# ---------------------------------------------------------------- lines
def _lines(page: Page, value: Any, others: set[str] | None) -> Laid:
    groups = value if isinstance(value, dict) else {}
    if page.shared:
        groups = {key: item if isinstance(item, dict) else {WRAPPED: item} for key, item in groups.items()}
    beside = [Blank((key, *blank.keys), "") for key in groups for blank in page.shared]
    lines = [Line(blank, written(blank.form, _inside(groups, blank.keys))) for blank in page.blanks]
    own = {blank.keys[0] for blank in page.blanks}
    unknown = list(_unknown(groups, (*page.blanks, *beside)))
    bare = [key for key in groups if page.shared and key not in {keys[0] for keys, _ in unknown}]
    for keys, item in (*unknown, *(((key, WRAPPED), None) for key in bare)):
        if keys[0] in own or (others is not None and keys[0] not in others):
            lines += [_further(keys, item)] if item is not None or keys[0] not in own else []
    return Laid(page, (), tuple(_with_beside(page, groups, _by_group(lines))))


def _further(keys: Keys, item: Any) -> Line:
    blank = Blank(keys, JOIN.join(keys))
    return Line(blank, written(blank.form, item), is_known=False)


def _by_group(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of each group together, the one without a label of its own beside the group's name."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.blank.keys[0], []).append(line)
    return [line for each in groups.values() for line in sorted(each, key=lambda line: line.labels[1] != "")]


def _with_beside(page: Page, groups: dict[str, Any], lines: Sequence[Line]) -> Iterator[Line]:
    seen: set[str] = set()
    for line in lines:
        group = line.blank.keys[0]
        beside = () if group in seen else tuple(_cells(groups.get(group), page.shared))
        seen.add(group)
        yield Line(line.blank, line.text, beside, line.is_known)


_LAYERS = {"rows": _rows, "keyed": _keyed, "roster": _roster, "lines": _lines}
