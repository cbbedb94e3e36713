"""Functions to be called while tasks are executed.

==================================  ====================================================
``execute.task-loadable``           (task) it was skipped, its result exists
``execute.task-pre-execute``        (task) it is about to run
``execute.task-executed1``          (task) it has run
``execute.finished_pre_status``     () before the final table
``execute.finished_post_status``    () after it
==================================  ====================================================

A hook may raise SystemExit to end the worker between two tasks.
"""

from functools import partial

__all__ = ["jug_hook", "register_hook", "register_hook_once", "reset_all_hooks"]

_KNOWN = (
    "execute.task-loadable", "execute.task-pre-execute", "execute.task-executed1",
    "execute.finished_pre_status", "execute.finished_post_status",
)  # fmt: skip
_hooks: dict = {}
_once: set = set()


def register_hook(name: str, f=None):
    """Have a function called; without a function, return a decorator.

    Parameters
    ----------
    name : str
        One of the names above; another raises ValueError.
    f : callable, optional
        What to call.

    Examples
    --------
    >>> from pyimg.tasks import hooks
    >>> hooks.register_hook("no such hook", print)
    Traceback (most recent call last):
        ...
    ValueError: 'no such hook' is no hook; hooks are execute.task-loadable, execute.task-pre-execute, \
execute.task-executed1, execute.finished_pre_status, execute.finished_post_status
    """
    if name not in _KNOWN:
        raise ValueError(f"{name!r} is no hook; hooks are {', '.join(_KNOWN)}")
    if f is None:
        return partial(register_hook, name)
    _hooks.setdefault(name, []).append(f)
    return f


def register_hook_once(name: str, code, f) -> None:
    """Have a function called unless one was registered under this name and code before.

    Parameters
    ----------
    name : str
        As for `register_hook`.
    code : hashable
        What tells this registration from others: a jugfile may be read more than once.
    f : callable
        What to call.
    """
    if f is None:
        raise NotImplementedError("register_hook_once is no decorator: give it the function")
    if (name, code) not in _once:
        register_hook(name, f)
        _once.add((name, code))


def reset_all_hooks() -> None:
    """Forget all hooks."""
    _hooks.clear()
    _once.clear()


def jug_hook(name: str, args=(), kwargs=None) -> list:
    """Call the functions of a hook; return what they return."""
    return [f(*args, **(kwargs or {})) for f in _hooks.get(name, ())]


def wanted(name):
    """Say whether anything is to be called."""
    return bool(_hooks.get(name))


def call(name, *args):
    """Call the functions of a hook."""
    for f in _hooks.get(name, ()):
        f(*args)
