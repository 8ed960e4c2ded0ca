"""The dossier's model: every key of dossier.yaml, its type, its Chinese name (contract.md)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from hqe_docs.data.facts import OPEN, Facts
from hqe_docs.data.fields import (
    Amount,
    CopyNumber,
    Count,
    Day,
    Keys,
    ListOf,
    Number,
    PersonOrName,
    Rate,
    Secrecy,
    Text,
    TextList,
    Year,
    YesNo,
)

Kind = Literal["乡镇", "街道", "村", "社区", "县区"]
Level = Literal["市级", "县级"]
Role = Literal["创建点", "实施单位", "主管部门"]
TaskState = Literal["未启动", "进行中", "已完成", "受阻"]


class Point(Keys):
    """创建点: who hands the dossier in."""

    name: Text = Field(alias="名称", description="如 梅州村", min_length=1)
    kind: Kind = Field(alias="类型")
    level: Level = Field(alias="级别")
    role: Role = Field("创建点", alias="角色", description="实施单位、主管部门汇总下辖，自身不评分")
    parents: TextList = Field([], alias="所属", description="由外到内，不含自身")
    year: Year = Field(alias="年度")
    reference_date: Day | None = Field(None, alias="基准日", description="年龄、比率、有效期的计算日")
    indicator_set: Text = Field("yichun-2023", alias="指标体系", description="indicators/ 里的文件名")


class EarlierPoint(Keys):
    """往年创建点: one of a year before, of the place itself or of its area."""

    name: Text = Field(alias="名称", description="如 东南村", min_length=1)
    kind: Kind = Field(alias="类型")
    level: Level = Field(alias="级别")
    year: Year = Field(alias="年度")
    state: Literal["已建成", "待巩固", "提级创建", "已退出"] = Field("已建成", alias="状态")
    within: Text | None = Field(None, alias="所属", description="所在乡镇（街道）")
    note: Text | None = Field(None, alias="说明")


class Population(Keys):
    """人口: official totals, the denominators of indicators 16 and 17."""

    registered: Count | None = Field(None, alias="户籍总人口")
    resident: Count | None = Field(None, alias="常住总人口")
    households: Count | None = Field(None, alias="家庭户数")
    counted_on: Day | None = Field(None, alias="统计日期")


class Contact(Keys):
    """联系人."""

    name: Text | None = Field(None, alias="姓名")
    phone: Text | None = Field(None, alias="电话")


class Person(Keys):
    """A person of the leadership group."""

    name: Text = Field(alias="姓名")
    post: Text | None = Field(None, alias="职务")


PersonField = Annotated[Person, PersonOrName]
PersonList = Annotated[list[PersonField], ListOf]


class Issue(Keys):
    """发文: the issuing office, defaults of all papers."""

    organ: Text | None = Field(None, alias="机关")
    code: Text | None = Field(None, alias="代字", description="发文机关代字，如 洪府字")
    addressees: TextList | None = Field(None, alias="主送")
    copies: TextList | None = Field(None, alias="抄送")
    printed_by: Text | None = Field(None, alias="印发机关")
    contact: Contact | None = Field(None, alias="联系人")
    signed_on: Day | None = Field(None, alias="成文日期")
    printed_on: Day | None = Field(None, alias="印发日期")
    mark: Text | None = Field(None, alias="标志", description="发文机关标志，不写时由机关名称组成")
    jointly: TextList | None = Field(None, alias="联合机关", description="联合行文的其他机关")
    copy_number: CopyNumber | None = Field(None, alias="份号")
    secrecy: Secrecy | None = Field(None, alias="密级")
    urgency: Literal["特急", "加急"] | None = Field(None, alias="紧急程度")
    signers: TextList | None = Field(None, alias="签发人", description="上行文的签发人")
    manner: Literal["盖章", "不盖章", "签名章"] | None = Field(None, alias="签名方式")
    signed_by: PersonField | None = Field(None, alias="签名人", description="加盖签名章的负责人")
    remark: Text | None = Field(None, alias="附注", description="括号里的话，如 此件公开发布")
    addressees_last: YesNo | None = Field(None, alias="主送移版记")
    annexes_apart: YesNo | None = Field(None, alias="附件另订")
    imprint_apart: YesNo | None = Field(None, alias="版记另面", description="正文在单页结束时，版记移到背面")


class PaperIssue(Issue):
    """文书.<名称>: number, dates and period of one paper, and whatever differs from 发文."""

    number: Count | None = Field(None, alias="序号", ge=1)
    period: Count | None = Field(None, alias="期数", ge=1, description="周报等是第几期")
    start: Day | None = Field(None, alias="起", description="公示期、报告期的第一天，如 2023-11-06")
    end: Day | None = Field(None, alias="止", description="公示期、报告期的最后一天，如 2023-11-10")
    supervision: Text | None = Field(
        None, alias="监督电话", description="公示时公布的办公电话，如 0795-0000000"
    )


class Basis(Keys):
    """依据: a document this work rests on."""

    number: Text | None = Field(None, alias="文号")
    title: Text | None = Field(None, alias="标题")
    dated: Day | None = Field(None, alias="日期")


def _names_only(value: object) -> object:
    return value.get("姓名", value) if isinstance(value, dict) and set(value) <= {"姓名", "职务"} else value


Name = Annotated[Text, BeforeValidator(_names_only)]


class Bureau(Keys):
    """领导小组.办公室."""

    seat: Text | None = Field(None, alias="设在")
    director: Name | None = Field(None, alias="主任")
    members: Annotated[list[Name], ListOf] = Field([], alias="成员")


class Group(Keys):
    """领导小组, in protocol order."""

    leader: PersonField | None = Field(None, alias="组长")
    first_deputy: PersonField | None = Field(None, alias="第一副组长")
    deputies: PersonList = Field([], alias="副组长")
    members: PersonList = Field([], alias="成员")
    bureau: Bureau | None = Field(None, alias="办公室")


class Stage(Keys):
    """阶段."""

    name: Text = Field(alias="名称")
    start: Day | None = Field(None, alias="起")
    end: Day | None = Field(None, alias="止")
    work: TextList = Field([], alias="工作")


class Task(Keys):
    """任务: one row of the task book."""

    number: Count = Field(alias="编号")
    title: Text = Field(alias="任务")
    part: Text | None = Field(None, alias="部分", description="归入工作的哪一部分，不写时按对应指标")
    measures: TextList = Field([], alias="措施")
    unit: Text | None = Field(None, alias="责任单位")
    person: Text | None = Field(None, alias="责任人")
    partners: TextList = Field([], alias="配合单位")
    start: Day | None = Field(None, alias="起")
    due: Day | None = Field(None, alias="完成时限")
    result: Text | None = Field(None, alias="成果")
    indicators: Annotated[list[Count], ListOf] = Field([], alias="对应指标")
    state: TaskState = Field("未启动", alias="状态")
    progress: Rate | None = Field(None, alias="进度")
    note: Text | None = Field(None, alias="说明")


class ExternalFigure(Keys):
    """外部数据: a number from outside, with its source."""

    value: Rate | None = Field(None, alias="数值")
    source: Text | None = Field(None, alias="来源")
    dated: Day | None = Field(None, alias="日期")


class External(Keys):
    """外部数据; an edition may know further ones."""

    model_config = OPEN
    __pydantic_extra__: dict[str, ExternalFigure]

    county_rate: ExternalFigure | None = Field(None, alias="县平均就业率")
    last_year_lifted_rate: ExternalFigure | None = Field(None, alias="上年脱贫劳动力就业率")


class SelfScore(Keys):
    """自评.<序号>: a person's points for a judged indicator."""

    points: Number | None = Field(None, alias="得分")
    reason: Text | None = Field(None, alias="说明")
    evidence: TextList = Field([], alias="佐证")


class EvidenceFile(Keys):
    """佐证: a file or sub-folder in 佐证/, by its path there; whose it is, whether everybody may see it."""

    indicators: Annotated[list[Annotated[int, Count]], ListOf] = Field(
        [], alias="指标", description="归入哪几项指标；不写时看文件名、子文件夹名开头的序号"
    )
    is_public: YesNo = Field(False, alias="公开", description="已核对没有个人信息，可以放进公示版")


class Fund(Keys):
    """资金: one line of subsidy, in yuan."""

    level: Text = Field(alias="层级", description="市级、县级…")
    standard: Amount = Field(alias="标准", description="元")
    paid: Amount | None = Field(None, alias="已拨付", description="元")
    dated: Day | None = Field(None, alias="日期")
    basis: Text | None = Field(None, alias="依据")
    note: Text | None = Field(None, alias="说明")


class Acceptance(Keys):
    """验收: how the creation was judged; the balance of the subsidy waits for it."""

    result: Literal["待验收", "通过", "未通过"] = Field("待验收", alias="结论")
    points: Number | None = Field(None, alias="得分")
    dated: Day | None = Field(None, alias="日期")
    organ: Text | None = Field(None, alias="单位", description="组织验收的单位")
    note: Text | None = Field(None, alias="说明")


class Trouble(Keys):
    """问题: a difficulty reported upwards."""

    dated: Day | None = Field(None, alias="日期")
    content: Text = Field(alias="内容")
    proposal: Text | None = Field(None, alias="建议")
    level: Text | None = Field(None, alias="层级", description="镇、区、市")
    state: Text | None = Field(None, alias="状态")
    answer: Text | None = Field(None, alias="答复")
    answered_on: Day | None = Field(None, alias="答复日期")


class DossierData(Keys):
    """The whole of dossier.yaml."""

    point: Point = Field(alias="创建点", description="由谁创建、哪一级、哪一年")
    below: TextList = Field([], alias="下辖", description="下辖创建点的子文件夹名")
    earlier: Annotated[list[EarlierPoint], ListOf] = Field(
        [], alias="往年创建点", description="以前年度的创建点，印在创建点清单里"
    )
    population: Population = Field(
        default_factory=Population.model_construct,
        alias="人口",
        description="人口和户数，从公安、统计部门取得",
    )
    issue: Issue = Field(
        default_factory=Issue.model_construct, alias="发文", description="发文机关和联系人，各份文书共用"
    )
    papers: dict[str, PaperIssue] = Field(
        {}, alias="文书", description="各份文书的序号、日期，和与“发文”不同的内容"
    )
    bases: Annotated[list[Basis], ListOf] = Field([], alias="依据", description="这项工作依据的文件")
    group: Group = Field(
        default_factory=Group.model_construct,
        alias="领导小组",
        description="领导小组和办公室人员，按排名先后",
    )
    stages: Annotated[list[Stage], ListOf] = Field(
        [], alias="阶段", description="创建分几个阶段，各阶段的起止和工作"
    )
    tasks: Annotated[list[Task], ListOf] = Field(
        [], alias="任务", description="任务书的各项任务，谁做、何时完成、进展如何"
    )
    facts: Facts = Field(
        default_factory=Facts.model_construct,
        alias="条件",
        description="已经具备的条件，如实写有没有，附佐证",
    )
    external: External = Field(
        default_factory=External.model_construct, alias="外部数据", description="从外单位得来的数字，写明来源"
    )
    self_scores: dict[Annotated[int, Count], SelfScore] = Field(
        {}, alias="自评", description="酌情评分的指标由人评的分，能计算的不填"
    )
    evidence: dict[Text, EvidenceFile] = Field(
        {}, alias="佐证", description="佐证文件夹里的文件归入哪几项指标，可不可以公开"
    )
    funds: Annotated[list[Fund], ListOf] = Field([], alias="资金", description="奖补资金的标准和拨付")
    acceptance: Acceptance = Field(
        default_factory=Acceptance.model_construct, alias="验收", description="验收的日期、得分和结论"
    )
    troubles: Annotated[list[Trouble], ListOf] = Field([], alias="问题", description="工作中的疑难和答复")
    settings: dict[str, Text] = Field({}, alias="口径", description="通知没有写明的规则怎样定")


def plain(model: Keys) -> dict[str, Any]:
    """Return a model as nested dicts under its Chinese keys; typed values (date, Fraction, Decimal) stay."""
    pairs = ((field.alias or name, getattr(model, name)) for name, field in type(model).model_fields.items())
    return {key: _plain(value) for key, value in pairs}


def _plain(value: Any) -> Any:
    if isinstance(value, Keys):
        return plain(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
