"""The Word templates as packages: one for each text source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.word.compose import Composer
from tools.word.package import write_package
from tools.word.profile import read_profile
from tools.word.sections import footer_part
from tools.word.source import read_source
from tools.word.styles import fonts_part, settings_part, styles_part
from tools.word.tables import read_tables

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parents[1] / "templates"
PROFILE = TEMPLATES / "layout" / "portable.yaml"


def sources() -> list[Path]:
    """Return the text sources, one a paper."""
    return sorted((HERE / "texts").glob("*.txt"))


def make_template(source: Path, folder: Path) -> Path:
    """Return the path of the template made from `source` in `folder`."""
    profile = read_profile(PROFILE)
    composer = Composer(profile, read_tables(HERE / "tables.yaml", profile))
    for line in read_source(source):
        composer.add(line)
    parts = {
        "document": composer.document(),
        "styles": styles_part(profile),
        "settings": settings_part(),
        "fontTable": fonts_part(profile),
        "footer1": footer_part(profile, "default"),
        "footer2": footer_part(profile, "even"),
    }
    path = folder / f"{source.stem}.docx"
    write_package(path, parts, source.stem)
    return path


def make_all(folder: Path = TEMPLATES) -> Iterator[Path]:
    """Make every template and yield its path."""
    for source in sources():
        yield make_template(source, folder)
