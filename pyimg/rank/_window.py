"""What lies around pixels: padded images, steps to members in them, how many of these are inside."""

from math import prod
from typing import Any, NamedTuple

import numpy as np

from .. import _check as check
from .._flat import positions
from .._prepare import MODES
from .._structure import offsets, remembered, structuring_element


class Window(NamedTuple):
    """Members of a structuring element: (count, ndim) steps from the centre, and how far they reach, with the centre."""

    steps: np.ndarray
    low: tuple[int, ...]
    high: tuple[int, ...]

    @property
    def box(self) -> bool:
        """Say whether the members fill the box that they span, and the centre is in it."""
        return len(self.steps) == prod(h - l + 1 for l, h in zip(self.low, self.high))


def window(Bc: Any, ndim: int, *, empty: bool = False) -> Window:
    """Return the members of `Bc`: at least one, unless it may be empty."""
    return _window(Bc, ndim, empty)


@remembered
def _window(Bc, ndim, empty):
    steps = offsets(structuring_element(Bc, ndim))
    if not len(steps):
        if empty:
            return Window(steps, (0,) * ndim, (0,) * ndim)
        raise ValueError("`Bc` must have a member, but all its entries are 0")
    low, high = np.minimum(steps.min(0), 0), np.maximum(steps.max(0), 0)
    return Window(steps, tuple(low.tolist()), tuple(high.tolist()))


def image(f: Any) -> np.ndarray:
    """Return `f` as an array, or say what is wrong with it."""
    return check.array(f, "f")


def border(mode: Any, cval: Any) -> tuple[str, Any]:
    """Return `mode`, and `cval` as an int or float, if there are such."""
    mode = check.choice(mode, "mode", tuple(MODES))
    if isinstance(cval, (int, np.integer)):
        return mode, int(cval)
    return mode, check.number(cval, "cval", finite=False)


def padded(a: np.ndarray, w: Window, mode: str, outside: Any) -> np.ndarray:
    """Return `a` with what lies around it, as far as the window reaches; `outside` where there is nothing."""
    wide = np.empty([n - l + h for n, l, h in zip(a.shape, w.low, w.high)], a.dtype)
    centre = [slice(-l, n - l) for n, l in zip(a.shape, w.low)]
    wide[tuple(centre)] = a
    for axis, (n, l, h) in enumerate(zip(a.shape, w.low, w.high)):
        at = positions(n, l, h, mode)
        whole = [*[slice(None)] * axis, None, *centre[axis + 1 :]]  # axes before are full by now
        for part in (slice(0, -l), slice(n - l, n - l + h)):
            if part.start == part.stop:
                continue
            whole[axis] = part
            target = wide[tuple(whole)]
            if at[part][0] < 0:
                target[...] = outside
            else:
                whole[axis] = slice(None)
                target[...] = wide[tuple(whole)].take(at[part] - l, axis=axis)
    return wide


def layout(shape: tuple[int, ...], w: Window) -> tuple[np.ndarray, np.ndarray]:
    """Give where the rows of an image begin in the flattened padded one, and the steps to members there."""
    sides = [n - l + h for n, l, h in zip(shape, w.low, w.high)]
    strides = np.cumprod([1, *sides[:0:-1]], dtype=np.int64)[::-1]
    rows = np.zeros(1, np.int64)
    for n, l, stride in zip(shape[:-1], w.low, strides):
        rows = (rows[:, None] + (np.arange(n) - l) * stride).ravel()
    return (rows - w.low[-1]).astype(np.intp), np.ascontiguousarray(w.steps @ strides, np.intp)


def inside(shape: tuple[int, ...], w: Window) -> tuple[np.ndarray, np.ndarray]:
    """Give how many members lie inside the image: a table of rows, and which of them is that of each row."""
    small, places = [], []
    for n, l, h in zip(shape, w.low, w.high):
        side = min(n, h - l + 1)  # pixels further from the frame than the window reaches are all alike
        at = np.arange(n)
        small.append(side)
        places.append(np.where(at < -l, np.minimum(at, side - 1), np.maximum(side - (n - at), min(-l, side - 1))))
    counts = np.zeros(small, np.int64)
    for step in w.steps.tolist():
        counts[tuple(slice(max(0, -k), max(0, n - max(0, k))) for n, k in zip(small, step))] += 1
    rows = np.zeros(1, np.intp)
    for at, side in zip(places[:-1], small):
        rows = (rows[:, None] * side + at).ravel()
    return np.ascontiguousarray(counts.reshape(-1, small[-1])[:, places[-1]]), rows.astype(np.intp)
