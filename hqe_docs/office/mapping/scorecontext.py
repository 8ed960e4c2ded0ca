"""What templates see of scores: the sheet, the figures with their rows, the evidence, the gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hqe_docs.data.kinds import load_kinds
from hqe_docs.data.schema import plain
from hqe_docs.data.scores.evidence import Archive, Material, Paper, filed_for
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.gaps import Gap, marks_lost, winnable
from hqe_docs.data.scores.indicators import Indicator, IndicatorSet
from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.scoring import STATE_NAMES, ScoreSheet, full_of, points_text, total_of
from hqe_docs.data.scores.steps import Step
from hqe_docs.data.scores.workrows import WorkList, WorkRow, work_list
from hqe_docs.office.mapping.duties import duty_of
from hqe_docs.office.mapping.rowranges import Piece, ranges_of, short_text
from hqe_docs.office.wanted import documents_for
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Problems
from hqe_docs.values import decimal_text, squeeze

OTHERS = "其他"
_KEY = re.compile(r"缺 ?(?:条件|人口|外部数据)\.([^\s；，。]+)")


def score_parts(
    loaded: Loaded, papers: Sequence[Paper], *, rows: bool = True, unmask: bool = False
) -> dict[str, Any]:
    """Return 数据汇总, 取数明细, 佐证目录 and 差距; `papers` are those that may serve as evidence.

    Without `rows` no figure tells from which rows it was counted.
    """
    pieces = {name: list(ranges_of(it.counted)) if rows else [] for name, it in loaded.figures.items()}
    return {
        "数据汇总": _summary(loaded, pieces),
        "取数明细": list(_details(loaded.figures, pieces)),
        "佐证目录": _evidence(loaded, papers),
        "差距": _gaps(loaded, loaded.sheet, unmask) if loaded.sheet else None,
    }


def on_paper(text: str) -> str:
    """Return a reason without the dossier's keys: 缺条件.服务窗口.标识 → 尚未填报服务窗口标识."""
    return _KEY.sub(lambda key: "尚未填报" + key[1].replace(".", ""), text)


# ---------------------------------------------------------------- score sheet
def sheet_context(sheet: ScoreSheet) -> dict[str, Any]:
    """Return 自评."""
    edition = sheet.edition
    marks = Fraction(edition.full)
    return {
        "总分": decimal_text(sheet.total),
        "可能总分": decimal_text(sheet.possible),
        "满分": decimal_text(marks),
        "已评满分": decimal_text(marks - sheet.pending_marks),
        "待核满分": decimal_text(sheet.pending_marks),
        "体系": {"名称": edition.title, "年度": edition.year, "依据": plain(edition.reference)},
        "类别": [_category(name, scores, edition) for name, scores in sheet.categories().items()],
        "口径说明": list(sheet.settings),
    }


def _category(name: str, scores: list[Score], edition: IndicatorSet) -> dict[str, Any]:
    return {
        "名称": name,
        "满分": decimal_text(full_of(scores)),
        "得分": decimal_text(total_of(scores)),
        "待核": sum(item.points is None for item in scores),
        "指标": [_score(item) | {"简称": edition.name_of(item.indicator)} for item in scores],
    }


def _score(item: Score) -> dict[str, Any]:
    indicator = item.indicator
    return _head(indicator) | {
        "标准": indicator.standard,
        "得分": points_text(item),
        "状态": STATE_NAMES[item.state],
        "依据": on_paper(item.reason),
        "佐证": list(item.evidence) or list(indicator.evidence),
        "备注": "",
    }


def _head(indicator: Indicator) -> dict[str, Any]:
    return {
        "序号": indicator.no,
        "类别": indicator.category,
        "指标": indicator.title,
        "内容": indicator.content,
        "满分": decimal_text(indicator.full),
    }


# ---------------------------------------------------------------- figures
def _summary(loaded: Loaded, pieces: Mapping[str, Sequence[Piece]]) -> list[dict[str, Any]]:
    """Return the figures by 方面, in the edition's order; those of no 方面 come last."""
    edition = loaded.edition
    if edition is None or not loaded.figures:
        return []
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in (*edition.aspects, OTHERS)}
    for figure in loaded.figures.values():
        groups[edition.figures[figure.name].aspect or OTHERS].append(
            _figure(figure, edition, pieces[figure.name])
        )
    return [{"方面": name, "数据": figures} for name, figures in groups.items() if figures]


def _figure(figure: Figure, edition: IndicatorSet, pieces: Sequence[Piece]) -> dict[str, Any]:
    return {
        "名称": figure.name,
        "说明": figure.note,
        "显示": figure.text,
        "分子": _number(figure.numerator),
        "分母": _number(figure.denominator),
        "单位": edition.figures[figure.name].unit,
        "来源": figure.source,
        "行": short_text(pieces, figure.source),
        "行数": sum(len(indices) for _, indices in figure.counted),
        "缺": figure.missing,
        "对应指标": edition.used_by(figure.name),
    }


def _details(
    figures: Mapping[str, Figure], pieces: Mapping[str, Sequence[Piece]]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of each figure; where they are those of a figure before, only that."""
    first: dict[Any, str] = {}
    for name, figure in figures.items():
        same = first.setdefault(tuple((id(ledger), rows) for ledger, rows in figure.counted), name)
        if same != name and len(pieces[name]) > 1:
            total = sum(number for *_, number in pieces[name])
            yield {"名称": name, "台账": pieces[name][0][0], "行": f"与“{same}”的行相同", "行数": total}
            continue
        for source, text, number in pieces[name]:
            yield {"名称": name, "台账": source, "行": text, "行数": number}


def _number(number: int | Fraction | None) -> str:
    return "" if number is None else decimal_text(number)


# ---------------------------------------------------------------- evidence
def asked_papers(loaded: Loaded) -> list[str]:
    """Return the documents of the catalogue that some indicator asks for as evidence."""
    if loaded.sheet is None:
        return []
    asked = [squeeze(name) for item in loaded.sheet.scores for name in item.indicator.evidence]
    return [name for name in documents_for(loaded) if any(squeeze(name) in text for text in asked)]


def _evidence(loaded: Loaded, papers: Sequence[Paper]) -> list[dict[str, Any]]:
    if loaded.sheet is None:
        return []
    kinds = load_kinds(loaded.library, Problems())
    filed = filed_for(loaded.sound, loaded.sheet.edition)
    archive = Archive(loaded.sound, loaded.ledgers, kinds, papers, filed)
    return [_asked(item.indicator, archive.of(item.indicator)) for item in loaded.sheet.scores]


def _asked(indicator: Indicator, materials: Sequence[Material]) -> dict[str, Any]:
    return _head(indicator) | {
        "已有": sum(item.state == "已有" for item in materials),
        "可生成": sum(item.state == "可生成" for item in materials),
        "缺": sum(item.state == "缺" for item in materials),
        "材料": [
            {"名称": item.name, "类型": item.kind, "状态": item.state, "说明": item.note}
            for item in materials
        ],
    }


# ---------------------------------------------------------------- gaps
def _gaps(loaded: Loaded, sheet: ScoreSheet, unmask: bool) -> dict[str, Any]:
    return {
        "失分": decimal_text(marks_lost(sheet)),
        "已评失分": decimal_text(marks_lost(sheet, pending=False)),
        "可增": decimal_text(winnable(loaded.gaps)),
        "类别": [_lost(name, scores, loaded.gaps) for name, scores in sheet.categories().items()],
        "项": [_gap(gap, loaded, unmask) for gap in loaded.gaps],
    }


def _lost(category: str, scores: Sequence[Score], gaps: Sequence[Gap]) -> dict[str, Any]:
    """Return what a category lost and can win; pending indicators have lost their full marks."""
    waiting = sum(item.points is None for item in scores)
    mine = [gap for gap in gaps if gap.score.indicator.category == category]
    return {
        "名称": category,
        "满分": decimal_text(full_of(scores)),
        "得分": decimal_text(total_of(scores)),
        "失分": decimal_text(sum((item.lost for item in scores), Fraction(0))),
        "可增": decimal_text(winnable(mine)),
        "待核": waiting,
        "项数": sum(item.lost > 0 for item in scores) - waiting,
    }


def _gap(gap: Gap, loaded: Loaded, unmask: bool) -> dict[str, Any]:
    item = gap.score
    rows = WorkList()
    if loaded.counter:
        rows = work_list(gap, loaded.figures, loaded.counter, unmask=unmask)
    return (
        _head(item.indicator)
        | {
            "得分": points_text(item),
            "失分": decimal_text(item.lost),
            "状态": STATE_NAMES[item.state],
            "原因": on_paper(item.reason),
        }
        | duty_of(loaded.sound.data.tasks, item.indicator.no)
        | {
            "简称": loaded.edition.name_of(item.indicator) if loaded.edition else "",
            "可增": decimal_text(gap.gain) if gap.gain else "",
            "措施": [_step(step) for step in gap.steps],
            "对象": [_person(row) for row in rows.rows],
            "对象数": rows.total,
        }
    )


def _step(step: Step) -> dict[str, Any]:
    gain = "" if step.gain is None else decimal_text(step.gain)
    return {
        "做法": on_paper(step.said),
        "要点": on_paper(step.plain).replace(" ", ""),
        "数量": step.amount,
        "增分": gain,
        "每增一分需": step.price,
    }


def _person(row: WorkRow) -> Mapping[str, Any]:
    return {"姓名": row.name, "号码": row.number, "台账": row.ledger, "行": row.row, "说明": row.note}
