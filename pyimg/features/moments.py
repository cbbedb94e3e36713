"""Moments of an image."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import computed, is_native

__all__ = ["moments"]

_kernels = kernels("moments")


def moments(
    img: Any,
    p0: float,
    p1: float,
    cm: Any = None,
    convert_to_float: bool = True,
    normalize: bool = False,
    normalise: bool = False,
) -> np.float64:
    """Compute a moment of an image.

    Parameters
    ----------
    img : (Y, X) ndarray of any real dtype
        The image.
    p0, p1 : float
        Powers of the row and of the column.
    cm : (2,) sequence of float, optional
        Where rows and columns are counted from, as (row, column). Default: (0, 0).
    convert_to_float : bool, optional
        Has no effect: sums are always float64. mahotas has it.
    normalize, normalise : bool, optional
        Divide the powers of all rows by their sum, and those of all columns. Default: False.

    Returns
    -------
    moment : float64
        Σ img[i, j] (i - c0)**p0 (j - c1)**p1.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` has not 2 axes or `cm` not two numbers.

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
    """
    img = check.array(img, "img", ndim=2)
    p0, p1 = check.number(p0, "p0"), check.number(p1, "p1")
    if cm is None:
        cm = (0, 0)
    elif np.size(cm) != 2:
        raise ValueError(f"`cm` must be two numbers, not {np.size(cm)}")
    cm = [check.number(c, "cm", finite=False) for c in cm]
    f = computed(img)
    f = f if is_native(f.dtype) else f.astype(np.float64)
    with np.errstate(all="ignore"):
        weights = [(np.arange(n, dtype=np.float64) - c) ** p for n, c, p in zip(f.shape, cm, (p0, p1))]
        if normalize or normalise:
            weights = [w / w.sum() for w in weights]
        lines = np.empty(len(f))
        _kernels.weighted_lines(f, weights[1], lines)
        return (lines * weights[0]).sum()
