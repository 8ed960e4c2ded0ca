"""A file's texts by place, and the three of them that are held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two files say something else; `newer`: what the file built now says there."""

    place: str
    before: str
    after: str
    newer: str | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """What a file says: place → text; `things`: pictures and charts, which no text tells."""

    said: Mapping[str, str]
    things: Sequence[str] = ()

    def against(self, other: Texts) -> list[Difference]:
        """Return where the other says something else, in the order of this one."""
        places: Iterable[str] = dict.fromkeys((*self.said, *other.said))
        pairs = ((place, self.said.get(place, ""), other.said.get(place, "")) for place in places)
        return [Difference(place, one, two) for place, one, two in pairs if one != two]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of three files: the content, with the `edits` put into the new one, or None where they can't be.

    `clashes` are the edits of places that the new file changed, too, or has no more; `reason` says why nothing was
    put together, in words. No edits and no clashes: nothing that is text was changed by hand.
    """

    content: bytes | None = None
    edits: Sequence[Difference] = ()
    clashes: Sequence[Difference] = ()
    reason: str = ""


@dataclass(slots=True)
class Sorted:
    """Edits put in order: those to be made, by place in the new file, and those that clash.

    `wins`: whose text counts where both changed a place: "ours" what was typed, "theirs" the new file's.
    """

    wins: str = ""
    made: dict[str, Difference] = field(default_factory=dict)
    clashes: list[Difference] = field(default_factory=list)

    def sort(self, edit: Difference, place: str | None, newer: str) -> None:
        """Take an edit: its `place` in the new file (None: it has none) says `newer`."""
        told = Difference(edit.place, edit.before, edit.after, None if place is None else newer)
        if place is None:
            self.clashes.append(told)
        elif newer != edit.after:
            if newer == edit.before or self.wins == "ours":
                self.made[place] = told
            else:
                self.clashes.append(told)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left that somebody must decide."""
        return not self.clashes or self.wins == "theirs"
