"""What of a Word part can come out in another shape than it went in: told once, from its program alone.

docxtpl looks at every filled part as a tree: is it XML, do its tables' grids fit, are drawings numbered. A part of
which the program shows that nothing of this can change goes out as it was rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from hqe_docs.paper.language.walking import every

_BODIES = ("body", "else_", "elif_")
_ELEMENT = re.compile(r"<(/?)([^\s<>/!?]*)[^<>]*?(/?)>")
_DRAWING = "<wp:docPr"


def bodies(node: nodes.Node) -> Iterator[list[nodes.Node]]:
    """Yield the lists of statements inside `node`."""
    for name in _BODIES:
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner:
            yield inner


def texts(node: nodes.Node) -> list[nodes.TemplateData]:
    """Return the static texts inside `node`."""
    return list(every(node, nodes.TemplateData))


State = tuple[
    tuple[str, ...], str
]  # the elements that are open, and one of which only the beginning was read
_NOTHING_OPEN: State = ((), "")
_ELSEWHERE = (nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock)


def is_whole(statements: Sequence[nodes.Node]) -> bool:
    """Say whether `statements` give XML, whichever conditions hold and however often loops turn."""
    return _after(statements, _NOTHING_OPEN) == _NOTHING_OPEN


def _after(statements: Sequence[nodes.Node], state: State) -> State | None:
    """Return the state after `statements`, None when it depends on values."""
    for node in statements:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                read = _read(child.data if isinstance(child, nodes.TemplateData) else "x", state)
                if read is None:
                    return None
                state = read
            continue
        start = _NOTHING_OPEN if isinstance(node, _ELSEWHERE) else state
        if any(_after(inner, start) != start for inner in bodies(node)):
            return None
    return state


def _read(text: str, state: State) -> State | None:
    still_open, begun = list(state[0]), state[1]
    if begun and not ("<" in text or ">" in text):
        return None if '"' in text else (state[0], begun)  # inside of an attribute's value
    text, end = begun + text, 0
    for match in _ELEMENT.finditer(text):
        if "<" in text[end : match.start()] or ">" in text[end : match.start()]:
            return None
        end = match.end()
        closing, name, empty = match.groups()
        if closing:
            if not still_open or still_open.pop() != name:
                return None
        elif name and not empty:
            still_open.append(name)
    text, _, begun = text[end:].partition("<")
    return None if ">" in text or "<" in begun else (tuple(still_open), "<" + begun if begun else "")


def drawings_vary(tree: nodes.Template) -> bool:
    """Say whether a drawing stands in a loop or condition, so that its number is known only when filled."""
    return any(
        _DRAWING in text.data
        for node in tree.body
        for inner in bodies(node)
        for item in inner
        for text in texts(item)
    )


def numbered(xml: bytes) -> bytes:
    """Return `xml` with its drawings numbered from 1001, as docxtpl does."""
    number = 1000

    def next_number(match: re.Match[bytes]) -> bytes:
        nonlocal number
        number += 1
        return b"%s%d%s" % (match[1], number, match[2])

    return re.sub(rb'(<wp:docPr\b[^>]*?\bid=")[^"]*(")', next_number, xml)


# ---------------------------------------------------------------- tables
_TABLE_PIECE = re.compile(
    r"<(/?)w:(tbl|tr|tc)(?:\s[^>]*)?>|<w:(gridCol)[\s/>]|<w:gridSpan w:val=\"([^\"]*)\"|\{%-?\s*(end)?(\w+)"
)


@dataclass(slots=True)
class _Table:
    """The rows of a table, those of tables inside it too, as docxtpl counts them."""

    depth: int
    columns: int = 0
    cells: int = 0
    spans: int = 0
    in_row: bool = False
    in_cell: bool = False
    varies: bool = False
    rows: list[tuple[int, int, bool]] = field(
        default_factory=list
    )  # cells, spans, whether it is always there

    def fits(self) -> bool:
        """Say whether docxtpl would leave the grid, whichever rows are there, if any."""
        if self.varies or any(max(cells, spans) > self.columns for cells, spans, _ in self.rows):
            return False
        full = [spans == self.columns for _, spans, always in self.rows if always]
        return any(full) or (bool(self.rows) and all(spans == self.columns for _, spans, _ in self.rows))

    def count(self, match: re.Match[str], depth: int) -> None:
        """Take in a row's, cell's or column's beginning or end."""
        closing, element, column, span = match.group(1, 2, 3, 4)
        if column:
            self.columns += 1
        elif span is not None:
            self.spans += int(span) - 1 if span.isdecimal() else 0
            self.varies |= not span.isdecimal()
        elif element == "tc":
            self.in_cell = not closing
            self.cells += not closing
            self.spans += not closing
        elif closing:
            self.rows.append((self.cells, self.spans, depth == self.depth))
            self.in_row = False
        else:
            self.cells, self.spans, self.in_row = 0, 0, True


def tables_vary(source: str) -> bool:
    """Say whether a table's grid may have to be fitted to its rows; in doubt, yes."""
    tables: list[_Table] = []
    depth = 0
    for match in _TABLE_PIECE.finditer(source):
        closing, element, end, word = match.group(1, 2, 5, 6)
        if word:
            depth += _steps(word, bool(end))
            if tables and tables[-1].in_row and not tables[-1].in_cell:
                tables[-1].varies = True
        elif element == "tbl" and not closing:
            tables.append(_Table(depth))
        elif element == "tbl" and tables:
            inner = tables.pop()
            if not inner.fits():
                return True
            for outer in tables:
                outer.rows += [(cells, spans, False) for cells, spans, _ in inner.rows]
        elif tables:
            tables[-1].count(match, depth)
    return bool(tables)


def _steps(word: str, end: bool) -> int:
    opens = word in ("for", "if", "macro", "call", "filter", "with")
    return (-1 if end else 1) if opens else 0


# ---------------------------------------------------------------- the order of a cell's properties
_ORDER = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar")
_PROPERTIES = re.compile(r"(<w:tcPr(?: [^>]*)?>)(.*?)(</w:tcPr>)", re.DOTALL)
_PROPERTY = re.compile(r"<w:(\w+)(?:\s[^<>]*)?(?:/>|>.*?</w:\1>)", re.DOTALL)


def place_in_order(name: str) -> int:
    """Return where the property `name` stands among a cell's (ECMA-376 §17.4.69)."""
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def ordered(source: str) -> str | None:
    """Return `source` with merged cells' properties in the schema's order, None when tags stand between them.

    docxtpl puts vMerge last and gridSpan first.
    """
    if "<w:vMerge" not in source and "<w:gridSpan" not in source:
        return source
    done: list[str] = []
    end = 0
    for match in _PROPERTIES.finditer(source):
        found = list(_PROPERTY.finditer(match[2]))
        if "".join(one[0] for one in found) != match[2]:
            return None
        found.sort(key=lambda one: place_in_order(one[1]))
        done += (source[end : match.start(2)], *(one[0] for one in found))
        end = match.end(2)
    done.append(source[end:])
    return "".join(done)
