"""Centres of mass."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._labels import as_labels, as_lines, regions
from ._prepare import computed, is_native

__all__ = ["center_of_mass"]

_kernels = kernels("labeled")


def center_of_mass(img: Any, labels: Any = None, *, spacing: Any = None) -> np.ndarray:
    """Find the centre of mass of an image, or of each region.

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The mass of each pixel.
    labels : (...) ndarray of integer, optional
        Labels; negative ones are ignored. Default: all is one region.
    spacing : float or (img.ndim,) sequence of float, optional
        Size of a pixel along each axis; the centre is given in this unit. Default: 1.

    Returns
    -------
    centre : (img.ndim,) or (labels.max() + 1, img.ndim) ndarray of float64
        Σ img[p] · p / Σ img[p] over the pixels p (of label l, in row l; label 0 too). NaN where the sum of masses is 0.

    Raises
    ------
    TypeError
        If `img` is not real, or `labels` not integer.
    ValueError
        If the shapes differ, a label is 2**28 or more, or `spacing` is not positive.

    Notes
    -----
    Sums are float64: exact for integers up to 2**53. Masses may be negative. longdouble is computed as float64. Extra
    memory: none; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.zeros((5, 6)); img[1, 2] = 1; img[3, 2] = 3
    >>> mh.center_of_mass(img)
    array([2.5, 2. ])
    """
    a = check.array(img, "img")
    size = check.spacing(spacing, a.ndim)
    values = computed(a)
    if not is_native(values.dtype):
        values = values.astype(np.float64)
    if labels is None:
        sums = _whole(as_lines(values), a.shape)
    else:
        names = as_labels(labels, "labels")
        check.same_shape(names, "labels", a, "img")
        sums = np.zeros((regions(names, "labels"), 1 + max(a.ndim, 1)))
        leading = np.array(a.shape[:-1], np.int64)
        _kernels.label_moments(as_lines(values), as_lines(names), leading, np.zeros_like(leading), sums)
        sums = sums[:, : 1 + a.ndim]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        centre = np.where(sums[..., :1] == 0, np.nan, sums[..., 1:] / sums[..., :1]) * size
    return centre


def _whole(lines, shape):
    """Give the mass, and the mass times each coordinate, of a whole image."""
    sums = np.zeros((len(lines), 2))
    _kernels.line_moments(lines, sums)
    with np.errstate(invalid="ignore", over="ignore"):
        if not shape:
            return sums.sum(0)[:1]
        total, first = sums.T
        total = total.reshape(shape[:-1])
        along = [
            (total.sum(axis=tuple(k for k in range(total.ndim) if k != axis)) * np.arange(n)).sum()
            for axis, n in enumerate(shape[:-1])
        ]
        return np.array([total.sum(), *along, first.sum()])
