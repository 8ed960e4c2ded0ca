"""What tests of the year's schedule share: a task book, and villages with an invented programme of another year."""

from __future__ import annotations

from pathlib import Path

INVENTED = Path(__file__).parent / "editions" / "programmes"
TASKS = """
任务:
  - {编号: 1, 任务: 入户调查, 责任单位: 村委会, 责任人: 易小禾, 起: 2023-05-09, 完成时限: 2023-06-28, 对应指标: [8], 状态: 已完成, 进度: 100%}
  - {编号: 2, 任务: 组织培训, 责任单位: 村委会, 责任人: 万小晴, 起: 2023-07-15, 完成时限: 2023-09-20, 对应指标: [13], 状态: 进行中, 进度: 60%}
  - {编号: 3, 任务: 总结验收, 责任单位: 村委会, 责任人: 易小禾, 完成时限: 2023-11-30, 对应指标: [22]}
"""


def with_programme(folder: Path, name: str, year: str, new: str) -> Path:
    """Return a village of the year `new` whose library has an invented programme of `year`, moved to `new`."""
    source = INVENTED / f"{name}.yaml"
    (folder / "programmes").mkdir(parents=True)
    text = source.read_text("utf-8").replace(year, new)
    (folder / "programmes" / "yichun-2023.yaml").write_text(text, "utf-8")
    (folder / "dossier.yaml").write_text(
        f"创建点: {{名称: 甲村, 类型: 村, 级别: 市级, 年度: {new}}}\n", "utf-8"
    )
    return folder
