"""Arguments that are no part of a task's name: use with care."""

from .values import dependencies, value

__all__ = ["NoHash"]


class NoHash:
    """An argument that does not count: calls that differ in it alone are the same task.

    Parameters
    ----------
    obj : object
        The argument; the function gets its value.

    Examples
    --------
    >>> from pyimg.tasks import NoHash, Task
    >>> Task(pow, 2, NoHash(3)).hash() == Task(pow, 2, NoHash(4)).hash()
    True
    """

    def __init__(self, obj):
        self.obj = obj

    def __jug_hash__(self):
        return b"no hash"

    def __jug_value__(self):
        return value(self.obj)

    def __jug_dependencies__(self):
        return dependencies(self.obj)
