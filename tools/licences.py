"""Makes docs/依赖与许可.md from what pyproject.toml asks for and what the installed packages say: `python tools/licences.py`."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PAGE = CHECKOUT / "docs" / "依赖与许可.md"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SAYS = ("LGPL", "MPL", "GPL")
_KNOWN = (  # wording of licence texts and classifiers, the first that fits
    ("Lesser General Public", "LGPL"), ("LGPL", "LGPL"), ("Mozilla Public", "MPL-2.0"), ("MPL", "MPL-2.0"),
    ("General Public", "GPL"), ("Apache", "Apache-2.0"), ("BSD", "BSD"), ("MIT", "MIT"), ("Python Software", "PSF-2.0"),
    ("PSF", "PSF-2.0"), ("HPND", "HPND"), ("ISC", "ISC"),
)  # fmt: skip
_HEAD = """# 依赖与许可

这一页由 `python tools/licences.py` 按 pyproject.toml 和已安装软件包自己的说明生成，有测试保证它是新的。
程序本身的许可是 MIT。“直接”是程序自己用的，“间接”是它们要用的。

"""


def page() -> str:
    """Return the page's text."""
    rows = sorted(_rows(), key=lambda row: row[0].lower())
    lines = ["| 软件包 | 许可 | 用法 |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    weak = [name for name, licence, _ in rows if any(word in licence for word in _SAYS)]
    said = "、".join(weak) or "没有"
    tail = f"""

## 要留意的许可

LGPL、MPL 一类（改动这些包本身并分发时，须公开改动）：{said}。程序只按原样安装和调用它们，不改、不并入自己的代码。

另装的程序：LibreOffice（MPL-2.0，`hqe preview` 和读 .doc 时调用，可不装）。pypdfium2 带有 PDFium（BSD-3-Clause、Apache-2.0）。

随程序的脚本：地图网页里的 Apache ECharts 5.6.0（Apache-2.0，含 zrender 5.6.1、d3 片段 BSD-3-Clause，tslib 0BSD），只取地图一部分，
由 `tools/echarts/entry.js` 打包；许可和声明在 `hqe_docs/paper/maps/echarts/`。
"""
    return _HEAD + "\n".join(lines) + tail


def _rows() -> Iterator[tuple[str, str, str]]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = [match[0] for item in project["dependencies"] if (match := _NAME.match(item))]
    waiting, seen = deque((name, True) for name in direct), set[str]()
    while waiting:
        name, is_direct = waiting.popleft()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        yield told["Name"], _licence(told), "直接" if is_direct else "间接"
        waiting.extend((inner, False) for inner in _needs(name))


def _needs(name: str) -> Iterator[str]:
    """Yield what a package needs on every machine: what only some need would make the page differ."""
    for item in metadata.requires(name) or ():
        if ";" not in item and (match := _NAME.match(item)):
            yield match[0]


def _licence(told: metadata.PackageMetadata) -> str:
    said = told.get("License-Expression") or ""
    if said:
        return str(said)
    classes = [
        line.rpartition("::")[2].strip()
        for line in told.get_all("Classifier") or ()
        if line.startswith("License")
    ]
    text = " ".join(classes) or (told.get("License") or "")[:400]
    return next((short for word, short in _KNOWN if word in text), text.splitlines()[0] if text else "未说明")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
