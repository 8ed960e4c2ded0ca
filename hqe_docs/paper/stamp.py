"""What a paper says of its making: custom properties (ECMA-376 part 1, §15.2.12.2), which no printed page shows."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

CUSTOM = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/customProperties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STRICT_VALUES = "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # §22.3.2.2: of properties that users define
_NAMES = {"run": "生成号", "version": "生成程序", "inputs": "材料摘要"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which run made a paper, by which version of the program, and the digest of what it was made from."""

    run: str
    version: str
    inputs: str

    def named(self) -> dict[str, str]:
        """Return name → text of the properties."""
        return {_NAMES[key]: text for key, text in asdict(self).items()}


# said once for the papers of a dossier; what writes packages, however deep, goes by it
STAMP: ContextVar[Stamp | None] = ContextVar("STAMP", default=None)


def stamped(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the parts with the stamp of the run, if it has one; a template's own custom properties stay."""
    stamp = STAMP.get()
    if stamp is None:
        return parts
    try:
        return _with(parts, stamp)
    except (KeyError, ValueError, SyntaxError):  # damaged where nobody looks; lxml's are SyntaxErrors
        return parts


def _with(parts: Mapping[str, bytes], stamp: Stamp) -> Mapping[str, bytes]:
    from lxml import etree

    from hqe_docs.paper.package import Parts
    from hqe_docs.paper.relations import add_part, relate, relations_space, target_of

    made = Parts(parts)
    is_strict = "purl.oclc.org" in relations_space(made)
    kind = "customProperties" if is_strict else "custom-properties"
    part = target_of(made, "", kind)
    space = _STRICT if is_strict else _SPACE
    root = etree.fromstring(made[part] if part else f'<Properties xmlns="{space}"/>'.encode())
    _put(root, stamp.named(), _STRICT_VALUES if is_strict else _VALUES)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if part:
        made[part] = content
    else:
        add_part(made, CUSTOM, content, _TYPE)
        relate(made, "", kind, CUSTOM)
    return made


def _put(root: etree._Element, named: Mapping[str, str], values: str) -> None:
    """Let the properties of these names be the last ones."""
    from lxml import etree

    space = etree.QName(root).namespace
    for item in [item for item in root if item.get("name") in named]:
        root.remove(item)
    last = max([int(item.get("pid", "1")) for item in root], default=1)
    for pid, (name, text) in enumerate(named.items(), start=last + 1):
        item = etree.SubElement(root, f"{{{space}}}property", fmtid=_FORMAT, pid=str(pid), name=name)
        etree.SubElement(item, f"{{{values}}}lpwstr", nsmap={"vt": values}).text = text


def stamp_of(parts: Mapping[str, bytes]) -> Stamp | None:
    """Return the stamp that a package carries, None where it has none."""
    from hqe_docs.paper.xmlbytes import xml_root

    try:
        root = xml_root(parts[CUSTOM])
    except (KeyError, ValueError, SyntaxError):  # lxml's are SyntaxErrors
        return None
    said = {item.get("name", ""): "".join(map(str, item.itertext())) for item in root}
    found = [said.get(name, "") for name in _NAMES.values()]
    return Stamp(*found) if found[0] else None
