"""Personal data as a screen or a passed-on paper may show it: by a column's 掩码."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hqe_docs.data import idnumber
from hqe_docs.data.cells import mask_phone


def mask_name(name: str) -> str:
    """Return a name as its first character and an asterisk for each further one."""
    return name[:1] + "*" * (len(name) - 1)


def masked(text: str, mask: str) -> str:
    """Return a cell's text hidden as its column's 掩码 asks: 姓名, 身份证, 电话; 敏感 leaves nothing."""
    return MASKS[mask](text) if mask in MASKS else text


MASKS: Mapping[str, Callable[[str], str]] = {
    "姓名": mask_name,
    "身份证": idnumber.mask,
    "电话": mask_phone,
    "敏感": lambda text: "***" if text else "",
}
