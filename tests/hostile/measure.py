# ruff: noqa: T201 - printing is what these do; chance needs no secrecy
"""Runs a command and prints what it used: exit code, processor seconds, MiB at the most.

It is started as a script of its own: a process counts the memory of the one that forked it as its own.
"""

import os
import signal
import subprocess
import sys
import time

WAIT = 60


def main() -> None:
    """Run the arguments as a command; after WAIT seconds it is killed."""
    started = time.monotonic()
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr)
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - started > WAIT:
            child.send_signal(signal.SIGKILL)
        time.sleep(0.01)
    child.returncode = os.waitstatus_to_exitcode(status)
    print(child.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
