"""Application form, request for subsidy, public notice and the lists, built from dossiers and read by python-docx."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.money import capital_amount
from hqe_docs.library import Library
from hqe_docs.office.building.build import build
from hqe_docs.office.mapping.context import organ_of
from hqe_docs.office.mapping.openness import matters_for
from hqe_docs.paper.language.filters import capital_yuan
from tests.example_books import said_in
from tests.placed import COUNTY, county, write

FUNDS = [
    {"层级": "市级", "标准": 50000, "已拨付": 20000, "依据": "云字〔2023〕1号"},
    {"层级": "县级", "标准": 50000, "已拨付": 50000},
]
FACTS = {
    "服务窗口": {"标识": "是", "信息栏": "否", "人社专窗数": 1},
    "服务场所": ["资料室", "培训教室", "健身房"],
    "专职人员": [
        {"姓名": "池映雪", "主职": "是", "专岗": "是", "专职": "是", "专管": "是", "入职日期": "2021-05-01"}
    ],
}
TRAINED = "姓名,职务,入职日期,是否专职,培训类型,培训内容,主办单位,培训日期,学时\n"
NEW = (
    "申报表",
    "申请拨付资金的请示",
    "公示",
    "创建点清单",
    "服务窗口与设备清单",
    "人员配备表",
    "政务公开事项清单",
)


def made(folder: Path, *papers: str) -> dict[str, Any]:
    """Return name of the file → document of each paper built; nothing is wrong."""
    found, results = build([folder], out=folder.parent / f"{folder.name}出", documents=papers)
    assert list(found) == []
    return {result.path.stem: Document(str(result.path)) for result in results if result.path}


def rows(document: Any, number: int = 0) -> list[list[str]]:
    """Return the texts of a table, cells that span columns once."""
    lines = []
    for row in document.tables[number].rows:
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))
        texts = {cell._tc: cell.text for cell in row.cells}
        lines.append([texts[cell] for cell in cells])
    return lines


def text(document: Any) -> str:
    return "\n".join(item.text for item in document.paragraphs)


def village(folder: Path, **more: Any) -> Path:
    return write(folder, "梧桐村", "村", **more)


# ---------------------------------------------------------------- which are made
@pytest.mark.slow
def test_a_dossier_that_only_satisfies_the_contract_gets_what_it_has_matter_for(tmp_path: Path) -> None:
    papers = made(village(tmp_path / "村"), *(name for name in NEW if name != "创建点清单"))
    assert {*papers} == {"梧桐村-申报表", "梧桐村-公示", "梧桐村-政务公开事项清单"}


@pytest.mark.slow
def test_each_role_gets_its_papers(tmp_path: Path) -> None:
    folder = county(tmp_path / "县")
    data = said_in(folder / "竹溪镇" / "梧桐村")
    whole = yaml.safe_dump(data | {"资金": FUNDS, "条件": FACTS}, allow_unicode=True)
    (folder / "竹溪镇" / "梧桐村" / "dossier.yaml").write_text(whole, "utf-8")
    names = {*made(folder, *NEW)}
    assert {name.partition("-")[2] for name in names if name.startswith("梧桐村")} == {*NEW} - {"创建点清单"}
    assert {name.partition("-")[2] for name in names if name.startswith("竹溪镇")} == {*NEW} - {"申报表"}
    assert {name.partition("-")[2] for name in names if name.startswith(COUNTY)} == {
        *("申请拨付资金的请示", "公示", "创建点清单", "政务公开事项清单")
    }


# ---------------------------------------------------------------- 大写金额
@given(st.integers(100, 10**10 - 1))
def test_an_amount_in_capitals_reads_back_as_itself(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert capital_amount(capital_yuan(amount)) == amount


# ---------------------------------------------------------------- 请示
def test_a_request_names_amounts_in_figures_and_capitals(tmp_path: Path) -> None:
    document = made(village(tmp_path / "村", 资金=FUNDS), "申请拨付资金的请示")["梧桐村-申请拨付资金的请示"]
    said = text(document)
    assert "奖补资金标准合计100000元，已拨付70000元，差额30000元" in said
    assert "恳请在验收通过后拨付梧桐村创建奖补资金差额30000元（人民币叁万元整），为市级资金" in said
    assert "竹溪镇人民政府：" in said and "妥否，请批示。" in said
    assert rows(document)[1:4] == [
        ["梧桐村", "市级", "50000", "20000", "30000", "云字〔2023〕1号"],
        ["梧桐村", "县级", "50000", "50000", "0", ""],
        ["合　计", "100000", "70000", "30000", "申请拨付人民币叁万元整"],
    ]
    assert [row[1] for row in rows(document, 1)] == [*[""] * 5, "30000元（人民币叁万元整）"]


def test_what_only_a_person_knows_is_left_blank_in_a_request(tmp_path: Path) -> None:
    document = made(village(tmp_path / "村", 资金=FUNDS), "申请拨付资金的请示")["梧桐村-申请拨付资金的请示"]
    lines = text(document).splitlines()
    assert [line for line in lines if line.startswith("云字〔2023〕　　号") and "签发人：" in line]
    assert "　　　　年　　月　　日" in lines


def test_number_day_and_addressee_of_a_request_come_from_its_own_entry(tmp_path: Path) -> None:
    own = {"序号": 9, "成文日期": "2023-11-20", "主送": ["云峰县财政局"]}
    issue = {"机关": "竹溪镇人民政府", "代字": "竹府字", "主送": ["各村"]}
    folder = village(tmp_path / "村", 资金=FUNDS, 发文=issue, 文书={"申请拨付资金的请示": own})
    said = text(made(folder, "申请拨付资金的请示")["梧桐村-申请拨付资金的请示"]).splitlines()
    assert {"云峰县财政局：", "2023年11月20日"} <= {*said}
    assert any(line.startswith("竹府字〔2023〕9号") for line in said)
    assert "各村：" not in said


def test_a_township_asks_for_its_villages_line_by_line(tmp_path: Path) -> None:
    same = [{"层级": "合计", "标准": 100000, "已拨付": 70000}]
    folder = write(tmp_path / "镇", "竹溪镇", "乡镇", role="实施单位", 下辖=["梧桐村"], 资金=same)
    village(folder / "梧桐村", 资金=FUNDS)
    document = made(folder, "申请拨付资金的请示")["竹溪镇-申请拨付资金的请示"]
    assert [row[:2] for row in rows(document)[1:3]] == [["梧桐村", "市级"], ["梧桐村", "县级"]]
    assert f"{COUNTY}人民政府：" in text(document)
    assert "竹溪镇将及时足额拨付到创建点" in text(document)


def test_a_bureau_asks_the_city_for_the_city_s_part_alone(tmp_path: Path) -> None:
    unpaid = [{"层级": "市级", "标准": 50000, "已拨付": 20000}, {"层级": "县级", "标准": 50000}]
    folder = write(tmp_path / "县", COUNTY, "县区", role="主管部门", 下辖=["竹溪镇"])
    write(folder / "竹溪镇", "竹溪镇", "乡镇", 资金=unpaid)
    document = made(folder, "申请拨付资金的请示")[f"{COUNTY}-申请拨付资金的请示"]
    assert "江北市人力资源和社会保障局：" in text(document)
    assert [row[1] for row in rows(document)[1:-1] if len(row) == 6] == ["市级"]
    assert "差额30000元（人民币叁万元整），为市级资金" in text(document)
    document = made(folder / "竹溪镇", "申请拨付资金的请示")["竹溪镇-申请拨付资金的请示"]
    assert "差额80000元（人民币捌万元整），其中市级资金30000元（人民币叁万元整），县级资金50000元" in text(
        document
    )


def test_spending_in_the_ledger_stands_in_request_and_notice(tmp_path: Path) -> None:
    folder = village(tmp_path / "村", 资金=FUNDS)
    ledger = "日期,资金项目,资金层级,收支类别,金额,用途\n2023-07-01,启动资金,市级,拨入,20000,\n"
    ledger += "2023-07-05,启动资金,市级,支出,3000,宣传\n2023-07-09,启动资金,市级,支出,12000.5,窗口改造\n"
    (folder / "资金台账.csv").write_text(ledger, "utf-8")
    papers = made(folder, "申请拨付资金的请示", "公示")
    assert "累计支出15000.5元，其中窗口改造12000.5元，宣传3000元" in text(papers["梧桐村-申请拨付资金的请示"])
    assert "共15000.5元：窗口改造12000.5元；宣传3000元。" in text(papers["梧桐村-公示"])


@pytest.mark.parametrize(
    ("place", "organ"),
    [
        ("竹溪镇", "竹溪镇人民政府"),
        ("城北街道", "城北街道办事处"),
        ("云峰县", "云峰县人民政府"),
        ("袁州区", "袁州区人民政府"),
        ("明月山温泉风景名胜区", "明月山温泉风景名胜区管理委员会"),
        ("某地", "某地"),
    ],
)
def test_the_organ_above_is_told_by_the_name_of_its_place(place: str, organ: str) -> None:
    assert organ_of(place) == organ


# ---------------------------------------------------------------- 公示
def test_a_notice_leaves_period_and_telephone_blank_until_they_are_given(tmp_path: Path) -> None:
    said = text(made(village(tmp_path / "甲"), "公示")["梧桐村-公示"])
    assert "公示期：　　　年　月　日至　　　年　月　日。" in said
    assert "监督电话：　　　　　　　　" in said and "公示期不少于5个工作日。" in said
    given_ = {
        "公示": {"起": "2023-11-06", "止": "2023-11-10", "监督电话": "0795-0000000", "成文日期": "2023-11-06"}
    }
    said = text(made(village(tmp_path / "乙", 文书=given_), "公示")["梧桐村-公示"])
    assert "公示期：2023年11月6日至2023年11月10日。" in said
    assert "监督电话：0795-0000000" in said and "不少于" not in said


def test_a_notice_names_no_persons_and_numbers_its_parts_through(tmp_path: Path) -> None:
    said = text(made(village(tmp_path / "村", 资金=FUNDS), "公示")["梧桐村-公示"])
    assert not re.search("乔若谷|章听雨|池映雪", said)
    assert re.findall("^[一二三四]、.*$", said, re.M) == [
        "一、创建点",
        "二、自评结果",
        "三、奖补资金",
        "四、公示时间和监督方式",
    ]
    township = write(tmp_path / "镇", "竹溪镇", "乡镇", role="实施单位")
    said = text(made(township, "公示")["竹溪镇-公示"])
    assert re.findall("^[一二三四]、.*$", said, re.M) == ["一、创建点", "二、公示时间和监督方式"]


def test_a_bureau_announces_every_point_below(tmp_path: Path) -> None:
    document = made(county(tmp_path / "县"), "公示")[f"{COUNTY}-公示"]
    assert rows(document)[1:] == [
        ["1", "梧桐村", "竹溪镇", "村", "市级"],
        ["2", "和平社区", "城北街道", "社区", "县级"],
    ]


# ---------------------------------------------------------------- 清单
@pytest.mark.slow
def test_the_list_of_points_is_sorted_and_counted(tmp_path: Path) -> None:
    folder = county(tmp_path / "县")
    earlier = [
        {"名称": "梧桐村", "所属": "竹溪镇", "类型": "村", "级别": "县级", "年度": 2022, "状态": "提级创建"},
        {
            "名称": "石桥镇",
            "类型": "乡镇",
            "级别": "市级",
            "年度": 2022,
            "状态": "待巩固",
            "说明": "复核窗口",
        },
        {"名称": "青山村", "类型": "村", "级别": "县级", "年度": 2021},
    ]
    data = said_in(folder)
    (folder / "dossier.yaml").write_text(
        yaml.safe_dump(data | {"往年创建点": earlier}, allow_unicode=True), "utf-8"
    )
    document = made(folder, "创建点清单")[f"{COUNTY}-创建点清单"]
    assert [[*row[:3], row[6]] for row in rows(document)[1:]] == [
        ["1", "2021", "青山村", "已建成"],
        ["2", "2022", "石桥镇", "待巩固"],
        ["3", "2022", "梧桐村", "提级创建"],
        ["4", "2023", "梧桐村", "创建中"],
        ["5", "2023", "和平社区", "创建中"],
    ]
    said = text(document)
    assert "共列5个创建点，县级3个、市级2个；" in said and "创建中2个。" in said
    assert "涉及4个地方" in said


def test_an_unknown_state_of_an_earlier_point_is_a_problem_with_its_line(tmp_path: Path) -> None:
    wrong = [{"名称": "青山村", "类型": "村", "级别": "县级", "年度": 2021, "状态": "建好了"}]
    folder = village(tmp_path / "村", 往年创建点=wrong)
    found, _ = build([folder], out=tmp_path / "出", documents=["公示"])
    (fault,) = [item for item in found if item.where.line]
    assert (fault.severity, "待巩固" in fault.message + fault.hint) == ("error", True)


def test_facilities_stand_against_what_the_edition_asks(tmp_path: Path) -> None:
    document = made(village(tmp_path / "村", 条件=FACTS), "服务窗口与设备清单")["梧桐村-服务窗口与设备清单"]
    found = {row[-7]: row[-6:-3] for row in rows(document)[1:]}
    assert found["有人社服务标识"] == ["有", "有", "符合"]
    assert found["有信息栏或公告栏"] == ["有", "无", "缺"]
    assert found["人社专窗至少 1 个"] == ["1个", "1个", "符合"]
    assert found["就业帮扶工作室"] == ["有", "无", "缺"]
    assert found["健身房"] == ["不作要求", "有", "增配"]
    assert found["电脑"] == ["有", "未申报", "待核"]


def test_staff_is_held_against_the_minimum_with_its_trainings(tmp_path: Path) -> None:
    folder = village(tmp_path / "村", 条件=FACTS)
    lines = "池映雪,协理员,2021-05-01,是,提升培训,登记经办,县就业局,2023-07-05,12\n"
    (folder / "工作人员培训台账.csv").write_text(TRAINED + lines, "utf-8")
    document = made(folder, "人员配备表")["梧桐村-人员配备表"]
    staff = rows(document)[1]
    assert staff[1:11] == [
        "池映雪",
        "是",
        "是",
        "是",
        "是",
        "2021年5月1日",
        "提升培训",
        "1",
        "2023年7月5日",
        "是",
    ]
    assert (
        "至少配备1名主职人员，并由同一人做到专岗、专职、专管；现配备1名，其中符合要求1名，达到要求"
        in text(document)
    )
    assert rows(document, 1)[1][1:4] == ["2023年7月5日", "池映雪", "协理员"]


def test_a_village_without_a_chief_falls_short_and_a_township_does_not(tmp_path: Path) -> None:
    facts = {"专职人员": [{"姓名": "池映雪", "主职": "否", "专岗": "是", "专职": "是", "专管": "是"}]}
    said = text(made(village(tmp_path / "村", 条件=facts), "人员配备表")["梧桐村-人员配备表"])
    assert "符合要求0名，未达到要求" in said and "尚无培训记录" in said
    said = text(made(write(tmp_path / "镇", "竹溪镇", "乡镇", 条件=facts), "人员配备表")["竹溪镇-人员配备表"])
    assert "至少配备1名专职人员" in said and "符合要求1名，达到要求" in said


# ---------------------------------------------------------------- 政务公开
def test_each_tier_makes_its_own_matters_public(tmp_path: Path) -> None:
    shipped = Library.over_shipped()
    names = {
        kind: {item["事项"] for group in matters_for(shipped, kind) for item in group["事项"]}
        for kind in ("村", "社区", "乡镇", "县区")
    }
    assert names["村"] == names["社区"]
    assert "工伤认定和工伤待遇" in names["县区"] - names["村"] - names["乡镇"]
    assert "政策申请代办" in names["村"] & names["乡镇"] - names["县区"]
    document = made(village(tmp_path / "村"), "政务公开事项清单")["梧桐村-政务公开事项清单"]
    numbers = [row[0] for row in rows(document) if row[0].isdecimal()]
    assert numbers == [str(number) for number in range(1, len(names["村"]) + 1)]


def test_an_office_uses_its_own_file_of_matters(tmp_path: Path) -> None:
    folder = village(tmp_path / "村")
    (folder / "templates").mkdir()
    own = "目录:\n- 类别: 甲类\n  事项:\n  - {事项: 乙事, 内容: [丙, 丁], 主体: 戊}\n"
    (folder / "templates" / "政务公开事项.yaml").write_text(own, "utf-8")
    document = made(folder, "政务公开事项清单")["梧桐村-政务公开事项清单"]
    assert rows(document)[1:] == [["一、甲类（1项）"], ["1", "乙事", "丙；丁", "", "", "", "全社会", "戊"]]


def test_a_fault_in_the_file_of_matters_is_told_with_its_line(tmp_path: Path) -> None:
    folder = village(tmp_path / "村")
    (folder / "templates").mkdir()
    (folder / "templates" / "政务公开事项.yaml").write_text("目录:\n- 类别: 甲类\n  事向: []\n", "utf-8")
    found, results = build([folder], out=tmp_path / "出", documents=["政务公开事项清单"])
    assert [item.where.line for item in found if item.severity == "error"]
    assert all(result.path is None for result in results)


# ---------------------------------------------------------------- 申报表
def test_an_application_has_a_field_of_opinion_for_each_above(tmp_path: Path) -> None:
    cases = [
        ("村", "市级", ["创建点", "所在乡镇（街道）", "县（市、区）主管部门", "市级主管部门"]),
        ("社区", "县级", ["创建点", "所在乡镇（街道）", "县（市、区）主管部门"]),
        ("街道", "市级", ["创建点", "县（市、区）主管部门", "市级主管部门"]),
    ]
    for kind, level, opinions in cases:
        document = made(write(tmp_path / kind, "某地", kind, level=level), "申报表")["某地-申报表"]
        lines = rows(document)
        asked = [row for row in lines if row[0].endswith("意见") and len(row) == 2]
        assert [row[0].removesuffix("意见") for row in asked] == opinions
        assert all("负责人（签字）" in row[1] and "（盖章）" in row[1] and "日" in row[1] for row in asked)
        assert f"☑{kind}" in lines[1][1] and f"☑{level}" in lines[1][3]


def test_an_application_prints_what_is_known_and_says_what_is_not(tmp_path: Path) -> None:
    people = {"户籍总人口": 2316, "统计日期": "2023-06-30"}
    document = made(village(tmp_path / "村", 人口=people, 条件=FACTS), "申报表")["梧桐村-申报表"]
    lines = {row[0]: row[1:] for row in rows(document)}
    assert lines["户籍总人口"] == ["2316人", "常住总人口", "", "家庭户数", ""]
    assert lines["就业率"][0] == "尚无数据"
    assert lines["服务场所"] == ["具备：培训教室、资料室、健身房。欠缺：就业帮扶工作室、劳动人事争议调解室。"]
    assert "无法计算" not in str(rows(document))
