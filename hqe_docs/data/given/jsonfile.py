"""JSON files as plain values, within bounds, with the line of a fault."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.problems import Location, Problems, reason_of

LIMIT_BYTES = 200 * 1024 * 1024
MOST_DIGITS = 400
_REASONS = {
    "Expecting value": "这里少了一个值，或多了逗号",
    "Expecting property name": "这里应为双引号括起来的名称，或多了逗号",
    "Expecting ',' delimiter": "两项之间少了逗号，或括号没有成对",
    "Expecting ':' delimiter": "名称后面少了冒号",
    "Unterminated string": "双引号没有成对",
    "Invalid control character": "文字里有换行或控制字符，换行请写成 \\n",
    "Invalid \\": "反斜杠要写成 \\\\",
    "Extra data": "结尾以后还有内容",
}


class _Twice(Exception):
    """A name that one object has twice."""


def read_json(path: Path, name: str, found: Problems) -> Any:
    """Return what the file says, None with a problem when it can't be read; fractions are Decimals."""
    line = None
    try:
        if path.exists() and not path.is_file():
            raise ValueError("不是普通文件")
        with path.open("rb") as stream:
            data = stream.read(LIMIT_BYTES + 1)
        if len(data) > LIMIT_BYTES:
            raise ValueError("文件超过 200 MiB")
        return json.loads(data.decode("utf-8-sig"), parse_float=_decimal, parse_int=_whole,
                          parse_constant=_refused, object_pairs_hook=_object)  # fmt: skip
    except OSError as error:
        detail = reason_of(error)
    except json.JSONDecodeError as error:
        line = error.lineno
        detail = next((why for word, why in _REASONS.items() if error.msg.startswith(word)), "写法不合规定")
    except UnicodeDecodeError:
        detail = "不是 UTF-8 编码"
    except RecursionError:
        detail = "括号套得太深"
    except (ValueError, _Twice) as error:
        detail = str(error)
    found.add("R141", Location(name, line=line), detail=detail)
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(f"“{next(name for name in names if names.count(name) > 1)}”在一个分项里写了两次")
    return made


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(f"数字“{text[:20]}…”过长")
    return number


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"数字“{text[:20]}…”过长")
    return int(text)


def _refused(text: str) -> Any:
    raise ValueError(f"“{text}”不是数字")
