"""More invented workbooks with seeded faults: families without house numbers, firms."""

from __future__ import annotations

from datetime import date, timedelta

from tests.faulty_books import MEMBERS, Book, Sheet, born, name, number, phone


def credit_code(i: int) -> str:
    """Return a right credit code of a county that doesn't exist (GB 32100-2015)."""
    first, characters = f"92360999MA{i:07d}", "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return first + characters[-sum(characters.index(c) * pow(3, k, 31) for k, c in enumerate(first)) % 31]


def families() -> Book:
    """Households known by the head's merged name, a sample row, ages on the day in the line below the title."""
    head = [
        "序号",
        "村组",
        "户主",
        "与户主关系",
        "家庭成员姓名",
        "性别",
        "身份证号码",
        "年龄",
        "文化程度",
        "政治面貌",
        "就业状态",
        "就业单位",
        "月收入（元）",
        "是否脱贫户",
        "是否有技能证书",
        "联系方式",
        "备注",
    ]
    rows = [
        ["洪江镇2023年度劳动力资源调查表"],
        ["填报单位（盖章）：洪江镇", None, None, None, None, None, "统计截止2023年12月31日"],
        head,
        ["例", None, "张三", "户主", "张三", "男", "36099919800101001X"],
    ]
    last = date(2023, 12, 31)
    for h in range(50):
        for m, (rel, man) in enumerate(MEMBERS[: 2 + h % 3]):
            i = h * 4 + m
            d = born(i)
            hd = name(h * 4)
            rows.append(
                [
                    len(rows) - 3,
                    f"{('梅州村', '古庙村', '山下村')[h % 3]}{h % 5 + 1}组",
                    hd if m == 0 else None,
                    rel,
                    hd if m == 0 else name(i),
                    "男" if man else "女",
                    number(d, i % 90 + 1, man=man),
                    last.year - d.year - ((d.month, d.day) > (12, 31)),
                    ("初中", "高中", "大专", "小学")[i % 4],
                    ("群众", "中共党员")[i % 2],
                    ("单位就业", "务农", "灵活就业", "失业")[i % 4],
                    ("某厂", None, None, None)[i % 4],
                    (3000, 1500, 2000, None)[i % 4],
                    ("√", None)[i % 2],
                    ("是", "否")[i % 2],
                    phone(i) if i % 2 else float(int(phone(i))),
                    None,
                ]
            )
    rows.append(["合 计", f"{len(rows) - 4}人"])
    rows.append(["单位负责人：", None, None, "填表人：", None, None, "联系电话：19900001234"])
    s = Sheet("调查表", rows, [(0, 0, 0, 16)])
    r = 4
    for h in range(50):
        n = 2 + h % 3
        if n > 1:
            s.merges.append((r, r + n - 1, 2, 2))
        r += n
    s.spoil(10, 1, "梅洲村1组")
    s.spoil(20, 3, "户主")
    s.spoil(30, 10, "打麻将")
    s.spoil(40, 12, "很多")
    s.spoil(50, 6, "36099919881312" + rows[50][6][14:])
    s.spoil(60, 8, "初种")
    s.spoil(70, 15, "12345678901")
    s.spoil(80, 5, None)
    s.spoil(90, 4, "卢")
    s.vary(12, 8, "初中毕业")
    s.vary(13, 12, "0.3万元")
    s.vary(14, 9, "党员")
    s.vary(15, 12, "3,000")
    s.vary(16, 7, f"{rows[16][7]}岁")
    s.vary(17, 6, "　" + rows[17][6])
    s.vary(18, 10, rows[18][10] + " ")
    return Book("家庭", [s])


def firms() -> Book:
    """Firms: credit codes, totals that stand left of their parts, loans that end after they begin."""

    head = [
        "序号",
        "企业名称",
        "统一社会信用代码",
        "法人姓名",
        "法人身份证号",
        "成立日期",
        "注册资本（万元）",
        "带动就业人数",
        "其中：男",
        "女",
        "联系人电话",
        "贷款金额",
        "放款日期",
        "到期日期",
    ]
    rows = [["创业实体统计表"], head]
    for i in range(45):
        st = date(2021, 3, 1) + timedelta(days=11 * i)
        rows.append(
            [
                i + 1,
                f"洪江镇某某{i}店",
                credit_code(i + 1),
                name(i),
                number(born(i), i + 1, man=True),
                st.isoformat(),
                10 + i % 5,
                5 + i % 4,
                3,
                2 + i % 4,
                phone(i),
                "5万元" if i % 2 else 100000,
                f"{st + timedelta(days=30):%Y.%m.%d}",
                f"{st + timedelta(days=760):%Y.%m.%d}",
            ]
        )
    rows.append(
        [
            "合计",
            None,
            None,
            None,
            None,
            None,
            sum(r[6] for r in rows[2:]),
            sum(r[7] for r in rows[2:]),
            sum(r[8] for r in rows[2:]),
            sum(r[9] for r in rows[2:]),
        ]
    )
    s = Sheet("Sheet1", rows, [(0, 0, 0, 13)])
    s.spoil(5, 2, rows[5][2][:17] + ("0" if rows[5][2][17] != "0" else "1"))
    s.spoil(9, 7, rows[9][7] + 2)
    s.rows[-1][7] += 2
    s.spoil(15, 13, "2020.01.01")
    s.spoil(20, 11, "五万")
    s.spoil(25, 12, "2022.13.01")
    s.spoil(30, 10, "1990000")
    s.spoil(47, 8, 200)
    s.spoil(33, 5, None)
    return Book("实体", [s])


MORE_BOOKS = (families, firms)
