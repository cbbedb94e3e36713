"""Reasons to stop between two tasks: after so many, after so long, when a file appears."""

import os
import sys
import time

from . import register_hook, register_hook_once

__all__ = ["exit_after_n_tasks", "exit_after_time", "exit_env_vars", "exit_if_file_exists", "exit_when_true"]

_AFTER, _BEFORE = "execute.task-executed1", "execute.task-pre-execute"


def exit_when_true(f, function_takes_Task: bool = False) -> None:
    """Stop after a task if a function says so.

    Parameters
    ----------
    f : callable
        Asked after each task.
    function_takes_Task : bool, default False
        Whether it is given the task.
    """

    def check(task):
        if f(task) if function_takes_Task else f():
            sys.exit(0)

    if getattr(f, "__closure__", True) is None:
        register_hook_once(_AFTER, ("exit_when_true", f.__code__, function_takes_Task), check)
    else:
        register_hook(_AFTER, check)


def exit_after_n_tasks(n: int) -> None:
    """Stop after `n` tasks.

    Parameters
    ----------
    n : int
        How many.
    """
    run = [0]

    def check(task):
        run[0] += 1
        if run[0] >= n:
            sys.exit(0)

    register_hook_once(_AFTER, ("exit_after_n_tasks", n), check)


def exit_after_time(hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
    """Stop after the task during which this time ends.

    Parameters
    ----------
    hours, minutes, seconds : float
        Added together.
    """
    end = time.monotonic() + seconds + 60 * minutes + 3600 * hours

    def check(task):
        if time.monotonic() >= end:
            sys.exit(0)

    register_hook_once(_AFTER, ("exit_after_time", hours, minutes, seconds), check)


def exit_if_file_exists(path, every: float = 0.0) -> None:
    """Stop before the next task once a file exists.

    Parameters
    ----------
    path : path-like
        The file.
    every : float, default 0
        Look no more often than after so many seconds.
    """
    next_look = [0.0]

    def check(task):
        now = time.monotonic()
        if now >= next_look[0]:
            next_look[0] = now + every
            if os.path.exists(path):
                sys.exit(0)

    register_hook_once(_BEFORE, ("exit_if_file_exists", os.fspath(path)), check)


def exit_env_vars(environ=None) -> None:
    """Stop as the environment says.

    Parameters
    ----------
    environ : mapping, optional
        ``JUG_MAX_TASKS``, ``JUG_MAX_HOURS``, ``JUG_MAX_MINUTES``, ``JUG_MAX_SECONDS`` (numbers, the times are added)
        and ``JUG_EXIT_IF_FILE_EXISTS``; the process's environment by default.
    """
    environ = os.environ if environ is None else environ
    if "JUG_MAX_TASKS" in environ:
        exit_after_n_tasks(int(environ["JUG_MAX_TASKS"]))
    hours, minutes, seconds = (float(environ.get(f"JUG_MAX_{unit}", 0)) for unit in ("HOURS", "MINUTES", "SECONDS"))
    if hours or minutes or seconds:
        exit_after_time(hours, minutes, seconds)
    if "JUG_EXIT_IF_FILE_EXISTS" in environ:
        exit_if_file_exists(environ["JUG_EXIT_IF_FILE_EXISTS"])
