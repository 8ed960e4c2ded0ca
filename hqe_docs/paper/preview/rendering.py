"""Documents rendered to PDF or converted: side by side, each process with a profile of its own, within a time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.paper.preview.automation import automation_command
from hqe_docs.paper.preview.renderers import Renderer

START = 60.0  # seconds that a program may take to start, beside what each document may take
# no macros, no links followed to other machines, no question asked
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""  # one setting a line


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of the documents: what was made by source, and those that failed or took too long."""

    made: Mapping[Path, Path]
    failed: Sequence[Path]
    late: Sequence[Path]


@dataclass(frozen=True, slots=True)
class Shop:
    """A renderer at work in a temporary folder; `limit` is in seconds a document, `to` the suffix of what it makes."""

    renderer: Renderer
    folder: Path
    limit: float
    to: str = "pdf"

    def batch(self, number: int, files: Sequence[Path]) -> tuple[dict[Path, Path], bool]:
        """Return source → file of what one call of the program made, and whether it was stopped for time."""
        place = self.folder / str(number)
        inside, outside = place / "in", place / "out"
        for folder in (inside, outside, place / "profile" / "user"):
            folder.mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        copies = {path: inside / f"{count}{path.suffix.lower()}" for count, path in enumerate(files)}
        for path, copy in copies.items():
            shutil.copyfile(path, copy)
        late = not _run(self._command(place, list(copies.values())), START + self.limit * len(files))
        found = {path: outside / f"{copy.stem}.{self.to}" for path, copy in copies.items()}
        return {path: one for path, one in found.items() if one.is_file() and one.stat().st_size}, late

    def _command(self, place: Path, copies: Sequence[Path]) -> list[str]:
        if self.renderer.kind == "automation":
            return automation_command(self.renderer, copies, place / "out")
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        switches = ("--headless", "--norestore", "--nolockcheck", "--convert-to", self.to, "--outdir")
        return [self.renderer.program, profile, *switches, str(place / "out"), *map(str, copies)]


def _run(command: Sequence[str], limit: float) -> bool:
    """Run a program with all that it starts; say whether it ended within `limit` seconds."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    own = {"start_new_session": True} if os.name == "posix" else {}
    with subprocess.Popen(command, **quiet, **own) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            _stop(process)
            return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    else:
        killing = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(killing, check=False, capture_output=True)  # noqa: S603
    process.wait()


def render(
    files: Sequence[Path],
    folder: Path,
    renderer: Renderer,
    *,
    limit: float = 120,
    jobs: int = 1,
    to: str = "pdf",
) -> Rendering:
    """Render the files into `folder` (numbered); one that fails or hangs doesn't spoil the others.

    `limit` is in seconds a document; `to`, another suffix than pdf, needs LibreOffice. What a shared call of the program didn't make is tried alone.
    """
    shop = Shop(renderer, folder, limit, to)
    hands = 1 if renderer.kind == "automation" else max(1, min(jobs, len(files)))
    shares = [files[start::hands] for start in range(hands)]
    with ThreadPoolExecutor(hands) as crew:
        turns = list(crew.map(shop.batch, range(hands), shares))
        made = {path: pdf for found, _ in turns for path, pdf in found.items()}
        alone = [share[0] for share, (_, late) in zip(shares, turns, strict=True) if late and len(share) == 1]
        rest = [path for path in files if path not in made and path not in alone]
        again = list(crew.map(shop.batch, range(hands, hands + len(rest)), [[path] for path in rest]))
    for found, _ in again:
        made |= found
    late = [*alone, *(path for path, (found, late) in zip(rest, again, strict=True) if late and not found)]
    failed = [path for path in files if path not in made and path not in late]
    return Rendering(made, failed, late)
