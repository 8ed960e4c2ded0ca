"""Difficulties reported upwards (问题): what tells one again, and whether it is settled."""

from __future__ import annotations

from hashlib import sha256

from hqe_docs.data.schema import Trouble
from hqe_docs.values import squeeze

_CLOSED = ("已解决", "解决", "已办结", "办结", "已销号", "销号", "已完成", "已整改")
_KEY_LENGTH = 16


def is_closed(state: str | None) -> bool:
    """Say whether a reported difficulty is settled, by the state someone wrote."""
    return (state or "").strip() in _CLOSED


def key_of(trouble: Trouble) -> str:
    """Return what tells a difficulty again in a later state without keeping its words: a digest of day and content."""
    said = f"{trouble.dated or ''} {squeeze(trouble.content)}"
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]
