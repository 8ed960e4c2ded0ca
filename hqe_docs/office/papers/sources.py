"""What `hqe write` reads: front matter in YAML and a text, in one file; every line keeps its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.data.fields import ILLEGAL
from hqe_docs.problems import Location, Problems
from hqe_docs.yamlfile import YamlFile, parse_yaml, read_text

FENCE = "---"
_NONCHARACTER = re.compile("[\ufdd0-\ufdef]")
MARKDOWN, PLAIN, YAML = (".md", ".markdown"), (".txt",), (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Source:
    """A source taken apart: front matter, and the text with the line it begins on; `plain` text is no Markdown."""

    front: YamlFile
    text: str
    first: int
    plain: bool = False


def read_source(path: Path, found: Problems) -> Source | None:
    """Return what `path` holds, None with a problem when it can't be read."""
    kind, name = path.suffix.lower(), path.name
    if kind not in (*MARKDOWN, *PLAIN, *YAML):
        found.add("G622", Location(name), detail=f"{name} 不是 .md、.txt 或 .yaml 文件")
        return None
    text = read_text(path, name, found)
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    if odd := ILLEGAL.search(text) or _NONCHARACTER.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        found.add("D126", Location(name, line=line), name="正文", character=f"U+{ord(odd[0]):04X}")
        return None
    return _of_yaml(text, name, found) if kind in YAML else _of_text(text, name, kind in PLAIN, found)


def _of_text(text: str, name: str, plain: bool, found: Problems) -> Source | None:
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        return Source(YamlFile(name, value={}), text, 1, plain)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        found.add("G623", Location(name, line=1))
        return None
    front = parse_yaml("\n".join(["", *lines[1:end]]), name, found)
    front.value = front.value or {}
    return Source(front, "\n".join(lines[end + 1 :]), end + 2, plain)


def _of_yaml(text: str, name: str, found: Problems) -> Source:
    front = parse_yaml(text, name, found)
    body = front.value.get("正文") if isinstance(front.value, dict) else None
    # a block begins on the line after its key
    first = front.lines.get(("正文",), 0) + (1 if ("正文",) in front.quoted else 0)
    return Source(front, body if isinstance(body, str) else "", first)
