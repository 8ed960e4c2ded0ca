"""Compile the Chinese catalogue of click's words: messages.po → messages.mo, with the standard library."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "hqe_docs/cli/locale/zh_CN/LC_MESSAGES/messages.po"
MAGIC = 0x950412DE
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr)(?:\[0\])?\s+(".*")$')


def read_po(text: str) -> dict[str, str]:
    """Return msgid → msgstr as a .mo holds them: a plural stands behind its singular and a NUL."""
    messages: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text):
        parts = _parts(block)
        if parts.get("msgstr"):
            key = parts["msgid"] + ("\0" + parts["msgid_plural"] if "msgid_plural" in parts else "")
            messages[key] = parts["msgstr"]
    return messages


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, quoted in _quoted(block):
        parts[name] = parts.get(name, "") + ast.literal_eval(quoted)
    return parts


def _quoted(block: str) -> Iterator[tuple[str, str]]:
    name = ""
    for line in block.splitlines():
        if match := ENTRY.match(line.strip()):
            name = match[1]
            yield name, match[2]
        elif line.startswith('"'):
            yield name, line.strip()


def write_mo(messages: Mapping[str, str]) -> bytes:
    """Return the GNU .mo file of `messages`: two sorted tables of lengths and offsets, then the strings."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    start = 28 + 16 * len(pairs)
    strings = b""
    tables: tuple[list[int], list[int]] = ([], [])
    for column, entries in enumerate(tables):
        for pair in pairs:
            entries += [len(pair[column]), start + len(strings)]
            strings += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + strings


def main() -> None:
    """Write the .mo beside the .po."""
    messages = read_po(SOURCE.read_text(encoding="utf-8"))
    SOURCE.with_suffix(".mo").write_bytes(write_mo(messages))
    print(f"{SOURCE.with_suffix('.mo').name}: {len(messages)} messages")


if __name__ == "__main__":
    main()
