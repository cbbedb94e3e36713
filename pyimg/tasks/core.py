"""Tasks: calls to be made, known by the name of the function and its arguments."""

from typing import Any

from .errors import DamagedError, MissingError, TaskError
from .functions import describe_function, forget, unwrap
from .hashing import Hasher, Unnamed, task_name
from .values import dependencies, value

__all__ = ["Task", "Tasklet", "alltasks", "name_all"]

#: The tasks of the jugfile, in the order in which they were made.
alltasks: list["Task"] = []


class _Lazy:
    """What tasks and tasklets share."""

    __slots__ = ()
    _is_lazy = True
    #: Whether a function that gets this as an argument gets its value.
    loads = True

    def hash(self) -> bytes:
        """Return the name: 40 hexadecimal digits."""
        if self._hash is None:
            name_all([self])
        return self._hash

    def __jug_hash__(self):
        return self.hash()

    def __pyimg_hash__(self):
        if self._hash is None:
            raise Unnamed(self)
        return self._hash

    def __jug_value__(self):
        return self.value()

    def __jug_dependencies__(self):
        return iter((self,))

    def __getitem__(self, index):
        return Tasklet(self, _Item(index))

    def __iter__(self):
        raise NotImplementedError("the length of a result is not known before it is computed: use `iteratetask` or `bvalue`")

    def __reduce__(self):
        raise TypeError("a task cannot be pickled: it is known by its name")


class Task(_Lazy):
    """A call ``f(*args, **kwargs)`` to be made later, once, by some worker.

    Parameters
    ----------
    f : callable
        A function with a name; a `functools.partial` is taken apart. Closures and bound methods are told apart by what
        they captured and what they are bound to.
    *args, **kwargs
        Arguments; tasks among them, also in lists, tuples and dicts, stand for their results.

    Attributes
    ----------
    name : str
        ``module.function``.
    f, args, kwargs
        As given.
    store : Store
        Of the class: where results are.

    Raises
    ------
    ValueError
        If `f` is a lambda, or another function of the same name has other code.

    Examples
    --------
    >>> from pyimg.tasks import Task
    >>> Task(pow, 2, 10).hash() == Task(pow, 2, 10).hash()
    True
    """

    __slots__ = ("__weakref__", "_function", "_hash", "_lock", "_result", "args", "f", "kwargs", "name")
    store: Any = None
    #: Whether anything has been asked of the store: then what is asked for may depend on the answer.
    asked = False
    #: In a worker: returns the result of a name; nothing loaded is kept.
    _load = None

    def __init__(self, f, *args, **kwargs):
        if getattr(f, "_jug_is_task_generator", False):
            f = f.f
        f, args, kwargs = unwrap(f, args, kwargs)
        if not alltasks:
            forget()
        self._function = function = describe_function(f)
        self.name, self.f, self.args, self.kwargs = function.name, f, args, kwargs
        self._hash = None
        alltasks.append(self)

    @property
    def code(self):
        """The function whose code counts as what made the result."""
        return self.f

    def _name(self, hasher):
        return task_name(self._function, self.args, self.kwargs, hasher)

    def dependencies(self):
        """Yield the tasks and tasklets among the arguments."""
        for lazy in dependencies((*self.args, *self.kwargs.values())):
            yield lazy if lazy.loads else lazy.base

    # -- results ------------------------------------------------------------------------------------

    def can_run(self) -> bool:
        """Say whether all arguments are there."""
        return all(d.is_loaded() or d.can_load() for d in self.dependencies())

    def can_load(self, store=None) -> bool:
        """Say whether the store has the result."""
        Task.asked = True
        return (self.store if store is None else store).can_load(self.hash())

    def load(self) -> None:
        """Load the result.

        Raises
        ------
        TaskError
            Naming the task, if the result is missing or damaged.
        """
        self._result = self._loaded()

    def _loaded(self):
        name, Task.asked = self.hash(), True
        try:
            return self._load(name) if self._load is not None else _get(self.store, name)
        except (MissingError, DamagedError):
            raise
        except Exception as error:
            raise TaskError(f"cannot load the result of {self.name} ({name.decode()}): {error}") from error

    def value(self) -> Any:
        """Return the result, loaded if need be."""
        if hasattr(self, "_result"):
            return self._result
        if self._load is not None:
            return self._loaded()
        self.load()
        return self._result

    @property
    def result(self) -> Any:
        """The result, loaded if need be."""
        return self.value()

    def run(self, force=None, save: bool = True, debug_mode: bool = False) -> Any:
        """Make the call now, whether or not there is a result.

        Parameters
        ----------
        force : object, optional
            Ignored; jug once had it.
        save : bool, default True
            Store the result.
        debug_mode : bool, default False
            Raise TaskError if the function changed its arguments.

        Returns
        -------
        object
            The result.
        """
        from .call import run_here

        self._result = run_here(self, save, debug_mode)
        return self._result

    def invalidate(self) -> None:
        """Forget this result, not those made from it."""
        self.unload()
        self.store.remove(self.hash())

    # -- memory -------------------------------------------------------------------------------------

    def is_loaded(self) -> bool:
        """Say whether the result is in memory."""
        return hasattr(self, "_result")

    def unload(self) -> None:
        """Let go of the result in memory."""
        if hasattr(self, "_result"):
            del self._result

    def unload_recursive(self) -> None:
        """Let go of the results of this task and of all that it was made from."""
        from .relations import recursive_dependencies

        self.unload()
        for task in recursive_dependencies(self):
            task.unload()

    # -- lock ---------------------------------------------------------------------------------------

    def _get_lock(self):
        if not hasattr(self, "_lock"):
            self._lock = self.store.getlock(self.hash())
        return self._lock

    def lock(self) -> bool:
        """Try to take the right to run this; say whether it worked."""
        return self._get_lock().get()

    def unlock(self) -> None:
        """Give it up."""
        self._get_lock().release()

    def is_locked(self) -> bool:
        """Say whether anybody has it."""
        return self._get_lock().is_locked()

    def fail(self) -> bool:
        """Mark this task as failed."""
        return self._get_lock().fail()

    def is_failed(self) -> bool:
        """Say whether it is marked as failed."""
        return self._get_lock().is_failed()

    def __str__(self):
        return f"Task: {self.name}()"

    def __repr__(self):
        return f"Task({self.name}, args={self.args!r}, kwargs={self.kwargs!r})"


def _get(store, name):
    if not store.has(name):
        store.refresh()
    return store.get(name)


class _Item:
    """``x[index]``, where the index may be a task."""

    __slots__ = ("index",)

    def __init__(self, index):
        self.index = index

    def __call__(self, result):
        return result[value(self.index)]


class Tasklet(_Lazy):
    """A view of a result: ``f(value(base))``, computed when looked at and never stored.

    Parameters
    ----------
    base : Task or Tasklet
        What it looks at.
    f : callable
        What it sees; a lambda is known by its code and what it captured.

    Examples
    --------
    >>> from pyimg.tasks import Task, Tasklet
    >>> first = Tasklet(Task(divmod, 7, 2), lambda pair: pair[0])
    """

    __slots__ = ("__weakref__", "_hash", "base", "f")

    def __init__(self, base, f):
        self.base, self.f, self._hash = base, f, None

    def _name(self, hasher):
        from hashlib import blake2b

        seen = ("item", self.f.index) if type(self.f) is _Item else ("view", self.f)
        code = hasher.encode([self.base, *seen])
        return blake2b(b"pyimg1l" + code, digest_size=20).hexdigest().encode()

    def bottom(self):
        """Return the task below all tasklets, and the views on the way."""
        views, lazy = [], self
        while isinstance(lazy, Tasklet):
            views.append(lazy.f)
            lazy = lazy.base
        return lazy, views

    def value(self) -> Any:
        """Return what is seen."""
        views, lazy = [], self
        while isinstance(lazy, Tasklet) and type(lazy).value is Tasklet.value:
            views.append(lazy.f)
            lazy = lazy.base
        seen = value(lazy)
        for view in reversed(views):
            seen = view(seen)
        return seen

    @property
    def result(self) -> Any:
        """What is seen."""
        return self.value()

    def dependencies(self):
        """Yield the base, and tasks in the index."""
        yield self.base
        if type(self.f) is _Item:
            yield from dependencies(self.f.index)

    def can_load(self, store=None) -> bool:
        """Say whether the result it looks at is there."""
        lazy, views = self.bottom()
        return lazy.can_load() and all(d.can_load() for v in views if type(v) is _Item for d in dependencies(v.index))

    def is_loaded(self) -> bool:
        """Say whether the result it looks at is in memory."""
        return self.bottom()[0].is_loaded()

    def unload(self) -> None:
        """Let go of the result it looks at."""
        self.bottom()[0].unload()

    unload_recursive = unload


def name_all(lazies) -> None:
    """Name tasks, and what they depend on, in one pass that hashes each large array once."""
    hasher = Hasher()
    for first in lazies:
        if first._hash is not None:
            continue
        stack = [first]
        while stack:
            lazy = stack[-1]
            if lazy._hash is None:
                try:
                    lazy._hash = lazy._name(hasher)
                except Unnamed as unnamed:
                    stack.append(unnamed.lazy)
                    stack.extend(d for d in dependencies(list(lazy.dependencies())) if d._hash is None)
                    continue
                except TypeError as error:
                    from .call import told

                    refused = TypeError(f"{told(lazy) if isinstance(lazy, Task) else 'a view'}: {error}")
                    refused.in_jugfile = True
                    raise refused from None
                except Exception as error:
                    # Such as the missing file of a `timed_path`.
                    error.in_jugfile = True
                    raise
            stack.pop()
