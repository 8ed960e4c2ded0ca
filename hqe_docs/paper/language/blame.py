"""Exceptions of a rendering as notes: the line they happened at and the reason in Chinese."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from types import FrameType

from jinja2.exceptions import SecurityError, TemplateSyntaxError

from hqe_docs.paper.language.notes import Notes, did_you_mean

_REASONS = (
    (r"innermost block that needs to be closed is '(\w+)'", "“{0}”没有对应的“end{0}”"),
    (
        r"Encountered unknown tag '(end(?:for|if|set|macro|call|filter|with|raw|block)|else|elif)'",
        "“{0}”没有对应的开头",
    ),
    (r"Encountered unknown tag '(合并相同)'", "“{0}”只能写在表格的单元格里"),
    (r"Encountered unknown tag '(表头重复|不跨页)'", "“{0}”只能写在 Word 表格的单元格里"),
    (r"Encountered unknown tag '(tr|tc)'", "“{0}”要紧接着写成 {{%{0} …，只能写在表格里"),
    (r"Encountered unknown tag '(p|r)'", "“{0}”要紧接着写成 {{%{0} …，只能写在 Word 的文字里"),
    (r"Encountered unknown tag '(sheet)'", "“{0}”要紧接着写成 {{%{0} for …，只能写在 Excel 里独占一行"),
    (r"expected token '(.+?)', got '(.+?)'", "此处应为“{0}”，却是“{1}”"),
    (r"unexpected char '(.+?)' at", "不能用的字符“{0}”"),
    (r"unexpected end of template, expected '(.+?)'", "少了“{0}”"),
    (r"unexpected '(.+?)', expected '(.+?)'", "“{0}”没有成对，应为“{1}”"),
    (r"unexpected '(end of .+?)'", "“{0}”前面缺少内容"),
    (r"unexpected '(.+?)'", "多出“{0}”"),
    (r"Missing end of comment tag", "注释没有结束的“#}}”"),
    (r"No test named '(.+?)'", "没有判断“{0}”"),
    (r"Expected an expression, got '(.+?)'", "标签里缺少内容，遇到“{0}”"),
    (r"tag name expected", "百分号后面要写 for、if 等"),
    (r"can't assign to '(.+?)'", "“{0}”不能作为循环或 set 的名称"),
)
_TAGS = (
    "for",
    "endfor",
    "if",
    "elif",
    "else",
    "endif",
    "set",
    "cellbg",
    "colspan",
    "合并相同",
    "表头重复",
    "不跨页",
)
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of statement block": "{%",
    "begin of print statement": "{{",
    "end of template": "模板结尾",
    "name": "名称",
    "in": "in",
}


def syntax_reason(message: str) -> str:
    """Return Jinja's English complaint in Chinese."""
    for pattern, text in _REASONS:
        match = re.search(pattern, message)
        if match:
            return text.format(*(_TOKENS.get(word, word) for word in match.groups()))
    unknown = re.search(r"Encountered unknown tag '(.+?)'", message)
    return f"不认识的标签“{unknown[1]}”{did_you_mean(unknown[1], _TAGS)}" if unknown else "不合模板语法"


def note_exception(
    error: Exception, notes: Notes, filters: Iterable[str], *, line: int | None = None
) -> None:
    """Note `error` at `line`, by default the line of the program where it happened."""
    if isinstance(error, TemplateSyntaxError):
        _note_syntax(error, notes, filters, line)
        return
    frame, lineno = _end_of(error)
    line = line or lineno
    if isinstance(error, SecurityError):
        notes.add("T105", line=line, detail="调用程序内部的内容")
    elif type(error).__name__ == "OutputTooLarge":
        notes.add("T206", line=line, detail=str(error))
    elif isinstance(error, RecursionError | MemoryError | OverflowError):
        notes.add("T206", line=line, detail="循环或运算没有尽头")
    elif not (isinstance(error, TypeError) and str(error) == "unknown name"):
        notes.add("T207", line=line, frame=frame, detail=_why(error))


def _note_syntax(error: TemplateSyntaxError, notes: Notes, filters: Iterable[str], line: int | None) -> None:
    message = error.message or ""
    at = line or error.lineno
    unknown = re.match(r"No filter named '(.+?)'", message)
    if unknown:
        guess = did_you_mean(unknown[1], set(filters))
        notes.add("T106", line=at, word=unknown[1], name=unknown[1], guess=guess)
    elif message == "refused":
        notes.add("T105", line=at, detail=" include、import、extends、autoescape")
    else:
        if line is None and "needs to be closed" in message:
            at = unclosed_line(notes.source) or at
        notes.add("T103", line=at, detail=syntax_reason(message))


def unclosed_line(source: str) -> int | None:
    """Return the line of the innermost block that is opened and never closed, or None."""
    still_open: list[int] = []
    for match in re.finditer(r"\{%-?\+?\s*(end)?(for|if|filter|macro|call|with|raw|block)\b", source):
        if not match[1]:
            still_open.append(source.count("\n", 0, match.start()) + 1)
        elif still_open:
            still_open.pop()
    return still_open[-1] if still_open else None


def _end_of(error: Exception) -> tuple[FrameType | None, int | None]:
    """Return the innermost frame of the template program that an error went through, and its line there."""
    steps = [
        step for step in traceback.walk_tb(error.__traceback__) if step[0].f_code.co_filename == "<template>"
    ]
    return steps[-1] if steps else (None, None)


def _why(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "除数为零"
    if isinstance(error, OSError):
        return "要放进去的文件打不开"
    if type(error).__name__ == "UnrecognizedImageError":
        return "要放进去的文件不是图片"
    if isinstance(error, TypeError):
        return "值的种类不合这种运算"
    if isinstance(error, ValueError | LookupError):
        return "值不合要求"
    return "运算不成立"
