"""Must show: the public versions of the whole example, by hqe privacy and by a scan that shares nothing with it."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests.program import hqe

EXAMPLE = Path(__file__).resolve().parents[2] / "ledgers" / "hongjiang-2023"
IDENTITY = re.compile(
    r"(?<![0-9.])[1-8]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
MOBILE = re.compile(r"(?<![0-9.])1[3-9]\d{9}(?!\d)")
RUN = re.compile(r"[0-9]{11,}[Xx]?")
GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
PUBLIC = ("--version", "公示")


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """Return the folder of all public versions of the example, and the folder of the example."""
    folder = tmp_path_factory.mktemp("公示")
    source, out = folder / "档案", folder / "出"
    shutil.copytree(EXAMPLE, source)
    hqe("build", source, "-o", out / "文书", *PUBLIC)
    every = json.loads(hqe("list", "documents", "--json").stdout)
    names = [option for item in every["documents"] for option in ("-d", item["文书"])]
    hqe("build", source, "-o", out / "点名", *names, *PUBLIC)
    hqe("weekly", source, "--on", "2023-11-02", "-o", out / "周报", *PUBLIC)
    hqe("ledger", "derive", source, "-o", out / "派生", *PUBLIC)
    points = [path for path in sorted(source.iterdir()) if (path / "dossier.yaml").exists()]
    master = [path / "劳动力资源台账.xlsx" for path in points]
    kinds = {path.stem for point in points for path in point.glob("*台账.xlsx")}
    for kind in sorted(kinds):
        hqe("ledger", "merge", source, "--kind", kind, "-o", out / "合并" / f"{kind}.xlsx", *PUBLIC)
    hqe("ledger", "stats", source, "-o", out / "统计.xlsx", *PUBLIC)
    hqe("ledger", "sample", master[0], "-n", "20", "-o", out / "抽样.xlsx", *PUBLIC)
    hqe("ledger", "import", master[0], "-o", out / "导入.xlsx", *PUBLIC)
    hqe("ledger", "diff", *master[:2], "-o", out / "变动.xlsx", *PUBLIC)
    hqe("pack", source, "-o", out / "资料包", "--public", "--zip", "--pdf")
    return out, points


def texts(name: str, content: bytes) -> Iterator[str]:
    """Yield every text of a file: of a package each part with its tags, and without."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield inner
                yield from texts(inner, archive.read(inner))
    elif content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        yield from (page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
    elif not name.endswith((".sha256", ".png", ".jpg", ".jpeg")):
        text = unicodedata.normalize("NFKC", html.unescape(content.decode("utf-8", "replace")))
        yield text
        yield re.sub(r"<[^>]*>", "", re.sub(r"(</(?:w:p|c|si|a:p|row|v|t)>)", r"\1 ", text))


def numbers_of(points: list[Path]) -> set[str]:
    """Return the identity numbers, phones and persons' names that stand in the ledgers, as openpyxl reads them."""
    found: set[str] = set()
    for path in (path for point in points for path in point.glob("*台账.xlsx")):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows(values_only=True):
                found |= {
                    cell for cell in map(str, row) if IDENTITY.fullmatch(cell) or MOBILE.fullmatch(cell)
                }
    return found


def test_every_public_version_is_clean_by_the_command(public):
    out, _ = public
    answer = json.loads(hqe("privacy", out, "--json").stdout)
    assert (answer["findings"], answer["problems"]) == ([], [])
    assert answer["files"] > 150
    sys.stdout.write(f"{answer['files']} files, 0 findings\n")


def test_every_public_version_is_clean_by_another_scan(public):
    out, points = public
    secrets = numbers_of(points)
    assert len(secrets) > 300
    files = [path for path in out.rglob("*") if path.is_file()]
    looked = 0
    for path in files:
        for text in texts(path.name, path.read_bytes()):
            looked += 1
            plain = GUID.sub("", text)
            hits = {*IDENTITY.findall(plain), *MOBILE.findall(plain)}
            assert hits == set(), (path.name, hits)
            runs = " ".join({*RUN.findall(text)})
            assert not [secret for secret in secrets if secret in runs], path.name
    sys.stdout.write(f"{len(files)} files, {looked} texts, {len(secrets)} secrets, 0 hits\n")


def test_no_public_ledger_has_a_column_that_tells_age_or_need(public):
    out, _ = public
    words = re.compile("残疾|脱贫|低保|特困|困难|健康|银行|收入|出生|^年龄")
    count = 0
    for path in [*out.rglob("*台账*.xlsx"), *out.rglob("*抽样*.xlsx"), *out.rglob("*导入*.xlsx")]:
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows(min_row=1, max_row=5, values_only=True):
                if "公民身份号码" in row:
                    count += 1
                    assert not [cell for cell in row if cell and words.search(str(cell))], (path.name, row)
    assert count > 20


def test_the_reported_version_is_found_to_be_whole(public, tmp_path):
    _, points = public
    hqe("build", points[0], "-o", tmp_path, "-d", "劳动力资源台账")
    assert hqe("privacy", tmp_path).exit_code == 1
