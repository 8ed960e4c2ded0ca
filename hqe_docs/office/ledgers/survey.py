"""The paper a surveyor carries from door to door: 入户调查表, one a household, blank or filled from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import MASTER, Field, LedgerKind, load_kinds
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.persons import GROUP, HOUSE, VILLAGE, typed
from hqe_docs.library import Library
from hqe_docs.paper.fill import fill
from hqe_docs.paper.language.filters import TICKED, UNTICKED
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import squeeze

NAME = "入户调查表"
TEMPLATE = f"templates/{NAME}.docx"
HEAD = "户主姓名"
VERIFIED = "核实方式"
# what stands at the top of the page, at its foot, or follows from the identity number
ELSEWHERE = {VILLAGE, "序号", HOUSE, GROUP, HEAD, "出生日期", "帮扶责任人", "帮扶电话"}
ELSEWHERE |= {"最近走访日期", "数据更新日期", VERIFIED}
# as templates/入户调查表.docx has room: columns for members, characters on a line, lines of handwriting
MEMBERS, CHARACTERS, WRITTEN_LINES = 6, 12, 2
FEW_LINES, MOST_LINES = 3, 7  # lines of boxes: of any column, of one that must be filled

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which households are wanted: by number, by group, all when neither is said; and how many blank papers."""

    households: Sequence[str] = ()
    group: str | None = None
    blank: int = 0


def write_survey(
    ledger: Path | None, asked: Asked, out: Path | None = None, *, libraries: Sequence[Path] = ()
) -> tuple[list[Path], list[Problem]]:
    """Write one .docx with a page a household, in the order of the ledger; `out` is a folder or the file."""
    library, found = Library.over_shipped(libraries), Problems()
    kind, template = load_kinds(library, found).get(MASTER), library.find(TEMPLATE)
    if template is None or kind is None:
        lacking = TEMPLATE if template is None else f"ledgers/kinds/{MASTER}.yaml"
        found.add("R108", Location(lacking), document=NAME, file=lacking)
        return [], list(found)
    houses = _wanted(_houses(ledger, kind, found), asked, found) if ledger else []
    blank = asked.blank or (0 if ledger else 1)
    if found.has_errors:
        return [], list(found)
    path = out if out and out.suffix.lower() == ".docx" else (out or Path()) / f"{NAME}.docx"
    if path.exists():
        found.add("R103", Location(str(path)), path=path)
        return [], list(found)
    found.extend(fill(template, survey_context(kind, [*houses, *[[]] * blank]), path))
    return [] if found.has_errors else [path], list(found)


# ---------------------------------------------------------------- the households
def _houses(path: Path, kind: LedgerKind, found: Problems) -> list[list[Row]]:
    """Return the members of each household; faults of cells are no hindrance, the visit is there to mend them."""
    cells = Problems()
    ledger = read_ledger(path, path.name, kind, cells)
    if ledger is None:
        found.extend(cells)
        return []
    found.extend(item for item in cells if item.where.cell is None and item.severity != "info")
    faults = sum(len(rows) for rows in ledger.faults.values())
    if faults:
        found.add("L503", Location(path.name), kind=kind.name, count=faults)
    return _grouped(ledger, path, found)


def _grouped(ledger: Ledger, path: Path, found: Problems) -> list[list[Row]]:
    frame = typed(ledger.frame, None)
    columns = [item.name for item in ledger.kind.fields]
    houses: dict[str, list[Row]] = {}
    known = frame.with_columns(frame["_性别"].alias("性别"))
    rows = known.select([name for name in columns if name in known.columns]).to_dicts()
    for number, row in enumerate(rows):
        houses.setdefault(row.get(HOUSE) or f"{UNTICKED}{number}", []).append(row)
    alone = sum(1 for number in houses if number.startswith(UNTICKED))
    if alone:
        found.add("L504", Location(path.name), count=alone)
    return list(houses.values())


def _wanted(houses: Sequence[list[Row]], asked: Asked, found: Problems) -> list[list[Row]]:
    """Return the households that are asked for; a number or group that the ledger doesn't have is a problem."""
    numbers, group = {squeeze(text) for text in asked.households}, squeeze(asked.group or "")
    known = {squeeze(house[0].get(HOUSE, "")) for house in houses}
    groups = {squeeze(row[GROUP]): row[GROUP] for house in houses for row in house if row.get(GROUP)}
    if houses:
        for text in asked.households:
            if squeeze(text) not in known:
                found.add("L501", number=text, count=len(houses))
        if group and group not in groups:
            found.add("L502", group=asked.group, groups="、".join(groups.values()) or "（没有填）")
    return [
        house
        for house in houses
        if (not numbers or squeeze(house[0].get(HOUSE, "")) in numbers)
        and (not group or group in {squeeze(row.get(GROUP, "")) for row in house})
    ]


# ---------------------------------------------------------------- the paper
def survey_context(kind: LedgerKind, houses: Iterable[Sequence[Row]]) -> dict[str, Any]:
    """Return what templates/入户调查表.docx prints: for each household a page or more, six members on each."""
    lines = [item for item in kind.fields if item.name not in ELSEWHERE and not item.optional]
    lines.sort(key=lambda item: item.name != "姓名")
    verified = kind.field(VERIFIED)
    ways = (verified.codes or verified.proposals) if verified else ()
    return {
        "文书": {"名称": NAME, "题名": f"劳动力资源{NAME}", "题名行": [f"劳动力资源{NAME}"], "草稿": False},
        "页面": [page for house in houses for page in _pages(house, lines)],
        VERIFIED: "".join(_boxed(ways)),
    }


def _pages(house: Sequence[Row], lines: Sequence[Field]) -> Iterator[dict[str, Any]]:
    parts = [house[start : start + MEMBERS] for start in range(0, len(house), MEMBERS)] or [[]]
    for number, members in enumerate(parts):
        first = number * MEMBERS + 1
        yield {
            "页次": f"第 {number + 1} 页，共 {len(parts)} 页" if len(parts) > 1 else "",
            "户": _head(house),
            "号": [str(first + i) for i in range(MEMBERS)],
            "行": [_line(item, members) for item in lines],
        }


def _head(house: Sequence[Row]) -> dict[str, str]:
    first: Row = house[0] if house else {}
    head = next((row for row in house if row.get("与户主关系") == "户主"), first)
    names = (HOUSE, HEAD, "帮扶责任人", "帮扶电话")
    known = {name: next((row[name] for row in house if row.get(name)), "") for name in names}
    known[HEAD] = known[HEAD] or head.get("姓名", "")
    place = first.get(VILLAGE, "") + first.get(GROUP, "")
    people = str(len(house)) if house else ""
    return {**known, "村组": place, "联系电话": head.get("联系电话", ""), "人口": people}


def _line(field: Field, members: Sequence[Row]) -> dict[str, Any]:
    """Return a row of the table: boxes to tick where the codes are few enough, else room to write."""
    codes = field.choices
    room = MOST_LINES if field.required else FEW_LINES
    is_ticked = bool(codes) and len(_packed(_boxed(codes))) <= room
    texts = [row[field.name] for row in members] + [""] * (MEMBERS - len(members))
    is_list = field.type == "list"
    words = [text.split("、") if is_list else [text] for text in texts]
    cells = [_boxes(codes, said) for said in words] if is_ticked else [_written(text) for text in texts]
    return {"题": field.name, "手写": not is_ticked, "格": cells}


def _packed(boxed: Sequence[str]) -> list[str]:
    """Return boxed words line by line, none of them broken."""
    lines = [""]
    for word in boxed:
        if lines[-1] and len(lines[-1]) + len(word) > CHARACTERS:
            lines.append("")
        lines[-1] += word
    return lines


def _boxed(codes: Sequence[str], chosen: Sequence[str] = ()) -> list[str]:
    return [(TICKED if code in chosen else UNTICKED) + code for code in codes]


def _boxes(codes: Sequence[str], words: Sequence[str]) -> str:
    """Return the codes with what the ledger says ticked; words that are no code stand behind them."""
    other = [f"（{_written(word)}）" for word in words if word and word not in codes]
    return "\n".join(_packed([*_boxed(codes, words), *other]))


def _written(text: str) -> str:
    """Return what fits into two lines; the ledger has the rest."""
    half = any(map(str.isascii, text))  # then half a character is lost where the first line ends
    room, kept = 2 * CHARACTERS * WRITTEN_LINES - half, ""
    for char in " ".join(text.split()):
        room -= 1 if char.isascii() else 2
        if room < 2:
            return kept + "…"
        kept += char
    return kept
