"""Headless Chromium for tests, by the DevTools protocol over pipes: no driver, no port; its network is watched."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PATIENCE = 60.0  # seconds for one answer; the machine may be busy


def browser() -> str:
    """Return the program; a machine that runs the slow tests has one (.ci/run installs it)."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium on this machine: apt-get install chromium-headless-shell"
    return found


@dataclass
class Page:
    """A tab: commands go out through `write`, answers and events come in through `read`, ended by a zero byte."""

    write: int
    read: int
    session: str = ""
    number: int = 0
    waiting: bytes = b""
    events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what a command answers; the events before it are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer["error"]
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self.waiting:
            ready, _, _ = select.select([self.read], [], [], max(0.0, until - time.monotonic()))
            assert ready, "Chromium does not answer"
            self.waiting += os.read(self.read, 1 << 20)
        message, _, self.waiting = self.waiting.partition(b"\0")
        return dict(json.loads(message))

    def open(self, path: Path) -> None:
        """Open a file as a double click does, and wait till it has loaded."""
        url = path.resolve().as_uri()
        self.call("Page.navigate", url=url)
        self.wait(f"location.href === {json.dumps(url)} && document.readyState === 'complete'")

    def value(self, expression: str) -> Any:
        """Return what a script says."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait till a script says true."""
        until = time.monotonic() + PATIENCE
        while not self.value(expression):
            assert time.monotonic() < until, expression
            time.sleep(0.05)

    def move(self, x: float, y: float) -> None:
        """Move the mouse there, as a hand does: past the places beside it."""
        for away in (3, 2, 1, 0):
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x + away, y=y + away)

    def pdf(self) -> bytes:
        """Return the page as it is printed, on the paper that its style asks for."""
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])

    def picture(self) -> bytes:
        """Return the window as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def named(self, method: str) -> list[dict[str, Any]]:
        """Return the events of a name that have come so far."""
        return [event["params"] for event in self.events if event.get("method") == method]


@contextmanager
def page(profile: Path, *, scripts: bool = True) -> Iterator[Page]:
    """Yield a tab of a browser that was started for it; `profile` is an empty folder."""
    options = [
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--remote-debugging-pipe", f"--user-data-dir={profile}", "--window-size=1600,1000"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    ]
    (ours_in, theirs_out), (theirs_in, ours_out) = os.pipe(), os.pipe()
    # the browser reads from 3 and writes to 4: the shell puts them there
    ends = [fcntl.fcntl(it, fcntl.F_DUPFD, 10) for it in (theirs_in, theirs_out)]
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 3<&{ends[0]} 4>&{ends[1]}', "bash", browser(), *options],
        pass_fds=ends,
        stderr=subprocess.DEVNULL,
    )
    for it in (theirs_in, theirs_out, *ends):
        os.close(it)
    tab = Page(ours_out, ours_in)
    try:
        target = tab.call("Target.createTarget", url="about:blank")["targetId"]
        tab.session = tab.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            tab.call(f"{domain}.enable")
        tab.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        yield tab
    finally:
        process.kill()
        process.wait()
        os.close(ours_out)
        os.close(ours_in)
