"""The command line: Chinese everywhere, one JSON object, exit codes, consoles of every kind, no traceback."""

from __future__ import annotations

import ast
import gettext
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hqe_docs import __version__
from hqe_docs.cli.layout import table, width, wrap
from hqe_docs.cli.report import Progress, count_line, problem_lines
from hqe_docs.cli.scoretables import score_text
from hqe_docs.cli.tables import figures_text, pattern, rows_text
from hqe_docs.problems import Location, Problem
from tests.examples import a_few
from tests.program import hqe, make_village, run
from tools import catalogue

ENGLISH = re.compile(
    r"\b(Usage|Options?|Commands?|Arguments?|Show|Error|Missing|Invalid|Try|No such|default|required)\b"
)
COMMANDS = ["new", "check", "figures", "score", "build", "fill", "list", "explain"]


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return make_village(tmp_path / "试点村")


# ---------------------------------------------------------------- Chinese
@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)], ids=str)
def test_every_help_page_is_chinese(arguments: list[str]):
    for switch in ("-h", "--help"):
        page = hqe(*arguments, switch)
        assert page.exit_code == 0
        assert page.output.startswith("用法: hqe")
        assert "选项:" in page.output
        assert not ENGLISH.search(page.output)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_page_ends_with_an_example_of_its_command(name: str):
    assert re.search(rf"\n示例:\n  hqe {name} \S.*\n$", hqe(name, "-h").output)


def test_the_first_help_page_groups_the_commands():
    page = hqe("-h").output
    groups = ["准备:\n  new ", "检查:\n  check ", "计算:\n  figures ", "生成:\n  build ", "查询:\n  list "]
    places = [page.index(group) for group in groups]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "没有命令 'chek'。您是不是想写 'check'？"),
        (["frobnicate-all"], "没有命令 'frobnicate-all'"),
        (["check"], "缺少参数"),
        (["check", "--jsn", "."], "没有选项"),
        (["check", "不在这里"], "'不在这里' 不存在"),
        (["check", ".", "--library"], "后面要有 1 个值"),
        (["check", ".", "--json=1"], "后面不能带值"),
        (["list", "fruits"], "'fruits' 不在可选值"),
        (["score", ".", "--explain", "九"], "'九' 不是规定的数字"),
        (["figures"], "缺少参数"),
        (["explain", "L204", "多余"], "多出参数 (多余)"),
        (["new", "x", "--year", "23"], "23 不在范围 2000<=x<=2100 内"),
        (["explain", "L2044"], "没有 L2044。您是不是想写 L204？"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained_in_chinese_and_exits_2(arguments: list[str], message: str):
    outcome = hqe(*arguments)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert message in outcome.stderr
    assert "错误: " in outcome.stderr
    assert not ENGLISH.search(outcome.stderr)


@pytest.mark.parametrize("language", a_few(["C", "en_US.UTF-8", "zh_CN.UTF-8", "de_DE"]))
def test_help_is_chinese_whatever_the_language_of_the_machine(language: str):
    env = {"LANG": language, "LC_ALL": language, "LANGUAGE": "en:de", "PYTHONIOENCODING": "utf-8"}
    assert "显示这份说明后退出" in run("--help", env=env).stdout.decode()


def test_the_compiled_catalogue_is_made_from_the_written_one():
    written = catalogue.SOURCE.read_text(encoding="utf-8")
    compiled = catalogue.SOURCE.with_suffix(".mo").read_bytes()
    assert compiled == catalogue.write_mo(catalogue.read_po(written)), "run: python tools/catalogue.py"
    assert gettext.GNUTranslations(io.BytesIO(compiled)).gettext("Usage:") == "用法:"


# click tells these to the programmer who declares a command wrongly, never to a user
DECLARATION_ERRORS = (
    "Could not determine name for option",
    "No options defined but a name was passed",
    "Arguments take exactly one parameter declaration",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag",
    "Invalid start character for option",
    "Unknown color",
)
LATEST_READ = (8, 5)  # the newest click whose words the catalogue was checked against


def words_of_click() -> Iterator[str]:
    """Yield every literal that the installed click looks up in a catalogue."""
    for path in Path(str(click.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext", "ngettext"):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_word_of_click_that_a_user_may_see_is_translated():
    from importlib.metadata import version

    known = {
        key.partition("\0")[0] for key in catalogue.read_po(catalogue.SOURCE.read_text(encoding="utf-8"))
    }
    missing = sorted(w for w in words_of_click() if w not in known and not w.startswith(DECLARATION_ERRORS))
    newer = tuple(int(part) for part in version("click").split(".")[:2]) > LATEST_READ
    assert newer or missing == []


def test_version_is_one_line():
    assert hqe("--version").output == f"hqe {__version__}\n"


# ---------------------------------------------------------------- layout
def test_a_chinese_character_counts_two_columns():
    assert width("梅州村 a1") == 9
    assert width("\x1b[31m错\x1b[0m") == 2


def test_lines_wrap_within_their_columns_and_keep_words_and_closing_punctuation():
    text = "档案是一个文件夹：dossier.yaml 加上各种台账（见说明）。"
    lines = wrap(text, 20)
    assert all(width(line) <= 22 for line in lines)
    assert any("dossier.yaml" in line for line in lines)
    assert not any(line.startswith(("，", "。", "：", "）")) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_table_columns_line_up():
    text = table(["名称", "数"], [["就业率", "9"], ["a", "1234"]], right={1})
    assert text.splitlines() == ["名称      数", "──────  ────", "就业率     9", "a       1234"]


# ---------------------------------------------------------------- problems
WRONG_ID = Problem(
    "L204",
    "公民身份号码校验位不对: 36099919900101123X\n按前 17 位推算，末位应为 5",
    Location("梅州村/劳动力资源台账.xlsx", sheet="劳动力", cell="F17"),
    "请核对身份证原件",
)


def test_a_problem_is_said_with_its_place_its_code_and_its_hint():
    lines = [click.unstyle(line) for line in problem_lines([WRONG_ID])]
    assert lines == [
        "梅州村/劳动力资源台账.xlsx#劳动力!F17: 错误 L204 公民身份号码校验位不对: 36099919900101123X",
        "    按前 17 位推算，末位应为 5",
        "",
        "    提示: 请核对身份证原件",
        "",
    ]


def test_problems_of_one_file_stand_together_and_a_repeated_hint_is_said_once():
    found = [
        Problem("D106", name, Location(file), "补上")
        for name, file in [("甲", "a"), ("乙", "b"), ("丙", "a")]
    ]
    lines = [click.unstyle(line) for line in problem_lines(found)]
    assert [line for line in lines if line] == [
        "a: 错误 D106 甲",
        "    提示: 补上",
        "a: 错误 D106 丙",
        "b: 错误 D106 乙",
    ]


def test_problems_are_counted_by_severity():
    found = [WRONG_ID, WRONG_ID, Problem("L104", "多出", severity="warning")]
    assert count_line(found) == "共 2 个错误、1 个警告"


def test_message_patterns_are_shown_without_braces():
    assert pattern("“{name}”应为{expected}，写成 {{列: 栏目}}") == "“…”应为…，写成 {列: 栏目}"


# ---------------------------------------------------------------- tables of figures and scores
def test_figures_show_the_ratio_and_the_first_rows():
    figure = {
        "name": "就业率",
        "value": "95.70%",
        "numerator": 89,
        "denominator": 93,
        "source": "劳动力资源台账",
    }
    dossier = {
        "dossier": "试点村",
        "figures": [figure | {"rows": [f"台账.xlsx#表!第{n}行" for n in range(2, 95)]}],
    }
    text = figures_text([dossier], explain=True)
    assert re.search(r"就业率 +95.70% +89/93 +劳动力资源台账", text)
    assert "（共 93 行）：台账.xlsx#表 第 2、3、4、" in text
    assert "、20、21 行 …" in text
    assert "共 93 行" not in figures_text([dossier], explain=False)


def test_few_rows_are_all_shown():
    rows = ["甲.xlsx#表!第3行", "甲.xlsx#表!第5行", "乙.csv#乙!第2行"]
    assert rows_text(rows) == "台账行（共 3 行）：甲.xlsx#表 第 3、5 行；乙.csv#乙 第 2 行"


def test_scores_are_summed_by_category():
    item = {
        "no": 1,
        "title": "就业率",
        "category": "工作内容",
        "full": "10",
        "state": "computed",
        "reason": "达到",
    }
    items = [item | {"points": "9.5"}, item | {"no": 2, "points": None, "state": "pending"}]
    text = score_text(
        [{"dossier": "试点村", "total": "9.5", "possible": "19.5", "full": "20", "items": items}]
    )
    assert "工作内容  9.5/20" in text
    assert re.search(r"1 +就业率 +9.5/10 +计算 +达到", text)
    assert re.search(r"2 +就业率 +—/10 +待核", text)
    assert "合计 9.5 分，满分 20 分\n待核各项都得满分时 19.5 分" in text


# ---------------------------------------------------------------- commands on a dossier
def test_check_lists_problems_on_stdout_and_exits_1(village: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Progress, "AFTER", 600.0)  # a busy machine is no long work
    outcome = hqe("check", village)
    assert outcome.exit_code == 1
    assert "D201" in outcome.stdout
    assert re.search(r"共 \d+ 个错误", outcome.stdout.splitlines()[-1])
    assert outcome.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "keys"),
    a_few(
        [
            (["check", "试点村"], {"problems"}),
            (["figures", "试点村"], {"problems", "dossiers"}),
            (["score", "试点村"], {"problems", "dossiers"}),
            (["build", "试点村", "-o", "结果"], {"problems", "results"}),
            (["new", "新村"], {"problems", "files"}),
            (["list", "documents"], {"problems", "documents"}),
            (["list", "indicators"], {"problems", "indicators"}),
            (["list", "ledgers"], {"problems", "ledgers"}),
            (["list", "codes"], {"problems", "codes"}),
            (["explain", "L204"], {"problems", "code"}),
        ],
        rows=True,
    ),
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_json_is_one_object_on_stdout(
    village: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], keys: set[str]
):
    monkeypatch.chdir(village.parent)
    outcome = hqe(*arguments, "--json")
    assert outcome.exit_code in (0, 1), outcome.output
    answer = json.loads(outcome.stdout)
    assert set(answer) == keys
    assert all(set(item) == {"code", "severity", "message", "hint", "where"} for item in answer["problems"])
    failed = any(item["severity"] == "error" for item in answer["problems"])
    failed |= any(item["path"] is None for item in answer.get("results", ()))
    assert outcome.exit_code == int(failed)


def test_score_explains_one_indicator(village: Path):
    outcome = hqe("score", village, "--explain", 9)
    assert outcome.stdout.startswith("试点村\n第 9 项 就业率")
    assert "规则: " in outcome.stdout
    assert "条款: " in outcome.stdout
    assert hqe("score", village, "--explain", 99).stdout == "没有第 99 项的得分\n"


def test_build_says_what_was_not_made(village: Path):
    outcome = hqe("build", village, "-o", village / "结果")
    assert outcome.exit_code == 1
    assert "未生成：\n    试点村 工作方案" in outcome.stdout
    assert "D201" in outcome.stderr


def test_an_unknown_document_is_an_error_with_the_name_meant(village: Path):
    outcome = hqe("build", village, "-d", "工作方按")
    assert outcome.exit_code == 1
    assert "R104" in outcome.stderr
    assert "工作方案" in outcome.stderr


def test_explain_takes_small_letters():
    assert hqe("explain", "l204").stdout.startswith("L204 公民身份号码校验位不对（错误）")
