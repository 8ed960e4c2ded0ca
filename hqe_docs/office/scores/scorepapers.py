"""What `hqe score` writes: the ranked summary of many creation points, and pictures; nothing else is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from hqe_docs.data.dossier import FILE, Dossier
from hqe_docs.data.schema import DossierData
from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.evidence import FOLDER as EVIDENCE
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.scoring import ScoreSheet
from hqe_docs.office.building.desk import file_name, title_segments
from hqe_docs.office.catalogue import Document
from hqe_docs.office.ledgers.ledgerwork import may_write
from hqe_docs.office.mapping.context import point_context
from hqe_docs.office.mapping.scorecontext import sheet_context
from hqe_docs.office.scores.numbers import scored, stands_for_others
from hqe_docs.office.scores.summary import EditionKey, edition_key, entry_of, summary
from hqe_docs.office.workspace import OUTPUT_FOLDER, Loaded, Progress
from hqe_docs.paper.fill import fill
from hqe_docs.paper.picturepage import SUFFIXES
from hqe_docs.paper.scorepicture import write_picture
from hqe_docs.problems import Location, Problem, Problems, has_errors
from hqe_docs.yamlfile import YamlFile

PAPER = "自评汇总表"
MOST_DETAILED = 300  # creation points whose indicators are listed, too: some 7,000 rows


@dataclass(slots=True)
class Tray:
    """What is asked for and what has come together: slim sheets, names of damaged dossiers, pictures."""

    out: Path | None
    picture: Path | None
    several: bool
    sheets: list[ScoreSheet] = field(default_factory=list)
    editions: dict[EditionKey, IndicatorSet] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    office: dict[str, Any] | None = None
    document: Document | None = None
    template: Path | None = None
    refused: bool = False

    def note(self, loaded: Loaded, found: Problems) -> None:
        """Take down what is to be told of a dossier: of its ledgers' rows only how many are at fault."""
        found.extend(loaded.dossier_problems)
        others = stands_for_others(loaded)
        if others:
            if self.office is None and not self.several:
                self.office = point_context(loaded.sound.data)
        else:
            found.extend(_in_brief(loaded))
        self.several = self.several or (loaded.is_sound and bool(loaded.sound.data.below))
        # the own ledgers of an outer dossier decide nothing here
        if has_errors(loaded.dossier_problems) or not loaded.is_sound or (not others and loaded.is_broken):
            self.damaged.append(loaded.name)
        if self.document is None:
            self.document = loaded.documents.get(PAPER)
            self.template = loaded.library.find(f"templates/{PAPER}.xlsx")
        if self.out and self.out.exists() and not self.refused:
            self.refused = not may_write(self.out, _kept(self.out, loaded.folder), found)


def score_papers(
    paths: Sequence[Path],
    out: Path | None,
    picture: Path | None,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Write the summary to `out`, a page for each creation point to `picture`; {"problems", "written", "groups"}.

    "written" tells of each file its path, None for what was not written; "groups" the ranking of each indicator set.
    """
    found, tray = Problems(), Tray(out, picture, len(paths) > 1)
    if not _can_begin(tray, found):
        return {"problems": list(found), "written": [None], "groups": []}
    for loaded, sheet in scored(paths, libraries, progress, found, tray.note):
        if picture:
            _draw(tray, loaded, sheet, found)
        tray.sheets.append(_slim(sheet, tray.editions))
    if progress and out:
        progress(f"写 {out.name}")
    sums = summary([entry_of(sheet) for sheet in tray.sheets])
    written = [_summarise(tray, sums, found)] if out else []
    groups = [_group(group) for group in sums["组"]]
    return {"problems": list(found), "written": [*written, *tray.pictures], "groups": groups}


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ranking of one indicator set under the contract's keys."""
    lines = [
        {"dossier": it["名称"], "above": it["上级"], "kind": it["类型"], "level": it["级别"]}
        | {"rank": it["名次"], **_line(it)}
        for it in group["行"]
    ]
    sums = {"full": _line(group["满分"]), "sum": _line(group["合计"]), "mean": _line(group["平均"])}
    return {"title": group["体系"]["名称"], "year": group["体系"]["年度"], "lines": lines, **sums}


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    sums = {"total": line["总分"], "possible": line["可能总分"], "pending": line["待核"]}
    return {"categories": line["得分"], **sums}


def _can_begin(tray: Tray, found: Problems) -> bool:
    if tray.picture and tray.picture.suffix.lower() not in SUFFIXES:
        found.add("R126", Location(str(tray.picture)), found=tray.picture.name, known="、".join(SUFFIXES))
        return False
    return tray.out is None or may_write(tray.out, (), found)


def _kept(target: Path, folder: Path) -> list[Path]:
    """Return `target` where it is a file of the dossier in `folder`: of its own, not one made from it (输出/)."""
    whole, home = target.resolve(), folder.resolve()
    own = whole.is_relative_to(home) and OUTPUT_FOLDER not in whole.relative_to(home).parts
    return [target] if own and target.exists() else []


def _in_brief(loaded: Loaded) -> Iterator[Problem]:
    """Yield what can't be read as it is; of each ledger that can the number of its errors."""
    told, shelf = Problems(), loaded.shelf
    for kind, problems in shelf.by_kind.items():
        if kind in shelf.unreadable:
            told.extend(problems)
        elif count := sum(item.severity == "error" for item in problems):
            told.add("R125", Location(shelf.ledgers[kind].sources[0].file), kind=kind, count=count)
    told.extend(shelf.others)
    yield from told


# ---------------------------------------------------------------- the summary
def _slim(sheet: ScoreSheet, editions: dict[EditionKey, IndicatorSet]) -> ScoreSheet:
    """Return the sheet with what a summary prints and no ledger, figure or dossier behind it."""
    edition = editions.setdefault(edition_key(sheet.edition), sheet.edition)
    point = sheet.dossier.data.point
    data = _blank().model_copy(update={"point": point})
    dossier = Dossier(sheet.dossier.folder, data, YamlFile(FILE))
    scores = tuple(Score(it.indicator, it.state, it.points, it.reason) for it in sheet.scores)
    return ScoreSheet(dossier, edition, scores, (), Bench(point.level, point.kind, {}, {}))


@cache
def _blank() -> DossierData:
    """Return a dossier's data with nothing in it, which many can share."""
    nothing: dict[str, Any] = {}
    return DossierData.model_construct(**nothing)


def _summarise(tray: Tray, sums: dict[str, Any], found: Problems) -> str | None:
    """Write the summary; return its path, None with the reason where it can't be."""
    if tray.refused or tray.out is None or not tray.sheets:
        return None
    if tray.damaged:
        found.add("R106", document=PAPER, names="、".join(tray.damaged))
        return None
    if tray.document is None or tray.template is None:
        found.add("R108", document=PAPER, file=f"{PAPER}.xlsx")
        return None
    problems = fill(tray.template, _context(tray, tray.document, sums, found), tray.out)
    found.extend(problems)
    return None if has_errors(problems) else str(tray.out)


def _context(tray: Tray, document: Document, sums: dict[str, Any], found: Problems) -> dict[str, Any]:
    points = [point_context(sheet.dossier.data) for sheet in tray.sheets]
    is_short = len(points) <= MOST_DETAILED
    if not is_short:
        found.add("R128", document=PAPER, count=len(points), most=MOST_DETAILED)
    detailed = zip(points, tray.sheets, strict=True) if is_short else ()
    context = {
        "创建点": tray.office or _office(points),
        "各点": [{"创建点": point, "自评": sheet_context(sheet)} for point, sheet in detailed],
        "汇总": sums,
    }
    title = "".join(title_segments(document, context, found))
    return context | {"文书": {"名称": PAPER, "题名": title, "题名行": [title], "草稿": False}}


def _office(points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return 创建点 of a summary over dossiers that no outer one holds together: what all have in common."""
    parents = [names[0] for names in takewhile(_are_one, zip(*(it["所属"] for it in points), strict=False))]
    days = {point["基准日"] for point in points}
    is_wide = len({tuple(point["所属"]) for point in points}) > 1
    return points[0] | {
        "名称": parents[-1] if parents else "各创建点",
        "全称": "".join(parents) or "各创建点",
        "角色": "主管部门" if is_wide else "实施单位",
        "所属": parents[:-1],
        "基准日": days.pop() if len(days) == 1 else None,
    }


def _are_one(names: Sequence[str]) -> bool:
    return len(set(names)) == 1


# ---------------------------------------------------------------- pictures
def _draw(tray: Tray, loaded: Loaded, sheet: ScoreSheet, found: Problems) -> None:
    """Draw one creation point; where there are several, its name goes behind the file's."""
    target = tray.picture or Path()
    if tray.several:
        name = "-".join(loaded.inside.parts) or loaded.name
        target = target.with_name(f"{target.stem}-{file_name(name)}{target.suffix}")
    if str(target) in tray.pictures:
        found.add("R111", Location(loaded.label or None), document="自评得分图", path=target)
        return
    if EVIDENCE in target.resolve().parts and _kept(target, loaded.folder):
        found.add("L521", Location(str(target)))
        return
    shown = {"创建点": point_context(sheet.dossier.data), "自评": sheet_context(sheet)}
    problems = write_picture(target, shown)
    found.extend(item for item in problems if item not in found.found)
    if not problems:
        tray.pictures.append(str(target))
