"""Deflate and its checksum by the fastest library that is installed: isal, zlib-ng, else the standard zlib."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

# The level of each is where it is fastest at a fair size: of a notice of 452 KB, isal-2 takes 0.12 ms,
# zlib-ng-2 0.40 ms, zlib-1 1.0 ms, zlib-6 2.6 ms; the files differ by a quarter.
_KNOWN = {"isal": ("isal.isal_zlib", 2), "zlib-ng": ("zlib_ng.zlib_ng", 2), "zlib": ("zlib", 1)}


@dataclass(frozen=True, slots=True)
class Deflate:
    """A library's raw deflate (RFC 1951) and CRC-32."""

    name: str
    level: int
    library: Any

    def compressed(self, data: bytes) -> bytes:
        """Return `data` as raw deflate."""
        work = self.started()
        return b"".join((work.compress(data), work.flush()))

    def started(self) -> Any:
        """Return what compresses pieces one after another, as zlib.compressobj does."""
        return self.library.compressobj(self.level, zlib.DEFLATED, -zlib.MAX_WBITS)

    def inflated(self, data: bytes, size: int) -> bytes:
        """Return what `data` holds; zlib.error or ValueError when that is not `size` bytes."""
        work = self.library.decompressobj(-zlib.MAX_WBITS)
        try:
            made = work.decompress(data, size + 1)
        except Exception as error:  # each library has an error class of its own
            raise zlib.error(str(error)) from error
        if len(made) != size:
            raise ValueError("not of the size told")
        return bytes(made)

    @property
    def crc32(self) -> Callable[[bytes], int]:
        """Return the library's CRC-32."""
        found: Callable[[bytes], int] = self.library.crc32
        return found


def deflate_by(name: str) -> Deflate | None:
    """Return the library `name`, None when it is not installed."""
    module, level = _KNOWN[name]
    try:
        return Deflate(name, level, import_module(module))
    except ImportError:
        return None


@cache
def fastest() -> Deflate:
    """Return the fastest library that is installed."""
    return next(found for name in _KNOWN if (found := deflate_by(name)))
