"""Moments of an image."""

from math import prod
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import computed, is_native

__all__ = ["moments"]

_kernels = kernels("moments")


def moments(
    img: Any,
    p0: Any,
    p1: float | None = None,
    cm: Any = None,
    convert_to_float: bool = True,
    normalize: bool = False,
    normalise: bool = False,
) -> np.float64:
    """Compute a moment of an image.

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, of any number of axes.
    p0, p1 : float
        Powers of the row and of the column of a (Y, X) image. Or `p0` alone: a sequence of powers, one per axis.
    cm : sequence of float, optional
        Where places are counted from, (row, column) or one number per axis. Default: 0.
    convert_to_float : bool, optional
        Has no effect: sums are always float64. mahotas has it.
    normalize, normalise : bool, optional
        Divide the powers along each axis by their sum. Default: False.

    Returns
    -------
    moment : float64
        Σ img[i, j] (i - c0)**p0 (j - c1)**p1, with as many factors as there are axes.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If there is not one power, or not one number of `cm`, per axis; if `img` has no axis.

    Notes
    -----
    Sums are float64: exact for integers as long as they stay below 2**53. longdouble is computed as float64. Powers
    that are not defined (0**-1, (-1)**0.5) give infinity or NaN. Extra memory: none per pixel.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.zeros((4, 5)); img[1, 3] = 2; img[2, 3] = 1
    >>> float(mh.moments(img, 1, 0)), float(mh.moments(img, 0, 2, cm=(0, 1)))
    (4.0, 12.0)
    >>> float(mh.moments(np.ones((2, 3, 4)), (1, 0, 1)))
    18.0
    """
    img = check.array(img, "img")
    if not img.ndim:
        raise ValueError("`img` must have at least one axis")
    powers = _powers(img.ndim, p0, p1)
    cm = check.per_axis([0] * img.ndim if cm is None else np.ravel(cm), "cm", img.ndim, finite=False)
    sums = computed(img)
    sums = sums if is_native(sums.dtype) else sums.astype(np.float64)
    with np.errstate(all="ignore"):
        weights = [(np.arange(n, dtype=np.float64) - c) ** p for n, c, p in zip(img.shape, cm, powers)]
        if normalize or normalise:
            weights = [w / w.sum() for w in weights]
        for axis in range(img.ndim - 1, 0, -1):
            lines = np.empty(prod(img.shape[:axis]))
            _kernels.weighted_lines(sums.reshape(len(lines), img.shape[axis]), weights[axis], lines)
            sums = lines
        return (sums * weights[0]).sum()


def _powers(ndim, p0, p1):
    if p1 is None and np.ndim(p0):
        return check.per_axis(p0, "p0", ndim)
    if ndim != 2:
        raise ValueError(f"`p0` must be a sequence of {ndim} powers, one per axis of `img`, and `p1` be left out")
    return check.number(p0, "p0"), check.number(p1, "p1")
