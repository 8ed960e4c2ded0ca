"""How the parts of a package hang together: relationships and content types (ECMA-376 part 2, §9.3 and §10.1)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from lxml import etree

from hqe_docs.paper.package import TYPES, Parts
from hqe_docs.paper.xmlbytes import xml_bytes

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its id, the last word of its type, the part it leads to."""

    id: str
    kind: str
    target: str


def relations_of(parts: Parts, part: str) -> Iterator[Relation]:
    """Yield what `part` leads to among `parts`."""
    xml = parts.get(_relations_part(part))
    for item in etree.fromstring(xml) if xml is not None else ():
        target = item.get("Target", "")
        path = target if target.startswith("/") else f"{posixpath.dirname(part)}/{target}"
        path = posixpath.normpath(path).lstrip("/")
        if item.get("TargetMode") != "External" and path in parts:
            yield Relation(item.get("Id", ""), posixpath.basename(item.get("Type", "")), path)


def target_of(parts: Parts, part: str, kind: str) -> str | None:
    """Return the part that `part` leads to by a relationship of `kind`, None when there is none."""
    return next((item.target for item in relations_of(parts, part) if item.kind == kind), None)


def relate(parts: Parts, part: str, kind: str, target: str) -> str:
    """Let `part` (the package itself if it is "") lead to the part `target`; return the id of the relationship."""
    name = _relations_part(part)
    root = etree.fromstring(parts.get(name, _EMPTY))
    taken = {item.get("Id") for item in root}
    key = next(free for n in count(1) if (free := f"rId{n}") not in taken)
    item = etree.SubElement(root, f"{{{_PACKAGE}relationships}}Relationship")
    item.set("Id", key)
    item.set("Type", f"{relations_space(parts)}/{kind}")
    item.set("Target", posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}"))
    parts[name] = xml_bytes(root)
    return key


def relations_space(parts: Parts) -> str:
    """Return the namespace of the types and ids of this package's relationships; Strict files have their own."""
    return _STRICT if _STRICT.encode() in parts.get("_rels/.rels", b"") else _TRANSITIONAL


def add_part(parts: Parts, name: str, content: bytes, content_type: str) -> None:
    """Add a part with its content type; a VML drawing by its extension, as Office does."""
    parts[name] = content
    root = etree.fromstring(parts[TYPES])
    extension = posixpath.splitext(name)[1].lstrip(".")
    if extension == "xml":
        etree.SubElement(root, f"{{{_PACKAGE}content-types}}Override").attrib.update(
            {"PartName": f"/{name}", "ContentType": content_type}
        )
    elif not any(item.get("Extension", "").lower() == extension for item in root):
        item = etree.Element(f"{{{_PACKAGE}content-types}}Default")
        item.attrib.update({"Extension": extension, "ContentType": content_type})
        root.insert(0, item)
    parts[TYPES] = xml_bytes(root)


def share_relations(parts: Parts, old: str, new: str) -> None:
    """Let the part `new` lead to all that `old`, in the same folder, leads to."""
    if _relations_part(old) in parts:
        parts[_relations_part(new)] = parts[_relations_part(old)]


def content_type(parts: Parts, name: str) -> str:
    """Return the content type by which a part is known under its own name; empty for one known by extension."""
    root = etree.fromstring(parts[TYPES])
    return next((item.get("ContentType", "") for item in root if item.get("PartName") == f"/{name}"), "")


def remove_part(parts: Parts, name: str, owner: str) -> None:
    """Remove a part, its content type, its own relationships and the one by which `owner` leads to it."""
    leads = {item.id for item in relations_of(parts, owner) if item.target == name}
    parts.pop(name, None)
    parts.pop(_relations_part(name), None)
    _filter(parts, TYPES, "PartName", {f"/{name}"})
    relations = _relations_part(owner)
    if not _filter(parts, relations, "Id", leads):
        del parts[relations]


def _filter(parts: Parts, part: str, attribute: str, unwanted: set[str]) -> int:
    """Drop the entries of `part` whose attribute is unwanted; return how many are left."""
    root = etree.fromstring(parts[part])
    dropped = [item for item in root if item.get(attribute) in unwanted]
    for item in dropped:
        root.remove(item)
    if dropped:
        parts[part] = xml_bytes(root)
    return len(root)


def free_name(parts: Parts, pattern: str) -> str:
    """Return the first name of a part not taken; `pattern` has {} for its number."""
    taken = {name.lower() for name in parts}
    return next(name for n in count(1) if (name := pattern.format(n)).lower() not in taken)


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
