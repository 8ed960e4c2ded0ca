"""The shared invented forms filled with their values, judged by the script that lies beside them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable

from tests.forms.test_shared import ABSENT, forms_folder
from tests.program import hqe

ENDINGS = {".docx": ".docx", ".xlsx": ".xlsx", ".xls": ".xlsx"}


def test_the_shared_forms_filled_pass_their_judge(tmp_path, record_property: Callable[[str, object], None]):
    folder = forms_folder()
    if folder is None:
        record_property("said", ABSENT)
        return
    count = 0
    for truth in sorted((folder / "made").glob("*.expected.json")):
        name = json.loads(truth.read_text(encoding="utf-8"))["form"]
        for ending, made in ENDINGS.items():
            out = tmp_path / f"{name}{ending}{made}"
            values = truth.with_name(f"{name}.values.json")
            hqe("form", "fill", truth.with_name(name + ending), "--data", values, "-o", out)
            command = [sys.executable, str(folder / "check_fill.py"), str(out), str(truth)]
            said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
            assert ", 0 wrong" in said, said
            count += int(re.search(r"(\d+) checks", said)[1])
    record_property("said", f"{count} cells of filled forms right")
