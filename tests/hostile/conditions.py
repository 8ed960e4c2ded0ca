"""Rule files whose conditions are too long, too deep, or part of themselves: kinds, definitions, indicator sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hostile.cases import Case, case
from tests.hostile.kinds import KIND

_CHECKOUT = Path(__file__).parents[2]
_TEST = "{列: 姓名, 等于: 甲}"
_MANY = f"[{', '.join([_TEST] * 10_000)}]"
_CODES = "L602 L110 D121 I101 I110"


def _kind(more: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        kinds = folder / "库" / "ledgers" / "kinds"
        kinds.mkdir(parents=True)
        (kinds / "试台账.yaml").write_text(KIND.replace("PATTERN", ".") + more, "utf-8")
        (folder / "试台账.csv").write_text("编号,姓名,性别,住址\n1,村民甲,男,村东\n", "utf-8")
        return ["check", folder / "试台账.csv", "--kind", "试台账", "--library", folder / "库"]

    return make


def _edition(conditions: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        text = (_CHECKOUT / "indicators" / "yichun-2023.yaml").read_text("utf-8")
        path = folder / "indicators" / "yichun-2023.yaml"
        path.parent.mkdir()
        path.write_text(text.replace("\n条件:\n", f"\n条件:\n{conditions}"), "utf-8")
        return ["check", path]

    return make


def _definitions(conditions: str) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        text = (_CHECKOUT / "ledgers" / "definitions" / "江西.yaml").read_text("utf-8")
        path = folder / "库" / "ledgers" / "definitions" / "江西.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("\n条件:\n", f"\n条件:\n{conditions}"), "utf-8")
        return ["ledger", "stats", _CHECKOUT / "ledgers/hongjiang-2023/梅州村", "--library", folder / "库"]

    return make


def _chain(count: int, one: str) -> str:
    """Return conditions of which each is made of the one before."""
    lines = [f"  套0: {_TEST}", *(f"  套{n}: {one.replace('前', f'套{n - 1}')}" for n in range(1, count))]
    return "\n".join(lines) + "\n"


CONDITIONS: tuple[Case, ...] = (
    case("kind-ten-thousand-tests", _kind(f"核对: [{{不应: {{全部: {_MANY}}}, 说明: 多}}]\n"), "L110"),
    case("kind-ten-thousand-brackets", _kind(f"核对: {'[' * 10_000}{']' * 10_000}\n"), "D121"),
    case("kind-deep-condition", _kind(f"核对: [{{不应: {'{非: ' * 150}甲{'}' * 150}, 说明: 深}}]\n"), "D121"),
    case("edition-ten-thousand-tests", _edition(f"  多: {{全部: {_MANY}}}\n"), _CODES),
    case("edition-ten-thousand-brackets", _edition(f"  深: {'[' * 10_000}{']' * 10_000}\n"), "D121"),
    case("edition-chain-of-conditions", _edition(_chain(1_500, "{非: 前}")), _CODES, heavy=True),
    case("edition-doubling-conditions", _edition(_chain(40, "{任一: [前, 前]}")), _CODES),
    case("edition-condition-of-itself", _edition("  甲: {非: 乙}\n  乙: {非: 甲}\n"), _CODES),
    case("edition-names-in-a-circle", _edition("  甲: 乙\n  乙: 甲\n"), _CODES),
    case("definitions-doubling-conditions", _definitions(_chain(40, "{任一: [前, 前]}")), _CODES),
    case("definitions-condition-of-itself", _definitions("  甲: {非: 乙}\n  乙: {非: 甲}\n"), _CODES),
)
