"""Full contexts for the Word templates: 洪江镇 (实施单位) and its village 梅州村; all persons invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

Context = dict[str, Any]

ABOVE = ["明月山温泉风景名胜区", "洪江镇"]

BASES = [
    {
        "文号": "宜明办字〔2023〕26号",
        "标题": "2023年明月山温泉风景名胜区巩固深化高质量就业乡镇（街道）、村（社区）创建工作实施方案",
        "日期": date(2023, 6, 18),
    },
    {"文号": "宜就办字〔2023〕2号", "标题": None, "日期": None},
]

STAGES = [
    (
        "组织启动",
        date(2023, 5, 1),
        date(2023, 6, 30),
        ["制定方案和任务书", "成立领导小组，明确责任到人", "完成创建点选定和申报"],
    ),
    (
        "创建攻坚",
        date(2023, 7, 1),
        date(2023, 8, 31),
        ["完成入户调查和建账建库", "建成标准化服务窗口", "开展招聘、培训和送岗活动"],
    ),
    (
        "巩固提升",
        date(2023, 9, 1),
        date(2023, 10, 31),
        ["开展中期评估", "查漏补缺、限期整改", "整理档案、总结经验"],
    ),
]

# 任务, 措施, 责任单位, 责任人, 配合单位, 起, 完成时限, 成果, 对应指标, 状态, 进度
TASKS = [
    (
        "制定创建工作方案和任务书",
        [
            "逐条对照考核指标梳理现状和差距",
            "明确每项任务的措施、责任人和完成时限",
            "经领导小组会议审定后印发执行",
        ],
        "镇党政综合办公室",
        "程望舒",
        ["镇人力资源和社会保障所"],
        date(2023, 5, 1),
        date(2023, 6, 30),
        "工作方案、任务书各1份",
        [19],
        "已完成",
        "100%",
    ),
    (
        "入户调查，健全劳动力资源台账",
        [
            "按村民小组划片包户，逐户核对身份信息、联系电话、就业状态、技能证书和培训求职意愿",
            "外出人员通过电话、微信核实，台账中写明核实方式和日期",
            "按不低于一成的比例抽查复核，差错较多的小组退回重查",
            "分设失业人员、就业困难人员、零就业家庭、离校未就业高校毕业生台账",
        ],
        "镇人力资源和社会保障所",
        "沈砚秋",
        ["梅州村", "洪江村", "派出所"],
        date(2023, 6, 20),
        date(2023, 8, 15),
        "劳动力资源台账和五类分台账、抽查记录",
        [8, 9, 10],
        "进行中",
        "60%",
    ),
    (
        "建设标准化就业服务窗口",
        [
            "统一窗口标识和信息栏",
            "每村设人社专窗2个，落实专岗、专职、专管",
            "接通政务外网，配齐电脑、打印机、高拍仪和信息发布终端",
        ],
        "梅州村村民委员会",
        "邱闻溪",
        ["镇便民服务中心"],
        date(2023, 6, 25),
        date(2023, 8, 31),
        "窗口照片、设备清单、人员分工文件",
        [1, 2, 3, 4, 5, 6],
        "进行中",
        "45%",
    ),
    (
        "开展技能培训和创业扶持",
        [
            "摸排培训意愿，按工种组织两期以上培训",
            "对返乡创业人员逐一讲解创业担保贷款和贴息政策",
            "培育家政、竹木加工等劳务品牌",
        ],
        "镇人力资源和社会保障所",
        "沈砚秋",
        ["镇农业农村办公室", "各村民委员会"],
        date(2023, 7, 1),
        date(2023, 10, 20),
        "培训班次资料、证书台账、品牌名单",
        [12, 13, 16, 17],
        "未启动",
        None,
    ),
    (
        "调解劳动争议、扩大参保覆盖面",
        ["对照户籍人口逐户核查参保情况", "未参保人员逐人动员并登记原因", "劳动争议有诉必接、登记入账"],
        "洪江村村民委员会",
        "喻江澜",
        ["镇司法所", "镇医疗保障服务站"],
        date(2023, 7, 1),
        date(2023, 10, 31),
        "参保核查表、调解台账",
        [14, 15],
        "受阻",
        "20%",
    ),
]


def _bounds(township: str, village: str, lower: tuple[str, str] | None = None) -> dict[str, dict[str, str]]:
    def kinds(pair: tuple[str, str]) -> dict[str, str]:
        return {"乡镇": pair[0], "街道": pair[0], "村": pair[1], "社区": pair[1], "县区": pair[0]}

    return {"市级": kinds((township, village)), "县级": kinds(lower or (township, village))}


MATTER = {"序号": 1, "事项": "失业登记", "内容": ["条件", "材料"], "依据": "就业促进法", "时限": "长期公开"}
MATTER |= {"方式": ["信息栏"], "对象": "全社会", "主体": "村（社区）便民服务站", "层级": []}
MATTERS = [{"类别": "就业登记和就业援助", "事项": [MATTER]}]

BOUNDS = {
    "就业率": _bounds("90%", "95%", ("85%", "90%")),
    "数据准确率": _bounds("90%", "90%"),
    "调解成功率": _bounds("75%", "75%", ("70%", "70%")),
    "参保率": _bounds("98%", "98%"),
    "持证占比": _bounds("5%", "5%"),
    "创业率": _bounds("10%", "10%"),
}

TASK_KEYS = (
    "任务",
    "措施",
    "责任单位",
    "责任人",
    "配合单位",
    "起",
    "完成时限",
    "成果",
    "对应指标",
    "状态",
    "进度",
)


def township() -> Context:
    """Return what the papers of 洪江镇 see."""
    context = _common("洪江镇", "乡镇", "实施单位", ABOVE[:1])
    context["发文"] = _issue("洪江镇人民政府", "洪府字〔2023〕12号")
    context["领导小组"] = _township_group()
    context["任务"] = _tasks(range(len(TASKS)))
    context["下辖"] = context["各点"] = [
        _below(village()),
        _below({**village(), "创建点": _point("洪江村", "村", "创建点", ABOVE)}),
    ]
    for key in ("设施配备", "人员配备"):
        context[key] = [it for point in context["各点"] for it in point[key]]
    lines = [{"创建点": p["创建点"]["名称"], **it} for p in context["各点"] for it in p["资金"]]
    context["拨付"] = _payments(lines)
    context["往年创建点"] = [_earlier("东南村", "待巩固"), _earlier("梅州村", "提级创建")]
    context["创建点清单"] = _list(context["往年创建点"], ["梅州村", "洪江村"])
    return context


def village() -> Context:
    """Return what the papers of 梅州村 see."""
    context = _common("梅州村", "村", "创建点", ABOVE)
    issue = _issue("洪江镇梅州村村民委员会", None)
    context["发文"] = {**issue, "主送": ["各村民小组", "驻村各单位"], "抄送": [], "印发机关": None}
    context["领导小组"] = _village_group()
    context["任务"] = _tasks([1, 2, 4])
    funds = [
        _fund("市级", 50000, 20000, date(2023, 6, 28), "启动资金"),
        _fund("县级", 50000, 50000, date(2022, 11, 16), "2022年县级创建时已配套到位，本年度不再另行配套"),
    ]
    context |= {
        "资金": funds,
        "资金合计": {"标准": 100000, "已拨付": 70000, "差额": 30000},
        "自评": _scores(),
        "拨付": _payments([{"创建点": "梅州村", **fund} for fund in funds]),
    }
    context["人口"] = {"户籍总人口": 2316, "常住总人口": 1987, "家庭户数": 612, "统计日期": date(2023, 6, 30)}
    context["数据"]["就业率"] = _figure("95.70%", 1180, 1233)
    context["条件"]["专职人员"] = [_staff("邱闻溪")]
    return context


def _common(name: str, kind: str, role: str, above: list[str]) -> Context:
    stages = [dict(zip(("名称", "起", "止", "工作"), stage, strict=True)) for stage in STAGES]
    rate = {"数值": "91.20%", "来源": "区社会事业局", "日期": date(2023, 9, 30)}
    return {
        "创建点": _point(name, kind, role, above),
        "人口": dict.fromkeys(("户籍总人口", "常住总人口", "家庭户数", "统计日期")),
        "依据": BASES,
        "阶段": stages,
        "条件": _facts(),
        "资金": [],
        "资金合计": {"标准": 0, "已拨付": 0, "差额": 0},
        "外部数据": {
            "县平均就业率": rate,
            "上年脱贫劳动力就业率": {"数值": "88.10%", "来源": "", "日期": None},
        },
        "目标": {name: bounds["市级"]["村"] for name, bounds in BOUNDS.items()},
        "各级目标": BOUNDS,
        "往年创建点": [],
        "创建点清单": _list([], [name]),
        "拨付": _payments([]),
        "设施配备": [_facilities(name)] if role == "创建点" else [],
        "人员配备": [_staffing(name)] if role == "创建点" else [],
        "公开事项": MATTERS,
        "问题": [],
        "数据": {},
        "自评": None,
        "台账": {},
        "下辖": [],
        "各点": [],
    }


def _point(name: str, kind: str, role: str, above: list[str]) -> Context:
    return {
        "名称": name,
        "类型": kind,
        "级别": "市级",
        "角色": role,
        "所属": above,
        "年度": 2023,
        "基准日": date(2023, 10, 31),
        "指标体系": "yichun-2023",
        "全称": "".join(above) + name,
        "上级": above[-1],
        "县区": above[0],
        "上级机关": above[-1] + ("人民政府" if above[-1].endswith("镇") else "管理委员会"),
        "对象": kind if role == "创建点" else "村",
    }


def _issue(organ: str, number: str | None) -> Context:
    return {
        "机关": organ,
        "代字": "洪府字",
        "主送": ["各村民委员会", "镇直（属）各单位"],
        "抄送": ["明月山温泉风景名胜区社会事业局", "镇党委办公室", "镇人大主席团办公室", "镇纪委"],
        "印发机关": "洪江镇人民政府办公室",
        "联系人": {"姓名": "沈砚秋", "电话": "199 0000 3621"},
        "序号": 12 if number else None,
        "成文日期": date(2023, 6, 25),
        "印发日期": date(2023, 6, 26),
        "文号": number,
        "专送": [],
        "起": None,
        "止": None,
        "监督电话": None,
    }


def paper(name: str, lines: list[str]) -> Context:
    """Return the key 文书 of one paper."""
    return {"文书": {"名称": name, "题名": "".join(lines), "题名行": lines, "草稿": False}}


def person(name: str, post: str) -> Context:
    return {"姓名": name, "职务": post}


def _township_group() -> Context:
    return {
        "组长": person("袁知远", "洪江镇党委副书记、镇长"),
        "第一副组长": person(
            "顾亦舟", "洪江镇党委委员、副镇长（分管民政和社会保障、退役军人事务、便民服务等工作）"
        ),
        "副组长": [person("程望舒", "洪江镇党委委员、组织委员"), person("高健", "洪江镇人大副主席")],
        "成员": [
            person("沈砚秋", "洪江镇人力资源和社会保障所所长"),
            person("邱闻溪", "梅州村党支部书记、村委会主任"),
            person("喻江澜", "洪江村党支部书记、村委会主任"),
            person("付梅", "洪江镇人力资源和社会保障所干部"),
            person("欧阳青禾", "洪江镇财政所所长"),
        ],
        "办公室": {"设在": "镇人力资源和社会保障所", "主任": "沈砚秋", "成员": ["付梅", "胡吕"]},
    }


def _village_group() -> Context:
    return {
        "组长": person("邱闻溪", "梅州村党支部书记、村委会主任"),
        "第一副组长": None,
        "副组长": [person("彭述", "梅州村党支部副书记")],
        "成员": [person("易晓岚", "梅州村妇联主席、劳动保障协理员"), person("李喆", "梅州村会计")],
        "办公室": {"设在": "村便民服务站", "主任": "彭述", "成员": ["易晓岚"]},
    }


BARE_GROUP: Context = {
    "组长": person("邱闻溪", "梅州村党支部书记"),
    "第一副组长": None,
    "副组长": [],
    "成员": [],
    "办公室": {"设在": None, "主任": None, "成员": []},
}


def _tasks(which: Any) -> list[Context]:
    rows = (dict(zip(TASK_KEYS, TASKS[i], strict=True)) for i in which)
    return [{"编号": number, **row, "说明": None} for number, row in enumerate(rows, 1)]


def _fund(level: str, standard: int, paid: int, day: date, note: str) -> Context:
    amounts = {"标准": Decimal(standard), "已拨付": Decimal(paid), "差额": Decimal(standard - paid)}
    return {"层级": level, **amounts, "日期": day, "依据": "宜明办字〔2023〕26号", "说明": note}


def _payments(lines: list[Context]) -> Context:
    def totals(some: list[Context]) -> Context:
        return {key: sum(line[key] for line in some) for key in ("标准", "已拨付", "差额")}

    levels = dict.fromkeys(line["层级"] for line in lines)
    each = [{"层级": level, **totals([it for it in lines if it["层级"] == level])} for level in levels]
    account = {"款": lines, "各级": each, **totals(lines)}
    return {**account, "请拨": account, "支出": [], "支出合计": 0}


def _earlier(name: str, state: str) -> Context:
    row = {"名称": name, "类型": "村", "级别": "县级", "年度": 2022, "状态": state}
    return row | {"所属": "洪江镇", "说明": None}


def _list(earlier: list[Context], names: list[str]) -> Context:
    now = [{"名称": name, "类型": "村", "级别": "市级", "年度": 2023, "状态": "创建中"} for name in names]
    rows = [
        {"序号": number, **row, "上级": "洪江镇", "得分": "", "说明": ""}
        for number, row in enumerate([*earlier, *now], 1)
    ]
    counted = {key: [{"名称": rows[0][key], "个数": len(rows)}] for key in ("级别", "类型", "状态")}
    return {"行": rows, "个数": len(rows), "地方": 3, "计数": counted, "往年": len(earlier)}


def _facilities(name: str) -> Context:
    lines = [
        {"事实": "服务窗口", "名称": "标识", "应有": "有", "现有": "有", "符合": True},
        {"事实": "服务窗口", "名称": "信息栏", "应有": "有", "现有": "无", "符合": False},
    ]
    indicator = {"序号": 1, "名称": "服务大厅（窗口）", "标准": STANDARD, "项": lines}
    return {"创建点": name, "上级": "洪江镇", "类型": "村", "指标": [indicator]}


def _staffing(name: str) -> Context:
    course = {"姓名": "邱闻溪", "职务": "主职人员", "培训类型": "提升培训", "培训内容": "登记经办"}
    course |= {"主办单位": "洪江镇", "培训日期": date(2023, 7, 5), "学时": "12"}
    trained = {"满两年": True, "培训": [course], "最近培训": date(2023, 7, 5), "两年内参训": True}
    return {
        **{"创建点": name, "上级": "洪江镇", "类型": "村", "要求": "主职", "符合": 1},
        **{"人员": [_staff("邱闻溪") | trained], "培训": [course]},
    }


def _staff(name: str) -> Context:
    yes = dict.fromkeys(("主职", "专岗", "专职", "专管"), True)
    return {"姓名": name, **yes, "入职日期": date(2021, 3, 1)}


def _facts() -> Context:
    return {
        "服务窗口": {"标识": True, "信息栏": True, "人社专窗数": 2},
        "服务场所": [],
        "政务公开": {"目录事项公开": None, "流程上墙": None},
        "办公设备": [],
        "信息发布终端": None,
        "专职人员": [],
        "工作方案": {"县区": True, "乡镇": True, "创建点": True},
        "领导小组": {"成立": True, "牵头领导": True, "责任科室": True, "责任人": True},
        "机制": [],
        "推广": "无",
    }


def _below(context: Context) -> Context:
    return {key: value for key, value in context.items() if key not in ("下辖", "各点", "文书", "发文")}


def _figure(shown: str, part: int, whole: int) -> Context:
    return {"显示": shown, "分子": part, "分母": whole, "说明": "", "来源": "劳动力资源台账"}


# ---------------------------------------------------------------- 自评
# 类别, 满分, 指标: 序号, 指标, 内容, 满分, 得分, 状态, 依据
CATEGORIES = [
    (
        "工作环境",
        15,
        [
            (1, "服务大厅（窗口）", "人社服务平台或者窗口", 3, "3", "评判", "设标识、信息栏，人社专窗2个"),
            (2, "服务场所", "培训教室、帮扶工作室、调解室、资料室", 3, "2.5", "评判", "资料室与调解室合用"),
            (3, "政务公开", "制度和业务流程", 3, "3", "评判", "目录事项已公开，流程上墙"),
            (4, "办公服务设备", "电脑、打印机、高拍仪、电话等", 3, "", "待核", "尚未填写自评"),
            (5, "信息发布终端", "就业信息发布终端", 3, "3", "计算", "条件“信息发布终端”为是"),
        ],
    ),
    (
        "工作人员",
        5,
        [
            (6, "人员配备", "专岗、专职、专管", 3, "3", "计算", "主职人员1名，专岗、专职、专管齐全"),
            (7, "人员培训", "业务培训和学习", 2, "", "待核", "等待工作人员培训台账"),
        ],
    ),
    (
        "工作内容",
        75,
        [
            (8, "任务指标", "人力资源数据动态更新", 10, "", "待核", "等待数据核查台账"),
            (9, "任务指标", "就业率", 10, "10", "计算", "1180÷1233=95.70%，达到市级村95%的目标"),
            (
                10,
                "任务指标",
                "重点群体就业",
                10,
                "",
                "待核",
                "脱贫劳动力就业率91.36%（74÷81），不低于县平均91.20%；其余由人工评定",
            ),
            (11, "任务指标", "转移就业", 5, "", "待核", "等待人力资源机构协作台账、活动台账"),
            (12, "任务指标", "创业带动就业", 5, "", "待核", "等待劳务品牌台账"),
            (13, "任务指标", "技能培训", 10, "", "待核", "等待技能培训台账"),
            (14, "任务指标", "劳动关系", 5, "", "待核", "等待劳动争议调解台账"),
            (15, "任务指标", "社会保障", 5, "5", "计算", "1871÷1902=98.37%，达到98%"),
            (16, "任务指标", "劳动者技能水平", 5, "4", "计算", "98÷2316=4.23%"),
            (17, "任务指标", "创业率", 5, "3", "计算", "131÷2316=5.66%"),
            (18, "任务指标", "党建+就业创业", 5, "", "待核", "等待推送台账"),
        ],
    ),
    (
        "工作机制",
        5,
        [
            (19, "制度机制", "工作方案", 1, "1", "计算", "县区、乡镇、创建点均已制定"),
            (20, "管理机制", "领导小组", 1, "1", "计算", "已成立并明确牵头领导、责任科室、责任人"),
            (21, "运行机制", "日常工作运行机制", 3, "2", "计算", "缺跟踪回访机制，扣1分"),
        ],
    ),
    ("创新工作", 10, [(22, "工作特色", "工作特色及亮点", 10, "0", "计算", "推广情况为无")]),
]

STANDARD = (
    "创建点应按要求配置并保持正常运行，资料齐全、标识清楚、专人负责，群众办事方便；核查时查看现场、照片和记录，"
    "比率类指标以台账人数计算，达到目标值的得满分，未达到的按规定档次或者比例计分，低于最低要求的不得分。"
)


def _scores() -> Context:
    return {
        "总分": "37.5",
        "可能总分": "94.5",
        "满分": "110",
        "已评满分": "53",
        "待核满分": "57",
        "体系": {
            "名称": "宜春市高质量就业乡镇（街道）、村（社区）创建考核评价指标",
            "依据": {"文号": "宜明办字〔2023〕26号", "附件": "附件1", "日期": date(2023, 6, 18)},
            "年度": 2023,
        },
        "类别": [_category(*category) for category in CATEGORIES],
        "口径说明": [
            "就业率的分母为户籍人口中处于劳动年龄、有劳动能力并且已就业或者失业的人员；务农计入就业。",
            "劳动年龄按固定口径计算：男16周岁至60周岁以下，女16周岁至55周岁以下。",
            "比率按精确分数比较，显示到两位小数。",
        ],
    }


def _category(name: str, full: int, items: list[tuple[Any, ...]]) -> Context:
    keys = ("序号", "指标", "内容", "满分", "得分", "状态", "依据")
    rows = [dict(zip(keys, item, strict=True)) for item in items]
    for row in rows:
        row |= {
            "类别": name,
            "标准": STANDARD,
            "佐证": ["照片1-3", "台账截图"] if row["得分"] else [],
            "备注": "",
        }
    points = sum((Decimal(row["得分"] or 0) for row in rows), Decimal(0))
    waiting = sum(row["状态"] == "待核" for row in rows)
    return {
        "名称": name,
        "满分": str(full),
        "得分": str(points),
        "待核": waiting,
        "指标": rows,
    }
