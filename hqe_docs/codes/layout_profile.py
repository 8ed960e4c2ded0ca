"""Codes of area G: layout profiles."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "G001": Code(
        "没有这种版式",
        "没有“{found}”这种版式，或它绕着圈沿用自己；现有：{known}",
        "写 portable、hybrid、glyph 之一，或在档案文件夹的 templates/layout/ 里放一份同名的 YAML",
        "版式是一份 YAML：portable 为默认；其他版式写“沿用: portable”，只写不同的几项。",
    ),
    "G002": Code(
        "版式里没有这一项",
        "版式里没有“{found}”这一项",
        "各项名称见 templates/layout/portable.yaml",
        "版式只认 portable.yaml 里有的各项，样式除外：可以加自己的样式，写全字体、字号、对齐、条款、强度。",
    ),
    "G003": Code(
        "版式里的值不能用",
        "版式的“{path}”不能用：{detail}",
        "照 templates/layout/portable.yaml 里同一项的写法改",
        "长度以缇计（1/20 磅，1 毫米约 56.7 缇），字号以半磅计（三号 32），带“字”的键以三号字宽计。",
    ),
}
