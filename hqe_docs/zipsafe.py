"""Zip packages within bounds: what makes them unsafe to unpack, to parse, or to hand on."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 300  # deflate ends at 1,032; a sheet of formatted blank rows stays below 100
MOST_TREE = 250 * 1024 * 1024  # bytes that a part parsed whole is reckoned to need
# how much more of it we hold at once: as it is, emptied, filled, to be marked; of a sheet rows are let go as they are read
FORM_TREES, TEMPLATE_TREES, SHEET_TREES = 2.5, 4, 1.5
MOST_XML = 128 * 1024 * 1024  # of all such parts
MOST_RELATIONS = 70_000  # Excel has 65,530 links on a sheet at the most
MOST_SHEETS = 1_000
_SMALL = 16 * 1024 * 1024  # below this a high ratio is a blank sheet, not a bomb


def faults(archive: zipfile.ZipFile, *, most_bytes: int = MOST_BYTES) -> Iterator[str]:
    """Yield in words what is unsafe about `archive`, from its directory alone."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        yield f"部件超过 {MOST_MEMBERS} 个"
    if sum(info.file_size for info in members) > most_bytes:
        yield f"解压后超过 {most_bytes // 1024 // 1024} MiB"
    if len({info.filename.casefold() for info in members}) < len(
        members
    ):  # Office knows no case (OPC §6.2.2)
        yield "有同名部件"
    for info in members:
        if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            yield f"部件 {info.filename} 压缩比异常"
        if _leaves(info.orig_filename):
            yield f"部件路径越界 {info.filename}"


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


_PROLOG = 64 * 1024
_CODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_CODINGS = frozenset((b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"))
_BOM = b"\xef\xbb\xbf"
_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\0<")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DOCTYPE = "<!DOCTYPE"


def is_xml(name: str, head: bytes) -> bool:
    """Say whether a part, known by its name and first bytes, may be parsed: a main part may have any name."""
    return name.endswith((".xml", ".rels", ".vml")) or head.removeprefix(_BOM).lstrip()[:2].startswith(
        _STARTS
    )


def part_fault(name: str, data: bytes) -> str:
    """Return in words why the part `data` must not be parsed, or nothing: no DTD and no coding but Unicode's (OPC §8.1.4)."""
    head = data[:_PROLOG]
    if not is_xml(name, head):
        return ""
    if head.startswith(_WIDE):
        text = head.decode("utf-16-be" if head[:1] in (b"\0", b"\xfe") else "utf-16-le", "replace")
        has_doctype, coding = _DOCTYPE in text, None
    else:
        has_doctype, coding = _DOCTYPE.encode() in head, _CODING.match(head.removeprefix(_BOM))
    if has_doctype:
        return f"部件 {name} 含有 DTD"
    if coding and coding[1].lower() not in _CODINGS:
        return f"部件 {name} 的编码不是 UTF-8"
    has_many = name.endswith(".rels") and data.count(b"<") > MOST_RELATIONS
    return f"部件 {name} 的关系超过 {MOST_RELATIONS} 个" if has_many else ""


# bytes, measured with lxml: a tag, an attribute; what we keep of a paragraph, row or cell beside its elements
_TAG, _ATTRIBUTE, _LINE = 160, 220, 640
_LINES = re.compile(rb"<(?:\w+:)?(?:p|tc|row)[\s/>]")
_LINES_AND_CELLS = re.compile(rb"<(?:\w+:)?(?:p|tc|row|c)[\s/>]")


@dataclass
class Reckoning:
    """What the parts of a package would need if they were parsed whole; told without parsing them.

    `trees`: how many trees of a part are held at once. Sheets are let go one after another, other parts are not.
    """

    trees: float = 1
    _kept: float = 0
    _sheet: float = 0

    def is_beyond(self, name: str, data: bytes) -> bool:
        """Say whether, with the part `name`, they need more than MOST_TREE."""
        if not is_xml(name, data[:_PROLOG]):
            return False
        room = MOST_TREE - self._kept
        is_sheet = name.startswith("xl/worksheets/")
        trees = min(self.trees, SHEET_TREES) if is_sheet else self.trees
        need = self._need(data.replace(b"\0", b"") if data.startswith(_WIDE) else data, room, trees)
        if is_sheet:
            self._sheet = max(self._sheet, need)
        else:
            self._kept += need
        return self._kept + self._sheet > MOST_TREE

    def _need(self, xml: bytes, room: float, trees: float) -> float:
        tags, quotes = xml.count(b"<"), xml.count(b'"') + xml.count(b"'")
        need = trees * (tags * _TAG + quotes // 2 * _ATTRIBUTE)
        if need > room or need + tags * _LINE <= room / 8:  # no need to count
            return need
        kept = (_LINES if trees == 1 else _LINES_AND_CELLS).finditer(xml)  # a cell alone is soon let go
        return need + sum(1 for _ in kept) * _LINE


# ---------------------------------------------------------------- what runs, fetches or links
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/dialogsheets/")
_OBJECTS = re.compile(r"(?:^|/)(?:embeddings/.*\.bin|activeX/.*)$")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SAID = re.compile(rb"""\b(Type|Target|TargetMode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_AFAR = re.compile(
    r"\s*(?:https?:|ftp:|mhtml:|ldap:|\\\\|//|file:(?:/{0,2}(?![/.])[^/:]+/|/{4}|\\\\))", re.IGNORECASE
)
_SHARE = re.compile(r"\s*(?:\\\\|//|file:(?:/{2}(?!/)|/{4}|\\\\))", re.IGNORECASE)
_FETCHED = {
    "attachedTemplate": "文档模板",
    "oleObject": "链接的对象",
    "aFChunk": "插入的文件",
    "subDocument": "子文档",
    "frame": "框架网页",
}
_TOLD = {"image": "图片", "externalLinkPath": "别的工作簿", "video": "视频", "audio": "声音"}
_CODE = re.compile(
    rb"<(?:\w+:)?instrText\b[^>]*>([^<]*)<|fldCharType=[\"']begin|\binstr=(?:\"([^\"]*)\"|'([^']*)')"
)
_ACTS = re.compile(r"\s*(?:DDE|DDEAUTO|MACROBUTTON)\b", re.IGNORECASE)
_FETCHES = re.compile(r"\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD|DATABASE)\b", re.IGNORECASE)
_TEXTS = re.compile(r"word/[^/]+\.xml$")


def acting(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield in words what runs or is fetched when the file is opened: such a file is not filled."""
    if any(name.lower().endswith(_MACROS[0]) or name.startswith(_MACROS[1:]) for name in parts):
        yield "宏"
    for kind, target in _outside(parts):
        if kind in _FETCHED and _AFAR.match(target):
            yield f"指向外面的{_FETCHED[kind]}"
    if any(_ACTS.match(code) for code in _fields(parts)):
        yield "会启动别的程序的域（DDE）"
    if any(
        _FETCHES.match(code) and _AFAR.search(code.partition(" ")[2].strip(' "')) for code in _texts(parts)
    ):
        yield "从外面取文字的域"
    if any(b"ddeLink" in parts[name] for name in parts if name.startswith("xl/externalLinks/")):
        yield "会启动别的程序的链接（DDE）"


def reaching(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield in words what asks the reader first, or is fetched only for show: such a file is told of, and filled."""
    for kind, target in _outside(parts):
        if kind in _TOLD:
            yield f"链接到外面的{_TOLD[kind]}"
        elif kind == "hyperlink" and _SHARE.match(target):
            yield "指向网络共享的超链接"
    if any(map(_OBJECTS.search, parts)):
        yield "嵌入的对象或控件"
    if "xl/connections.xml" in parts:
        yield "外部数据连接"
    if any(map(_FETCHES.match, _fields(parts))):
        yield "取外部文件的域"


def _outside(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield kind and target of each relation that leads out of the package (OPC §6.5.3)."""
    from html import unescape

    for name in parts:
        if name.endswith(".rels"):
            for link in _LINK.findall(parts[name]):
                said = {key: double or single for key, double, single in _SAID.findall(link)}
                if said.get(b"TargetMode") == b"External":
                    kind = said.get(b"Type", b"").rpartition(b"/")[2].decode(errors="replace")
                    yield kind, unescape(said.get(b"Target", b"").decode(errors="replace"))


def _texts(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the fields that take in texts; a picture from outside is only told of."""
    return (code for code in _fields(parts) if "INCLUDEPICTURE" not in code.upper())


def _fields(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the codes of the fields in the texts of a Word document, put together from their runs."""
    for name in parts:
        if _TEXTS.match(name) and b"instr" in parts[name]:
            yield from _codes(parts[name])


def _codes(xml: bytes) -> Iterator[str]:
    from html import unescape

    pieces: list[bytes] = []
    for found in _CODE.finditer(xml):
        if found[1] is not None:
            pieces.append(found[1])
            continue
        yield unescape(b"".join(pieces).decode(errors="replace"))
        pieces.clear()
        yield unescape((found[2] or found[3] or b"").decode(errors="replace"))
    yield unescape(b"".join(pieces).decode(errors="replace"))
