"""The Euler number."""

from itertools import product
from typing import Any

import numpy as np

from . import _check as check
from ._prepare import MODES

__all__ = ["euler"]

# What each 2 x 2 window, read as a number with bits 1, 2, 4, 8 in raster order, adds to the Euler number.
_euler_lookup4 = np.array([0, 1, 1, 0, 1, 0, 2, -1, 1, 2, 0, -1, 0, -1, -1, 0]) / 4
_euler_lookup8 = np.array([0, 1, 1, 0, 1, 0, -2, -1, 1, -2, 0, -1, 0, -1, -1, 0]) / 4
_PAD = {"nearest": "edge", "reflect": "symmetric", "mirror": "reflect", "wrap": "wrap"}


def euler(f: Any, n: int | None = 8, mode: str = "constant") -> float:
    """Compute the Euler number: objects minus holes; in 3-D objects minus tunnels plus cavities.

    Parameters
    ----------
    f : (...) ndarray of any real dtype
        A binary image: 0 and 1.
    n : {8, 4} or int, default 8
        How many neighbours of a foreground pixel belong to its object: 4 or 8 in 2-D, 6 or 26 in 3-D; in general
        2 · ndim or 3**ndim - 1. For any number of axes 8, or None, means all, and 4 those along the axes.
    mode : {"constant", "nearest", "reflect", "mirror", "wrap"}, optional
        What lies outside. Default: "constant", background. With "wrap" the image is a torus.

    Returns
    -------
    euler_nr : numpy.float64
        The alternating sum of the numbers of the cells of each dimension: with all neighbours, of the union of closed
        pixels; with 2 · ndim, of the pixels as points, their pairs, squares, cubes.

    Raises
    ------
    TypeError
        If `f` is not a real array.
    ValueError
        If `f` holds another value than 0 and 1, or has no axis, or `n` or `mode` is not one of those.

    Notes
    -----
    Objects at the frame are counted right; mahotas miscounts those at its far ends. Modes other than "constant" and
    "wrap" sum the quarter weights of the windows [1]_ with a pixel at their last corner, as mahotas does, and are for
    2-D only. Extra memory: 3 bytes per pixel.

    References
    ----------
    .. [1] S. Dey, B. Bhattacharya, M. Kundu, T. Acharya, "A Fast Algorithm for Computing the Euler Number of an Image
       and its VLSI Implementation", VLSI Design 2000. doi:10.1109/ICVD.2000.812628

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.ones((4, 4), bool); f[1, 1] = False
    >>> float(mh.euler(f))
    0.0
    """
    a = check.array(f, "f")
    mode = check.choice(mode, "mode", tuple(m for m in MODES if m != "ignore"))
    if a.ndim == 0:
        raise ValueError("`f` must have an axis, not none")
    some, every = 2 * a.ndim, 3**a.ndim - 1
    n = every if n is None else check.integer(n, "n")
    n = {4: some, 8: every}.get(n, n)
    if n not in (some, every):
        raise ValueError(f"`n` must be {some} or {every} for {a.ndim} axes, not {n}")
    mask = a != 0
    if a.dtype != np.bool_ and not ((a == 1) == mask).all():
        raise ValueError("`f` must be binary: 0 and 1 only")
    if mode in _PAD and mode != "wrap":
        return _windows(mask, n, mode)
    return np.float64(_cells(mask, full=n == every, wrap=mode == "wrap"))


def _cells(mask, full, wrap):
    """Give the alternating sum of the numbers of cells, with all neighbours (`full`) or those along the axes."""
    if not mask.size:
        return 0
    join = np.logical_or if full else np.logical_and
    total = 0
    for joined in product((False, True), repeat=mask.ndim):
        cells = mask  # those that are one pixel wide along the axes not joined
        for axis in np.flatnonzero(joined):
            if wrap:
                cells = join(cells, np.roll(cells, 1, axis))
                continue
            if full:
                cells = np.pad(cells, [(int(axis == k),) * 2 for k in range(mask.ndim)])
            low = (slice(None),) * axis
            cells = join(cells[(*low, slice(1, None))], cells[(*low, slice(None, -1))])
        dimension = mask.ndim - sum(joined) if full else sum(joined)
        total += (-1) ** dimension * int(np.count_nonzero(cells))
    return total


def _windows(mask, n, mode):
    """Give mahotas's sum over windows that end at a pixel."""
    if mask.ndim != 2:
        raise ValueError(f"`mode` must be 'constant' or 'wrap' for {mask.ndim} axes, not {mode!r}")
    if not mask.size:
        return np.float64(0)
    # where there is nothing to mirror about, the pixel itself is meant
    padded = mask
    for axis in (0, 1):
        kind = "edge" if mask.shape[axis] == 1 else _PAD[mode]
        padded = np.pad(padded, [(int(axis == k), 0) for k in range(2)], kind)
    bits = padded.astype(np.uint8)
    code = bits[1:, 1:] * 8 + bits[1:, :-1] * 4 + bits[:-1, 1:] * 2 + bits[:-1, :-1]
    return (_euler_lookup8 if n == 8 else _euler_lookup4)[code].sum()
