"""The front matter of a text that becomes an official paper: the keys of 发文 and the paper's own."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from hqe_docs.data.fields import Keys, Text, TextList, YesNo
from hqe_docs.data.schema import PaperIssue

Form = Literal["通知", "函", "报告", "请示", "纪要", "方案", "令"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _named(value: object) -> object:
    items = _listed(value)
    return (
        [{"名称": one} if isinstance(one, str) else one for one in items]
        if isinstance(items, list)
        else items
    )


def _lines(value: object) -> object:
    return re.split(r"\n|[|｜]", value.strip("\n")) if isinstance(value, str) else value


Texts = Annotated[TextList, BeforeValidator(_listed)]  # one may stand without brackets


class Attached(Keys):
    """附件: its name, and its text unless that stands in the source's own sections."""

    name: Text = Field(alias="名称", min_length=1)
    text: Text | None = Field(None, alias="正文")
    wide: YesNo | None = Field(None, alias="横排")


class Letter(PaperIssue):
    """What the front matter says of one paper."""

    form: Form | None = Field(None, alias="文种")
    title: Annotated[TextList, BeforeValidator(_lines)] | None = Field(None, alias="标题")
    subtitle: Text | None = Field(None, alias="副标题")
    signers: Texts | None = Field(None, alias="签发人")
    document_number: Text | None = Field(None, alias="文号", description="整个文号；或者写代字和序号")
    addressees: Texts | None = Field(None, alias="主送")
    copies: Texts | None = Field(None, alias="抄送")
    jointly: Texts | None = Field(None, alias="联合机关")
    signature: Texts | None = Field(None, alias="署名", description="不写时为机关；不署名写 无")
    present: Texts | None = Field(None, alias="出席")
    excused: Texts | None = Field(None, alias="请假")
    guests: Texts | None = Field(None, alias="列席")
    annexes: Annotated[list[Attached], BeforeValidator(_named)] | None = Field(None, alias="附件")
    printed: Text | None = Field(None, alias="印发件", description="随文印发的方案、办法等的标题")
    numbering: Literal["自动", "照原文"] = Field("自动", alias="标题编号")
    text: Text | None = Field(None, alias="正文")
