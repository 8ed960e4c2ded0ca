"""Invented dossiers of every kind, level and role, to see what the papers say of each; all persons invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

COUNTY, CITY = "云峰县", "江北市"
LEADERS = {
    "组长": {"姓名": "乔若谷", "职务": "主要负责人"},
    "副组长": [{"姓名": "章听雨", "职务": "分管负责人"}],
    "成员": [{"姓名": "池映雪", "职务": "经办人员"}],
    "办公室": {"设在": "便民服务中心", "主任": "章听雨", "成员": ["池映雪"]},
}
STAGES = [
    {"名称": "组织启动", "起": "2023-05-01", "止": "2023-06-30", "工作": ["选点定点"]},
    {"名称": "创建攻坚", "起": "2023-07-01", "止": "2023-08-31", "工作": ["建账建窗"]},
    {"名称": "巩固提升", "起": "2023-09-01", "止": "2023-10-31", "工作": ["查漏补缺"]},
]
TASK = {"责任单位": "便民服务中心", "责任人": "池映雪", "完成时限": "2023-08-31", "成果": "台账"}
ABOVE = {
    "县区": [CITY],
    "乡镇": [COUNTY],
    "街道": [COUNTY],
    "村": [COUNTY, "竹溪镇"],
    "社区": [COUNTY, "城北街道"],
}
ORGANS = {"县区": "就业局", "乡镇": "人民政府", "街道": "办事处", "村": "村民委员会", "社区": "居民委员会"}


def write(
    folder: Path, name: str, kind: str, *, level: str = "市级", role: str = "创建点", **more: Any
) -> Path:
    """Write a whole dossier that satisfies the contract, `more` over its keys, and return its folder."""
    point = {"名称": name, "类型": kind, "级别": level, "角色": role, "所属": ABOVE[kind]}
    data = {
        "创建点": point | {"年度": 2023, "基准日": "2023-10-31"},
        "发文": {"机关": name + ORGANS[kind], "代字": "云字"},
        "文书": {
            "工作方案": {"序号": 3, "成文日期": "2023-06-25"},
            "成立领导小组的通知": {"序号": 2, "成文日期": "2023-06-20"},
        },
        "领导小组": LEADERS,
        "阶段": STAGES,
        "任务": [
            {"编号": 1, "任务": "摸清底数", "对应指标": [8]} | TASK,
            {"编号": 2, "任务": "建好窗口", "对应指标": [1]} | TASK,
        ],
    }
    folder.mkdir(parents=True)
    text = yaml.safe_dump(data | more, allow_unicode=True, sort_keys=False)
    (folder / "dossier.yaml").write_text(text, "utf-8")
    return folder


def county(folder: Path) -> Path:
    """Write a county with a township, its village, a street and its community, the latter two at county level."""
    write(folder, COUNTY, "县区", role="主管部门", 下辖=["竹溪镇", "城北街道"])
    write(folder / "竹溪镇", "竹溪镇", "乡镇", role="实施单位", 下辖=["梧桐村"])
    write(folder / "竹溪镇" / "梧桐村", "梧桐村", "村")
    write(folder / "城北街道", "城北街道", "街道", level="县级", role="实施单位", 下辖=["和平社区"])
    write(folder / "城北街道" / "和平社区", "和平社区", "社区", level="县级")
    return folder
