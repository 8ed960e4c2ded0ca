"""Personal numbers in bytes without a structure that is known here, and in plain text files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hqe_docs.office.privacy.numbers import LANDLINE, OLD_IDENTITY, Number, numbers_in

_RUN = re.compile(rb"[0-9](?:[0-9 \-]{9,28})[0-9Xx]")
_WIDE = re.compile(rb"[0-9]\x00(?:[0-9 \-]\x00){9,28}[0-9Xx]\x00")
_WEAK = (LANDLINE, OLD_IDENTITY)  # told by nothing but their length, which any bytes may have
_CODES = ("utf-8-sig", "gb18030", "latin-1")


def in_loose(content: bytes) -> Iterator[Number]:
    """Yield the numbers that stand in bytes, as ASCII or as UTF-16."""
    for form, code in ((_RUN, "ascii"), (_WIDE, "utf-16-le")):
        for match in form.finditer(content):
            for number in numbers_in(match[0].decode(code, "replace")):
                if number.kind not in _WEAK:
                    yield number


def text_of(content: bytes) -> str:
    """Return a text file as it reads in the first code that fits."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for code in _CODES:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    return ""
