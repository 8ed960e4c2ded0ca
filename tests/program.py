"""hqe as the tests run it, inside this process or as one of its own, and the smallest dossier that loads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from hqe_docs.cli.main import root

DOSSIER = "创建点:\n  名称: 试点村\n  类型: 村\n  级别: 市级\n  年度: 2023\n"


def make_village(folder: Path) -> Path:
    """Return the folder of a new dossier that has nothing but what it needs to load."""
    folder.mkdir()
    (folder / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return folder


def hqe(*arguments: object) -> Result:
    """Return what the command did, run inside this process."""
    return CliRunner().invoke(root, [str(part) for part in arguments], prog_name="hqe")


def run(
    *arguments: object, env: Mapping[str, str] | None = None, code: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Return what the program did, run as a process of its own; `code` goes before it."""
    script = code + "\nfrom hqe_docs.cli.main import main\nmain()"
    plain = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "HQE_DEBUG", "PYTHONUTF8")
    }
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, env=plain | dict(env or {}), timeout=60)
