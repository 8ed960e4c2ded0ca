"""The three versions of what is made: 报送 (whole, unless said), 内部 (whole, marked so), 公示 (masked)."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path

REPORTED, INTERNAL, PUBLIC = "报送", "内部", "公示"
VERSIONS = (REPORTED, INTERNAL, PUBLIC)
# said once for a run (--version); what writes ledgers, however deep, goes by it
RELEASE: ContextVar[str] = ContextVar("RELEASE", default=REPORTED)


def mark_of(version: str) -> str:
    """Return what a file's name says of its version; nothing of the usual one."""
    return "" if version == REPORTED else f"（{version}版）"


def marked(path: Path, version: str) -> Path:
    """Return a path that says which version lies there, once."""
    mark = mark_of(version)
    return path if not mark or path.stem.endswith(mark) else path.with_stem(path.stem + mark)
