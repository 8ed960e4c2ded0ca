"""Codes of area R: a run of the program."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    # ---- R1 the run itself
    "R101": Code(
        "没有档案",
        "{path} 里没有 dossier.yaml",
        "给出放有 dossier.yaml 的文件夹；新建档案用 hqe new",
        "每个创建点一个文件夹，里面有一份 dossier.yaml。命令的参数应是这个文件夹，或它上一级带“下辖”的文件夹。",
    ),
    "R102": Code(
        "文件写不成",
        "{path} 写不成：{detail}",
        "关闭正打开这个文件的 WPS 或 Excel，确认文件夹可写、磁盘未满，再运行一次",
        "结果先写到临时文件，写完才换名，所以原有的文件没有损坏。Windows 上文件被打开时不能替换。",
    ),
    "R103": Code(
        "不覆盖已有文件",
        "{path} 已经存在，没有改动",
        "换一个新的文件夹，或先移走原有的文件",
        "hqe new 只建新文件，不覆盖已经填写的档案和台账。",
    ),
    "R104": Code(
        "没有这种文书",
        "没有名为“{found}”的文书",
        "可用的文书：{known}",
        "-d 后面写文书的名称，用 hqe list documents 查看；每种文书只为规定的角色生成。",
    ),
    "R105": Code(
        "没有这项数据",
        "没有名为“{found}”的数据",
        "可用的数据：{known}",
        "hqe figures 后面写数据的名称；名称在指标体系文件的“数据”里。",
    ),
    "R106": Code(
        "下辖档案有错误",
        "《{document}》要汇总下辖，但 {names} 的档案有错误",
        "先改正下辖的档案，再生成汇总文书",
        "缺了一个下辖创建点的汇总会误导人，所以不生成；其他文书照常生成。",
    ),
    "R107": Code(
        "台账有错误",
        "《{document}》要印出台账各行，而台账有错误，未生成",
        "按《问题清单》改正台账；确需先看样子，可加 --draft 生成草稿",
        "列印台账的文书是正式名册，不能带着已知的错误印出去。不印台账各行的文书照常生成。",
    ),
    "R108": Code(
        "没有模板",
        "《{document}》的模板 {file} 找不到",
        "把模板放进 templates/，或改正 文书目录.yaml 里的文件名",
        "文书目录里写的模板要在本档案的 templates/、--library 或随程序的库里。",
    ),
    "R199": Code(
        "程序内部错误",
        "程序内部错误，没有做完：{detail}",
        "设环境变量 HQE_DEBUG=1 再运行一次可看到出错的位置，请连同命令一起反馈",
        "这是程序的缺陷，不是您的材料有误。原有文件没有改动；已经写好的文书是完整的。",
    ),
}
