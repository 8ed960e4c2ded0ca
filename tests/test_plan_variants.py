"""The work plan of every kind, level and role says what holds there and nothing of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from hqe_docs.office.building.build import build
from tests.examples import a_few
from tests.placed import COUNTY, county, write

WHO_BUILDS = {
    "村": "村“两委”成员分片包组，村民小组组长协助开展入户、核实和通知工作",
    "社区": "社区“两委”成员分片包干，网格员协助开展入户、核实和通知工作",
    "乡镇": "班子成员分片包村（社区），各村（社区）明确专人承接",
    "街道": "班子成员分片包村（社区），各村（社区）明确专人承接",
}
NAMES = {"村": "梧桐村", "社区": "和平社区", "乡镇": "竹溪镇", "街道": "城北街道"}
RATE = {
    ("市级", "乡镇"): "90%",
    ("市级", "街道"): "90%",
    ("市级", "村"): "95%",
    ("市级", "社区"): "95%",
    ("县级", "乡镇"): "85%",
    ("县级", "街道"): "85%",
    ("县级", "村"): "90%",
    ("县级", "社区"): "90%",
}


EDITIONS = Path(__file__).parent / "editions"


def plan(folder: Path) -> str:
    """Return the text of a dossier's work plan, its tables left out."""
    out = folder.parent / f"{folder.name}出"
    found, results = build([folder], out=out, documents=["工作方案"], libraries=[EDITIONS])
    assert list(found) == []
    return "\n".join(item.text for item in Document(str(results[0].path)).paragraphs)


@pytest.mark.parametrize(("level", "kind"), a_few(RATE, rows=True))
def test_a_creation_point_has_the_targets_of_its_kind_and_level(
    tmp_path: Path, level: str, kind: str
) -> None:
    name = NAMES[kind]
    text = plan(write(tmp_path / "点", name, kind, level=level))
    small = kind in ("村", "社区")
    for said in (
        f"{name}2023年{level}高质量就业{kind}创建工作方案",
        f"是2023年度{level}高质量就业{kind}创建点",
        f"劳动力就业率达到{RATE[level, kind]}以上",
        f"劳动争议调解成功率不低于{'75%' if level == '市级' else '70%'}",
        f"占{'户籍' if kind in ('村', '乡镇') else '常住'}总人口的比例",
        f"{name}承担创建主体责任，{WHO_BUILDS[kind]}",
        f"{name}至少{'明确1名主职干部' if small else '配备1名专职人员'}",
        f"与不少于{1 if small else 3}家人力资源服务机构",
        f"每个品牌从业人员达到{50 if small else 200}人以上",
        f"主动向周边{'村（社区）' if small else '乡镇（街道）'}介绍做法",
    ):
        assert said in text, said
    for foreign in ("每个创建点", "各创建点", "选准点位", "承担组织实施主体责任", "无法计算"):
        assert foreign not in text, foreign


@pytest.mark.parametrize(("kind", "above"), [("村", "竹溪镇"), ("社区", "城北街道")])
def test_a_village_or_community_reports_through_the_one_above(tmp_path: Path, kind: str, above: str) -> None:
    text = plan(write(tmp_path / "点", NAMES[kind], kind))
    assert f"须于每周四16:00前经{above}审核汇总，报送{COUNTY}创建工作领导小组办公室" in text
    assert f"先报{above}协调，仍不能解决的报{COUNTY}创建工作领导小组办公室研究" in text


@pytest.mark.parametrize("kind", ["乡镇", "街道"])
def test_a_township_or_street_reports_to_the_county_itself(tmp_path: Path, kind: str) -> None:
    text = plan(write(tmp_path / "点", NAMES[kind], kind))
    assert f"须于每周四16:00前报送{COUNTY}创建工作领导小组办公室" in text
    assert "先报" not in text


def test_a_township_that_carries_out_names_its_villages_and_their_targets(tmp_path: Path) -> None:
    text = plan(county(tmp_path / "县") / "竹溪镇")
    for said in (
        "竹溪镇2023年市级高质量就业村创建工作方案",
        "承担梧桐村2023年度市级高质量就业村创建的组织实施任务",
        "劳动力就业率达到95%以上",
        "经比选把工作底子好、干部队伍强的梧桐村确定为创建点",
        "制定本村工作方案",
        "每个创建点至少明确1名主职干部",
        "按照主要负责人牵头的要求",
        "创建考核按照《宜春市高质量就业乡镇（街道）、村（社区）创建考核评价指标》执行，满分110分",
    ):
        assert said in text, said


def test_a_street_that_carries_out_has_the_words_of_a_town(tmp_path: Path) -> None:
    text = plan(county(tmp_path / "县") / "城北街道")
    for said in (
        "城北街道2023年县级高质量就业社区创建工作方案",
        "承担和平社区2023年度县级高质量就业社区创建的组织实施任务",
        "劳动力就业率达到90%以上",
        "占常住总人口的比例",
        "由社区“两委”成员会同网格员分片包户",
        "以优质服务促进居民就业",
        "结合就业困难人员状况和社区公共服务实际",
    ):
        assert said in text, said
    assert "村民小组" not in text


@pytest.mark.parametrize(("level", "rate"), [("市级", "95%"), ("县级", "90%")])
def test_without_points_a_township_still_has_the_targets_of_villages(
    tmp_path: Path, level: str, rate: str
) -> None:
    text = plan(write(tmp_path / "镇", "竹溪镇", "乡镇", level=level, role="实施单位"))
    assert f"承担2023年度{level}高质量就业村（社区）创建的组织实施任务" in text
    assert f"劳动力就业率达到{rate}以上" in text
    assert "从工作底子好、干部队伍强的村（社区）中比选确定创建点" in text


def test_a_bureau_speaks_of_all_levels_and_hands_up_to_the_city(tmp_path: Path) -> None:
    text = plan(county(tmp_path / "县"))
    for said in (
        f"{COUNTY}2023年高质量就业村（社区）创建工作方案",
        "统筹推进梧桐村、和平社区2个创建点的2023年度高质量就业村（社区）创建工作",
        "市级创建的乡镇（街道）不低于90%、村（社区）不低于95%，县级创建的乡镇（街道）不低于85%、村（社区）不低于90%",
        "且均不低于所在县（市、区）平均水平",
        "市级创建点不低于75%、县级创建点不低于70%",
        "创建点所在乡镇（街道）负责组织实施，梧桐村、和平社区负责具体建设",
        "创建点所在乡镇（街道）于每周四16:00前（遇法定节假日顺延）",
        "确属本级无法解决的，报请市就业和社会保障工作领导小组协调",
        "主动配合市级到点检查指导",
    ):
        assert said in text, said
    assert "市、县两级" not in text and "达到市级" not in text


def test_a_bureau_without_points_names_none(tmp_path: Path) -> None:
    text = plan(write(tmp_path / "县", COUNTY, "县区", role="主管部门"))
    assert "统筹推进2023年度高质量就业乡镇（街道）、村（社区）创建工作" in text
    assert "创建乡镇（街道）和创建村（社区）所在乡镇（街道）负责组织实施" in text


def test_a_bureau_of_townships_alone_lets_them_build_themselves(tmp_path: Path) -> None:
    folder = write(tmp_path / "县", COUNTY, "县区", role="主管部门", 下辖=["竹溪镇", "城北街道"])
    write(folder / "竹溪镇", "竹溪镇", "乡镇")
    write(folder / "城北街道", "城北街道", "街道")
    text = plan(folder)
    for said in (
        f"{COUNTY}2023年高质量就业乡镇（街道）创建工作方案",
        "各创建点分别负责组织实施和具体建设",
        "每个创建点与不少于3家人力资源服务机构",
        "每个创建点至少配备1名专职人员",
        "每个品牌从业人员达到200人以上",
    ):
        assert said in text, said


def test_earlier_points_are_named_where_results_are_kept(tmp_path: Path) -> None:
    earlier = [{"名称": "青山村", "类型": "村", "级别": "县级", "年度": 2022, "状态": "待巩固"}]
    text = plan(write(tmp_path / "镇", "竹溪镇", "乡镇", role="实施单位", 往年创建点=earlier))
    assert "对往年创建的青山村开展回访复核" in text
    own = [{"名称": "梧桐村", "类型": "村", "级别": "县级", "年度": 2022, "状态": "提级创建"}]
    text = plan(write(tmp_path / "村", "梧桐村", "村", 往年创建点=own))
    assert "市级高质量就业村创建点，2022年已创建为县级高质量就业村" in text


def test_money_that_is_all_paid_is_not_promised_again(tmp_path: Path) -> None:
    paid = [{"层级": "市级", "标准": 50000, "已拨付": 50000}]
    folder = write(tmp_path / "镇", "竹溪镇", "乡镇", role="实施单位", 下辖=["梧桐村"])
    write(folder / "梧桐村", "梧桐村", "村", 资金=paid)
    text = plan(folder)
    assert "梧桐村奖补标准合计50000元（5万元，市级5万元），已足额安排。具体安排见附件3" in text
    assert "差额部分待验收" not in text


def test_an_edition_of_other_figures_names_its_own_targets(tmp_path: Path) -> None:
    folder = write(tmp_path / "村", "梧桐村", "村")
    file = folder / "dossier.yaml"
    file.write_text(file.read_text("utf-8").replace("  基准日:", "  指标体系: 岭东-2024\n  基准日:"), "utf-8")
    (targets,) = [line for line in plan(folder).splitlines() if line.startswith("（三）主要指标。")]
    assert "再就业率不低于" in targets and "参保率" not in targets
