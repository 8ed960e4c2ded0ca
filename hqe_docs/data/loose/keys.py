"""Numbers that name one person or one paper: swapped with the name, accounts, phones, certificates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from hqe_docs.data import idnumber
from hqe_docs.data.columns import ID
from hqe_docs.data.loose.table import Loose
from hqe_docs.masking import mask_identity, shorten
from hqe_docs.problems import Problem, problem
from hqe_docs.values import squeeze

CONSTANT, ENOUGH, FEW_OF_BANK = 0.95, 20, 2
SHARED_BY = 3
ALONE = 2
USUAL_LENGTHS = frozenset([16, 17, 19])  # of cards and passbooks
_NAME = re.compile(r"[\u3400-\u9fff·]{2,}")
_NUMBER = re.compile(r"编号|证号|证书号|编码|案号|协议号|号码$")
_LASTING = re.compile(r"组别|村|住址|地址|户口|户籍|所在地|文化|学历|民族|[账卡]号|联系电话|联系方式")
_OF_OTHERS = re.compile(r"就业|务工|单位|帮扶|经营|培训|企业|机构")
_TYPES, _GRADES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), ("一级", "二级", "三级", "四级")


def swapped_cells(it: Loose) -> Iterator[Problem]:
    """A name that is an identity number beside a number that is a name: the two were swapped."""
    for i in swapped_rows(it):
        found = mask_identity(idnumber.tidy(it.values("姓名")[i]))
        yield problem("L320", it.ledger.at(i, "姓名"), found=found)


def swapped_rows(it: Loose) -> list[int]:
    """Return the rows whose name and identity number stand in each other's place."""
    if not (it.ledger.has("姓名") and it.ledger.has(ID)):
        return []
    pairs = zip(it.values("姓名"), it.values(ID), strict=True)
    return [
        i
        for i, (name, number) in enumerate(pairs)
        if re.fullmatch(r"\d{17}[\dX]|\d{15}", idnumber.tidy(name)) and _NAME.fullmatch(squeeze(number))
    ]


def persons_apart(it: Loose) -> Iterator[Problem]:
    """Where a person may have several rows, these agree in what doesn't change: home, nation, schooling, account."""
    fields = [item for item in it.ledger.kind.fields if item.name not in it.ledger.kind.row_key]
    lasting = [
        item.name for item in fields if _LASTING.search(item.name) and not _OF_OTHERS.search(item.name)
    ]
    cells = [(name, dict(it.filled(name))) for name in lasting]
    first: dict[str, int] = {}
    for i, number in it.filled(ID) if len(it.ledger.kind.row_key) > 1 and it.ledger.has(ID) else ():
        seen = first.setdefault(number, i)
        odd = [
            name
            for name, known in cells
            if known.get(seen, "") != known.get(i, "") and {seen, i} <= known.keys()
        ]
        if odd:
            found = f"{mask_identity(number)}，两行的{'、'.join(map(it.heading, odd))}不同"
            where, before = it.ledger.at(i, ID), it.ledger.at(seen, ID)
            row = before.row if before.sheet == where.sheet else f"{before.sheet}!{before.row}"
            yield problem("L209", where, name=ID, first=row, found=found)


def accounts(it: Loose) -> Iterator[Problem]:
    """Accounts of one bank (its first six digits) have one length; one account is one person's."""
    for name in it.named(form="银行账号"):
        cells = it.filled(name)
        lengths: dict[str, Counter[int]] = defaultdict(Counter)
        for _, value in cells:
            lengths[value[:6]][len(value)] += 1
        overall = Counter(len(value) for _, value in cells)
        for i, value in cells:
            usual = _usual_length(len(value), lengths[value[:6]], overall)
            if len(value) != usual:
                detail = f"有 {len(value)} 位，其他账号都是 {usual} 位"
                yield problem("L306", it.ledger.at(i, name), found=_tail(value), detail=detail)
        yield from _shared_accounts(it, name, cells)


def _usual_length(own: int, of_bank: Counter[int], of_all: Counter[int]) -> int:
    """Return the length that an account should have: its bank's, else everybody's; its own when neither is sure."""
    usual, count = of_bank.most_common(1)[0]
    if count >= FEW_OF_BANK and count >= CONSTANT * (of_bank.total() - 1):
        return usual
    usual, count = of_all.most_common(1)[0]
    is_sure = count >= ENOUGH and count >= CONSTANT * of_all.total()
    return usual if is_sure and own not in USUAL_LENGTHS else own


def _shared_accounts(it: Loose, name: str, cells: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    owners = it.values("姓名") if it.ledger.has("姓名") else []
    first: dict[str, int] = {}
    for i, value in cells:
        if value in first and owners and owners[i] != owners[first[value]]:
            row = it.ledger.at(first[value]).row
            yield problem("L315", it.ledger.at(i, name), name=name, found=_tail(value), first=row)
        first.setdefault(value, i)


def _tail(value: str) -> str:
    return "…" + value[-4:]


def certificates(it: Loose) -> Iterator[Problem]:
    """A column of numbers that are nearly all different and of one shape: none stands twice or has another shape."""
    for item in it.ledger.kind.fields:
        cells = [(i, squeeze(value)) for i, value in it.filled(item.name)]
        if (
            item.format
            or item.pattern
            or item.type != "string"
            or len(cells) < ENOUGH
            or not _NUMBER.search(it.heading(item.name))
        ):
            continue
        if len({value for _, value in cells}) < len(cells) - ALONE or item.name == "户编号":
            continue
        if item.name == "序号" and all(value.isdigit() for _, value in cells):  # counts rows, names none
            continue
        usual, count = Counter(_shape(value) for _, value in cells).most_common(1)[0]
        is_uniform = count >= len(cells) - max(ALONE, (1 - CONSTANT) / 2 * len(cells))
        first: dict[str, int] = {}
        for i, value in cells:
            where, facts = it.ledger.at(i, item.name), {"name": item.name, "found": shorten(value)}
            if is_uniform and _shape(value) != usual:
                yield problem(
                    "L337", where, usual=shorten(next(v for _, v in cells if _shape(v) == usual)), **facts
                )
            elif value in first:
                yield problem("L336", where, first=it.ledger.at(first[value]).row, **facts)
            first.setdefault(value, i)


def _shape(value: str) -> str:
    return re.sub(r"[A-Za-z]", "A", re.sub(r"\d", "0", value))


def numbers_with_identity(it: Loose) -> Iterator[Problem]:
    """A number that begins with the holder's identity number does so in every row, as a disability certificate does."""
    owners = it.values(ID) if it.ledger.has(ID) else []
    wrong = it.ledger.faults.get(ID, frozenset())
    for item in (
        item for item in it.ledger.kind.fields if item.name != ID and item.type == "string" and owners
    ):
        cells = [
            (i, squeeze(value).upper()) for i, value in it.filled(item.name) if owners[i] and i not in wrong
        ]
        apart = [(i, value) for i, value in cells if not value.startswith(owners[i])]
        if len(cells) >= ENOUGH and len(apart) <= (1 - CONSTANT) * len(cells):
            for i, value in apart:
                found = mask_identity(value)
                yield problem("L344", it.ledger.at(i, item.name), name=it.heading(item.name), found=found)
            yield from _disabilities(it, item.name, [cell for cell in cells if cell not in apart])


def _disabilities(it: Loose, number: str, cells: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    """The 19th and 20th character of a disability certificate are its type and grade."""
    for words, at in ((_TYPES, 18), (_GRADES, 19)):
        for name in it.named(kind="string"):
            said = {i: value for i, value in it.filled(name) if value.startswith(words)}
            both = [
                (i, said[i], words["1234567".find(c[at]) % len(words)])
                for i, c in cells
                if i in said and len(c) == 20
            ]
            wrong = [cell for cell in both if not cell[1].startswith(cell[2])]
            if len(both) >= ENOUGH and len(wrong) <= (1 - CONSTANT) * len(both):
                for i, found, expected in wrong:
                    facts = {"name": it.heading(name), "found": found, "expected": expected}
                    yield problem("L345", it.ledger.at(i, name), number=it.heading(number), **facts)
