"""Wait for results while the jugfile is read, so that the graph can depend on them."""

from typing import Any

from .core import Task, alltasks, name_all
from .errors import BarrierError
from .relations import tasks_below
from .values import dependencies, value

__all__ = ["BarrierError", "barrier", "bvalue"]


def barrier() -> None:
    """Go on only if all tasks made so far have a result; else stop reading the jugfile here.

    Examples
    --------
    >>> from pyimg.tasks import barrier
    >>> barrier()
    """
    name_all(alltasks)
    Task.asked = True
    if not alltasks:
        return
    alltasks[0].store.refresh()
    for task in reversed(alltasks):
        if not (task.is_loaded() or task.store.has(task.hash())):
            raise BarrierError


def bvalue(element: Any) -> Any:
    """Return the value of a task or a structure of tasks; stop reading the jugfile here if it is not there yet.

    Parameters
    ----------
    element : object
        As for `value`.

    Returns
    -------
    object
        Its value.
    """
    # What is passed on without being loaded need not be there.
    needed = [lazy for lazy in dependencies(element) if lazy.loads]
    below = list(tasks_below(needed))
    name_all(below)
    Task.asked = True
    if below:
        below[0].store.refresh()
    for task in below:
        if not (task.is_loaded() or task.store.has(task.hash())):
            raise BarrierError
    return value(element)
