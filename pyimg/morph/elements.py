"""Structuring elements."""

from typing import Any

import numpy as np

from .. import _check as check
from .._structure import structuring_element


def get_structuring_elem(A: Any, Bc: Any) -> np.ndarray:
    """Return the structuring element that `Bc` means for an image `A`.

    Parameters
    ----------
    A : (...) ndarray
        The image: only its number of axes and its dtype matter.
    Bc : None, int or ndarray
        None means 1. An integer k means the ``3**ndim`` box with 1 within city-block distance k of its centre;
        numbers of neighbours are understood too: 4 and 8 for two axes, 6, 18 and 26 for three. An array
        (or nested list) must have `A.ndim` axes and is taken as it is.

    Returns
    -------
    Bc : ndarray of `A.dtype`
        C-contiguous, with `A.ndim` axes; `Bc` itself where it is that already.

    Raises
    ------
    TypeError
        If `Bc` is neither None, an integer nor an array.
    ValueError
        If `Bc` has another number of axes than `A`, or is a negative number.

    Notes
    -----
    An array is cast to `A.dtype` as `numpy.asarray` does. mahotas takes no NumPy integer and no list, and does not
    translate 18 and 26. Extra memory: none.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.get_structuring_elem(np.zeros((5, 5), np.uint8), 4)
    array([[0, 1, 0],
           [1, 1, 1],
           [0, 1, 0]], dtype=uint8)
    """
    A = check.array(A, "A", kinds="buifc")
    if (isinstance(Bc, np.ndarray) and Bc.ndim) or isinstance(Bc, (list, tuple)):
        b = check.array(Bc, "Bc", kinds="buifc")
        if b.ndim != A.ndim:
            raise ValueError(f"`Bc` must have {A.ndim} axes, one per axis of `A`, not {b.ndim}")
        return np.require(b.astype(A.dtype, copy=False), None, "C")
    return structuring_element(Bc, A.ndim).astype(A.dtype)


def disk(radius: int, dim: int = 2) -> np.ndarray:
    """Return a disk, ball or hyperball as a structuring element.

    Parameters
    ----------
    radius : int
        Radius in pixels, at least 0.
    dim : int, default 2
        Number of axes, at least 1.

    Returns
    -------
    D : (2 * radius + 1,) * dim ndarray of bool
        True at steps from the centre whose squares add up to less than ``radius**2``.

    Raises
    ------
    ValueError
        If `radius` is negative, `dim` is not from 1 to 32, or the element is larger than the machine's memory.

    Notes
    -----
    The rule is mahotas's: pixels at just the radius are out, so that ``disk(0)`` is empty, ``disk(1)`` is one pixel
    and ``disk(2)`` is the 3x3 box with a margin.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.disk(3).sum()
    np.int64(25)
    """
    radius = check.integer(radius, "radius", low=0)
    dim = check.integer(dim, "dim", low=1)
    if dim > 32:
        raise ValueError(f"`dim` must be at most 32, not {dim}")
    check.fits((2 * radius + 1,) * dim, 9, "radius")
    squares = np.arange(-radius, radius + 1) ** 2
    total = sum(np.ix_(*[squares] * dim)) if dim > 1 else squares
    return total < radius**2


def circle_se(radius: float) -> np.ndarray:
    """Return a disk as a 2-D structuring element.

    Parameters
    ----------
    radius : number
        Radius in pixels, above 0.

    Returns
    -------
    circle : 2-D ndarray of bool
        True at (y, x) with ``y**2 + x**2 < radius**2``; y and x go from -radius to radius in steps of 1.

    Raises
    ------
    ValueError
        If `radius` is not positive, or the element is larger than the machine's memory.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.morph.circle_se(2).astype(int)
    array([[0, 0, 0, 0, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0],
           [0, 0, 0, 0, 0]])
    """
    radius = check.number(radius, "radius")
    if radius <= 0:
        raise ValueError(f"`radius` must be positive, not {radius}")
    check.fits((int(2 * radius) + 1,) * 2, 9, "radius")
    squares = np.arange(-radius, radius + 1) ** 2
    return squares[:, None] + squares < radius**2
