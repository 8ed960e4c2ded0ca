"""What a returned form says as a row of a ledger: titles as the ledgers have them, cells in the form of their field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hqe_docs.data.cells import read_cell
from hqe_docs.data.columns import Dictionary
from hqe_docs.data.kinds import Field
from hqe_docs.paper.forms.returned.answers import Answer
from hqe_docs.paper.forms.returned.reading import Returned
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.problems import Location, Problem, Problems

Record = Mapping[str, str]
IN_ROW = ("公民身份号码", "联系电话", "姓名")  # the titles by which persons are told


@dataclass(frozen=True, slots=True)
class FormRow:
    """A returned form: its cells by title, its lists, where each cell came from, its problems, the file it repeats."""

    file: str
    values: Mapping[str, str]
    lists: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    twin: str = ""

    @property
    def where(self) -> Location:
        """Return where the identity number or else the name stands, or only the file."""
        return next((self.places[title] for title in IN_ROW if title in self.places), Location(self.file))


def row_of(file: str, returned: Returned, problems: Sequence[Problem]) -> FormRow:
    """Return a form as a row, its titles still those of the form."""
    shown = {
        answer.place.path: answer
        for answer in returned.answers
        if len(answer.place.slots) > 1 and answer.place.kind == "inline"
    }
    labels = {answer.place.label: answer for answer in returned.answers if not answer.is_empty}
    cells: dict[str, str] = {}
    lists: dict[str, list[Record]] = {}
    for title, value in returned.values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lists[title] = [{key: _text(one) for key, one in record.items()} for record in value]
        else:
            answer = labels.get(title)
            cells[title] = _whole(answer) if answer and answer.place.path in shown else _text(value)
    places = {
        title: replace(answer.text.address, file=file) for title in cells if (answer := labels.get(title))
    }
    return FormRow(file, cells, lists, places, problems)


def _text(value: Any) -> str:
    return "、".join(filter(None, value)) if isinstance(value, list) else value


def _whole(answer: Answer) -> str:
    """Return what stands in several blanks with the words between them: 江西省宜春市."""
    return "".join(answer.text.text.replace("_", "").split())


@dataclass
class FormColumns:
    """The titles of the forms of a folder, each with the field it means."""

    words: Dictionary
    labels: Words
    known: dict[str, Field] = field(default_factory=dict)

    def learn(self, rows: Sequence[FormRow]) -> None:
        """Find out what each title means, by its words and by what stands below it."""
        texts: dict[str, list[str]] = {}
        for row in rows:
            for title, text in row.values.items():
                texts.setdefault(title, []).append(text)
        taken: set[str] = set()
        for title, own in texts.items():
            said = self.words.by_title(title, own) or self.words.by_title(self.labels.key(title), own)
            if said is not None and said.name not in taken:
                taken.add(said.name)
                self.known[title] = said

    def checked(self, row: FormRow) -> FormRow:
        """Return a row with the cells in the form of their fields, and the faults that these find."""
        found, values, places = Problems(), dict[str, str](), dict[str, Location]()
        for title, text in row.values.items():
            said = self.known.get(title)
            name, value = self._title(title), text
            where = row.places.get(title, Location(row.file))
            if said is not None:
                value, fault = read_cell(text, said)
                if fault is not None:
                    found.add(fault.code, where, hint=fault.hint, name=title, **fault.facts)
                    value = text
            values[name], places[name] = value, where
        return replace(row, values=values, places=places, problems=[*row.problems, *found])

    def _title(self, title: str) -> str:
        """Return the ledgers' title for the columns by which persons are told; others keep the form's."""
        said = self.known.get(title)
        return said.name if said is not None and said.name in IN_ROW else title
