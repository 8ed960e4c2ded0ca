"""`hqe policy`: who may apply for what by when, over dossiers and all below them; the list for the bureau."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import MASTER
from hqe_docs.data.policies.finding import AHEAD, MAY, OPEN, SOON, STATES, Entitled, Left, entitled
from hqe_docs.data.policies.policyfile import HELD, Policy, PolicyBook, load_policies
from hqe_docs.data.policies.roll import Roll
from hqe_docs.data.policies.rulefile import texts_of
from hqe_docs.library import Library
from hqe_docs.office.helping.letters import UNSAID, write_letters, write_reminded
from hqe_docs.office.helping.rolls import (
    Person,
    Run,
    Wish,
    begin,
    folder_for,
    known_of,
    person_of,
    points,
    roll_of,
    tell_absent,
)
from hqe_docs.office.helping.sheets import (
    files_text,
    grounds_json,
    grounds_text,
    list_sheet,
    person_json,
    settings_sheet,
    write,
)
from hqe_docs.office.ledgers.ledgerwork import appended_sheet
from hqe_docs.office.workspace import Loaded, Progress
from hqe_docs.paper.books.ledgerbook import BookSheet

PAPER = "政策找人名单"
RULES = "江西-2023"


@dataclass(frozen=True, slots=True)
class Line:
    """One person and one policy."""

    person: Person
    item: Entitled

    @property
    def until(self) -> str:
        """Until when, as it is printed; a policy without a day says so."""
        if self.item.until:
            return self.item.until.isoformat()
        return UNSAID if self.item.policy.term is None else "待核"


@dataclass(slots=True)
class Village:
    """What came out for one point."""

    name: str
    lines: list[Line] = field(default_factory=list)
    left: dict[str, Left] = field(default_factory=dict)


def policy_json(
    paths: Sequence[Path], wish: Wish, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return {"problems", "day", "rules", "settings", "dossiers", "written"}; with a folder lists and letters are written."""
    run, may = begin(wish)
    book = load_policies(wish.rules or RULES, Library.over_shipped(libraries), run.found) if may else None
    if book and not book.covers(run.day):
        run.found.add("H410", title=book.title, day=run.day, start=book.start or "", end=book.end or "")
    villages = []
    for loaded in points(paths, libraries, run, progress) if book else ():
        village = _judged(loaded, book, run) if book else None
        if village and book:
            villages.append(village)
            if wish.out:
                folder = folder_for(wish.out, loaded)
                write(
                    run,
                    folder / f"{loaded.name}-{PAPER}.xlsx",
                    list(_sheets(run, book, [village], loaded.name)),
                )
                write_letters(run, folder, loaded, _letters(village))
                write_reminded(run, folder, loaded, _letters(village))
    if wish.out and book and len(villages) > 1:
        name = run.top.name if run.top else "各村"
        write(run, wish.out / f"{name}-{PAPER}.xlsx", list(_sheets(run, book, villages, name)))
    return {
        "problems": run.problems(),
        "day": run.day.isoformat(),
        "rules": book.title if book else None,
        "settings": {name: value for name, (value, _) in run.settings.items()},
        "dossiers": [_village_json(village, wish) for village in villages],
        "written": run.written,
    }


def _letters(village: Village) -> list[tuple[Person, Entitled]]:
    return [(line.person, line.item) for line in village.lines if line.item.state == MAY]


def _judged(loaded: Loaded, book: PolicyBook, run: Run) -> Village | None:
    roll = roll_of(loaded, book, run, MASTER)
    if roll is None:
        run.lack("H406", MASTER, (), loaded.name)
        return None
    tell_absent(loaded, book, run)
    if HELD not in known_of(loaded, book, run):
        run.lack("H407", HELD, (), loaded.name)
    run.use(roll, dict.fromkeys(_settings(roll, book)))
    answer = entitled(roll, book)
    people = {it.index: person_of(roll.record(it.index), loaded.name) for it in answer.items}
    return Village(loaded.name, [Line(people[it.index], it) for it in answer.items], answer.left)


def _settings(roll: Roll, book: PolicyBook) -> Iterator[str]:
    """Yield the settings that the policies turn on."""
    for policy in book.used:
        yield from roll.basis.settings_used([*policy.rows, *policy.held])
        if policy.term and isinstance(policy.term.months, dict):
            yield policy.term.months["口径"]
    if AHEAD in roll.terms.settings:
        yield AHEAD


# ---------------------------------------------------------------- JSON
def _village_json(village: Village, wish: Wish) -> dict[str, Any]:
    return {
        "dossier": village.name,
        "counts": [
            {
                "policy": name,
                **dict(zip(STATES, row, strict=True)),
                **_left(left),
            }
            for name, row, left in _counts(village)
        ],
        "items": [_line_json(line, wish) for line in village.lines],
    }


def _line_json(line: Line, wish: Wish) -> dict[str, Any]:
    item = line.item
    return {
        **person_json(line.person, unmask=wish.unmask),
        "policy": item.policy.name,
        "state": item.state,
        "amount": item.policy.amount,
        "until": item.until.isoformat() if item.until else None,
        "since": item.since.isoformat() if item.since else None,
        "grounds": grounds_json(item.grounds),
        "lacks": list(item.lacks),
        "notes": list(item.notes),
        "law": texts_of(item.policy.laws),
    }


def _left(left: Left) -> dict[str, int]:
    return {"已享受": left.held, "审批中": left.waiting, "已过时限": left.late, "不兼得": left.clashing}


def _counts(village: Village) -> Iterator[tuple[str, tuple[int, ...], Left]]:
    """Yield each policy with how many stand in each state, and who was left out."""
    counted = Counter((it.item.policy.name, it.item.state) for it in village.lines)
    for name, left in village.left.items():
        yield name, tuple(counted[name, state] for state in STATES), left


# ---------------------------------------------------------------- the workbook
_WHO = {"村（社区）": 11.0, "组别": 9.0, "姓名": 9.0, "公民身份号码": 20.0, "联系电话": 13.5, "政策": 24.0}
_WHY = {"理由（台账依据）": 44.0, "台账": 26.0, "备注": 24.0, "依据": 30.0, "帮扶责任人": 10.0}


def _sheets(run: Run, book: PolicyBook, villages: Sequence[Village], name: str) -> Iterator[BookSheet]:
    lines = [line for village in villages for line in sorted(village.lines, key=lambda it: it.item.index)]
    remark = f"按 {run.day} 的情况；{book.title}；台账依据后的括号里是单元格"
    for state, titles in _SHEETS.items():
        rows = [_row(line, state) for line in lines if line.item.state == state]
        yield list_sheet(state, f"{name}{PAPER}（{state}）", {**_WHO, **titles, **_WHY}, rows, remark)
    yield _summary(villages, name, run.day)
    yield _policies(book)
    yield settings_sheet(run)


_SHEETS: dict[str, dict[str, float]] = {
    MAY: {"金额": 10.0, "办理时限": 13.0, "办理地点": 24.0},
    OPEN: {"缺什么": 30.0, "金额": 10.0, "办理时限": 13.0},
    SOON: {"从哪天起": 12.0, "金额": 10.0, "办理时限": 13.0},
}


def _row(line: Line, state: str) -> tuple[str, ...]:
    item, person = line.item, line.person
    since = item.since.isoformat() if item.since else ""
    own = {
        MAY: (item.policy.amount, line.until, item.policy.place),
        OPEN: ("；".join(item.lacks), item.policy.amount, line.until),
        SOON: (since, item.policy.amount, line.until),
    }[state]
    who = (person.village, person.group, person.name, person.number, person.phone, item.policy.name)
    why = (grounds_text(item.grounds), files_text(item.grounds), "；".join(item.notes))
    return (*who, *own, *why, texts_of(item.policy.laws), person.helper)


def _summary(villages: Sequence[Village], name: str, day: date) -> BookSheet:
    """Return how many persons each policy concerns, village by village and together."""
    titles = {"村（社区）": 14.0, "政策": 36.0, **dict.fromkeys(STATES, 9.0)}
    titles |= dict.fromkeys(_left(Left()), 9.0)
    rows, total = [], Counter[tuple[str, int]]()
    for village in villages:
        for policy, numbers, left in _counts(village):
            cells = (*numbers, *_left(left).values())
            rows.append((village.name, policy, *map(str, cells)))
            total.update({(policy, i): number for i, number in enumerate(cells)})
    if len(villages) > 1:
        width = len(titles) - 2
        policies = dict.fromkeys(policy for policy, _ in total)
        sums = [("合计", policy, *(str(total[policy, i]) for i in range(width))) for policy in policies]
        rows = [*sums, *rows]
    return appended_sheet(
        "汇总", titles, rows, f"{name}，按 {day} 的情况；一人符合几项的各计一次", numbers=False
    )


def _policies(book: PolicyBook) -> BookSheet:
    titles = {"政策": 34.0, "性质": 7.0, "本次": 12.0, "金额": 12.0, "金额依据": 20.0, "时限": 24.0}
    titles |= {"依据": 40.0, "办理地点": 26.0, "材料": 26.0, "不兼得": 26.0, "说明": 40.0}
    return appended_sheet("政策一览", titles, [_policy_row(it, book) for it in book.policies], book.title)


def _policy_row(policy: Policy, book: PolicyBook) -> tuple[str, ...]:
    clashes = [
        name for it in book.clashes if policy.name in it.names for name in it.names if name != policy.name
    ]
    term = policy.term
    time = UNSAID if term is None else f"{term.until}前" if term.until else f"由{term.column}起算"
    return (
        policy.name,
        policy.sort,
        "判断" if policy.is_on else "依据待查，没有判断",
        policy.amount,
        policy.amount_law,
        time,
        texts_of(policy.laws) or "待查",
        policy.place,
        "、".join(policy.papers) or "以受理窗口告知的为准",
        "、".join(clashes),
        policy.note,
    )
