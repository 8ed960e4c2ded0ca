"""Patterns that users write, matched by an engine that takes linear time: none runs away on a cell's text."""

from __future__ import annotations

from functools import lru_cache


def check_pattern(pattern: str) -> None:
    """Do nothing for a pattern that can be matched; ValueError for others (look-around, references back)."""
    import polars as pl
    from polars.exceptions import PolarsError

    try:
        pl.Series([""]).str.contains(f"^(?:{pattern})$")
    except PolarsError:
        raise ValueError(f"pattern “{pattern}”，写法不对，或用了前后断言、反向引用") from None


@lru_cache(maxsize=8_192)
def is_of(pattern: str, text: str) -> bool:
    """Say whether the whole of `text` is as `pattern` asks."""
    import polars as pl

    return bool(pl.Series([text]).str.contains(rf"\A(?:{pattern})\z").item())
