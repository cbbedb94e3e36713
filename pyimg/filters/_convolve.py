"""Correlation with any weights."""

from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from . import _plan as plan
from ._arguments import DOUBLE, border, run


def _correlate(f, weights, mode, cval, out, threads, dtype=None):
    """Correlate with weights of as many axes: by axes where that gives the same sums."""
    if not plan.finite(weights):
        raise ValueError("`weights` must be finite")

    def apply(a, to):
        w = np.atleast_1d(weights)
        real, doubt = plan.sum_type(a, w, cval if mode == "constant" else 0.0, to.dtype)
        lines = plan.factors(w, a.dtype)
        if lines is None or doubt:
            plan.correlate(a, w, mode, cval, to, real, doubt, threads)
        else:
            plan.separable(a, lines, mode, cval, to, real, threads=threads)

    return run(f, f.dtype if dtype is None else dtype, out, apply)


def convolve(
    f: Any,
    weights: Any,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Correlate an image with weights (they are not flipped, as in mahotas).

    Parameters
    ----------
    f : (...) array_like of bool, integer or float
        The image, of any dimension.
    weights : array_like of bool, integer or float
        As many axes as `f`, finite, of any size; the pixel at ``size // 2`` of each axis is the centre.
    mode : {'nearest', 'wrap', 'reflect', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image; 'ignore' leaves it out of the sum.
    cval : float, default 0.0
        The value outside for ``mode='constant'``.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `f`.
    output : ndarray, optional
        Deprecated name of `out`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    convolved : (...) ndarray of f.dtype
        ``sum_k weights[k] * f[i + k - size // 2]`` over weights that are not 0. For an integer image the
        sum is rounded to the nearest integer, halves to even, and held within the range of the type;
        for a bool image it is whether the sum differs from 0.

    Raises
    ------
    ValueError
        If `weights` has another number of axes than `f`, is empty or not finite, or `out` does not fit.

    See Also
    --------
    convolve1d : along one axis

    Notes
    -----
    Sums are float64 (float32 for a float32 or float16 image): 64-bit integers beyond 2**53 are rounded first.
    Weights of 5 x 5 and more that are a product of lines (to 2 units in the last place of the largest)
    are applied to float images line by line. NaN spreads over the window. Extra memory: the rows in the
    window.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.convolve(np.array([[0, 0, 9, 0]], np.uint8), np.array([[1, 2, 0.5]]))
    array([[ 0,  4, 18,  9]], dtype=uint8)
    """
    f = check.array(f, "f")
    weights = check.array(weights, "weights", empty=False)
    if weights.ndim != f.ndim:
        raise ValueError(f"`weights` must have {f.ndim} axes, one per axis of `f`, not {weights.ndim}")
    mode, cval = border(mode, cval)
    out = prepare.renamed_output(out, output, "convolve")
    return _correlate(f, _widened(weights), mode, cval, out, threads)


def _widened(weights):
    return weights.astype(weights.dtype if weights.dtype == np.longdouble else DOUBLE)


def convolve1d(
    f: Any,
    weights: Any,
    axis: int,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Correlate an image with weights along one axis (they are not flipped, as in mahotas).

    Parameters
    ----------
    f : (...) array_like of bool, integer or float
        The image, of any dimension.
    weights : (k,) array_like of bool, integer or float
        A sequence of finite numbers; axes of length 1 are dropped. The one at ``k // 2`` is the centre.
    axis : int
        The axis of `f`.
    mode : {'nearest', 'wrap', 'reflect', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image; 'ignore' leaves it out of the sum.
    cval : float, default 0.0
        The value outside for ``mode='constant'``.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `f`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    convolved : (...) ndarray of f.dtype
        ``sum_k weights[k] * f[..., i + k - size // 2, ...]``, rounded as `convolve` does.

    Raises
    ------
    ValueError
        If `weights` is not one line, is empty or not finite, `axis` does not exist, or `out` does not fit.

    See Also
    --------
    convolve : with weights of any dimension; the same numbers for weights of one line

    Notes
    -----
    Extra memory: some rows; 9 bytes per pixel for bool.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.convolve1d(np.arange(5.0), [-1, 0, 1], 0)
    array([1., 2., 2., 2., 1.])
    """
    f = check.array(f, "f")
    weights = check.array(weights, "weights", empty=False)
    line = weights.squeeze() if weights.ndim > 1 else weights
    line = np.atleast_1d(line)
    if line.ndim != 1:
        raise ValueError(f"`weights` must be one line, not an array of shape {weights.shape}")
    axis = check.axis(axis, f.ndim)
    mode, cval = border(mode, cval)
    shape = [1] * f.ndim
    shape[axis] = -1
    return _correlate(f, _widened(line).reshape(shape), mode, cval, out, threads)


def laplacian_2D(array: Any, alpha: float = 0.2) -> np.ndarray:
    """Filter an image with a 3 x 3 Laplacian.

    Parameters
    ----------
    array : (H, W) array_like of bool, integer or float
        The image; two axes only, for the weights are of a plane.
    alpha : float, default 0.2
        Share of the diagonals, held within 0 to 1.

    Returns
    -------
    filtered : (H, W) ndarray of float64
        ``alpha / (alpha + 1)`` times the sum of the four diagonal neighbours, ``(1 - alpha) / (alpha + 1)`` times
        that of the four nearest, minus ``4 / (alpha + 1)`` times the pixel. The frame is extended as
        ``mode='nearest'`` does.

    Raises
    ------
    ValueError
        If `array` does not have two axes.

    Notes
    -----
    Extra memory: a few rows.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.laplacian_2D(np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]), 0)
    array([[ 0.,  1.,  0.],
           [ 1., -4.,  1.],
           [ 0.,  1.,  0.]])
    """
    array = check.array(array, ndim=2)
    alpha = min(max(check.number(alpha, "alpha"), 0.0), 1.0)
    near, diagonal = (1 - alpha) / (alpha + 1), alpha / (alpha + 1)
    weights = np.array([[diagonal, near, diagonal], [near, -4 / (alpha + 1), near], [diagonal, near, diagonal]])
    if array.dtype.char == "g":
        array = array.astype(np.float64)
    return _correlate(array, weights, "nearest", 0.0, None, None, np.float64)
