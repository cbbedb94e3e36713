"""Split work over slabs and run kernels, which hold no lock, in one shared pool."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from . import _check as check
from ._cast import saturated

_pool: ThreadPoolExecutor | None = None
_count: int | None = None
_here = threading.local()
_WORTH = 1.0  # ms of work that a thread is worth
_BLOCK = 8192  # rows whose intermediate values stay in the cache


def _forget() -> None:
    global _pool
    _pool = None  # threads do not survive a fork


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _begin() -> None:
    _here.works = True  # a part that waited for parts could wait for ever


def _cpus() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def get_threads() -> int:
    """Return the number of threads that functions use when their `threads` is None.

    Returns
    -------
    int
        What `set_threads` said; else ``PYIMG_NUM_THREADS``; else the CPUs that this process may use.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.get_threads() >= 1
    True
    """
    if _count is not None:
        return _count
    given = os.environ.get("PYIMG_NUM_THREADS", "")
    if given:
        try:
            return max(1, int(given))
        except ValueError:
            raise ValueError(f"PYIMG_NUM_THREADS must be an integer, not {given!r}") from None
    return _cpus()


def set_threads(threads: int | None) -> None:
    """Set the number of threads that functions use when their `threads` is None.

    Parameters
    ----------
    threads : int or None
        At least 1; None goes back to the default of `get_threads`. Results do not depend on it.

    Raises
    ------
    TypeError, ValueError
        If `threads` is not a positive integer.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.set_threads(1); mh.get_threads()
    1
    >>> mh.set_threads(None)
    """
    global _count
    _count = None if threads is None else check.integer(threads, "threads", low=1)


def slabs(
    run: Callable[[int, int], object],
    rows: int,
    *,
    work: float,
    threads: int | None = None,
    least: int = 1,
) -> None:
    """Call ``run(start, stop)`` over parts of ``range(rows)``, side by side where it pays.

    `work` estimates the milliseconds of one thread: under about 1 ms all is done at once here.
    No part has fewer than `least` rows. The caller works too, and does all where no thread can be had:
    within a part, or while the interpreter ends.
    """
    together(run, cut(rows, work=work, threads=threads, least=least))


def cut(rows: int, *, work: float, threads: int | None = None, least: int = 1) -> list[int]:
    """Give where the parts of ``range(rows)`` begin, and `rows`: one part unless `slabs` would make more."""
    n = min(rows // max(1, least), int(work / _WORTH) + 1)
    if threads is not None:
        n = min(n, check.integer(threads, "threads", low=1))
    elif n > 1:
        n = min(n, get_threads())
    if n <= 1 or getattr(_here, "works", False):
        return [0, rows]
    return [rows * i // n for i in range(n + 1)]


def together(run: Callable[[int, int], Any], cuts: list[int]) -> list[Any]:
    """Call ``run(start, stop)`` for each part that `cut` gave, side by side; give what it returned, in order."""
    n = len(cuts) - 1
    if n == 1:
        return [run(*cuts)]
    global _pool
    pool = _pool
    if pool is None or pool._max_workers < n - 1:
        pool = _pool = ThreadPoolExecutor(max(n - 1, _cpus()), thread_name_prefix="pyimg", initializer=_begin)
    jobs, mine = {}, {0: None}
    for k in range(1, n):
        try:
            jobs[k] = pool.submit(run, *cuts[k : k + 2])
        except RuntimeError:
            mine[k] = None
    try:
        for k in mine:
            mine[k] = run(*cuts[k : k + 2])
    finally:
        done = {k: job.result() for k, job in jobs.items()}
    done |= mine
    return [done[k] for k in range(n)]


def blockwise(
    fill: Callable[[np.ndarray, np.ndarray], object],
    pixels: np.ndarray,
    shape: tuple[int, ...],
    dtype: np.dtype,
    *,
    cost: float,
    rounding: bool = True,
    threads: int | None = None,
) -> np.ndarray:
    """Run ``fill(rows of `pixels`, rows of the answer in float64)`` over blocks; give the answer as `dtype`.

    `shape` is that of the answer and begins with the rows, perhaps unfolded; `cost` is nanoseconds a row.
    """
    out = np.empty(shape, dtype)
    flat = out.reshape((len(pixels), -1)) if len(pixels) else out

    def run(start, stop):
        direct = dtype == np.float64
        scratch = None if direct else np.empty((_BLOCK, flat.shape[1]))
        for at in range(start, stop, _BLOCK):
            part = slice(at, min(at + _BLOCK, stop))
            answer = flat[part] if direct else scratch[: part.stop - at]
            fill(pixels[part], answer)
            if not direct:
                flat[part] = saturated(answer, dtype, rounding=rounding)

    if len(pixels):
        slabs(run, len(pixels), work=len(pixels) * cost / 1e6, threads=threads)
    return out
