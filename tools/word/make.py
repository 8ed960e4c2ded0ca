"""Writes every Word template: python tools/word/make.py"""

from __future__ import annotations

import sys
from pathlib import Path

# run as a script: the checkout is not on the path yet
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.word.papers import make_all

if __name__ == "__main__":
    for path in make_all():
        print(path.name)
