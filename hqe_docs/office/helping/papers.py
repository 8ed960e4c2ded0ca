"""Papers that `hqe policy` and `hqe alert` write by templates of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hqe_docs.office.building.desk import file_name, title_segments
from hqe_docs.office.helping.rolls import Run, where
from hqe_docs.office.mapping.context import issue_of, point_context
from hqe_docs.office.mapping.paperparts import paper_title
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.fill import fill
from hqe_docs.problems import has_errors


def write_paper(run: Run, loaded: Loaded, name: str, folder: Path, own: Mapping[str, Any]) -> None:
    """Write the paper `name` of a dossier and note where; `own` is what its template sees beside 创建点 and 发文."""
    document = loaded.documents.get(name)
    file = document.templates[0] if document and document.templates else f"{name}.docx"
    template = loaded.library.find(f"templates/{file}")
    if document is None or template is None:
        run.found.add("R108", where(loaded), document=name, file=f"templates/{file}")
        run.written.append(None)
        return
    data = loaded.sound.data
    context = {"创建点": point_context(data), "发文": issue_of(data, name, document), **own}
    context["文书"] = paper_title(name, title_segments(document, context, run.found), draft=False)
    path = folder / f"{file_name(loaded.name)}-{name}.docx"
    problems = fill(template, context, path)
    run.found.extend(problems)
    run.written.append(None if has_errors(problems) else str(path))
