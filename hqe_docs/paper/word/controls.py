"""Content controls of Word (w:sdt) filled by the tag that stands in their properties (ECMA-376 §17.5.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from lxml import etree

from hqe_docs.paper.language.filters import TICKED
from hqe_docs.paper.word.namespaces import W14, W
from hqe_docs.paper.word.places import CONTROL_VALUE, Places
from hqe_docs.paper.xmlbytes import SPACE
from hqe_docs.problems import Location, Problem, problem
from hqe_docs.values import Fault, as_date

_TAG = re.compile(r"\s*\{\{((?:(?!\}\}).)*)\}\}\s*", re.DOTALL)
_BREAKS = {"\n": "br", "\t": "tab"}
_PLACE = ("table", "row", "column", "paragraph")
_REFUSED = {
    "picture": "图片",
    "docPartObj": "构建基块",
    "docPartList": "构建基块",
    "equation": "公式",
    "group": "组合",
    "citation": "引文",
    "bibliography": "书目",
    "repeatingSection": "重复节",
    "repeatingSectionItem": "重复节",
}


# ---------------------------------------------------------------- in the template
def prepare_controls(root: etree._Element) -> bool:
    """Put the tag of each control's properties where it is rendered; say whether there was any."""
    places = Places(root, "", "")
    return sum(_prepare(control, places) for control in root.iter(W + "sdt")) > 0


def _prepare(control: etree._Element, places: Places) -> bool:
    properties = control.find(W + "sdtPr")
    if properties is None:
        return False
    for name in ("tag", "alias"):
        held = properties.find(W + name)
        match = _TAG.fullmatch(held.get(W + "val", "")) if held is not None else None
        if held is not None and match:
            place = places.of(control).as_json()
            value = etree.Element(
                CONTROL_VALUE, {name: str(n) for name, n in place.items() if name in _PLACE}
            )
            value.text = _rendered(properties, match[1].strip())
            control.insert(0, value)
            held.set(W + "val", match[1].strip())
            return True
    return _has_tagged_prompt(control, properties) and _show(control)


def _rendered(properties: etree._Element, expression: str) -> str:
    is_box = properties.find(W14 + "checkbox") is not None
    return f"{{{{ ({expression})|勾选 }}}}" if is_box else f"{{{{ {expression} }}}}"


def _has_tagged_prompt(control: etree._Element, properties: etree._Element) -> bool:
    prompts = properties.find(W + "showingPlcHdr") is not None
    return prompts and re.search(r"\{[{%]", "".join(t.text or "" for t in control.iter(W + "t"))) is not None


def _show(control: etree._Element) -> bool:
    """Make what the control shows its content, no longer a prompt."""
    prompt = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if prompt is not None:
        _remove(prompt)
        for style in control.findall(f"{W}sdtContent//{W}rPr/{W}rStyle"):
            _remove(style)
    for binding in control.findall(f"{W}sdtPr/{W}dataBinding"):  # Word would put the bound value back
        _remove(binding)
    return True


# ---------------------------------------------------------------- in the filled document
@dataclass(frozen=True, slots=True)
class _Control:
    """A control, its properties, its value as it was rendered, and where it stands in the template."""

    sdt: etree._Element
    properties: etree._Element
    value: str
    where: Location

    def fault(self, code: str, **facts: str) -> list[Problem]:
        return [problem(code, self.where, **facts)]


def fill_controls(root: etree._Element, file: str, part: str) -> list[Problem]:
    """Fill each control whose tag was rendered; return the values that don't fit."""
    _unrepeat(root)
    found = []
    for value in list(root.iter(CONTROL_VALUE)):
        sdt = value.getparent()
        properties = sdt.find(W + "sdtPr") if sdt is not None else None
        if sdt is not None and properties is not None:
            sdt.remove(value)
            place = {name: int(number) for name, number in value.items()}
            where = Location(file=file, path=part or None, **place)  # type: ignore[arg-type]  # names of _PLACE
            found += _fill(_Control(sdt, properties, value.text or "", where))
    return found


def fill_control(sdt: etree._Element, value: str, where: Location) -> list[Problem]:
    """Fill one control; a value that another part of the package holds is let go, or it would come back."""
    properties = sdt.find(W + "sdtPr")
    if properties is None:
        return []
    for bound in properties.findall("{*}dataBinding"):
        properties.remove(bound)
    return _fill(_Control(sdt, properties, value, where))


def _unrepeat(root: etree._Element) -> None:
    """Take the numbers from controls that a loop has repeated: Word gives them new ones."""
    seen = set()
    for number in root.findall(f".//{W}sdtPr/{W}id"):
        if (value := number.get(W + "val")) in seen:
            _remove(number)
        seen.add(value)


def _fill(control: _Control) -> list[Problem]:
    for child in control.properties.iterchildren("*"):
        name = etree.QName(child).localname
        if name in _REFUSED:
            return control.fault("T170", kind=_REFUSED[name])
        if name in _FILLERS:
            return _FILLERS[name](control, child)
    _write(control, control.value)
    return []


def _fill_box(control: _Control, box: etree._Element) -> list[Problem]:
    ticked = control.value == TICKED
    checked = box.find(W14 + "checked")
    if checked is None:
        checked = etree.Element(W14 + "checked")
        box.insert(0, checked)
    checked.set(W14 + "val", "1" if ticked else "0")
    state = box.find(W14 + ("checkedState" if ticked else "uncheckedState"))
    usual = "2612" if ticked else "2610"
    code = state.get(W14 + "val", usual) if state is not None else usual
    font = state.get(W14 + "font", "MS Gothic") if state is not None else "MS Gothic"
    _write(control, chr(int(code, 16)), font=font)
    return []


def _fill_choice(control: _Control, choice: etree._Element) -> list[Problem]:
    # an item without a value is the prompt (§17.5.2.21); what is shown wins over another item's value
    items = [item for item in choice.findall(W + "listItem") if item.get(W + "value")]
    shown = [item.get(W + "displayText", "") or item.get(W + "value", "") for item in items]
    by_value = {item.get(W + "value", ""): text for item, text in zip(items, shown, strict=True)}
    known = by_value | {text: text for text in shown}
    if control.value and control.value not in known and choice.tag == W + "dropDownList":
        return control.fault("T171", value=control.value, choices="、".join(shown))
    _write(control, known.get(control.value, control.value))
    return []


def _fill_date(control: _Control, held: etree._Element) -> list[Problem]:
    if not control.value:
        held.attrib.pop(W + "fullDate", "")
        _write(control, "")
        return []
    day = as_date(control.value)
    if isinstance(day, Fault):
        return control.fault("T172", value=control.value, detail=f"，{day.detail}")
    held.set(W + "fullDate", f"{day.isoformat()}T00:00:00Z")
    form = held.find(W + "dateFormat")
    _write(control, _dated(day, form.get(W + "val", "") if form is not None else ""))
    return []


_FILLERS: dict[str, Callable[[_Control, etree._Element], list[Problem]]] = {
    "checkbox": _fill_box,
    "dropDownList": _fill_choice,
    "comboBox": _fill_choice,
    "date": _fill_date,
}
_DATE_PARTS = re.compile(r"'([^']*)'|y+|M+|d+|[A-Za-z]+|[^A-Za-z']+")


def _dated(day: date, form: str) -> str:
    """Return `day` in Word's picture of a date; one with names in it, or none, gives 2023年6月25日."""
    texts = {
        "yyyy": f"{day.year}",
        "yy": f"{day.year % 100:02}",
        "M": f"{day.month}",
        "MM": f"{day.month:02}",
    }
    texts |= {"d": f"{day.day}", "dd": f"{day.day:02}"}
    pieces = []
    for match in _DATE_PARTS.finditer(form):
        piece = match[0]
        if piece[0] != "'" and piece[0].isascii() and piece[0].isalpha() and piece not in texts:
            return f"{day.year}年{day.month}月{day.day}日"
        pieces.append(match[1] if match[1] is not None else texts.get(piece, piece))
    return "".join(pieces) or f"{day.year}年{day.month}月{day.day}日"


# ---------------------------------------------------------------- the text shown
def _write(control: _Control, text: str, *, font: str = "") -> None:
    """Show `text`, in the looks of the first run there was, or of the control where that was its prompt."""
    prompted = control.properties.find(W + "showingPlcHdr") is not None
    _show(control.sdt)
    content = control.sdt.find(W + "sdtContent")
    if content is None:
        content = etree.SubElement(control.sdt, W + "sdtContent")
    run = _only_run(content)
    own = control.properties.find(W + "rPr")
    if prompted and own is not None:
        for old in run.findall(W + "rPr"):
            run.remove(old)
        run.insert(0, deepcopy(own))
    if font and text >= "\uf000":  # a symbol font's own characters (ECMA-376 §17.3.3.30)
        etree.SubElement(run, W + "sym", {W + "font": font, W + "char": f"{ord(text):04X}"})
        return
    if font:
        _set_font(run, font)
    for piece in re.split(r"([\n\t])", text):
        if piece in _BREAKS:
            etree.SubElement(run, W + _BREAKS[piece])
        else:
            etree.SubElement(run, W + "t", {SPACE: "preserve"}).text = piece


def _only_run(content: etree._Element) -> etree._Element:
    """Return the first run, emptied but for its properties; all other runs of the control go, and its paragraphs."""
    first = next(content.iter(W + "p"), None)
    for extra in list(first.itersiblings(W + "p")) if first is not None else ():
        _remove(extra)
    runs = list(content.iter(W + "r"))
    if not runs:
        inline = next(content.iterancestors(W + "p"), None) is not None
        holder = content if inline else first if first is not None else etree.SubElement(content, W + "p")
        return etree.SubElement(holder, W + "r")
    for extra in runs[1:]:
        _remove(extra)
    for child in list(runs[0]):
        if child.tag != W + "rPr":
            runs[0].remove(child)
    return runs[0]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _set_font(run: etree._Element, font: str) -> None:
    looks = run.find(W + "rPr")
    if looks is None:
        looks = etree.Element(W + "rPr")
        run.insert(0, looks)
    fonts = looks.find(W + "rFonts")
    if fonts is None:
        fonts = etree.Element(W + "rFonts")
        looks.insert(int(looks.find(W + "rStyle") is not None), fonts)
    fonts.attrib.clear()
    for script in ("ascii", "eastAsia", "hAnsi"):
        fonts.set(W + script, font)
    fonts.set(W + "hint", "eastAsia")
