"""Filling of holes."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import native
from .._runs import Runs
from ._shared import neighbours

_kernels = kernels("holes")
_COST = 1.0  # ns per pixel, to join runs


def close_holes(ref: Any, Bc: Any = None, threads: int | None = None) -> np.ndarray:
    """Fill holes: background that is not connected to the frame of the image.

    Parameters
    ----------
    ref : (...) ndarray
        A mask of any number of axes; non-zero is True. A 3-D array with a last axis of 3 is refused as a colour image,
        unless `Bc` is an array of 3 axes or an axis before is shorter than 16.
    Bc : None, int or ndarray, optional
        Which pixels of the background are connected (see `get_structuring_elem`): those that are members of `Bc` around
        each other, either way round. The cross by default.
    threads : int, optional
        At most so many threads; see `set_threads`. The result does not depend on it.

    Returns
    -------
    closed : ndarray of bool
        Of the shape of `ref`: False where `ref` is zero and a path of zeros leads to the frame.

    Raises
    ------
    TypeError
        If `ref` is complex or no plain array.
    ValueError
        If `Bc` has another number of axes than `ref`, or `ref` looks like a colour image.

    Notes
    -----
    A flood from the frame, which is given up when it reaches more than 3 % of the image: then runs of background are
    joined line by line, so that time does not depend on the shape of holes. No recursion. mahotas takes 2-D images
    only. Extra memory: 0.25 byte per pixel, up to 50 for each line, and 4 for each run of background.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.close_holes(np.array([[0, 0, 0, 0, 0], [0, 1, 1, 1, 0], [0, 1, 0, 1, 0], [0, 1, 1, 1, 0]])).astype(int)
    array([[0, 0, 0, 0, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0]])
    """
    ref = check.array(ref, "ref")
    if ref.ndim == 3 and ref.shape[2] == 3 and min(ref.shape[:2]) >= 16 and not np.ndim(Bc):
        raise ValueError(
            f"`ref` must be a mask, not a colour image of shape {ref.shape}; for a volume, give `Bc` as an array"
        )
    mask = native(ref if ref.dtype == bool else ref != 0)
    steps = neighbours(Bc, ref.ndim)
    out = np.empty(mask.shape, bool)
    if not mask.size or not mask.ndim:
        out[...] = mask
        return out
    whole, chords = _chords(steps)
    n = mask.shape[-1]
    lines, goal = mask.reshape(-1, n).view(np.uint8), out.reshape(-1, n).view(np.uint8)
    done = _kernels.flood_frame(lines, np.array(mask.shape, np.int64), whole, chords, goal)
    if done < 0:
        raise MemoryError("no memory for the runs of the background")
    if not done:
        Runs(mask.view(np.uint8), False, steps, cost=_COST, threads=threads).fill(mask.shape, out)
    return out


def _chords(steps):
    """Give whether neighbours in a line are connected, and the other steps as runs in lines not after 0."""
    both = {min(tuple(s), tuple(-x for x in s)) for s in steps.tolist()}
    beside = (*[0] * (steps.shape[1] - 1), -1)
    chords = []
    for *lead, x in sorted(both - {beside}):
        if chords and chords[-1][:-2] == lead and chords[-1][-1] == x - 1:
            chords[-1][-1] = x
        else:
            chords.append([*lead, x, x])
    return beside in both, np.array(chords, np.int64).reshape(-1, steps.shape[1] + 1)
