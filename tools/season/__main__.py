"""python -m tools.season -o 文件夹 [--until 日期] [--seed N]: the whole season by one command."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from tools.season.days import LAST
from tools.season.run import TOWN, Run
from tools.season.states import SEED, Season


def main() -> int:
    """Run the season; return 1 when an error was found on the way or something was not written."""
    asked = argparse.ArgumentParser(prog="python -m tools.season", description=__doc__)
    asked.add_argument("-o", "--out", type=Path, required=True, metavar="文件夹")
    asked.add_argument("--until", type=date.fromisoformat, default=LAST, metavar="日期")
    asked.add_argument("--seed", type=int, default=SEED, metavar="N")
    said = asked.parse_args()
    if (said.out / TOWN).exists():
        asked.error(f"{said.out} 里已经有一季，请换一个文件夹")
    began = time.perf_counter()
    steps = Run(said.out, Season(said.seed), said.until, lambda text: print(text, flush=True)).all()
    bad = sum(not step.is_good for step in steps)
    print(f"共 {len(steps)} 步，出错 {bad} 步，用时 {time.perf_counter() - began:.0f} 秒：{said.out}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
