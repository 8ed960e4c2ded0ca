"""The ledger held against the rules by itself: vouchers, purposes, what was spent of what came in, sums in its rows."""

from __future__ import annotations

from collections.abc import Sequence

from hqe_docs.data.funds.account import ZERO, Account, Line
from hqe_docs.data.funds.entries import VOUCHER, Book, Entry
from hqe_docs.data.funds.reconciling import yuan_text
from hqe_docs.data.funds.uses import running
from hqe_docs.data.programme.money import BOUND, PURPOSES, TOLD, Money
from hqe_docs.problems import Location, Problem, Problems


def check_book(account: Account, money: Money | None) -> list[Problem]:
    """Return what is wrong with the rows of a ledger as an account of the subsidy."""
    found = Problems()
    book = account.book
    if book is None:
        return []
    for where, columns in book.uncounted:
        found.add("P317", where, columns=columns)
    for entry in account.loose:
        if entry.is_in:
            found.add("P316", book.ledger.at(entry.index, "资金层级"), amount=yuan_text(entry.amount))
    for line in account.lines:
        _stated_sums(book, line, found)
    _most(account, found)
    _overspent(account, found)
    _vouchers(account, book, found)
    _purposes(account, book, money, found)
    return list(found)


def _most(account: Account, found: Problems) -> None:
    """Report the row with which a level has paid more than its standard."""
    for line in account.lines:
        paid = line.before - line.sum_in(account.year, earlier=True)
        for entry in line.entries if line.standard else ():
            paid += entry.amount if entry.is_in else ZERO
            if entry.is_in and paid > line.standard:
                most = yuan_text(line.standard)
                found.add("P304", entry.where, level=line.title, found=yuan_text(paid), most=most)
                break


def _stated_sums(book: Book, line: Line, found: Problems) -> None:
    """Hold 标准金额 and 差额 of the rows that came in against the standard and what has come in by then."""
    came = ZERO
    for entry in line.entries:
        if not entry.is_in:
            continue
        came += entry.amount
        standard = line.standard if len(line.levels) == 1 else None
        if entry.standard is not None and standard and entry.standard != standard:
            where, said = book.ledger.at(entry.index, "标准金额"), yuan_text(entry.standard)
            found.add("P318", where, level=line.title, found=said, ruled=yuan_text(standard))
        whole = entry.standard if entry.standard is not None else standard
        if entry.rest is not None and whole is not None and entry.rest != whole - came:
            where, rest = book.ledger.at(entry.index, "差额"), yuan_text(whole - came)
            found.add("P319", where, found=yuan_text(entry.rest), right=rest, came=yuan_text(came))


def _overspent(account: Account, found: Problems) -> None:
    """Report the first row of each level that spends more than is there; of the whole when no level does."""
    parts = [(f"{line.title}奖补资金", line.entries) for line in account.lines]
    hit = [_first_below(found, name, entries) for name, entries in parts]
    if not any(hit):
        _first_below(found, "奖补资金", account.entries)


def _first_below(found: Problems, name: str, entries: Sequence[Entry]) -> bool:
    for step in running(entries):
        if step.left < 0:
            had = yuan_text(step.left + step.entry.amount)
            found.add("P310", step.entry.where, name=name, spent=yuan_text(step.entry.amount), had=had)
            return True
    return False


def _vouchers(account: Account, book: Book, found: Problems) -> None:
    """Report expenses without a voucher; once where the ledger has no column for it."""
    lacking = [it for it in account.entries if not it.is_in and not it.voucher]
    if lacking and not book.ledger.has(VOUCHER):
        source = book.ledger.sources[0]
        amount = yuan_text(sum((it.amount for it in lacking), ZERO))
        found.add("P309", Location(source.file, source.sheet), what=f"{len(lacking)} 笔支出共", amount=amount)
        return
    for entry in lacking:
        where, amount = book.ledger.at(entry.index, VOUCHER), yuan_text(entry.amount)
        found.add("P309", where, what=f"{entry.purpose or '这一笔'}支出", amount=amount)


def _purposes(account: Account, book: Book, money: Money | None, found: Problems) -> None:
    code = {BOUND: "P311", TOLD: "P312"}.get(account.settings.get(PURPOSES, ""))
    if code is None or money is None or not money.purposes:
        return
    known = "、".join(it.name for it in money.purposes)
    for entry in account.entries:
        if not entry.is_in and entry.purpose and money.purpose_of(entry.purpose) is None:
            where, amount = book.ledger.at(entry.index, "用途"), yuan_text(entry.amount)
            found.add(code, where, purpose=entry.purpose, amount=amount, known=known)
