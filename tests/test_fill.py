"""`hqe fill`: any tagged template from YAML, JSON, CSV, workbooks or a dossier; every fault in one run."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import click
import openpyxl
import pytest

from hqe_docs.cli.filling import fill as fill_command
from tests.paper.making import excel, paragraphs, values, word
from tests.program import hqe, make_village

ROSTER = [
    ["姓名", "村", "出生日期", "联系电话", "公民身份号码", "补贴"],
    ["李春山", "甲村", date(1990, 1, 1), "13912345678", "360999199001010011", 12.5],
    ["王冬梅", "乙村", date(1991, 2, 3), "13912345679", "360999199102030021", 8],
    ["周喜", "甲村", date(1992, 4, 5), "13912345670", "360999199204050031", 1],
]
LIST = [
    ["{%tr for 人 in 行 %}"],
    ["{{ 人.姓名 }}", "{{ 人.补贴 }}"],
    ["{%tr endfor %}"],
    ["计", "=SUM(B2:B2)"],
]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def fill(*arguments: object, code: int = 0) -> list[str]:
    """Return the problems of `hqe fill` as their code and place."""
    outcome = hqe("fill", *arguments, "--json")
    assert outcome.exit_code == code, outcome.output
    return [f"{one['code']} {place(one['where'])}".strip() for one in json.loads(outcome.stdout)["problems"]]


def place(where: dict[str, object]) -> str:
    inner = where.get("cell") or where.get("row") or where.get("line") or where.get("path") or ""
    return f"{where.get('file', '')}:{inner}".strip(":")


def filled(text: str, *arguments: object) -> str:
    """Return the text that a Word template of one paragraph becomes."""
    word("模板.docx", text)
    assert fill("模板.docx", *arguments) == []
    return "\n".join(paragraphs("输出/模板.docx"))


# ---------------------------------------------------------------- data
def test_yaml_keys_are_names_and_its_plain_scalars_have_their_types():
    data = write(
        "数.yaml", "村: {名称: 甲村}\n人数: 12\n日: 2023-06-05\n编码: '12'\n旧码: 0123\n列: [1, 2]\n"
    )
    text = (
        "{{ 村.名称 }} {{ 人数 + 1 }} {{ 日 }} {{ 编码 ~ '号' }} {{ 旧码 }} {{ 列|length }} {{ 编码 + '0' }}"
    )
    assert filled(text, "--data", data) == "甲村 13 2023年6月5日 12号 0123 2 120"


def test_json_keeps_its_own_types_and_fractions_are_exact():
    data = write("数.json", '{"村": "甲村", "率": 0.1, "对": true, "日": "2023-06-05"}')
    assert (
        filled("{{ 村 }} {{ 率 + 率 + 率 }} {{ 对 }} {{ 日|日期 }}", "--data", data)
        == "甲村 0.3 是 2023年6月5日"
    )


@pytest.mark.parametrize("name", ["表.yaml", "表.json"])
def test_a_list_is_the_rows(name: str):
    data = write(name, '[{"姓名": "李春山"}, {"姓名": "王冬梅"}]')
    assert filled("{% for 人 in 行 %}{{ 人.姓名 }}；{% endfor %}", "--data", data) == "李春山；王冬梅；"


def test_a_csv_has_numbers_and_days_but_numbers_that_are_none_stay_text():
    data = write(
        "表.csv", '姓名,编码,邮政,金额,日期\n李春山,007,336000,"1,200.50",2023/6/5\n王冬梅,012,336001,3,\n'
    )
    text = "{% for 人 in 行 %}{{ 人.编码 }} {{ 人.金额 + 1 }} {{ 人.日期 }}；{% endfor %}"
    assert filled(text, "--data", data) == "007 1201.50 2023年6月5日；012 4 ；"


def test_what_an_excel_template_gets_are_numbers_days_and_texts(tmp_path):
    excel("名册.xlsx", ROSTER)
    titles = ["{{ 人." + name + " }}" for name in ROSTER[0]]
    excel("模板.xlsx", [["{%tr for 人 in 行 %}"], titles, ["{%tr endfor %}"]])
    assert fill("模板.xlsx", "--data", "名册.xlsx") == []
    first = values("输出/模板.xlsx")[0]
    assert first[0] == "李春山"
    assert first[2].date() == date(1990, 1, 1)
    assert first[3:] == ["13912345678", "360999199001010011", 12.5]


def test_a_header_of_two_rows_below_a_title_is_found_and_totals_are_no_rows():
    rows = [
        ["甲村人员名册"],
        ["序号", "姓名", "联系方式", None, "备 注"],
        [None, None, "电话", "住址（村组）", None],
        [1, "李春山", "13912345678", "一组", "无"],
        [2, "王冬梅", "13912345679", "二组", "无"],
        ["合计", None, None, None, 2],
        [None, None, "填表人：李春山", None, None],
    ]

    def merge(sheet):
        for area in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
            sheet.merge_cells(area)

    excel("名册.xlsx", rows, change=merge)
    word(
        "模板.docx",
        "{% for 人 in 行 %}{{ 人.姓名 }} {{ 人.电话 }} {{ 人.住址 }} {{ 人.备注 }} {{ 人['联系方式/电话'] }}；{% endfor %}",
    )
    assert fill("模板.docx", "--data", "名册.xlsx") == ["R147 名册.xlsx:6", "R148 名册.xlsx:7"]
    assert paragraphs("输出/模板.docx") == [
        "李春山 13912345678 一组 无 13912345678；王冬梅 13912345679 二组 无 13912345679；"
    ]


def test_a_header_is_the_first_full_row_even_when_all_cells_are_words():
    data = write(
        "表.csv",
        "村,负责人,是否参加城乡居民养老保险（以社保系统中的登记为准，请据实填写，不要漏填）\n甲村,李春山,是\n乙村,王冬梅,否\n",
    )
    assert (
        filled("{% for 人 in 行 %}{{ 人.村 }}{{ 人.是否参加城乡居民养老保险 }}；{% endfor %}", "--data", data)
        == "甲村是；乙村否；"
    )


def test_a_title_with_spaces_has_its_name_with_and_without_them():
    data = write("表.csv", "Full Name,No\nAnn,1\n")
    assert filled("{{ 行[0]['Full Name'] }} {{ 行[0].FullName }}", "--data", data) == "Ann Ann"


def test_a_table_of_one_column_has_all_its_rows():
    assert (
        filled("{% for 项 in 行 %}{{ 项.村 }}；{% endfor %}", "--data", write("村.csv", "村\n甲村\n合计村\n"))
        == "甲村；合计村；"
    )


def test_a_merged_cell_says_the_same_of_all_its_rows():
    rows = [["村", "姓名", "组"], ["甲村", "李春山", "一"], [None, "王冬梅", "二"]]
    excel("表.xlsx", rows, change=lambda sheet: sheet.merge_cells("A2:A3"))
    assert (
        filled("{% for 人 in 行 %}{{ 人.村 }}{{ 人.姓名 }}；{% endfor %}", "--data", "表.xlsx")
        == "甲村李春山；甲村王冬梅；"
    )


def test_each_sheet_of_a_workbook_has_its_name_and_one_can_be_chosen():
    def second(sheet):
        other = sheet.parent.create_sheet("乙")
        for row in (["村", "数", "注"], ["乙村", 2, "无"]):
            other.append(row)

    excel("表.xlsx", [["村", "数", "注"], ["甲村", 1, "无"]], title="甲", change=second)
    assert filled("{{ 行[0].村 }} {{ 甲[0].村 }} {{ 乙[0].村 }}", "--data", "表.xlsx") == "甲村 甲村 乙村"
    assert (
        filled("{{ 行[0].村 }} {{ 丙[0].村 }}", "--data", "表.xlsx#乙", "--data", "丙=表.xlsx", "--overwrite")
        == "乙村 甲村"
    )


def test_data_are_laid_over_each_other_and_set_over_all():
    first = write("一.yaml", "镇: {名: 甲镇, 数: 1}\n年: 2022\n")
    second = write("二.yaml", "镇: {数: 2}\n")
    text = "{{ 镇.名 }} {{ 镇.数 }} {{ 年 + 1 }} {{ 发文.序号 }} {{ 人[0].姓名 }}"
    third = write("人.csv", "姓名\n李春山\n")
    options = [
        "--data",
        first,
        "--data",
        second,
        "--data",
        f"人={third}",
        "--set",
        "年=2023",
        "--set",
        "发文.序号=007",
    ]
    assert filled(text, *options) == "甲镇 2 2024 007 李春山"


def test_a_dossier_gives_what_our_own_templates_see(tmp_path):
    make_village(tmp_path / "试点村")
    assert filled("{{ 创建点.名称 }} {{ 文书.名称 }}", "--data", "试点村") == "试点村 模板"


# ---------------------------------------------------------------- faults of data
def test_every_fault_of_the_data_is_told_in_one_run():
    word("模板.docx", "{{ 甲 }}")
    data = [
        write("坏.json", '{"甲": 1,\n "乙": }'),
        write("坏.yaml", "甲: [1\n乙: 2\n"),
        "没有.csv",
        write("空.csv", ""),
    ]
    options = [part for one in data for part in ("--data", one)]
    assert fill("模板.docx", *options, "--set", "坏", code=2) == [
        "R140 没有.csv", "R141 坏.json:2", "D101 坏.yaml:1", "L101 空.csv", "R145",
    ]  # fmt: skip
    assert not Path("输出").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"甲": 1, "甲": 2}', "“甲”在一个分项里写了两次"),
        ('{"甲": NaN}', "“NaN”不是数字"),
        ("[" * 100_000, "括号套得太深"),
        ('"甲"', "里面应是分项（名称: 值）或列表"),
        ('{"甲": 1e999999999}', "过长"),
        ('{"甲": "乙', "双引号没有成对"),
    ],
)
def test_a_json_file_that_is_wrong_or_hostile_is_refused_in_chinese(text: str, message: str):
    word("模板.docx", "{{ 甲 }}")
    outcome = hqe("fill", "模板.docx", "--data", write("坏.json", text))
    assert outcome.exit_code == 1
    assert message in outcome.stderr


def test_two_tables_of_one_name_are_refused():
    word("模板.docx", "好")
    one, two = write("一.csv", "村\n甲\n"), write("二.csv", "村\n乙\n")
    assert fill("模板.docx", "--data", one, "--data", two, code=1) == ["R142 二.csv"]


def test_a_day_that_is_none_and_a_failed_formula_are_told_at_their_cells():
    word("模板.docx", "好")
    data = write("表.csv", "姓名,日期,数,日期\n李春山,2023-02-30,#N/A,\n王冬梅,2023-02-03,1,\n")
    assert fill("模板.docx", "--data", data) == ["R148 表.csv:D1", "R148 表.csv:B2", "R148 表.csv:C2"]


# ---------------------------------------------------------------- one file a row
def test_each_row_has_its_file_named_by_a_tag_and_equal_names_are_numbered():
    data = write("表.csv", "姓名,村\n李春山,甲村\n王/冬*梅,../../乙\n李春山,甲村\n")
    word("证.docx", "{{ 姓名 }} 第{{ 序号 }}号 {{ 年 }} {{ 行|length }}")
    assert (
        fill("证.docx", "--data", data, "--set", "年=2023", "--each", "-o", "出/{{ 村 }}/{{ 姓名 }}.docx")
        == []
    )
    files = sorted(path.relative_to("出").as_posix() for path in Path("出").rglob("*.docx"))
    assert files == ["_.._乙/王_冬_梅.docx", "甲村/李春山-2.docx", "甲村/李春山.docx"]
    assert paragraphs("出/甲村/李春山-2.docx") == ["李春山 第3号 2023 3"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CON", "_CON.docx"),
        ("..", "未命名.docx"),
        ("", "未命名.docx"),
        ("长" * 300, "长" * 40 + ".docx"),
        ("a:b", "a_b.docx"),
    ],
)
def test_whatever_a_row_says_its_file_is_legal_and_stays_in_its_folder(name: str, expected: str):
    word("证.docx", "好")
    write("表.json", json.dumps([{"名": name}]))
    assert fill("证.docx", "--data", "表.json", "--each", "-o", "出/{{ 名 }}.docx") == []
    assert [path.name for path in Path("出").iterdir()] == [expected]


def test_without_a_name_the_files_are_called_by_template_and_number():
    word("证.docx", "{{ 项 }}")
    assert fill("证.docx", "--data", write("表.yaml", "村:\n  名单: [甲, 乙]\n"), "--each", "村.名单") == []
    assert sorted(path.name for path in Path("输出").iterdir()) == ["证-1.docx", "证-2.docx"]


def test_a_row_that_fails_is_told_with_its_place_and_the_rest_is_done():
    word("证.docx", "{{ 姓名 }} {{ 日期|日期 }}")
    data = write("表.csv", "姓名,日期\n李春山,2023-06-05\n王冬梅,以后再定\n周喜,2023-06-07\n")
    outcome = hqe("fill", "证.docx", "--data", data, "--each", "-o", "出/{{ 姓名 }}.docx", "--json")
    answer = json.loads(outcome.stdout)
    assert outcome.exit_code == 1
    assert [item["path"] for item in answer["results"]] == ["出/李春山.docx", None, "出/周喜.docx"]
    assert [(one["code"], place(one["where"])) for one in answer["problems"]] == [
        ("R146", "表.csv:3"),
        ("T205", "证.docx"),
    ]
    assert "以后再定" in answer["problems"][0]["message"]


def test_when_the_first_twenty_rows_fail_the_rest_is_not_tried():
    word("证.docx", "{{ 姓明 }}")
    data = write("表.csv", "姓名\n" + "李春山\n" * 500)
    found = fill("证.docx", "--data", data, "--each", code=1)
    assert found.count("T201 证.docx") == 1
    assert len(found) == 21


def test_items_of_yaml_have_their_lines_as_places():
    word("证.docx", "{{ 姓名 }}")
    data = write("表.yaml", "- 姓名: 李春山\n- 姓明: 王冬梅\n")
    assert fill("证.docx", "--data", data, "--each", code=1) == ["R146 表.yaml:2", "T201 证.docx"]


# ---------------------------------------------------------------- files in the way
def test_an_existing_file_is_only_replaced_when_asked():
    word("证.docx", "{{ 年 }}")
    assert fill("证.docx", "--set", "年=2022") == []
    assert fill("证.docx", "--set", "年=2023", code=1) == ["R103 输出/证.docx"]
    assert paragraphs("输出/证.docx") == ["2022"]
    assert fill("证.docx", "--set", "年=2023", "--overwrite") == []
    assert paragraphs("输出/证.docx") == ["2023"]


@pytest.mark.parametrize("out", ["模板.xlsx", "./模板.xlsx", "名册.xlsx"])
def test_template_and_data_are_never_written_over(out: str):
    excel("名册.xlsx", ROSTER)
    excel("模板.xlsx", LIST)
    before = Path("模板.xlsx").read_bytes(), Path("名册.xlsx").read_bytes()
    assert len(fill("模板.xlsx", "--data", "名册.xlsx", "-o", out, "--overwrite", code=2)) == 1
    assert (Path("模板.xlsx").read_bytes(), Path("名册.xlsx").read_bytes()) == before


def test_an_out_file_of_another_kind_is_wrong_usage():
    word("证.docx", "好")
    assert fill("证.docx", "-o", "出.xlsx", code=2) == ["R144"]


def test_out_may_be_a_folder():
    word("证.docx", "好")
    Path("夹").mkdir()
    assert fill("证.docx", "-o", "夹") == []
    assert fill("证.docx", "-o", "新/") == []
    assert Path("夹/证.docx").exists()
    assert Path("新/证.docx").exists()


# ---------------------------------------------------------------- names
def test_an_unknown_name_is_an_error_and_with_lenient_a_warning():
    excel("模板.xlsx", [["{{ 甲 }}", "{{ 乙 }}"]])
    assert fill("模板.xlsx", "--set", "甲=1", code=1) == ["T201 模板.xlsx:B1"]
    found = fill("模板.xlsx", "--set", "甲=1", "--lenient")
    assert len(found) == 1
    assert values("输出/模板.xlsx") == [[1, None]]


def test_a_list_or_column_that_is_not_there_is_wrong_usage_with_a_guess():
    excel("模板.xlsx", LIST)
    excel("名册.xlsx", ROSTER)
    assert fill("模板.xlsx", "--data", "名册.xlsx", "--each", "名单", code=2) == ["R143"]
    outcome = hqe("fill", "模板.xlsx", "--data", "名册.xlsx", "--sheet-by", "姓名1")
    assert outcome.exit_code == 2
    assert "您是不是想写“姓名”" in outcome.stderr


# ---------------------------------------------------------------- one sheet a group
def test_sheet_by_makes_a_sheet_of_each_group_in_the_order_of_the_rows():
    excel("名册.xlsx", ROSTER)
    excel("模板.xlsx", [["{{ 村 }}（共{{ 行|length }}人）"], *LIST])
    assert fill("模板.xlsx", "--data", "名册.xlsx", "--sheet-by", "村", "-o", "分村.xlsx") == []
    book = openpyxl.load_workbook("分村.xlsx")
    assert book.sheetnames == ["甲村", "乙村"]
    assert [cell.value for cell in book["甲村"]["A"]] == ["甲村（共2人）", "李春山", "周喜", "计"]
    assert [cell.value for cell in book["乙村"]["A"]] == ["乙村（共1人）", "王冬梅", "计"]


def test_rows_without_the_group_have_a_sheet_of_their_own():
    excel("模板.xlsx", LIST)
    data = write("表.csv", "姓名,村,补贴\n李春山,甲村,1\n王冬梅,,2\n")
    assert (
        fill(
            "模板.xlsx",
            "--data",
            f"名单={data}",
            "--data",
            write("空.yaml", "行: []\n"),
            "--sheet-by",
            "名单.村",
        )
        == []
    )
    assert openpyxl.load_workbook("输出/模板.xlsx").sheetnames == ["甲村", "未填"]


def test_sheet_by_needs_a_workbook():
    word("证.docx", "好")
    assert fill("证.docx", "--data", write("表.csv", "村\n甲\n"), "--sheet-by", "村", code=1) == [
        "T134 证.docx"
    ]


def test_the_page_names_every_option_and_no_other():
    page = (Path(__file__).parents[1] / "docs" / "填写模板.md").read_text(encoding="utf-8")
    context = click.Context(fill_command)
    options = {
        name for part in fill_command.get_params(context) for name in part.opts if name.startswith("--")
    }
    assert set(re.findall(r"--[a-z][a-z-]+", page)) | {"--help", "--library", "--out"} == options


# ---------------------------------------------------------------- the data behind a problem
def messages(*arguments: object) -> list[str]:
    outcome = hqe("fill", *arguments, "--json")
    return [one["message"] for one in json.loads(outcome.stdout)["problems"]]


def test_a_fault_in_a_tag_names_the_cell_of_the_data_also_in_a_sheet_made_of_a_group(tmp_path):
    write("人员.csv", "姓名,村,备注\n彭春山,甲,2023-06-25\n高健,乙,待定\n")
    rows = [["{%tr for 人 in 行 %}"], ["{{ 人.备注|日期 }}"], ["{%tr endfor %}"]]
    excel(tmp_path / "表.xlsx", rows)
    for more in ((), ("--sheet-by", "村")):
        (message,) = messages("表.xlsx", "--data", "人员.csv", *more)
        assert message.endswith("（数据来自 人员.csv#人员!C3）")


def test_a_message_holds_no_whole_number_of_the_data(tmp_path):
    write("数.yaml", "人: {号: '36099919850312301X', 话: '来电19900001234'}\n")
    word("表.docx", "{{ 人.号|日期 }}{{ 人.话|万元 }}{{ 人.话|勾选 }}{{ 人.号|选项('甲') }}")
    said = "".join(messages("表.docx", "--data", "数.yaml"))
    assert "360999********301X" in said and "199****1234" in said
    assert "19850312" not in said and "00001234" not in said
