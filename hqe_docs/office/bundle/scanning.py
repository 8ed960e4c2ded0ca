"""The finished files of a public bundle looked through for identity, phone and card numbers, pictures for their place."""

from __future__ import annotations

from pathlib import Path

from hqe_docs.office.privacy.scanning import told, whats_unmasked
from hqe_docs.paper.bound.pictures import has_position

UNREADABLE = "内容读不出，无法检查"
POSITION = "照片里有拍摄位置"


def whats_personal(path: Path) -> str:
    """Return in words what personal is in a file, or that it can't be looked into; nothing where all is well."""
    found = whats_unmasked(path)
    if isinstance(found, str):
        return UNREADABLE
    return told(found) or (POSITION if has_position(path) else "")
