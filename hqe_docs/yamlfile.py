"""YAML as this project reads it: all scalars as text, each key with its line, every fault in one run.

PyYAML's own resolver follows YAML 1.1 (`0123` is 83, `no` is False), so scalars stay text here and the
model that knows the field reads them. Anchors, tags and merge keys are refused: nobody needs them in a
dossier, and alias bombs are thereby impossible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hqe_docs.problems import Location, Problems, reason_of

Key = str | int
KeyPath = tuple[Key, ...]
LIMIT_BYTES = 2 * 1024 * 1024
LIMIT_DEPTH = 20
MOST_BRACKETS = 200
MOST_SECTIONS = 500
MOST_KEYS = 2_000  # of one mapping: each unknown one is told with a guess
TRIES_A_SECTION = 8

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class YamlFile:
    """What a YAML file says: nested dict/list/str/None, the line of each path, lines that were skipped.

    `quoted` are the paths of texts that stand in quotes, or in blocks, and so mean nothing but text.
    """

    name: str
    value: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    ends: dict[KeyPath, int] = field(default_factory=dict)
    quoted: set[KeyPath] = field(default_factory=set)

    def at(self, path: KeyPath) -> Location:
        """Return where `path` stands, or the nearest thing above it."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Location(self.name, line=self.lines.get(known, 1), path=path_text(path) or None)

    def says(self, path: KeyPath) -> bool:
        """Say whether anything was written at `path`, be it right or wrong."""
        return is_filled(inside(self.value, path))

    def is_damaged(self, path: KeyPath) -> bool:
        """Say whether a line inside `path` could not be read, so that what is missing there is not news."""
        first, last = self.lines.get(path, 1), self.ends.get(path, 10**9)
        return any(first <= line <= last for line in self.skipped)


def inside(value: Any, path: Sequence[Key]) -> Any:
    """Return what stands at `path` of a nested value, None where nothing does."""
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def is_filled(value: Any) -> bool:
    """Say whether anything was written in a nested value."""
    if isinstance(value, dict | list):
        return any(map(is_filled, value.values() if isinstance(value, dict) else value))
    return value not in (None, "")


def path_text(path: KeyPath) -> str:
    """Return `任务[2].完成时限` for ("任务", 1, "完成时限"): people count from one."""
    text = ""
    for key in path:
        text += f"[{key + 1}]" if isinstance(key, int) else ("." if text else "") + key
    return text


def read_yaml(path: Path, name: str, found: Problems) -> YamlFile | None:
    """Return what the file at `path` says, called `name` in messages; None when nothing could be read."""
    text = read_text(path, name, found)
    return None if text is None else parse_yaml(text, name, found)


def read_text(path: Path, name: str, found: Problems) -> str | None:
    """Return the text of the file at `path`, in UTF-8, UTF-16 or GBK; None when it can't be read."""
    try:
        if path.exists() and not path.is_file():
            found.add("D108", Location(name), detail=f"打不开 {name}：不是普通文件")
            return None
        with path.open("rb") as stream:
            data = stream.read(LIMIT_BYTES + 1)
    except OSError as error:
        found.add("D108", Location(name), detail=f"打不开 {name}：{reason_of(error)}")
        return None
    if len(data) > LIMIT_BYTES:
        found.add("D121", Location(name), detail=f"{name} 超过 2 MiB")
        return None
    for encoding in (
        ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    ):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    found.add("D108", Location(name), detail=f"{name} 不是 UTF-8 或 GBK 编码的文本文件")
    return None


def parse_yaml(text: str, name: str, found: Problems) -> YamlFile:
    """Return what `text` says; a part that is not YAML is reported and skipped, the rest is read."""
    result = YamlFile(name)
    if _nesting(text) > MOST_BRACKETS:
        found.add("D121", Location(name, line=1), detail=f"括号套了 {MOST_BRACKETS} 层以上")
        return result
    try:
        _Builder(result, found).build(text)
    except yaml.YAMLError:
        result = _by_sections(text, name, found)
    return result


def _nesting(text: str) -> int:
    """Return how deep brackets nest, quotes aside: the parser takes quadratic time over deep ones."""
    depth = deepest = 0
    for char in re.findall(r"[\[\]{}]", text):
        depth += 1 if char in "[{" else -1
        deepest = max(deepest, depth)
        depth = max(depth, 0)
    return deepest


# ---------------------------------------------------------------- recovery
_TOP_KEY = re.compile(r"[^\s#\-\]}{\[].*?[:：]")


def _by_sections(text: str, name: str, found: Problems) -> YamlFile:
    """Read each top-level key by itself, so that a fault in one does not hide those in the others."""
    whole = YamlFile(name, value={})
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if _TOP_KEY.match(line)]
    if not starts or any(line.strip() and not line.lstrip().startswith("#") for line in lines[: starts[0]]):
        starts.insert(0, 0)
    ends = [*starts[1:MOST_SECTIONS], len(lines)]
    for start, end in zip(starts[:MOST_SECTIONS], ends, strict=True):
        part = _section(lines, start, end, name, found)
        if isinstance(part.value, dict):
            _merge(whole, part, found)
        elif part.value is not None:
            _tell_no_key(lines, start, whole, found)
        whole.skipped |= part.skipped
    return whole


def _section(lines: list[str], start: int, end: int, name: str, found: Problems) -> YamlFile:
    kept = [""] * start + lines[start:end]
    skipped: set[int] = set()
    for _ in range(TRIES_A_SECTION):
        part, quiet = YamlFile(name), Problems()
        try:
            _Builder(part, quiet).build("\n".join(kept))
        except yaml.YAMLError as error:
            bad = _report(error, kept, start, name, found)
            skipped.add(bad + 1)
            if bad == start:
                break
            kept[bad] = ""
            continue
        found.extend(quiet)
        part.skipped = skipped
        return part
    return YamlFile(name, skipped=set(range(start + 1, end + 1)))


def _tell_no_key(lines: Sequence[str], start: int, whole: YamlFile, found: Problems) -> None:
    """Tell of a section that is a mere text: its key has no colon that is one."""
    whole.skipped.add(start + 1)
    detail = _WIDE_COLON if "：" in lines[start] else "少了冒号“:”，或冒号后没有空格"
    found.add("D101", Location(whole.name, line=start + 1), detail=detail)


def _merge(whole: YamlFile, part: YamlFile, found: Problems) -> None:
    for key, value in part.value.items():
        if key in whole.value:
            found.add("D103", part.at((key,)), key=key, first=whole.lines[(key,)])
            continue
        whole.value[key] = value
        whole.lines |= {path: line for path, line in part.lines.items() if path[:1] == (key,)}
        whole.ends |= {path: line for path, line in part.ends.items() if path[:1] == (key,)}
        whole.quoted |= {path for path in part.quoted if path[:1] == (key,)}


_WIDE_COLON = "用了中文冒号“：”，应为英文半角“:”加一个空格"
_REASONS = (
    ("did not find expected ',' or", "括号没有成对，或项与项之间少了逗号"),
    ("unexpected end of stream", "引号没有成对"),
    ("could not find expected ':'", "少了冒号“:”，或冒号后没有空格"),
    ("mapping values are not allowed", "这里不该有冒号；文字里有冒号时请加引号"),
    ("cannot start any token", "有不能放在开头的符号（如 @ ` % 或制表符），请加引号"),
    ("did not find expected '-' indicator", "列表项没有以“- ”开头，或缩进不齐"),
    ("did not find expected key", "缩进与上下行不齐，或少了冒号"),
    ("expected <document start>", "缩进与上下行不齐，或少了冒号"),
    ("control characters are not allowed", "有不可见的控制字符"),
    ("unknown escape character", "双引号里的“\\”是转义符号，请改用单引号"),
)


def _report(error: yaml.YAMLError, lines: list[str], start: int, name: str, found: Problems) -> int:
    """Add the problem of `error` and return the index of the line to leave out."""
    bad = _culprit(error, lines, start)
    text = lines[bad]
    if "\t" in text[: len(text) - len(text.lstrip())]:
        found.add("D102", Location(name, line=bad + 1))
        return bad
    detail = next((why for mark, why in _REASONS if mark in str(error)), "写法不合规定")
    if "：" in text and not re.search(r":(\s|$)", text):
        detail = _WIDE_COLON
    found.add("D101", Location(name, line=bad + 1), detail=detail)
    return bad


def _culprit(error: yaml.YAMLError, lines: list[str], start: int) -> int:
    context, mark = str(getattr(error, "context", "") or ""), getattr(error, "problem_mark", None)
    if isinstance(error, yaml.reader.ReaderError):
        return next(
            (i for i, line in enumerate(lines) if yaml.reader.Reader.NON_PRINTABLE.search(line)), start
        )
    if any(word in context for word in ("simple key", "flow", "quoted scalar")):
        mark = getattr(error, "context_mark", None) or mark
    line = min(mark.line if mark else start, len(lines) - 1)
    while line > start and not lines[line].strip():
        line -= 1
    if "mapping values" in str(error) and line > start and _runs_on(lines[line - 1]):
        line -= 1  # a line without its colon runs on into this one, where the parser stumbles
    return max(line, start)


def _runs_on(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith("#") and not re.search(r":(\s|$)", bare)


# ---------------------------------------------------------------- building
def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


class _Builder:
    """Builds one YamlFile from parser events."""

    def __init__(self, into: YamlFile, found: Problems) -> None:
        self.file, self.found = into, found
        self.events: Iterator[Any] = iter(())

    def build(self, text: str) -> None:
        self.events = iter(yaml.parse(text, Loader=_Loader))
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse("“---”分隔的多份文档", event)
                    return
            elif isinstance(event, yaml.NodeEvent):
                self.file.value = self._node(event, ())

    def _refuse(self, feature: str, event: Any, path: KeyPath = ()) -> None:
        where = Location(self.file.name, line=_line(event), path=path_text(path) or None)
        self.found.add("D109", where, feature=feature)

    def _node(self, event: Any, path: KeyPath) -> Any:
        self.file.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent):
            self._refuse("别名（*）", event, path)
            return None
        if event.anchor is not None:
            self._refuse("锚点（&）", event, path)
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse("标签（!）", event, path)
        return self._content(event, path)

    def _content(self, event: Any, path: KeyPath) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            if event.style:
                self.file.quoted.add(path)
            return None if not event.style and event.value in ("", "~", "null") else event.value
        if len(path) > LIMIT_DEPTH:
            where = Location(self.file.name, line=_line(event))
            self.found.add("D121", where, detail=f"内容超过 {LIMIT_DEPTH} 层")
            self._skip()
            return None
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _skip(self, open_ones: int = 1) -> None:
        """Read over the collections just begun without recursion."""
        while open_ones:
            event = next(self.events)
            open_ones += isinstance(event, yaml.CollectionStartEvent)
            open_ones -= isinstance(event, yaml.CollectionEndEvent)

    def _sequence(self, path: KeyPath) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                self.file.ends[path] = _line(event)
                break
            item_path = (*path, len(items))
            self.file.lines[item_path] = _line(event)
            item = self._node(event, item_path)
            if item is not None:  # a dash with nothing behind it is no item
                items.append(item)
        return items

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                self.file.ends[path] = _line(event)
                break
            if len(items) >= MOST_KEYS:
                where = Location(self.file.name, line=_line(event))
                self.found.add("D121", where, detail=f"一个分项里超过 {MOST_KEYS} 个名称")
                self._skip(1 + isinstance(event, yaml.CollectionStartEvent))
                break
            key = self._key(event, path)
            again = key in items
            if again:
                where = Location(self.file.name, line=_line(event), path=path_text((*path, key)))
                self.found.add("D103", where, key=key, first=self.file.lines[(*path, key)])
            else:
                self.file.lines[(*path, key)] = _line(event)
            value = self._node(next(self.events), (*path, key))
            if not again:
                items[key] = value
        return items

    def _key(self, event: Any, path: KeyPath) -> str:
        if isinstance(event, yaml.ScalarEvent):
            if event.value == "<<":
                self._refuse("合并键（<<）", event, path)
            return str(event.value)
        self._node(event, path)
        self._refuse("复合键（?）", event, path)
        return "?"
