"""Invented workbooks of twelve sheets with seeded faults: months of the same people, villages of different ones."""

from __future__ import annotations

from datetime import date

from tests.faulty_books import SURNAMES, Book, Sheet, born, name, number, phone


def months() -> Book:
    """Twelve months of the same people; titles misspelt in some, columns in another order in others."""
    sheets = []
    for m in range(1, 13):
        head = [
            "序号",
            "姓名",
            "身份证号",
            "出勤天数",
            "日补贴标准",
            "补贴金额",
            "开户行",
            "银行卡号",
            "联系电话",
        ]
        if m % 3 == 0:
            head = [
                "序号",
                "姓 名",
                "身份証号",
                "出勤天数",
                "日补贴标淮",
                "补贴金额",
                "开户行",
                "银行卡号",
                "联系电活",
            ]
        order = list(range(9))
        if m % 4 == 0:
            order = [0, 1, 7, 6, 2, 3, 4, 5, 8]
        rows = [[f"2023年{m}月公益性岗位补贴明细表"], ["编制单位：洪江镇"], [head[o] for o in order]]
        for i in range(12):
            days = 20 + i % 5 if m != 2 else 20
            r = [
                i + 1,
                name(i),
                number(born(i), i + 1, man=i % 2 == 0),
                days,
                60,
                days * 60,
                "农商行",
                f"62270000000{i:05d}",
                phone(i),
            ]
            rows.append([r[o] for o in order])
        tot = [
            "合计",
            None,
            None,
            sum(20 + i % 5 if m != 2 else 20 for i in range(12)),
            None,
            sum((20 + i % 5 if m != 2 else 20) * 60 for i in range(12)),
            None,
            None,
            None,
        ]
        rows.append([tot[o] for o in order])
        sheets.append(Sheet(f"{m}月", rows, [(0, 0, 0, 8)]))
    s = sheets[1]
    s.spoil(5, 3, 29)
    s.rows[5][5] = 29 * 60
    s.rows[-1][3] += 9
    s.rows[-1][5] += 540
    s = sheets[2]
    s.spoil(5, 2, s.rows[5][2][:-2] + "9" + s.rows[5][2][-1])
    s.spoil(7, 8, "1234")
    s = sheets[6]
    s.spoil(6, 5, s.rows[6][5] + 60)
    s.rows[-1][5] += 60
    s.spoil(9, 2, s.rows[4][2])
    s.spoil(10, 1, None)
    s = sheets[8]
    s.spoil(-1 + len(s.rows), 5, 1)
    s.spoil(8, 7, float(int(s.rows[8][7])) * 1e6)
    return Book("十二个月", sheets)


def villages() -> Book:
    """Twelve villages in the 1904 system, one person in two of them."""
    sheets = []
    for v in range(12):
        head = [
            "序号",
            "姓名",
            "性别",
            "年龄",
            "公民身份号码",
            "家庭住址",
            "就业困难类别",
            "认定日期",
            "就业状态",
            "联系电话",
            "备注",
        ]
        rows = [
            ["就业困难人员登记表"],
            [f"村（社区）：{SURNAMES[v % 10]}家村", None, None, None, None, "截止日期：2023年12月31日"],
            head,
        ]
        for i in range(8 + v):
            k = v * 30 + i
            d = born(k)
            last = date(2023, 12, 31)
            rows.append(
                [
                    i + 1,
                    name(k),
                    "男" if k % 2 else "女",
                    last.year - d.year - ((d.month, d.day) > (12, 31)),
                    number(d, k % 90 + 1, man=bool(k % 2)),
                    f"洪江镇{SURNAMES[v % 10]}家村{i % 4 + 1}组",
                    ("大龄", "残疾", "低保", "零就业")[i % 4],
                    date(2023, 1 + i % 12, 3 + i % 20),
                    ("失业", "灵活就业")[i % 2],
                    phone(k),
                    None,
                ]
            )
        rows += [["小计", f"{8 + v}人"], [], ["制表人：", None, None, None, "审核人："]]
        sheets.append(Sheet(f"{SURNAMES[v % 10]}家村{v}", rows))
    a, b, c = sheets[0], sheets[3], sheets[7]
    for col in (1, 2, 3):
        b.rows[5][col] = a.rows[4][col]
    b.spoil(5, 4, a.rows[4][4])
    b.spoil(8, 6, "大令")
    b.spoil(9, 9, "199000001")
    c.spoil(5, 2, "女" if c.rows[5][2] == "男" else "男")
    c.spoil(7, 3, c.rows[7][3] - 10)
    c.spoil(9, 7, date(2033, 1, 3))
    c.spoil(-3 + len(c.rows), 1, "19人")
    c.spoil(10, 4, c.rows[10][4] + "1")
    c.spoil(11, 1, "王5")
    a.vary(5, 7, "2023年5月6日")
    a.vary(6, 7, "2023.7.8")
    a.vary(7, 9, "199-0000-0007")
    a.vary(8, 3, f"{a.rows[8][3]} 岁")
    a.vary(9, 4, a.rows[9][4].translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    return Book("十二村", sheets, from_1904=True)


BOOKS_OF_TWELVE = (months, villages)
