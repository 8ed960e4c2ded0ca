"""Checks of the running text: its size and typeface, lines, characters, grid, colour (GB/T 9704 §5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hqe_docs.paper.lint.colours import is_red
from hqe_docs.paper.lint.layout.gathering import Gathered
from hqe_docs.paper.lint.layout.pagechecks import AREA, GLYPH_AREA_HEIGHT, SLACK, Fault, has_right_area
from hqe_docs.paper.lint.layout.pitches import characters_of, lines_of
from hqe_docs.paper.lint.running import Running, face_of, most, running_text, size_of
from hqe_docs.paper.lint.typefaces import typeface
from hqe_docs.paper.resolved.document import Face, Paper, Paragraph, Section
from hqe_docs.paper.units import millimetres, pitch_name, points, size_name
from hqe_docs.paper.word.namespaces import W
from hqe_docs.problems import Location, Problems

SIZE, LINES, CHARACTERS = 32, 22, 28
_LONG = 140  # characters, five lines: kept together they leave a page short
_GAP = 20  # twips, 1 point: less can't be seen
_NARROW = 85  # twips, 1.5 mm: a line may end so much before the type area does
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．]|（\d+）)")
_SPACED = re.compile(r"[ 　\xa0]+(?=\S)")
_TO_FILL = re.compile(r"[ 　\xa0]*(?:年|月|〔|第)")


def check_size(paper: Paper, found: Problems) -> None:
    """TX-SIZE: running text is 三号仿宋; a heading that runs into its text may begin in another typeface."""
    gathered, running = Gathered(), running_text(paper)
    for item in running.paragraphs if running else ():
        size = size_of(item)
        if size != SIZE:
            gathered.add("G110", item.place(paper.file), found=size_name(size))
        font = _font_of(item)
        if font and typeface(font) != "仿宋" and not _HEADING.match(item.label + item.text):
            gathered.add("G111", item.place(paper.file), found=font)
    gathered.tell(found)


def _font_of(item: Paragraph) -> str:
    fonts = {span.face.east for span in item.spans}
    return fonts.pop() if len(fonts) == 1 else most(((s.face.east, len(s.text)) for s in item.spans), str)


def check_lines(paper: Paper, found: Problems) -> None:
    """TX-LINES, TX-FILL: 22 lines fill a page; a type area of wrong height is told by PG-AREA."""
    running = running_text(paper)
    if running is None:
        return
    _check_evenness(paper, running, found)
    where = running.paragraphs[0].place(paper.file)
    height = _height(running)
    lines = lines_of(height, running.section.grid, running.shape, running.face.size).word
    line = pitch_name(running.shape.line, running.shape.rule)
    if lines != LINES:
        found.add("G112", where, found=line, lines=lines, height=millimetres(height))
    elif running.shape.rule == "exact" and (left := height - LINES * running.shape.line) > SLACK:
        found.add("G115", where, found=f"行距{line}", way="下边", left=millimetres(left), more="")


def _height(running: Running) -> int:
    """Return the height of the type area, the standard's where the section's own is wrong."""
    standard = GLYPH_AREA_HEIGHT if running.by_glyphs else AREA[1]
    return running.section.text_height if has_right_area(running.section, running) else standard


def _check_evenness(paper: Paper, running: Running, found: Problems) -> None:
    gathered, wanted = Gathered(), running.shape
    for item in running.paragraphs:
        shape = item.shape
        is_free = shape.rule != "exact" and _holds_picture(item)  # an exact line would cut it
        if (shape.line, shape.rule) != (wanted.line, wanted.rule) and not is_free:
            gathered.add("G113", item.place(paper.file), found=pitch_name(shape.line, shape.rule))
        if max(shape.before, shape.after) >= _GAP:
            said = f"段前 {points(shape.before)} 磅、段后 {points(shape.after)} 磅"
            gathered.add("G114", item.place(paper.file), found=said)
    gathered.tell(found)


def _holds_picture(item: Paragraph) -> bool:
    return next(item.element.iter(W + "drawing", W + "pict", W + "object"), None) is not None


def check_characters(paper: Paper, found: Problems) -> None:
    """TX-CHARS: 28 full-width characters a line, which 三号 needs tightening for; TX-FILL across.

    Text of another size is told by its size, and has no such count.
    """
    gathered, running = Gathered(), running_text(paper)
    for item in running.paragraphs if running else ():
        face = face_of(item)
        if running and face.size == SIZE:
            for code, facts in _characters_fault(paper, running, item, face):
                gathered.add(code, item.place(paper.file), **facts)
    gathered.tell(found)


def _characters_fault(paper: Paper, running: Running, item: Paragraph, face: Face) -> Iterator[Fault]:
    section = paper.sections[item.section]
    width = section.text_width if has_right_area(section, running) else AREA[0]
    characters = characters_of(width, section.grid, item.shape, face, paper.normal.size).word
    wide = "紧缩" if face.spacing < 0 else "加宽"
    said = f"字距{wide} {points(abs(face.spacing))} 磅" if face.spacing else "字距标准"
    if characters != CHARACTERS:
        yield "G116", {"found": said, "characters": str(characters), "width": millimetres(width)}
    elif face.spacing < 0 and (left := width - CHARACTERS * (SIZE * 10 + face.spacing)) > _NARROW:
        yield "G115", {"found": said, "way": "右边", "left": millimetres(left)}


def check_grid(paper: Paper, found: Problems) -> None:
    """TX-GRID: the document grid does the same in every program, so that lines and characters hold anywhere."""
    gathered, running = Gathered(), running_text(paper)
    indices = dict.fromkeys(item.section for item in running.paragraphs) if running else ()
    for section in (paper.sections[index] for index in indices):
        said = _differences(paper, running, section) if running else ""
        if said:
            where = Location(paper.file, section=section.index)
            gathered.add("G117", where, found=_grid_name(section), said=said)
    gathered.tell(found)


def _differences(paper: Paper, running: Running, section: Section) -> str:
    shape, face = running.shape, running.face
    lines = lines_of(section.text_height, section.grid, shape, face.size)
    characters = characters_of(section.text_width, section.grid, shape, face, paper.normal.size)
    counts = ((lines, "每面", "行"), (characters, "每行", "字"))
    return "，".join(
        f"{per} LibreOffice 排 {count.libre} {unit}、Word 排 {count.word} {unit}"
        for count, per, unit in counts
        if count.libre != count.word and (count is characters or shape.rule != "auto")
    )


def _grid_name(section: Section) -> str:
    kinds = {"lines": "只指定行网格", "linesAndChars": "指定行和字符网格", "snapToChars": "文字对齐字符网格"}
    space = f"、字符跨度 {section.grid.char_space}" if section.grid.char_space else ""
    return f"{kinds.get(section.grid.kind, section.grid.kind)}，行跨度 {points(section.grid.pitch)} 磅{space}"


def check_page_breaks(paper: Paper, found: Problems) -> None:
    """TX-WIDOW: nothing leaves a page short of lines."""
    gathered, running = Gathered(), running_text(paper)
    for item in running.paragraphs if running else ():
        if item.shape.widow:
            gathered.add("G118", item.place(paper.file))
        if item.shape.keep_lines and len(item.text) > _LONG:
            gathered.add("G119", item.place(paper.file))
    gathered.tell(found)


def check_compression(paper: Paper, found: Problems) -> None:
    """TX-COMPRESS: punctuation keeps its width, so that lines hold the same number of characters."""
    running, settings = running_text(paper), paper.settings
    if running is None:
        return
    if settings.compression not in ("", "doNotCompress"):
        found.add("G120", Location(paper.file), found="标点压缩")
    if settings.balance and running.face.spacing:
        found.add("G120", Location(paper.file), found="调整全角半角字符宽度")


def check_colour(paper: Paper, found: Problems) -> None:
    """TX-COLOR: text is black; only what stands above the running text may be red."""
    running = running_text(paper)
    if running is None:
        return
    gathered, first = Gathered(), running.paragraphs[0]
    above = True
    for item in paper.paragraphs:
        above = above and item is not first
        for colour in {span.face.colour for span in item.spans if span.text.strip() and not span.face.hidden}:
            if colour not in (None, "000000") and not (above and is_red(colour)):
                gathered.add("G121", item.place(paper.file), found=colour)
    gathered.tell(found)


def check_spaces(paper: Paper, found: Problems) -> None:
    """TX-EMPTY: a paragraph begins at its indent, not after spaces; places left to fill in by hand are no indent."""
    running = running_text(paper)
    if running is None:
        return
    gathered = Gathered()
    for item in paper.body():
        if _SPACED.match(item.text) and not _TO_FILL.match(item.text) and item.shape.align != "center":
            gathered.add("G122", item.place(paper.file))
    gathered.tell(found)
