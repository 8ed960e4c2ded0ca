"""`hqe match`: posts and persons of dossiers matched; the workbook and the sheets for the door written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.matching.criteria import Bench
from hqe_docs.data.matching.ranking import Pick, Progress, Ranking, rank
from hqe_docs.data.matching.records import KIND
from hqe_docs.data.matching.seekers import Seeker
from hqe_docs.masking import mask_identity, mask_name
from hqe_docs.office.check import unique
from hqe_docs.office.ledgers.ledgerwork import may_write, write_sheets
from hqe_docs.office.matching.doorsheets import NAME as SHEET
from hqe_docs.office.matching.doorsheets import write_sheets_for
from hqe_docs.office.matching.pool import Order, Pool, pool_of
from hqe_docs.office.matching.recording import answered_in
from hqe_docs.office.matching.resultsheets import pending_text, points_text, result_sheets
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.problems import Location, Problems

BOOK = "人岗匹配结果"
SENSITIVE = ("对象", "体力")  # what these say of a person is hidden on a screen


def match_json(
    paths: Sequence[Path], order: Order, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return {"problems", "dossiers"}: for each outermost dossier counts, settings, proposals and files."""
    found, dossiers = Problems(), []
    for top in open_dossiers(paths, libraries=libraries, progress=progress):
        pool = pool_of(top, order, found)
        if pool:
            dossiers.append(_matched(top, pool, order, found, progress))
    return {"problems": unique(found), "dossiers": dossiers}


def _matched(
    top: Loaded, pool: Pool, order: Order, found: Problems, progress: Progress | None
) -> dict[str, Any]:
    ranking = rank(pool.bench, pool.seekers, pool.posts, progress)
    files = _written(top, pool, ranking, order, found) if pool.posts and pool.seekers else []
    return {
        "dossier": pool.name,
        "settings": dict(pool.bench.settings),
        "full": pool.bench.rules.full,
        "posts": len(pool.posts),
        "closed": len(pool.closed),
        "seekers": len(pool.seekers),
        "matched": sum(1 for picks in ranking.of_person if picks),
        "wanted_posts": sum(1 for picks in ranking.of_post if picks),
        "persons": _persons(ranking, order),
        "files": [path and str(path) for path in files],
    }


# ---------------------------------------------------------------- files
def _written(top: Loaded, pool: Pool, ranking: Ranking, order: Order, found: Problems) -> list[Path | None]:
    """Return the files written, None for one that was not."""
    record = top.kinds.get(KIND)
    if record is None:
        found.add("L327", kind=KIND, kinds="、".join(top.kinds), hint="")
        return [None]
    book = order.out / f"{pool.name}-{BOOK}.xlsx"
    files: list[Path | None] = [_book(book, pool, ranking, record, order, found)]
    for home, inside in pool.points:
        path = order.out / inside / f"{home.name}-{SHEET}.docx"
        if any(
            seeker.home == home and picks
            for seeker, picks in zip(ranking.seekers, ranking.of_person, strict=True)
        ):
            files.append(
                write_sheets_for(home, pool, ranking, path, library=top.library, by=order.by, found=found)
            )
    return files


def _book(
    path: Path, pool: Pool, ranking: Ranking, record: LedgerKind, order: Order, found: Problems
) -> Path | None:
    if (path.exists() and not _may_replace(path, record, found)) or not may_write(path, order.jobs, found):
        return None
    return write_sheets(path, result_sheets(pool, ranking, record), found, record)


def _may_replace(path: Path, record: LedgerKind, found: Problems) -> bool:
    """Say whether a result that is there holds no answers; a problem where it does, or where nobody can tell."""
    told = Problems()
    answered = answered_in(path, record, told)
    if answered:
        found.add("H308", Location(str(path)), path=path, count=len(answered))
    elif told.has_errors:
        found.add("H316", Location(str(path)), path=path, why=told.found[0].message)
    return not answered and not told.has_errors


# ---------------------------------------------------------------- JSON
def _persons(ranking: Ranking, order: Order) -> list[dict[str, Any]]:
    """Return the persons with their proposals; where only some are asked for, those who have any."""
    everybody = range(len(ranking.seekers))
    chosen = everybody if order.most is None else [i for i in everybody if ranking.of_person[i]][: order.most]
    return [_shown(ranking, index, order) for index in chosen]


def _shown(ranking: Ranking, index: int, order: Order) -> dict[str, Any]:
    seeker = ranking.seekers[index]
    posts = [_pick(ranking, index, pick, order) for pick in ranking.of_person[index]]
    return {**_who(seeker, order), "why": seeker.why, "where": seeker.where, "posts": posts}


def _who(seeker: Seeker, order: Order) -> dict[str, str]:
    name = seeker.name if order.unmask else mask_name(seeker.name)
    number = seeker.number if order.unmask else mask_identity(seeker.number)
    return {"dossier": seeker.home.name, "name": name, "key": number}


def _pick(ranking: Ranking, index: int, pick: Pick, order: Order) -> dict[str, Any]:
    post = ranking.posts[pick.index]
    reasons = ranking.reasons(index, pick.index)
    return {
        "post": post.number,
        "unit": post.unit,
        "title": post.title,
        "points": points_text(pick.points),
        "pending": [part for part in pending_text(reasons).split("、") if part],
        "reasons": list(_reasons(ranking.bench, reasons, order)),
    }


def _reasons(bench: Bench, reasons: Sequence[Any], order: Order) -> Iterator[dict[str, str]]:
    for reason in reasons:
        made = reason.outcome
        hidden = reason.criterion in SENSITIVE and not order.unmask
        yield {
            "criterion": reason.criterion,
            "state": made.state,
            "person": "（已隐去）" if hidden else made.person,
            "post": made.post,
            "note": made.note if not hidden or made.state != "待核" else "",
            "points": points_text(reason.points),
            "most": str(bench.rules.parts[reason.criterion].points),
        }
