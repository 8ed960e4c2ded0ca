"""An invented district with a street, its community and a township, for papers that differ by role and kind."""

from __future__ import annotations

from pathlib import Path

from tests.villages import UNEMPLOYED, ledger, person, village

DISTRICT = """创建点: {名称: 云岭区, 类型: 县区, 级别: 市级, 角色: 主管部门, 所属: [宜春市], 年度: 2023, 基准日: 2023-08-31}
下辖: [清泉街道, 石桥乡]
发文: {机关: 云岭区人力资源和社会保障局, 代字: 云人社字, 主送: [各乡镇人民政府, 各街道办事处]}
领导小组: {组长: {姓名: 孟书衡, 职务: 副区长}, 办公室: {设在: 区人社局}}
任务:
  - {编号: 1, 任务: 部署创建, 措施: [召开会议], 责任单位: 区人社局, 责任人: 陶然, 完成时限: 2023-06-30, 对应指标: [19], 状态: 已完成}
  - {编号: 2, 任务: 督导评估, 完成时限: 2023-11-30, 部分: 督促检查, 状态: 进行中, 进度: 40%}
"""
STREET = """创建点: {名称: 清泉街道, 类型: 街道, 级别: 县级, 角色: 实施单位, 所属: [宜春市, 云岭区], 年度: 2023, 基准日: 2023-08-31}
下辖: [和平社区]
发文: {机关: 云岭区清泉街道办事处, 代字: 清办字, 抄送: [云岭区创建工作领导小组办公室, 区财政局]}
文书:
  周报: {期数: 9, 起: 2023-08-28, 止: 2023-09-03}
  中期评估报告: {序号: 8, 成文日期: 2023-09-05}
任务:
  - {编号: 1, 任务: 完成入户调查, 责任单位: 街道公共服务办, 责任人: 丁一鸣, 完成时限: 2023-07-31, 对应指标: [8], 状态: 进行中, 进度: 70%}
  - {编号: 2, 任务: 建好服务窗口, 对应指标: [1, 2], 状态: 受阻, 说明: 场地未落实}
问题:
  - {日期: 2023-08-10, 内容: 窗口场地面积不足, 建议: 请区里调剂场地, 层级: 区, 状态: 办理中}
  - {内容: 调查员不足, 状态: 已办结}
"""
COMMUNITY = """
发文: {机关: 清泉街道和平社区居民委员会, 主送: [各网格]}
条件: {专职人员: [{姓名: 白露, 主职: 是}], 推广: 省级}
任务: [{编号: 1, 任务: 入户调查, 责任人: 白露, 完成时限: 2023-12-31, 对应指标: [8], 状态: 未启动}]
"""
TOWNSHIP = """创建点: {名称: 石桥乡, 类型: 乡镇, 级别: 市级, 所属: [宜春市, 云岭区], 年度: 2023}
发文: {机关: 石桥乡人民政府, 代字: 石府字}
"""


def district(folder: Path) -> Path:
    """Write the district into `folder` and return it."""
    street = folder / "清泉街道"
    rows = [person(number) for number in range(18)] + [person(18, **UNEMPLOYED), person(19, **UNEMPLOYED)]
    community = village(street / "和平社区", rows, kind="社区", level="县级", more=COMMUNITY)
    text = (community / "dossier.yaml").read_text("utf-8")
    placed = text.replace("年度:", "所属: [宜春市, 云岭区, 清泉街道], 年度:", 1)
    (community / "dossier.yaml").write_text(placed, "utf-8")
    ledger(
        community, "入户走访台账", [{"走访日期": "2023-07-06", "走访人": "白露、万里", "户主姓名": "村民甲"}]
    )
    (folder / "石桥乡").mkdir()
    for place, said in ((folder, DISTRICT), (street, STREET), (folder / "石桥乡", TOWNSHIP)):
        (place / "dossier.yaml").write_text(said, "utf-8")
    return folder
