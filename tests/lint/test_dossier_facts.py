"""What a text says otherwise than the dossier."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.office.papers.lintdata import facts_of
from hqe_docs.paper.lint.language.prose import Line, Prose, lines_of_text
from hqe_docs.paper.lint.stated import Facts, check_stated
from hqe_docs.problems import Problems
from tests.lint.making import p, right, save

DOSSIER = """
创建点: {名称: 梅州村, 类型: 村, 级别: 市级, 年度: 2023, 所属: [洪江镇]}
人口: {户籍总人口: 2316, 常住总人口: 1987, 家庭户数: 612}
发文: {机关: 洪江镇人民政府, 代字: 洪府字, 印发机关: 洪江镇人民政府办公室}
文书: {工作方案: {序号: 12, 成文日期: 2023-06-25, 印发日期: 2023-06-26}}
依据: [{文号: 宜就办字〔2023〕2号, 标题: 宜春市创建工作实施方案}]
领导小组:
  组长: {姓名: 邓维川, 职务: 镇党委副书记、镇长}
  成员: [{姓名: 范喆, 职务: 镇劳保所所长}]
阶段: [{名称: 组织启动, 起: 2023-05-01, 止: 2023-06-30}]
资金: [{层级: 市级, 标准: 50000, 已拨付: 20000}, {层级: 县级, 标准: 30000}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made: Path = tmp_path_factory.mktemp("梅州村")
    (made / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def facts(folder) -> Facts:
    facts, hindered = facts_of([folder])
    assert hindered == []
    return facts


def found_in(text: str, facts: Facts) -> list[str]:
    found = Problems()
    check_stated(Prose(lines_of_text(text)), facts, found)
    return [f"{item.code} {item.message}" for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "户籍总人口2316人、常住总人口1,987人、家庭612户。",
        "全县户籍人口占比达5%以上。",
        "奖补标准合计80000元（8万元），其中市级标准5万元，先期拨付20000元，差额30000元；县级标准30000元。",
        "最低工资标准1850元，零就业家庭户数0户，劳动年龄户籍人口1400人。",
        "组织启动阶段（2023年5月1日至2023年6月30日）。",
        "根据《宜春市创建工作实施方案》（宜就办字〔2023〕2号）。",
        "洪府字〔2023〕12号\n正文。\n2023年6月25日\n洪江镇人民政府办公室　2023年6月26日印发",
        "洪府字〔2023〕99号\n正文。\n2023年9月9日",
        "组　长：邓维川　镇党委副书记、镇长\n成　员：范　喆　镇劳保所所长\n　　　　罗　乐　镇财政所所长",
    ],
)
def test_what_agrees_or_is_another_matter_gives_nothing(text, facts):
    assert found_in(text, facts) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("户籍总人口2361人。", "G340 户籍总人口：文中“户籍总人口2361”与档案（2316人）不符"),
        ("全村家庭621户。", "G340 家庭户数：文中“家庭621”与档案（612户）不符"),
        ("市级奖补标准6万元。", "G340 奖补资金标准：文中“市级奖补标准6万元”与档案"),
        ("先期拨付30000元。", "G340 已拨付的资金"),
        ("差额5万元。", "G340 差额资金"),
        ("组织启动阶段（2023年5月1日至2023年6月20日）。", "G341 组织启动阶段：文中为“组织启动阶段（2023年5月1日至2023年6月20日）”，档案为 2023年5月1日至2023年6月30日"),
        ("洪府字〔2023〕12号\n正文。\n2023年6月24日", "G341 洪府字〔2023〕12号的成文日期：文中为“2023年6月24日”，档案为 2023年6月25日"),
        ("洪府字〔2023〕12号\n2023年6月25日\n洪江镇人民政府办公室　2023年6月27日印发", "G341 洪府字〔2023〕12号的印发日期"),
        ("组　长：邓维川　镇党委副书记\n成　员：范　喆　镇财政所所长", "G342 范喆的职务：文中为“镇财政所所长”，档案为“镇劳保所所长”"),
        ("组　长：邓维州　镇党委副书记、镇长\n成　员：范　喆　镇劳保所所长", "G342 姓名：文中为“邓维州”，档案为“邓维川”"),
        ("根据《宜春市创建工作实施方案》（宜就办字〔2023〕3号）。", "G343 《宜春市创建工作实施方案》的文号：文中为"),
    ],
)  # fmt: skip
def test_what_differs_is_told(text, said, facts):
    (only,) = found_in(text, facts)
    assert said in only


def test_posts_of_a_table_are_compared(facts):
    cells = ["姓名", "单位及职务", "邓维川", "镇党委委员、副镇长", "范　喆", "镇劳保所所长"]
    lines = [Line(text, cell=(0, place // 2, place % 2)) for place, text in enumerate(cells)]
    found = Problems()
    check_stated(Prose(lines), facts, found)
    assert [item.message for item in found] == [
        "邓维川的职务：文中为“镇党委委员、副镇长”，档案为“镇党委副书记、镇长”"
    ]


@pytest.mark.slow
def test_a_rate_counted_from_ledgers_is_compared_but_a_goal_is_not():
    example = Path(__file__).resolve().parents[2] / "ledgers" / "hongjiang-2023" / "梅州村"
    facts, _ = facts_of([example])
    assert found_in("参保率达到98%以上，就业率达到95%，平均就业率为88%。", facts) == []
    (only,) = found_in("全村就业率为59.07%。", facts)
    assert "G340 就业率：文中“就业率为59.07%”与档案" in only


def test_the_command_takes_dossiers(tmp_path, folder):
    parts = right()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "<w:body>", "<w:body>" + p("户籍总人口2361人，由洪江镇人名政府统计。", "b"), 1
    )
    path = save(tmp_path / "通知.docx", parts)
    answer = CliRunner().invoke(root, ["lint", str(path), "--dossier", str(folder)])
    assert "G340" in answer.output and "“洪江镇人名政府”与文中的“洪江镇人民政府”" in answer.output
    assert "G340" not in CliRunner().invoke(root, ["lint", str(path)]).output


def test_a_dossier_that_cant_be_read_is_told(tmp_path):
    (tmp_path / "dossier.yaml").write_text("创建点: {名称: 村}\n人口: {户籍总人口: 很多}", encoding="utf-8")
    facts, hindered = facts_of([tmp_path])
    assert (facts.posts, bool(hindered)) == ({}, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("组长由镇党委副书记、镇长邓维川担任。", []),
        ("由镇劳保所所长负责，镇劳保所所长主持会议。", []),
        ("组长由镇党委副书记、镇长邓唯川担任。", ["镇党委副书记、镇长：文中为“邓唯川”，档案为“邓维川”"]),
        ("组长由镇党委副书记、镇长范喆担任。", ["镇党委副书记、镇长：文中为“范喆”，档案为“邓维川”"]),
        ("具体由镇劳保所所长喻江澜担任。", ["镇劳保所所长：文中为“喻江澜”，档案为“范喆”"]),
    ],
)
def test_a_post_in_running_text_goes_with_its_holder(text, said, facts):
    found = Problems()
    check_stated(Prose(lines_of_text(text)), facts, found)
    assert [item.message for item in found] == said
