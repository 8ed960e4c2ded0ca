"""Valid files made wrong: bytes anywhere, lines of YAML, XML inside the members of a package."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

_VALUES = (
    *(
        "",
        "0",
        "-1",
        "1e999",
        "99999999999999999999",
        "NaN",
        "x" * 3000,
        "是",
        "2023-02-30",
        "9999-12-31",
        "[]",
    ),
    *(
        "{}",
        "[[]]",
        "{{ x }}",
        "null",
        "'",
        '"',
        "：",
        "\t",
        "&a",
        "*a",
        "!!int x",
        "- ",
        "?",
        "㍿①",
        "\u202e",
        "%",
    ),
)
_MARKS = (b"", b"\0", b"\xff", b"<", b"&", b'"', b"{{", b"{%", b"%}", b"]]>", b"<!--", b"\xef\xbb\xbf")
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_ELEMENT = re.compile(rb"<[^<>]+>")


def bytes_changed(chance: Random, data: bytes) -> bytes:
    """Return `data` with a few slices cut, doubled, turned into other bytes, or joined by marks."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + chance.choice((0, 1, 4, 64, 4096)))
        kind = chance.randrange(4)
        if kind == 0:
            made[at:end] = chance.randbytes(end - at)
        elif kind == 1:
            del made[at:end]
        elif kind == 2:
            made[at:at] = made[at:end]
        else:
            made[at:end] = chance.choice(_MARKS)
    return bytes(made)


def lines_changed(chance: Random, data: bytes) -> bytes:
    """Return a YAML text with lines cut, doubled, moved, indented otherwise, or with another value."""
    lines = data.decode("utf-8", "replace").splitlines()
    for _ in range(chance.randint(1, 4)):
        if not lines:
            break
        at, kind = chance.randrange(len(lines)), chance.randrange(6)
        key, colon, _value = lines[at].partition(":")
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[at])
        elif kind == 2:
            lines[at] = " " * chance.randrange(9) + lines[at].lstrip()
        elif kind == 3 and colon:
            lines[at] = f"{key}: {chance.choice(_VALUES)}"
        elif kind == 4:
            lines[at] = re.sub(r"[\w.-]+(?=\W*$)", lambda _: chance.choice(_VALUES), lines[at], count=1)
        else:
            lines[at] = re.sub(r"\w+", lambda _: chance.choice(_VALUES), lines[at], count=1)
    return "\n".join(lines).encode("utf-8", "replace")


def yaml_changed(chance: Random, data: bytes) -> bytes:
    """Return a YAML text changed by lines, now and then by bytes."""
    return bytes_changed(chance, data) if chance.random() < 0.15 else lines_changed(chance, data)


def package_changed(chance: Random, data: bytes) -> bytes:
    """Return a package with the XML of a member changed, a member left out, or its own bytes changed."""
    if chance.random() < 0.15:
        return bytes_changed(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 2)):
        name = chance.choice(list(parts))
        if chance.random() < 0.1:
            parts.pop(name) if len(parts) > 1 else None
        elif chance.random() < 0.1:
            parts[name] = bytes_changed(chance, parts[name])
        else:
            parts[name] = xml_changed(chance, parts[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def xml_changed(chance: Random, xml: bytes) -> bytes:
    """Return XML, mostly still well-formed, with other values, elements left out, doubled or inside each other."""
    for _ in range(chance.randint(1, 4)):
        kind = chance.randrange(4)
        found = list((_ATTRIBUTE if kind < 2 else _ELEMENT).finditer(xml))
        if not found:
            return bytes_changed(chance, xml)
        one = chance.choice(found)
        if kind < 2:
            value = chance.choice(_VALUES).replace("&", "").replace('"', "").replace("<", "")
            xml = xml[: one.start()] + b'="' + value.encode() + b'"' + xml[one.end() :]
        else:
            xml = _element_changed(chance, xml, one)
    return xml


def _element_changed(chance: Random, xml: bytes, one: re.Match[bytes]) -> bytes:
    name = re.match(rb"</?([\w:]+)", one[0])
    end = (
        xml.find(b"</" + name[1] + b">", one.end()) if name and not one[0].startswith((b"</", b"<?")) else -1
    )
    stop = one.end() if one[0].endswith(b"/>") or end < 0 else end + len(name[1]) + 3 if name else one.end()
    piece, kind = xml[one.start() : stop], chance.randrange(3)
    if kind == 0:
        return xml[: one.start()] + xml[stop:]
    if kind == 1:
        return xml[:stop] + piece * chance.choice((1, 1, 30)) + xml[stop:]
    other = chance.choice(list(_ELEMENT.finditer(xml))).end()
    return xml[:other] + piece + xml[other:]
