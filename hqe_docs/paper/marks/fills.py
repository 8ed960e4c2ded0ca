"""Cell styles by their fill: a style like another but for its fill, found or made (ECMA-376 §18.8.10, §18.8.20)."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml import etree

from hqe_docs.paper.excel.workbook import WORKBOOK
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import add_part, free_name, relate, target_of
from hqe_docs.paper.xmlbytes import xml_bytes

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PLAIN = (
    '<styleSheet xmlns="{}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_THEME, _INDEX = "主题", "索引"
_OF_NO_ACCOUNT = {"fillId", "applyFill"}
# the properties of a font as Excel wants them ordered (ECMA-376 §18.8.22)
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color"),
    *("name", "family", "charset", "scheme"),
)
Look = tuple[object, ...]


@dataclass(slots=True)
class Styles:
    """The styles part of a workbook; a fill is said in words: "" for none, FFF2F2F2, 主题4 0.6, 索引22, else XML."""

    root: etree._Element
    part: str
    is_changed: bool = False
    _fills: list[str] = field(default_factory=list)
    _looks: dict[Look, int] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Parts) -> Styles:
        """Return the styles of the workbook, which gets plain ones if it has none."""
        part = target_of(parts, WORKBOOK, "styles")
        if part is None:
            namespace = etree.QName(etree.fromstring(parts[WORKBOOK])).namespace or _MAIN
            part = free_name(parts, "xl/styles{}.xml")
            add_part(parts, part, _PLAIN.format(namespace).encode(), _TYPE)
            relate(parts, WORKBOOK, "styles", part)
        root = etree.fromstring(parts[part])
        styles = cls(root, part)
        styles._fills = [described(fill) for fill in root.iterfind("{*}fills/{*}fill")]
        for number, form in enumerate(styles._forms()):
            styles._looks.setdefault(styles._look(form, styles.fill_of(number)), number)
        return styles

    def store(self, parts: Parts) -> None:
        """Put the part back, if something was added."""
        if self.is_changed:
            parts[self.part] = xml_bytes(self.root)

    def fill_of(self, style: int) -> str:
        """Return the fill of a style in words."""
        forms = self._forms()
        number = int(forms[style].get("fillId", "0")) if style < len(forms) else 0
        return self._fills[number] if number < len(self._fills) else ""

    def with_fill(self, style: int, fill: str) -> int:
        """Return the style that looks like `style` with another fill."""
        forms = self._forms()
        form = forms[style] if style < len(forms) else forms[0]
        look = self._look(form, fill)
        if look not in self._looks:
            made = copy.deepcopy(form)
            made.set("fillId", str(self._fill(fill)))
            made.set("applyFill", "1")
            self._looks[look] = self._added(forms, made)
        return self._looks[look]

    def filled_with(self, fills: Collection[str]) -> dict[int, str]:
        """Return the styles that have one of these fills."""
        by_style = {number: self.fill_of(number) for number in range(len(self._forms()))}
        return {number: fill for number, fill in by_style.items() if fill in fills}

    def written_in(self, font: Mapping[str, str], fill: str = "", *, wrapped: bool = False) -> int:
        """Return the style of our own texts: the workbook's first font with these properties, and a fill."""
        fonts = self._group("fonts")
        made = copy.deepcopy(fonts[0])
        for name, value in font.items():
            _set_property(made, name, value)
        made[:] = sorted(made, key=_rank)
        number = next((i for i, item in enumerate(fonts) if _meaning(item) == _meaning(made)), None)
        number = self._added(fonts, made) if number is None else number
        form = etree.Element(self._tag("xf"), numFmtId="0", fontId=str(number), borderId="0", xfId="0")
        form.attrib.update({"applyFont": "1", "applyAlignment": "1", "fillId": str(self._fill(fill))})
        alignment = etree.SubElement(form, self._tag("alignment"), vertical="center")
        alignment.attrib.update({"wrapText": "1"} if wrapped else {})
        look = self._look(form, fill)
        if look not in self._looks:
            self._looks[look] = self._added(self._group("cellXfs"), form)
        return self._looks[look]

    def _fill(self, fill: str) -> int:
        if fill not in self._fills:
            self._added(self._group("fills"), _fill_element(fill, self._tag("fill")))
            self._fills.append(fill)
        return self._fills.index(fill)

    def _added(self, group: etree._Element, made: etree._Element) -> int:
        group.append(made)
        group.set("count", str(len(group)))
        self.is_changed = True
        return len(group) - 1

    def _look(self, form: etree._Element, fill: str) -> Look:
        own = sorted((str(k), str(v)) for k, v in form.attrib.items() if k not in _OF_NO_ACCOUNT)
        return (tuple(own), *map(_meaning, form), fill)

    def _forms(self) -> etree._Element:
        return self._group("cellXfs")

    def _group(self, name: str) -> etree._Element:
        group = self.root.find("{*}" + name)
        if group is None or not len(group):
            raise ValueError(f"no {name}")
        return group

    def _tag(self, name: str) -> str:
        return f"{{{etree.QName(self.root).namespace}}}{name}"


def described(fill: etree._Element) -> str:
    """Return a fill in words that survive in a comment and say exactly what it was."""
    pattern = fill.find("{*}patternFill")
    kind = pattern.get("patternType", "none") if pattern is not None else ""
    if kind == "none":
        return ""
    colour = pattern.find("{*}fgColor") if pattern is not None else None
    if kind == "solid" and colour is not None:
        shade = f" {colour.get('tint')}" if colour.get("tint") else ""
        if colour.get("rgb"):
            return f"{colour.get('rgb', ''):F>8}".upper() + shade
        for name, word in (("theme", _THEME), ("indexed", _INDEX)):
            if colour.get(name):
                return f"{word}{colour.get(name)}{shade}"
    bare = re.sub(r' xmlns(:\w+)?="[^"]*"', "", "".join(etree.tostring(e, encoding="unicode") for e in fill))
    return re.sub(r"(</?)\w+:", r"\1", bare).strip()


def _fill_element(fill: str, tag: str) -> etree._Element:
    namespace = etree.QName(tag).namespace
    match = re.fullmatch(rf"(?:([0-9A-F]{{8}})|{_THEME}(\d+)|{_INDEX}(\d+))(?: (\S+))?", fill)
    if match:
        pairs = {"rgb": match[1], "theme": match[2], "indexed": match[3], "tint": match[4]}
        said = "".join(f' {name}="{value}"' for name, value in pairs.items() if value)
        pattern = f'<fgColor{said}/><bgColor indexed="64"/>'
        fill = f'<patternFill patternType="solid">{pattern}</patternFill>'
    try:
        made = etree.fromstring(f'<fill xmlns="{namespace}">{fill}</fill>')
    except etree.XMLSyntaxError:  # somebody has rewritten the comment that said it
        made = etree.fromstring(f'<fill xmlns="{namespace}"/>')
    if not [child for child in made if etree.QName(child).localname in ("patternFill", "gradientFill")]:
        made[:] = [etree.Element(f"{{{namespace}}}patternFill", patternType="none")]
        made.text = None
    return made


def _set_property(font: etree._Element, name: str, value: str) -> None:
    for old in font.findall("{*}" + name):
        font.remove(old)
    made = etree.SubElement(font, f"{{{etree.QName(font).namespace}}}{name}")
    made.set("rgb" if name == "color" else "val", value)


def _rank(element: etree._Element) -> int:
    name = etree.QName(element).localname
    return _FONT.index(name) if name in _FONT else len(_FONT)


def _meaning(element: etree._Element) -> Look:
    """Return what an element says, whatever its prefix."""
    attributes = sorted((str(k), str(v)) for k, v in element.attrib.items())
    return (etree.QName(element).localname, *attributes, *map(_meaning, element))
