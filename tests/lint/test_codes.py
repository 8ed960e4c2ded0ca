"""Every check of pages, elements and language has a wrong document that causes it."""

from __future__ import annotations

import re
from pathlib import Path

from hqe_docs.codes import CODES

TOLD = re.compile(r"[\"'“](G[123]\d\d)\b")


def test_each_code_of_layout_elements_and_language_is_said_by_a_test():
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    said = {code for source in sources for code in TOLD.findall(source)}
    assert {code for code in CODES if "G101" <= code < "G400"} - said == set()
