"""Arguments and what they stand for: find the tasks in them, put results in the place of tasks.

Lists, tuples and dicts (of exactly these types) are gone through; other objects take part by ``__jug_value__`` and
``__jug_dependencies__``. Nothing recurses.
"""

import sys
from typing import Any

__all__ = ["dependencies", "rebuild", "value"]

_LEAVES = frozenset((int, str, float, bool, bytes, complex, type(None)))


def dependencies(root: Any):
    """Yield the tasks and tasklets in a structure, in order.

    Parameters
    ----------
    root : object
        Lists, tuples and dicts of anything.
    """
    stack = [root]
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind in _LEAVES:
            continue
        if kind is list or kind is tuple:
            stack.extend(reversed(item))
        elif kind is dict:
            stack.extend(reversed(item.values()))
        elif getattr(kind, "_is_lazy", False):
            yield item
        elif hasattr(kind, "__jug_dependencies__"):
            stack.extend(reversed(list(item.__jug_dependencies__())))


def rebuild(root: Any, leaf) -> Any:
    """Return a structure with each element replaced by ``leaf(element)``: new lists, tuples, dicts.

    Parameters
    ----------
    root : object
        Lists, tuples and dicts of anything.
    leaf : callable
        Applied to what is none of these.
    """
    kind = type(root)
    if kind in _LEAVES:
        return root
    if kind is not list and kind is not tuple and kind is not dict:
        return leaf(root)
    frames = [(None, iter((root,)), [])]
    while True:
        container, elements, done = frames[-1]
        for element in elements:
            kind = type(element)
            if kind in _LEAVES:
                done.append(element)
            elif kind is list or kind is tuple:
                frames.append((element, iter(element), []))
                break
            elif kind is dict:
                frames.append((element, iter(element.values()), []))
                break
            else:
                done.append(leaf(element))
        else:
            frames.pop()
            if not frames:
                return done[0]
            kind = type(container)
            frames[-1][2].append(done if kind is list else tuple(done) if kind is tuple else dict(zip(container, done)))


def _value(element):
    own = getattr(type(element), "__jug_value__", None)
    return element if own is None else own(element)


def value(element: Any) -> Any:
    """Return what an element stands for.

    Parameters
    ----------
    element : object
        A task or tasklet (its result is loaded if need be), a list, tuple or dict (a new one with the values of its
        elements), an object with ``__jug_value__``, or anything else.

    Returns
    -------
    object
        The result, or the element itself.

    Raises
    ------
    TaskError
        If a result is missing or cannot be loaded.

    Examples
    --------
    >>> from pyimg.tasks import value
    >>> value([1, (2, 3)])
    [1, (2, 3)]
    """
    return rebuild(element, _value)


def _own(element):
    own = getattr(type(element), "__jug_value__", None)
    if own is not None:
        return own(element)
    numpy = sys.modules.get("numpy")
    if numpy is not None and type(element) is numpy.ndarray and element.flags.writeable:
        return element.copy(order="K")
    return element


def arguments(element: Any) -> Any:
    """Return what a function is called with: as `value`, with arrays of its own to write to.

    What a task does to its arguments must not reach the next task, which may have been given the same array.
    """
    if type(element) is tuple:
        for part in element:
            if type(part) not in _LEAVES:
                break
        else:
            return element
    return rebuild(element, _own)
