"""Map and reduce over long sequences, a few elements to a task."""

from __future__ import annotations

import functools
from typing import Any

from .core import Task
from .hashing import Hasher
from .utils import identity
from .values import value

__all__ = ["currymap", "map", "mapreduce", "reduce"]

_map = map


def _get_function(f):
    return f.f if getattr(f, "_jug_is_task_generator", False) else f


def _break_up(sequence, step):
    """Cut a sequence into pieces of `step` elements."""
    return [sequence[i : i + step] for i in range(0, len(sequence), step)]


def _jug_map(mapper, elements):
    return [mapper(e) for e in elements]


def _jug_map_curry(mapper, elements):
    return [mapper(*e) for e in elements]


def _jug_reduce(reducer, mapper, elements):
    found = [mapper(e) for e in elements] if mapper is not None else elements
    return functools.reduce(reducer, found)


class block_access_slice:
    """Some elements of a sequence that several tasks make, piece by piece.

    Parameters
    ----------
    base : block_access
        The whole.
    which : tuple of int, or range
        Start, stop and step.
    """

    def __init__(self, base, which):
        self.base = base
        self.which = which if isinstance(which, range) else range(*which)

    def __len__(self):
        return len(self.which)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return block_access_slice(self.base, self.which[index])
        return self.base[self.which[index]]

    def _blocks(self):
        step = self.base.block_size
        return [self.base.blocks[b] for b in dict.fromkeys(i // step for i in self.which)]

    def __pyimg_hash__(self):
        which = [self.which.start, self.which.stop, self.which.step] if len(self.which) else []
        return Hasher().encode(["blocks", self.base.block_size, which, self._blocks()])

    def __jug_hash__(self):
        from .hashing import hash_one

        return hash_one(self)

    def __jug_value__(self):
        step = self.base.block_size
        loaded = {b: value(self.base.blocks[b]) for b in dict.fromkeys(i // step for i in self.which)}
        return [loaded[i // step][i % step] for i in self.which]

    def __jug_dependencies__(self):
        return iter(self._blocks())


class block_access(block_access_slice):
    """A sequence that several tasks make, `block_size` elements each.

    Parameters
    ----------
    blocks : list of Task
        Each makes a list.
    block_size : int
        Elements of each, except the last.
    length : int
        Elements in all.
    """

    def __init__(self, blocks, block_size, length):
        self.blocks, self.block_size = blocks, block_size
        super().__init__(self, range(length))

    def __getitem__(self, index):
        if isinstance(index, slice):
            return block_access_slice(self, self.which[index])
        index = self.which[index]
        return self.blocks[index // self.block_size][index % self.block_size]


def map(mapper, sequence, map_step: int = 4) -> Any:
    """Apply a function to each element, `map_step` elements to a task.

    Parameters
    ----------
    mapper : callable
        A function or task generator.
    sequence : sequence
        Elements, or tasks.
    map_step : int, default 4
        Elements of a task.

    Returns
    -------
    sequence
        With length, indices and slices; an argument for tasks. A list of tasks if `map_step` is 1.

    Examples
    --------
    >>> from pyimg.tasks import mapreduce
    >>> len(mapreduce.map(abs, [-1, -2, -3]))
    3
    """
    mapper = _get_function(mapper)
    if map_step == 1:
        return [Task(mapper, e) for e in sequence]
    sequence = _sized(sequence)
    blocks = [Task(_jug_map, mapper, piece) for piece in _break_up(sequence, map_step)]
    return block_access(blocks, map_step, len(sequence))


def _sized(sequence):
    return sequence if hasattr(sequence, "__getitem__") and hasattr(sequence, "__len__") else list(sequence)


def currymap(mapper, sequence, map_step: int = 4) -> list:
    """As `map`, with each element the arguments of a call: ``mapper(*element)``.

    Parameters
    ----------
    mapper : callable
        A function or task generator.
    sequence : sequence of tuples
        Arguments.
    map_step : int, default 4
        Elements of a task.

    Returns
    -------
    list of Task or Tasklet
        One for each element.
    """
    mapper = _get_function(mapper)
    if map_step == 1:
        return [Task(mapper, *e) for e in sequence]
    made = []
    for piece in _break_up(_sized(sequence), map_step):
        block = Task(_jug_map_curry, mapper, piece)
        made += [block[i] for i in range(len(piece))]
    return made


def mapreduce(reducer, mapper, inputs, map_step: int = 4, reduce_step: int = 8) -> Any:
    """Apply a function to each input and bring the results together, two by two, in order.

    Parameters
    ----------
    reducer : callable
        Takes two results and returns one; associative.
    mapper : callable or None
        Applied to each input first.
    inputs : sequence
        Inputs.
    map_step, reduce_step : int
        How many inputs, and results, to a task.

    Returns
    -------
    Task
        The result; ``[]`` if there are no inputs.
    """
    reducer, mapper = _get_function(reducer), None if mapper is None else _get_function(mapper)
    inputs = _sized(inputs)
    if not len(inputs):
        return identity([])
    level = [Task(_jug_reduce, reducer, mapper, piece) for piece in _break_up(inputs, map_step)]
    while len(level) > 1:
        level = [Task(_jug_reduce, reducer, None, piece) for piece in _break_up(level, reduce_step)]
    return level[0]


def reduce(reducer, inputs, reduce_step: int = 8) -> Any:
    """Bring inputs together, two by two, in order: `mapreduce` without a mapper.

    Parameters
    ----------
    reducer : callable
        Takes two and returns one; associative.
    inputs : sequence
        Inputs.
    reduce_step : int, default 8
        How many to a task above the first level.

    Returns
    -------
    Task
        The result.
    """
    return mapreduce(reducer, None, inputs, reduce_step=reduce_step)
