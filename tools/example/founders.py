"""Founders: firms of different names in the master ledger, 创业与市场主体台账, 创业担保贷款台账."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tools.example import trades
from tools.example.dice import Dice, words
from tools.example.services import Services
from tools.example.sheets import NO, YES, Book, Row, credit_code, person
from tools.example.villages import REFERENCE_DAY, Village

# fmt: off
FIRM_WIDTHS: dict[str, float] = {
    "序号": 6, "组别": 7, "姓名": 9, "公民身份号码": 20, "性别": 5, "联系电话": 13, "市场主体名称": 32,
    "统一社会信用代码": 21, "主体类型": 14, "注册日期": 11, "经营项目": 20, "经营地址": 30,
    "带动就业人数": 8, "是否返乡创业": 8, "是否享受创业担保贷款": 13, "经营状态": 10, "备注": 10,
}
LOAN_WIDTHS: dict[str, float] = {
    "序号": 6, "姓名": 9, "公民身份号码": 20, "联系电话": 13, "贷款类型": 9, "借款人类别": 15,
    "市场主体名称": 30, "统一社会信用代码": 21, "经营项目": 18, "申请日期": 11, "放款日期": 11, "贷款金额": 9,
    "贷款期限": 8, "到期日期": 11, "经办银行": 22, "是否全额贴息": 9, "贴息金额": 9, "带动就业人数": 9,
    "还款状态": 9, "备注": 14,
}
# fmt: on
LINES = {  # how a firm's name ends → kind of entity, first two digits of its code, what it does
    "便利店": ("个体工商户", "92", "日用百货零售"),
    "农家饭庄": ("个体工商户", "92", "餐饮服务"),
    "温泉民宿": ("个体工商户", "92", "住宿服务"),
    "汽车修理店": ("个体工商户", "92", "汽车修理"),
    "货运户": ("个体工商户", "92", "道路货物运输"),
    "理发店": ("个体工商户", "92", "理发"),
    "种养专业合作社": ("农民专业合作社", "93", "油茶种植、生猪养殖"),
    "休闲农庄": ("个体工商户", "92", "休闲观光、餐饮"),
    "竹木制品厂": ("企业", "91", "竹木制品加工"),
    "农产品电商工作室": ("网络创业", "92", "农产品网上销售"),
    "家庭农场": ("家庭农场", "92", "水稻、油茶种植"),
}
MORE_NAMES = words("禾熙 青屏 砚田 云岫 竹溪 明禾 谷雨 山渡 桐里 稻香 清泉 映山 榛野 溪桥 茶岭 松间")
HIRED = {0: 34, 1: 26, 2: 18, 3: 12, 4: 6, 6: 3, 9: 1}  # by a firm of earlier years
YEAR = "2023"
RATE = 0.0415  # of interest a year, all of it paid by the public purse
MONTHS = 36
BORROWERS = words("返乡农民工 脱贫人口 高校毕业生 退役军人 残疾人")


def name_firms_apart(rows: Sequence[Row]) -> None:
    """Give the later of two founders' firms of one name another name."""
    used: set[str] = set()
    for row in _founders(rows):
        name = str(row["单位名称"])
        spare = iter(MORE_NAMES)
        while name in used:
            name = _renamed(str(row["单位名称"]), next(spare))
        used.add(name)
        row["单位名称"] = name


def _renamed(name: str, word: str) -> str:
    old = next(each for each in trades.FIRM_NAMES if each in name)
    return name.replace(old, word)


def _founders(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["是否创业"] == YES]


# ---------------------------------------------------------------- 创业与市场主体台账
@dataclass(frozen=True, slots=True)
class Firm:
    """A founder's firm and how many it gives work to."""

    row: Row
    kind: str
    code: str
    line: str
    jobs: int


def firms(village: Village, services: Services, rows: Sequence[Row], dice: Dice) -> list[Firm]:
    """Return the firms of all founders; those of the year give work to as many as the village is told."""
    new_jobs = iter(dice.shuffled(services.jobs_of_new_firms))
    made = []
    for place, row in enumerate(_founders(rows)):
        kind, digits, line = next(told for end, told in LINES.items() if str(row["单位名称"]).endswith(end))
        jobs = next(new_jobs) if str(row["就业日期"]) >= YEAR else dice.weighted(HIRED)
        made.append(Firm(row, kind, credit_code(digits, village.first_phone * 10 + place), line, jobs))
    return made


def firm_ledger(firms: Sequence[Firm], loans: Book) -> Book:
    """Return 创业与市场主体台账."""
    financed = {line["公民身份号码"] for line in loans.rows if line.get("放款日期")}
    lines = [_firm_line(firm, firm.row["公民身份号码"] in financed) for firm in firms]
    return Book("创业与市场主体台账", FIRM_WIDTHS, lines, frozenset(("市场主体名称", "经营地址", "备注")))


def _firm_line(firm: Firm, is_financed: bool) -> Row:
    row = firm.row
    return {
        **person(row, "组别", "姓名", "公民身份号码", "性别", "联系电话"),
        "市场主体名称": row["单位名称"],
        "统一社会信用代码": firm.code,
        "主体类型": firm.kind,
        "注册日期": row["就业日期"],
        "经营项目": firm.line,
        "经营地址": row["就业地址"],
        "带动就业人数": firm.jobs,
        "是否返乡创业": YES if "返乡农民工" in str(row["人员类别"]) else NO,
        "是否享受创业担保贷款": YES if is_financed else NO,
        "经营状态": "正常经营",
    }


# ---------------------------------------------------------------- 创业担保贷款台账
def loan_ledger(services: Services, firms: Sequence[Firm], dice: Dice) -> Book:
    """Return 创业担保贷款台账: firms of the last years nearby; those who came back come first."""
    near = [
        firm for firm in firms if firm.row["就业区域"] == "乡内" and str(firm.row["就业日期"]) >= "2021-07"
    ]
    early = [firm for firm in dice.shuffled(near) if str(firm.row["就业日期"]) < "2023-06"]
    by_need = sorted(early, key=lambda firm: _borrower(firm.row) == "农村自主创业农民")
    chosen = by_need[: services.loans + services.loans_asked]
    lines = [_loan_line(firm, dice, is_paid=place < services.loans) for place, firm in enumerate(chosen)]
    return Book(
        "创业担保贷款台账",
        LOAN_WIDTHS,
        sorted(lines, key=lambda line: str(line["申请日期"])),
        frozenset(("市场主体名称", "备注")),
        unit="元、月",
    )


def _borrower(row: Row) -> str:
    tags = str(row["人员类别"]).split("、")
    return next((kind for kind in BORROWERS if kind in tags), "农村自主创业农民")


def _loan_line(firm: Firm, dice: Dice, *, is_paid: bool) -> Row:
    founded = date.fromisoformat(str(firm.row["就业日期"]))
    first = max(founded + timedelta(days=20), date(2022, 2, 10))
    asked = dice.day(first, date(2023, 7, 20)) if is_paid else date(2023, 10, 16)
    amount = dice.pick((100_000, 150_000, 150_000, 200_000))
    line: Row = {
        **person(firm.row, "姓名", "公民身份号码", "联系电话"),
        "贷款类型": "小微企业" if firm.kind == "企业" else "个人",
        "借款人类别": _borrower(firm.row),
        "市场主体名称": firm.row["单位名称"],
        "统一社会信用代码": firm.code,
        "经营项目": firm.line,
        "申请日期": asked.isoformat(),
        "贷款金额": amount,
        "贷款期限": MONTHS,
        "经办银行": "江西农商银行洪江支行",
        "带动就业人数": firm.jobs,
    }
    if not is_paid:
        return line | {"备注": "银行审核中"}
    return line | _paid(asked + timedelta(days=dice.whole(18, 45)), amount)


def _paid(day: date, amount: int) -> Row:
    eve = day - timedelta(days=1)
    ends = eve.replace(year=eve.year + MONTHS // 12)
    quarters = (REFERENCE_DAY - day).days // 91
    told: dict[str, str] = {"放款日期": day.isoformat(), "到期日期": ends.isoformat(), "还款状态": "未到期"}
    return {**told, "是否全额贴息": YES, "贴息金额": round(amount * RATE / 4) * quarters}
