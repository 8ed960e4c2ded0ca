"""Dossier, ledger and rules held against each other to the yuan: each disagreement is a problem with both amounts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from hqe_docs.data.dossier import Dossier
from hqe_docs.data.funds.account import PASSED, ZERO, Account, Line
from hqe_docs.data.programme.money import LEAST_POINTS
from hqe_docs.problems import Location, Problem, Problems

AGREED, UNCHECKED, DISAGREED = "账表一致", "未与台账核对", "账表不一致"


def reconcile(dossier: Dossier, account: Account) -> list[Problem]:
    """Return where what the dossier says, what the ledger sums up to and what the rules give differ."""
    found = Problems()
    for line in account.lines:
        _standard(dossier, account, line, found)
        _payments(dossier, account, line, found)
        if account.book and line.funds:
            _ledger(dossier, account, line, found)
    _acceptance(dossier, account, found)
    point = dossier.data.point
    if not account.has_rules and account.lines and point.role == "创建点":
        what = f"{point.level}创建的{point.kind}" + (f"（{account.manner}）" if account.manner else "")
        found.add("P321", dossier.at("资金"), what=what)
    if account.lines and not account.book:
        found.add("P315", dossier.at("资金"))
    return list(found)


def conclusion(found: Iterable[Problem], has_book: bool) -> str:
    """Return in words whether all agree; why not, when they do not."""
    errors = [item.message for item in found if item.severity == "error"]
    if errors:
        return f"{DISAGREED}：{'；'.join(errors)}"
    return AGREED if has_book else f"{UNCHECKED}：没有资金台账，只核对了档案"


def yuan_text(amount: Decimal) -> str:
    """Return an amount as messages name it, exact: 19999.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# ---------------------------------------------------------------- the dossier against the rules
def _at(dossier: Dossier, line: Line, key: str) -> Location:
    return dossier.at("资金", line.funds[0][0], key) if line.funds else dossier.at("资金")


def _standard(dossier: Dossier, account: Account, line: Line, found: Problems) -> None:
    if line.ruled and not line.funds:
        found.add("P314", dossier.at("资金"), level=line.title, amount=yuan_text(line.ruled))
    elif account.has_rules and line.declared is not None and line.declared != line.standard:
        declared, ruled = yuan_text(line.declared), yuan_text(line.standard)
        found.add("P302", _at(dossier, line, "标准"), level=line.title, found=declared, ruled=ruled)


def _payments(dossier: Dossier, account: Account, line: Line, found: Problems) -> None:
    if not account.has_rules or not line.ruled or not (line.funds or line.entries):
        return
    where, level = _at(dossier, line, "已拨付"), line.title
    if line.rest < 0 and not (line.declared is not None and line.all_paid > line.declared):
        found.add("P304", where, level=level, found=yuan_text(line.all_paid), most=yuan_text(line.standard))
    _earlier(line, where, found)
    if line.ruled_before:
        return
    if not line.is_accepted and line.paid != line.due:
        code = "P306" if line.paid > line.due else "P307"
        found.add(code, where, level=level, found=yuan_text(line.paid), due=yuan_text(line.due))


def _earlier(line: Line, where: Location, found: Problems) -> None:
    """Report what this year paid of a part that earlier years have paid, or what those paid and should not."""
    ruled = yuan_text(line.ruled_before or ZERO)
    if line.ruled_before and line.paid:
        found.add("P305", where, level=line.title, found=yuan_text(line.paid), before=ruled)
    elif line.funds and line.before != line.ruled_before:
        found.add("P308", where, level=line.title, found=yuan_text(line.before), ruled=ruled)


def _acceptance(dossier: Dossier, account: Account, found: Problems) -> None:
    told = dossier.data.acceptance
    least = Decimal(account.settings.get(LEAST_POINTS, "0"))
    if told.result == PASSED != account.acceptance:
        points = "没有写得分" if told.points is None else f"得 {yuan_text(told.points)} 分"
        found.add("P320", dossier.at("验收"), found=points, least=yuan_text(least))


# ---------------------------------------------------------------- the dossier against the ledger
def _ledger(dossier: Dossier, account: Account, line: Line, found: Problems) -> None:
    """Compare a line with the ledger; earlier years only where the ledger has any rows of them."""
    where = _at(dossier, line, "已拨付")
    this, before = line.sum_in(account.year), line.sum_in(account.year, earlier=True)
    pairs = [(f"{account.year} 年", line.paid, this)]
    if before:
        pairs.append((f"{account.year} 年以前", line.before, before))
    for span, said, summed in pairs:
        if said != summed:
            facts = {
                "level": line.title,
                "span": span,
                "rows": _rows(line, account, earlier=span != pairs[0][0]),
            }
            found.add("P303", where, said=yuan_text(said), summed=yuan_text(summed), **facts)


def _rows(line: Line, account: Account, *, earlier: bool) -> str:
    rows = [
        it.where.row
        for it in line.entries
        if it.is_in and (it.day.year < account.year) is earlier and it.where.row is not None
    ]
    return f"第 {'、'.join(map(str, rows))} 行" if rows else "没有这样的行"
