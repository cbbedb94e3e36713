"""Structuring elements: which pixels around a pixel are its neighbours."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

import numpy as np

from . import _check as check
from ._kept import by_content

_KEPT = 1 << 12  # pixels of a structuring element whose members are worth keeping


def remembered(function: Callable) -> Callable:
    """Remember what ``function(Bc, ndim, *more)`` gave for numbers and small arrays; it is not to be changed."""

    @lru_cache(64)
    def of_number(*arguments):
        return function(*arguments)

    @by_content(_KEPT, 64)
    def of_array(Bc, *more):
        return function(Bc, Bc.ndim, *more)

    @wraps(function)
    def quick(Bc, ndim, *more):
        if Bc is None or type(Bc) is int:
            return of_number(Bc, ndim, *more)
        if type(Bc) is np.ndarray and Bc.dtype.kind in "buif" and 0 < Bc.size <= _KEPT and 0 < Bc.ndim == ndim:
            return of_array(Bc, *more)
        return function(Bc, ndim, *more)

    return quick


def structuring_element(Bc: Any, ndim: int, name: str = "Bc") -> np.ndarray:
    """Return `Bc` as a bool array of `ndim` axes, True at members (mahotas's reading of numbers).

    None means 1. A number k means the 3**ndim box within city-block distance k of its centre,
    after 4 and 8 (2-D) and 6 (3-D), which count neighbours, were translated. In 3-D 18 and 26 too.
    """
    if (isinstance(Bc, np.ndarray) and Bc.ndim) or isinstance(Bc, (list, tuple)):
        a = check.array(Bc, name)
        if a.ndim != ndim:
            raise ValueError(f"`{name}` must have {ndim} axes, one per axis of the array, not {a.ndim}")
        return np.ascontiguousarray(a != 0)
    k = 1 if Bc is None else int(Bc) if isinstance(Bc, (bool, np.bool_)) else check.integer(Bc, name, low=0)
    k = {(2, 4): 1, (2, 8): 2, (3, 6): 1, (3, 18): 2, (3, 26): 3}.get((ndim, k), k)
    return _near(ndim, min(k, ndim)).copy()


@lru_cache(16)
def _near(ndim, k):
    steps = np.abs(np.indices((3,) * ndim) - 1).sum(0) if ndim else np.zeros((), int)
    return steps <= k


def offsets(Bc: np.ndarray, *, centre: bool = True) -> np.ndarray:
    """Return the members of a bool `Bc` as (k, ndim) intp steps from its centre, in raster order.

    The centre of an axis is ``size // 2``, for even sizes too. `centre=False` leaves the centre out.
    """
    if Bc.size <= _KEPT:
        return _kept(Bc.tobytes(), Bc.shape, centre).copy()
    return _members(Bc, centre)


@lru_cache(64)
def _kept(raw, shape, centre):
    return _members(np.frombuffer(raw, bool).reshape(shape), centre)


def _members(Bc, centre):
    steps = np.argwhere(Bc).astype(np.intp) - np.array([n // 2 for n in Bc.shape], np.intp)
    return steps if centre else steps[(steps != 0).any(axis=1)] if Bc.ndim else steps[:0]
