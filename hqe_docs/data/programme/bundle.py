"""资料包: which papers and ledgers an acceptance bundle holds, by indicator, and what of it everybody may see."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from hqe_docs.data.fields import Count, Keys, Text, TextList


class General(Keys):
    """综合: the folder of what belongs to no single indicator."""

    title: Text = Field("综合材料", alias="名称")
    papers: TextList = Field(
        [], alias="文书", description="创建点的，按这个次序归入；指标也要的，各项里只写“另见”"
    )
    summary_papers: TextList = Field([], alias="汇总文书", description="实施单位、主管部门的")
    needed: TextList = Field([], alias="必备", description="没有的列入缺项")


class Taken(Keys):
    """收件: which files of 佐证/ are taken in, and how large."""

    pictures: TextList = Field([], alias="图片")
    papers: TextList = Field([], alias="文档")
    others: TextList = Field([], alias="其他", description="收进去，但不计页，也不装订")
    largest: Count = Field(200, alias="单个最大", description="兆")
    most: Count = Field(2000, alias="最多", description="一个创建点的文件数")


class Disclosure(Keys):
    """公开: what the public version may hold; all else stays in the internal one."""

    papers: TextList = Field([], alias="文书")
    ledgers: TextList = Field([], alias="台账")
    left_out: TextList = Field([], alias="不列栏目", description="栏目名里有这些字的不列")
    to_village: TextList = Field([], alias="到村栏目", description="栏目名里有这些字的，地址只写到村")


class Bundle(Keys):
    """资料包: the folders of an acceptance bundle."""

    title: Text = Field("验收资料", alias="名称")
    folder: Text = Field("{序号:02} {名称}", alias="文件夹")
    general: General = Field(default_factory=General.model_construct, alias="综合")
    more: dict[str, TextList] = Field(
        {}, alias="另归", description="指标序号: 指标体系的佐证之外，另归入的文书、台账"
    )
    dispensable: TextList = Field([], alias="可缺", description="没有也不列入缺项的佐证")
    cover: TextList = Field([], alias="封面")
    taken: Taken = Field(default_factory=Taken.model_construct, alias="收件")
    disclosure: Disclosure = Field(default_factory=Disclosure.model_construct, alias="公开")

    def folder_name(self, no: int, title: str) -> str:
        """Return the name of an indicator's folder, 0 for the general one, before it is made legal."""
        names: Mapping[str, object] = {"序号": no, "名称": title}
        try:
            return self.folder.format_map(names)
        except (KeyError, ValueError, IndexError):
            return f"{no:02} {title}"
