"""Small helps for jugfiles: files as arguments, commands as tasks, lists of files that stay the same."""

import os
import subprocess
from glob import glob
from typing import Any

from .core import Task
from .hashing import hash_one
from .selection import matcher, name_matcher, pattern_matcher
from .sugar import CachedFunction, TaskGenerator
from .values import dependencies, value

__all__ = [
    "CustomHash", "cached_glob", "hash_with_mtime_size", "identity", "jug_execute", "prepare_matcher_from_options",
    "prepare_name_matcher", "prepare_task_matcher", "sync_move", "timed_path",
]  # fmt: skip

prepare_name_matcher = name_matcher
prepare_task_matcher = pattern_matcher
prepare_matcher_from_options = matcher


class CustomHash:
    """An argument that is named by a function of yours.

    Parameters
    ----------
    obj : object
        The argument; the function gets its value.
    h : callable
        ``h(obj)`` is its name, as bytes.

    Examples
    --------
    >>> from pyimg.tasks import CustomHash, Task
    >>> t = Task(len, CustomHash([3, 4], lambda x: b"my list"))
    """

    def __init__(self, obj, h):
        self.obj, self.h = obj, h

    def __jug_hash__(self):
        return self.h(self.obj)

    def __jug_value__(self):
        return value(self.obj)

    def __jug_dependencies__(self):
        return dependencies(self.obj)


def hash_with_mtime_size(path) -> bytes:
    """Return a name for a file that changes when its time or size does."""
    from .snapshot import note

    note(path)
    state = os.stat(path)
    return hash_one((os.fspath(path), state.st_mtime, state.st_size))


def timed_path(path) -> CustomHash:
    """Return an argument that stands for a file: a task that takes it is new when the file has changed.

    Parameters
    ----------
    path : path-like
        The file; the function gets the path.

    Examples
    --------
    >>> from pyimg.tasks import Task, timed_path
    >>> t = Task(len, timed_path("/"))
    """
    return CustomHash(path, hash_with_mtime_size)


def _identity(x):
    return x


_identity.__name__ = _identity.__qualname__ = "identity"
_identity.__module__ = "pyimg.tasks.utils"


def identity(x: Any) -> Any:
    """Return a task whose value is `x`: a large argument is hashed once and then known by that task's name.

    Parameters
    ----------
    x : object
        Anything; tasks and tasklets are returned as they are.

    Examples
    --------
    >>> from pyimg.tasks import identity
    >>> identity([1, 2]).name
    'identity'
    """
    if getattr(type(x), "_is_lazy", False):
        return x
    task = Task(_identity, x)
    task.name = "identity"
    return task


def _execute(args, check_exit=True, run_after=None, return_value=None):
    code = subprocess.call(args)
    if code != 0 and check_exit:
        raise SystemError(f"Command {args} failed with exit code {code}")
    return return_value


_execute.__name__ = _execute.__qualname__ = "jug_execute"
jug_execute = TaskGenerator(_execute)


def glob_sort(pattern):
    """Return the paths that match a pattern, sorted."""
    return sorted(glob(pattern))


def cached_glob(pattern: str) -> list[str]:
    """Return the paths that match a pattern, as they were the first time.

    Parameters
    ----------
    pattern : str
        With shell wildcards.

    Returns
    -------
    list of str
        Sorted; new files are not seen before ``pyimg invalidate --name glob_sort``.
    """
    return CachedFunction(glob_sort, pattern)


def sync_move(src, dst) -> None:
    """Rename a file and make the new name last."""
    os.replace(src, dst)
    folder = os.open(os.path.dirname(os.path.abspath(dst)), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
