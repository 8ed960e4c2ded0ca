"""A Word document as it looks: every paragraph, run, table and section with its settings resolved.

Lengths are twips (1/20 point), sizes half-points, character units hundredths, as in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hqe_docs.problems import Location

if TYPE_CHECKING:
    from lxml import etree

    from hqe_docs.paper.package import Parts

    Element = etree._Element


@dataclass(frozen=True, slots=True)
class Face:
    """What text looks like: defaults, table style, paragraph style, character style and run (ECMA-376 §17.7.2).

    `colour` is RRGGBB, None the automatic one; `spacing` is added to each character, `scale` its width in per cent;
    `hint` is eastAsia where quotes and dashes take the East Asian font.
    """

    size: int
    east: str
    latin: str
    bold: bool
    colour: str | None
    spacing: int
    snaps: bool
    hidden: bool
    hint: str = ""
    italic: bool = False
    underline: bool = False
    scale: int = 100


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `field` is the instruction of the field whose result it is (PAGE, NUMPAGES …)."""

    text: str
    face: Face
    element: Element
    field: str = ""


class Border(NamedTuple):
    """A line around a paragraph or a cell: kind, width in eighths of a point, distance in points, RRGGBB."""

    kind: str
    size: int
    space: int
    colour: str | None


class Tab(NamedTuple):
    """A tab stop: left, center, right or decimal, and its distance from the margin."""

    kind: str
    position: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph looks like; `first` is negative where it hangs, *_chars win over twips in Word.

    `line` is in twips, but 240ths of a line where `rule` is auto; `frame` holds w:framePr, empty without one.
    """

    style: str
    line: int
    rule: str
    before: int
    after: int
    left: int
    right: int
    first: int
    left_chars: int | None
    right_chars: int | None
    first_chars: int | None
    align: str
    keep_next: bool
    keep_lines: bool
    page_break: bool
    widow: bool
    snaps: bool
    outline: int | None
    borders: Mapping[str, Border]
    tabs: tuple[Tab, ...]
    frame: Mapping[str, str]


class CellPlace(NamedTuple):
    """Where a cell stands: its table, row and grid column, 0-based, in the document's order."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `mark` is the face of its end, which gives an empty line its height.

    `index` counts the paragraphs outside tables and boxes from 0; those inside have the index of the last one
    outside. `style` is the style's name. `box` is the anchor or shape of the text box it stands in, `label` the
    number that Word writes before it.
    """

    index: int
    text: str
    spans: list[Span]
    shape: Shape
    mark: Face
    style: str
    section: int
    cell: CellPlace | None
    box: Element | None
    element: Element
    label: str = ""

    @property
    def is_blank(self) -> bool:
        """Say whether it shows nothing; a picture or a box doesn't count."""
        return not self.text.strip() and not self.label

    def place(self, file: str) -> Location:
        """Return where it stands, for a problem."""
        if self.cell is not None:
            return Location(file, table=self.cell.table, row=self.cell.row, column=self.cell.column)
        return Location(file, paragraph=self.index)


class Grid(NamedTuple):
    """The document grid: its type (empty: none), line pitch in twips, character pitch in 4096ths of a point."""

    kind: str
    pitch: int
    char_space: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `header` and `footer` are distances from the page's edges, `kind` how it begins.

    `headers`, `footers`: default, even, first → what stands there, also when taken over from the section before;
    `own`: the types whose footer the section names itself.
    """

    index: int
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    gutter: int
    header: int
    footer: int
    grid: Grid
    landscape: bool
    title_page: bool
    page_start: int | None
    kind: str
    columns: int
    headers: Mapping[str, list[Paragraph]]
    footers: Mapping[str, list[Paragraph]]
    own: frozenset[str]
    element: Element

    @property
    def text_width(self) -> int:
        """Return the width of the type area."""
        return self.width - self.left - self.right - self.gutter

    @property
    def text_height(self) -> int:
        """Return the height of the type area; negative margins count like positive ones."""
        return self.height - abs(self.top) - abs(self.bottom)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the grid column it begins at, the columns it covers, its own borders; `continues` one above."""

    column: int
    span: int
    width: int
    continues: bool
    borders: Mapping[str, Border]
    element: Element


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `height` in twips with its rule (auto without one), `header`: repeated, `whole`: not split."""

    index: int
    header: bool
    whole: bool
    height: int
    rule: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its 0-based number in document order; `width` is None unless given in twips."""

    index: int
    section: int
    width: int | None
    indent: int
    align: str
    fixed: bool
    grid: tuple[int, ...]
    borders: Mapping[str, Border]
    margins: Mapping[str, int]
    rows: tuple[Row, ...]
    within: CellPlace | None
    box: Element | None
    element: Element

    def place(self, file: str) -> Location:
        """Return where it stands, for a problem."""
        return Location(file, table=self.index, row=0, column=0)


@dataclass(frozen=True, slots=True)
class Settings:
    """What settings.xml says of the layout; `compression` is w:characterSpacingControl."""

    even_and_odd: bool = False
    mirror: bool = False
    compression: str = "doNotCompress"
    balance: bool = False
    gutter_at_top: bool = False


@dataclass(slots=True, eq=False)
class Paper:
    """The whole document: paragraphs in document order, those of tables and boxes among them.

    `roots`: the parts that were read, by name, parsed; `main` names that of the body, whose root is `root`.
    """

    file: str
    paragraphs: list[Paragraph]
    sections: list[Section]
    tables: list[Table]
    settings: Settings
    normal: Face
    parts: Parts
    main: str
    roots: Mapping[str, Element]

    @property
    def root(self) -> Element:
        """Return the root of the body's part."""
        return self.roots[self.main]

    def body(self) -> Iterator[Paragraph]:
        """Yield the paragraphs outside tables and boxes."""
        return (item for item in self.paragraphs if item.cell is None and item.box is None)
