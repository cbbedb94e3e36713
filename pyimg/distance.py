"""Exact Euclidean distance to the background."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._prepare import computed, outer_inner
from ._threads import slabs

__all__ = ["distance"]

_kernels = kernels("distance")
_WIDEST = 1e140
_NO_OUT = np.empty((0, 0, 0))


def distance(
    bw: Any, metric: str = "euclidean2", *, spacing: Any = None, threads: int | None = None
) -> np.ndarray:
    """Compute the distance of each pixel to the nearest background pixel.

    Parameters
    ----------
    bw : (...) ndarray
        Foreground where True or not 0; any number of axes, any bool, integer or float dtype (NaN is foreground).
    metric : {'euclidean2', 'euclidean'}
        The squared distance (the default) or the distance itself.
    spacing : number or sequence of numbers, optional
        Size of a pixel along each axis; distances are in its unit. Default 1.
    threads : int, optional
        How many threads may work; default `pyimg.get_threads`. The result does not depend on it.

    Returns
    -------
    dmap : (...) ndarray of float64
        ``dmap[p]`` is the minimum over background pixels q of ``sum(((p - q) * spacing)**2)``, or its root:
        0 on the background. Pixels outside the image are not background.

    Raises
    ------
    ValueError
        If `metric` is unknown or `spacing` is not from 0 (excluded) to 1e140.

    Notes
    -----
    Squared distances below 2**53 are exact without `spacing`, and correct to the last places with it. An image
    without background is inf everywhere.

    One axis after the other: the squared distances along an axis are lower envelopes of parabolas [1]_, found by
    looking outwards only as far as a pixel can gain, and by the hull of the parabolas where that is far. Extra memory:
    2 bytes per pixel; 4 where squared distances reach 32767; none where they reach 2**30, or where the squares of
    `spacing` are not multiples of the smallest.

    References
    ----------
    .. [1] P. F. Felzenszwalb, D. P. Huttenlocher, Distance transforms of sampled functions, Theory of Computing 8
       (2012) 415-428, :doi:`10.4086/toc.2012.v008a019`.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.distance([[0, 1, 1, 1, 1]])
    array([[ 0.,  1.,  4.,  9., 16.]])
    >>> mh.distance([[0, 1, 1, 1, 1]], "euclidean", spacing=(1, 0.5))
    array([[0. , 0.5, 1. , 1.5, 2. ]])
    """
    bw = check.array(bw, "bw")
    root = check.choice(metric, "metric", ("euclidean2", "euclidean")) == "euclidean"
    sizes = check.spacing(spacing, bw.ndim)
    if any(size > _WIDEST for size in sizes):
        raise ValueError(f"`spacing` must be at most {_WIDEST}, so that squares are finite; not {spacing!r}")
    dmap = np.empty(bw.shape)
    inside = computed(bw if bw.dtype in (np.bool_, np.uint8) else bw != 0)
    if not bw.size:
        return dmap
    background = bw.size - np.count_nonzero(inside)
    if not background:
        dmap.fill(np.inf)
        return dmap
    shape = (1,) * (2 - bw.ndim) + bw.shape
    weights, unit = _integral(sizes[:1] * (2 - bw.ndim) + sizes if sizes else (1.0, 1.0))
    inside, squares = inside.reshape(shape), dmap.reshape(shape)
    for dtype, far in (("u2", 32767), ("i4", 1 << 30)):
        # uint16 is tried first: what is farther than it holds is found out, and rare unless background is
        if dtype == "u2" and bw.ndim < 3 and background << 14 < bw.size:
            continue
        reach = sum(w * (n - 1) ** 2 for w, n in zip(weights, shape))
        if unit and (reach < far if dtype == "i4" else max(weights) < far):
            values = np.empty(shape, dtype)
            if not _transform(inside, values, weights, unit, root, squares, threads):
                return dmap
    weights = [float(w) * (unit or 1) for w in weights]
    _transform(inside, squares, weights, 1.0, root, squares, threads)
    return dmap


def _integral(sizes: tuple[float, ...]) -> tuple[list, float]:
    """Return squared sizes as integers and their unit; or as they are, and 0, where they have no such unit."""
    squares = [s * s for s in sizes]
    unit = min(squares)
    ratios = [s / unit if unit else np.inf for s in squares]
    if all(r < 1 << 30 and r == round(r) and r * unit == s for r, s in zip(ratios, squares)):
        return [round(r) for r in ratios], unit
    return squares, 0.0


def _transform(inside, values, weights, scale, root, out, threads) -> bool:
    """Write scale times the squared distances (or roots) to `out`, with `values` in between; False if all fit."""
    ndim = inside.ndim
    dtype = values.dtype
    convert = float if dtype == np.float64 else int
    weights = [convert(w) for w in weights]
    work = inside.size * 1e-6

    outer, n, inner = outer_inner(inside.shape, ndim - 2)
    image, whole = inside.reshape(outer, n, inner), values.reshape(outer, n, inner)
    scratch = np.empty(inner, dtype)
    slabs(
        lambda a, b: _kernels.scan(image, scratch, weights[-2], whole, a, b),
        inner, work=work, threads=threads, least=64,
    )  # fmt: skip

    # The last axis next, and then the others inwards out: the outermost is the last, and writes the result.
    distant = []
    n = inside.shape[-1]
    last = out if ndim == 2 else _NO_OUT
    lines, results = values.reshape(-1, n), last.reshape(-1, n) if ndim == 2 else np.empty((0, 0))

    def rows(a, b):
        scratch = np.empty(n + 426, dtype), np.empty(n + 64, dtype), np.empty(n, np.int64), np.empty(n)
        distant.append(_kernels.rows(lines, weights[-1], scale, root, *scratch, results, a, b))

    slabs(rows, len(lines), work=2 * work, threads=threads)
    for axis in range(ndim - 3, -1, -1):
        distant.clear()
        outer, n, inner = outer_inner(inside.shape, axis)
        volume = values.reshape(outer, n, inner)
        result = out.reshape(outer, n, inner) if axis == 0 else _NO_OUT

        def columns(a, b, n=n, volume=volume, result=result, axis=axis):
            scratch = np.empty(64 * (n + 362), dtype), np.empty(64 + 2 * n, dtype), np.empty(n, np.int64), np.empty(n)
            distant.append(_kernels.columns(volume, weights[axis], scale, root, *scratch, result, a, b))

        slabs(columns, inner, work=2 * work, threads=threads, least=64)
    return any(distant)
