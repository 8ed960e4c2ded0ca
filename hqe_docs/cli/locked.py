"""Commands that write hold the lock of the workspace meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from hqe_docs.cli.report import BEFORE, emit_json, print_problems
from hqe_docs.problems import has_errors


@contextmanager
def locked(ctx: click.Context, writes: Sequence[str], keeps: Sequence[str]) -> Iterator[None]:
    """Hold the locks of where the command writes; where another is at work the command ends, with exit code 1.

    That is the first of the parameters `writes` that was given, and each of `keeps`.
    """
    from hqe_docs.office.keeping.replacing import Replacing, kept_by
    from hqe_docs.office.locking import working_in

    first = next((name for name in writes if ctx.params.get(name)), None)
    names = [name for name in dict.fromkeys((first, *keeps)) if name and ctx.params.get(name)]
    folders = [folder for name in names for folder in _folders(ctx, name)]
    with working_in(folders, ctx.command_path) as found:
        as_json = ctx.params.get("as_json", False)
        if has_errors(found):
            emit_json({"problems": found}) if as_json else print_problems(found)
            ctx.exit(1)
        if as_json:
            ctx.meta[BEFORE] = found
        else:
            print_problems(found)
        with kept_by(Replacing(_dossiers(ctx))):
            yield


def _folders(ctx: click.Context, name: str) -> Iterator[Path]:
    """Yield the workspaces that a parameter leads into; a folder for results outside any is one itself."""
    from hqe_docs.office.locking import workspace_of

    kind = next(param.type for param in ctx.command.params if param.name == name)
    is_folder = isinstance(kind, click.Path) and not kind.file_okay
    given = ctx.params[name]
    for path in map(Path, given if isinstance(given, tuple) else [given]):
        workspace = workspace_of(path)
        if workspace or is_folder:
            yield workspace or path


def _dossiers(ctx: click.Context) -> list[Path]:
    """Return the dossiers that the command was given, or that its files lie in."""
    from hqe_docs.office.keeping.history import home_of

    given = [one for value in ctx.params.values() for one in (value if isinstance(value, tuple) else [value])]
    homes = (home_of(path / "_") for path in given if isinstance(path, Path))
    return [home for home in homes if home]
