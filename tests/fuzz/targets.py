"""What is fuzzed: valid seeds, how they are changed, and the command that meets them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from tests.fuzz.mutations import package_changed, yaml_changed
from tests.hostile import packages as p
from tests.villages import person, table

CHECKOUT = Path(__file__).parents[2]
Changed = Callable[[Random, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of input: its seeds, and `meet`, which puts one into a folder and returns the command's arguments."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    changed: Changed
    meet: Callable[[Path, bytes], Sequence[object]]


def _files(pattern: str, most: int = 400_000) -> Callable[[], Sequence[bytes]]:
    @cache
    def read() -> Sequence[bytes]:
        found = (path for path in sorted(CHECKOUT.glob(pattern)) if path.stat().st_size < most)
        return tuple(path.read_bytes() for path in found)

    return read


def _put(name: str, *command: str) -> Callable[[Path, bytes], Sequence[object]]:
    def meet(folder: Path, data: bytes) -> Sequence[object]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return [*(part.format(path=path, folder=folder, seed=CHECKOUT) for part in command)]

    return meet


@cache
def _ledgers() -> Sequence[bytes]:
    import openpyxl

    book = openpyxl.Workbook()
    for row in table(*(person(i) for i in range(6))):
        book.active.append(list(row))
    book.active.merge_cells("A1:A1")
    made = io.BytesIO()
    book.save(made)
    shared = p.book_parts(p.sheet(p.text_rows(("姓名", "性别", "年龄"), *(("村民甲", "男", "30"),) * 5)))
    return made.getvalue(), packed(shared)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a package of `parts`."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


@cache
def _forms() -> Sequence[bytes]:
    row, tab = p.row, p.table
    body = (
        p.paragraph("申请人：______  日期：    年  月  日")
        + tab(row("姓名", "", of='<w:gridSpan w:val="1"/>') + row("性别", "□男 □女") + row("身份证号", ""))
        + tab(
            row("序号", "姓名") + row("1", "") + row("2", "", of='<w:vMerge w:val="restart"/>') + row("3", "")
        )
    )
    sheet = p.sheet(
        p.text_rows(("登记表", ""), ("姓名", ""), ("性别", "□男 □女"), ("序号", "姓名"), ("1", "")),
        after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )
    return packed(p.word_parts(p.document(body))), packed(p.book_parts(sheet))


def _as_form(command: str) -> Callable[[Path, bytes], Sequence[object]]:
    def meet(folder: Path, data: bytes) -> Sequence[object]:
        path = folder / ("表.xlsx" if b"xl/workbook" in data else "表.docx")
        path.write_bytes(data)
        more: list[object] = []
        if command not in ("inspect", "read"):
            more = ["-o", folder / f"出{path.suffix}", "--set", "姓名=村民甲"]
        if command == "grow":
            (folder / "数.yaml").write_text(_MANY, encoding="utf-8")
            more += ["--data", folder / "数.yaml"]
        return ["form", command if command in ("inspect", "read") else "fill", path, *more]

    return meet


_MANY = "名单: [" + ", ".join(f"{{姓名: 村民{n}}}" for n in range(9)) + "]\n"
TARGETS: tuple[Target, ...] = (
    Target(
        "dossier",
        _files("ledgers/*/**/dossier.yaml"),
        yaml_changed,
        _put("村/dossier.yaml", "check", "{folder}/村"),
    ),
    Target(
        "scores",
        _files("ledgers/*/梅州村/dossier.yaml"),
        yaml_changed,
        _put("村/dossier.yaml", "score", "{folder}/村"),
    ),
    Target("ledger", _ledgers, package_changed, _put("劳动力资源台账.xlsx", "check", "{path}")),
    Target(
        "template",
        _files("templates/*.docx", 60_000),
        package_changed,
        _put("模板.docx", "template", "check", "{path}"),
    ),
    Target(
        "fill",
        _files("templates/*.docx", 60_000),
        package_changed,
        _put("模板.docx", "fill", "{path}", "--set", "名称=洪江", "--lenient", "-o", "{folder}/出.docx"),
    ),
    Target(
        "sheet",
        _files("templates/*.xlsx", 60_000),
        package_changed,
        _put("模板.xlsx", "fill", "{path}", "--set", "名称=洪江", "--lenient", "-o", "{folder}/出.xlsx"),
    ),
    Target("lint", _files("templates/*.docx", 60_000), package_changed, _put("文.docx", "lint", "{path}")),
    Target("inspect", _forms, package_changed, _as_form("inspect")),
    Target("read", _forms, package_changed, _as_form("read")),
    Target("form", _forms, package_changed, _as_form("fill")),
    Target("grow", _forms, package_changed, _as_form("grow")),
    Target(
        "indicators",
        _files("indicators/*.yaml"),
        yaml_changed,
        _put("indicators/yichun-2023.yaml", "check", "{path}"),
    ),
    Target(
        "programme",
        _files("programmes/*.yaml"),
        yaml_changed,
        _put(
            "库/programmes/yichun-2023.yaml",
            "due",
            "{seed}/ledgers/hongjiang-2023/梅州村",
            "--library",
            "{folder}/库",
        ),
    ),
    Target(
        "kind",
        _files("ledgers/kinds/劳动力*.yaml"),
        yaml_changed,
        _put(
            "库/ledgers/kinds/劳动力资源台账.yaml",
            "check",
            "{seed}/tests/fuzz/一人.csv",
            "--kind",
            "劳动力资源台账",
            "--library",
            "{folder}/库",
        ),
    ),
    Target(
        "text", _files("docs/*.md"), yaml_changed, _put("文.md", "write", "{path}", "-o", "{folder}/出.docx")
    ),
)
