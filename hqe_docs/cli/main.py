"""The console program hqe: one group of commands, each in a module that is imported when it is called."""

from __future__ import annotations

import sys
from typing import Any

import click

from hqe_docs import __version__
from hqe_docs.cli import chinese, console
from hqe_docs.cli.commands import LazyGroup

HERE = "hqe_docs.cli."
SECTIONS = {
    "准备": {"new": HERE + "prepare:new", "convert": HERE + "prepare:convert"},
    "检查": {
        "check": HERE + "inspect:check",
        "lint": HERE + "linting:lint",
        "privacy": HERE + "privacy:privacy",
    },
    "台账": {"ledger": HERE + "ledgers:ledger"},
    "计算": {
        "figures": HERE + "numbers:figures",
        "score": HERE + "numbers:score",
        "gaps": HERE + "shortfalls:gaps",
        "funds": HERE + "funding:funds",
    },
    "生成": {
        "build": HERE + "produce:build",
        "fill": HERE + "filling:fill",
        "write": HERE + "writing:write",
    },
    "核对": {"verify": HERE + "proving:verify", "trace": HERE + "proving:trace"},
    "归档": {
        "pack": HERE + "packing:pack",
        "history": HERE + "keeping:history",
        "restore": HERE + "keeping:restore",
    },
    "日程": {"due": HERE + "schedule:due", "weekly": HERE + "weekly:weekly"},
    "人力": {
        "register": HERE + "register:register",
        "map": HERE + "mapping:map_",
        "match": HERE + "matching:match",
        "policy": HERE + "helping:policy",
        "alert": HERE + "helping:alert",
    },
    "表格": {"form": HERE + "forms:form"},
    "版式": {"preview": HERE + "previewing:preview"},
    "模板": {"template": HERE + "templates:template"},
    "查询": {"list": HERE + "lookup:list_", "explain": HERE + "lookup:explain"},
}


class Program(LazyGroup):
    """The outermost group: it speaks Chinese, suits the console, and never lets a traceback out."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        console.make_safe(sys.stdout, sys.stderr)
        chinese.speak_chinese()
        kwargs.setdefault("color", console.colour_wanted())
        kwargs.setdefault("terminal_width", console.help_width())
        try:
            return super().main(*args, **kwargs)
        except (click.ClickException, click.Abort):
            raise  # only with standalone_mode=False: the caller's business
        except Exception as error:
            if console.wants_traceback():
                raise
            arguments = kwargs.get("args") or (args[0] if args else None) or sys.argv[1:]
            apologise(error, as_json="--json" in arguments)
            sys.exit(1)


def apologise(error: Exception, *, as_json: bool) -> None:
    """Say that the program itself failed, and how to see where."""
    from hqe_docs.cli.report import emit_json, problem_lines
    from hqe_docs.problems import problem

    found = [problem("R199", detail=" ".join(f"{type(error).__name__} {error}".split()))]
    click.echo("\n".join(problem_lines(found)), err=True, nl=False, color=console.colour_wanted())
    if as_json:
        emit_json({"problems": found})


@click.group(
    cls=Program,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="由一份创建点档案生成高质量就业创建的全套文书、台账和自评表。\n"
    "档案是一个文件夹：dossier.yaml（或填报表.xlsx）加上各种台账。退出码：0 正常，1 有错误或有文书未生成，2 用法不对。",
    epilog="“hqe 命令 -h”看某个命令的说明和示例。",
)
@click.version_option(__version__, "--version", message="hqe %(version)s", help="显示版本后退出。")
def root() -> None:
    """Do nothing: the commands do."""


def main() -> None:
    """Run hqe with the command line's arguments and leave with its exit code."""
    console.hush_warnings()
    root(prog_name="hqe")
