"""The shared forms, where they are there: every cell to fill found with its label, none that must stay untouched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from hqe_docs.library import Library
from hqe_docs.paper.forms.inspection import Inspected, inspect_form
from hqe_docs.paper.forms.vocabulary import Words, read_words
from hqe_docs.problems import Location, Problems
from tests.ledger_faults import CHECKOUT

ABSENT = "没有共享的表格（HQE_SHARED），只测自制的"
ENDINGS = (".docx", ".xlsx", ".xls")
LEAST = 0.95  # of the cells of the real forms that the notes beside them list


def forms_folder() -> Path | None:
    """Return the folder of shared forms, named by HQE_SHARED or beside the checkout; None when absent."""
    said = os.environ.get("HQE_SHARED")
    folder = (Path(said) if said else CHECKOUT.parent / "shared") / "forms"
    return folder if folder.is_dir() else None


def inspected_at(path: Path) -> Inspected:
    inspected, found = inspect_form(path)
    assert inspected is not None, found
    return inspected


def at(place: dict, ending: str) -> Location:
    """Return where a note says that a place is, as an address of this kind of file."""
    if ending != ".docx":
        return Location(cell=place["xlsx"])
    said = place["docx"]
    if "paragraph" in said:
        return Location(paragraph=said["paragraph"])
    return Location(table=said["table"], row=said["row"], column=said["grid_col"])


def made_faults(truth: Path, ending: str, words: Words) -> Iterator[str]:
    """Yield what is not found with its label in a made form, and what is found that must not be touched."""
    said = json.loads(truth.read_text(encoding="utf-8"))
    labels: dict[Location, set[str]] = {}
    for place in inspected_at(truth.with_name(said["form"] + ending)).places:
        address = Location(cell=place.address.cell) if ending != ".docx" else place.address
        labels.setdefault(address, set()).add(words.key(place.label))
    asked = [(one, one["key"]) for one in said["cells"] if one["how"] != "leave"]
    asked += [(line, key) for line in said["lines"] for key in line["keys"]]
    for one, key in asked:
        label = key.rpartition(".")[2].partition("[")[0]
        if words.key(label) not in labels.get(at(one, ending), set()):
            yield f"{said['form']}{ending}: {key}"
    left = [*said["must_not_change"], *(one for one in said["cells"] if one["how"] == "leave")]
    yield from (f"{said['form']}{ending}: {one['xlsx']}" for one in left if at(one, ending) in labels)


def listed(notes: Path) -> tuple[int, int]:
    """Return how many places the notes beside a real form list, and how many of these are found."""
    said = json.loads(notes.read_text(encoding="utf-8"))
    inspected = inspected_at(notes.with_name(notes.name.removesuffix(".tags.json") + ".docx"))
    known = {place.address for place in inspected.places}
    grids = {grid.cells[0].address.table: grid for grid in inspected.form.grids if grid.cells}
    cells = [grids[one["table"]].at(one["row"], one["grid_col"]) for one in said["cells"]]
    found = sum(cell is not None and cell.address in known for cell in cells)
    found += sum(Location(paragraph=one["paragraph"]) in known for one in said["paragraphs"])
    return len(cells) + len(said["paragraphs"]), found


def test_the_shared_forms(record_property: Callable[[str, object], None]):
    folder = forms_folder()
    if folder is None:
        record_property("said", ABSENT)
        return
    words = read_words(Library.over_shipped(()), Problems())
    assert words is not None
    made = sorted((folder / "made").glob("*.expected.json"))
    assert [
        fault for truth in made for ending in ENDINGS for fault in made_faults(truth, ending, words)
    ] == []
    counts = [listed(notes) for notes in sorted((folder / "real").glob("*.tags.json"))]
    share = sum(found for _, found in counts) / sum(total for total, _ in counts)
    record_property("said", f"{len(counts)} forms, {share:.1%} of the listed places found")
    assert share >= LEAST
