"""Hostile places: links that lead out, pipes and devices named like ledgers, pictures that swell, PDF."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.hostile import packages as p
from tests.hostile.cases import Case, case
from tests.program import DOSSIER

LEDGER = "劳动力资源台账.xlsx"


def _village(folder: Path) -> Path:
    inner = folder / "村"
    inner.mkdir()
    (inner / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return inner


def _pipe(name: str, *command: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        inner = _village(folder)
        (inner / name).unlink(missing_ok=True)
        os.mkfifo(inner / name)
        return [*command, inner if name in (LEDGER, "dossier.yaml") else inner / name]

    return make


def _link(name: str, target: str, *command: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        inner = _village(folder)
        (inner / name).unlink(missing_ok=True)
        (inner / name).symlink_to(target)
        return [*command, inner if name in (LEDGER, "dossier.yaml", "下村") else inner / name]

    return make


def _linked_village(folder: Path) -> list[object]:
    outside = folder / "外"
    outside.mkdir()
    (outside / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    inner = _village(folder)
    (inner / "dossier.yaml").write_text(DOSSIER + "下辖: [下村]\n", encoding="utf-8")
    (inner / "下村").symlink_to(outside)
    return ["check", inner]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def _bomb_picture(side: int) -> bytes:
    """Return a PNG (ISO 15948) that inflates to `side` × `side` dots."""
    head = _chunk(b"IHDR", struct.pack(">LLBBBBB", side, side, 8, 6, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + _chunk(b"IEND", b"")
    )


def _written(side: int) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        (folder / "图.png").write_bytes(_bomb_picture(side))
        (folder / "文.md").write_text(
            "# 关于开展检查的通知\n\n各村：\n\n检查一次。\n\n![图](图.png)\n", encoding="utf-8"
        )
        return ["write", folder / "文.md", "-o", folder / "出.docx"]

    return make


def _picture_outside(folder: Path) -> list[object]:
    (folder / "文.md").write_text(
        "# 关于开展检查的通知\n\n各村：\n\n![图](../../../etc/x.png)\n", encoding="utf-8"
    )
    return ["write", folder / "文.md", "-o", folder / "出.docx"]


def _named(name: str, content: bytes, *command: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        (folder / name).write_bytes(content)
        return [*command, folder / name]

    return make


_FORM = p.table(p.row("姓名", "") + p.row("性别", ""))


def _form(given: str | Callable[[], str]) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        body = given if isinstance(given, str) else given()
        return ["form", "inspect", p.save(folder / "表.docx", p.word_parts(p.document(body)))]

    return make


def _nested(depth: int) -> str:
    inner = p.paragraph("底")
    for _ in range(depth):
        inner = p.table(f"<w:tr><w:tc>{inner}<w:p/></w:tc></w:tr>")
    return inner


_SPAN = '<w:gridSpan w:val="1000000"/>'

PLACES: tuple[Case, ...] = (
    case("pipe-as-ledger", _pipe(LEDGER, "check"), ""),
    case("pipe-as-dossier", _pipe("dossier.yaml", "check"), "R101 D108"),
    case("pipe-as-workbook", _pipe("表.xlsx", "check"), "L101 R101 R165"),
    case("pipe-as-template", _pipe("模板.docx", "fill"), "T101 R165"),
    case("pipe-as-paper", _pipe("文.docx", "lint"), "T101 G101 R165 G102"),
    case("pipe-as-text", _pipe("文.md", "write", "-o", "x.docx"), "G622 R165 D108"),
    case(
        "pipe-as-data",
        lambda f: [
            *_pipe(
                "数.yaml",
                "fill",
                str(p.save(f / "模板.docx", p.word_parts(p.document(p.paragraph("{{ a }}"))))),
                "--data",
            )(f)
        ],
        "D108 R165 R143 R142",
    ),
    case("device-as-ledger", _link(LEDGER, "/dev/zero", "check"), ""),
    case("device-as-workbook", _link("表.xlsx", "/dev/zero", "check"), "L101 R101 R165"),
    case("device-as-template", _link("模板.docx", "/dev/zero", "fill"), "T101 T108 R165"),
    case("device-as-dossier", _link("dossier.yaml", "/dev/zero", "check"), "D121 R101 D108"),
    case("link-to-nothing", _link(LEDGER, "没有", "check"), ""),
    case("link-to-itself", _link(LEDGER, LEDGER, "check"), ""),
    case("link-of-village-leads-out", _linked_village, "D129"),
    case("picture-of-billion-dots", _written(60_000), "G611 G612 G613 G610 G614 G615 G616"),
    case("picture-swells", _written(19_000), ""),
    case("picture-outside", _picture_outside, "G611 G612 G613 G610 G614 G615 G616"),
    case(
        "text-of-brackets",
        _named("文.md", ("# 关于甲的通知\n\n" + "[" * 50_000).encode(), "write", "-o", "/nowhere/x.docx"),
        "",
        heavy=True,
    ),
    case(
        "text-of-quotes",
        _named(
            "文.md", ("# 关于甲的通知\n\n" + ">" * 20_000 + "甲").encode(), "write", "-o", "/nowhere/x.docx"
        ),
        "",
        heavy=True,
    ),
    case(
        "text-of-stars",
        _named("文.md", ("# 关于甲的通知\n\n" + "**甲*" * 20_000).encode(), "write", "-o", "/nowhere/x.docx"),
        "",
        heavy=True,
    ),
    case(
        "json-deep",
        lambda f: [
            "fill",
            p.save(f / "模板.docx", p.word_parts(p.document(p.paragraph("{{ a }}")))),
            "--data",
            _named("数.json", b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}")(f)[0],
        ],
        "R141",
    ),
    case(
        "pdf-as-form",
        _named(
            "表.docx", b"%PDF-1.7\n" + b"1 0 obj<</Length 99999999999>>stream\n" * 1000, "form", "inspect"
        ),
        "T101 F101 F102",
    ),
    case("form-many-tables", _form(lambda: _FORM * 12_000), "", heavy=True),
    case("form-span-of-million", _form(p.table(p.row("姓名", "", of=_SPAN))), ""),
    case(
        "form-merged-to-the-moon",
        _form(lambda: p.table(p.row("姓名", "", of="<w:vMerge/>") * 20_000)),
        "",
        heavy=True,
    ),
    case("form-tables-inside-tables", _form(lambda: _nested(1000)), "G101 T101 F101"),
    case("form-eighty-tables-inside", _form(lambda: _nested(60)), ""),
    case("form-one-long-text", _form(lambda: p.paragraph("姓名：______ " * 100_000)), "", heavy=True),
)
