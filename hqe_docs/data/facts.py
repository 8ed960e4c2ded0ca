"""条件: the model of the facts a dossier declares (contract.md)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from hqe_docs.data.fields import Count, Day, Keys, ListOf, Text, TextList, YesNo

OPEN = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)


class Fact(Keys):
    """What every declared fact may carry: a remark and its evidence."""

    note: Text | None = Field(None, alias="说明")
    evidence: TextList = Field([], alias="佐证")


class ServiceWindow(Fact):
    """条件.服务窗口."""

    sign: YesNo | None = Field(None, alias="标识")
    board: YesNo | None = Field(None, alias="信息栏")
    windows: Count | None = Field(None, alias="人社专窗数")


class Openness(Fact):
    """条件.政务公开."""

    catalogue: YesNo | None = Field(None, alias="目录事项公开")
    flow: YesNo | None = Field(None, alias="流程上墙")


class Staff(Fact):
    """条件.专职人员: one person."""

    name: Text = Field(alias="姓名")
    chief: YesNo | None = Field(None, alias="主职")
    own_post: YesNo | None = Field(None, alias="专岗")
    full_time: YesNo | None = Field(None, alias="专职")
    own_manager: YesNo | None = Field(None, alias="专管")
    joined: Day | None = Field(None, alias="入职日期")


class Plans(Fact):
    """条件.工作方案: who has a work plan."""

    county: YesNo | None = Field(None, alias="县区")
    township: YesNo | None = Field(None, alias="乡镇")
    point: YesNo | None = Field(None, alias="创建点")


class GroupFacts(Fact):
    """条件.领导小组."""

    founded: YesNo | None = Field(None, alias="成立")
    leader: YesNo | None = Field(None, alias="牵头领导")
    section: YesNo | None = Field(None, alias="责任科室")
    person: YesNo | None = Field(None, alias="责任人")


def _wrap(value: object) -> object:
    return value if isinstance(value, dict) else {"值": value}


class ListFact(Fact):
    """A fact that is a list; written plainly or as {值: [...], 说明: , 佐证: }."""

    value: TextList | None = Field(None, alias="值")


class YesFact(Fact):
    """A fact that is yes or no."""

    value: YesNo | None = Field(None, alias="值")


class TierFact(Fact):
    """条件.推广."""

    value: Literal["无", "市级", "省级"] | None = Field(None, alias="值")


class StaffFact(Fact):
    """条件.专职人员."""

    value: Annotated[list[Staff], ListOf] | None = Field(None, alias="值")


Wrapped = BeforeValidator(_wrap)


class Facts(Keys):
    """条件: declared facts; an edition may know further ones."""

    model_config = OPEN

    window: ServiceWindow | None = Field(None, alias="服务窗口")
    rooms: Annotated[ListFact, Wrapped] | None = Field(None, alias="服务场所")
    openness: Openness | None = Field(None, alias="政务公开")
    equipment: Annotated[ListFact, Wrapped] | None = Field(None, alias="办公设备")
    terminal: Annotated[YesFact, Wrapped] | None = Field(None, alias="信息发布终端")
    staff: Annotated[StaffFact, Wrapped] | None = Field(None, alias="专职人员")
    plans: Plans | None = Field(None, alias="工作方案")
    group: GroupFacts | None = Field(None, alias="领导小组")
    mechanisms: Annotated[ListFact, Wrapped] | None = Field(None, alias="机制")
    promotion: Annotated[TierFact, Wrapped] | None = Field(None, alias="推广")
