"""Threshold adjacency statistics: how the pixels of thresholded images border on each other."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import computed
from .._threads import slabs
from ..histogram import levels
from ..thresholding import otsu

__all__ = ["pftas", "tas"]

_kernels = kernels("tas")
_LINES = 1 << 31  # pixels that no counter of the kernel can wrap on


def tas(img: Any, *, threads: int | None = None) -> np.ndarray:
    """Compute threshold adjacency statistics.

    Parameters
    ----------
    img : (Y, X) or (Z, Y, X) ndarray of any real dtype
        The image; the constants below are meant for 8 bits.
    threads : int, optional
        Threads to use. Default: `get_threads`. The result does not depend on it.

    Returns
    -------
    values : (54,) or (162,) ndarray of float64
        With μ the mean of the pixels above 30, three masks: ``abs(img - μ) < 30``, ``img > μ - 30``, ``img > μ``. Of each,
        the share of its background pixels that have 0, 1, … 8 foreground neighbours (26 in 3-D); then the same of the
        three masks' complements. 0 where there is no background.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If it has not 2 or 3 axes, or has a NaN or an infinity.

    Notes
    -----
    The edge is repeated outside. In mahotas μ is that of this function divided by 1 + 1e-8 / n, n the number of pixels
    above 30; so it is here. Extra memory: 3 bytes per pixel.

    References
    ----------
    N. A. Hamilton et al., "Fast automated cell phenotype image classification", BMC Bioinformatics 8:110, 2007.
    doi:10.1186/1471-2105-8-110

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.zeros((6, 6), np.uint8); img[2:4, 2:4] = 200
    >>> mh.features.tas(img)[:9]
    array([0.625, 0.125, 0.25 , 0.   , 0.   , 0.   , 0.   , 0.   , 0.   ])
    """
    img = check.array(img, "img", ndim=(2, 3))
    return _statistics(img, 30, lambda values, counts: 30, threads)


def pftas(img: Any, T: float | None = None, *, threads: int | None = None) -> np.ndarray:
    """Compute threshold adjacency statistics without parameters.

    Parameters
    ----------
    img : (Y, X) or (Z, Y, X) ndarray of any real dtype
        The image.
    T : float, optional
        Threshold. Default: `pyimg.otsu` of the image.
    threads : int, optional
        Threads to use. Default: `get_threads`. The result does not depend on it.

    Returns
    -------
    values : (54,) or (162,) ndarray of float64
        As of `tas`, but μ is the mean of the pixels above `T`, and their standard deviation takes the place of 30 in the
        masks.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If it has not 2 or 3 axes, or has a NaN or an infinity; without `T`, if it is empty.

    Notes
    -----
    As of `tas`. Extra memory: 3 bytes per pixel for integers, else as `otsu`.

    References
    ----------
    L. P. Coelho et al., "Structured literature image finder: extracting information from text and images in biomedical
    literature", Lecture Notes in Computer Science 6004, 2010. doi:10.1007/978-3-642-13131-8_4

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.features.pftas(np.arange(64).reshape(8, 8)).shape
    (54,)
    """
    img = check.array(img, "img", ndim=(2, 3))
    T = otsu(img) if T is None else check.number(T, "T")

    def deviation(values, counts):
        if not counts.sum():
            return 0.0
        mean = (values * counts).sum() / counts.sum()
        return float(np.sqrt((counts * (values - mean) ** 2).sum() / counts.sum()))

    return _statistics(img, T, deviation, threads)


def _statistics(img, T, margin_of, threads):
    """Give the statistics for a threshold and a margin that is found from the pixels above it."""
    f = computed(img)
    values, counts = levels(f) if f.size else (np.zeros(0, f.dtype), np.zeros(0, np.int64))
    above = values > T
    values, counts = values[above].astype(np.float64), counts[above]
    margin = margin_of(values, counts)
    mean = float((values * counts).sum() / (counts.sum() + 1e-8))
    over = _above(f, mean - margin)
    masks = (over & _below(f, mean + margin), over, _above(f, mean))
    planes = [m.view(np.uint8).reshape((1,) * (3 - m.ndim) + m.shape) for m in masks]
    most = 9 if f.ndim == 2 else 27
    rows = np.zeros((6, most))
    for i, mask in enumerate(planes):
        background, foreground = _neighbours(mask, f.ndim == 3, threads)
        for row, found in ((rows[i], background[:most]), (rows[3 + i], foreground[:most][::-1])):
            row[:] = found / max(1, found.sum())
    return rows.ravel()


def _above(f, t):
    """Compare with a number without making floats of integers."""
    if f.dtype.kind == "f":
        return f > np.float64(t)  # not rounded to float32
    t = int(np.floor(t))
    info = np.iinfo(f.dtype)
    return np.full(f.shape, t < info.min) if not info.min <= t <= info.max else f > f.dtype.type(t)


def _below(f, t):
    if f.dtype.kind == "f":
        return f < np.float64(t)
    t = int(np.ceil(t))
    info = np.iinfo(f.dtype)
    return np.full(f.shape, t > info.max) if not info.min <= t <= info.max else f < f.dtype.type(t)


def _neighbours(mask, volume, threads):
    """Count the pixels of 0 and of 1 by how many neighbours are 1."""
    lines, width = mask.shape[0] * mask.shape[1], mask.shape[2]
    parts = []

    def run(start, stop):
        counts, tables = np.zeros((2, 27), np.int64), np.zeros((4, 64), np.uint32)
        scratch = np.empty((2, width + 2), np.uint8)
        step = max(1, _LINES // max(1, width))
        for at in range(start, stop, step):
            _kernels.neighbour_counts(mask, volume, at, min(at + step, stop), scratch, tables, counts)
        parts.append(counts)

    slabs(run, lines, work=mask.size * 1e-6, threads=threads)
    return sum(parts, np.zeros((2, 27), np.int64))
