"""A build on a disk that gets full, in a mount namespace of its own: python -m tests.full_disk FOLDER.

Prints as JSON what became of it; with "limit" as second argument the disk is as it is and files may not grow instead.
"""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from hqe_docs.office.building.build import build
from tests.slow.test_killed import NAMES, PAPERS, files, write_villages

ROOM = 400  # KiB: less than the files need


def main() -> None:
    """Fill the disk by a build, free it, and go on with the build."""
    folder, way = Path(sys.argv[1]), sys.argv[2]
    write_villages(folder, 0)
    paths, out = [folder / name for name in NAMES], folder / "出"
    build(paths, out=folder / "好", documents=PAPERS, jobs=1, resume=True)
    out.mkdir()
    if way == "limit":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    else:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}k", "tmpfs", str(out)], check=True)
        shutil.copytree(folder / "好" / NAMES[0], out / NAMES[0])  # an older build, without its record
    found, _ = build(paths, out=out, documents=PAPERS, jobs=1, resume=True)
    there = files(out)
    if way == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    else:
        subprocess.run(["mount", "-o", "remount,size=20m", str(out)], check=True)
    build(paths, out=out, documents=PAPERS, jobs=1, resume=True)
    whole = files(folder / "好")
    answer = {
        "codes": sorted({item.code for item in found if item.severity == "error"}),
        "said": sorted({item.message.rpartition("：")[2] for item in found if item.code == "T302"}),
        "there": len(there),
        "half": [name for name, data in there.items() if whole.get(name) != data],
        "same": files(out) == whole,
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
