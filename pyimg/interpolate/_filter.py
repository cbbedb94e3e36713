"""Coefficients of splines."""

import warnings
from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from . import _plan as spline
from ._arguments import DOUBLE, image, order_of


def _maybe_filter(array: Any, order: int, func: str, prefilter: bool, dtype: Any) -> np.ndarray:
    """Return the coefficients of a spline where its order asks for them, else the array (mahotas's helper)."""
    order, a = order_of(order), image(array)
    return spline_filter(a, order, dtype=dtype) if prefilter and order > 1 else np.ascontiguousarray(a, dtype)


def _filtered(array, axes, order, out, dtype, output, function):
    order = order_of(order, 2)
    for name, value in (("out", out), ("output", output)):
        if isinstance(value, (type, np.dtype)):
            warnings.warn(f"a type as `{name}` of `{function}` is deprecated: use `dtype`", DeprecationWarning, stacklevel=3)
            dtype = value
    out, output = (None if isinstance(v, (type, np.dtype)) else v for v in (out, output))
    a = image(array)
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"`dtype` must be float32 or float64, not {dtype}")
    out = check.out(prepare.renamed_output(out, output, function), a.shape, dtype)
    given, to = a, out if dtype == DOUBLE and not prepare.overlaps(a, out) else None
    for axis in axes(a.ndim):
        a = spline.resample(a, axis, spline.filtering(a.shape[axis], order, "mirror"), DOUBLE, to=to, spare=a is not given)
    if a is not out:
        out[...] = a
    return out


def spline_filter1d(
    array: Any,
    order: int = 3,
    axis: int = -1,
    out: np.ndarray | None = None,
    dtype: Any = np.float64,
    output: np.ndarray | None = None,
) -> np.ndarray:
    """Compute the coefficients of splines through the pixels along one axis.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image.
    order : {2, 3, 4, 5}, default 3
        Order of the splines.
    axis : int, default -1
        The axis.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `array`.
    dtype : {float64, float32}, default float64
        Type of the result; computed in float64.
    output : ndarray, optional
        Deprecated name of `out`.

    Returns
    -------
    coefficients : (...) ndarray of dtype
        ``array[i] = sum_k coefficients[k] * B(i - k)`` with B the B-spline of that order, the image mirrored
        about the centres of its outer pixels.

    Raises
    ------
    TypeError
        If `array` is complex.
    ValueError
        If `order` is not 2 to 5, or `axis` does not exist.

    Notes
    -----
    A NaN or an infinity spreads over its whole line. Extra memory: 8 bytes per pixel for float32 or where `out` overlaps
    `array`, else some lines.

    References
    ----------
    Unser, M. (1999). Splines: a perfect fit for signal and image processing. IEEE Signal Processing
    Magazine 16(6), 22-38. https://doi.org/10.1109/79.799930

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.spline_filter1d(np.array([0, 0, 1.0, 0, 0])).round(3)
    array([ 0.25, -0.5 ,  1.75, -0.5 ,  0.25])
    """
    return _filtered(
        array, lambda ndim: [check.axis(axis, ndim)], order, out, dtype, output, "spline_filter1d"
    )


def spline_filter(
    array: Any,
    order: int = 3,
    out: np.ndarray | None = None,
    dtype: Any = np.float64,
    output: np.ndarray | None = None,
) -> np.ndarray:
    """Compute the coefficients of a spline through all pixels.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image, of any dimension.
    order : {2, 3, 4, 5}, default 3
        Order of the spline.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `array`.
    dtype : {float64, float32}, default float64
        Type of the result; computed in float64.
    output : ndarray, optional
        Deprecated name of `out`.

    Returns
    -------
    coefficients : (...) ndarray of dtype
        `spline_filter1d` along each axis.

    Raises
    ------
    TypeError
        If `array` is complex.
    ValueError
        If `order` is not 2 to 5.

    Notes
    -----
    A NaN or an infinity spreads over the whole image. Extra memory: as `spline_filter1d`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> float(mh.spline_filter(np.ones((4, 5))).sum().round(9))
    20.0
    """
    return _filtered(array, range, order, out, dtype, output, "spline_filter")
