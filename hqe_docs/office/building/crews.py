"""Who works off a batch: this process, several on this machine, or those of a dask cluster."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from hqe_docs.office.building.batch import Crew
from hqe_docs.problems import Problem, problem

MOST_PROCESSES = 61  # as many as Windows can wait for
RETRIES = 3  # of a unit whose machine has gone
PER_WORKER = 2  # units on their way to a worker, so that it never waits


class Here(Executor):
    """This process: what is submitted is done at once, and tells how far it is."""

    def __init__(self, progress: Callable[[str], None] | None) -> None:
        self.progress = progress

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, progress=self.progress, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def crew_here(progress: Callable[[str], None] | None) -> Crew:
    """Return this process as the crew."""
    return Crew(lambda: Here(progress))


def crew_of_processes(jobs: int) -> Crew:
    """Return a crew of `jobs` processes on this machine; they are begun anew, as forked ones would hang in polars."""
    jobs = min(jobs, MOST_PROCESSES)
    threads = max((os.cpu_count() or 1) // jobs, 1)

    def start() -> Executor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(threads,))

    return Crew(start, jobs * PER_WORKER)


def _begin(threads: int) -> None:
    """Make ready a process of the crew: it leaves Ctrl-C to the first process, and goes when that one has gone."""
    os.environ.setdefault("POLARS_MAX_THREADS", str(threads))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries speak English
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_follow, args=(parent.join,), daemon=True).start()


def _follow(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)


@contextmanager
def crew_of_cluster(address: str) -> Iterator[Crew | Problem]:
    """Give the workers of the dask scheduler at `address` as the crew, or why there are none."""
    try:
        distributed = import_module("distributed")  # it comes half typed
    except ImportError:
        yield problem("R154")
        return
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        detail = "连不上" if isinstance(error, OSError) else "地址写得不对"
        yield problem("R155", found=address, detail=detail)
        return
    with client:
        workers = len(client.nthreads())
        yield (
            Crew(lambda: client.get_executor(pure=False, retries=RETRIES), workers * PER_WORKER)
            if workers
            else problem("R155", found=address, detail="没有工作进程")
        )
