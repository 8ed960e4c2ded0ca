"""奖补: what subsidy a creation point gets, what of it is paid before acceptance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from hqe_docs.data.definitions import Setting
from hqe_docs.data.fields import Amount, Keys, ListOf, Text, TextList
from hqe_docs.data.schema import Kind, Level

Manner = Literal["首次创建", "提级创建"]
# 口径 that the program itself looks at
SOURCE, CENTRAL = "奖补资金来源", "中央就业专项补助资金"
LEAST_POINTS = "验收合格分"
EARLY, EARLY_NOT = "验收前请示", "不做"
PURPOSES, TOLD, BOUND = "奖补用途核对", "提示", "限定"


class Standard(Keys):
    """奖补.标准: what one level of government gives a point of these kinds, created at this level, in yuan."""

    created: Level = Field(alias="级别")
    kinds: Annotated[list[Kind], ListOf] = Field(alias="类型")
    level: Text = Field(alias="层级", description="出钱的一级，如 市级")
    amount: Amount = Field(alias="金额")
    note: Text = Field("", alias="说明")


class Payment(Keys):
    """奖补.预拨, 奖补.往年已拨: what is paid before acceptance to points created in this manner.

    Several levels: paid together, nobody can tell which part is whose. `when`: only where 口径 says so.
    """

    manner: Manner = Field(alias="创建方式")
    levels: TextList = Field(alias="层级", min_length=1)
    amount: Amount = Field(alias="金额")
    when: dict[str, Text] = Field({}, alias="当")
    note: Text = Field("", alias="说明")

    def holds(self, manner: str, chosen: Mapping[str, str]) -> bool:
        """Say whether this payment is made to a point created in this manner under these settings."""
        return self.manner == manner and all(chosen.get(name) == value for name, value in self.when.items())


class Purpose(Keys):
    """奖补.用途: what may be bought, and the words by which a ledger's row is known to be that."""

    name: Text = Field(alias="名称")
    words: TextList = Field(alias="含")


class Money(Keys):
    """奖补: the standard of each level, what is prepaid; the balance follows acceptance at once."""

    standards: Annotated[list[Standard], ListOf] = Field(alias="标准")
    advances: Annotated[list[Payment], ListOf] = Field([], alias="预拨")
    earlier: Annotated[list[Payment], ListOf] = Field([], alias="往年已拨")
    items: TextList = Field([], alias="资金项目", description="台账的资金项目含这些字的是奖补")
    purposes: Annotated[list[Purpose], ListOf] = Field([], alias="用途")

    def standards_of(self, level: str, kind: str) -> dict[str, Decimal]:
        """Return level of government → standard of a point of this level and kind; empty where none is set."""
        return {it.level: it.amount for it in self.standards if it.created == level and kind in it.kinds}

    def purpose_of(self, text: str) -> str | None:
        """Return the allowed purpose that a ledger's text means; None for one outside the list."""
        return next((it.name for it in self.purposes if any(word in text for word in it.words)), None)

    def faults(self, settings: Mapping[str, Setting]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield where the rules contradict themselves or ask for settings that the programme has not, and why."""
        for key, payments in (("预拨", self.advances), ("往年已拨", self.earlier)):
            for i, payment in enumerate(payments):
                for name, value in payment.when.items():
                    if name not in settings or not settings[name].accepts(value):
                        yield (key, i, "当"), f"口径里没有“{name}: {value}”"
                most = self._most(payment.levels)
                if most is not None and payment.amount > most:
                    yield (
                        (key, i, "金额"),
                        f"{payment.amount} 元高于{'、'.join(payment.levels)}标准 {most} 元",
                    )
                elif most is None:
                    yield (key, i, "层级"), f"标准里没有{'、'.join(payment.levels)}"

    def _most(self, levels: list[str]) -> Decimal | None:
        """Return the highest standard that these levels have together; None where one of them has none."""
        amounts = [[it.amount for it in self.standards if it.level == level] for level in levels]
        return sum((max(each) for each in amounts), Decimal(0)) if all(amounts) else None
