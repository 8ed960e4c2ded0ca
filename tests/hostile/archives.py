"""Hostile zip archives and hostile XML inside them, as papers, forms and ledgers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from hashlib import sha512
from pathlib import Path

from tests.hostile import packages as p
from tests.hostile.cases import Case, case

Large = bytes | Callable[[], bytes]
_GOOD = p.document(p.paragraph("关于印发方案的通知"))
_GOOD_SHEET = p.sheet(p.text_rows(("姓名", "性别"), ("村民甲", "男")))


def _lint(parts: dict[str, str | bytes], *members: tuple[str, Large]) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        made = [(name, data if isinstance(data, bytes) else data()) for name, data in members]
        return ["lint", p.add(p.save(folder / "文.docx", parts), *made)]

    return make


def _body(text: Callable[[], str | bytes]) -> Callable[[Path], list[object]]:
    return _lint(p.word_parts(_GOOD) | {p.BODY: text()})


def _check(parts: dict[str, str | bytes], *members: tuple[str, Large]) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        made = [(name, data if isinstance(data, bytes) else data()) for name, data in members]
        return ["check", p.add(p.save(folder / "表.xlsx", parts), *made)]

    return make


def _relations(folder: Path) -> list[object]:
    links = p.rels(*[f"r{i} image a" for i in range(300_000)])
    return ["lint", p.save(folder / "文.docx", p.word_parts(_GOOD) | {p.BODY_LINKS: links})]


def _otherwise_called(folder: Path) -> list[object]:
    parts = p.word_parts(_GOOD)
    body = p.document("<w:p/>" * 950_000)
    parts = {
        name: str(text).replace(p.BODY, "word/document.foo") for name, text in parts.items() if name != p.BODY
    }
    return ["lint", p.save(folder / "文.docx", parts | {"word/document.foo": body})]


def _dense_sheet(*command: str, rows: str) -> Callable[[Path], list[object]]:
    return lambda folder: [*command, p.save(folder / "表.xlsx", p.book_parts(p.sheet(rows)))]


def _attributes() -> str:
    said = " ".join(f'w:a{i}="v"' for i in range(40))
    return p.document(f"<w:p {said}/>" * 30_000)


def _large_text() -> bytes:
    texts = p.paragraph("正文" + "".join(map(chr, range(0x4E00, 0x4F00)))) * 30_000
    return p.document("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>" + texts).encode()


_LARGE_PARTS: tuple[tuple[str, Large], ...] = tuple((f"word/{i}.xml", _large_text) for i in range(9))


def _swelling() -> bytes:
    """Return 450 MiB that are packed to a 250th."""
    return b"".join(sha512(bytes([i])).digest() for i in range(8)).ljust(128 << 10, b"\0") * 3_600


def _sheet(text: str) -> Callable[[Path], list[object]]:
    return _check(p.book_parts(text))


def _flagged(**how: int) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        return ["lint", p.flag(p.save(folder / "文.docx", p.word_parts(_GOOD)), **how)]

    return make


def _zeros() -> bytes:
    return b"\0" * (64 << 20)


def _nested() -> bytes:
    data = b"\0" * 30_000_000
    for _ in range(6):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", data)
        data = stream.getvalue()
    return data


def _many(folder: Path) -> list[object]:
    path = p.save(folder / "文.docx", p.word_parts(_GOOD))
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(10_500):
            archive.writestr(f"word/media/{number}", b"")
    return ["lint", path]


def _doctype(inside: str, use: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE w [{inside}]>' + p.document(p.paragraph(use)).removeprefix(p.HEAD)


_ATTRIBUTES = " ".join(f'a{i}="x"' for i in range(60_000))
_LAUGHS = '<!ENTITY a "哈哈哈哈">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 12}">' for i in range(9)
)
_OUTER_FILE = '<!ENTITY x SYSTEM "file:///etc/passwd">'


def _keeps_secret(_folder: Path, said: str) -> bool:
    return "root:" not in said


ARCHIVES: tuple[Case, ...] = (
    case("zip-high-ratio", _lint(p.word_parts(_GOOD), ("word/media/a.bin", _zeros)), "T108 G101"),
    case("zip-many-members", _many, "T108 G101", heavy=True),
    case("zip-nested", _lint(p.word_parts(_GOOD), ("word/embeddings/a.zip", _nested)), ""),
    case("zip-overlapping-members", _flagged(same_place=True), "T101 T108 G101"),
    case("zip-sizes-too-small", _flagged(size=10), "T101 G101"),
    case("zip-sizes-of-4-gib", _flagged(size=0xFFFFFFF0), "T108 G101"),
    case("zip-encrypted-flag", _flagged(bits=1), "T101 G101"),
    case("zip-traversal", _lint(p.word_parts(_GOOD), ("../../etc/cron.d/x", b"x")), "T108 G101"),
    case("zip-absolute", _lint(p.word_parts(_GOOD), ("/etc/passwd", b"x")), "T108 G101"),
    case("zip-drive", _lint(p.word_parts(_GOOD), ("C:\\Windows\\x.dll", b"x")), "T108 G101"),
    case("zip-backslashes", _lint(p.word_parts(_GOOD), ("..\\..\\x", b"x")), "T108 G101"),
    case("zip-nul-name", _lint(p.word_parts(_GOOD), ("word/a\0.xml", b"x")), "T101 T108 G101"),
    case("zip-duplicate-member", _lint(p.word_parts(_GOOD), (p.BODY, b"<x/>")), "T108 G101"),
    case("zip-case-duplicate", _lint(p.word_parts(_GOOD), ("WORD/document.xml", b"<x/>")), "T108 G101"),
    case("xlsx-traversal", _check(p.book_parts(_GOOD_SHEET), ("../x", b"x")), "L101"),
    case("xlsx-high-ratio", _check(p.book_parts(_GOOD_SHEET), ("xl/a.bin", _zeros)), "L101"),
    case(
        "xml-external-entity", _body(lambda: _doctype(_OUTER_FILE, "&x;")), "T108 G101", holds=_keeps_secret
    ),
    case(
        "xml-external-dtd",
        _body(lambda: '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">' + _GOOD.removeprefix(p.HEAD)),
        "T108 G101",
    ),
    case("xml-billion-laughs", _body(lambda: _doctype(_LAUGHS, "&j;")), "T108 G101"),
    case(
        "xml-quadratic-blowup",
        _body(lambda: _doctype(f'<!ENTITY a "{"哈" * 50_000}">', "&a;" * 5000)),
        "T108 G101",
    ),
    case("xml-deep", _body(lambda: p.document("<w:p>" * 100_000 + "</w:p>" * 100_000)), "G101"),
    case("xml-huge-attribute", _body(lambda: p.document(f'<w:p w:x="{"a" * 12_000_000}"/>')), "G101"),
    case(
        "xml-namespace-flood",
        _body(lambda: p.document("".join(f'<x xmlns:n{i}="u{i}"/>' for i in range(50_000)))),
    ),
    case("xml-many-attributes", _body(lambda: p.document(f"<w:p {_ATTRIBUTES}/>"))),
    case("xml-utf-7", _body(lambda: '<?xml version="1.0" encoding="UTF-7"?>+ADw-w+AD4-'), "G101 T108"),
    case("xml-utf-16-doctype", _body(lambda: _doctype(_OUTER_FILE, "&x;").encode("utf-16")), "T108 G101"),
    case("xml-nul-bytes", _body(lambda: _GOOD.encode() + b"\0" * 1000), "G101"),
    case("xml-dense-elements", _body(lambda: p.document("<w:p/>" * 5_000_000)), "T108 G101", heavy=True),
    case("xml-dense-elements-fewer", _body(lambda: p.document("<w:p/>" * 950_000)), "T108 G101", heavy=True),
    case("xml-dense-under-another-name", _otherwise_called, "T108 G101", heavy=True),
    case("xml-many-attributes-in-all", _body(_attributes), "T108 G101", heavy=True),
    case(
        "form-dense-cells",
        _dense_sheet("form", "read", rows="<row><c/><c/></row>" * 150_000),
        "F101",
        heavy=True,
    ),
    case(
        "template-dense-rows", _dense_sheet("template", "check", rows="<row/>" * 300_000), "T108", heavy=True
    ),
    case("xml-of-relations-dense", _relations, "T108 G101", heavy=True),
    case("xml-elements-just-below", _body(lambda: p.document("<w:p/>" * 320_000)), heavy=True),
    case("xml-many-large-parts", _lint(p.word_parts(_GOOD), *_LARGE_PARTS), "T108 G101", heavy=True),
    case("zip-large-picture", _lint(p.word_parts(_GOOD), ("word/media/a.bin", _swelling)), heavy=True),
    case(
        "xlsx-external-entity",
        _sheet(f"<!DOCTYPE w [{_OUTER_FILE}]>" + p.sheet(p.text_rows(("姓名", "&x;"))).removeprefix(p.HEAD)),
        "L101",
        holds=_keeps_secret,
    ),
    case(
        "xlsx-billion-laughs",
        _sheet(f"<!DOCTYPE w [{_LAUGHS}]>" + p.sheet(p.text_rows(("姓名", "&j;"))).removeprefix(p.HEAD)),
        "L101",
    ),
    case(
        "xlsx-strings-billion-laughs",
        _check(
            p.book_parts(_GOOD_SHEET)
            | {
                "xl/sharedStrings.xml": f'<!DOCTYPE s [{_LAUGHS}]><sst xmlns="{p.S}"><si><t>&j;</t></si></sst>'
            }
        ),
        "L101",
    ),
    case("xlsx-deep", _sheet(p.sheet("<row>" * 100_000 + "</row>" * 100_000)), "L101 L107 L319"),
)
