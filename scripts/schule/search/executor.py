"""Where the tasks of a build run: in processes on this machine, or on a Dask cluster.

Takes a number of processes or the address of a scheduler, yields an executor of `concurrent.futures`. The build does not know
which it got, and the index has the same bytes. A cluster has to see the same files under the same paths.
"""

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager


class MissingClusterError(RuntimeError):
    """Dask is asked for and not installed; the message is a German sentence."""


@contextmanager
def local(jobs: int | None = None) -> Iterator[Executor]:
    """Yield an executor of `jobs` processes (as many as this process may use, if none are named); one runs in a thread."""
    count = jobs or _free_cores()
    with _without_cycles():
        if count == 1:
            with ThreadPoolExecutor(1) as executor:
                yield executor
            return
        # A forked worker has all modules at once; the pool starts its processes before any thread does.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        with ProcessPoolExecutor(count, context, initializer=gc.disable) as executor:
            executor.submit(gc.disable).result()
            yield executor


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Yield an executor that sends its tasks to the Dask scheduler at `address`."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingClusterError("Für --scheduler fehlt Dask: pip install 'schule[cluster]'") from error
    client = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]
    with client, client.get_executor(pure=False) as executor:  # type: ignore[no-untyped-call]
        yield executor


def _free_cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def _without_cycles() -> Iterator[None]:
    """Do not look for cycles meanwhile: a build makes hundreds of thousands of objects and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()
