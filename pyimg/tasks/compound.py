"""A function that builds a graph of tasks, known as one task once its result is there."""

from .core import Task

__all__ = ["CompoundTask", "CompoundTaskGenerator"]


class _Compound(Task):
    """A task named as the call that built it; its value is that of the inner result."""

    __slots__ = ("_inner", "_own")

    def __init__(self, own, inner):
        super().__init__(_given, inner)
        self._own, self._inner = own, inner
        self.name = own.name

    @property
    def code(self):
        return self._own.f

    def _name(self, hasher):
        return self._own._name(hasher)


def _given(inner):
    return inner


def CompoundTask(f, *args, **kwargs):
    """Build a graph now, unless the result of this call is there already.

    Parameters
    ----------
    f : callable
        Builds tasks and returns one of them, or a structure of them.
    *args, **kwargs
        Its arguments.

    Returns
    -------
    Task
        Named as the call ``f(*args, **kwargs)``, with the value of what `f` returned. If the store has it, `f` is not
        called and its inner tasks do not appear.

    Examples
    --------
    >>> from pyimg.tasks import CompoundTask, Task, set_jugdir
    >>> _ = set_jugdir("dict_store")
    >>> def twice(x):
    ...     return Task(pow, Task(pow, x, 2), 2)
    >>> CompoundTask(twice, 3).name.endswith("twice")
    True
    """
    from .core import alltasks

    f = getattr(f, "f", f) if getattr(f, "_jug_is_task_generator", False) else f
    own = Task(f, *args, **kwargs)
    if own.can_load():
        return own
    alltasks.remove(own) if alltasks[-1] is not own else alltasks.pop()
    return _Compound(own, f(*args, **kwargs))


class CompoundTaskGenerator:
    """Decorator: ``f(x)`` becomes ``CompoundTask(f, x)``.

    Parameters
    ----------
    f : callable
        Builds tasks.
    """

    def __init__(self, f):
        self.f = f
        self.__doc__, self.__name__ = f.__doc__, getattr(f, "__name__", "compound")

    def __call__(self, *args, **kwargs):
        return CompoundTask(self.f, *args, **kwargs)

