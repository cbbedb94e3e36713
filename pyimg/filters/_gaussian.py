"""Gaussians and their derivatives."""

from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from . import _plan as plan
from ._arguments import DOUBLE, border, run
from ._weights import on_line

_LARGEST = 1e6  # sigma: what is left beyond it is the mean of any image


def _order(value, name):
    """Return the order of a derivative; mahotas raises ValueError for 1.5 too."""
    n = check.number(value, name)
    if n not in (0, 1, 2, 3):
        raise ValueError(f"`{name}` must be 0, 1, 2 or 3, not {value!r}")
    return int(n)


def _smooth(array, sigmas, orders, mode, cval, out, dtype, threads):
    if dtype is None:
        dtype = array.dtype if array.dtype.kind == "f" else DOUBLE
    elif np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"`dtype` must be float32 or float64, not {np.dtype(dtype)}")
    weights = [on_line(*each, mode) for each in zip(sigmas, orders, array.shape)]
    return run(
        array, dtype, out, lambda a, to: plan.separable(a, weights, mode, cval, to, to.dtype, threads=threads)
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
    array([0.  , 0.43, 3.15, 0.43, 0.  ])
    """
    array = check.array(array)
    axis = check.axis(axis, array.ndim)
    mode, cval = border(mode, cval)
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
    mask: Any = None,
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
    mask : (...) ndarray, optional
        Of the shape of `array`, for order 0: only pixels where it is not 0 count, and weights are normalised over them.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    filtered : (...) ndarray of dtype
        The image after `gaussian_filter1d` along each axis. With `mask`, G(f·m) / G(m); NaN where no pixel counts.

    Raises
    ------
    ValueError
        If a `sigma` lies between 0 and 0.125, an `order` is another, `out` does not fit, or `mask` has another shape than
        `array` or comes with derivatives.

    Notes
    -----
    Direct sums over ``2 * int(4 * sigma + 0.5) + 1`` pixels per axis, no recursive approximation: exact but
    for rounding. Pixels at equal distance are added before they are weighted: values above half the largest
    of the type overflow. float16 is computed in float32. NaN and infinities spread over the window. Extra memory: some rows, and for ``mode='wrap'``
    with more than two axes one image of the result's type; with `mask` two images of it.

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
    array([ 2.3,  9.7, 15.9,  9.7,  2.3])
    """
    array = check.array(array)
    outside = 0.0 if isinstance(mode, str) and mode == "ignore" else 1.0
    mode, cval = border(mode, cval)
    sigmas = check.per_axis(sigma, "sigma", array.ndim, low=0, high=_LARGEST)
    orders = check.per_axis(order, "order", array.ndim, convert=_order)
    out = prepare.renamed_output(out, output, "gaussian_filter")
    if mask is not None:
        counted = check.mask(mask, array.shape)
        if any(orders):
            raise ValueError("`mask` is for order 0 only")
        with np.errstate(all="ignore"):
            masked = np.where(counted, array, np.zeros((), array.dtype))
            result = _smooth(masked, sigmas, orders, mode, cval, None, dtype, threads)
            share = _smooth(counted, sigmas, orders, mode, outside, None, result.dtype, threads)
            return np.divide(result, share, out=result if out is None else check.out(out, result.shape, result.dtype))
    return _smooth(array, sigmas, orders, mode, cval, out, dtype, threads)
