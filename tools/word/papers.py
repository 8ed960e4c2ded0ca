"""The Word templates as packages: one for each text source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hqe_docs.paper.gongwen.compose import Composer
from hqe_docs.paper.gongwen.lines import read_source
from hqe_docs.paper.gongwen.newdocument import write_package
from hqe_docs.paper.gongwen.profile import read_profile
from hqe_docs.paper.gongwen.sections import footer_part
from hqe_docs.paper.gongwen.styles import fonts_part, settings_part, styles_part
from hqe_docs.paper.gongwen.tables import read_tables

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parents[1] / "templates"
PROFILE = TEMPLATES / "layout" / "portable.yaml"


def sources() -> list[Path]:
    """Return the text sources, one a paper."""
    return sorted((HERE / "texts").glob("*.txt"))


def make_template(source: Path, folder: Path) -> Path:
    """Return the path of the template made from `source` in `folder`."""
    profile = read_profile(PROFILE)
    composer = Composer(profile, read_tables(sorted((HERE / "tables").glob("*.yaml")), profile))
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
