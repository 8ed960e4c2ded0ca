"""Front matter, kinds of paper and what is wrong in a source."""

from __future__ import annotations

import json
import struct
import zlib

import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.library import shipped
from hqe_docs.office.papers.writing import WriteOrder, write_paper
from tests.examples import a_few
from tests.written import FRONT, written

EXAMPLES = sorted((shipped() / "templates" / "示例").iterdir())
UP = "文种: 请示\n标题: 关于拨付资金的请示\n机关: 青禾镇人民政府\n代字: 青府字\n序号: 3\n成文日期: 2023-07-03\n"


def front(*lines: str) -> str:
    return "---\n" + "\n".join(lines).strip() + "\n---\n正文。\n"


@pytest.mark.parametrize("source", a_few(EXAMPLES), ids=lambda path: path.name)
def test_every_example_is_written_without_a_warning(source, tmp_path):
    found, path = write_paper(source, WriteOrder(tmp_path / "公文.docx"))
    assert [item.message for item in found if item.severity != "info"] == []
    assert path is not None


def test_there_is_an_example_of_every_kind():
    kinds = {path.stem for path in EXAMPLES}
    assert {"通知", "函", "报告", "请示", "纪要", "方案", "令"} <= kinds


# ---------------------------------------------------------------- kinds
def test_the_kind_is_read_off_the_title_s_end(tmp_path):
    paper = written(
        tmp_path, "---\n机关: 甲镇人民政府\n成文日期: 2023-7-3\n---\n# 关于商请协助的函\n\n内容。"
    )
    assert paper.codes == []
    assert "wp:anchor" in paper.document.element.xml, "the rules of a letter"


def test_a_title_that_names_no_kind_needs_one_said(tmp_path):
    assert written(tmp_path, front("标题: 关于若干问题的意见")).codes == ["G618"]
    assert (
        written(
            tmp_path,
            front("标题: 关于若干问题的意见", "机关: 甲镇人民政府", "成文日期: 2023-7-3"),
            form="通知",
        ).codes
        == []
    )


def test_a_request_needs_a_signer_one_addressee_and_somebody_to_call(tmp_path):
    paper = written(tmp_path, front(UP, "主送: [甲局, 乙局]"))
    assert paper.codes == ["G612", "G614"]
    assert "请示没有附注联系人" in paper.infos
    whole = written(
        tmp_path, front(UP, "主送: 甲局", "签发人: 顾清和", "附注: 联系人：陆时雨，电话：0000-0000000")
    )
    assert whole.codes == []
    assert any("签发人：" in text and "顾清和" in text for _, text in whole.paragraphs)
    assert whole.texts("附注") == ["（联系人：陆时雨，电话：0000-0000000）"]


def test_a_paper_without_a_day_has_room_for_one_and_a_warning(tmp_path):
    paper = written(tmp_path, front("文种: 通知", "标题: 关于甲的通知", "机关: 甲镇人民政府"))
    assert paper.codes == ["G611"]
    assert paper.texts("成文日期") == ["　　　　年　　月　　日"]


def test_without_an_organ_there_is_no_head_and_a_warning(tmp_path):
    paper = written(tmp_path, front("文种: 通知", "标题: 关于甲的通知", "成文日期: 2023-7-3"))
    assert paper.codes == ["G610"]
    assert paper.paragraphs[0] == ("公文标题", "关于甲的通知")


def test_who_signs_the_text_issues_it(tmp_path):
    text = "关于召开调度会的通知\n各村：\n请准时参加。\n\n云麓区社会事业局\n2023年10月8日\n"
    paper = written(tmp_path, text, ".txt")
    assert paper.codes == []
    assert paper.paragraphs[0] == ("发文机关标志", "云麓区社会事业局文件")


def test_a_plan_has_no_head(tmp_path):
    paper = written(
        tmp_path, front("文种: 方案", "标题: 甲镇工作方案", "署名: 甲镇人民政府", "成文日期: 2023-7-3")
    )
    assert [style for style, _ in paper.paragraphs] == ["公文标题", "公文正文", "署名", "成文日期"]


def test_minutes_name_who_was_there(tmp_path):
    paper = written(
        tmp_path,
        front(
            "文种: 纪要", "标题: 第一次会议纪要", "机关: 甲镇人民政府", "出席: [江一白, 沈芸]", "列席: 白露"
        ),
    )
    assert paper.texts("纪要名单") == ["出席：江一白、沈芸", "列席：白露"]


def test_a_signature_may_be_unsealed_or_left_out(tmp_path):
    unsealed = written(tmp_path, FRONT.replace("文种", "签名方式: 不盖章\n文种") + "正文。")
    assert unsealed.texts("不盖章署名") == ["青禾镇人民政府"]
    without = written(tmp_path, FRONT.replace("文种", "署名: 无\n文种") + "正文。")
    assert without.texts("署名") == []
    assert without.texts("成文日期") == ["2023年7月3日"]


@pytest.mark.parametrize(
    ("line", "style"),
    a_few(
        [
            ("各镇，区直（属）相关单位：", "主送机关"),
            ("云麓区社会事业局：", "主送机关"),
            ("各村党支部、村民委员会，镇直各单位：", "主送机关"),
            ("现将有关事项通知如下：", "公文正文"),
            ("如图：", "公文正文"),
        ],
        rows=True,
    ),
)
def test_only_names_of_offices_are_addressees(tmp_path, line, style):
    paper = written(tmp_path, FRONT.replace("主送: [各村民委员会]\n", "") + f"{line}\n正文。")
    assert paper.style_of(line) == style


# ---------------------------------------------------------------- titles
def test_an_author_s_own_title_lines_win(tmp_path):
    for said in (
        "标题: [关于开展, 入户调查的通知]",
        "标题: 关于开展|入户调查的通知",
        "标题: |\n  关于开展\n  入户调查的通知",
    ):
        paper = written(tmp_path, front("文种: 通知", said, "机关: 甲镇人民政府", "成文日期: 2023-7-3"))
        assert paper.texts("公文标题") == ["关于开展\n入户调查的通知"]


def test_an_office_s_name_is_never_cut(tmp_path):
    organ = "云麓山风景名胜区管理委员会党政办公室"
    paper = written(
        tmp_path,
        front(
            "文种: 通知",
            f"标题: {organ}关于做好年度就业创业扶持政策落实工作的通知",
            f"机关: {organ}",
            "成文日期: 2023-7-3",
        ),
    )
    [title] = paper.texts("公文标题")
    assert title.split("\n")[0] == organ
    assert "\n的" not in title


def test_a_long_name_is_broken_between_words_in_mark_and_signature(tmp_path):
    organ = "云麓山风景名胜区管理委员会党政办公室"
    lines = ("文种: 通知", "标题: 关于甲的通知", f"机关: {organ}", "成文日期: 2023-7-3")
    paper = written(tmp_path, front(*lines))
    assert paper.paragraphs[0] == ("发文机关标志小", "云麓山风景名胜区\n管理委员会党政办公室文件")
    assert paper.texts("署名") == ["云麓山风景名胜区\n管理委员会党政办公室"]
    assert paper.codes == []


def test_a_subtitle_stands_below_the_title(tmp_path):
    for text in (FRONT.replace("机关", "副标题: （征求意见稿）\n机关"), FRONT + "（征求意见稿）\n"):
        paper = written(tmp_path, text + "正文。")
        assert paper.texts("副标题") == ["（征求意见稿）"]


def test_whom_to_call_about_a_request_may_be_said_as_in_a_dossier(tmp_path):
    paper = written(
        tmp_path, front(UP, "主送: 甲局", "签发人: 顾清和", "联系人: {姓名: 陆时雨, 电话: 0000-0000000}")
    )
    assert paper.texts("附注") == ["（联系人：陆时雨，电话：0000-0000000）"]


def test_addressees_may_move_to_the_imprint(tmp_path):
    paper = written(tmp_path, FRONT.replace("文种", "主送移版记: 是\n文种") + "正文。")
    assert paper.texts("主送机关") == []
    assert "主送：" in paper.document.element.xml


def test_a_title_said_twice_stands_once(tmp_path):
    paper = written(tmp_path, FRONT + "# 关于开展入户调查的通知\n\n正文。")
    assert [text for _, text in paper.paragraphs].count("关于开展入户调查的通知") == 1


def test_what_front_matter_and_text_say_differently_is_told_and_the_text_stands(tmp_path):
    paper = written(tmp_path, FRONT + "各镇直单位：\n正文。\n青禾镇人民政府\n2023年7月9日")
    assert paper.codes == ["G619", "G619"]
    assert paper.texts("主送机关") == ["各镇直单位："]
    assert paper.texts("成文日期") == ["2023年7月9日"]


# ---------------------------------------------------------------- what is wrong
def test_an_unknown_key_is_told_with_its_line_and_the_nearest_one(tmp_path):
    paper = written(tmp_path, "---\n文种: 通知\n标提: 关于甲的通知\n---\n正文。")
    [problem] = [item for item in paper.found if item.severity == "error"]
    assert (problem.code, problem.where.line, problem.hint) == ("D104", 3, "您是不是想写“标题”？")


def test_a_wrong_day_is_told_with_its_line(tmp_path):
    paper = written(tmp_path, "---\n文种: 通知\n标题: 甲\n成文日期: 2023-06-31\n---\n正文。")
    assert [(item.code, item.where.line) for item in paper.found] == [("D107", 4)]


def test_front_matter_without_an_end_is_refused(tmp_path):
    assert written(tmp_path, "---\n文种: 通知\n正文。").codes == ["G623"]


def test_neither_title_nor_text_is_refused(tmp_path):
    assert sorted(written(tmp_path, "", form="通知").codes) == ["G601", "G602", "G610", "G611"]


def test_lines_of_a_text_in_yaml_are_counted_in_the_file(tmp_path):
    text = "文种: 通知\n标题: 关于甲的通知\n机关: 甲镇人民政府\n成文日期: 2023-7-3\n正文: |\n  第一段。\n\n  <div>乙</div>\n"
    paper = written(tmp_path, text, ".yaml")
    assert [(item.code, item.where.line) for item in paper.found] == [("G603", 8)]


def test_control_characters_are_refused_with_their_line(tmp_path):
    paper = written(tmp_path, FRONT + "甲\n乙\x07")
    assert [(item.code, item.where.line) for item in paper.found] == [("D126", 9)]


def test_a_gbk_file_is_read(tmp_path):
    source, out = tmp_path / "a.txt", tmp_path / "a.docx"
    source.write_bytes((FRONT + "正文。").encode("gb18030"))
    found, path = write_paper(source, WriteOrder(out))
    assert (list(found), path) == ([], out)


@pytest.mark.parametrize("name", ["原文.md", "别的.pdf"])
def test_only_another_docx_is_written(tmp_path, name):
    source = tmp_path / "原文.md"
    source.write_text(FRONT + "正文。", encoding="utf-8")
    _, path = write_paper(source, WriteOrder(tmp_path / name))
    assert path is None
    assert source.read_text(encoding="utf-8") == FRONT + "正文。"


def test_an_existing_file_is_replaced_only_when_asked(tmp_path):
    source, out = tmp_path / "原文.md", tmp_path / "公文.docx"
    source.write_text(FRONT + "正文。", encoding="utf-8")
    out.write_text("旧", encoding="utf-8")
    found, _ = write_paper(source, WriteOrder(out))
    assert [item.code for item in found] == ["R103"]
    assert write_paper(source, WriteOrder(out, overwrite=True))[1] == out


# ---------------------------------------------------------------- pictures
def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_picture_of_the_text_s_folder_stands_in_the_paper(tmp_path):
    (tmp_path / "图").mkdir()
    (tmp_path / "图" / "窗口.png").write_bytes(png(1200, 300))
    paper = written(tmp_path, FRONT + "如图：\n\n![服务窗口](图/窗口.png)\n")
    [shape] = paper.document.inline_shapes
    assert (shape.width.twips, round(shape.width / shape.height, 2)) == (8844, 4.0)
    assert paper.texts("图题") == ["服务窗口"]


@pytest.mark.parametrize(
    "file", a_few(["../秘密.png", "/etc/passwd", "http://x.test/a.png", "link.png", "没有.png", "文.png"])
)
def test_no_other_picture_is_taken(tmp_path, file):
    folder = tmp_path / "里"
    folder.mkdir()
    (tmp_path / "秘密.png").write_bytes(png(9, 9))
    (folder / "link.png").symlink_to(tmp_path / "秘密.png")
    (folder / "文.png").write_text("不是图片", encoding="utf-8")
    paper = written(folder, FRONT + f"甲。\n\n![]({file})\n")
    assert paper.codes == ["G617"]
    assert paper.found[-1].where.line == 10


# ---------------------------------------------------------------- the command
def test_the_command_prints_json_and_leaves_with_1_on_an_error(tmp_path):
    source = tmp_path / "原文.md"
    source.write_text(FRONT + "正文。", encoding="utf-8")
    out = tmp_path / "公文.docx"
    run = CliRunner().invoke(root, ["write", str(source), "-o", str(out), "--json"])
    assert (run.exit_code, json.loads(run.stdout)) == (0, {"problems": [], "path": str(out)})
    source.write_text(FRONT + "<b>甲</b>", encoding="utf-8")
    run = CliRunner().invoke(root, ["write", str(source), "-o", str(out), "--overwrite", "--json"])
    assert (run.exit_code, json.loads(run.stdout)["path"]) == (1, None)


# ---------------------------------------------------------------- the first page
@pytest.mark.parametrize(("title", "blank"), [("{}", 2), ("青禾镇2023年度高质量就业村{}实施", 1)])
def test_a_paper_that_just_fits_its_page_leaves_the_seal_one_line_less(tmp_path, title, blank):
    name = title.format("创建工作服务窗口标准化建设和政务公开事项") + "方案"
    lines = (
        "文种: 通知",
        f"标题: 关于印发《{name}》的通知",
        "机关: 青禾镇人民政府",
        "文号: 青府发〔2023〕8号",
        "成文日期: 2023-09-01",
        "主送: 各村",
    )
    text = f"《{name}》已经镇人民政府研究同意，现印发给你们，请结合本村实际，认真抓好贯彻落实。"
    paper = written(tmp_path, "---\n" + "\n".join(lines) + f"\n---\n{text}\n")
    styles = [one.style.name for one in paper.document.paragraphs]
    assert styles[-blank - 3 :] == ["公文正文", *["空行"] * blank, "署名", "成文日期"]
