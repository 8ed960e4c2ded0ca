"""The register as those see it who ask in SQL: one view a ledger kind, by its Chinese columns, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.data.register.schema import FOREVER

GENERAL = ("所在地", "所在村", "自", "至", "来源文件", "来源行")
_OWN = """
SELECT b.place AS "所在地", b.village AS "所在村", v.since AS "自",
       CASE WHEN v.until = '{forever}' THEN '' ELSE v.until END AS "至",
       l.file AS "来源文件", v.line AS "来源行"{cells}
  FROM versions v JOIN books b ON b.id = v.book JOIN loads l ON l.id = v.load
 WHERE {where}
"""
_PEOPLE = """
SELECT b.place AS "所在地", b.village AS "所在村", v.person AS "公民身份号码", v.name AS "姓名", v.house AS "户编号",
       v.state AS "就业状态", v.since AS "自"
  FROM versions v JOIN books b ON b.id = v.book
 WHERE b.kind = '{master}' AND {held}
"""
_HOUSES = """
SELECT b.place AS "所在地", b.village AS "所在村", v.house AS "户编号", count(*) AS "人数",
       sum(CASE WHEN v.state = '失业' THEN 1 ELSE 0 END) AS "失业人数"
  FROM versions v JOIN books b ON b.id = v.book
 WHERE b.kind = '{master}' AND v.house <> '' AND {held}
 GROUP BY b.place, b.village, v.house
"""
_EVENTS = """
SELECT b.place AS "所在地", b.village AS "所在村", b.kind AS "台账", e.day AS "日期", e.type AS "变动类型",
       e.person AS "公民身份号码", e.name AS "姓名", e.field AS "变动栏目", e.old AS "变动前", e.new AS "变动后",
       e.note AS "备注", l.file AS "来源文件", e.line AS "来源行"
  FROM events e JOIN books b ON b.id = e.book JOIN loads l ON l.id = e.load
 WHERE e.day <= '{day}'{more}
"""
_SERVICES = """
SELECT b.place AS "所在地", b.village AS "所在村", b.kind AS "台账", v.happened AS "日期", v.person AS "公民身份号码",
       v.name AS "姓名", l.file AS "来源文件", v.line AS "来源行"
  FROM versions v JOIN books b ON b.id = v.book JOIN loads l ON l.id = v.load
 WHERE v.happened <> '' AND {held}
"""
_LOADS = """
SELECT b.place AS "所在地", b.village AS "所在村", b.kind AS "台账", l.day AS "日期", l.file AS "来源文件",
       l.rows AS "行数", l.loaded AS "登记时间"
  FROM loads l JOIN books b ON b.id = l.book
"""


def views(
    kinds: Mapping[str, LedgerKind], known: Sequence[str], day: str, *, is_server: bool
) -> Iterator[str]:
    """Yield the statements that make the views, for this connection only, of the rows that hold on a day (ISO).

    `known` are the kinds that the register has; what the library no longer has is left out.
    """
    held = f"v.since <= '{day}' AND v.until > '{day}'"
    work = " AND e.field = '就业状态'"
    general = {
        "人员": _PEOPLE.format(master=MASTER, held=held),
        "户": _HOUSES.format(master=MASTER, held=held),
        "变动": _EVENTS.format(day=day, more=""),
        "就业变动": _EVENTS.format(day=day, more=work),
        "走访服务": _SERVICES.format(held=held),
        "登记": _LOADS,
    }
    for name, query in general.items():
        yield f'CREATE TEMP VIEW "{name}" AS {query}'
    for name in known:
        if name in kinds:
            yield f'CREATE TEMP VIEW "{_plain(name)}" AS {_rows_of(kinds[name], held, is_server=is_server)}'


def _rows_of(kind: LedgerKind, held: str, *, is_server: bool) -> str:
    names = [item.name for item in kind.fields if item.name == _plain(item.name) and item.name not in GENERAL]
    cell = (
        "coalesce(v.content::json ->> '{0}', '')"
        if is_server
        else "coalesce(json_extract(v.content, '$.\"{0}\"'), '')"
    )
    cells = "".join(f',\n       {cell.format(name)} AS "{name}"' for name in names)
    return _OWN.format(forever=FOREVER, cells=cells, where=f"b.kind = '{_plain(kind.name)}' AND {held}")


def _plain(name: str) -> str:
    """Return a name without what would end it in SQL."""
    return "".join(char for char in name if char not in "\"'\\")
