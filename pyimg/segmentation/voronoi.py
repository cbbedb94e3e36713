"""The generalised Voronoi diagram: each pixel to the nearest region."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import native, outer_inner
from .._threads import slabs

__all__ = ["gvoronoi"]

_kernels = kernels("voronoi")


def gvoronoi(labeled: Any, *, spacing: Any = None, threads: int | None = None) -> np.ndarray:
    """Give each pixel the label of the nearest labeled pixel.

    Parameters
    ----------
    labeled : (...) ndarray
        Labels, 0 where there is none; any number of axes, any bool, integer or float dtype.
    spacing : number or sequence of numbers, optional
        Size of a pixel along each axis. Default 1.
    threads : int, optional
        How many threads may work; default `pyimg.get_threads`. The result does not depend on it.

    Returns
    -------
    segmented : (...) ndarray
        Labels, of the dtype of `labeled`: ``segmented[p]`` is the label of the q with ``labeled[q] != 0`` that
        minimises ``sum(((p - q) * spacing)**2)``. All 0 where nothing is labeled.

    Raises
    ------
    TypeError
        If `labeled` is no such array.
    ValueError
        If `spacing` is not positive.

    Notes
    -----
    Of labeled pixels at the same distance, the one of lowest index along the last axis counts; of those the one of
    lowest index along the axis before, and so on (mahotas's order). With a `spacing` that makes squared distances
    inexact, equality is up to rounding.

    One axis after the other: the first by the nearest label above and below, the rest by lower envelopes of
    parabolas [1]_. Extra memory: 8 bytes per pixel.

    References
    ----------
    .. [1] P. F. Felzenszwalb, D. P. Huttenlocher, Distance transforms of sampled functions, Theory of Computing 8
       (2012) 415-428, :doi:`10.4086/toc.2012.v008a019`.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.segmentation.gvoronoi([[1, 0, 0, 0, 2]])
    array([[1, 1, 1, 2, 2]])
    """
    labeled = check.array(labeled, "labeled")
    sizes = check.spacing(spacing, labeled.ndim)
    if not labeled.size or not labeled.ndim:
        return labeled.astype(labeled.dtype.newbyteorder("="), order="C")
    if labeled.dtype.kind == "f" and labeled.dtype.itemsize > 8:
        inside = labeled != 0
        names = np.zeros(labeled.shape, np.int64)
        names[inside] = np.arange(1, np.count_nonzero(inside) + 1)
        known = np.concatenate([np.zeros(1, labeled.dtype), labeled[inside]])
        return known[gvoronoi(names, spacing=spacing, threads=threads)]
    a = native(labeled)
    # -0.0 is no label, so its bits must be 0 too
    segmented = a + a.dtype.type(0) if a.dtype.kind == "f" else a.copy() if np.may_share_memory(a, labeled) else a
    names = segmented.view(f"u{a.dtype.itemsize}")
    # squares of ratios: where the sizes are multiples of one another, ties stay exact; more than 1e100 is no other order
    weights = [min(size / min(sizes), 1e100) ** 2 for size in sizes]
    whole = all(w == round(w) < 32767 for w in weights)
    squares = np.empty(a.shape)
    work = 5e-6 * a.size
    for axis, weight in enumerate(weights):
        shape = outer_inner(a.shape, axis)
        labels, d = names.reshape(shape), squares.reshape(shape)
        if axis == 0:
            scratch = np.empty(shape[2], names.dtype), np.empty(shape[2])
            slabs(
                lambda start, stop, w=weight, rest=(labels, d), scratch=scratch: _kernels.scan(
                    w, *scratch, *rest, start, stop
                ),
                shape[2], work=work, threads=threads, least=64,
            )  # fmt: skip
            continue

        def run(start, stop, axis=axis, weight=weight, n=shape[1], labels=labels, d=d):
            keys = np.empty((2, n + 426), np.uint32)
            scratch = np.empty(n), np.empty(n, names.dtype), keys, np.empty(n, np.int64), np.empty(n)
            _kernels.spread(weight, whole and n <= 1 << 16, axis == a.ndim - 1, *scratch, labels, d, start, stop)

        slabs(run, shape[0] * shape[2], work=2 * work, threads=threads, least=64)
    return segmented
