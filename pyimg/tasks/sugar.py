"""Ways to write tasks: a decorator, several results from one call, a call made at once."""

import operator
import sys
from importlib import import_module
from typing import Any

from .core import Task, Tasklet
from .hashing import Hasher

__all__ = ["CachedFunction", "TaskGenerator", "iteratetask", "return_tuple"]


class TaskGenerator:
    """Decorator: ``f(x)`` becomes ``Task(f, x)``.

    Parameters
    ----------
    f : callable
        The function; kept as ``.f``.

    Examples
    --------
    >>> from pyimg.tasks import TaskGenerator
    >>> @TaskGenerator
    ... def double(x):
    ...     return 2 * x
    >>> double(4).name.endswith("double")
    True
    """

    _jug_is_task_generator = True

    def __init__(self, f):
        self.f = f
        for attribute in ("__doc__", "__name__", "__module__", "__qualname__"):
            try:
                setattr(self, attribute, getattr(f, attribute))
            except AttributeError:
                continue

    def __call__(self, *args, **kwargs):
        return Task(self.f, *args, **kwargs)

    def __pyimg_hash__(self):
        return Hasher().encode(self.f)

    __jug_hash__ = __pyimg_hash__

    def __get__(self, instance, owner=None):
        return self if instance is None else TaskGenerator(self.f.__get__(instance, owner))

    def __reduce__(self):
        return _generator, _where(self)


def _where(generator):
    """Return module and name by which a generator is found again."""
    f = generator.f
    module, name = getattr(f, "__module__", None), getattr(f, "__qualname__", f.__name__)
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is not generator:
        raise RuntimeError(f"cannot pickle the task generator {module}.{name}: it is not found under that name")
    return module, name


def _generator(module, name):
    return operator.attrgetter(name)(import_module(module))


class iteratetask:
    """The first `n` elements of a result, as tasklets.

    Parameters
    ----------
    base : Task or Tasklet
        Something whose result is a sequence.
    n : int
        How many.

    Examples
    --------
    >>> from pyimg.tasks import Task, iteratetask
    >>> quotient, rest = iteratetask(Task(divmod, 7, 2), 2)
    """

    def __init__(self, base, n):
        self.base, self.n = base, n

    def __len__(self):
        return self.n

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self.base[i] for i in range(self.n)[index]]
        return self.base[range(self.n)[index]]


class _Nth:
    """Element `index` of a result that must have `n`."""

    __slots__ = ("index", "n")

    def __init__(self, index, n):
        self.index, self.n = index, n

    def __call__(self, result):
        if len(result) != self.n:
            raise ValueError(f"the result should have {self.n} elements, not {len(result)}")
        return result[self.index]


def return_tuple(n: int):
    """Decorator on top of `TaskGenerator`: a call returns `n` tasklets.

    Parameters
    ----------
    n : int
        How many elements the result has; checked when one is looked at (ValueError).

    Examples
    --------
    >>> from pyimg.tasks import TaskGenerator, return_tuple
    >>> @return_tuple(2)
    ... @TaskGenerator
    ... def halves(x):
    ...     return x // 2, x - x // 2
    >>> low, high = halves(5)
    """

    def decorate(generator):
        def call(*args, **kwargs):
            task = generator(*args, **kwargs)
            return tuple(Tasklet(task, _Nth(i, n)) for i in range(n))

        return call

    return decorate


def CachedFunction(f, *args, **kwargs) -> Any:
    """Return ``f(*args, **kwargs)``: from the store, or computed and stored now.

    Parameters
    ----------
    f : callable
        A function or task generator.
    *args, **kwargs
        Its arguments.

    Returns
    -------
    object
        The result.
    """
    task = Task(f, *args, **kwargs)
    return task.value() if task.is_loaded() or task.can_load() else task.run()
