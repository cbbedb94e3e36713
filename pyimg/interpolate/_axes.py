"""One axis after the other: shift and zoom."""

from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from . import _plan as spline
from ._arguments import border, drawn, image, order_of


def shift(
    array: Any,
    shift: Any,
    out: Any = None,
    order: int = 3,
    mode: str = "constant",
    cval: float = 0.0,
    prefilter: bool = True,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Shift an image, by fractions of a pixel too.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image, of any dimension.
    shift : float or sequence of float
        Pixels along all axes, or one number per axis.
    out : ndarray or dtype, optional
        Where to put the result (its shape, C-contiguous), or its type. Default: new, float64. Integers are
        rounded to the nearest and held within their range; bool is True above 0.5.
    order : {0, 1, 2, 3, 4, 5}, default 3
        Order of the spline: 0 takes the nearest pixel, 1 is linear.
    mode : {'constant', 'nearest', 'wrap', 'reflect', 'mirror', 'ignore', 'grid-wrap'}, default 'constant'
        What lies outside the image, as in SciPy: for 'wrap' the last pixel lies upon the first, for
        'grid-wrap' beside it. 'ignore' is 'constant'.
    cval : float, default 0.0
        The value outside for ``mode='constant'``: of every place beyond the centres of the outer pixels.
    prefilter : bool, default True
        Whether the pixels are to be turned into coefficients first (see `spline_filter`).
    output : ndarray, optional
        Deprecated name of `out`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    shifted : (...) ndarray of float64, or `out`
        ``shifted[i]`` is the spline through the image at ``i - shift``.

    Raises
    ------
    ValueError
        If an argument is out of range, or `out` does not fit.

    Notes
    -----
    mahotas rounds the places, half a pixel off, whatever the order; its ``shift(f, 0)`` is not f. For
    order 2 and more, NaN spreads over its lines. ``mode='nearest'`` extends the image by 12 pixels for the
    coefficients, as SciPy does. Order 0 copies pixels where image and result have the same type. Else computed in
    float64; orders 0 and 1 in float32 where the result is float32, or both image and result have 8 bits. Extra memory:
    8 bytes per pixel for orders from 2 where the result is not float64, else some rows.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.interpolate import shift
    >>> shift(np.array([0, 4, 8.0, 4]), 0.5, order=1)
    array([0., 2., 6., 6.])
    """
    a = image(array)
    order = order_of(order)
    mode, cval = border(mode, cval)
    steps = check.per_axis(shift, "shift", a.ndim)
    return drawn(
        prepare.renamed_output(out, output, "shift"), a, a.shape,
        lambda dtype, to: spline.shifted(a, steps, order, mode, cval, prefilter, dtype, threads, to),
        plain=order == 0,
    )  # fmt: skip


def zoom(
    array: Any,
    zoom: Any,
    out: Any = None,
    order: int = 3,
    mode: str = "constant",
    cval: float = 0.0,
    prefilter: bool = True,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Make an image larger or smaller.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image, of any dimension.
    zoom : float or sequence of float
        Factor for all axes, or one per axis; positive.
    out : ndarray or dtype, optional
        Where to put the result (its shape then is that of the result, whatever `zoom`), or its type.
        Default: new, float64. Integers are rounded to the nearest and held within their range; bool is
        True above 0.5.
    order : {0, 1, 2, 3, 4, 5}, default 3
        Order of the spline: 0 takes the nearest pixel, 1 is linear.
    mode : {'constant', 'nearest', 'wrap', 'reflect', 'mirror', 'ignore', 'grid-wrap'}, default 'constant'
        What lies outside; no place of the result does, so it only says how the spline goes on there.
    cval : float, default 0.0
        Without effect, for the same reason.
    prefilter : bool, default True
        Whether the pixels are to be turned into coefficients first (see `spline_filter`).
    output : ndarray, optional
        Deprecated name of `out`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    zoomed : (...) ndarray of float64, or `out`
        ``int(n * zoom)`` pixels along an axis of n, but for rounding errors of that product. Pixel k of m
        is the spline through the image at ``k * (n - 1) / (m - 1)``: the centres of the outer pixels stay.

    Raises
    ------
    ValueError
        If an argument is out of range, or `out` does not fit.

    Notes
    -----
    No smoothing before an image is made smaller: use `gaussian_filter` for that. For order 2 and more, NaN
    spreads over its lines. Computed in the types that `shift` is. Extra memory: 8 bytes per pixel of the image and of
    its enlargement along one axis; for orders below 2 some rows.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.interpolate import zoom
    >>> zoom(np.array([0, 10.0, 20]), 1.67, order=1)
    array([ 0.,  5., 10., 15., 20.])
    """
    a = image(array)
    order = order_of(order)
    mode, cval = border(mode, cval)
    factors = check.per_axis(zoom, "zoom", a.ndim)
    if min(factors) <= 0:
        raise ValueError(f"`zoom` must be positive, not {min(factors)}")
    out = prepare.renamed_output(out, output, "zoom")
    if isinstance(out, np.ndarray):
        shape = out.shape
        if len(shape) != a.ndim:
            raise ValueError(f"`out` must have {a.ndim} axes, as `array` has, not {len(shape)}")
    else:
        shape = tuple(int(n * z * (1 + 1e-12)) for n, z in zip(a.shape, factors))
    return drawn(
        out, a, shape, lambda dtype, to: spline.zoomed(a, shape, order, mode, cval, prefilter, dtype, threads, to), "zoom",
        order == 0,
    )  # fmt: skip
