"""Codes of area R: papers that were edited by hand, dated copies."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

_WINS = "--ours 以手工改的为准，--theirs 以新生成的为准"

CODES: dict[str, Code] = {
    # ---- R42 built onto papers that were edited by hand
    "R420": Code(
        "手工改动保留",
        "{path} 手工改过，材料的变化没有影响它，照原样保留：{places}",
        "",
        "重新生成时，把现有的文书和它生成时的原件（.hqe/记录/原件）比较。新生成的和原件一样，就保留手工改过的那份，并列出改了哪里。",
        "info",
    ),
    "R421": Code(
        "格式改过",
        "{path} 在生成后改过，各处文字没有变，或者读不出；材料的变化没有影响它，照原样保留{places}",
        "",
        "文件和生成时不同，各处的文字却一样：改了格式、图片，或者只是另存过；也可能换成了读不出的文件。整份保留。",
        "info",
    ),
    "R422": Code(
        "手工改动已并入",
        "{path} 重新生成，手工改过的地方已并入：{places}",
        "格式以新生成的为准；原来那份在 .hqe/历史/，hqe history 可以列出",
        "材料变了，手工也改过，改的不是同一处：按单元格和整段把手工改的文字放进新生成的文书。",
        "info",
    ),
    "R423": Code(
        "手工和材料改了同一处",
        "{path} 手工改过，{detail}；改过的保留不动，新生成的写在旁边：{beside}{places}",
        "对照两份，把要的留在 {path} 里，再运行一次；" + _WINS,
        "同一处，手工改了，材料也变了，程序不替您取舍。插入、删去了行或段落，原来的位置对不上，也是这样。",
        "warning",
    ),
    "R424": Code(
        "和生成时不同，没有合并",
        "{path} {detail}；它保留不动，新生成的写在旁边：{beside}{places}",
        "对照两份，把要的留在 {path} 里；" + _WINS,
        "没有原件可比、文件打不开，或只看得出文件变了而文字没有变时，现有的一份不动，新的写在旁边。",
        "warning",
    ),
    "R425": Code(
        "换成新生成的",
        "{path} 手工改过，按 --theirs 换成新生成的{places}",
        "改过的那份在 .hqe/历史/，hqe restore 可以恢复",
        "给出 --theirs 时，并不进去的手工改动以新生成的为准；换下的一份总是存进 .hqe/历史/。",
        "info",
    ),
    "R426": Code(
        "没有采用的手工改动",
        "{path} 里这些地方按 --theirs 用了新生成的：{places}",
        "改过的那份在 .hqe/历史/，hqe restore 可以恢复",
        "同一处手工和材料都改了，--theirs 以新生成的为准；别处的手工改动照样并入。",
        "info",
    ),
    "R427": Code(
        "没有采用新生成的",
        "{path} 手工改过，按 --ours 保留，没有写新生成的{places}",
        "要看新生成的，去掉 --ours 再运行一次",
        "给出 --ours 时，按位置并不进去的（插入、删去了行或段落等）保留手工改过的那份。",
        "info",
    ),
    # ---- R43 dated copies
    "R430": Code(
        "没有旧稿",
        "{path} 没有存过旧稿",
        "写在档案外面的文书，加 --dossier 档案",
        "文件被换下时才存旧稿，在档案的 .hqe/历史/ 里；从没有换过的文件没有旧稿。",
    ),
    "R431": Code(
        "没有这一份旧稿",
        "{path} 没有编号或时间为 {found} 的旧稿",
        "hqe history 列出编号和时间",
        "--to 写编号（20231031-093000）、日期（2023-10-31）或时间（2023-10-31 09:30）。",
    ),
}
