"""Edges: Sobel's operator and differences of Gaussians."""

from typing import Any

import numpy as np

from . import _check as check
from . import _prepare as prepare
from ._backend import BACKEND, kernels
from ._threads import slabs
from .filters import _plan as linear
from .filters import gaussian_filter
from .filters._weights import on_line

__all__ = ["dog", "sobel"]

_kernels = kernels("edges")
_BLOCK = 1 << 15  # pixels that stay in the cache


def _native(img):
    """Return the image as kernels take it, longdouble as float64 (the type of results)."""
    a = prepare.computed(img)
    return a if prepare.is_native(a.dtype) else a.astype(np.float64)


def _gradient(a, scale, threads):
    """Return scale times the sum of squares of the Sobel sums along all axes, in float64."""
    out = np.zeros(a.shape)
    if a.ndim == 2:
        source, width = a.reshape(-1).view(np.uint8), a.shape[1]

        def run(start, stop):
            kind = prepare.KINDS[a.dtype]
            _kernels.sobel(source, kind, width, scale, start, stop, np.empty((5, width + 2)), out)

        slabs(run, len(a), work=a.size * 2e-6, threads=threads if BACKEND == "compiled" else 1, least=16)
        return out
    part = np.empty(a.shape)
    for axis in range(a.ndim):
        lines = [np.array([1.0, 2, 1])] * a.ndim
        lines[axis] = np.array([-1.0, 0, 1])
        linear.separable(a, lines, "nearest", 0.0, part, part.dtype, threads=threads)
        part *= part
        out += part
    out *= scale
    return out


def sobel(img: Any, just_filter: bool = False, *, threads: int | None = None) -> np.ndarray:
    """Find edges with Sobel's operator.

    Parameters
    ----------
    img : (...) array_like of bool, integer or float
        The image, of one axis or more; not of colours (three axes, the last of length 3).
    just_filter : bool, default False
        Whether to return the squared gradient instead of edges.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    edges : (...) ndarray of bool, or of float64 with `just_filter`
        The squared gradient g of the image scaled to 0 … 1: along each axis the difference of the two
        neighbours over 2, smoothed by 1/4, 1/2, 1/4 along the others. Edges are its regional maxima where
        ``sqrt(g) > 2 * sqrt(mean(g))``.

    Raises
    ------
    ValueError
        If `img` has no axis, or is of colours.

    Notes
    -----
    The threshold depends on the whole image. The frame is extended as ``mode='nearest'`` does. A constant
    image has no edges. With a NaN or an infinity in the image the scale is NaN, and so is all of g. Extra memory: 9
    bytes per pixel.

    References
    ----------
    Sobel, I. and Feldman, G. (1968). A 3x3 isotropic gradient operator for image processing. Stanford
    Artificial Intelligence Project.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> image = np.zeros((4, 5))
    >>> image[:, 3:] = 7
    >>> mh.sobel(image, just_filter=True)[1]
    array([0.  , 0.  , 0.25, 0.25, 0.  ])
    """
    img = check.array(img, "img")
    if img.ndim == 0:
        raise ValueError("`img` must have at least one axis")
    if img.ndim == 3 and img.shape[2] == 3:
        raise ValueError(f"`img` must be of grey levels, but its shape {img.shape} is one of colours: use rgb2grey")
    a = _native(img)
    if not a.size:
        return np.zeros(a.shape, np.float64 if just_filter else bool)
    with np.errstate(all="ignore"):
        span = float(a.max()) - float(a.min())
        if span == 0:
            return np.zeros(a.shape, np.float64 if just_filter else bool)
        # Sums of integers are exact before they are scaled: equal gradients stay equal.
        g = _gradient(a, (0.5 * 0.25 ** (a.ndim - 1) / span) ** 2, threads)
        if just_filter:
            return g
        from .morph import regmax

        return regmax(g) & (g > 4 * g.mean())


def _mean_size(rows, threads):
    """Give the mean of the absolute values, by blocks that do not depend on the number of threads."""
    many = max(1, _BLOCK // rows.shape[1])
    sums = np.empty(-(-len(rows) // many))

    def run(start, stop):
        with np.errstate(all="ignore"):
            for i in range(start, stop):
                sums[i] = np.abs(rows[i * many : (i + 1) * many]).sum()

    slabs(run, len(sums), work=rows.size * 1e-6, threads=threads)
    return float(sums.sum()) / rows.size


def dog(
    img: Any, sigma1: float = 2, multiplier: float = 1.001, just_filter: bool = False, *, threads: int | None = None
) -> np.ndarray:
    """Find edges where a difference of two Gaussians crosses zero.

    Parameters
    ----------
    img : (...) array_like of bool, integer or float
        The image, of one axis or more.
    sigma1 : float, default 2
        Standard deviation of the first Gaussian, in pixels.
    multiplier : float, default 1.001
        The second Gaussian has ``sigma1 * multiplier``.
    just_filter : bool, default False
        Whether to return the difference instead of edges.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    edges : (...) ndarray of bool, or of float64 with `just_filter`
        d is the image smoothed by the second Gaussian minus that smoothed by the first. Edges are pixels with
        d < 0 that have a neighbour along an axis with d > 0, and pixels with d = 0 between neighbours of
        different signs, where the two values differ by more than 0.75 times the mean of \\|d\\|. Pixels of
        the frame are no edges.

    Raises
    ------
    ValueError
        If a sigma lies below 0.125, or `img` has no axis.

    Notes
    -----
    The frame is extended as ``mode='nearest'`` does. NaN spreads over the window and is no edge. Extra memory: 9 bytes
    per pixel.

    References
    ----------
    Marr, D. and Hildreth, E. (1980). Theory of edge detection. Proceedings of the Royal Society of London B
    207(1167), 187-217. https://doi.org/10.1098/rspb.1980.0020

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> image = np.zeros((40, 40))
    >>> image[20:] = 100
    >>> [int(y) for y in np.flatnonzero(mh.dog(image)[:, 20])]
    [20]
    """
    img = check.array(img, "img")
    if img.ndim == 0:
        raise ValueError("`img` must have at least one axis")
    a = _native(img)
    sigma1 = check.number(sigma1, "sigma1", low=0)
    multiplier = check.number(multiplier, "multiplier", low=0)
    with np.errstate(all="ignore"):
        d = gaussian_filter(a, sigma1 * multiplier, mode="nearest", dtype=np.float64, threads=threads)
        lines = [on_line(sigma1, 0, n, "nearest") for n in a.shape]
        linear.separable(np.atleast_1d(a), lines, "nearest", 0.0, d, d.dtype, threads, less=True)
        if just_filter:
            return d
        edges = np.zeros(d.shape, np.uint8)
        if d.size:
            rows, shape = d.reshape(-1, d.shape[-1]), np.array(d.shape, np.intp)
            least = 0.75 * _mean_size(rows, threads)
            slabs(
                lambda start, stop: _kernels.crossings(d.reshape(-1), shape, least, start, stop, edges.reshape(-1)),
                len(rows), work=d.size * 1e-6, threads=threads,
            )  # fmt: skip
    return edges.view(bool)
