"""Histograms of grey levels."""

from threading import local
from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._prepare import computed
from ._threads import get_threads, slabs

__all__ = ["fullhistogram"]

_kernels = kernels("histogram")
_kept = local()  # each thread's scratch, which the kernel leaves zero: making it anew costs as much as a million pixels
_MOST = 1 << 31  # pixels that are counted at once: no counter of the kernel may wrap
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
    values = computed(img).ravel()
    if values.dtype in (np.uint8, np.uint16):
        counts, most = _counts(values)
        return counts[: 2 if img.dtype == np.bool_ else most + 1]
    least, most = int(values.min()), int(values.max())
    if least < 0:
        raise ValueError(f"`img` must have no negative value, but has {least}")
    if most >= _LARGEST:
        raise ValueError(f"`img` must be below {_LARGEST}, but has {most}; count with numpy.unique")
    if most < 1 << 16:
        return _counts(values.astype(np.uint8 if most < 256 else np.uint16))[0][: most + 1]
    return np.bincount(values.astype(np.int64, copy=False), minlength=most + 1)


def _scratch(values):
    name = values.dtype.name
    if not hasattr(_kept, name):
        setattr(_kept, name, np.zeros(1 << (8 * values.dtype.itemsize), np.uint32))
    return getattr(_kept, name)


def _counts(values):
    """Count every level of uint8 or uint16, and give the greatest that there is."""
    parts = []

    def run(start, stop):
        for at in range(start, stop, _MOST):
            part = values[at : min(at + _MOST, stop)]
            counts = np.empty(1 << (8 * values.dtype.itemsize), np.int64)
            parts.append((_kernels.histogram(part, _scratch(part), counts), counts))

    slabs(run, values.size, work=_work(values))
    most, counts = parts.pop()
    for other, more in parts:
        most = max(most, other)
        counts += more
    return counts, most


def _work(values):
    return values.size * values.dtype.itemsize * 3e-7


def levels(img: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the distinct values of an image, in increasing order, and how many pixels have each.

    Floats must be finite; longdouble is taken as float64.
    """
    values = computed(img).ravel()
    if values.dtype.kind == "f":
        values = values.astype(np.float64) if values.dtype.itemsize > 8 else values
        found, counts = np.unique(values, return_counts=True)
        if not np.isfinite(found[[0, -1]]).all():
            raise ValueError("`img` must be finite, but has a NaN or an infinity")
        return found, counts
    least = 0
    if values.dtype not in (np.uint8, np.uint16):
        least, most = int(values.min()), int(values.max())
        if most - least >= 1 << 16:
            return np.unique(values, return_counts=True)
        unsigned = values.view(f"u{values.dtype.itemsize}") - np.array(least, values.dtype).view(f"u{values.dtype.itemsize}")
        unsigned = unsigned.astype(np.uint8 if most - least < 256 else np.uint16, copy=False)
    else:
        unsigned = values
    if unsigned.size <= _MOST and (_work(unsigned) < 1 or get_threads() == 1):
        room = min(unsigned.size, 1 << (8 * unsigned.dtype.itemsize)) + 1
        present, counts = np.empty(room, unsigned.dtype), np.empty(room, np.int64)
        many = _kernels.grey_levels(unsigned, _scratch(unsigned), present, counts)
        present, counts = present[:many], counts[:many]
    else:
        counts, _ = _counts(unsigned)
        present = np.flatnonzero(counts)
        counts = counts[present]
    if unsigned is values:
        return present.astype(values.dtype, copy=False), counts
    dtype = values.dtype
    return present.astype(dtype) + np.array(least, dtype), counts  # modulo 2**bits, so exact
