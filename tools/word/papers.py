"""The Word templates as packages: one for each text source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hqe_docs.library import Library
from hqe_docs.paper.gongwen.compose import compose
from hqe_docs.paper.gongwen.lines import read_source
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.profilefile import read_profile
from hqe_docs.paper.gongwen.tables import read_tables
from hqe_docs.paper.package import zipped
from hqe_docs.problems import Problems

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parents[1] / "templates"


def profile_named(name: str) -> Profile:
    """Return a profile of the shipped library."""
    profile = read_profile(name, Library.over_shipped(), Problems())
    if profile is None:
        raise ValueError(name)
    return profile


def sources() -> list[Path]:
    """Return the text sources, one a paper."""
    return sorted((HERE / "texts").glob("*.txt"))


def make_template(source: Path, folder: Path) -> Path:
    """Return the path of the template made from `source` in `folder`."""
    profile = profile_named("portable")
    tables = read_tables(sorted((HERE / "tables").glob("*.yaml")), profile)
    path = folder / f"{source.stem}.docx"
    path.write_bytes(zipped(compose(read_source(source), tables, profile, source.stem)))
    return path


def make_all(folder: Path = TEMPLATES) -> Iterator[Path]:
    """Make every template and yield its path."""
    for source in sources():
        yield make_template(source, folder)
