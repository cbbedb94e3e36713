"""The mean of a neighbourhood."""

from functools import lru_cache
from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from .._backend import kernels, reference
from .._boxes import boxed, total_type
from .._threads import slabs
from ._window import Window, border, image, inside, layout, padded, window

_windows = kernels("windows")
_BLOCK = 1024  # columns whose sums stay in the first cache
_KEPT = 1 << 13  # rows and columns whose counts are worth keeping
_DOUBLE = np.dtype(np.float64)


def mean_filter(
    f: Any,
    Bc: Any,
    mode: str = "ignore",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    *,
    mask: Any = None,
    threads: int | None = None,
) -> np.ndarray:
    """Replace each pixel by the mean of those around it.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray
        Structuring element (see `get_structuring_elem`): its non-zero entries are members. None is the cross.
    mode : {'ignore', 'reflect', 'nearest', 'wrap', 'mirror', 'constant'}, default 'ignore'
        What lies outside the image, as for `rank_filter`; 'ignore' takes the mean of the members that are inside.
    cval : float, default 0.0
        The value outside with ``mode='constant'``.
    out : (...) ndarray of float64, optional
        Where to write: of the shape of `f`, C-contiguous. It may overlap `f`.
    mask : (...) ndarray, optional
        Of the shape of `f`: only pixels where it is not 0 count as members.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    mean : ndarray of float64
        Of the shape of `f`: at p the sum of ``f[p + k - centre]`` over members k of `Bc` over their number, where the
        centre of an axis is ``size // 2``. NaN where all are outside and ignored, or not in `mask`, or `Bc` has no
        member.

    Raises
    ------
    TypeError
        If `f` is complex or no plain array.
    ValueError
        If `Bc` has another number of axes than `f`; if `mode` is another word; if `mask` has another
        shape than `f`; if `out` does not fit.

    Notes
    -----
    Integers are summed exactly, whatever their size, and divided once. Floats are summed in float64, of parts that all
    lie in the window: no error builds up along the image, and NaN or inf reach no further than the window. longdouble
    is summed as such.

    Sums over boxes hardly take longer for larger ones: down the columns by what enters and what leaves (floats: by
    blocks of rows), then along the rows, of sums of 1, 4, 16 … pixels. Other windows take one addition per member.
    Extra memory: some rows for boxes (floats: as many as a box has), else a padded copy in the type of the sums; 8 bytes
    per pixel for more than two axes, 48 for 64-bit integers. With `mask`, which
    takes the mean of the masked image over that of the mask, one image of `f`'s type and 8 bytes per pixel more.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.mean_filter(np.array([1, 2, 6, 4], np.uint8), np.ones(3))
    array([1.5, 3. , 4. , 5. ])
    """
    f = image(f)
    w = window(Bc, f.ndim, empty=True)
    mode, cval = border(mode, cval)
    out = check.out(out, f.shape, _DOUBLE)
    if mask is not None:
        counted = check.mask(mask, f.shape)
        share = mean_filter(counted, Bc, mode, 1.0, threads=threads)
        sums = mean_filter(np.where(counted, f, np.zeros((), f.dtype)), Bc, mode, cval, threads=threads)
        with np.errstate(all="ignore"):
            return np.divide(sums, share, out=out)
    if not f.size or not len(w.steps):
        out[...] = np.nan
        return out
    a = prepare.computed(f)
    if a.ndim == 0:
        a, w = a.reshape(1), Window(np.zeros((1, 1), np.intp), (0,), (0,))
    target = np.empty(a.shape) if prepare.overlaps(a, out) else out.reshape(a.shape)
    with np.errstate(all="ignore"):
        _mean(a, w, mode, cval, target, threads)
    if not np.may_share_memory(target, out):
        out[...] = target.reshape(out.shape)
    return out


def _mean(a, w, mode, cval, out, threads):
    outside = cval if mode == "constant" else 0
    total = _total(a, len(w.steps), outside)
    if total is not None and w.box:
        few = a.size // a.shape[-1] <= _KEPT >= a.shape[-1]
        counts = (_box_counts if few else _box_counts.__wrapped__)(a.shape, tuple(w.low), tuple(w.high), mode)
        boxed(a, w.low, w.high, mode, outside, total, "means", counts, out, threads)
    elif total is not None:
        _any(a, w, mode, outside, total, out, threads)
    elif a.dtype.kind == "f":
        _any(a, w, mode, outside, a.dtype, out, threads)
    else:  # 64 bits: sums of the upper and of the lower half are exact, and added once
        halves, outside = [], int(outside)
        for part, beyond in ((a >> a.dtype.type(32), outside >> 32), (a & a.dtype.type(0xFFFFFFFF), outside & 0xFFFFFFFF)):
            halves.append(sums(part.astype(np.int64), w, mode, beyond, np.dtype(np.int64), threads))
        counts, of = _counts(a.shape, w, mode)
        out[...] = (halves[0] * 2.0**32 + halves[1]) / counts[of].reshape(a.shape)


def _total(a, many, outside):
    """Choose the type of sums; None where none is exact, or for longdouble."""
    if a.dtype.kind == "f":
        return _DOUBLE if a.dtype.itemsize <= 8 else None
    if not isinstance(outside, int):
        if not float(outside).is_integer() or abs(outside) > 2**53:
            return _DOUBLE
        outside = int(outside)
    if a.dtype.itemsize == 8:
        return None if -(2**63) <= outside < 2**64 else _DOUBLE
    total = total_type(a, many)
    if total == np.int32 and abs(outside) * many >= 2**31:
        total = np.dtype(np.int64)
    return total if abs(outside) < 2**32 else _DOUBLE


@lru_cache(16)
def _box_counts(shape, low, high, mode):
    """Give how many pixels of a box count, as factors of rows and of columns."""
    *leading, columns = (_within(n, l, h, mode) for n, l, h in zip(shape, low, high))
    rows = np.ones(1)
    for along in leading:
        rows = (rows[:, None] * along).ravel()
    return rows, columns


def _within(n, low, high, mode):
    if mode != "ignore":
        return np.full(n, float(high - low + 1))
    at = np.arange(n)
    return (np.minimum(at + high, n - 1) - np.maximum(at + low, 0) + 1).astype(np.float64)


def _counts(shape, w, mode):
    if mode == "ignore":
        counts, of = inside(shape, w)
        return counts.astype(np.float64), of
    return np.full((1, shape[-1]), float(len(w.steps))), np.zeros(int(np.prod(shape[:-1], dtype=np.int64)), np.intp)


def sums(a: np.ndarray, w: Window, mode: str, outside: int, total: np.dtype, threads: int | None) -> np.ndarray:
    """Give the sums of integers over windows, exact: in type `total`, int32 or int64, or as float64.

    Needs: sums that both hold.
    """
    if w.box:
        return boxed(a, w.low, w.high, mode, outside, total, threads=threads)
    out = np.empty(a.shape)
    ones = np.ones((1, a.shape[-1])), np.zeros(a.size // a.shape[-1], np.intp)
    _gathered(a, w, mode, outside, total, ones, out, threads)
    return out


def _any(a, w, mode, outside, total, out, threads):
    _gathered(a, w, mode, outside, total, _counts(a.shape, w, mode), out, threads)


def _gathered(a, w, mode, outside, total, counts, out, threads):
    use = _windows if total.itemsize <= 8 else reference("windows")
    wide = padded(a.astype(total, copy=False), w, mode, outside).reshape(-1)
    rows, members = layout(a.shape, w)
    goal = out.reshape(len(rows), -1)

    def run(start, stop):
        use.window_means(wide, rows, members, *counts, start, stop, np.empty(_BLOCK, total), goal)

    slabs(run, len(rows), work=a.size * len(members) * total.itemsize * 4e-8, threads=threads)
