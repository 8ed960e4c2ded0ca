"""More invented workbooks with seeded faults: loans, graduates, months of counts, certificates of disability."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.faulty_books import Book, Sheet, born, name, number, phone
from tests.faulty_tables import credit_code

TYPES, GRADES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), ("一级", "二级", "三级", "四级")


def loans() -> Book:
    """Amounts in 万元, shares, a term that follows from two dates, interest that is a multiple, accounts."""
    head = ["序号", "借款人", "身份证号", "营业执照号", "贷款金额（万元）", "放款日期", "到期日期"]
    head += ["期限（月）", "年利率（%）", "贴息比例", "年利息（元）", "还款账号", "证书编号"]
    rows: list[list[Any]] = [["创业担保贷款发放明细表"], ["（2023年1-9月）"], head]
    for i in range(60):
        start, amount = date(2023, 1, 5) + timedelta(days=4 * i), (10, 15, 20, 30)[i % 4]
        person = [i + 1, name(i), number(born(i), i + 1, man=i % 2 == 0), credit_code(i + 1)]
        loan = [amount, start, start.replace(year=2025), 24, 3.65, "100%" if i % 2 else "50%", amount * 365]
        rows.append([*person, *loan, f"62260000000{i:08d}", f"DK2023{i:04d}"])
    rows.append(["合计", None, None, None, sum(row[4] for row in rows[3:])])
    sheet = Sheet("贷款", rows, [(0, 0, 0, 12)])
    sheet.spoil(8, 6, date(2022, 1, 1))
    sheet.spoil(12, 7, 12)
    sheet.spoil(16, 8, 36.5)
    sheet.spoil(20, 9, "150%")
    sheet.spoil(24, 10, rows[24][10] + 400)
    sheet.spoil(28, 11, rows[28][11][:-2])
    sheet.spoil(32, 12, "DK202300")
    sheet.spoil(36, 12, rows[6][12])
    sheet.spoil(40, 1, None)
    sheet.vary(10, 4, "20万元", 20)
    rows[10][10] = 20 * 365
    rows[-1][4] += 20 - (10, 15, 20, 30)[7 % 4]
    sheet.vary(14, 9, 1, 1) if rows[14][9] == "100%" else sheet.vary(14, 9, "50", 0.5)
    sheet.vary(18, 5, f"{rows[18][5]:%Y.%-m.%-d}", f"{rows[18][5]}")
    return Book("贷款", [sheet])


def graduates() -> Book:
    """Cells that are filled only in some states; dates of which one order holds; ranges, scores, words misspelt."""
    head = [
        "编号",
        "姓名",
        "身份证号码",
        "毕业时间",
        "求职登记时间",
        "就业状况",
        "就业单位",
        "月薪",
        "岗位月薪要求",
    ]
    head += ["培训成绩", "服务次数", "见习期限", "健康状况", "联系方式"]
    rows: list[list[Any]] = [["毕业生实名登记表（截至2023年9月30日）"], head]
    for i in range(120):
        done, job = date(2023, 6, 1) + timedelta(days=i % 30), i % 3 == 0
        seen = done + timedelta(days=10 + i % 15)
        work = ["已就业", "某公司", 3000 + 100 * (i % 7)] if job else ["未就业", None, None]
        rest = ["3000-5000" if i % 2 else "4000-6000", 60 + i % 40, i % 4, "2023.7.1-2023.12.31"]
        person = [f"B{i + 1:03d}", name(i), number(born(i), i % 90 + 1, man=True)]
        rows.append([*person, f"{done}", f"{seen}", *work, *rest, ("健康", "良好")[i % 2], phone(i)])
    sheet = Sheet("毕业生", rows, [(0, 0, 0, 13)])
    sheet.spoil(9, 4, "2023-02-01")
    sheet.spoil(12, 6, "某公司")
    sheet.spoil(17, 6, None)
    sheet.spoil(20, 5, "未就业")
    sheet.spoil(26, 7, 31000)
    sheet.spoil(31, 8, "5000-3000")
    sheet.spoil(36, 9, 178)
    sheet.spoil(41, 10, -1)
    sheet.spoil(46, 11, "2023.7.1-2023.11.31")
    sheet.spoil(51, 12, "建康")
    sheet.spoil(56, 0, "B007")
    sheet.spoil(61, 13, "暂无")
    sheet.vary(15, 13, f"{phone(1)}\n{phone(2)}", [phone(1), phone(2)])
    sheet.vary(16, 13, "0795 3500149", "0795-3500149")
    sheet.vary(24, 10, "2次", 2)
    return Book("毕业生", [sheet])


def counts() -> Book:
    """Twelve months of counts: parts over their whole, shares that don't follow, totals of one month each."""
    head = ["村名", "劳动力总数", "已就业人数", "未就业人数", "就业率（%）", "推荐岗位数"]
    sheets = []
    for month in range(1, 13):
        rows: list[list[Any]] = [[f"枫林镇2023年{month}月就业情况月报表"], head[:]]
        for i in range(12):
            whole = 400 + 37 * i
            work = whole - 40 - (i * 7 + month) % 30
            rows.append(
                [
                    f"{'梅桃李杏竹松柏桂枫荷菊兰'[i]}林村",
                    whole,
                    work,
                    whole - work,
                    round(work / whole * 100, 2),
                    i,
                ]
            )
        sheets.append(
            Sheet(f"{month}月", [*rows, ["合计", *(sum(row[c] for row in rows[2:]) for c in (1, 2, 3))]])
        )
    sheets[1].spoil(5, 3, sheets[1].rows[5][3] + 7)
    sheets[1].rows[-1][3] += 7
    sheets[3].spoil(6, 2, sheets[3].rows[6][1] + 50)
    sheets[3].rows[-1][2] = sum(row[2] for row in sheets[3].rows[2:-1])
    sheets[5].spoil(7, 4, 112.5)
    sheets[7].spoil(8, 4, 60.0)
    sheets[9].spoil(9, 5, "#REF!")
    sheets[11].spoil(len(sheets[11].rows) - 1, 1, 1)
    return Book("月报", sheets)


def disabled() -> Book:
    """Certificates that begin with the holder's identity number and end with type and grade."""
    head = ["序号", "姓名", "身份证号", "残疾人证号", "残疾类别", "残疾等级", "护理补贴", "生活补贴", "合计"]
    rows: list[list[Any]] = [["残疾人就业状况调查表"], head]
    for i in range(60):
        own, kind, grade = number(born(i), i + 1, man=True), i % 7, i % 4
        care, living = 100 if grade < 2 else 0, 80 if i % 2 else 0
        certificate = [f"{own}{kind + 1}{grade + 1}", TYPES[kind], GRADES[grade]]
        rows.append([i + 1, name(i), own, *certificate, care, living, care + living])
    sheet = Sheet("残疾人", rows, [(0, 0, 0, 8)])
    sheet.spoil(6, 3, rows[7][2] + rows[6][3][18:])
    sheet.spoil(12, 4, "多重" if rows[12][4] != "多重" else "肢体")
    sheet.spoil(18, 5, "四级" if rows[18][5] != "四级" else "一级")
    sheet.spoil(24, 8, 55)
    sheet.spoil(30, 6, 50)
    rows[30][8] = 50 + rows[30][7]
    sheet.vary(36, 3, f"{rows[36][3][:6]} {rows[36][3][6:]}", rows[36][3])
    return Book("残疾人", [sheet])


ROLLS = (loans, graduates, counts, disabled)
