"""An invented county for measurements: a district, its townships, their villages, all from the shipped example.

python benchmarks/county.py FOLDER --villages 12 --people 60 writes one.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from hqe_docs.data.kinds import MASTER
from hqe_docs.office.workspace import Loaded, open_dossiers

EXAMPLE = Path(__file__).resolve().parent.parent / "ledgers" / "hongjiang-2023"
NUMBER = "公民身份号码"
FEW = 6  # rows of a ledger that names no persons


def write_county(folder: Path, *, villages: int, people: int, per_township: int = 25) -> Path:
    """Write a county of `villages` with about `people` in each into `folder` and return it."""
    (example,) = open_dossiers([EXAMPLE])
    text = (EXAMPLE / "dossier.yaml").read_text("utf-8")
    townships = []
    for first in range(0, villages, per_township):
        township = f"第{first // per_township + 1}镇"
        names = [f"{number:03}村" for number in range(first + 1, min(first + per_township, villages) + 1)]
        _office(folder / township, text.replace("洪江镇", township), names)
        for number, name in enumerate(names, start=first):
            _village(folder / township / name, example.below[number % 2], number, people)
        townships.append(township)
    office = re.sub("类型: 乡镇", "类型: 县区", text.replace("洪江镇", "洪江县"), count=1)
    _office(folder, office.replace("角色: 实施单位", "角色: 主管部门"), townships)
    return folder


def _office(folder: Path, text: str, below: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dossier.yaml").write_text(
        re.sub(r"下辖: \[.*?\]", f"下辖: [{', '.join(below)}]", text), "utf-8"
    )


def _village(folder: Path, source: Loaded, number: int, people: int) -> None:
    folder.mkdir(parents=True)
    text = (source.folder / "dossier.yaml").read_text("utf-8")
    text = text.replace(source.name, folder.name).replace("洪江镇", folder.parent.name)
    (folder / "dossier.yaml").write_text(text, "utf-8")
    persons = _households(source.ledgers[MASTER].frame, number, people)
    for name, ledger in source.ledgers.items():
        rows = persons if name == MASTER else _theirs(ledger.frame, persons)
        if rows.is_empty():
            continue
        columns = [field.name for field in ledger.kind.fields if field.name in rows.columns]
        rows.select(columns).write_csv(folder / f"{name}.csv", include_bom=True)


def _households(frame: pl.DataFrame, number: int, people: int) -> pl.DataFrame:
    """Return whole households of about so many persons, other ones for each village."""
    houses = list(frame.partition_by("户编号", maintain_order=True))
    start = number * 7 % len(houses)
    chosen = list(_until(people, houses[start:] + houses[:start]))
    return pl.concat(chosen).with_columns(
        pl.Series("序号", [str(i + 1) for i in range(sum(map(len, chosen)))])
    )


def _until(people: int, houses: list[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    count = 0
    for house in houses:
        if count >= people:
            return
        count += len(house)
        yield house


def _theirs(frame: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    if NUMBER not in frame.columns:
        return frame.head(FEW)
    return frame.filter(pl.col(NUMBER).is_in(persons[NUMBER].to_list()))


def main() -> None:
    """Write the county that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--villages", type=int, default=300)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--per-township", type=int, default=25)
    write_county(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
