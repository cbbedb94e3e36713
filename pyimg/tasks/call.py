"""Make one call: the arguments' values in, a result with its provenance out, or a report of the failure."""

import json
import os
import reprlib
import sys
import time
from functools import lru_cache

from .._built import VERSION
from .codec import encode
from .core import Task
from .errors import TaskError
from .functions import fingerprint
from .hashing import PLAIN, Hasher
from .store import Failure, Result
from .store.lease import host
from .values import arguments

try:
    import resource
except ImportError:  # not on Windows
    resource = None

__all__ = ["call", "failure_of", "run_here", "told"]

_REPR = reprlib.Repr()
_REPR.maxlevel, _REPR.maxstring, _REPR.maxother, _REPR.maxlist, _REPR.maxtuple = 3, 60, 60, 6, 6
_prints: dict = {}


def _one(argument, depth=3):
    if type(argument) in PLAIN:
        text = repr(argument)
        return text if len(text) <= 80 else text[:77] + "…"
    if getattr(argument, "_is_lazy", False):
        return f"<{getattr(argument, 'name', 'view')} {argument.hash()[:8].decode()}>"
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(argument, numpy.ndarray):
        return f"array({argument.dtype}, {'×'.join(map(str, argument.shape))})"
    kind = type(argument)
    if kind in (list, tuple, dict):
        first = list(argument.items() if kind is dict else argument)[:6]
        if depth == 0 and first:
            inner = ["…"]
        elif kind is dict:
            inner = [f"{_one(k, depth - 1)}: {_one(v, depth - 1)}" for k, v in first]
        else:
            inner = [_one(a, depth - 1) for a in first]
        if len(argument) > 6 and depth:
            inner.append(f"… {len(argument)} in all")
        text = ", ".join(inner)
        return f"[{text}]" if kind is list else f"{{{text}}}" if kind is dict else f"({text}{',' * (len(argument) == 1)})"
    try:
        return _REPR.repr(argument)
    except Exception:
        return f"<{kind.__name__}>"


def told(task) -> str:
    """Return a call as text, shortened: ``f(1, b=array(float64, 512×512))``."""
    words = [*map(_one, task.args), *(f"{k}={_one(v)}" for k, v in task.kwargs.items())]
    return f"{task.name}({', '.join(words)})"


@lru_cache(1)
def _place(pid):
    """Return what is the same for all results of this process, as the end of a JSON object."""
    import getpass
    import platform
    from importlib.metadata import PackageNotFoundError, version

    versions = {"python": platform.python_version(), "pyimg": VERSION}
    try:
        versions["numpy"] = version("numpy")
    except PackageNotFoundError:
        pass
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return json.dumps({"host": host(), "user": user, "pid": pid, "versions": versions})[1:]


_peak = [0.0, 0]


def peak(seconds: float = 1.0) -> int:
    """Return the most memory this process has used so far, in bytes; after a very short task, as of a moment ago."""
    if resource is None:
        return 0
    now = time.monotonic()
    if seconds > 1e-3 or now - _peak[0] > 0.05:
        _peak[:] = now, _most()
    return _peak[1]


def _most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def code_of(f) -> bytes:
    """Return the fingerprint of a function's code."""
    try:
        known = _prints.get(f)
        if known is None:
            known = _prints[f] = fingerprint(f)
        return known
    except TypeError:
        return fingerprint(f)


def call(task, generation: int = 0, safe: bool = False, debug: bool = False) -> tuple[Result, object]:
    """Call a task's function and encode what it returns.

    Parameters
    ----------
    task : Task
        Its arguments must be there.
    generation : int
        That it was claimed in.
    safe : bool
        Refuse a result that needs pickle.
    debug : bool
        Raise TaskError if the function changed an argument, or made a task.

    Returns
    -------
    Result, object
        What to store, and the value itself.
    """
    from .core import alltasks

    args, kwargs = arguments(task.args), arguments(task.kwargs) if task.kwargs else {}
    before = (Hasher().encode([args, kwargs]), len(alltasks)) if debug else None
    start = time.time()
    clock = time.perf_counter()
    value = task.f(*args, **kwargs)
    seconds = time.perf_counter() - clock
    if debug:
        if Hasher().encode([args, kwargs]) != before[0]:
            raise TaskError(f"{told(task)} changed its arguments")
        if len(alltasks) != before[1]:
            raise TaskError(f"{told(task)} made a task while it ran")
    payload = encode(value, safe)
    meta = (
        f'{{"start":{start:.6f},"seconds":{seconds:.6g},"peak":{peak(seconds)},"call":{json.dumps(told(task))},{_place(os.getpid())}'
    ).encode("ascii", "replace")
    return Result(task.hash(), payload, generation, code_of(task.code), meta), value


def failure_of(task, error: BaseException, generation: int = 0, **more) -> Failure:
    """Return the report of a failure: error, traceback, call, place and time."""
    import traceback

    frames = traceback.TracebackException.from_exception(error)
    # The frames of this file are of no interest.
    while len(frames.stack) > 1 and frames.stack[0].filename in (__file__, *_OURS):
        frames.stack.pop(0)
    text = "".join(frames.format())
    if len(text) > 20_000:
        text = text[:10_000] + "\n…\n" + text[-10_000:]
    report = {
        "task": task.name, "call": told(task), "error": f"{type(error).__name__}: {error}", "traceback": text,
        "host": host(), "pid": os.getpid(), **more,
    }  # fmt: skip
    return Failure(task.hash(), report, generation)


_OURS = {os.path.join(os.path.dirname(__file__), name) for name in ("run.py", "worker.py", "far.py")}


def run_here(task: Task, save: bool, debug: bool):
    """Make the call now and return its value; store it if asked."""
    if not task.can_run():
        raise TaskError(f"{told(task)} cannot be run: an argument is not there")
    store = task.store
    generation = store.generation(task.hash()) if store is not None else 0
    result, value = call(task, generation, getattr(store, "safe", False), debug)
    if save:
        store.commit([result])
    return value
