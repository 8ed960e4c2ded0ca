"""What in an Office package acts by itself or reaches outside: macros, fields that fetch, links, objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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
