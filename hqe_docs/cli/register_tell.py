"""Commands that tell what the register knows: history, stats, query."""

from __future__ import annotations

from typing import Any

import click

from hqe_docs.cli.commands import Command, json_switch, library, show_personal
from hqe_docs.cli.ledger_work import kind_option, show
from hqe_docs.cli.register_load import database, place_option

WHOLE = "列出完整的身份号码和电话，注意保密。"


@click.command(
    "history",
    cls=Command,
    help="一个人在各台账里的全部记录和变动。\n每一条有日期、村、来源文件和行。",
    example="hqe register history 彭国生",
)
@click.argument("person", metavar="姓名或身份号码")
@show_personal(WHOLE)
@database
@library
@json_switch
def history(person: str, as_json: bool, **said: Any) -> None:
    """Tell a person's history; `said` are the options that go on as they are."""
    from hqe_docs.cli.register_text import history_text
    from hqe_docs.office.register.telling import history_json

    show(history_json(person, **said), as_json, history_text)


@click.command(
    "stats",
    cls=Command,
    help="按月或按周统计变动，和期末的人数。",
    example="hqe register stats --by week --place 梅州村",
)
@click.option(
    "--by", type=click.Choice(["month", "week"]), default="month", show_default=True, help="按月或按周。"
)
@kind_option
@place_option
@database
@library
@json_switch
def stats(as_json: bool, **said: Any) -> None:
    """Count the changes; `said` are the options that go on as they are."""
    from hqe_docs.cli.register_text import stats_text
    from hqe_docs.office.register.telling import stats_json

    show(stats_json(**said), as_json, stats_text)


@click.command(
    "query",
    cls=Command,
    help="用一条 SELECT 查库，只读。\n表有 人员、户、变动、就业变动、走访服务、登记，和各台账（名称和栏目同台账）；"
    "另有 所在地、所在村、自、至、来源文件、来源行。\n"
    "号码、电话、出生日期按栏目遮住；在语句里截取、拼接、换算出来的不一定遮得住，给别人看以前请自己核对。",
    example="hqe register query \"SELECT 所在村, count(*) FROM 劳动力资源台账 WHERE 就业状态='失业' GROUP BY 所在村\"",
)
@click.argument("sql", metavar="语句")
@click.option("--day", metavar="日期", help="查哪一天的情况；不写时为今天。")
@click.option(
    "--most",
    type=click.IntRange(1, 1_000_000),
    metavar="行数",
    default=1000,
    show_default=True,
    help="最多列几行。",
)
@show_personal(WHOLE)
@database
@library
@json_switch
def query(sql: str, as_json: bool, **said: Any) -> None:
    """Answer a question in SQL; `said` are the options that go on as they are."""
    from hqe_docs.cli.register_text import query_text
    from hqe_docs.office.register.telling import query_json

    show(query_json(sql, **said), as_json, query_text)
