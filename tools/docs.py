"""Make docs/问题代码.md, the page of all problem codes, from the table of codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hqe_docs.cli.tables import pattern
from hqe_docs.codes import AREAS, CODES, Code
from hqe_docs.problems import SEVERITIES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "问题代码.md"
HEAD = """# 问题代码

每个问题都有一个代码，代码不会改变含义。在命令行用 `hqe explain 代码` 看同样的说明。
“…”处是具体内容。本页由 `python tools/docs.py` 从代码表生成，请不要手改。
"""


def page() -> str:
    """Return the whole page, the codes of each area in order."""
    return "\n".join([HEAD, *_areas()])


def _areas() -> Iterator[str]:
    for letter, title in AREAS.items():
        codes = {name: code for name, code in sorted(CODES.items()) if name[0] == letter}
        if codes:
            yield f"## {letter} {title}\n"
            yield from (_entry(name, code) for name, code in codes.items())


def _entry(name: str, code: Code) -> str:
    basis = f"- 依据：{code.basis}\n" if code.basis else ""
    return (
        f"### {name} {code.title}\n\n{code.explanation}\n\n{basis}"
        f"- 程度：{SEVERITIES[code.severity]}\n- 信息：{pattern(code.message)}\n- 提示：{pattern(code.hint)}\n"
    )


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"{PAGE.name}: {len(CODES)} codes")


if __name__ == "__main__":
    main()
