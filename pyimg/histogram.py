"""Histograms of grey levels."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._prepare import computed

__all__ = ["fullhistogram"]

_kernels = kernels("histogram")
_LARGEST = 1 << 28  # bins; a table over 2 GiB is a mistake, not a histogram


def fullhistogram(img: Any) -> np.ndarray:
    """Count how many pixels have each grey level.

    Parameters
    ----------
    img : (...) ndarray of bool or integer
        Grey levels, none negative.

    Returns
    -------
    counts : (img.max() + 1,) ndarray of int64
        ``counts[v]`` pixels have the value v. A bool image always gives two counts.

    Raises
    ------
    TypeError
        If `img` is neither bool nor integer.
    ValueError
        If `img` is empty, has a negative pixel, or one so large that the table would exceed 2 GiB.

    Notes
    -----
    mahotas returns uint32, which wraps at 2**32 pixels; int64 is what `numpy.bincount` gives. Extra memory: the table.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.fullhistogram(np.array([[0, 0, 3], [1, 0, 3]], np.uint8))
    array([3, 1, 0, 2])
    """
    img = check.array(img, "img", kinds="bui", empty=False)
    least, most = int(img.min()), int(img.max())
    if least < 0:
        raise ValueError(f"`img` must have no negative value, but has {least}")
    if most >= _LARGEST:
        raise ValueError(f"`img` must be below {_LARGEST}, but has {most}; count with numpy.unique")
    bins = 2 if img.dtype == bool else most + 1
    counts = np.zeros(bins, np.int64)
    values = computed(img).ravel()
    values = values.astype(np.uint8 if most < 256 else np.uint16 if most < 65536 else np.int64, copy=False)
    if values.dtype == np.int64:
        counts += np.bincount(values, minlength=bins)
    else:
        _kernels.histogram(values, np.zeros((4, bins), np.uint32), counts)
    return counts
