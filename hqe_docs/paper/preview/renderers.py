"""The office programs of this machine that can turn a document into PDF."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ASKED = "HQE_OFFICE"  # a program of one's own choice
NAMES = ("soffice", "libreoffice", "soffice.com")
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "{ProgramFiles}/LibreOffice/program/soffice.com",
    "{ProgramFiles(x86)}/LibreOffice/program/soffice.com",
)
# Windows: a program is there when its automation class is registered
AUTOMATED = {
    "Word": ("Word.Application", "Excel.Application"),
    "WPS": ("KWps.Application", "Ket.Application"),
}


@dataclass(frozen=True, slots=True)
class Renderer:
    """An office program: LibreOffice by its program file, Word and WPS by their automation classes."""

    name: str
    kind: Literal["libreoffice", "automation"]
    program: str
    sheets: str = ""  # the automation class for workbooks


def find_renderer(environment: Mapping[str, str] | None = None) -> Renderer | None:
    """Return the program to render with: the one of HQE_OFFICE, else LibreOffice, else Word, else WPS."""
    return next(_renderers(os.environ if environment is None else environment), None)


def find_converter(environment: Mapping[str, str] | None = None) -> Renderer | None:
    """Return the program that turns old formats into new ones: LibreOffice alone does it unattended."""
    found = _renderers(os.environ if environment is None else environment)
    return next((one for one in found if one.kind == "libreoffice"), None)


def _renderers(environment: Mapping[str, str]) -> Iterator[Renderer]:
    asked = environment.get(ASKED, "").strip()
    if asked:
        found = shutil.which(asked)
        if found:
            yield Renderer("LibreOffice", "libreoffice", found)
        return
    for program in _programs(environment):
        yield Renderer("LibreOffice", "libreoffice", program)
    yield from _automated()


def _programs(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield LibreOffice's program files: those on the path, then those where it is usually installed."""
    for name in NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            yield found
    for place in PLACES:
        expanded = place
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            expanded = expanded.replace(f"{{{variable}}}", environment.get(variable, ""))
        place_of = Path(expanded)
        if place_of.is_absolute():
            found_there = sorted(Path(place_of.anchor).glob(str(place_of.relative_to(place_of.anchor))))
            yield from (str(path) for path in found_there if path.is_file())


def _automated() -> Iterator[Renderer]:
    if sys.platform != "win32":
        return
    import winreg

    for name, (word, sheets) in AUTOMATED.items():
        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, word))
        except OSError:
            continue
        yield Renderer(name, "automation", word, sheets)
