"""How tasks hang together: what comes before what."""

from typing import Any

from .core import Task, Tasklet
from .values import dependencies, rebuild

__all__ = ["describe", "recursive_dependencies", "tasks_below", "topological_sort"]


def tasks_below(root: Any):
    """Yield the tasks that a structure directly stands on, seeing through tasklets; one may come twice.

    Parameters
    ----------
    root : object
        Arguments, or any structure of them.
    """
    stack = list(dependencies(root))[::-1]
    while stack:
        lazy = stack.pop()
        if isinstance(lazy, Tasklet):
            stack.extend(list(dependencies(list(lazy.dependencies())))[::-1])
        else:
            yield lazy


def recursive_dependencies(task, max_level: int | None = -1):
    """Yield all that a task stands on, each once, the nearest first.

    Parameters
    ----------
    task : Task or Tasklet
        Where to start; not itself yielded.
    max_level : int or None, default -1
        How many steps to go; None or -1 for all.
    """
    seen, level, below = {id(task)}, 0, [task]
    while below and (max_level is None or max_level < 0 or level < max_level):
        next_below = []
        for above in below:
            for lower in tasks_below(list(above.dependencies())):
                if id(lower) not in seen:
                    seen.add(id(lower))
                    next_below.append(lower)
                    yield lower
        below, level = next_below, level + 1


def topological_sort(tasks: list) -> None:
    """Sort tasks in place so that none comes before what it stands on; else the order is kept.

    Parameters
    ----------
    tasks : list of Task
        To be sorted.
    """
    members = {id(t): t for t in tasks}
    done, out = set(), []
    for first in tasks:
        stack = [(first, None)]
        while stack:
            task, lower = stack.pop()
            if lower is None:
                if id(task) in done:
                    continue
                lower = iter([d for d in tasks_below(list(task.dependencies())) if id(d) not in done])
            for needed in lower:
                if id(needed) not in done:
                    stack += [(task, lower), (needed, None)]
                    break
            else:
                if id(task) not in done:
                    done.add(id(task))
                    if id(task) in members:
                        out.append(task)
    tasks[:] = out


def describe(element: Any) -> Any:
    """Return how a result was made: names, arguments and what the store knows, as nested dicts and lists.

    Parameters
    ----------
    element : object
        A task, or a structure of tasks.

    Returns
    -------
    object
        For each task a dict of ``name``, ``args``, ``kwargs`` (those it has) and ``meta``.
    """
    done: dict[int, Any] = {}

    def leaf(x):
        return done.get(id(x), x)

    tasks = [t for t in tasks_below(element)]
    order = list(tasks)
    for task in tasks:
        order.extend(recursive_dependencies(task))
    topological_sort(order)
    for task in order:
        if not isinstance(task, Task) or id(task) in done:
            continue
        told = {"name": task.name}
        if task.args:
            told["args"] = [rebuild(a, leaf) for a in task.args]
        if task.kwargs:
            told["kwargs"] = {k: rebuild(v, leaf) for k, v in task.kwargs.items()}
        told["meta"] = task.store.metadata(task) if task.store is not None else {}
        done[id(task)] = told
    return rebuild(element, leaf)
