"""Personal numbers in an Office file or any other zip: every part of it, those nobody sees too, packages inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hqe_docs import zipsafe
from hqe_docs.office.privacy import markup, sheets
from hqe_docs.office.privacy.loose import in_loose
from hqe_docs.office.privacy.numbers import Number, numbers_in
from hqe_docs.problems import Location

Finding = tuple[Location, Number]
Inside = Callable[[str, bytes, str, int], Iterator[Finding]]  # name, content, file, depth
MOST_PART = 256 * 1024 * 1024
_XML = (".xml", ".rels", ".vml", ".html", ".htm", ".svg", ".xhtml")
_NAMED = {
    "comments": "批注",
    "threadedComments": "批注",
    "persons": "批注作者",
    "docProps": "文档属性",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "charts": "图表",
    "pivotCache": "透视表缓存",
    "externalLinks": "外部链接缓存",
    "customXml": "自定义数据",
    "drawings": "图形",
    "diagrams": "图示",
    "embeddings": "嵌入的文件",
    "media": "图片",
    "workbook": "定义的名称",
    "sharedStrings": "已不显示的单元格",
    "_rels": "链接",
}


class Unsafe(Exception):
    """The package can't be unpacked safely; the text says why in words."""


@dataclass(slots=True)
class Package:
    """A zip being looked through; `inside` looks into files it holds."""

    archive: zipfile.ZipFile
    file: str
    inside: Inside
    depth: int = 0
    names: dict[str, str] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def findings(self) -> Iterator[Finding]:
        """Yield every number with its place."""
        fault = next(zipsafe.faults(self.archive), "")
        if fault:
            raise Unsafe(fault)
        self._open_book()
        members = sorted(self.archive.infolist(), key=lambda it: it.filename.endswith("sharedStrings.xml"))
        for info in members:
            for number in numbers_in(info.filename):
                yield self._at(info.filename, "文件名"), number
            if info.file_size:
                yield from self._in_part(info.filename)

    def _open_book(self) -> None:
        parts = set(self.archive.namelist())
        if "xl/workbook.xml" in parts and "xl/_rels/workbook.xml.rels" in parts:
            texts = [
                markup.decoded(self._read(f"xl/{name}"))
                for name in ("workbook.xml", "_rels/workbook.xml.rels")
            ]
            self.names = sheets.sheet_names(*texts)
        if "xl/sharedStrings.xml" in parts:
            self.strings = sheets.shared_strings(markup.decoded(self._read("xl/sharedStrings.xml")))

    def _read(self, name: str) -> bytes:
        with self.archive.open(name) as stream:
            content = stream.read(MOST_PART + 1)
        if len(content) > MOST_PART:
            raise Unsafe(f"部件 {name} 超过 {MOST_PART // 1024 // 1024} MiB")
        return content

    def _in_part(self, name: str) -> Iterator[Finding]:
        content = self._read(name)
        if not name.lower().endswith(_XML) and content.lstrip()[:5] != b"<?xml":
            yield from self.inside(name, content, self.file, self.depth + 1)
            return
        xml = markup.decoded(content)
        if name in self.names and "<sheetData" in xml:
            yield from self._in_sheet(xml, self.names[name])
        elif name == "xl/sharedStrings.xml":
            yield from self._in_unused(xml)
        else:
            yield from self._in_markup(name, xml)

    def _in_sheet(self, xml: str, sheet: str) -> Iterator[Finding]:
        for cell, number in sheets.in_cells(xml, self.strings, self.used):
            yield Location(self.file, sheet, cell or None), number
        for number in sheets.around_cells(xml):
            yield Location(self.file, sheet, path="页眉页脚、有效性、条件格式、链接"), number

    def _in_unused(self, xml: str) -> Iterator[Finding]:
        """Yield what stands in shared strings that no cell names any more."""
        place = self._at("xl/sharedStrings.xml")
        for index, text in enumerate(self.strings):
            if index not in self.used:
                for number in numbers_in(text):
                    yield place, number
        for number in (*sheets.phonetic_numbers(xml), *markup.in_attributes(xml)):
            yield place, number

    def _in_markup(self, name: str, xml: str) -> Iterator[Finding]:
        is_text = "</w:p>" in xml or "</a:p>" in xml or "</text:p>" in xml
        if is_text:
            is_body = name == "word/document.xml"
            for index, number in markup.in_paragraphs(xml):
                place = (
                    Location(self.file, paragraph=index) if is_body else self._at(name, f"第 {index + 1} 段")
                )
                yield place, number
            for number in markup.in_rows(xml):
                yield self._at(name, "表格中分开的格"), number
        else:
            for number in markup.in_any(xml):
                yield self._at(name), number
        for number in markup.in_attributes(xml):
            yield self._at(name, "属性、替代文字"), number

    def _at(self, name: str, more: str = "") -> Location:
        title = next((said for word, said in _NAMED.items() if word in name), "")
        return Location(self.file, path=" ".join(part for part in (title, name, more) if part))


def in_package(content: bytes, file: str, inside: Inside, depth: int) -> Iterator[Finding]:
    """Yield the numbers of a zip that is held in memory; an exception where it is damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from Package(archive, file, inside, depth).findings()


def in_binary(name: str, content: bytes, file: str) -> Iterator[Finding]:
    """Yield the numbers of a part that is no text."""
    for number in in_loose(content):
        yield Location(file, path=name), number
