"""The organ that a dossier's office reports to: one, as upward papers want it."""

from __future__ import annotations

from hqe_docs.data.schema import Point

_SUFFIXES = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处", "办事处": ""}
_COUNTY_GROUP = "创建工作领导小组办公室"
_CITY_GROUP = "就业和社会保障工作领导小组办公室"


def superior(point: Point) -> str:
    """Return 报送机关: the township or street over a village, the district's office over these, the city's over it."""
    above = point.parents[-1] if point.parents else ""
    if point.role == "主管部门":
        return (above or "市") + _CITY_GROUP
    for ending, rest in _SUFFIXES.items():
        if above.endswith(ending):
            return above + rest
    return (above or "上级") + _COUNTY_GROUP
