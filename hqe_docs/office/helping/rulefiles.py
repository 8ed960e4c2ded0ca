"""Files of policies and of alerts on their own: everything that is wrong with one, and the settings they bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hqe_docs.data.alerts.alertfile import FILE, AlertBook, load_alerts, read_alerts
from hqe_docs.data.definitions import Setting
from hqe_docs.data.dossier import FILE as DOSSIER
from hqe_docs.data.policies.policyfile import FOLDER, PolicyBook, load_policies, policy_books, read_policies
from hqe_docs.data.policies.rulefile import RuleFile
from hqe_docs.library import Library
from hqe_docs.problems import Problem, Problems


def is_rule_file(path: Path) -> bool:
    """Say whether a file holds policies or alerts: a YAML file that lists 政策 or 预警."""
    if path.suffix.lower() not in (".yaml", ".yml") or path.name == DOSSIER:
        return False
    return _holds_policies(path) or "\n预警:" in path.read_text("utf-8", "replace")


def _holds_policies(path: Path) -> bool:
    return path.resolve().parent.name == Path(FOLDER).name or "\n政策:" in path.read_text("utf-8", "replace")


def check_rule_file(path: Path, library: Library) -> tuple[list[Problem], str]:
    """Return everything wrong with a file of policies or alerts, and a line that says what was looked at."""
    found = Problems()
    book: PolicyBook | AlertBook | None
    book = (read_policies if _holds_policies(path) else read_alerts)(path, _library_of(path, library), found)
    return list(found), "" if book is None else _said(book)


def _library_of(path: Path, library: Library) -> Library:
    """Return `library` with the one in front that a file of rules stands in, where it stands in one."""
    above = [folder.parent for folder in path.resolve().parents if folder.name == Path(FILE).parent.name]
    return library.in_front(above[0]) if above else library


def _said(book: PolicyBook | AlertBook) -> str:
    if isinstance(book, AlertBook):
        return f"《{book.title}》{len(book.alerts)} 条预警，口径 {len(book.settings)} 个"
    waiting = len(book.policies) - len(book.used)
    return f"《{book.title}》{len(book.used)} 项政策，另有 {waiting} 项待查依据，口径 {len(book.settings)} 个"


def rule_books(library: Library, found: Problems) -> Iterator[tuple[str, RuleFile]]:
    """Yield a library's files of policies and its alerts by their names, those that can be used."""
    for name in policy_books(library):
        if book := load_policies(name, library, found):
            yield name, book
    if alerts := load_alerts(library, found) if library.find(FILE) else None:
        yield Path(FILE).stem, alerts


def rule_settings(library: Library) -> dict[str, Setting]:
    """Return the settings that a library's files of policies and alerts bring, which a dossier may choose."""
    books = rule_books(library, Problems())
    return {name: setting for _, book in books for name, setting in book.settings.items()}
