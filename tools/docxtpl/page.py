"""docs/docxtpl对照.md, made from one run of all features."""

from __future__ import annotations

import tempfile
from importlib.metadata import version
from pathlib import Path

from tools.docxtpl.compare import OF_FILL, TOLERATED, Outcome, compared
from tools.docxtpl.features import Feature, features

PAGE = Path(__file__).resolve().parents[2] / "docs" / "docxtpl对照.md"
_PROPERTIES = "- fill 的文档属性（docProps/core.xml）另有规则：只写题名、主题，不写人名和时间，因此不比较。"
_WAYS = {"prepared": "预备", "docxtpl": "docxtpl"}
_HEAD = """# Word 填写与 docxtpl 对照

由 `python -m tools.docxtpl` 生成。每一项各写一份模板，分别由 docxtpl {version}（autoescape 打开）和这里填写，
逐个部件按 XML 含义比较。`WordTemplate` 用法同 docxtpl 的 `DocxTemplate`；`fill` 是 `hqe_docs.paper.fill.fill`，名称从严、
错误指明位置。走法“预备”是模板预备一次、填写时不用 docxtpl；“docxtpl”是由 docxtpl 本身填写。

| 功能 | WordTemplate | fill | 走法 | 说明 |
|---|---|---|---|---|
"""


def outcome(feature: Feature) -> Outcome:
    """Return what became of the feature."""
    with tempfile.TemporaryDirectory() as name:
        return compared(feature, Path(name))


def row(one: Outcome) -> str:
    """Return the row of a feature in the page."""
    cells = (one.feature.name, _said(one.drop_in), _said(one.filled), _WAYS[one.way], one.feature.remark)
    return f"| {' | '.join(cells)} |"


def page() -> str:
    """Return the page; every package that a feature needs has to be installed."""
    rows = [row(outcome(feature)) for feature in features()]
    tolerated = [f"- {tolerate.__doc__}" for tolerate in (*TOLERATED, *OF_FILL)]
    return _HEAD.format(version=version("docxtpl")) + "\n".join(
        [*rows, "", "不算差别的：", "", *tolerated, _PROPERTIES, ""]
    )


def _said(found: tuple[str, ...] | None) -> str:
    if found is None:
        return "—"
    return "不同：" + "、".join(found) if found else "相同"
