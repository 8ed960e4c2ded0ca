"""One feature filled by docxtpl and by us, and where the two documents differ in meaning."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from docxtpl import DocxTemplate
from hqe_docs.paper.fill import fill
from hqe_docs.paper.word.wordtemplate import WordTemplate
from tools.docxtpl.features import Feature

CORE = "docProps/core.xml"
Tolerate = Callable[[str, etree._Element], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one feature: differences of the drop-in and of `fill` (None: not offered), and the way taken."""

    feature: Feature
    way: str
    drop_in: tuple[str, ...]
    filled: tuple[str, ...] | None


def compared(feature: Feature, folder: Path) -> Outcome:
    """Fill the feature by docxtpl and by us; `folder` is where the files are put."""
    template = folder / "模板.docx"
    feature.make(template)
    theirs = _rendered(DocxTemplate(template), feature, folder / "docxtpl.docx")
    own = WordTemplate(template)
    ours = _rendered(own, feature, folder / "WordTemplate.docx")
    drop_in = tuple(differences(theirs, ours, TOLERATED))
    return Outcome(feature, own.way, drop_in, _filled(feature, template, theirs) if feature.fill else None)


def _rendered(template: DocxTemplate, feature: Feature, out: Path) -> Path:
    for _ in range(feature.turns):
        if feature.prepare:
            feature.prepare(template)
        environment = feature.environment() if feature.environment else None
        template.render(dict(feature.values(template)), environment, autoescape=True)
        template.save(out)
    return out


def _filled(feature: Feature, template: Path, theirs: Path) -> tuple[str, ...]:
    out = template.with_name("fill.docx")
    problems = fill(template, feature.values(DocxTemplate(template)), out)
    if problems:
        return tuple(f"{one.code} {one.message}" for one in problems)
    return tuple(one for one in differences(theirs, out, (*TOLERATED, *OF_FILL)) if not one.startswith(CORE))


def differences(one: Path, other: Path, tolerated: Sequence[Tolerate]) -> Iterator[str]:
    """Yield the parts in which two documents differ in meaning, beyond what is tolerated."""
    first, second = _parts(one), _parts(other)
    for name in sorted(first.keys() | second.keys()):
        if name not in first or name not in second:
            yield f"{name} 只在一份里"
        elif _meaning(name, first[name], tolerated) != _meaning(name, second[name], tolerated):
            yield name


def _parts(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _meaning(name: str, content: bytes, tolerated: Sequence[Tolerate]) -> object:
    if not name.endswith((".xml", ".rels")):
        return content
    tree = etree.fromstring(content)
    for tolerate in tolerated:
        tolerate(name, tree)
    return etree.tostring(tree, method="c14n")


# ---------------------------------------------------------------- differences that mean nothing
def _order_of_entries(name: str, tree: etree._Element) -> None:
    """关系表和内容类型表里各项的先后没有意义；python-docx 保存时重排。"""
    if name.endswith(".rels") or name == "[Content_Types].xml":
        tree[:] = sorted(tree, key=lambda item: sorted(item.attrib.items()))


def _order_of_cell_properties(name: str, tree: etree._Element) -> None:
    """docxtpl 把 vMerge 放在单元格属性末尾、gridSpan 放在开头，fill 按标准（ECMA-376 §17.4.69）的次序。"""
    for properties in tree.iter("{*}tcPr"):
        properties[:] = sorted(properties, key=lambda item: str(item.tag))


def _grid_of_no_rows(name: str, tree: etree._Element) -> None:
    """表格一行都不剩时，docxtpl 把各列的宽度也删去，这里留着。"""
    for table in tree.iter("{*}tbl"):
        if table.find("{*}tr") is None:
            for grid in table.iterchildren("{*}tblGrid"):
                grid.clear()


TOLERATED: Sequence[Tolerate] = (_order_of_entries, _grid_of_no_rows)
OF_FILL: Sequence[Tolerate] = (_order_of_cell_properties,)
