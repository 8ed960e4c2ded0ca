"""The rules of the benchmark's ledger as they are written in pandas: over columns, each different text read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.ledger_peers import (
    AWAY,
    CODED,
    DATES,
    GONE,
    HARD,
    HOUSE,
    ID,
    KIN,
    NUMBERS,
    REQUIRED,
    SORT,
    STATE,
    WHEN,
    Answer,
)
from benchmarks.ledger_rows import DAY, TITLES
from hqe_docs.data.cells import read_cell
from hqe_docs.data.files.grid import cell_text
from hqe_docs.data.idnumber import WEIGHTS
from hqe_docs.data.kinds import LedgerKind


def answer_by_pandas(path: Path, kind: LedgerKind) -> Answer:
    """Return what is found and derived in the workbook at `path`, read by pandas' own default engine."""
    sheet = pd.read_excel(path, header=None, skiprows=2, names=TITLES, dtype=object, engine="openpyxl")
    frame = sheet.map(lambda value: "" if pd.isna(value) else cell_text(value)).astype(object)
    answer, wrong = Answer(), {}
    for name in (*CODED, *NUMBERS, *DATES, "联系电话", "姓名", ID):
        frame[name], wrong[name] = _read(frame[name], kind, name, answer)
    persons = _persons(frame, wrong, answer)
    _rows(persons, wrong, answer)
    _derive(persons, answer)
    return answer


def _read(texts: Any, kind: LedgerKind, name: str, answer: Answer) -> tuple[Any, Any]:
    open_texts = texts[~_right_numbers(texts)] if name == ID else texts
    read = {text: read_cell(text, kind.field(name)) for text in open_texts.unique()}  # type: ignore[arg-type]
    codes = texts.map({text: fault.code for text, (_, fault) in read.items() if fault})
    answer.faults.update(codes.value_counts().to_dict())
    changed = {text: value for text, (value, _) in read.items() if value != text}
    return texts.replace(changed) if changed else texts, codes.notna()


def _right_numbers(texts: Any) -> Any:
    form = texts.str.fullmatch("[0-9]{17}[0-9X]")
    first = texts.where(form, "0" * 18).str.slice(0, 17).astype("int64")
    total = sum((first // 10 ** (16 - i) % 10) * weight for i, weight in enumerate(WEIGHTS))
    last = texts.where(form, "0" * 18).str.slice(17).replace("X", "10").astype("int64")
    born = pd.to_datetime(texts.str.slice(6, 14), format="%Y%m%d", errors="coerce")
    return form & ((total + last) % 11 == 1) & born.notna()


def _persons(frame: Any, wrong: Any, answer: Answer) -> Any:
    good = (frame[ID] != "") & ~wrong[ID]
    answer.faults["L209"] = int((frame[ID].duplicated() & good).sum())
    sex = frame[ID].str.slice(16, 17).map(lambda digit: "男" if digit in "13579" else "女")
    born = frame[ID].str.slice(6, 14)
    born = born.str.slice(0, 4) + "-" + born.str.slice(4, 6) + "-" + born.str.slice(6, 8)
    own_sex, own_born = frame["性别"], frame["出生日期"]
    answer.faults["L210"] = int((good & (own_sex != "") & (own_sex != sex) & ~wrong["性别"]).sum())
    answer.faults["L211"] = int((good & (own_born != "") & (own_born != born) & ~wrong["出生日期"]).sum())
    day = pd.to_datetime(born.where(good, own_born.where(~wrong["出生日期"], "")), errors="coerce")
    early = (day.dt.month * 100 + day.dt.day) > DAY.month * 100 + DAY.day
    age = DAY.year - day.dt.year - early
    typed = pd.to_numeric(frame["年龄"].where(~wrong["年龄"], ""), errors="coerce")
    answer.faults["L212"] = int((typed.notna() & age.notna() & (typed != age)).sum())
    return frame.assign(_性别=sex.where(good, own_sex), _年龄=age)


def _rows(frame: Any, wrong: Any, answer: Answer) -> None:
    none = pd.Series(False, index=frame.index)
    state, counts = frame[STATE], answer.faults
    for name in REQUIRED:
        counts["L201"] += int(((frame[name] == "") & ~wrong.get(name, none)).sum())
    for name, states in WHEN.items():
        case = (frame[name] == "") & state.isin(states) & ~wrong.get(name, none) & ~wrong[STATE]
        counts["L217"] += int(case.sum())
    at_school = (frame["是否在校"] == "是") & ~state.isin(("在校", "参军", *GONE, ""))
    idle = (state == "失业") & ~wrong[STATE]
    several = frame[SORT].str.contains("、") & frame[SORT].str.contains("(?:^|、)普通(?:、|$)")
    for case in (
        at_school & ~wrong["是否在校"] & ~wrong[STATE],
        idle & (frame["单位名称"] != ""),
        idle & frame["劳动能力"].isin(("丧失", "无")) & ~wrong["劳动能力"],
        several & ~wrong[SORT],
    ):
        counts["L222"] += int(case.sum())
    head, house = frame[KIN] == "户主", frame[HOUSE]
    inside = (house != "") & ~state.isin(GONE)
    heads = head[inside].groupby(house[inside]).sum()
    unclear, strays = set(house[wrong[KIN] | (frame[KIN] == "")]), set(house[head & ~inside])
    lost = heads.index[heads == 0].difference(list(unclear | strays)) if "" not in strays else ()
    counts["L220"] = int((heads > 1).sum()) + len(lost)


def _derive(frame: Any, answer: Answer) -> None:
    here = frame[~frame[STATE].isin(GONE)]
    age = here["_年龄"].fillna(-1).astype("int64")
    working = (age >= 16) & (age < here["_性别"].map(lambda sex: 60 if sex == "男" else 55))
    sorts = here[SORT]
    ledgers = {
        "失业人员": here[here[STATE] == "失业"],
        "就业困难人员": here[working & sorts.str.contains("|".join(HARD))],
        "脱贫劳动力": here[working & sorts.str.contains("脱贫人口")],
        "退役军人": here[sorts.str.contains("退役军人")],
        "残疾人": here[sorts.str.contains("残疾人")],
        "转移就业": here[here["就业区域"].isin(AWAY)],
    }
    answer.sizes.update({name: len(rows) for name, rows in ledgers.items()})
    banded = here.assign(年龄段=(age // 10).astype(str), 性别=here["_性别"])
    for a, b in (("组别", STATE), ("性别", "年龄段"), ("文化程度", STATE), ("就业区域", "性别")):
        counts = banded.groupby([a, b]).size()
        answer.groups.update({(a, *key): int(count) for key, count in counts.items()})
