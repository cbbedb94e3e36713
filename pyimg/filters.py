"""Linear filters: Gaussians and their derivatives, correlation with any weights."""

from typing import Any

import numpy as np

from . import _check as check
from . import _linear as linear
from . import _prepare as prepare

__all__ = ["convolve", "convolve1d", "gaussian_filter", "gaussian_filter1d", "laplacian_2D"]

_LARGEST = 1e6  # sigma: beyond it the table of weights alone would be larger than most images
_DOUBLE = np.dtype(np.float64)


def _run(f, dtype, out, apply):
    """Give out (of `dtype`, or new) after ``apply(array, target)`` with what kernels take."""
    dtype = np.dtype(dtype).newbyteorder("=")
    out = check.out(out, f.shape, dtype)
    a = prepare.computed(f)
    wide = _DOUBLE if dtype == bool else np.dtype(np.float32) if dtype == np.float16 else dtype
    target = np.empty(f.shape, wide) if wide != dtype or prepare.overlaps(a, out) else out
    apply(np.atleast_1d(a), np.atleast_1d(target))
    if target is not out:
        with np.errstate(all="ignore"):
            out[...] = target != 0 if dtype == bool else target
    return out


def _border(mode, cval):
    return check.choice(mode, "mode", tuple(prepare.MODES)), check.number(cval, "cval", finite=False)


def _order(value, name):
    """Return the order of a derivative; mahotas raises ValueError for 1.5 too."""
    n = check.number(value, name)
    if n not in (0, 1, 2, 3):
        raise ValueError(f"`{name}` must be 0, 1, 2 or 3, not {value!r}")
    return int(n)


def _smooth(array, sigmas, orders, mode, cval, out, dtype, threads):
    if dtype is None:
        dtype = array.dtype if array.dtype.kind == "f" else _DOUBLE
    elif np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"`dtype` must be float32 or float64, not {np.dtype(dtype)}")
    weights = [
        None if w is None else linear.folded(w, n, mode)
        for w, n in zip(map(linear.gaussian, sigmas, orders), array.shape)
    ]
    return _run(
        array, dtype, out, lambda a, to: linear.separable(a, weights, mode, cval, to, to.dtype, threads=threads)
    )


def gaussian_filter1d(
    array: Any,
    sigma: float,
    axis: int = -1,
    order: int = 0,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    dtype: Any = None,
    threads: int | None = None,
) -> np.ndarray:
    """Smooth along one axis with a Gaussian, or take a derivative of it.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image.
    sigma : float
        Standard deviation in pixels: 0, or from 0.125 to 1e6.
    axis : int, default -1
        The axis to smooth along.
    order : {0, 1, 2, 3}, default 0
        0 smooths. 1, 2 and 3 take that derivative, with mahotas's signs: 1 and 3 give *minus* the derivative.
    mode : {'nearest', 'wrap', 'reflect', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image; 'ignore' counts it as 0, as 'constant' does with `cval` 0.
    cval : float, default 0.0
        The value outside for ``mode='constant'``.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `array`.
    output : ndarray, optional
        Deprecated name of `out`.
    dtype : {float32, float64}, optional
        Type of the result, and of the sums. Default: that of a float `array`, float64 for integers.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    filtered : (...) ndarray of dtype
        ``sum_k w[k] * array[..., i + k, ...]`` over ``|k| <= int(4 * sigma + 0.5)``, with
        ``w[k] = exp(-k**2 / (2 * sigma**2))`` divided by its sum, times a polynomial for derivatives.

    Raises
    ------
    ValueError
        If `sigma` lies between 0 and 0.125, `order` is another, `axis` does not exist, `out` does not fit.

    See Also
    --------
    gaussian_filter : along all axes

    Notes
    -----
    float16 is computed in float32. NaN spreads over the window. Extra memory: the rows in the window.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.gaussian_filter1d(np.array([0, 0, 4.0, 0, 0]), 0.5).round(2)
    array([0.  , 0.43, 3.14, 0.43, 0.  ])
    """
    array = check.array(array)
    axis = check.axis(axis, array.ndim)
    mode, cval = _border(mode, cval)
    sigmas, orders = [0.0] * array.ndim, [0] * array.ndim
    sigmas[axis], orders[axis] = check.number(sigma, "sigma", low=0, high=_LARGEST), _order(order, "order")
    out = prepare.renamed_output(out, output, "gaussian_filter1d")
    return _smooth(array, sigmas, orders, mode, cval, out, dtype, threads)


def gaussian_filter(
    array: Any,
    sigma: Any,
    order: Any = 0,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    dtype: Any = None,
    threads: int | None = None,
) -> np.ndarray:
    """Smooth along all axes with a Gaussian, or take derivatives of it.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image, of any dimension.
    sigma : float or sequence of float
        Standard deviation in pixels, for all axes or one per axis: 0 (that axis is left alone), or from
        0.125 to 1e6.
    order : int or sequence of int, default 0
        For all axes or one per axis: 0 smooths; 1, 2 and 3 take that derivative, with mahotas's signs:
        1 and 3 give *minus* the derivative.
    mode : {'nearest', 'wrap', 'reflect', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image; 'ignore' counts it as 0, as 'constant' does with `cval` 0.
    cval : float, default 0.0
        The value outside for ``mode='constant'``.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `array`.
    output : ndarray, optional
        Deprecated name of `out`.
    dtype : {float32, float64}, optional
        Type of the result, and of the sums. Default: that of a float `array`, float64 for integers.
        float32 takes half the time and memory, with errors near 1e-6 of the largest value.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    filtered : (...) ndarray of dtype
        The image after `gaussian_filter1d` along each axis.

    Raises
    ------
    ValueError
        If a `sigma` lies between 0 and 0.125, an `order` is another, or `out` does not fit.

    Notes
    -----
    Direct sums over ``2 * int(4 * sigma + 0.5) + 1`` pixels per axis, no recursive approximation: exact but
    for rounding. Pixels at equal distance are added before they are weighted. float16 is computed in
    float32. NaN and infinities spread over the window. Extra memory: some rows, and for ``mode='wrap'``
    with more than two axes one image of the result's type.

    References
    ----------
    Lindeberg, T. (1990). Scale-space for discrete signals. IEEE Transactions on Pattern Analysis and
    Machine Intelligence 12(3), 234-254. https://doi.org/10.1109/34.49051 (here: the sampled Gaussian).

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> image = np.zeros((5, 5), np.uint8)
    >>> image[2, 2] = 100
    >>> mh.gaussian_filter(image, 1)[2].round(1)
    array([ 5.5,  9.7, 15.9,  9.7,  5.5])
    """
    array = check.array(array)
    mode, cval = _border(mode, cval)
    sigmas = check.per_axis(sigma, "sigma", array.ndim, low=0, high=_LARGEST)
    orders = check.per_axis(order, "order", array.ndim, convert=_order)
    out = prepare.renamed_output(out, output, "gaussian_filter")
    return _smooth(array, sigmas, orders, mode, cval, out, dtype, threads)


def _correlate(f, weights, mode, cval, out, threads):
    """Correlate with weights of as many axes: by axes where that gives the same sums."""
    if not np.isfinite(weights).all():
        raise ValueError("`weights` must be finite")

    def apply(a, to):
        w = np.atleast_1d(weights)
        real = linear.sum_type(a, w, to.dtype)
        lines = linear.factors(w, a.dtype)
        if lines is None:
            linear.correlate(a, w, mode, cval, to, real, threads=threads)
        else:
            linear.separable(a, lines, mode, cval, to, real, threads=threads)

    return _run(f, f.dtype, out, apply)


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
    mode, cval = _border(mode, cval)
    out = prepare.renamed_output(out, output, "convolve")
    return _correlate(f, _widened(weights), mode, cval, out, threads)


def _widened(weights):
    return weights.astype(weights.dtype if weights.dtype == np.longdouble else _DOUBLE)


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
    mode, cval = _border(mode, cval)
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
    return _correlate(array.astype(np.float64), weights, "nearest", 0.0, None, None)
