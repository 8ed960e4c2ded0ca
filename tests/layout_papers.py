"""Papers of every kind in the composer's line language, with an invented township's text of several pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.library import Library
from hqe_docs.paper.fill import fill
from hqe_docs.paper.gongwen.compose import compose
from hqe_docs.paper.gongwen.lines import source_lines
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.profilefile import read_profile
from hqe_docs.paper.gongwen.restyle import Look
from hqe_docs.paper.gongwen.tables import Tables
from hqe_docs.paper.package import write_package
from hqe_docs.problems import Problems

ISSUE: dict[str, Any] = {
    "机关": "洪江镇人民政府",
    "代字": "洪府字",
    "主送": ["各村民委员会", "镇直各单位"],
    "抄送": ["明月山温泉风景名胜区社会事业局", "镇党委办公室", "镇人大主席团办公室", "镇纪委"],
    "印发机关": "洪江镇人民政府办公室",
    "联系人": {"姓名": "沈砚秋", "电话": "0795-0000000"},
    "成文日期": date(2023, 6, 25),
    "印发日期": date(2023, 6, 26),
    "序号": 12,
    "文号": "洪府字〔2023〕12号",
}
LONG = (
    "正文|入户调查由包村干部会同村民小组组长分片承担逐户核对姓名住址联系方式劳动能力就业去向技能水平培训意愿和求职需求"
    "做到不漏一户不漏一人外出务工人员由家属代为答复后再以电话核实核实情况当日记入台账并由调查人签名确认发现前后不一致的"
    "当场查明原因后更正不得凭印象填写也不得由他人代签。\n"
    "正文|镇人力资源和社会保障所按周汇总各村进度，对进展缓慢的村派员驻点帮助；对信息错漏较多的退回重查，重查结果由村支部书记"
    "审核后上报。各村应当把调查中了解到的用工需求、培训需求和困难家庭情况一并登记，分类转交有关单位办理，办理结果及时回告群众。\n"
    "正文|服务窗口每个工作日有人值守群众前来咨询求职参训参保维权等事项的当场登记能够当场办结的立即办结不能当场办结的告知办理"
    "时限和所需材料由窗口人员全程代办并在办结后回访满意程度窗口人员外出走访时应当安排替岗不得空岗脱岗影响群众办事。\n"
)
BODY = (
    "一级|一、摸清底数\n二级段|（一）组织调查。调查从七月初开始，七月底结束，八月上旬完成复核和录入。\n"
    + LONG * 2
    + "二级|（二）建立台账\n三级段|1.统一格式。全镇使用同一份台账格式，栏目不增不减。\n四级段|（1）每户一行，每人一号。\n"
    + LONG
    + "一级|二、做优服务\n"
    + LONG * 3
)
END = "附件说明|附件：1.入户调查进度安排\n附件说明|　　　2.联系人名单\n落款|\n"
ANNEXES = (
    "分节纵向|\n附件序号|附件1\n附件标题|入户调查进度安排\n"
    + LONG
    + "附件序号|附件2\n附件标题|联系人名单\n"
    + LONG
    + "版记|\n"
)
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "通知": (
        "版头|\n标题|关于做好二〇二三年农村劳动力\\n入户调查工作的通知\n主送|各村民委员会，镇直各单位：\n"
        + BODY
        + END
        + ANNEXES,
        {},
    ),
    "涉密通知": (
        "版头|\n标题|关于做好二〇二三年农村劳动力\\n入户调查工作的通知\n主送|各村民委员会：\n"
        + BODY
        + "落款|\n附注|此件发至各村\n版记|\n",
        {"份号": "000012", "密级": "秘密★1年", "紧急程度": "特急"},
    ),
    "联合通知": (
        "版头|\n标题|关于联合开展劳动力调查的通知\n主送|各村民委员会：\n" + BODY + "落款|\n版记|\n",
        {"联合机关": ["洪江镇人民代表大会主席团", "洪江镇总工会", "洪江镇妇女联合会"], "紧急程度": "加急"},
    ),
    "请示": (
        "版头|上行\n标题|关于拨付创建奖补资金的请示\n主送|明月山温泉风景名胜区社会事业局：\n"
        + BODY
        + "正文|妥否，请批示。\n落款|\n附注|联系人：沈砚秋，电话：0795-0000000\n版记|\n",
        {"签发人": ["袁知远", "顾亦舟", "高健"]},
    ),
    "报告": (
        "版头|上行\n标题|关于创建工作进展情况的报告\n主送|明月山温泉风景名胜区社会事业局：\n"
        + BODY
        + "落款|\n版记|\n",
        {"签发人": ["袁知远"], "签名方式": "不盖章"},
    ),
    "信函": (
        "版头|信函\n标题|关于商请协助核对外出务工人员\\n信息的函\n主送|明月山温泉风景名胜区社会事业局：\n"
        + BODY
        + "落款|\n版记|\n",
        {"密级": "秘密★1年", "紧急程度": "加急", "文号": "洪府函〔2023〕3号"},
    ),
    "令": (
        "版头|令\n" + BODY + "落款|\n版记|\n",
        {"签名方式": "签名章", "签名人": {"职务": "镇长", "姓名": "袁知远"}},
    ),
    "纪要": (
        "版头|纪要\n标题|第三次会议纪要\n"
        + BODY
        + "出席|袁知远、顾亦舟、程望舒、高健、沈砚秋、邱闻溪、喻江澜、付梅、欧阳青禾、各村党支部书记\n请假|谢知秋\n列席|各村专职劳动保障协理员\n版记|\n",
        {"标志": "洪江镇人民政府会议纪要"},
    ),
    "方案": (
        "版头|\n标题|关于印发创建工作方案的通知\n主送|各村民委员会：\n正文|现将方案印发，请认真执行。\n落款|\n分节纵向|\n标题|高质量就业村创建工作方案\n"
        + BODY
        + "附件说明|附件：任务安排\n分节纵向|\n附件序号|附件\n附件标题|任务安排\n"
        + LONG
        + "版记|\n",
        {"主送移版记": True},
    ),
}
KINDS["横表通知"] = (
    "版头|\n标题|关于做好二〇二三年农村劳动力\\n入户调查工作的通知\n主送|各村民委员会：\n" + BODY + "落款|\n"
    "分节横向|\n附件序号|附件1\n附件标题|进度安排\n"
    + LONG * 3
    + "分节横向|\n附件序号|附件2\n附件标题|分工\n"
    + LONG
    + "分节纵向|\n附件序号|附件3\n附件标题|名单\n"
    + LONG
    + "分节横向|\n附件序号|附件4\n附件标题|汇总\n"
    + LONG * 2
    + "分节纵向|\n附件序号|附件5\n附件标题|说明\n"
    + LONG
    + "版记|\n",
    {"附件另订": True, "版记另面": True},
)


def profile_of(name: str) -> Profile:
    """Return a shipped profile."""
    found = Problems()
    profile = read_profile(name, Library.over_shipped(), found)
    assert profile is not None, list(found)
    return profile


def write_kind(kind: str, profile: Profile, folder: Path, look: Look | None = None, **issue: Any) -> Path:
    """Return the filled paper of a kind in a profile."""
    text, own = KINDS[kind]
    return write_text(text, profile, folder / f"{kind}.docx", ISSUE | own | issue, look)


def write_text(
    text: str, profile: Profile, out: Path, issue: dict[str, Any], look: Look | None = None
) -> Path:
    """Return the paper of a source in the composer's language, filled with 发文."""
    template = out.with_name(f"{out.stem}-模板.docx")
    assert write_package(template, compose(source_lines(text), Tables(profile, {}), profile, out.stem)) == []
    found = fill(template, {"发文": issue, "创建点": {"名称": "洪江镇"}}, out, look=look)
    assert [item.message for item in found] == []
    return out
