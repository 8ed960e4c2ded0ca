"""The words by which blanks are known, read from templates/表单/词汇.yaml of the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Location, Problems
from hqe_docs.values import squeeze
from hqe_docs.yamlfile import read_yaml

FILE = "templates/表单/词汇.yaml"
_GAP = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_STARS = re.compile(r"^[*★※]+|[*★※]+$")
_PARENS = re.compile(r"[（(【\[]([^（）()【】\[\]]*)[)）】\]]")
_ORDER = re.compile(r"^(?:\d{1,2}[、.．]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,2}、)(?=\D)")


@dataclass(frozen=True)
class Words:
    """The vocabulary: each list by its Chinese key, and the usual name of each label that has several."""

    lists: Mapping[str, tuple[str, ...]]
    synonyms: Mapping[str, str]

    def label(self, text: str) -> str:
        """Return a label as people read it: without inner spaces, colon, number, star and hints such as （必填）."""
        plain = _PARENS.sub(lambda match: "" if self._is_hint(match[1]) else match[0], text)
        plain = _GAP.sub("", plain.strip()).strip("_：:；;")
        return _ORDER.sub("", _STARS.sub("", plain)).strip("：: ")

    def key(self, label: str) -> str:
        """Return what a label is compared by: half-width, without units in parentheses, synonyms made one."""
        plain = _PARENS.sub("", squeeze(self.label(label))).strip(":?")
        plain = re.sub(r"^其中:(?=.)", "", plain)
        return self.synonyms.get(plain, plain)

    def _is_hint(self, inside: str) -> bool:
        plain = squeeze(inside).strip("_")
        is_blank = inside.strip() in self.lists["单位"] and inside != inside.strip(" \u3000\xa0_")  # （  岁）
        return not plain or is_blank or plain.startswith(self.lists["提示"])

    def keeps(self, label: str) -> bool:
        """Say whether what stands beside a label is for others to write, stamp or paste."""
        plain = squeeze(label).strip(":")
        bare = _PARENS.sub("", plain).strip(":")
        if bare.endswith(self.lists["照填"]):
            return False
        others = any(
            inside.endswith("填写") and any(word in inside for word in self.lists["由人填写"])
            for inside in _PARENS.findall(plain)
        )
        return (
            others
            or bare in self.lists["不填整"]
            or bare.endswith(self.lists["不填尾"])
            or any(word in plain for word in self.lists["不填含"])
        )

    def is_signed(self, text: str) -> bool:
        """Say whether a text has a place for a signature or a seal."""
        names = "|".join(map(re.escape, self.lists["照填"]))
        plain = re.sub(rf"({names})\((?:盖章|公章|章|签章)\)", r"\1", squeeze(text))  # 填报单位（盖章）：
        return any(word in plain for word in self.lists["签署"])

    def is_photo(self, text: str) -> bool:
        """Say whether a text asks for a photo or a copy to be pasted there."""
        plain = squeeze(text)
        return any(word in plain for word in self.lists["照片"])

    def is_note(self, text: str) -> bool:
        """Say whether a text explains instead of naming something."""
        plain = squeeze(text).lstrip("(【[*※")
        words = _any(self.lists["说明"] + self.lists["附记"])
        return (
            plain.startswith(self.lists["句首"])
            or re.match(rf"(?:{words})[)\]】]?[:、.\d].{{4,}}", plain) is not None
        )

    def leads(self, label: str) -> bool:
        """Say whether words before a blank lead to what is said after it, and ask for nothing: 要求如下."""
        bare = _PARENS.sub("", squeeze(label))
        return self.is_note(label) or bare in self.lists["说明"] or bare.endswith(self.lists["引出"])

    def is_continued(self, text: str) -> bool:
        """Say whether a text says that a table goes on."""
        plain = squeeze(text).strip("()[]【】")
        return plain.startswith(self.lists["续表"]) and len(plain) <= 12

    def is_number(self, label: str) -> bool:
        """Say whether a column of this title numbers the rows."""
        return squeeze(label).strip(":.") in self.lists["序号"]

    def is_total(self, label: str) -> bool:
        """Say whether a row of this name sums up the others."""
        return squeeze(label).endswith(self.lists["合计"])

    def is_beside(self, label: str) -> bool:
        """Say whether a word only says how a value is written, as 大写 and 小写 of an amount."""
        return _PARENS.sub("", squeeze(label)).strip(":") in self.lists["并列"]

    def wants_digits(self, label: str) -> bool:
        """Say whether a value of this name is often written one character a box."""
        plain = squeeze(label)
        return any(word in plain for word in self.lists["逐格"])

    def is_units(self, text: str) -> bool:
        """Say whether a text is nothing but units or levels of an address."""
        plain = re.sub(r"[\s（）()_、./￥¥]", "", text)
        is_word = text.strip() in self.lists["非单位"]  # without the room that units have before them
        return not is_word and re.fullmatch(rf"(?:{self.unit}|{self.region})+", plain) is not None

    @cached_property
    def boxes(self) -> str:
        """Return the pattern of a box to tick; not of one that is talked about in quotes."""
        squares, circles = (_any(self.lists[name]) for name in ("勾选框", "勾选圈"))
        return rf"(?<![“\"‘'])(?:{squares})|(?:{circles})(?=\s*[\u4e00-\u9fff])"

    @cached_property
    def unit(self) -> str:
        """Return the pattern of a unit."""
        return _any(self.lists["单位"])

    @cached_property
    def region(self) -> str:
        """Return the pattern of a level of an address."""
        return _any(self.lists["地址"])


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_WORDS = (
    *("引出", "照填", "签署", "照片", "说明", "附记", "句首"),
    *("提示", "逐格", "并列", "续表", "序号", "合计", "单位栏", "非单位"),
    *("标签尾", "常见值", "值尾"),
)
_SIGNS = ("勾选框", "勾选圈", "单位", "地址")  # looked for in the text as it is
_KEPT = ("含", "尾", "整", "由人填写")


def read_words(library: Library, found: Problems) -> Words | None:
    """Return the vocabulary of the library's first root that has one; None, with a problem, if it is damaged."""
    path = library.find(FILE)
    words = _read(path) if path is not None else None
    if words is None:
        found.add("F103", Location(FILE if path is None else path.name), file=FILE)
    return words


@once_a_file
def _read(path: Path) -> Words | None:
    yaml = read_yaml(path, path.name, Problems())
    said = yaml.value if yaml else None
    if not isinstance(said, dict):
        return None
    kept = said.get("不填")
    kept = kept if isinstance(kept, dict) else {}
    lists = {name: _texts(said.get(name)) for name in (*_WORDS, *_SIGNS)}
    lists |= {("" if name == "由人填写" else "不填") + name: _texts(kept.get(name)) for name in _KEPT}
    if not all(lists.values()):
        return None
    lists |= {name: tuple(map(squeeze, words)) for name, words in lists.items() if name not in _SIGNS}
    groups = [_texts(group) for group in said.get("同义") or ()]
    return Words(lists, {squeeze(word): group[0] for group in groups for word in group})


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
