"""Villages with evidence, packed: what the bundle holds, as independent readers see it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from PIL import Image
from pypdf import PdfWriter

from tests.program import hqe

NO_OFFICE = "没有这个程序"  # as HQE_OFFICE


def put(folder: Path, name: str, content: bytes = b"x") -> Path:
    """Put a file into 佐证/ and return it."""
    path = folder / "佐证" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def add(folder: Path, text: str) -> None:
    """Add lines to dossier.yaml."""
    path = folder / "dossier.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def picture(size: tuple[int, int] = (40, 30), form: str = "JPEG", **more: object) -> bytes:
    """Return a picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, form, **more)
    return stream.getvalue()


def pdf(pages: int = 1, password: str = "", size: tuple[float, float] = (595, 842)) -> bytes:
    """Return a PDF of blank pages."""
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(*size)
    if password:
        writer.encrypt(password)
    writer.write(stream)
    return stream.getvalue()


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def packed(folder: Path, *options: object) -> tuple[dict, list[dict]]:
    """Return the JSON of the one bundle that is made of a dossier, and the problems of area P about it."""
    out = json.loads(hqe("pack", folder, "-o", folder.parent / "出", "--json", *options).stdout)
    (bundle,) = out["bundles"]
    return bundle, [item for item in out["problems"] if item["code"].startswith("P4")]


def codes(problems: list[dict]) -> list[str]:
    """Return the codes, without that of missing evidence."""
    return sorted({item["code"] for item in problems} - {"P420"})


def files(bundle: Mapping[str, str]) -> dict[str, Path]:
    """Return path in the bundle → file."""
    root = Path(bundle["path"])
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}


def listed(bundle: Mapping[str, str], sheet: str = "目录") -> list[tuple]:
    """Return the rows of a sheet of 目录.xlsx, as openpyxl reads it."""
    book = openpyxl.load_workbook(files(bundle)["目录.xlsx"])
    return [row for row in book[sheet].iter_rows(min_row=4, values_only=True) if any(row)]
