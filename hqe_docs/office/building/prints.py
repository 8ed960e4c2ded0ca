"""Whether the papers of a dossier print ledgers: only then do those below it hand their rows up."""

from __future__ import annotations

import re
from pathlib import Path

from hqe_docs.library import once_a_file
from hqe_docs.office.wanted import documents_for
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.package import read_package
from hqe_docs.problems import Problem

# what leads to rows: the ledgers as a name or a key (no mere words in a text), or everything in a mapping
_LEADS = re.compile(r"""\{[{%][^{}]*(?:(?<![\w'"])台账(?!\w)|['"]台账['"]|items|values)""")


def prints_ledgers(loaded: Loaded) -> bool:
    """Say whether any paper of this dossier may print rows of ledgers, those of its template or of its title.

    列印台账 of the catalogue says whose errors stop it; its rows may come another way (资金台账: by the account).
    """
    role = loaded.sound.data.point.role
    for document in documents_for(loaded).values():
        if any(map(_LEADS.search, document.title)):
            return True
        files = (loaded.library.find(f"templates/{name}") for name in document.templates_for(role))
        if any(_leads_to_rows(file) for file in files if file):
            return True
    return False


@once_a_file
def _leads_to_rows(template: Path) -> bool:
    parts = read_package(template)
    if isinstance(parts, Problem):
        return False
    # a tag may be cut into runs
    texts = (
        re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))
        for name, data in parts.items()
        if name.endswith(".xml")
    )
    return any(map(_LEADS.search, texts))
